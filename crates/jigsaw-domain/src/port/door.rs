use async_trait::async_trait;

use super::PortError;
use crate::account::Account;
use crate::admission::{Participant, Pass};
use crate::delivery::MailCode;
use crate::email_address::EmailKey;
use crate::id::{InvitationId, SessionId};
use crate::invitation::Invitation;
use crate::secret::SecretDigest;
use crate::session::Session;

/// Who stands at which door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorQuery {
    /// The session, when it is known from the link; with a personal link the invitation names it.
    pub session: Option<SessionId>,
    /// The invitation of a personal link.
    pub invitation: Option<InvitationId>,
    /// The address that was typed; without one the personal link's counts.
    pub email: Option<EmailKey>,
    /// The pass that the request carried.
    pub pass: Option<SecretDigest>,
}

/// Everything stored that may matter for one person at one door, read together.
#[derive(Clone, Debug)]
pub struct DoorSituation {
    /// The session.
    pub session: Session,
    /// Its host.
    pub host: Account,
    /// The invitation of the personal link that was used.
    pub linked_invitation: Option<Invitation>,
    /// The invitation of the address, revoked ones included.
    pub invitation: Option<Invitation>,
    /// The account of the address.
    pub account: Option<Account>,
    /// The person with this address in this session.
    pub participant: Option<Participant>,
    /// That person's open passes.
    pub passes: Vec<Pass>,
    /// The latest code mailed to the address for this session.
    pub code: Option<MailCode>,
    /// Seats taken; only read when the session has a capacity, else 0.
    pub seats_taken: u32,
}

/// The join path's one look-up.
///
/// 1. An unknown session or invitation MUST be `Ok(None)`.
/// 2. The parts MUST be those of the address in `email`; without one, of the linked invitation's address; with neither, absent.
/// 3. `passes` MUST hold every pass of the person that has not ended.
/// 4. `seats_taken` MUST count admitted people other than host and co-hosts when the session has a capacity.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Door: Send + Sync {
    /// Reads the situation.
    async fn situation(&self, query: DoorQuery) -> Result<Option<DoorSituation>, PortError>;
}
