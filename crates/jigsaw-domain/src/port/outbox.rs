use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::PortError;
use crate::delivery::{Attempt, ClaimedMessage, Fence};
use crate::id::MessageId;

/// The queue of messages to be sent.
///
/// 1. `claim` MUST give a message to one worker at a time, until its lease has run out.
/// 2. `claim` MUST prefer urgent messages, then older ones, and leave those whose `not_before` is to come.
/// 3. Each claim MUST carry a higher fence than any before; it counts a try.
/// 4. `complete` with a fence that is no longer the message's MUST change nothing and be `Conflict`.
/// 5. Sent, dropped and parked messages MUST NOT be claimed again.
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
}
