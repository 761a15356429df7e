use async_trait::async_trait;

use super::PortError;
use crate::admission::{Participant, PassHolder, Standing};
use crate::email_address::EmailKey;
use crate::id::{ParticipantId, PassId, SessionId};
use crate::secret::SecretDigest;

/// Reading the people of sessions.
///
/// 1. `find` MUST give back exactly what was committed.
/// 2. `list` MUST give every participant of the session once, in the order they came.
/// 3. `waiting` MUST give exactly those whose state is waiting.
/// 4. `by_pass` MUST find a pass by its digest, ended ones included.
/// 5. `by_account` MUST give the people of this address in sessions that have neither ended nor were cancelled who are in or
///    waiting by their account, each with their open passes.
/// 6. `standing` MUST give exactly the open passes of the session, each once, with its person as they are now.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Participants: Send + Sync {
    /// One person.
    async fn find(&self, id: ParticipantId) -> Result<Option<Participant>, PortError>;

    /// Everyone who ever came to the session.
    async fn list(&self, session: SessionId) -> Result<Vec<Participant>, PortError>;

    /// Everyone who waits.
    async fn waiting(&self, session: SessionId) -> Result<Vec<Participant>, PortError>;

    /// How many seats are taken: admitted people other than host and co-hosts.
    async fn seats_taken(&self, session: SessionId) -> Result<u32, PortError>;

    /// Where everyone with an open pass stands: what thousands of streams need of one event, in one reading.
    async fn standing(&self, session: SessionId) -> Result<Vec<Standing>, PortError>;

    /// Where someone is, or waits, who showed their account.
    async fn by_account(&self, email: &EmailKey) -> Result<Vec<(Participant, Vec<PassId>)>, PortError>;

    /// The holder of a pass.
    async fn by_pass(&self, digest: SecretDigest) -> Result<Option<PassHolder>, PortError>;
}
