//! Invitations: an address on a session's list, with a role and a personal link.

mod progress;
mod reader;
mod rsvp;
mod search;
mod tally;

use std::fmt;

pub use progress::{Attempted, Progress, Seen, SeenPerson, Step};
pub use tally::InvitationTally;

use chrono::{DateTime, Utc};

use crate::email_address::EmailAddress;
use crate::id::{InvitationId, SessionId};
use crate::language::Language;
use crate::link::{Generation, Link, LinkTarget};
use crate::malformed::Malformed;
use crate::text::{NamePart, PersonName};
use crate::version::Version;
use crate::words::words;

pub use reader::{AddressList, Column, Headings, ListedPerson, Record, RowFault, write_table};
pub use rsvp::{Answer, Answers, Rsvp};
pub use search::{ListSearch, ListState, SearchText};

words! {
    /// What a person is in a session.
    Role {
        /// Owns the session; the only one who invites.
        Host = "host",
        /// Admits, removes, locks, starts and ends, but does not invite.
        CoHost = "co_host",
        /// Presents; may enter any time.
        Presenter = "presenter",
        /// Writes captions; one a session.
        Captioner = "captioner",
        /// Attends.
        Attendee = "attendee",
    } list "host, co_host, presenter, captioner, attendee"
}

impl Role {
    /// Reads the role of an invitation: any but host.
    pub fn parse_invited(word: &str) -> Result<Self, Malformed> {
        match Self::parse(word) {
            Ok(Self::Host) | Err(_) => Err(Malformed::NotAChoice("co_host, presenter, captioner, attendee")),
            role => role,
        }
    }

    /// Host, co-hosts and presenters enter any time, and their entry makes the session live.
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Host | Self::CoHost | Self::Presenter)
    }

    /// Host and co-hosts run the session, and do not count against its capacity.
    pub const fn runs_session(self) -> bool {
        matches!(self, Self::Host | Self::CoHost)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How an invitation came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Listed before the session, or while it was not live.
    List,
    /// By the host while the session was live; skips the waiting room.
    OnTheFly,
}

/// Whether an invitation still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It does.
    Active,
    /// The host took it back.
    Revoked {
        /// When.
        at: DateTime<Utc>,
    },
}

/// How many of a session's invitations count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListTally {
    /// All that were not taken back.
    pub active: u32,
    /// Those of them that make a co-host.
    pub co_hosts: u32,
}

impl ListTally {
    /// How many seats they need; co-hosts hold none.
    pub const fn need_seats(self) -> u32 {
        self.active.saturating_sub(self.co_hosts)
    }
}

/// One address on one session's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// The session.
    pub session: SessionId,
    /// Moves with each change.
    pub version: Version,
    /// The listed address; one invitation an address and session.
    pub email: EmailAddress,
    /// First name, if the host gave one.
    pub first_name: Option<NamePart>,
    /// Last name, if the host gave one.
    pub last_name: Option<NamePart>,
    /// The role once the address is proved; never [`Role::Host`].
    pub role: Role,
    /// The language that this person is written to in; `None` leaves it to their account and to the host.
    pub language: Option<Language>,
    /// Generation of the personal link.
    pub generation: Generation,
    /// Whether it still counts.
    pub state: InvitationState,
    /// How it came about.
    pub origin: Origin,
    /// What the invitee said about coming, if anything.
    pub rsvp: Option<Rsvp>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Invitation {
    /// Whether it still counts.
    pub const fn is_active(&self) -> bool {
        matches!(self.state, InvitationState::Active)
    }

    /// The full name, when the host gave both parts.
    pub fn name(&self) -> Option<PersonName> {
        Some(PersonName::new(self.first_name.clone()?, self.last_name.clone()?))
    }

    /// The current personal link, to be sealed when it is shown or mailed.
    pub const fn current_link(&self) -> Link {
        Link { target: LinkTarget::Invitation(self.id), generation: self.generation }
    }

    /// Takes the invitation back. Revoking twice changes nothing.
    #[must_use]
    pub fn revoked(mut self, now: DateTime<Utc>) -> Self {
        if self.is_active() {
            self.state = InvitationState::Revoked { at: now };
        }
        self
    }

    /// Whether the invitee said that they will not come.
    pub fn is_declined(&self) -> bool {
        self.rsvp.is_some_and(|rsvp| rsvp.answer == Answer::Declined)
    }

    /// With what the invitee says now. Saying the same again changes nothing.
    #[must_use]
    pub fn answered(mut self, answer: Answer, now: DateTime<Utc>) -> Self {
        if self.rsvp.is_none_or(|said| said.answer != answer) {
            self.rsvp = Some(Rsvp { answer, at: now });
        }
        self
    }

    /// Makes it count again with a new personal link: after a revocation, a removal, a change of role, or by the host's
    /// wish. Who was taken off the list and is asked again has not answered yet. `None` when the link was renewed too
    /// often.
    pub fn renewed(mut self) -> Option<Self> {
        self.generation = self.generation.next()?;
        self.rsvp = self.rsvp.filter(|_| self.is_active());
        self.state = InvitationState::Active;
        Some(self)
    }
}
