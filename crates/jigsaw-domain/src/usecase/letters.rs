//! From a message, which holds ids only, to the letter that is sent; or to the word why it is not sent any more. One file a
//! family of letters.
//!
//! Everything is read again when the letter is made: between the change that caused a message and its sending, an
//! invitation may be taken back, a session moved, a person come in. Links and codes are made here and live as long as the
//! letter.

mod account;
mod code;
mod host;
mod invitee;
mod unwanted;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::FrontDoor;
use crate::account::Account;
use crate::delivery::{Letter, LetterBody, MessageBody, OutgoingMessage, SessionLetter};
use crate::language::Language;
use crate::port::PortError;
use crate::session::{Phase, Session};

/// What became of a message.
#[derive(Debug)]
pub(super) enum Made {
    /// This is to be sent.
    Letter(Box<Letter>),
    /// It is not to be sent any more, for this reason.
    Dropped(&'static str),
}

/// Why a message is dropped, before it is a letter.
type Unsent<T> = Result<T, &'static str>;

impl FrontDoor {
    /// Makes the letter of a message as things stand now.
    pub(super) async fn letter(&self, message: &OutgoingMessage) -> Result<Made, PortError> {
        let now = self.now();
        if last_moment(message).is_some_and(|deadline| now >= deadline) {
            return Ok(Made::Dropped("too_late"));
        }
        let made = match message.body {
            MessageBody::Invitation { invitation, .. }
            | MessageBody::Reminder { invitation, .. }
            | MessageBody::Change { invitation, .. }
            | MessageBody::Cancellation { invitation } => self.invitee_letter(message, invitation, now).await?,
            MessageBody::Code { code } => self.code_letter(message, code, now).await?,
            MessageBody::AccountExists { account, session } => {
                self.account_exists_letter(message, (account, session), now).await?
            }
            MessageBody::LockAlert { account } => self.lock_alert_letter(message, account).await?,
            MessageBody::Welcome { account } => self.welcome_letter(message, account).await?,
            MessageBody::PasswordReset { account } => self.password_reset_letter(message, account, now).await?,
            MessageBody::AccessRequest { session } => self.access_request_letter(message, session, now).await?,
            MessageBody::Digest { session } => self.digest_letter(message, session, now).await?,
        };
        let letter = match made {
            Ok(letter) => letter,
            Err(reason) => return Ok(Made::Dropped(reason)),
        };
        Ok(match self.refuse_unwanted(message, &letter).await? {
            Some(reason) => Made::Dropped(reason),
            None => Made::Letter(Box::new(letter)),
        })
    }
}

/// When it is too late to send a message. The deadline of a lock alert says until when the account is locked, and being
/// told of that is of use afterwards, too.
pub(super) fn last_moment(message: &OutgoingMessage) -> Option<DateTime<Utc>> {
    match message.body {
        MessageBody::LockAlert { .. } => None,
        _ => message.deadline,
    }
}

fn refuse_over(session: &Session, now: DateTime<Utc>) -> Unsent<()> {
    match session.phase(now) {
        Phase::Cancelled => Err("cancelled"),
        Phase::Ended => Err("ended"),
        Phase::Scheduled | Phase::Live => Ok(()),
    }
}

/// Rounded up, and at least one.
fn whole_minutes(left: TimeDelta) -> i64 {
    (left + TimeDelta::seconds(59)).num_minutes().max(1)
}

/// An account that was never set up says nothing of its owner.
fn usable(account: Option<&Account>) -> Option<&Account> {
    account.filter(|account| account.is_usable())
}

fn zone_of(owner: Option<&Account>, session: &Session) -> Tz {
    owner.map_or_else(|| session.schedule().zone(), |account| account.time_zone)
}

/// The language of a letter about a session: what the host chose for this person, else the person's own, else the host's.
fn language_of(chosen: Option<Language>, owner: Option<&Account>, host: &Account) -> Language {
    chosen.or(owner.and_then(|account| account.language)).or(host.language).unwrap_or_default()
}

fn about(session: &Session, host: &Account, zone: Tz) -> SessionLetter {
    SessionLetter {
        title: session.title().clone(),
        host_name: host.name.clone(),
        starts_at: session.schedule().starts_at(),
        ends_at: session.schedule().ends_at(),
        zone,
        message: session.parts().message.clone(),
    }
}

fn to_owner(message: &OutgoingMessage, account: &Account, language: Language, body: LetterBody) -> Letter {
    Letter {
        id: message.id,
        to: account.email.clone(),
        language,
        to_name: Some(account.name.clone()),
        body,
        thread: None,
        created_at: message.created_at,
    }
}

#[cfg(test)]
mod tests;
