use async_trait::async_trait;

use super::PortError;
use crate::admission::{Participant, Proof};
use crate::id::{ParticipantId, SessionId};
use crate::invitation::Role;
use crate::session::{Room, Session};
use crate::text::PersonName;

/// Who goes into which room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomEntry {
    /// The session.
    pub session: SessionId,
    /// Its room.
    pub room: Room,
    /// The person; public, never the pass.
    pub participant: ParticipantId,
    /// What they are called.
    pub name: PersonName,
    /// What they are.
    pub role: Role,
    /// How well their address is proved.
    pub proof: Proof,
    /// The admission epoch that the ticket is bound to.
    pub epoch: u32,
}

impl RoomEntry {
    /// The entry of an admitted person.
    pub fn of(session: &Session, person: &Participant) -> Self {
        Self {
            session: session.id(),
            room: session.parts().room.clone(),
            participant: person.id,
            name: person.name.clone(),
            role: person.role,
            proof: person.proof,
            epoch: person.epoch,
        }
    }
}

/// Where an admitted person goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomTicket {
    /// `builtin`, `url`, …
    pub kind: &'static str,
    /// The address to open.
    pub url: String,
}

/// Hands admitted people to rooms.
///
/// 1. A ticket MUST be made on the click, for one person; it is never stored or mailed.
/// 2. A ticket MUST carry no more rights than the role.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Rooms: Send + Sync {
    /// A fresh way into the room.
    async fn ticket(&self, entry: RoomEntry) -> Result<RoomTicket, PortError>;
}
