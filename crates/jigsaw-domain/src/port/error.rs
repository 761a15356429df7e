//! The one error of every port.

/// Why a port could not do what it was asked. Closed on purpose: use cases handle each case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Something that the change was decided on has moved: reload and decide again.
    #[error("the data has changed meanwhile")]
    Conflict,
    /// The other side is away, full or busy; the same call may work later.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Stored data cannot be read as what it should be.
    #[error("corrupt data: {0}")]
    Corrupt(String),
    /// Anything else the technology reported.
    #[error("backend: {0}")]
    Backend(String),
}

impl PortError {
    /// Whether doing the same again may work.
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Conflict | Self::Unavailable(_) => true,
            Self::Corrupt(_) | Self::Backend(_) => false,
        }
    }
}
