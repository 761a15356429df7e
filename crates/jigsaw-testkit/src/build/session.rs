//! Sessions in every type and phase.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::Account;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::{
    Capacity, DoorSettings, EmailProof, InvitationType, Lock, ReminderOffset, ReminderOffsets, Room, Schedule, Session,
    SessionDraft, SessionParts, SessionState, WaitingRoom,
};
use jigsaw_domain::text::{HostText, Title};
use jigsaw_domain::version::Version;

use super::{host, id_seed, minutes, now};

fn schedule(starts_at: DateTime<Utc>, lasts: TimeDelta) -> Schedule {
    Schedule::from_instants(starts_at, starts_at + lasts, chrono_tz::Europe::Berlin).expect("a proper schedule")
}

/// What a host fills in: link without password, in an hour, for an hour, everything else as it is by default.
pub fn draft() -> SessionDraft {
    SessionDraft {
        title: Title::parse("Autumn term, week 8").expect("a title"),
        schedule: schedule(minutes(60), TimeDelta::hours(1)),
        invitation_type: InvitationType::LinkPasswordNotRequested,
        door: DoorSettings::default(),
        reminders: ReminderOffsets::default(),
        room: Room::Builtin,
        message: None,
    }
}

/// A reminder so many minutes before the start.
pub fn offset(minutes: i64) -> ReminderOffset {
    ReminderOffset::parse(minutes).expect("an offset")
}

/// Begins a session of [`host`](super::host), made from [`draft`], scheduled.
pub fn session() -> SessionBuilder {
    let id = SessionId::mint(minutes(-60), id_seed("session"));
    SessionBuilder(Session::create(id, host().id, draft(), minutes(-60)).parts().clone())
}

/// A session to be.
#[derive(Clone, Debug)]
#[must_use = "call `build`"]
pub struct SessionBuilder(SessionParts);

impl SessionBuilder {
    /// The session.
    pub fn build(self) -> Session {
        Session::from_parts(self.0)
    }

    /// Another title, and with it another identifier.
    pub fn titled(mut self, title: &str) -> Self {
        self.0.title = Title::parse(title).expect("a title");
        self.0.id = SessionId::mint(self.0.created_at, id_seed(title));
        self
    }

    /// Another host.
    pub fn hosted_by(mut self, host: &Account) -> Self {
        self.0.host = host.id;
        self
    }

    /// Another invitation type.
    pub const fn of_type(mut self, invitation_type: InvitationType) -> Self {
        self.0.invitation_type = invitation_type;
        self
    }

    /// Only listed addresses.
    pub const fn invitation_list(self) -> Self {
        self.of_type(InvitationType::InvitationList)
    }

    /// One link, and the account's password.
    pub const fn password_requested(self) -> Self {
        self.of_type(InvitationType::LinkPasswordRequested)
    }

    /// One link, and a name; the default.
    pub const fn password_not_requested(self) -> Self {
        self.of_type(InvitationType::LinkPasswordNotRequested)
    }

    /// Starts so many minutes after [`now`](super::now), or before it, and lasts as long as it did.
    pub fn starts_in(mut self, after: i64) -> Self {
        let lasts = self.0.schedule.ends_at() - self.0.schedule.starts_at();
        self.0.schedule = schedule(minutes(after), lasts);
        self
    }

    /// Lasts so many minutes.
    pub fn lasts(mut self, long: i64) -> Self {
        self.0.schedule = schedule(self.0.schedule.starts_at(), TimeDelta::minutes(long));
        self
    }

    /// Exactly this schedule.
    pub const fn scheduled(mut self, schedule: Schedule) -> Self {
        self.0.schedule = schedule;
        self
    }

    /// Begun ten minutes ago, as planned.
    pub fn live(self) -> Self {
        let builder = self.starts_in(-10);
        let since = builder.0.schedule.starts_at();
        builder.in_state(SessionState::Live { since })
    }

    /// Over since an hour.
    pub fn ended(self) -> Self {
        let builder = self.starts_in(-120);
        let at = builder.0.schedule.ends_at();
        builder.in_state(SessionState::Ended { at })
    }

    /// Called off just now.
    pub fn cancelled(self) -> Self {
        self.in_state(SessionState::Cancelled { at: now(), reason: None })
    }

    /// Exactly this stored state.
    pub fn in_state(mut self, state: SessionState) -> Self {
        self.0.state = state;
        self
    }

    /// A limit of seats.
    pub fn capacity(mut self, people: u32) -> Self {
        self.0.door.capacity = Some(Capacity::parse(i64::from(people)).expect("a capacity"));
        self
    }

    /// Whom the waiting room holds.
    pub const fn waiting_room(mut self, whom: WaitingRoom) -> Self {
        self.0.door.waiting_room = whom;
        self
    }

    /// Whether typed addresses are proved by a code.
    pub const fn email_proof(mut self, proof: EmailProof) -> Self {
        self.0.door.email_proof = proof;
        self
    }

    /// Begins by itself, whoever is there.
    pub const fn waits_for_nobody(mut self) -> Self {
        self.0.door.wait_for_host = false;
        self
    }

    /// Closes the door at this moment.
    pub const fn joinable_until(mut self, end: DateTime<Utc>) -> Self {
        self.0.door.joinable_until = Some(end);
        self
    }

    /// Exactly these door settings.
    pub const fn door(mut self, door: DoorSettings) -> Self {
        self.0.door = door;
        self
    }

    /// Lets nobody new in, with the host's words.
    pub fn locked(mut self, words: Option<&str>) -> Self {
        let message = words.map(|words| HostText::parse(words).expect("a text"));
        self.0.lock = Some(Lock { message });
        self
    }

    /// The generation of the session link, and its end.
    pub const fn link(mut self, generation: u16, expires_at: Option<DateTime<Utc>>) -> Self {
        self.0.link.generation = Generation::new(generation);
        self.0.link.expires_at = expires_at;
        self
    }

    /// Reminders, in minutes before the start.
    pub fn reminders(mut self, minutes: &[i64]) -> Self {
        let offsets = minutes.iter().copied().map(offset).collect();
        self.0.reminders = ReminderOffsets::new(offsets).expect("few reminders");
        self
    }

    /// Where admitted people go.
    pub fn room(mut self, room: Room) -> Self {
        self.0.room = room;
        self
    }

    /// When it was created.
    pub const fn created(mut self, at: DateTime<Utc>) -> Self {
        self.0.created_at = at;
        self
    }

    /// How often it was changed.
    pub const fn version(mut self, number: u32) -> Self {
        self.0.version = Version::new(number);
        self
    }
}

impl From<SessionBuilder> for Session {
    fn from(builder: SessionBuilder) -> Self {
        builder.build()
    }
}
