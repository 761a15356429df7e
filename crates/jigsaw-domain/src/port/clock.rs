use chrono::{DateTime, Utc};

/// The time. Only use cases hold one; rules and transitions take `now`.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds: that is what both databases keep.
    fn now(&self) -> DateTime<Utc>;
}
