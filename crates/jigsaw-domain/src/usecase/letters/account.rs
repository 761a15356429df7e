//! Letters to the owners of accounts.

use chrono::{DateTime, Utc};

use super::{Unsent, about, language_of, refuse_over, to_owner};
use crate::delivery::{Letter, LetterBody, OutgoingMessage};
use crate::id::{AccountId, SessionId};
use crate::port::PortError;
use crate::usecase::FrontDoor;
use crate::usecase::provision::set_up_link;

impl FrontDoor {
    pub(super) async fn account_exists_letter(
        &self,
        message: &OutgoingMessage,
        (account, session): (AccountId, SessionId),
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let Some(account) = self.ports.accounts.find(account).await? else { return Ok(Err("gone")) };
        let Some(session) = self.ports.sessions.find(session).await? else { return Ok(Err("gone")) };
        let Some(host) = self.ports.accounts.find(session.host()).await? else { return Ok(Err("gone")) };
        Ok(refuse_over(&session, now).map(|()| {
            let body = LetterBody::AccountExists {
                session: about(&session, &host, account.time_zone),
                // Not the session link: whoever typed the address has it, its owner need not.
                sign_in_url: self.address.at("/"),
            };
            to_owner(message, &account, language_of(None, Some(&account), &host), body)
        }))
    }

    pub(super) async fn lock_alert_letter(
        &self,
        message: &OutgoingMessage,
        id: AccountId,
    ) -> Result<Unsent<Letter>, PortError> {
        let found = self.ports.accounts.find(id).await?;
        Ok(found.ok_or("gone").map(|account| {
            let until = message.deadline.unwrap_or(message.created_at);
            let body = LetterBody::LockAlert { until, zone: account.time_zone };
            to_owner(message, &account, account.language.unwrap_or_default(), body)
        }))
    }

    pub(super) async fn welcome_letter(
        &self,
        message: &OutgoingMessage,
        id: AccountId,
    ) -> Result<Unsent<Letter>, PortError> {
        let found = self.ports.accounts.find(id).await?;
        Ok(found.ok_or("gone").map(|account| {
            let body = LetterBody::Welcome { sign_in_url: self.address.at("/"), may_host: account.may_host() };
            to_owner(message, &account, account.language.unwrap_or_default(), body)
        }))
    }

    pub(super) async fn password_reset_letter(
        &self,
        message: &OutgoingMessage,
        id: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        // For an address without account there is none, and this is where that shows: nowhere else.
        let Some(account) = self.ports.accounts.find(id).await? else { return Ok(Err("gone")) };
        let until = account.setup_expires_at;
        if until.is_some_and(|until| now >= until) {
            return Ok(Err("expired"));
        }
        // Used meanwhile: the password is new, and the next link would be for nobody who asked.
        if account.is_usable() && until.is_none() {
            return Ok(Err("used"));
        }
        let link = self.address.of(&self.keyring, set_up_link(&account));
        let body = LetterBody::PasswordReset { link, until, zone: account.time_zone };
        Ok(Ok(to_owner(message, &account, account.language.unwrap_or_default(), body)))
    }
}
