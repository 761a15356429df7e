use chrono::NaiveDateTime;
use proptest::prelude::*;

use super::*;
use crate::session::SessionKind;
use crate::usecase::testing::session_with;

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hours(opens: &str, closes: &str, days: &[Weekday]) -> DailyHours {
    DailyHours::new(time(opens), time(closes), days.to_vec()).unwrap()
}

/// Each day's hours in local time and in UTC.
fn turns(hours: &DailyHours, (first, last): (&str, &str), zone: Tz) -> Vec<String> {
    let schedule = hours.schedule(day(first), day(last), zone).unwrap();
    let shown = |turn: Turn| format!("{} {}", turn.opens_at.format("%d %H:%M"), turn.closes_at.format("%d %H:%M"));
    hours.turns(&schedule).into_iter().map(shown).collect()
}

#[test]
fn the_same_local_hours_whatever_the_clocks_do() {
    use chrono_tz::{America, Australia, Europe, Pacific};
    let office = hours("09:00", "17:00", &[]);
    let night = hours("02:30", "04:00", &[]);
    for (name, hours, days, zone, expected) in [
        (
            "Berlin in spring",
            &office,
            ("2027-03-27", "2027-03-28"),
            Europe::Berlin,
            ["27 08:00 27 16:00", "28 07:00 28 15:00"].as_slice(),
        ),
        (
            "Berlin in autumn",
            &office,
            ("2027-10-30", "2027-10-31"),
            Europe::Berlin,
            &["30 07:00 30 15:00", "31 08:00 31 16:00"],
        ),
        (
            "Berlin, opening in the gap: an hour later by the clock",
            &night,
            ("2027-03-28", "2027-03-28"),
            Europe::Berlin,
            &["28 01:30 28 02:00"],
        ),
        (
            "Berlin, opening in the fold: the first time",
            &night,
            ("2027-10-31", "2027-10-31"),
            Europe::Berlin,
            &["31 00:30 31 03:00"],
        ),
        (
            "New York in spring",
            &office,
            ("2027-03-13", "2027-03-14"),
            America::New_York,
            &["13 14:00 13 22:00", "14 13:00 14 21:00"],
        ),
        (
            "Lord Howe moves by half an hour",
            &office,
            ("2027-10-02", "2027-10-03"),
            Australia::Lord_Howe,
            &["01 22:30 02 06:30", "02 22:00 03 06:00"],
        ),
        (
            "Lord Howe, opening in its gap",
            &hours_at("02:15", "03:00"),
            ("2027-10-03", "2027-10-03"),
            Australia::Lord_Howe,
            &["02 15:45 02 16:00"],
        ),
        (
            "Samoa had no 30 December 2011",
            &office,
            ("2011-12-29", "2011-12-31"),
            Pacific::Apia,
            &["29 19:00 30 03:00", "30 19:00 31 03:00"],
        ),
        (
            "a leap day",
            &office,
            ("2028-02-28", "2028-03-01"),
            chrono_tz::UTC,
            &["28 09:00 28 17:00", "29 09:00 29 17:00", "01 09:00 01 17:00"],
        ),
    ] {
        assert_eq!(turns(hours, days, zone), expected, "{name}");
    }
}

fn hours_at(opens: &str, closes: &str) -> DailyHours {
    hours(opens, closes, &[])
}

#[test]
fn days_of_the_week_are_kept_to() {
    let weekend = hours("09:00", "17:00", &[Weekday::Sun, Weekday::Sat]);
    assert_eq!(weekend.days(), [Weekday::Sat, Weekday::Sun]);
    let found = turns(&weekend, ("2027-01-04", "2027-01-17"), chrono_tz::UTC);
    assert_eq!(found.iter().map(|turn| &turn[..2]).collect::<Vec<_>>(), ["09", "10", "16", "17"]);
    let schedule = weekend.schedule(day("2027-01-04"), day("2027-01-20"), chrono_tz::UTC).unwrap();
    assert_eq!(schedule.starts(), day("2027-01-09").and_time(time("09:00")), "from the first opening");
    assert_eq!(schedule.ends(), day("2027-01-17").and_time(time("17:00")), "to the last closing");
    let all = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    assert!(hours("09:00", "17:00", &all).days().is_empty());
}

#[test]
fn hours_that_make_no_sense_are_refused() {
    let faulty = DailyHours::new(time("17:00"), time("09:00"), Vec::new());
    assert_eq!(faulty.unwrap_err(), ("kind.closes", Malformed::EndsBeforeStart));
    let plan = |first, last| hours("09:00", "17:00", &[Weekday::Sun]).schedule(day(first), day(last), chrono_tz::UTC);
    assert_eq!(plan("2027-01-04", "2027-01-09").unwrap_err(), ("kind.days", Malformed::NeverOpen));
    assert_eq!(plan("2027-01-04", "2027-01-03").unwrap_err(), ("ends_at", Malformed::EndsBeforeStart));
    assert_eq!(plan("2027-01-01", "2028-01-02").unwrap_err(), ("ends_at", Malformed::LastsTooLong { days: 366 }));
    assert!(plan("2027-01-01", "2027-12-31").is_ok());
}

proptest! {
    /// The hours that count are those under way or the next ones; `opens_from` says the same less the early entry.
    #[test]
    fn the_window_around_a_moment_agrees_with_the_list_of_days(
        start in 0_i64..1_500, length in 1_i64..40, minute in -3_000_i64..70_000,
        days in prop::sample::subsequence(vec![Weekday::Mon, Weekday::Wed, Weekday::Sat, Weekday::Sun], 0..4),
        zone in prop::sample::select(vec![chrono_tz::Europe::Berlin, chrono_tz::America::New_York,
            chrono_tz::Australia::Lord_Howe, chrono_tz::Pacific::Apia]),
        opens in 0_u32..1_300, lasts in 1_u32..139,
    ) {
        let first = day("2011-01-01") + chrono::TimeDelta::days(start);
        let at = |minutes: u32| NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        let hours = DailyHours::new(at(opens), at(opens + lasts), days).unwrap();
        let planned = hours.schedule(first, first + chrono::TimeDelta::days(length), zone);
        prop_assume!(planned.is_ok());
        let schedule = planned.unwrap();
        let all = hours.turns(&schedule);
        prop_assert!(all.windows(2).all(|pair| pair[0].closes_at <= pair[1].opens_at));
        prop_assert_eq!(all[0].opens_at, schedule.starts_at());
        prop_assert_eq!(all[all.len() - 1].closes_at, schedule.ends_at());
        let now = schedule.starts_at() + chrono::TimeDelta::minutes(minute);
        let expected = all.iter().find(|turn| now < turn.closes_at).copied().unwrap_or(all[all.len() - 1]);
        prop_assert_eq!(hours.turn(&schedule, now), expected);
        let session = session_with(|parts| {
            parts.kind = SessionKind::Open(hours.clone());
            parts.schedule = schedule.clone();
        });
        prop_assert_eq!(session.opens_from(now), expected.opens_at - chrono::TimeDelta::minutes(10));
        let local: NaiveDateTime = expected.opens_at.with_timezone(&zone).naive_local();
        prop_assert!(hours.days().is_empty() || hours.days().contains(&chrono::Datelike::weekday(&local)));
    }
}
