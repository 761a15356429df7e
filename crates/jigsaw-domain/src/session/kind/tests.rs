use chrono::{NaiveTime, TimeDelta, Weekday};
use proptest::prelude::*;

use super::*;
use crate::session::{Lock, Phase};
use crate::usecase::testing::{minutes, now, session, session_with};

/// Mondays at 16:00 in Berlin, the first one in an hour, an hour each.
fn weekly(rule: &str) -> Session {
    let plain = session();
    let rule = Rule::parse(rule, plain.schedule().zone()).unwrap();
    let (kind, schedule) = KindWish::Recurring(rule).plan(plain.schedule().clone()).unwrap();
    session_with(|parts| (parts.kind, parts.schedule) = (kind, schedule))
}

/// Minutes after 10:00 of the first day of [`open`].
fn minute(minutes: i64) -> DateTime<Utc> {
    "2027-01-10T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

fn week(number: i64) -> TimeDelta {
    TimeDelta::weeks(number)
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn at(schedule: &Schedule) -> String {
    schedule.starts().format("%m-%d %H:%M").to_string()
}

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

/// Open from 9 to 17 on each day from the 10th to the 12th of January 2027, in UTC.
fn open() -> Session {
    let hours = DailyHours::new(time(9), time(17), Vec::new()).unwrap();
    let day = |day| chrono::NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
    let schedule = hours.schedule(day(10), day(12), chrono_tz::UTC).unwrap();
    session_with(|parts| (parts.kind, parts.schedule) = (SessionKind::Open(hours), schedule))
}

#[test]
fn an_open_session_begins_anew_each_day() {
    let begun = |session: &Session, since: i64| {
        let mut parts = session.parts().clone();
        parts.state = SessionState::Live { since: minute(since) };
        Session::from_parts(parts)
    };
    let day = 24 * 60;
    let by_itself = {
        let mut parts = open().parts().clone();
        parts.door.wait_for_host = false;
        Session::from_parts(parts)
    };
    for (name, session, now, phase) in [
        ("before the first opening", open(), -70, Phase::Scheduled),
        ("in the hours, nobody has begun", open(), 0, Phase::Scheduled),
        ("begun", begun(&open(), 0), 60, Phase::Live),
        ("begun, closed for the day", begun(&open(), 0), 430, Phase::Scheduled),
        ("begun, the next day", begun(&open(), 0), day, Phase::Scheduled),
        ("begun in the night, which is of the next day", begun(&open(), 500), day, Phase::Live),
        ("by itself", by_itself.clone(), 0, Phase::Live),
        ("by itself, closed for the day", by_itself.clone(), 430, Phase::Scheduled),
        ("by itself, the next day", begun(&by_itself, 0), day, Phase::Live),
        ("never begun and over", open(), 2 * day + 420, Phase::Ended),
        ("live past the last closing", begun(&open(), 2 * day), 2 * day + 500, Phase::Live),
    ] {
        assert_eq!(session.phase(minute(now)), phase, "{name}");
    }
    let again = begun(&open(), 0).start(minute(day)).unwrap();
    assert_eq!(again.state(), &SessionState::Live { since: minute(day) });
}

#[test]
fn the_door_of_an_open_session_opens_each_day() {
    for (now, opens) in [(-600, -70), (0, -70), (419, -70), (420, 1_370), (1_440, 1_370), (9_999, 2_810)] {
        assert_eq!(open().opens_from(minute(now)), minute(opens), "at {now}");
    }
    let days: Vec<String> = open().occurrences().iter().map(|one| at(&one.schedule)).collect();
    assert_eq!(days, ["01-10 09:00", "01-11 09:00", "01-12 09:00"]);
}

#[test]
fn a_series_goes_on_to_its_next_occurrence() {
    let live = weekly("FREQ=WEEKLY;COUNT=3").locked(None, now()).unwrap().start(now()).unwrap();
    assert_eq!(live.rolls_on_at(), Some(minutes(50) + week(1)), "when the door of the next one opens");
    let ended = live.end(minutes(90)).unwrap();
    assert_eq!(ended.rolls_on_at(), Some(minutes(90)), "at once");
    assert!(ended.is_overdue(minutes(90)));
    let next = ended.clone().roll_on(minutes(91));
    assert_eq!((next.state(), next.lock()), (&SessionState::Scheduled, None::<&Lock>));
    assert_eq!(next.schedule().starts_at(), minutes(60) + week(1));
    assert_eq!(next.parts().calendar_sequence, ended.parts().calendar_sequence, "calendars knew");
    assert_eq!(next.rolls_on_at(), None);
    let later = ended.roll_on(minutes(130) + week(1));
    assert_eq!(later.schedule().starts_at(), minutes(60) + week(2), "one that was slept through is left out");
    let out = next.start(minutes(60) + week(1)).unwrap().roll_on(minutes(0) + week(5));
    assert_eq!(out.state(), &SessionState::Ended { at: minutes(0) + week(5) }, "nothing is left");
    assert_eq!(out.rolls_on_at(), None);
}

#[test]
fn a_door_that_closes_late_moves_with_the_occurrence() {
    let mut parts = weekly("FREQ=WEEKLY;COUNT=3").parts().clone();
    parts.door.joinable_until = Some(minutes(150));
    let next = Session::from_parts(parts).end(minutes(151)).unwrap().roll_on(minutes(151));
    assert_eq!(next.door().joinable_until, Some(minutes(150) + week(1)));
}

fn edit(session: &Session, edit: SessionEdit) -> Result<Session, EditError> {
    session.clone().edit(edit, now())
}

fn moved_to(starts: i64, scope: Scope) -> SessionEdit {
    let schedule = Schedule::from_instants(minutes(starts), minutes(starts + 60), chrono_tz::Europe::Berlin).unwrap();
    SessionEdit { schedule: Some(schedule), scope, ..SessionEdit::default() }
}

fn coming(session: &Session) -> Vec<String> {
    let all = session.occurrences().into_iter().filter(|one| one.standing != Standing::Cancelled);
    all.map(|one| at(&one.schedule)).collect()
}

#[test]
fn one_occurrence_is_moved_alone_or_with_all_that_follow() {
    let plain = weekly("FREQ=WEEKLY;COUNT=3");
    let day = 24 * 60;
    let second = Some(local("2026-11-30T16:00:00"));
    let this = edit(&plain, moved_to(60 + day, Scope::This(None))).unwrap();
    assert_eq!(coming(&this), ["11-24 16:00", "11-30 16:00", "12-07 16:00"]);
    assert_eq!(at(this.schedule()), "11-24 16:00");
    assert_eq!(this.parts().calendar_sequence, plain.parts().calendar_sequence + 1);
    let later = edit(&plain, moved_to(60 + 8 * day, Scope::This(second))).unwrap();
    assert_eq!(coming(&later), ["11-23 16:00", "12-01 16:00", "12-07 16:00"]);
    assert_eq!(later.schedule(), plain.schedule(), "the present one stays");
    let following = edit(&plain, moved_to(60 + 8 * day, Scope::Following(second))).unwrap();
    assert_eq!(coming(&following), ["11-23 16:00", "12-01 16:00", "12-08 16:00"]);
    assert_eq!((following.id(), following.schedule()), (plain.id(), plain.schedule()));
    let earlier = edit(&plain, moved_to(30 + 7 * day, Scope::This(Some(local("2026-12-07T16:00:00")))));
    assert_eq!(earlier.unwrap_err(), EditError::Field("starts_at", Malformed::Overlaps));
    let nowhere = edit(&plain, moved_to(60, Scope::This(Some(local("2026-12-08T16:00:00")))));
    assert_eq!(nowhere.unwrap_err(), EditError::Field("occurrence", Malformed::NoOccurrence));
    let single = edit(&session(), moved_to(90, Scope::This(None)));
    assert_eq!(single.unwrap_err(), EditError::Field("scope", Malformed::NoOccurrence));
}

#[test]
fn an_edit_that_changes_nothing_about_the_time_leaves_the_series_as_it_is() {
    let plain = edit(&weekly("FREQ=WEEKLY;COUNT=3"), moved_to(90, Scope::This(None))).unwrap();
    let same = SessionEdit {
        schedule: Some(plain.schedule().clone()),
        kind: Some(plain.kind().wish()),
        ..SessionEdit::default()
    };
    assert_eq!(edit(&plain, same).unwrap(), plain);
}

#[test]
fn a_session_changes_its_kind() {
    let rule = |text| KindWish::Recurring(Rule::parse(text, chrono_tz::Europe::Berlin).unwrap());
    let of = |kind| SessionEdit { kind: Some(kind), ..SessionEdit::default() };
    let series = edit(&session(), of(rule("FREQ=DAILY;COUNT=2"))).unwrap();
    assert_eq!(coming(&series), ["11-23 16:00", "11-24 16:00"]);
    let other = edit(&series, of(rule("FREQ=WEEKLY;COUNT=2"))).unwrap();
    assert_eq!(coming(&other), ["11-23 16:00", "11-30 16:00"]);
    let single = edit(&series, of(KindWish::OneTime)).unwrap();
    assert_eq!((single.kind(), single.schedule()), (&SessionKind::OneTime, session().schedule()));
    let hours = DailyHours::new(time(9), time(17), vec![Weekday::Mon]).unwrap();
    let open = edit(&session(), of(KindWish::Open(hours))).unwrap();
    assert_eq!(at(open.schedule()), "11-23 09:00");
    let both = SessionEdit { scope: Scope::This(None), ..of(rule("FREQ=DAILY;COUNT=2")) };
    assert!(matches!(edit(&series, both), Err(EditError::Field("scope", _))));
    for changed in [&series, &open] {
        assert_eq!(changed.parts().calendar_sequence, session().parts().calendar_sequence + 1);
    }
}

#[test]
fn occurrences_are_called_off_one_by_one_or_from_one_on() {
    let plain = weekly("FREQ=WEEKLY;COUNT=3");
    let cancel = |session: &Session, scope| session.clone().cancel_part(scope, None, Tell::Invitees, now());
    let first = cancel(&plain, Scope::This(None)).unwrap();
    assert_eq!((at(first.schedule()), coming(&first).len()), ("11-30 16:00".to_owned(), 2));
    assert_eq!(first.parts().calendar_sequence, plain.parts().calendar_sequence + 1);
    let second = Some(local("2026-11-30T16:00:00"));
    let rest = cancel(&plain, Scope::Following(second)).unwrap();
    assert_eq!((at(rest.schedule()), coming(&rest)), ("11-23 16:00".to_owned(), vec!["11-23 16:00".to_owned()]));
    assert_eq!(cancel(&rest, Scope::This(second)), Ok(rest.clone()), "once is enough");
    assert_eq!(cancel(&rest, Scope::Following(second)).unwrap_err(), ("occurrence", Malformed::NoOccurrence).into());
    let all = cancel(&plain, Scope::Following(None)).unwrap();
    assert!(matches!(all.state(), SessionState::Cancelled { .. }), "nothing is left");
    let live = plain.start(now()).unwrap();
    assert_eq!(cancel(&live, Scope::This(None)).unwrap_err(), LifecycleError::UnderWay.into());
    let later = cancel(&live, Scope::This(second)).unwrap();
    assert_eq!((later.state(), later.schedule()), (live.state(), live.schedule()));
    assert!(matches!(cancel(&session(), Scope::This(None)), Err(EditError::Field("scope", _))));
}

#[test]
fn only_open_sessions_go_on_for_months() {
    let schedule = Schedule::from_instants(minutes(60), minutes(60) + TimeDelta::days(60), chrono_tz::UTC).unwrap();
    let long = Err(("ends_at", Malformed::LastsTooLong { days: 31 }));
    assert_eq!(KindWish::OneTime.plan(schedule.clone()).map(drop), long);
    let rule = Rule::parse("FREQ=MONTHLY;COUNT=2", chrono_tz::UTC).unwrap();
    assert_eq!(KindWish::Recurring(rule).plan(schedule.clone()).map(drop), long);
    let hours = DailyHours::new(time(9), time(17), Vec::new()).unwrap();
    assert!(KindWish::Open(hours).plan(schedule).is_ok());
}

proptest! {
    /// Going on from one occurrence to the next visits each once, whatever was moved or called off.
    #[test]
    fn rolling_on_visits_each_occurrence_exactly_once(
        count in 2_usize..20, moved in prop::collection::vec((0_usize..20, 1_i64..2_000), 0..4),
        cancelled in prop::collection::vec(0_usize..20, 0..4),
    ) {
        let mut session = weekly(&format!("FREQ=DAILY;COUNT={count}"));
        let names: Vec<NaiveDateTime> = session.occurrences().iter().map(|one| one.original).collect();
        for (number, by) in moved {
            let Some(name) = names.get(number) else { continue };
            let from = session.occurrences().into_iter().find(|one| one.original == *name).unwrap().schedule;
            let by = TimeDelta::minutes(by);
            let to = Schedule::from_instants(from.starts_at() + by, from.ends_at() + by, from.zone()).unwrap();
            let change = SessionEdit { schedule: Some(to), scope: Scope::This(Some(*name)), ..SessionEdit::default() };
            if let Ok(changed) = edit(&session, change) {
                session = changed;
            }
        }
        for number in cancelled {
            let Some(name) = names.get(number) else { continue };
            let changed = session.clone().cancel_part(Scope::This(Some(*name)), None, Tell::Invitees, now());
            if let Ok(changed) = changed {
                session = changed;
            }
        }
        prop_assume!(!matches!(session.state(), SessionState::Cancelled { .. }));
        let expected: Vec<_> = session.occurrences().into_iter()
            .filter(|one| one.standing != Standing::Cancelled)
            .map(|one| one.schedule)
            .collect();
        let mut visited = Vec::new();
        while matches!(session.state(), SessionState::Scheduled) {
            let schedule = session.schedule().clone();
            visited.push(schedule.clone());
            let live = session.start(schedule.starts_at()).unwrap().end(schedule.ends_at()).unwrap();
            session = live.roll_on(schedule.ends_at());
        }
        prop_assert_eq!(visited, expected);
    }
}
