use async_trait::async_trait;

use super::PortError;
use crate::event::{Event, EventSeq};
use crate::id::SessionId;

/// A running subscription to one session's events.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait EventFeed: Send {
    /// The next event; `None` when the feed is over (the server stops). A feed that fell behind gives the
    /// newest events again from storage; none is lost, some may come twice.
    async fn next(&mut self) -> Option<Event>;
}

/// What happened in sessions, stored and told.
///
/// 1. `since` MUST give the session's events after the position, oldest first.
/// 2. `latest` MUST be the position of the session's newest event, zero if there is none.
/// 3. A feed MUST tell every event that is committed after `subscribe` returned, in order.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Events: Send + Sync {
    /// Events after a position, at most `limit`.
    async fn since(&self, session: SessionId, after: EventSeq, limit: u32) -> Result<Vec<Event>, PortError>;

    /// The newest position.
    async fn latest(&self, session: SessionId) -> Result<EventSeq, PortError>;

    /// Listens to a session from now on.
    async fn subscribe(&self, session: SessionId) -> Result<Box<dyn EventFeed>, PortError>;
}
