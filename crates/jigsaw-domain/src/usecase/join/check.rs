//! Checking passwords and codes. Budgets are spent before anything is compared.

use chrono::TimeDelta;

use super::memo::Cause;
use super::{Attempt, Profile};
use crate::account::Account;
use crate::admission::{CodeCheck, PasswordCheck, Relation};
use crate::delivery::{CodePurpose, MailCode, PendingProfile};
use crate::email_address::EmailAddress;
use crate::invitation::Role;
use crate::port::Budget;
use crate::session::InvitationType;
use crate::usecase::{FrontDoor, UseCaseError};

/// What became of the secrets that were given.
#[derive(Clone, Copy)]
pub(super) struct Checked {
    /// Of the password.
    pub(super) password: PasswordCheck,
    /// How long the account takes no passwords.
    pub(super) locked_for: Option<TimeDelta>,
    /// Of the code.
    pub(super) code: CodeCheck,
}

impl FrontDoor {
    pub(super) async fn check(&self, attempt: &Attempt<'_>) -> Result<Checked, UseCaseError> {
        let (password, locked_for) = self.check_password(attempt).await?;
        Ok(Checked { password, locked_for, code: self.check_code(attempt).await? })
    }

    async fn check_password(&self, attempt: &Attempt<'_>) -> Result<(PasswordCheck, Option<TimeDelta>), UseCaseError> {
        let (Some(password), Some(email)) = (&attempt.request.evidence.password, &attempt.email) else {
            return Ok((PasswordCheck::NotGiven, None));
        };
        let account = attempt.situation.account.as_ref().filter(|account| account.is_usable());
        if !attempt.asks_for_passwords(account) {
            return Ok((PasswordCheck::NotGiven, None));
        }
        if let Some(locked_for) = self.spend_guess(attempt, Cause::Password, email).await? {
            return Ok((PasswordCheck::Locked, Some(locked_for)));
        }
        let stored = account.and_then(|account| account.password.clone());
        let right = self.is_right(attempt, (Cause::Password, password), stored).await?;
        Ok((if right { PasswordCheck::Right } else { PasswordCheck::Wrong }, None))
    }

    async fn check_code(&self, attempt: &Attempt<'_>) -> Result<CodeCheck, UseCaseError> {
        let (Some(typed), Some(email)) = (&attempt.request.evidence.code, &attempt.email) else {
            return Ok(CodeCheck::NotGiven);
        };
        // Wrong tries are counted after they were read, so many calls at once would have many tries: this bounds them.
        if let Some(retry_after) = self.spend_guess(attempt, Cause::Code, email).await? {
            return Err(UseCaseError::TooManyAttempts { retry_after });
        }
        let Some(mailed) = &attempt.situation.code else { return Ok(CodeCheck::Wrong) };
        if !mailed.is_fresh(attempt.now) {
            return Ok(CodeCheck::Expired);
        }
        // The digits are always compared, so that an undeliverable code takes as long as another.
        let digits = self.keyring.code(mailed.id).matches(typed);
        let counts = digits && mailed.deliverable && self.is_for_this(attempt, mailed).await?;
        Ok(if counts { CodeCheck::Right } else { CodeCheck::Wrong })
    }

    /// Spends one guess: of this network, which answers 429, and of the address from everywhere. `Some` is how long the
    /// address takes no more.
    async fn spend_guess(
        &self,
        attempt: &Attempt<'_>,
        cause: Cause,
        email: &EmailAddress,
    ) -> Result<Option<TimeDelta>, UseCaseError> {
        let address = email.key().as_str();
        let here = format!("{address}|{}", attempt.request.network.as_str());
        self.spend_once(attempt, (cause, Budget::Guesses), here).await?;
        match self.spend_once(attempt, (cause, Budget::GuessesAtAddress), address.to_owned()).await {
            Ok(()) => Ok(None),
            Err(UseCaseError::TooManyAttempts { retry_after }) => Ok(Some(retry_after)),
            Err(error) => Err(error),
        }
    }

    /// A code counts only for what it was mailed for: the very same profile, or no profile.
    async fn is_for_this(&self, attempt: &Attempt<'_>, mailed: &MailCode) -> Result<bool, UseCaseError> {
        match (&mailed.purpose, &attempt.request.evidence.profile) {
            (CodePurpose::Proof, _) => Ok(!attempt.gives_profile),
            (CodePurpose::Profile(_), _) if !attempt.gives_profile => Ok(false),
            (CodePurpose::Profile(pending), Some(given)) => self.is_same_profile(attempt, given, pending).await,
            // The ticket was checked against this very code.
            (CodePurpose::Profile(_), None) => Ok(true),
        }
    }

    /// Whether the given profile is the one that a code was mailed for.
    pub(super) async fn is_same_profile(
        &self,
        attempt: &Attempt<'_>,
        given: &Profile,
        pending: &PendingProfile,
    ) -> Result<bool, UseCaseError> {
        let same = pending.name == given.name && pending.time_zone == attempt.zone_of(given);
        let right = self.is_right(attempt, (Cause::Profile, &given.password), Some(pending.password.clone())).await?;
        Ok(same && right)
    }
}

impl Attempt<'_> {
    /// Whether a password means anything here. Where no password is asked for, one that is sent along is not
    /// even looked at: an answer to it would tell who is invited.
    fn asks_for_passwords(&self, account: Option<&Account>) -> bool {
        match (self.situation.session.invitation_type(), self.relation) {
            (InvitationType::InvitationList | InvitationType::LinkPasswordRequested, _)
            | (InvitationType::LinkPasswordNotRequested, Relation::Host) => true,
            (InvitationType::LinkPasswordNotRequested, Relation::Invited { role, .. }) => {
                matches!(role, Role::CoHost | Role::Presenter) && account.is_some()
            }
            (InvitationType::LinkPasswordNotRequested, Relation::Stranger) => false,
        }
    }

    /// The profile that the code was mailed for.
    pub(super) fn pending_profile(&self) -> Option<&PendingProfile> {
        match self.situation.code.as_ref().map(|mailed| &mailed.purpose) {
            Some(CodePurpose::Profile(pending)) => Some(pending),
            _ => None,
        }
    }

    /// The zone of a new profile: without one, the session's.
    pub(super) fn zone_of(&self, profile: &Profile) -> chrono_tz::Tz {
        profile.time_zone.unwrap_or_else(|| self.situation.session.schedule().zone())
    }
}
