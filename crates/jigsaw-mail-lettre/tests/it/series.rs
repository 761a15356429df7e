//! Calendar parts of series and open sessions, where the clocks change: what other people's parsers read in them is
//! compared with the occurrences that the domain has. The samples are left for `check_ics.py`.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use jigsaw_domain::calendar::CalendarTimes;
use jigsaw_domain::delivery::{CalendarMethod, Letter, LetterBody};
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::{
    DailyHours, DoorSettings, InvitationType, KindWish, ReminderOffsets, Room, Rule, Schedule, Scope, Session,
    SessionDraft, SessionEdit, Standing, Tell, resolve_forward,
};
use jigsaw_domain::text::Title;
use uuid::Uuid;

use crate::on_disk::folder;
use crate::samples::{VOICES, invitation, write};

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn long_ago() -> DateTime<Utc> {
    "2011-01-01T00:00:00Z".parse().unwrap()
}

fn schedule(from: &str, minutes: i64, zone: Tz) -> Schedule {
    let starts_at = resolve_forward(local(from), zone);
    Schedule::from_instants(starts_at, starts_at + TimeDelta::minutes(minutes), zone).unwrap()
}

fn session(wish: KindWish, schedule: Schedule) -> Session {
    let (kind, schedule) = wish.plan(schedule).unwrap();
    let draft = SessionDraft {
        title: Title::parse("Algebra; for everyone, really").unwrap(),
        kind,
        schedule,
        invitation_type: InvitationType::InvitationList,
        door: DoorSettings::default(),
        reminders: ReminderOffsets::default(),
        room: Room::Builtin,
        message: None,
    };
    let (id, host) = (Uuid::from_u128(9), Uuid::from_u128(8));
    Session::create(SessionId::from_uuid(id), AccountId::from_uuid(host), draft, long_ago())
}

fn series(rule: &str, from: &str, zone: Tz) -> Session {
    session(KindWish::Recurring(Rule::parse(rule, zone).unwrap()), schedule(from, 90, zone))
}

fn open(hours: (u32, u32), days: Vec<Weekday>, (from, last): (&str, i64), zone: Tz) -> Session {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let hours = DailyHours::new(at(hours.0), at(hours.1), days).unwrap();
    session(KindWish::Open(hours), schedule(from, last * 24 * 60 + 60, zone))
}

/// With one moved, one called off, and a new time from a later one on.
fn with_everything(plain: Session) -> Session {
    let zone = plain.schedule().zone();
    let mut originals = plain.occurrences().into_iter().map(|one| one.original).skip(1);
    let second = originals.next().unwrap();
    let (fourth, fifth) = (originals.nth(1).unwrap(), originals.next().unwrap());
    let edit = |session: Session, scope, from: NaiveDateTime, minutes| {
        let starts_at = resolve_forward(from, zone);
        let to = Schedule::from_instants(starts_at, starts_at + TimeDelta::minutes(minutes), zone).unwrap();
        session.edit(SessionEdit { schedule: Some(to), scope, ..SessionEdit::default() }, long_ago()).unwrap()
    };
    let later = fourth + TimeDelta::hours(5);
    let changed = edit(plain, Scope::Following(Some(fourth)), later, 45);
    let changed = edit(changed, Scope::This(Some(second)), second + TimeDelta::days(1), 30);
    let cancelled = later + (fifth - fourth);
    changed.cancel_part(Scope::This(Some(cancelled)), None, Tell::Invitees, long_ago()).unwrap()
}

fn cases() -> Vec<(&'static str, Session)> {
    use chrono_tz::{America, Australia, Europe, Pacific};
    vec![
        ("berlin", series("FREQ=WEEKLY;COUNT=40", "2027-03-01T09:00:00", Europe::Berlin)),
        ("berlin_gap", series("FREQ=WEEKLY;COUNT=4", "2027-03-21T02:30:00", Europe::Berlin)),
        ("berlin_fold", series("FREQ=DAILY;COUNT=4", "2027-10-30T02:30:00", Europe::Berlin)),
        ("new_york", series("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=80", "2027-01-04T09:00:00", America::New_York)),
        ("lord_howe", series("FREQ=WEEKLY;INTERVAL=2;COUNT=26", "2027-01-04T09:00:00", Australia::Lord_Howe)),
        ("lord_howe_gap", series("FREQ=DAILY;COUNT=3", "2027-10-02T02:10:00", Australia::Lord_Howe)),
        ("apia", series("FREQ=DAILY;COUNT=5", "2011-12-28T09:00:00", Pacific::Apia)),
        ("leap_day", series("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12", "2028-01-31T09:00:00", Europe::Berlin)),
        ("second_tuesday", series("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20281231", "2027-01-01T18:30:00", Europe::Berlin)),
        ("utc", series("FREQ=DAILY;INTERVAL=3;COUNT=10", "2027-01-01T18:30:00", chrono_tz::UTC)),
        ("everything", with_everything(series("FREQ=WEEKLY;COUNT=8", "2027-03-08T09:00:00", Europe::Berlin))),
        ("open", open((9, 17), Vec::new(), ("2027-03-20T09:00:00", 20), Europe::Berlin)),
        (
            "open_on_some_days",
            open((9, 17), vec![Weekday::Tue, Weekday::Fri], ("2027-10-20T09:00:00", 30), America::New_York),
        ),
        ("open_for_a_day", open((9, 17), Vec::new(), ("2027-10-20T09:00:00", 0), Europe::Berlin)),
    ]
}

fn letter(session: &Session, method: CalendarMethod) -> Letter {
    let mut letter = invitation(&VOICES[0], Role::Attendee, false);
    if let LetterBody::Invitation { calendar, .. } = &mut letter.body {
        calendar.method = method;
        calendar.sequence = session.parts().calendar_sequence;
        calendar.times = CalendarTimes::of(session);
    }
    letter
}

#[test]
fn samples_of_every_kind_are_left_with_what_they_mean() {
    let folder = folder("calendar-samples");
    for (name, session) in cases() {
        let text = write(&letter(&session, CalendarMethod::Request)).calendar.unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{name}");
        let taking_place = session.occurrences().into_iter().filter(|one| one.standing != Standing::Cancelled);
        let times: Vec<[String; 2]> = taking_place
            .map(|one| [one.schedule.starts_at().to_rfc3339(), one.schedule.ends_at().to_rfc3339()])
            .collect();
        std::fs::write(folder.join(format!("{name}.ics")), text).unwrap();
        std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string(&times).unwrap()).unwrap();
    }
    // What takes the last one back.
    let (_, session) = cases().swap_remove(0);
    let cancelled = session.clone().cancel(None, Tell::Invitees, long_ago()).unwrap();
    let text = write(&letter(&cancelled, CalendarMethod::Cancel)).calendar.unwrap();
    std::fs::write(folder.join("berlin.cancel"), text).unwrap();
}

#[test]
fn a_change_and_a_cancellation_meet_the_entry_that_they_are_about() {
    let (_, plain) = cases().swap_remove(0);
    let changed = with_everything(plain.clone());
    let cancelled = changed.clone().cancel(None, Tell::Invitees, long_ago()).unwrap();
    let mut sequences = Vec::new();
    for (session, method) in
        [(&plain, CalendarMethod::Request), (&changed, CalendarMethod::Request), (&cancelled, CalendarMethod::Cancel)]
    {
        let mail = write(&letter(session, method));
        let text = mail.calendar.clone().unwrap().replace("\r\n ", "");
        let of = |name: &str| {
            let lines = text.split("\r\n").filter_map(|line| line.strip_prefix(name));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of("METHOD:"), [method.as_str()]);
        assert!(String::from_utf8(mail.to_bytes()).unwrap().contains(&format!("method={}", method.as_str())));
        assert!(of("UID:").iter().all(|uid| *uid == plain.id().to_string()));
        let cancels = method == CalendarMethod::Cancel;
        assert_eq!(of("STATUS:").contains(&"CANCELLED".to_owned()), cancels);
        sequences.push(of("SEQUENCE:")[0].parse::<u32>().unwrap());
    }
    assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{sequences:?}");
}
