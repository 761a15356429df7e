//! Mailed six-digit codes. The digits are derived from the code's id and the server's key; see
//! [`Keyring::code`](crate::link::Keyring::code).

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::account::PasswordHash;
use crate::email_address::EmailAddress;
use crate::id::{CodeId, SessionId};
use crate::text::PersonName;

/// A profile that becomes an account once its mailbox is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingProfile {
    /// First and last name.
    pub name: PersonName,
    /// The hashed password.
    pub password: PasswordHash,
    /// The zone.
    pub time_zone: Tz,
}

/// What a code is for. It counts for nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePurpose {
    /// Proving the mailbox at a session's door.
    Proof,
    /// Creating exactly this account.
    Profile(PendingProfile),
}

impl CodePurpose {
    /// The word in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Profile(_) => "profile",
        }
    }
}

/// One mailed code: one a session and address; a newer one replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailCode {
    /// Identifier; the digits are derived from it.
    pub id: CodeId,
    /// The session at whose door it was asked for.
    pub session: SessionId,
    /// The address it proves.
    pub email: EmailAddress,
    /// What it is for.
    pub purpose: CodePurpose,
    /// Whether it is really mailed. For an address that is not on the list it is not, at the same cost.
    pub deliverable: bool,
    /// Wrong tries so far.
    pub wrong_tries: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl MailCode {
    /// How long a code counts.
    pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
    /// Wrong tries after which it counts no more.
    pub const MAX_WRONG_TRIES: u32 = 5;
    /// Asking again within this time mails nothing new.
    pub const RESEND_AFTER: TimeDelta = TimeDelta::seconds(60);

    /// Whether it still counts.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now - self.created_at < Self::LIFETIME && self.wrong_tries < Self::MAX_WRONG_TRIES
    }

    /// Whether asking again mails a new one.
    pub fn may_be_replaced(&self, now: DateTime<Utc>) -> bool {
        now - self.created_at >= Self::RESEND_AFTER || !self.is_fresh(now)
    }
}
