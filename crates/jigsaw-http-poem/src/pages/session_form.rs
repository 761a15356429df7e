//! The session form, between what was typed and what the domain takes.

use chrono_tz::Tz;
use jigsaw_domain::malformed::{FieldProblem, Malformed, Problems};
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, KindWish, ReminderOffset, ReminderOffsets,
    Schedule, Session, Tell, WaitingRoom, resolve_local,
};
use jigsaw_domain::text::{HostText, Title};

use super::posted::Posted;
use super::{repeats, times, words};
use crate::problem::Problem;
use crate::view::{self, ReminderChoice, SessionForm};

/// What the form says, once all of it is fine.
pub(super) struct Checked {
    pub(super) title: Title,
    pub(super) kind: KindWish,
    pub(super) schedule: Schedule,
    pub(super) invitation_type: InvitationType,
    pub(super) door: DoorSettings,
    pub(super) reminders: ReminderOffsets,
    pub(super) message: Option<HostText>,
    pub(super) tell: Tell,
}

const FIELDS: [&str; 16] = [
    "title",
    "starts",
    "ends",
    "time_zone",
    "invitation_type",
    "early_entry_minutes",
    "capacity",
    "wait_for_host",
    "waiting_room",
    "email_proof",
    "joinable_until",
    "message",
    "tell",
    "version",
    ANYWAY,
    BACK,
];
const REMINDER: &str = "reminder_";
/// Sent by the button that saves an edit whatever it does.
pub(super) const ANYWAY: &str = "anyway";
/// Sent by the button that leads back to the form.
pub(super) const BACK: &str = "back";

/// Refuses what is not part of the form.
pub(super) fn only(posted: Posted) -> Result<Posted, Problem> {
    posted.only_where(|name| {
        FIELDS.contains(&name) || repeats::FIELDS.contains(&name) || repeats::is_day(name) || name.starts_with(REMINDER)
    })
}

/// The empty form, for a host in this zone.
pub(super) fn empty(zone: Tz) -> SessionForm {
    SessionForm { time_zone: zone.name().to_owned(), ..SessionForm::default() }
}

/// The form of a session as it is stored.
pub(super) fn stored(session: &Session) -> SessionForm {
    let (schedule, door) = (session.schedule(), session.door());
    let zone = schedule.zone();
    let offsets: Vec<u32> = session.parts().reminders.as_slice().iter().map(|offset| offset.minutes()).collect();
    SessionForm {
        title: session.title().to_string(),
        starts: times::field(schedule.starts()),
        ends: times::field(schedule.ends()),
        time_zone: zone.name().to_owned(),
        invitation_type: words::invitation_type(session.invitation_type()),
        early_entry_minutes: door.early_entry.minutes().to_string(),
        wait_for_host: door.wait_for_host,
        waiting_room: words::waiting_room(door.waiting_room),
        capacity: door.capacity.map(|capacity| capacity.get().to_string()).unwrap_or_default(),
        email_proof: words::email_proof(door.email_proof),
        joinable_until: door
            .joinable_until
            .map(|until| times::field(until.with_timezone(&zone).naive_local()))
            .unwrap_or_default(),
        reminders: ReminderChoice::offer(&offsets),
        message: session.parts().message.as_ref().map(ToString::to_string).unwrap_or_default(),
        tell: true,
        version: session.version().get().to_string(),
        ..repeats::stored(session.kind())
    }
}

/// The form as it was typed, to be shown again. A choice that is not on offer falls back to the usual one; its fault is
/// named by [`check`].
pub(super) fn typed(posted: &Posted) -> SessionForm {
    let usual = SessionForm::default();
    let text = |name: &str| posted.text(name).to_owned();
    let offsets: Vec<u32> = posted.ticked(REMINDER).filter_map(|minutes| minutes.parse().ok()).collect();
    SessionForm {
        title: text("title"),
        starts: text("starts"),
        ends: text("ends"),
        time_zone: text("time_zone"),
        invitation_type: view::InvitationType::parse(posted.text("invitation_type")).unwrap_or(usual.invitation_type),
        early_entry_minutes: text("early_entry_minutes"),
        wait_for_host: posted.is_on("wait_for_host"),
        waiting_room: view::WaitingRoom::parse(posted.text("waiting_room")).unwrap_or(usual.waiting_room),
        capacity: text("capacity"),
        email_proof: view::EmailProof::parse(posted.text("email_proof")).unwrap_or(usual.email_proof),
        joinable_until: text("joinable_until"),
        reminders: ReminderChoice::offer(&offsets),
        message: text("message"),
        tell: posted.is_on("tell"),
        version: text("version"),
        ..repeats::typed(posted)
    }
}

/// Checks everything, and names every fault by the domain's field.
pub(super) fn check(posted: &Posted) -> Result<Checked, Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let title = problems.take("title", Title::parse(posted.text("title")));
    let starts = problems.take("starts_at", times::parse_local(posted.text("starts")));
    let ends = problems.take("ends_at", times::parse_local(posted.text("ends")));
    let zone = problems.take("time_zone", times::parse_zone(posted.text("time_zone")));
    let schedule = starts.zip(ends).zip(zone).and_then(|((starts, ends), zone)| {
        Schedule::from_local(starts, ends, zone).map_err(|(field, fault)| problems.note(field, fault)).ok()
    });
    let kind = starts.zip(ends).zip(zone).and_then(|(span, zone)| repeats::wish(posted, span, zone, &mut problems));
    let invitation_type = problems.take("invitation_type", InvitationType::parse(posted.text("invitation_type")));
    let door = door(posted, zone, &mut problems);
    let offsets: Vec<ReminderOffset> = posted
        .ticked(REMINDER)
        .filter_map(|minutes| problems.take("reminders", number(minutes).and_then(ReminderOffset::parse)))
        .collect();
    let reminders = problems.take("reminders", ReminderOffsets::new(offsets));
    let message = problems.take_optional("message", posted.filled("message"), HostText::parse);
    let tell = tell(posted);
    match (title, kind, schedule, invitation_type, door, reminders) {
        (Some(title), Some(kind), Some(schedule), Some(invitation_type), Some(door), Some(reminders))
            if problems.is_empty() =>
        {
            Ok(Checked { title, kind, schedule, invitation_type, door, reminders, message, tell })
        }
        _ => Err(problems.into_vec()),
    }
}

/// The box that says whether the invitees are told.
pub(super) fn tell(posted: &Posted) -> Tell {
    if posted.is_on("tell") { Tell::Invitees } else { Tell::Nobody }
}

fn door(posted: &Posted, zone: Option<Tz>, problems: &mut Problems) -> Option<DoorSettings> {
    let early_entry = problems.take_optional("early_entry_minutes", posted.filled("early_entry_minutes"), |minutes| {
        number(minutes).and_then(EarlyEntry::parse)
    });
    let capacity = problems
        .take_optional("capacity", posted.filled("capacity"), |people| number(people).and_then(Capacity::parse));
    let waiting_room = problems.take_optional("waiting_room", posted.filled("waiting_room"), WaitingRoom::parse);
    let email_proof = problems.take_optional("email_proof", posted.filled("email_proof"), EmailProof::parse);
    let until = problems.take_optional("joinable_until", posted.filled("joinable_until"), |until| {
        let local = times::parse_local(until)?;
        // Without a zone that fault is named already.
        zone.map(|zone| resolve_local(local, zone)).transpose()
    });
    problems.is_empty().then(|| {
        let usual = DoorSettings::default();
        DoorSettings {
            early_entry: early_entry.unwrap_or(usual.early_entry),
            wait_for_host: posted.is_on("wait_for_host"),
            waiting_room: waiting_room.unwrap_or(usual.waiting_room),
            capacity,
            email_proof: email_proof.unwrap_or(usual.email_proof),
            joinable_until: until.flatten(),
        }
    })
}

pub(super) fn number(raw: &str) -> Result<i64, Malformed> {
    raw.trim().parse().map_err(|_| Malformed::WrongType("must be a whole number".to_owned()))
}

/// The form's name of a field of the domain.
pub(super) fn field_of(field: &str) -> &'static str {
    match field {
        "title" => "title",
        "starts_at" => "starts",
        "ends_at" | "kind.closes" => "ends",
        "time_zone" => "time_zone",
        "invitation_type" => "invitation_type",
        "early_entry_minutes" => "early_entry_minutes",
        "capacity" => "capacity",
        "waiting_room" => "waiting_room",
        "email_proof" => "email_proof",
        "joinable_until" => "joinable_until",
        "reminders" => "reminders",
        "kind.type" => "kind",
        "kind.rule" => "times",
        "kind.days" => "days",
        "message" => "message",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 7] = [
        ("title", "Class"),
        ("starts", "2026-11-24T14:00"),
        ("ends", "2026-11-24T15:00"),
        ("time_zone", "Europe/Berlin"),
        ("invitation_type", "link_password_not_requested"),
        ("reminder_10", "on"),
        ("capacity", "12"),
    ];

    fn with(changes: &[(&'static str, &'static str)]) -> Posted {
        let mut fields: Vec<_> =
            GOOD.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name)).copied().collect();
        fields.extend(changes);
        Posted::of(&fields)
    }

    #[test]
    fn a_good_form_is_taken() {
        let checked = check(&with(&[])).ok().unwrap();
        assert_eq!(checked.schedule.starts_at().to_rfc3339(), "2026-11-24T13:00:00+00:00");
        assert_eq!(checked.door.capacity.unwrap().get(), 12);
        assert_eq!(checked.door.early_entry.minutes(), 10);
        assert_eq!(checked.reminders.as_slice().len(), 1);
        assert!(!checked.door.wait_for_host, "an open box is no");
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faulty = with(&[
            ("title", " "),
            ("starts", "soon"),
            ("time_zone", "Mars"),
            ("capacity", "many"),
            ("waiting_room", "lobby"),
            ("reminder_0", "on"),
        ]);
        let mut named: Vec<String> = check(&faulty).err().unwrap().into_iter().map(|problem| problem.field).collect();
        named.sort();
        assert_eq!(named, ["capacity", "reminders", "starts_at", "time_zone", "title", "waiting_room"]);
    }

    #[test]
    fn what_was_typed_is_kept() {
        let form = typed(&with(&[("title", "\u{202E}x"), ("capacity", "many"), ("reminder_90", "on")]));
        assert_eq!(form.title, "\u{202E}x");
        assert_eq!(form.capacity, "many");
        assert!(form.reminders.iter().any(|choice| choice.minutes == 90 && choice.chosen));
        assert!(form.reminders.iter().any(|choice| choice.minutes == 1440 && !choice.chosen));
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_named() {
        let skipped = with(&[("starts", "2027-03-28T02:30"), ("ends", "2027-03-28T04:00")]);
        let problems = check(&skipped).err().unwrap();
        assert_eq!(problems[0].field, "starts_at");
        assert_eq!(problems[0].fault, Malformed::SkippedByClock);
    }
}
