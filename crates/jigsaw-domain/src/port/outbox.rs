use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::PortError;
use crate::delivery::{Attempt, ClaimedMessage, DeliveryState, Fence, MailCount, OutboxTally, OutgoingMessage};
use crate::id::{MessageId, SessionId};

/// The queue of messages to be sent.
///
/// 1. `claim` MUST give a message to one worker at a time, until its lease has run out.
/// 2. `claim` MUST prefer urgent messages and leave those whose `not_before` is to come. Messages of one lane come in the order
///    they were written in.
/// 3. Each claim MUST carry a higher fence than any before; it counts a try.
/// 4. `complete` with a fence that is no longer the message's MUST change nothing and be `Conflict`.
/// 5. Sent, bounced, dropped and parked messages MUST NOT be claimed again.
/// 6. A message that was put back MUST count one try less, as if it had not been claimed, and be left until its moment.
/// 7. A claimed message MUST be `answered` exactly when a try of it was completed before, whichever way.
/// 8. `tally` MUST count each message that is neither sent, bounced nor dropped in exactly one of its numbers.
/// 9. `message` MUST give a message as it was committed, and where it stands.
/// 10. Lanes MUST be served in turn among messages of one priority: a message is claimed before another lane's second one that
///    was written before it and not claimed yet, however many that lane holds, and a lane that was idle has no claims from
///    that time. What was deferred comes at its lane's end.
/// 11. `held_since` MUST be the moment at which the first of those messages was put back that had no other end since, and
///     `None` when there is none.
/// 12. `of_session` MUST count each message about an invitation of the session in exactly one of its counts, and no other.
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

    /// One message, and where it stands.
    async fn message(&self, id: MessageId) -> Result<Option<(OutgoingMessage, DeliveryState)>, PortError>;

    /// Counts what it holds.
    async fn tally(&self, now: DateTime<Utc>) -> Result<OutboxTally, PortError>;

    /// Counts the mails of a session, those that are done included.
    async fn of_session(&self, session: SessionId) -> Result<Vec<MailCount>, PortError>;

    /// Since when the relay has been out of order, as far as the messages tell that were put back.
    async fn held_since(&self) -> Result<Option<DateTime<Utc>>, PortError>;
}
