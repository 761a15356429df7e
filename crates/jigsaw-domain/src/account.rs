//! Accounts (Jigsaw profiles), sign-ins and API tokens.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

use crate::email_address::EmailAddress;
use crate::id::{AccountId, TokenId};
use crate::language::Language;
use crate::link::Generation;
use crate::malformed::Malformed;
use crate::secret::SecretDigest;
use crate::text::PersonName;
use crate::version::Version;

/// What an account may do beside joining sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Joins sessions.
    Guest,
    /// Creates sessions, too.
    Host,
    /// A host who also sees what belongs to the server: the captured mail.
    Operator,
}

/// A Jigsaw profile. Its address is proved: by the operator who provisioned it, or by a mailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Moves with each change.
    pub version: Version,
    /// The proved address; one account an address.
    pub email: EmailAddress,
    /// First and last name.
    pub name: PersonName,
    /// The zone that times are shown in.
    pub time_zone: Tz,
    /// The language that pages and mails speak to it; `None` leaves it to the browser and to the host.
    pub language: Option<Language>,
    /// What it may do.
    pub standing: Standing,
    /// The stored password hash (PHC string); `None` until a provisioned host has used the set-up link.
    pub password: Option<PasswordHash>,
    /// Generation of the set-up link; each use raises it, so that each link works once.
    pub setup_generation: Generation,
    /// When the set-up link works no more, if it was mailed to somebody who forgot their password.
    pub setup_expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Account {
    /// Whether it can sign in at all.
    pub const fn is_usable(&self) -> bool {
        self.password.is_some()
    }

    /// Whether it may create sessions.
    pub fn may_host(&self) -> bool {
        self.standing >= Standing::Host
    }
}

/// A password as a person typed it, in NFC. Never stored, never shown.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Fewest bytes.
    pub const MIN: usize = 8;
    /// Most bytes.
    pub const MAX: usize = 1024;

    /// Checks a new password's length. How guessable it is, the hasher's port says.
    pub fn parse_new(raw: &str) -> Result<Self, Malformed> {
        let password = Self::parse_given(raw)?;
        if password.0.len() < Self::MIN {
            return Err(Malformed::TooShort { min: Self::MIN });
        }
        Ok(password)
    }

    /// Takes a password that is to be compared: any length up to the bound, but not nothing.
    pub fn parse_given(raw: &str) -> Result<Self, Malformed> {
        if raw.len() > Self::MAX {
            return Err(Malformed::TooLong { max: Self::MAX });
        }
        if raw.chars().all(crate::text::is_invisible) {
            return Err(Malformed::Blank);
        }
        Ok(Self(raw.nfc().collect()))
    }

    /// The normalised text, for the hasher.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A stored password: a PHC string with its algorithm and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// From the hasher or from storage.
    pub const fn new(phc: String) -> Self {
        Self(phc)
    }

    /// For the hasher and for storage.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// One browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Digest of the cookie's secret; the key.
    pub digest: SecretDigest,
    /// Whose it is.
    pub account: AccountId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

impl SignIn {
    /// How long a sign-in lasts.
    pub const LIFETIME: TimeDelta = TimeDelta::hours(12);
}

/// A program's key to the API, owned by a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Identifier.
    pub id: TokenId,
    /// Digest of the secret; the look-up key.
    pub digest: SecretDigest,
    /// The host it acts for.
    pub account: AccountId,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself; `None` = never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What an API token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Read sessions, rosters, decisions.
    SessionsRead,
    /// Create and change sessions, invite, run them.
    SessionsWrite,
    /// Read the captured mail (operators only).
    MailboxRead,
}

impl Scope {
    /// Every scope; what a token has when none are named.
    pub const ALL: [Self; 3] = [Self::SessionsRead, Self::SessionsWrite, Self::MailboxRead];

    /// The name in commands and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionsRead => "sessions:read",
            Self::SessionsWrite => "sessions:write",
            Self::MailboxRead => "mailbox:read",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or(Malformed::NotAChoice("sessions:read, sessions:write, mailbox:read"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_bounded_in_bytes_and_normalised() {
        assert_eq!(Password::parse_new("1234567").unwrap_err(), Malformed::TooShort { min: 8 });
        assert!(Password::parse_new(&"x".repeat(1024)).is_ok());
        assert_eq!(Password::parse_new(&"x".repeat(1025)).unwrap_err(), Malformed::TooLong { max: 1024 });
        assert_eq!(Password::parse_given("").unwrap_err(), Malformed::Blank);
        assert_eq!(Password::parse_given("e\u{301}").unwrap().reveal(), "\u{E9}");
        assert_eq!(format!("{:?}", Password::parse_given("secret").unwrap()), "Password(…)");
    }
}
