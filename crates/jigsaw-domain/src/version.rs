//! Optimistic versions: a write names the version it was decided on, and fails when that has moved.

/// How often an object was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Version(u32);

impl Version {
    /// Of a new object.
    pub const FIRST: Self = Self(1);

    /// From storage.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// For storage.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// After one more change.
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}
