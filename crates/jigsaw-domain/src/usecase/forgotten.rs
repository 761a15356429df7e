//! A forgotten password: its owner is mailed a one-time link with which they choose another. Whoever asks learns nothing.

use chrono::{DateTime, TimeDelta, Utc};

use super::context::event;
use super::provision::next_generation;
use super::sign_in::as_owner;
use super::{Caller, FrontDoor, UseCaseError};
use crate::account::Account;
use crate::admission::{ParticipantState, PassEnd};
use crate::audit::FieldChange;
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::EmailAddress;
use crate::event::EventKind;
use crate::id::AccountId;
use crate::port::{Budget, Change, ChangeSet, LimitKey, Spend};

/// How long a mailed link to a new password works.
const RESET_LIFETIME: TimeDelta = TimeDelta::hours(1);

impl FrontDoor {
    /// Mails the owner of an account a link to a new password. For an address that nobody has, or that was mailed often enough,
    /// this answers and costs the same, and nothing is sent.
    ///
    /// The password stays as it is until the link is used, so that nobody is locked out by what others ask.
    pub async fn forgot_password(&self, caller: &Caller, email: &EmailAddress) -> Result<(), UseCaseError> {
        let now = self.now();
        self.spend(Budget::Guesses, format!("forgot|{}", caller.network.as_str()), 1, now).await?;
        let key = LimitKey(format!("forgot|{}", email.key().as_str()));
        let spent = self.ports.limiter.spend(Budget::CodesToAddress, &key, 1, now).await?;
        let may_mail = spent == Spend::Allowed;
        self.until_settled(|| async {
            let account = self.ports.accounts.find_by_email(email.key()).await?.filter(|_| may_mail);
            let mut changes = ChangeSet::default();
            // A row and a message are written for nobody, too: an answer must not tell by its time who has an account.
            let nobody = self.mint(AccountId::mint, now);
            let id = account.as_ref().map_or(nobody, |account| account.id);
            if let Some(account) = account
                && let Some(renewed) = with_fresh_link(&account, now)?
            {
                changes.push(Change::UpdateAccount(renewed));
            }
            changes.audit.push(self.audit(caller, "account.reset_asked", (None, id.as_uuid()), [], now));
            changes.messages.push(OutgoingMessage {
                id: self.message_id(now),
                body: MessageBody::PasswordReset { account: id },
                priority: Priority::Urgent,
                not_before: now,
                deadline: Some(now + RESET_LIFETIME),
                // Asking twice in a row is one mail.
                unique_key: Some(format!("password_reset:{id}:{}", now.timestamp().div_euclid(60))),
                lane: None,
                created_at: now,
            });
            self.commit(changes).await
        })
        .await
    }

    /// The letter to the owner of a new account.
    pub(super) fn welcome(&self, account: AccountId, now: DateTime<Utc>) -> OutgoingMessage {
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Welcome { account },
            priority: Priority::Bulk,
            not_before: now,
            deadline: None,
            unique_key: Some(format!("welcome:{account}")),
            lane: None,
            created_at: now,
        }
    }

    /// Ends every place that this account has taken with the password that it had until now.
    pub(super) async fn end_passes_of(
        &self,
        caller: &Caller,
        account: &Account,
        changes: &mut ChangeSet,
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        let owner = as_owner(caller, account);
        let mut left = Vec::new();
        for (person, passes) in self.ports.participants.by_account(account.email.key()).await? {
            let gone = person.clone().moved(ParticipantState::Left, now);
            let object = (Some(person.session), person.id.as_uuid());
            let fields = FieldChange::between("state", person.state.as_str(), gone.state.as_str());
            changes.audit.push(self.audit(&owner, "participant.left", object, fields, now));
            changes.events.push(event(person.session, EventKind::ParticipantChanged(person.id), now));
            changes.push(Change::EndPasses(passes, PassEnd::Left));
            left.push(gone);
        }
        if !left.is_empty() {
            changes.push(Change::UpdateParticipants(left));
        }
        Ok(())
    }
}

/// The account with a link to mail, if it has none that is good still. An account that was never set up keeps the link that
/// it was provisioned with.
fn with_fresh_link(account: &Account, now: DateTime<Utc>) -> Result<Option<Account>, UseCaseError> {
    if !account.is_usable() || account.setup_expires_at.is_some_and(|until| now < until) {
        return Ok(None);
    }
    let (setup_generation, setup_expires_at) = (next_generation(account)?, Some(now + RESET_LIFETIME));
    Ok(Some(Account { setup_generation, setup_expires_at, ..account.clone() }))
}

#[cfg(test)]
mod tests;
