use super::*;
use crate::delivery::CalendarMethod;
use crate::session::{KindWish, Scope, SessionEdit, Tell};
use crate::usecase::testing::{minutes, now, session, session_with};

fn series(rule: &str, starts: &str) -> Session {
    let zone = chrono_tz::Europe::Berlin;
    let starts_at = resolve_forward(starts.parse().unwrap(), zone);
    let schedule = Schedule::from_instants(starts_at, starts_at + TimeDelta::hours(1), zone).unwrap();
    let rule = Rule::parse(rule, zone).unwrap();
    let (kind, schedule) = KindWish::Recurring(rule).plan(schedule).unwrap();
    session_with(|parts| (parts.kind, parts.schedule) = (kind, schedule))
}

fn text(session: &Session) -> String {
    let event = EventText {
        uid: session.id().to_string(),
        sequence: session.parts().calendar_sequence,
        stamp: now(),
        times: CalendarTimes::of(session),
        summary: "Algebra".to_owned(),
        description: "Words".to_owned(),
        url: "https://jigsaw.example/j/x".to_owned(),
        people: Vec::new(),
        cancelled: false,
    };
    write(CalendarMethod::Publish, &[event])
}

fn has(text: &str, line: &str) -> bool {
    text.replace("\r\n ", "").split("\r\n").any(|found| found == line)
}

#[test]
fn a_single_session_is_told_in_instants() {
    let text = text(&session());
    assert!(has(&text, "DTSTART:20261123T150000Z") && has(&text, "DTEND:20261123T160000Z"), "{text}");
    assert!(!text.contains("VTIMEZONE"));
}

#[test]
fn a_series_is_told_in_local_time_with_its_zone() {
    let text = text(&series("FREQ=WEEKLY;BYDAY=MO;COUNT=4", "2027-03-15T09:00:00"));
    for line in [
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:20270328T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "DTSTART;TZID=Europe/Berlin:20270315T090000",
        "DTEND;TZID=Europe/Berlin:20270315T100000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270405T070000Z",
    ] {
        assert!(has(&text, line), "{line} in {text}");
    }
    assert!(!text.contains("RECURRENCE-ID") && !text.contains("EXDATE") && !text.contains("RDATE"));
}

#[test]
fn what_deviates_is_told() {
    let plain = series("FREQ=WEEKLY;COUNT=4", "2027-03-15T09:00:00");
    let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    let cancelled =
        plain.cancel_part(Scope::This(Some(local("2027-03-22T09:00:00"))), None, Tell::Invitees, now()).unwrap();
    let to = resolve_forward(local("2027-03-30T18:00:00"), chrono_tz::Europe::Berlin);
    let to = Schedule::from_instants(to, to + TimeDelta::minutes(30), chrono_tz::Europe::Berlin).unwrap();
    let scope = Scope::This(Some(local("2027-03-29T09:00:00")));
    let moved = cancelled.edit(SessionEdit { schedule: Some(to), scope, ..SessionEdit::default() }, now()).unwrap();
    let text = text(&moved);
    for line in [
        "SEQUENCE:2",
        "EXDATE;TZID=Europe/Berlin:20270322T090000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20270329T090000",
        "DTSTART;TZID=Europe/Berlin:20270330T180000",
        "DTEND;TZID=Europe/Berlin:20270330T183000",
    ] {
        assert!(has(&text, line), "{line} in {text}");
    }
    assert_eq!(text.matches(&format!("UID:{}", moved.id())).count(), 2, "the same identifier");
}

#[test]
fn a_time_that_the_clocks_skip_is_left_out_and_added_where_it_is() {
    let text = text(&series("FREQ=WEEKLY;COUNT=3", "2027-03-21T02:30:00"));
    assert!(has(&text, "EXDATE;TZID=Europe/Berlin:20270328T023000"), "{text}");
    assert!(has(&text, "RDATE;TZID=Europe/Berlin:20270328T033000"), "{text}");
}

#[test]
fn what_is_kept_from_before_a_change_is_told_beside_the_rule() {
    let plain = series("FREQ=WEEKLY;COUNT=4", "2027-03-15T09:00:00");
    let name: NaiveDateTime = "2027-03-29T09:00:00".parse().unwrap();
    let to = resolve_forward("2027-03-29T11:00:00".parse().unwrap(), chrono_tz::Europe::Berlin);
    let to = Schedule::from_instants(to, to + TimeDelta::hours(2), chrono_tz::Europe::Berlin).unwrap();
    let scope = Scope::Following(Some(name));
    let anew = plain.edit(SessionEdit { schedule: Some(to), scope, ..SessionEdit::default() }, now()).unwrap();
    let text = text(&anew);
    for line in [
        "DTSTART;TZID=Europe/Berlin:20270329T110000",
        "RRULE:FREQ=WEEKLY;UNTIL=20270405T090000Z",
        "RDATE;TZID=Europe/Berlin:20270315T090000,20270322T090000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20270315T090000",
        "DTEND;TZID=Europe/Berlin:20270315T100000",
    ] {
        assert!(has(&text, line), "{line} in {text}");
    }
}

#[test]
fn an_open_session_is_its_hours_of_each_day() {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let open = |days: Vec<chrono::Weekday>, length: i64| {
        let hours = DailyHours::new(at(9), at(17), days).unwrap();
        let first = "2027-03-26".parse::<chrono::NaiveDate>().unwrap();
        let last = first + TimeDelta::days(length);
        let schedule = hours.schedule(first, last, chrono_tz::Europe::Berlin).unwrap();
        text(&session_with(|parts| (parts.kind, parts.schedule) = (SessionKind::Open(hours), schedule)))
    };
    let daily = open(Vec::new(), 9);
    assert!(has(&daily, "DTSTART;TZID=Europe/Berlin:20270326T090000"), "{daily}");
    assert!(has(&daily, "RRULE:FREQ=DAILY;UNTIL=20270404T070000Z"), "{daily}");
    let mondays = open(vec![chrono::Weekday::Mon, chrono::Weekday::Fri], 9);
    assert!(has(&mondays, "RRULE:FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20270402T070000Z"), "{mondays}");
    assert!(has(&open(Vec::new(), 0), "DTSTART:20270326T080000Z"), "one day is told in instants");
}

#[test]
fn the_changes_of_a_zone_are_found_to_the_second() {
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let changes = |zone, from, until| {
        let found = zone::observances(zone, utc(from), utc(until)).into_iter().skip(1);
        found.map(|one| format!("{} {} {} {}", one.since, one.from, one.to, one.is_summer)).collect::<Vec<_>>()
    };
    assert_eq!(
        changes(chrono_tz::Europe::Berlin, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"),
        ["2027-03-28 02:00:00 3600 7200 true", "2027-10-31 03:00:00 7200 3600 false"]
    );
    assert_eq!(
        changes(chrono_tz::Australia::Lord_Howe, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"),
        ["2027-04-04 02:00:00 39600 37800 false", "2027-10-03 02:00:00 37800 39600 true"]
    );
    assert_eq!(
        changes(chrono_tz::Pacific::Apia, "2011-12-01T00:00:00Z", "2012-01-02T00:00:00Z"),
        ["2011-12-30 00:00:00 -36000 50400 false"],
        "a whole day is no summer time"
    );
    assert!(changes(chrono_tz::UTC, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z").is_empty());
    assert_eq!(
        changes(chrono_tz::Europe::Berlin, "2027-03-27T01:00:00.9Z", "2027-03-29T00:00:00Z"),
        ["2027-03-28 02:00:00 3600 7200 true"],
        "also when days are counted from a part of the second that it is in"
    );
}

#[test]
fn a_change_a_new_link_and_a_cancellation_raise_the_sequence() {
    let first = session();
    let moved = Schedule::from_instants(minutes(90), minutes(120), first.schedule().zone()).unwrap();
    let edit = SessionEdit { schedule: Some(moved), ..SessionEdit::default() };
    let steps = [
        first.clone().edit(edit, now()).unwrap(),
        first.clone().rotate_link(Tell::Invitees, now()).unwrap(),
        first.clone().cancel(None, Tell::Invitees, now()).unwrap(),
    ];
    for after in steps {
        assert!(after.parts().calendar_sequence > first.parts().calendar_sequence);
        assert_eq!(after.id(), first.id());
    }
}
