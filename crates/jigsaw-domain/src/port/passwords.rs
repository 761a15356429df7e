use async_trait::async_trait;

use super::PortError;
use crate::account::{Password, PasswordHash};

/// What comparing a password said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordVerdict {
    /// It is the one.
    Right,
    /// It is the one; store this newer hash of it.
    RightWithUpgrade(PasswordHash),
    /// It is not.
    Wrong,
}

/// Slow hashing of passwords, in a bounded pool.
///
/// 1. `hash` MUST be salted: two hashes of one password differ.
/// 2. `verify` of what `hash` made MUST be right for the same password and wrong for any other.
/// 3. `verify` against `None` MUST be wrong, and cost the same as against a hash.
/// 4. A full queue MUST be `Unavailable` at once, not a wait.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Whether a new password is easily guessed, knowing the person's own words (name, address, title).
    fn is_guessable(&self, password: &Password, context: &[String]) -> bool;

    /// Hashes a new password.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, PortError>;

    /// Compares a password; against `None` for an account that does not exist.
    async fn verify(&self, password: &Password, hash: Option<PasswordHash>) -> Result<PasswordVerdict, PortError>;
}
