use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::PortError;
use crate::delivery::{Attempt, ClaimedMessage, Fence, MailCount, OutboxTally};
use crate::id::{MessageId, SessionId};

/// The queue of messages to be sent.
///
/// 1. `claim` MUST give a message to one worker at a time, until its lease has run out.
/// 2. `claim` MUST prefer urgent messages, then older ones, and leave those whose `not_before` is to come.
/// 3. Each claim MUST carry a higher fence than any before; it counts a try.
/// 4. `complete` with a fence that is no longer the message's MUST change nothing and be `Conflict`.
/// 5. Sent, dropped and parked messages MUST NOT be claimed again.
/// 6. A message that was put back MUST count one try less, as if it had not been claimed, and be left until its moment.
/// 7. A claimed message MUST be `answered` exactly when a try of it was completed before, whichever way.
/// 8. `tally` MUST count each message that is neither sent nor dropped in exactly one of its numbers.
/// 9. `of_session` MUST count each message about an invitation of the session in exactly one of its counts, and no other.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes up to `limit` messages under a lease.
    async fn claim(&self, now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Result<Vec<ClaimedMessage>, PortError>;

    /// Writes how a try ended.
    async fn complete(
        &self,
        id: MessageId,
        fence: Fence,
        attempt: Attempt,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Counts what it holds.
    async fn tally(&self, now: DateTime<Utc>) -> Result<OutboxTally, PortError>;

    /// Counts the mails of a session, those that are done included.
    async fn of_session(&self, session: SessionId) -> Result<Vec<MailCount>, PortError>;
}
