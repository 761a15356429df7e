//! Sessions of any type, in any state, with any settings, around [`build::now`].

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, Lock, Schedule, Session, SessionLink, SessionParts,
    SessionState, WaitingRoom,
};
use jigsaw_domain::text::HostText;
use proptest::prelude::*;
use proptest::sample::select;

use super::titles;
use crate::build;

/// A moment within two days of [`build::now`], often right at a full hour, where windows open and close.
fn near() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        (-48_i64..48).prop_map(|hours| build::minutes(hours * 60)),
        (-2_880_i64..2_880).prop_map(build::minutes)
    ]
}

fn schedules() -> impl Strategy<Value = Schedule> {
    let zones = vec![
        chrono_tz::UTC,
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Pacific::Apia,
    ];
    (near(), 1_i64..600, select(zones)).prop_map(|(start, minutes, zone)| {
        Schedule::from_instants(start, start + TimeDelta::minutes(minutes), zone).expect("a proper schedule")
    })
}

/// Door settings, each as likely as not to be what the defaults say.
pub fn door_settings() -> impl Strategy<Value = DoorSettings> {
    let early = prop_oneof![Just(0), Just(10), 0..1_441_i64];
    let capacity = prop::option::weighted(0.4, prop_oneof![Just(1), 1..20_i64]);
    (
        early,
        any::<bool>(),
        select(WaitingRoom::ALL),
        capacity,
        select(EmailProof::ALL),
        prop::option::weighted(0.15, near()),
    )
        .prop_map(|(early, wait_for_host, waiting_room, capacity, email_proof, joinable_until)| DoorSettings {
            early_entry: EarlyEntry::parse(early).expect("in range"),
            wait_for_host,
            waiting_room,
            capacity: capacity.map(|people| Capacity::parse(people).expect("in range")),
            email_proof,
            joinable_until,
        })
}

fn words() -> impl Strategy<Value = Option<HostText>> {
    prop::option::of("[A-Za-z .,\n<>&ü]{1,40}").prop_map(|raw| raw.and_then(|raw| HostText::parse(&raw).ok()))
}

fn states() -> impl Strategy<Value = SessionState> {
    prop_oneof![
        4 => Just(SessionState::Scheduled),
        4 => near().prop_map(|since| SessionState::Live { since }),
        1 => near().prop_map(|at| SessionState::Ended { at }),
        1 => (near(), words()).prop_map(|(at, reason)| SessionState::Cancelled { at, reason }),
    ]
}

/// Sessions of every type, state and setting.
pub fn sessions() -> impl Strategy<Value = Session> {
    select(InvitationType::ALL).prop_flat_map(sessions_of)
}

/// The same of one type.
pub fn sessions_of(invitation_type: InvitationType) -> impl Strategy<Value = Session> {
    let link = (prop_oneof![Just(0), any::<u16>()], prop::option::weighted(0.1, near()));
    let lock = prop::option::weighted(0.08, words().prop_map(|message| Lock { message }));
    (titles(), schedules(), door_settings(), link, lock, states()).prop_map(
        move |(title, schedule, door, (generation, expires_at), lock, state)| {
            Session::from_parts(SessionParts {
                title,
                schedule,
                invitation_type,
                door,
                link: SessionLink { generation: Generation::new(generation), expires_at, renewed_at: None },
                lock,
                state,
                ..build::session().build().parts().clone()
            })
        },
    )
}
