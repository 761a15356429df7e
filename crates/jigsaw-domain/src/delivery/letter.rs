//! A letter: everything a mail says, as values. The mail adapter writes, renders and sends it.

use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::admission::Proof;
use crate::email_address::EmailAddress;
use crate::id::{InvitationId, MessageId, SessionId};
use crate::invitation::Role;
use crate::language::Language;
use crate::link::MailedCode;
use crate::text::{HostText, PersonName, Title};
use crate::words::words;

words! {
    /// The kinds of mail, as the mailbox names them.
    LetterKind {
        /// Invitation, on the fly or not.
        Invitation = "invitation",
        /// Mailed code.
        Code = "code",
        /// Your address already has a profile.
        AccountExists = "account_exists",
        /// It begins soon.
        Reminder = "reminder",
        /// Too many wrong passwords.
        LockAlert = "lock_alert",
        /// Another title, time or session link.
        Change = "change",
        /// Called off, or not invited any more.
        Cancellation = "cancellation",
        /// Your account was created.
        Welcome = "welcome",
        /// A way to a new password.
        PasswordReset = "password_reset",
        /// People ask to be let in.
        AccessRequest = "access_request",
        /// Invitations that could not be delivered.
        Digest = "digest",
    } list "a kind of mail"
}

/// What a calendar does with an entry (RFC 5546).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarMethod {
    /// Adds the entry, or replaces the one that it has.
    Request,
    /// Takes the entry out.
    Cancel,
}

/// The calendar part of a letter. It carries the session link, never the personal one: calendars are shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// What the calendar does with it.
    pub method: CalendarMethod,
    /// Stable identifier of the entry: the session.
    pub session: SessionId,
    /// Rises with each change.
    pub sequence: u32,
    /// The host: organizer.
    pub organizer: EmailAddress,
    /// The session link.
    pub url: String,
    /// When the entry was last changed (`DTSTAMP`).
    pub stamp: DateTime<Utc>,
}

/// What every letter about a session says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLetter {
    /// The session's title.
    pub title: Title,
    /// The host's name.
    pub host_name: PersonName,
    /// The start.
    pub starts_at: DateTime<Utc>,
    /// The end.
    pub ends_at: DateTime<Utc>,
    /// The zone that times are shown in: the recipient's if known, else the session's.
    pub zone: Tz,
    /// The host's own words to the invitees; plain text.
    pub message: Option<HostText>,
}

/// Why an invitee comes no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalledOff {
    /// The session does not take place.
    Session,
    /// It does, without this person.
    Invitation,
}

/// Someone who asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knocker {
    /// The name that they gave.
    pub name: PersonName,
    /// The domain of the address that they gave; the rest of it is theirs.
    pub domain: String,
    /// How well the address is proved.
    pub proof: Proof,
}

/// Someone whom an invitation did not reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreached {
    /// The address.
    pub email: EmailAddress,
    /// What the mail server of the address, or ours, said.
    pub reason: String,
}

/// What ties the mails of one session to one person together in their mail program. Made of ids, so it says nothing and
/// never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Thread(Uuid);

impl Thread {
    /// Everything that is mailed to an invitee.
    pub const fn of_invitation(id: InvitationId) -> Self {
        Self(id.as_uuid())
    }

    /// Everything that is mailed to the host about a session.
    pub const fn of_session(id: SessionId) -> Self {
        Self(id.as_uuid())
    }
}

impl fmt::Display for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a letter is about.
#[derive(Clone, Debug)]
pub enum LetterBody {
    /// You are invited.
    Invitation {
        /// The session.
        session: SessionLetter,
        /// The role.
        role: Role,
        /// The personal link.
        personal_link: String,
        /// Made while the session is live: come now.
        on_the_fly: bool,
        /// The calendar part.
        calendar: CalendarEntry,
    },
    /// It begins soon.
    Reminder {
        /// The session.
        session: SessionLetter,
        /// The personal link.
        personal_link: String,
        /// Minutes before the start.
        offset_minutes: u32,
        /// Where reminders from this host are ended (RFC 8058).
        unsubscribe_url: String,
    },
    /// Your six digits.
    Code {
        /// The session at whose door they were asked for.
        session: SessionLetter,
        /// The digits.
        code: MailedCode,
        /// How long they count, in minutes.
        valid_minutes: i64,
        /// Whether they create a profile.
        creates_profile: bool,
    },
    /// Someone tried to create a profile with your address; you have one.
    AccountExists {
        /// The session at whose door.
        session: SessionLetter,
        /// Where to sign in.
        sign_in_url: String,
    },
    /// Too many wrong passwords for your account.
    LockAlert {
        /// When the account takes passwords again.
        until: DateTime<Utc>,
        /// The recipient's zone.
        zone: Tz,
    },
    /// Something changed that you may have written down.
    Change {
        /// The session as it is now.
        session: SessionLetter,
        /// The personal link.
        personal_link: String,
        /// The start that was told before, if it is another now.
        was: Option<DateTime<Utc>>,
        /// The calendar part.
        calendar: CalendarEntry,
    },
    /// It does not take place, or not with you.
    Cancellation {
        /// The session.
        session: SessionLetter,
        /// Which of the two.
        what: CalledOff,
        /// The host's words about it.
        reason: Option<HostText>,
        /// The calendar part.
        calendar: CalendarEntry,
    },
    /// You have an account now.
    Welcome {
        /// Where to sign in.
        sign_in_url: String,
        /// Whether the account may create sessions.
        may_host: bool,
    },
    /// Choose a new password.
    PasswordReset {
        /// The one-time link.
        link: String,
        /// Until when it works; `None`: until it is used.
        until: Option<DateTime<Utc>>,
        /// The recipient's zone.
        zone: Tz,
    },
    /// Someone asks to be let in.
    AccessRequest {
        /// The session.
        session: SessionLetter,
        /// Who, the first of them.
        people: Vec<Knocker>,
        /// How many more.
        more: usize,
        /// Where they are let in.
        live_url: String,
    },
    /// Invitations did not arrive.
    Digest {
        /// The session.
        session: SessionLetter,
        /// Whom, the first of them.
        people: Vec<Unreached>,
        /// How many more.
        more: usize,
        /// The list.
        list_url: String,
    },
}

impl LetterBody {
    /// Its kind.
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Invitation { .. } => LetterKind::Invitation,
            Self::Reminder { .. } => LetterKind::Reminder,
            Self::Code { .. } => LetterKind::Code,
            Self::AccountExists { .. } => LetterKind::AccountExists,
            Self::LockAlert { .. } => LetterKind::LockAlert,
            Self::Change { .. } => LetterKind::Change,
            Self::Cancellation { .. } => LetterKind::Cancellation,
            Self::Welcome { .. } => LetterKind::Welcome,
            Self::PasswordReset { .. } => LetterKind::PasswordReset,
            Self::AccessRequest { .. } => LetterKind::AccessRequest,
            Self::Digest { .. } => LetterKind::Digest,
        }
    }

    /// Its calendar part, and the session that it is of.
    pub const fn calendar(&self) -> Option<(&SessionLetter, &CalendarEntry)> {
        match self {
            Self::Invitation { session, calendar, .. }
            | Self::Change { session, calendar, .. }
            | Self::Cancellation { session, calendar, .. } => Some((session, calendar)),
            Self::Reminder { .. }
            | Self::Code { .. }
            | Self::AccountExists { .. }
            | Self::LockAlert { .. }
            | Self::Welcome { .. }
            | Self::PasswordReset { .. }
            | Self::AccessRequest { .. }
            | Self::Digest { .. } => None,
        }
    }
}

/// One mail to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Becomes the Message-ID; the same at every try.
    pub id: MessageId,
    /// The stored address; exactly one.
    pub to: EmailAddress,
    /// The language that it is written in.
    pub language: Language,
    /// The recipient's name, if known.
    pub to_name: Option<PersonName>,
    /// What it says.
    pub body: LetterBody,
    /// Which other mails it belongs to.
    pub thread: Option<Thread>,
    /// When it was caused.
    pub created_at: DateTime<Utc>,
}
