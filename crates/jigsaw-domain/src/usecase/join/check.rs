//! Checking passwords and codes. Budgets are spent before anything is compared.

use super::Attempt;
use crate::account::Account;
use crate::admission::{CodeCheck, PasswordCheck, Relation};
use crate::delivery::{CodePurpose, MailCode, PendingProfile};
use crate::port::{Budget, PasswordVerdict};
use crate::session::InvitationType;
use crate::usecase::{FrontDoor, UseCaseError};

/// What became of a password.
pub(super) struct CheckedPassword {
    /// For the facts.
    pub(super) check: PasswordCheck,
}

impl FrontDoor {
    pub(super) async fn check_password(&self, attempt: &Attempt<'_>) -> Result<CheckedPassword, UseCaseError> {
        let (Some(password), Some(email)) = (&attempt.request.evidence.password, &attempt.email) else {
            return Ok(CheckedPassword { check: PasswordCheck::NotGiven });
        };
        let account = attempt.situation.account.as_ref().filter(|account| account.is_usable());
        if !attempt.asks_for_passwords(account) {
            return Ok(CheckedPassword { check: PasswordCheck::NotGiven });
        }
        let network = attempt.request.network.as_str();
        self.spend(Budget::Guesses, format!("{}|{network}", email.key().as_str()), 1, attempt.now).await?;
        let check = match self.spend(Budget::GuessesAtAddress, email.key().as_str().to_owned(), 1, attempt.now).await {
            Err(UseCaseError::TooManyAttempts { .. }) => PasswordCheck::Locked,
            Err(error) => return Err(error),
            Ok(()) => {
                let stored = account.and_then(|account| account.password.clone());
                match self.ports.passwords.verify(password, stored).await? {
                    PasswordVerdict::Right | PasswordVerdict::RightWithUpgrade(_) => PasswordCheck::Right,
                    PasswordVerdict::Wrong => PasswordCheck::Wrong,
                }
            }
        };
        Ok(CheckedPassword { check })
    }

    pub(super) async fn check_code(&self, attempt: &Attempt<'_>) -> Result<CodeCheck, UseCaseError> {
        let (Some(typed), Some(email)) = (&attempt.request.evidence.code, &attempt.email) else {
            return Ok(CodeCheck::NotGiven);
        };
        let network = attempt.request.network.as_str();
        self.spend(Budget::Guesses, format!("{}|{network}", email.key().as_str()), 1, attempt.now).await?;
        let Some(mailed) = &attempt.situation.code else { return Ok(CodeCheck::Wrong) };
        if !mailed.is_fresh(attempt.now) {
            return Ok(CodeCheck::Expired);
        }
        // Both are always computed, so that an undeliverable code takes as long as another.
        let digits = self.keyring.code(mailed.id).matches(typed);
        if !(digits && mailed.deliverable) || !self.is_for_this(attempt, mailed).await? {
            return Ok(CodeCheck::Wrong);
        }
        Ok(CodeCheck::Right)
    }

    /// A code counts only for what it was mailed for: the very same profile, or no profile.
    async fn is_for_this(&self, attempt: &Attempt<'_>, mailed: &MailCode) -> Result<bool, UseCaseError> {
        match (&mailed.purpose, &attempt.request.evidence.profile) {
            (CodePurpose::Proof, _) => Ok(!attempt.gives_profile),
            (CodePurpose::Profile(pending), Some(given)) => {
                let zone = given.time_zone.unwrap_or_else(|| attempt.situation.session.schedule().zone());
                let same = pending.name == given.name && pending.time_zone == zone;
                let verdict = self.ports.passwords.verify(&given.password, Some(pending.password.clone())).await?;
                Ok(same && verdict != PasswordVerdict::Wrong)
            }
            // The ticket was checked against this very code.
            (CodePurpose::Profile(_), None) => Ok(attempt.gives_profile),
        }
    }
}

impl Attempt<'_> {
    /// Whether a password means anything here. Where no password is asked for, one that is sent along is not
    /// even looked at.
    fn asks_for_passwords(&self, account: Option<&Account>) -> bool {
        match self.situation.session.invitation_type() {
            InvitationType::InvitationList | InvitationType::LinkPasswordRequested => true,
            InvitationType::LinkPasswordNotRequested => {
                self.relation == Relation::Host || (self.relation != Relation::Stranger && account.is_some())
            }
        }
    }

    /// The profile that the code was mailed for.
    pub(super) fn pending_profile(&self) -> Option<&PendingProfile> {
        match self.situation.code.as_ref().map(|mailed| &mailed.purpose) {
            Some(CodePurpose::Profile(pending)) => Some(pending),
            _ => None,
        }
    }
}
