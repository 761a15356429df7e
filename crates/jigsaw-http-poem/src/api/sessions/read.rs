//! From what is sent to the domain's own values, with every problem of every field.

use chrono_tz::Tz;
use jigsaw_domain::malformed::{Malformed, Problems};
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, ReminderOffset, ReminderOffsets, Room, Schedule,
    Session, SessionDraft, SessionEdit, Tell, WaitingRoom,
};
use jigsaw_domain::text::{HostText, Title};
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, Union};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::input::given;
use super::super::words::{Moment, RoomWord};
use super::body::{CancelInput, LockInput, RotateInput, SessionEditInput, SessionInput};
use crate::problem::{FieldFault, Problem};

impl SessionInput {
    pub(super) fn read(&self) -> Result<SessionDraft, Problem> {
        let mut problems = Problems::default();
        let title = problems.take("title", Title::parse(&self.title));
        let starts = problems.take("starts_at", self.starts_at.read());
        let ends = problems.take("ends_at", self.ends_at.read());
        let zone = problems.take("time_zone", zone(&self.time_zone));
        let invitation_type = problems.take("invitation_type", InvitationType::parse(self.invitation_type.as_str()));
        let schedule = match (starts, ends, zone) {
            (Some(starts), Some(ends), Some(zone)) => match Schedule::from_instants(starts, ends, zone) {
                Ok(schedule) => Some(schedule),
                Err((field, fault)) => {
                    problems.note(field, fault);
                    None
                }
            },
            _ => None,
        };
        let plain = DoorSettings::default();
        let door = DoorSettings {
            early_entry: problems
                .take_optional("early_entry_minutes", self.early_entry_minutes, EarlyEntry::parse)
                .unwrap_or(plain.early_entry),
            wait_for_host: self.wait_for_host.unwrap_or(plain.wait_for_host),
            waiting_room: problems
                .take_optional("waiting_room", self.waiting_room.as_ref(), |word| WaitingRoom::parse(word.as_str()))
                .unwrap_or(plain.waiting_room),
            capacity: problems.take_optional("capacity", self.capacity, Capacity::parse),
            email_proof: problems
                .take_optional("email_proof", self.email_proof.as_ref(), |word| EmailProof::parse(word.as_str()))
                .unwrap_or(plain.email_proof),
            joinable_until: problems.take_optional("joinable_until", self.joinable_until.as_ref(), Moment::read),
        };
        let reminders = problems.take_optional("reminders", self.reminders.as_deref(), offsets).unwrap_or_default();
        let room = self.room.as_ref().and_then(|room| room.read(&mut problems)).unwrap_or(Room::Builtin);
        let message = problems.take_optional("message", self.message.as_deref(), HostText::parse);
        match (title, schedule, invitation_type) {
            (Some(title), Some(schedule), Some(invitation_type)) if problems.is_empty() => {
                Ok(SessionDraft { title, schedule, invitation_type, door, reminders, room, message })
            }
            _ => Err(invalid(problems)),
        }
    }
}

impl SessionEditInput {
    /// The change as it applies to the session as it is now.
    pub(super) fn read(&self, current: &Session) -> Result<SessionEdit, Problem> {
        let mut problems = Problems::default();
        let edit = SessionEdit {
            title: problems.take_optional("title", self.title.as_deref(), Title::parse),
            schedule: self.schedule(current.schedule(), &mut problems),
            invitation_type: problems.take_optional("invitation_type", self.invitation_type.as_ref(), |word| {
                InvitationType::parse(word.as_str())
            }),
            door: Some(self.door(current.door(), &mut problems)),
            reminders: problems.take_optional("reminders", self.reminders.as_deref(), offsets),
            room: self.room.as_ref().and_then(|room| room.read(&mut problems)),
            link_expires_at: match moment("link_expires_at", &self.link_expires_at, &mut problems) {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(end) => Some(Some(end)),
            },
            message: match &self.message {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(text) => problems.take("message", HostText::parse(text)).map(Some),
            },
            tell: tell(self.notify.unwrap_or(true)),
        };
        if problems.is_empty() { Ok(edit) } else { Err(invalid(problems)) }
    }

    /// Instants stay when only the zone changes: the API speaks of instants.
    fn schedule(&self, current: &Schedule, problems: &mut Problems) -> Option<Schedule> {
        let starts = problems.take_optional("starts_at", self.starts_at.as_ref(), Moment::read);
        let ends = problems.take_optional("ends_at", self.ends_at.as_ref(), Moment::read);
        let zone = problems.take_optional("time_zone", self.time_zone.as_deref(), zone);
        if (starts, ends, zone) == (None, None, None) {
            return None;
        }
        let (starts, ends) = (starts.unwrap_or(current.starts_at()), ends.unwrap_or(current.ends_at()));
        match Schedule::from_instants(starts, ends, zone.unwrap_or(current.zone())) {
            Ok(schedule) => Some(schedule),
            Err((field, fault)) => {
                problems.note(field, fault);
                None
            }
        }
    }

    fn door(&self, current: &DoorSettings, problems: &mut Problems) -> DoorSettings {
        DoorSettings {
            early_entry: problems
                .take_optional("early_entry_minutes", self.early_entry_minutes, EarlyEntry::parse)
                .unwrap_or(current.early_entry),
            wait_for_host: self.wait_for_host.unwrap_or(current.wait_for_host),
            waiting_room: problems
                .take_optional("waiting_room", self.waiting_room.as_ref(), |word| WaitingRoom::parse(word.as_str()))
                .unwrap_or(current.waiting_room),
            capacity: match self.capacity {
                MaybeUndefined::Undefined => current.capacity,
                MaybeUndefined::Null => None,
                MaybeUndefined::Value(people) => problems.take("capacity", Capacity::parse(people)),
            },
            email_proof: problems
                .take_optional("email_proof", self.email_proof.as_ref(), |word| EmailProof::parse(word.as_str()))
                .unwrap_or(current.email_proof),
            joinable_until: match moment("joinable_until", &self.joinable_until, problems) {
                MaybeUndefined::Undefined => current.joinable_until,
                MaybeUndefined::Null => None,
                MaybeUndefined::Value(end) => Some(end),
            },
        }
    }
}

impl CancelInput {
    pub(super) fn read(&self) -> Result<(Option<HostText>, Tell), Problem> {
        Ok((words("reason", self.reason.as_deref())?, tell(self.notify.unwrap_or(true))))
    }
}

impl RotateInput {
    pub(super) fn read(&self) -> Tell {
        tell(self.notify.unwrap_or(false))
    }
}

const fn tell(notify: bool) -> Tell {
    if notify { Tell::Invitees } else { Tell::Nobody }
}

impl LockInput {
    pub(super) fn read(&self) -> Result<Option<HostText>, Problem> {
        words("message", self.message.as_deref())
    }
}

/// A host's words, which may be absent but not blank.
pub(crate) fn words(field: &str, given: Option<&str>) -> Result<Option<HostText>, Problem> {
    given.map(HostText::parse).transpose().map_err(|fault| Problem::field(field, &fault))
}

fn moment(
    field: &'static str,
    given: &MaybeUndefined<Moment>,
    problems: &mut Problems,
) -> MaybeUndefined<chrono::DateTime<chrono::Utc>> {
    match given {
        MaybeUndefined::Undefined => MaybeUndefined::Undefined,
        MaybeUndefined::Null => MaybeUndefined::Null,
        // A fault is noted, and then nothing of the change counts.
        MaybeUndefined::Value(moment) => MaybeUndefined::from_opt_undefined(problems.take(field, moment.read())),
    }
}

fn invalid(problems: Problems) -> Problem {
    Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect())
}

pub(crate) fn zone(name: &str) -> Result<Tz, Malformed> {
    name.parse().map_err(|_| Malformed::UnknownZone)
}

fn offsets(minutes: &[i64]) -> Result<ReminderOffsets, Malformed> {
    let read: Result<Vec<ReminderOffset>, Malformed> = minutes.iter().copied().map(ReminderOffset::parse).collect();
    ReminderOffsets::new(read?)
}

/// A room, as an object or by its kind alone.
#[derive(Debug, Union)]
#[oai(one_of, rename = "Room")]
pub(crate) enum RoomInput {
    Kind(RoomWord),
    Room(RoomObject),
}

/// Where admitted people go.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "RoomChoice")]
pub(crate) struct RoomObject {
    /// `builtin`: the live page of this server; `url`: any address.
    pub(crate) kind: RoomWord,
    /// The address, for `url`: https, without credentials.
    #[serde(default, deserialize_with = "given")]
    pub(crate) url: Option<String>,
}

impl<'de> Deserialize<'de> for RoomInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = RoomInput;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a room: an object with its kind, or `builtin`")
            }

            fn visit_str<E>(self, kind: &str) -> Result<RoomInput, E> {
                Ok(RoomInput::Kind(RoomWord::from(kind)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RoomInput, A::Error> {
                RoomObject::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(RoomInput::Room)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl RoomInput {
    fn read(&self, problems: &mut Problems) -> Option<Room> {
        let (kind, url) = match self {
            Self::Kind(kind) => (kind, None),
            Self::Room(room) => (&room.kind, room.url.as_deref()),
        };
        match (kind.as_str(), url) {
            ("builtin", None) => Some(Room::Builtin),
            ("url", Some(url)) => problems.take("room.url", Room::parse_url(url)),
            ("url", None) => problems.take("room.url", Err(Malformed::Blank)),
            ("builtin", Some(_)) => problems.take("room.url", Err(Malformed::UnknownField)),
            _ => problems.take("room.kind", Err(Malformed::NotAChoice("builtin, url"))),
        }
    }
}
