//! What a caller may choose about a store.

use std::time::Duration;

use crate::limits::LimitSettings;

/// How a store is opened. The defaults suit a server of two to eight cores.
///
/// Durability is no option: a commit that was answered survives a power cut.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Connections that read at the same time. SQLite has, beside these, exactly one that writes.
    pub readers: u32,
    /// PostgreSQL: connections in all.
    pub connections: u32,
    /// How long a call waits for a free connection, or for the writer of another process, before it is
    /// `Unavailable`.
    pub patience: Duration,
    /// PostgreSQL: the longest a single statement may take.
    pub statement_timeout: Duration,
    /// The most change sets that are committed together.
    pub batch: usize,
    /// Sizes of the budgets.
    pub limits: LimitSettings,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            readers: 4,
            connections: 16,
            patience: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(10),
            batch: 256,
            limits: LimitSettings::default(),
        }
    }
}
