//! What one request has paid for and computed. It is decided again whenever something moved meanwhile, and then neither
//! pays nor hashes a second time: a crowd at the door is nobody's wrong guess.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use super::Attempt;
use crate::account::{Password, PasswordHash};
use crate::port::{Budget, PasswordVerdict};
use crate::usecase::{FrontDoor, UseCaseError};

/// What something is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The call itself.
    Call,
    /// An account's password.
    Password,
    /// A mailed code.
    Code,
    /// The password of a new profile.
    Profile,
    /// A mail to the host that somebody knocks.
    Knock,
}

/// What one request has paid for and computed.
#[derive(Default)]
pub(super) struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    spent: Vec<((Cause, Budget), Option<TimeDelta>)>,
    verdicts: Vec<((Cause, Option<PasswordHash>), bool)>,
    profile: Option<PasswordHash>,
}

impl Memo {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FrontDoor {
    /// Spends a budget, the first time that this request comes to it; later it says the same again.
    pub(super) async fn spend_once(
        &self,
        attempt: &Attempt<'_>,
        what: (Cause, Budget),
        key: String,
    ) -> Result<(), UseCaseError> {
        let earlier = attempt.memo.known().spent.iter().find(|(spent, _)| *spent == what).map(|(_, refused)| *refused);
        let refused = if let Some(refused) = earlier {
            refused
        } else {
            let refused = match self.spend(what.1, key, 1, attempt.now).await {
                Ok(()) => None,
                Err(UseCaseError::TooManyAttempts { retry_after }) => Some(retry_after),
                Err(error) => return Err(error),
            };
            attempt.memo.known().spent.push((what, refused));
            refused
        };
        refused.map_or(Ok(()), |retry_after| Err(UseCaseError::TooManyAttempts { retry_after }))
    }

    /// Whether a password is the stored one.
    pub(super) async fn is_right(
        &self,
        attempt: &Attempt<'_>,
        (cause, password): (Cause, &Password),
        stored: Option<PasswordHash>,
    ) -> Result<bool, UseCaseError> {
        let what = (cause, stored);
        let earlier = attempt.memo.known().verdicts.iter().find(|(judged, _)| *judged == what).map(|(_, right)| *right);
        if let Some(right) = earlier {
            return Ok(right);
        }
        let right = self.ports.passwords.verify(password, what.1.clone()).await? != PasswordVerdict::Wrong;
        attempt.memo.known().verdicts.push((what, right));
        Ok(right)
    }

    /// The hash of a new profile's password.
    pub(super) async fn profile_hash(
        &self,
        attempt: &Attempt<'_>,
        password: &Password,
    ) -> Result<PasswordHash, UseCaseError> {
        let earlier = attempt.memo.known().profile.clone();
        if let Some(hash) = earlier {
            return Ok(hash);
        }
        let hash = self.ports.passwords.hash(password).await?;
        attempt.memo.known().profile = Some(hash.clone());
        Ok(hash)
    }
}
