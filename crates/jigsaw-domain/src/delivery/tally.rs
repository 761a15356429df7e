//! How much the outbox holds.

use chrono::{DateTime, Utc};

/// The outbox counted, for those who look after the server. A message stands in exactly one of the numbers; what is sent or
/// was dropped is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxTally {
    /// To be sent now.
    pub queued: u64,
    /// To be sent later: tried in vain, or not due yet.
    pub deferred: u64,
    /// In the hands of a worker.
    pub leased: u64,
    /// Given up; see [`Attempt::Parked`](super::Attempt::Parked).
    pub parked: u64,
    /// Since when the oldest of those to be sent now could be.
    pub oldest_due: Option<DateTime<Utc>>,
}
