//! The session: one scheduled live gathering with a host, a window of time and an invitation type.
//!
//! A [`Session`] is changed only by consuming transitions that return the next state or say why not. It never
//! looks at a clock: what depends on time takes `now`.

mod conflict;
mod lifecycle;
mod schedule;
mod settings;
mod summary;

use chrono::{DateTime, Utc};

pub use conflict::{Conflict, ConflictCode, Occasion};
pub use lifecycle::{LifecycleError, Phase, SessionState};
pub use schedule::{Schedule, resolve_local};
pub use settings::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, Lock, ReminderOffset, ReminderOffsets, Room,
    WaitingRoom,
};
pub use summary::{AccessProof, AccessSummary};

use crate::id::{AccountId, SessionId};
use crate::link::{Generation, Link, LinkTarget};
use crate::text::{HostText, Title};
use crate::version::Version;

/// The session link: its generation and, if the host set one, its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SessionLink {
    /// Only the current generation admits.
    pub generation: Generation,
    /// After this moment the link answers `link_expired`.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when this generation works; the first one works since the session was created.
    pub renewed_at: Option<DateTime<Utc>>,
}

/// Everything a session consists of, in the open: what a store writes and reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionParts {
    /// Identifier.
    pub id: SessionId,
    /// The account that owns it.
    pub host: AccountId,
    /// Moves with each change of the session; joining does not move it.
    pub version: Version,
    /// What it is called.
    pub title: Title,
    /// When it takes place.
    pub schedule: Schedule,
    /// Who is invited how.
    pub invitation_type: InvitationType,
    /// Who may enter when.
    pub door: DoorSettings,
    /// The session link.
    pub link: SessionLink,
    /// Whether nobody new may enter.
    pub lock: Option<Lock>,
    /// Where it stands in its life.
    pub state: SessionState,
    /// When invitees are reminded.
    pub reminders: ReminderOffsets,
    /// Where admitted people go.
    pub room: Room,
    /// The host's own words to the invitees, in every mail about the session.
    pub message: Option<HostText>,
    /// Rises with each change that calendars show; RFC 5545 `SEQUENCE`.
    pub calendar_sequence: u32,
    /// What `calendar_sequence` was when invitees were last told of a change.
    pub announced_sequence: u32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

impl SessionParts {
    /// Something changed that calendars show.
    const fn count_change(&mut self, tell: Tell) {
        self.calendar_sequence = self.calendar_sequence.saturating_add(1);
        if matches!(tell, Tell::Invitees) {
            self.announced_sequence = self.calendar_sequence;
        }
    }
}

/// One scheduled live gathering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session(SessionParts);

/// What a host gives to create a session; each part is already checked.
#[derive(Clone, Debug)]
pub struct SessionDraft {
    /// What it is called.
    pub title: Title,
    /// When it takes place.
    pub schedule: Schedule,
    /// Who is invited how.
    pub invitation_type: InvitationType,
    /// Who may enter when.
    pub door: DoorSettings,
    /// When invitees are reminded.
    pub reminders: ReminderOffsets,
    /// Where admitted people go.
    pub room: Room,
    /// The host's own words to the invitees.
    pub message: Option<HostText>,
}

/// Whether the invitees are told of what the host does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tell {
    /// Each invitee who was mailed before gets a mail.
    #[default]
    Invitees,
    /// Nobody does.
    Nobody,
}

/// A change of settings; `None` leaves a part as it is.
#[derive(Clone, Debug, Default)]
pub struct SessionEdit {
    /// A new title.
    pub title: Option<Title>,
    /// A new time.
    pub schedule: Option<Schedule>,
    /// Another invitation type; keeps the list, the link and the people inside.
    pub invitation_type: Option<InvitationType>,
    /// Other door settings.
    pub door: Option<DoorSettings>,
    /// Other reminders.
    pub reminders: Option<ReminderOffsets>,
    /// Another room.
    pub room: Option<Room>,
    /// Another end of the session link; `Some(None)` takes it away.
    pub link_expires_at: Option<Option<DateTime<Utc>>>,
    /// Other words to the invitees; `Some(None)` takes them away.
    pub message: Option<Option<HostText>>,
    /// Whether the invitees are told of another title or time. Of anything else they never are.
    pub tell: Tell,
}

impl Session {
    /// A new scheduled session.
    pub fn create(id: SessionId, host: AccountId, draft: SessionDraft, now: DateTime<Utc>) -> Self {
        let SessionDraft { title, schedule, invitation_type, door, reminders, room, message } = draft;
        Self(SessionParts {
            id,
            host,
            version: Version::FIRST,
            title,
            schedule,
            invitation_type,
            door,
            link: SessionLink::default(),
            lock: None,
            state: SessionState::Scheduled,
            reminders,
            room,
            message,
            calendar_sequence: 0,
            announced_sequence: 0,
            created_at: now,
        })
    }

    /// From storage.
    pub const fn from_parts(parts: SessionParts) -> Self {
        Self(parts)
    }

    /// For storage and for showing.
    pub const fn parts(&self) -> &SessionParts {
        &self.0
    }

    /// Identifier.
    pub const fn id(&self) -> SessionId {
        self.0.id
    }

    /// The account that owns it.
    pub const fn host(&self) -> AccountId {
        self.0.host
    }

    /// The version that writes are guarded by.
    pub const fn version(&self) -> Version {
        self.0.version
    }

    /// What it is called.
    pub const fn title(&self) -> &Title {
        &self.0.title
    }

    /// When it takes place.
    pub const fn schedule(&self) -> &Schedule {
        &self.0.schedule
    }

    /// Who is invited how.
    pub const fn invitation_type(&self) -> InvitationType {
        self.0.invitation_type
    }

    /// Who may enter when.
    pub const fn door(&self) -> &DoorSettings {
        &self.0.door
    }

    /// The session link's generation and end.
    pub const fn link(&self) -> SessionLink {
        self.0.link
    }

    /// Whether nobody new may enter.
    pub const fn lock(&self) -> Option<&Lock> {
        self.0.lock.as_ref()
    }

    /// The stored state; for what holds at a moment see [`Session::phase`].
    pub const fn state(&self) -> &SessionState {
        &self.0.state
    }

    /// The current session link, to be sealed when it is shown.
    pub const fn current_link(&self) -> Link {
        Link { target: LinkTarget::Session(self.0.id), generation: self.0.link.generation }
    }

    /// Since when the current session link works.
    pub fn link_works_since(&self) -> DateTime<Utc> {
        self.0.link.renewed_at.unwrap_or(self.0.created_at)
    }

    /// When attendees may enter: the start, less the early entry.
    pub fn opens_at(&self) -> DateTime<Utc> {
        let starts_at = self.0.schedule.starts_at();
        // Plain subtraction panics at the end of the calendar, and a stored schedule is not checked again.
        starts_at.checked_sub_signed(self.0.door.early_entry.delta()).unwrap_or(starts_at)
    }

    /// When the door closes for people who are not in yet.
    pub fn closes_at(&self) -> DateTime<Utc> {
        self.0.door.joinable_until.unwrap_or_else(|| self.0.schedule.ends_at())
    }

    /// Takes over other settings. Ended and cancelled sessions are not edited.
    pub fn edit(self, edit: SessionEdit, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        self.refuse_finished(now, edit.schedule.as_ref())?;
        let mut parts = self.0;
        let SessionEdit { title, schedule, invitation_type, door, reminders, room, link_expires_at, message, tell } =
            edit;
        if title.as_ref().is_some_and(|t| *t != parts.title) || schedule.as_ref().is_some_and(|s| *s != parts.schedule)
        {
            parts.count_change(tell);
        }
        parts.title = title.unwrap_or(parts.title);
        parts.schedule = schedule.unwrap_or(parts.schedule);
        parts.invitation_type = invitation_type.unwrap_or(parts.invitation_type);
        parts.door = door.unwrap_or(parts.door);
        parts.reminders = reminders.unwrap_or(parts.reminders);
        parts.room = room.unwrap_or(parts.room);
        parts.link.expires_at = link_expires_at.unwrap_or(parts.link.expires_at);
        parts.message = message.unwrap_or(parts.message);
        Ok(Self(parts))
    }

    /// Renews the session link. The old one never admits again; people inside stay. Calendars show the link.
    pub fn rotate_link(mut self, tell: Tell, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        self.refuse_cancelled()?;
        self.0.count_change(tell);
        let generation = self.0.link.generation.next().ok_or(LifecycleError::LinkWornOut)?;
        self.0.link = SessionLink { generation, expires_at: None, renewed_at: Some(now) };
        Ok(self)
    }

    /// The same session after a commit: one version further.
    #[must_use]
    pub fn committed(mut self) -> Self {
        self.0.version = self.0.version.next();
        self
    }
}
