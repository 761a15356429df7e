use chrono::{DateTime, Utc};
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::port::PortError;
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, Lock, ReminderOffset, ReminderOffsets, Room,
    Schedule, Session, SessionLink, SessionParts, SessionState, WaitingRoom,
};
use jigsaw_domain::text::{HostText, Title};

use super::{Table, json, local_text, micros, state};
use crate::entity::sessions;

const TABLE: Table = Table("sessions");

const URL_ROOM: &str = "url";
const BUILTIN_ROOM: &str = "builtin";

pub(crate) fn session(row: sessions::Model) -> Result<Session, PortError> {
    Ok(Session::from_parts(SessionParts {
        id: SessionId::from_uuid(row.id),
        host: AccountId::from_uuid(row.host_id),
        version: TABLE.version(row.version)?,
        title: TABLE.read("title", Title::parse(&row.title))?,
        schedule: schedule(&row)?,
        invitation_type: TABLE.read("invitation_type", InvitationType::parse(&row.invitation_type))?,
        door: door(&row)?,
        link: SessionLink {
            generation: TABLE.generation("link_generation", row.link_generation)?,
            expires_at: TABLE.time_if("link_expires_at", row.link_expires_at)?,
            renewed_at: TABLE.time_if("link_renewed_at", row.link_renewed_at)?,
        },
        lock: if row.locked {
            Some(Lock { message: host_text("lock_message", row.lock_message.as_deref())? })
        } else {
            None
        },
        state: session_state(&row)?,
        reminders: reminders(&row.reminders)?,
        room: room(row.room.as_str(), row.room_url)?,
        message: host_text("message", row.message.as_deref())?,
        calendar_sequence: TABLE.number("calendar_sequence", row.calendar_sequence)?,
        announced_sequence: TABLE.number("announced_sequence", row.announced_sequence)?,
        created_at: TABLE.time("created_at", row.created_at)?,
    }))
}

fn schedule(row: &sessions::Model) -> Result<Schedule, PortError> {
    Ok(Schedule::from_parts(
        TABLE.local("starts_local", &row.starts_local)?,
        TABLE.local("ends_local", &row.ends_local)?,
        TABLE.zone("time_zone", &row.time_zone)?,
        TABLE.time("starts_at", row.starts_at)?,
        TABLE.time("ends_at", row.ends_at)?,
    ))
}

fn door(row: &sessions::Model) -> Result<DoorSettings, PortError> {
    let capacity = row.capacity.map(Capacity::parse).transpose();
    Ok(DoorSettings {
        early_entry: TABLE.read("early_entry_minutes", EarlyEntry::parse(row.early_entry_minutes.into()))?,
        wait_for_host: row.wait_for_host,
        waiting_room: TABLE.read("waiting_room", WaitingRoom::parse(&row.waiting_room))?,
        capacity: TABLE.read("capacity", capacity)?,
        email_proof: TABLE.read("email_proof", EmailProof::parse(&row.email_proof))?,
        joinable_until: TABLE.time_if("joinable_until", row.joinable_until)?,
    })
}

fn host_text(column: &str, stored: Option<&str>) -> Result<Option<HostText>, PortError> {
    TABLE.read(column, stored.map(HostText::parse).transpose())
}

fn session_state(row: &sessions::Model) -> Result<SessionState, PortError> {
    let at = || {
        let stored = row.state_at.ok_or_else(|| TABLE.corrupt("state_at", "is missing"))?;
        TABLE.time("state_at", stored)
    };
    match row.state.as_str() {
        state::SCHEDULED => Ok(SessionState::Scheduled),
        state::LIVE => Ok(SessionState::Live { since: at()? }),
        state::ENDED => Ok(SessionState::Ended { at: at()? }),
        state::CANCELLED => {
            Ok(SessionState::Cancelled { at: at()?, reason: host_text("cancel_reason", row.cancel_reason.as_deref())? })
        }
        _ => Err(TABLE.corrupt("state", "is not one of its words")),
    }
}

fn reminders(stored: &str) -> Result<ReminderOffsets, PortError> {
    let minutes: Vec<i64> = TABLE.json("reminders", stored)?;
    let offsets: Result<Vec<ReminderOffset>, _> = minutes.into_iter().map(ReminderOffset::parse).collect();
    TABLE.read("reminders", offsets.and_then(ReminderOffsets::new))
}

fn room(kind: &str, url: Option<String>) -> Result<Room, PortError> {
    match (kind, url) {
        (BUILTIN_ROOM, _) => Ok(Room::Builtin),
        (URL_ROOM, Some(url)) => Ok(Room::Url(url)),
        (URL_ROOM, None) => Err(TABLE.corrupt("room_url", "is missing")),
        _ => Err(TABLE.corrupt("room", "is not one of its words")),
    }
}

/// The row of a session. `next_reminder_at` counts every reminder as still to come; see [`next_reminder`].
pub(crate) fn session_row(session: &Session) -> Result<sessions::Model, PortError> {
    let parts = session.parts();
    let (schedule, door) = (&parts.schedule, &parts.door);
    let (state, state_at, cancel_reason) = match &parts.state {
        SessionState::Scheduled => (state::SCHEDULED, None, None),
        SessionState::Live { since } => (state::LIVE, Some(*since), None),
        SessionState::Ended { at } => (state::ENDED, Some(*at), None),
        SessionState::Cancelled { at, reason } => (state::CANCELLED, Some(*at), reason.as_ref()),
    };
    let (room, room_url) = match &parts.room {
        Room::Builtin => (BUILTIN_ROOM, None),
        Room::Url(url) => (URL_ROOM, Some(url.clone())),
    };
    let minutes: Vec<u32> = parts.reminders.as_slice().iter().map(|offset| offset.minutes()).collect();
    Ok(sessions::Model {
        id: parts.id.as_uuid(),
        host_id: parts.host.as_uuid(),
        version: parts.version.get().into(),
        title: parts.title.as_str().to_owned(),
        starts_local: local_text(schedule.starts()),
        ends_local: local_text(schedule.ends()),
        time_zone: schedule.zone().name().to_owned(),
        starts_at: micros(schedule.starts_at()),
        ends_at: micros(schedule.ends_at()),
        invitation_type: parts.invitation_type.as_str().to_owned(),
        early_entry_minutes: door.early_entry.minutes().into(),
        wait_for_host: door.wait_for_host,
        waiting_room: door.waiting_room.as_str().to_owned(),
        capacity: door.capacity.map(|capacity| capacity.get().into()),
        email_proof: door.email_proof.as_str().to_owned(),
        joinable_until: door.joinable_until.map(micros),
        link_generation: parts.link.generation.get().into(),
        link_expires_at: parts.link.expires_at.map(micros),
        link_renewed_at: parts.link.renewed_at.map(micros),
        locked: parts.lock.is_some(),
        lock_message: parts.lock.as_ref().and_then(|lock| lock.message.as_ref()).map(|text| text.as_str().to_owned()),
        state: state.to_owned(),
        state_at: state_at.map(micros),
        cancel_reason: cancel_reason.map(|text| text.as_str().to_owned()),
        reminders: json(&minutes)?,
        room: room.to_owned(),
        room_url,
        calendar_sequence: parts.calendar_sequence.into(),
        announced_sequence: parts.announced_sequence.into(),
        message: parts.message.as_ref().map(|text| text.as_str().to_owned()),
        created_at: micros(parts.created_at),
        opens_at: micros(session.opens_at()),
        over_at: micros(session.closes_at().max(schedule.ends_at())),
        next_reminder_at: next_reminder(session, &[]).map(micros),
    })
}

/// When the earliest reminder is due that is not planned yet; `planned` are offsets that are, for the session's start.
pub(crate) fn next_reminder(session: &Session, planned: &[ReminderOffset]) -> Option<DateTime<Utc>> {
    let offsets = session.parts().reminders.as_slice().iter();
    let open = offsets.filter(|offset| !planned.contains(offset));
    open.map(|offset| session.schedule().starts_at() - offset.delta()).min()
}
