//! What is answered about sessions.

use chrono::{DateTime, Utc};
use jigsaw_domain::session::{Conflict, Room, Session, SessionState};
use jigsaw_domain::usecase::SessionView;
use poem_openapi::Object;

use super::super::conflicts::ConflictBody;
use super::super::words::{EmailProofWord, Id, InvitationTypeWord, Moment, PhaseWord, RoomWord, WaitingRoomWord};

/// A session as its host sees it.
#[derive(Debug, Object)]
#[oai(rename = "Session")]
pub(crate) struct SessionBody {
    /// Its identifier.
    id: Id,
    /// Rises with each change; the `ETag`.
    version: u32,
    /// What it is called.
    title: String,
    /// Where it stands.
    state: PhaseWord,
    /// The host's name.
    host_name: String,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// The zone that times are shown in.
    time_zone: String,
    /// When attendees may enter.
    opens_at: Moment,
    /// When the door closes for people who are not in yet.
    closes_at: Moment,
    /// How people are invited.
    invitation_type: InvitationTypeWord,
    /// The session link.
    link: String,
    /// When the session link ends, if the host set that.
    #[oai(nullable)]
    link_expires_at: Option<Moment>,
    /// Who may enter, in one sentence.
    access_summary: String,
    /// Settings that cancel each other or surprise; not told in lists. What is too late by now (reminders, an early entry) is
    /// told when the settings are saved, and not later.
    #[oai(skip_serializing_if_is_none)]
    conflicts: Option<Vec<ConflictBody>>,
    /// Where admitted people go.
    room: RoomBody,
    /// Whom the waiting room holds.
    waiting_room: WaitingRoomWord,
    /// Whether attendees wait until a host, co-host or presenter is in.
    wait_for_host: bool,
    /// Minutes before the start at which attendees may enter.
    early_entry_minutes: u16,
    /// When the door closes, if not at the end.
    #[oai(nullable)]
    joinable_until: Option<Moment>,
    /// The most people at once.
    #[oai(nullable)]
    capacity: Option<u32>,
    /// Whether guests prove their address.
    email_proof: EmailProofWord,
    /// Minutes before the start at which invitees are reminded.
    reminders: Vec<u32>,
    /// The host's words to the invitees.
    #[oai(nullable)]
    message: Option<String>,
    /// Whether nobody new may enter.
    locked: bool,
    /// The host's words to the people outside.
    #[oai(nullable)]
    lock_message: Option<String>,
    /// When it began.
    #[oai(nullable)]
    started_at: Option<Moment>,
    /// When it was over, or called off.
    #[oai(nullable)]
    ended_at: Option<Moment>,
    /// The host's words at calling it off.
    #[oai(nullable)]
    cancel_reason: Option<String>,
    /// When it was created.
    created_at: Moment,
}

/// Where admitted people go.
#[derive(Debug, Object)]
#[oai(rename = "SessionRoom", skip_serializing_if_is_none)]
pub(crate) struct RoomBody {
    /// `builtin` or `url`.
    kind: RoomWord,
    /// The address of a `url` room.
    url: Option<String>,
}

/// A session as whoever runs it sees it while it runs.
#[derive(Debug, Object)]
#[oai(rename = "LiveSession", skip_serializing_if_is_none)]
pub(crate) struct LiveBody {
    /// Its identifier.
    id: Id,
    /// Rises with each change.
    version: u32,
    /// What it is called.
    title: String,
    /// Where it stands.
    state: PhaseWord,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// When it began.
    started_at: Option<Moment>,
    /// When it was over.
    ended_at: Option<Moment>,
    /// Whether nobody new may enter.
    locked: bool,
    /// The host's words to the people outside.
    lock_message: Option<String>,
}

impl SessionBody {
    pub(crate) fn of(view: &SessionView, now: DateTime<Utc>) -> Self {
        let session = &view.session;
        let (door, schedule) = (session.door(), session.schedule());
        let (started_at, ended_at, cancel_reason) = milestones(session.state());
        Self {
            id: session.id().into(),
            version: session.version().get(),
            title: session.title().to_string(),
            state: session.phase(now).as_str().into(),
            host_name: view.host_name.to_string(),
            starts_at: Moment::of(schedule.starts_at()),
            ends_at: Moment::of(schedule.ends_at()),
            time_zone: schedule.zone().name().to_owned(),
            opens_at: Moment::of(session.opens_at()),
            closes_at: Moment::of(session.closes_at()),
            invitation_type: session.invitation_type().as_str().into(),
            link: view.link.clone(),
            link_expires_at: session.link().expires_at.map(Moment::of),
            access_summary: session.access_summary().to_string(),
            conflicts: None,
            room: RoomBody::of(&session.parts().room),
            waiting_room: door.waiting_room.as_str().into(),
            wait_for_host: door.wait_for_host,
            early_entry_minutes: door.early_entry.minutes(),
            joinable_until: door.joinable_until.map(Moment::of),
            capacity: door.capacity.map(jigsaw_domain::session::Capacity::get),
            email_proof: door.email_proof.as_str().into(),
            reminders: session.parts().reminders.as_slice().iter().map(|offset| offset.minutes()).collect(),
            message: session.parts().message.as_ref().map(ToString::to_string),
            locked: session.lock().is_some(),
            lock_message: lock_message(session),
            started_at,
            ended_at,
            cancel_reason,
            created_at: Moment::of(session.parts().created_at),
        }
    }
}

impl SessionBody {
    /// The same with what is odd about its settings.
    pub(crate) fn with(self, conflicts: &[Conflict]) -> Self {
        Self { conflicts: Some(ConflictBody::all_of(conflicts)), ..self }
    }
}

impl RoomBody {
    fn of(room: &Room) -> Self {
        let url = match room {
            Room::Builtin => None,
            Room::Url(url) => Some(url.clone()),
        };
        Self { kind: room.kind().into(), url }
    }
}

impl LiveBody {
    pub(crate) fn of(session: &Session, now: DateTime<Utc>) -> Self {
        let (started_at, ended_at, _) = milestones(session.state());
        Self {
            id: session.id().into(),
            version: session.version().get(),
            title: session.title().to_string(),
            state: session.phase(now).as_str().into(),
            starts_at: Moment::of(session.schedule().starts_at()),
            ends_at: Moment::of(session.schedule().ends_at()),
            started_at,
            ended_at,
            locked: session.lock().is_some(),
            lock_message: lock_message(session),
        }
    }
}

fn lock_message(session: &Session) -> Option<String> {
    session.lock().and_then(|lock| lock.message.as_ref()).map(|message| message.as_str().to_owned())
}

fn milestones(state: &SessionState) -> (Option<Moment>, Option<Moment>, Option<String>) {
    match state {
        SessionState::Scheduled => (None, None, None),
        SessionState::Live { since } => (Some(Moment::of(*since)), None, None),
        SessionState::Ended { at } => (None, Some(Moment::of(*at)), None),
        SessionState::Cancelled { at, reason } => {
            (None, Some(Moment::of(*at)), reason.as_ref().map(|reason| reason.as_str().to_owned()))
        }
    }
}
