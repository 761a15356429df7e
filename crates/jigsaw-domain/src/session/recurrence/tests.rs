use proptest::prelude::*;

use super::*;

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// A series of an hour each, from this local start.
fn series(rule: &str, from: &str, zone: Tz) -> Result<Recurrence, Fault> {
    let starts_at = resolve_forward(local(from), zone);
    let schedule = Schedule::from_instants(starts_at, starts_at + TimeDelta::hours(1), zone).unwrap();
    Recurrence::plan(Rule::parse(rule, zone).unwrap(), &schedule)
}

/// Each start, local and in UTC.
fn starts(series: &Recurrence, zone: Tz) -> Vec<String> {
    let shown = |one: &Occurrence| {
        let schedule = &one.schedule;
        format!("{} = {}", schedule.starts().format("%m-%d %H:%M"), schedule.starts_at().format("%d %H:%M"))
    };
    series.occurrences(zone).iter().map(shown).collect()
}

#[test]
fn weekly_nine_stays_nine_and_gaps_move_forward() {
    use chrono_tz::{America, Australia, Europe, Pacific};
    for (name, zone, rule, from, expected) in [
        (
            "Berlin in spring",
            Europe::Berlin,
            "FREQ=WEEKLY;COUNT=3",
            "2027-03-22T09:00:00",
            ["03-22 09:00 = 22 08:00", "03-29 09:00 = 29 07:00", "04-05 09:00 = 05 07:00"].as_slice(),
        ),
        (
            "Berlin in autumn",
            Europe::Berlin,
            "FREQ=WEEKLY;COUNT=2",
            "2027-10-25T09:00:00",
            &["10-25 09:00 = 25 07:00", "11-01 09:00 = 01 08:00"],
        ),
        (
            "Berlin, in the gap",
            Europe::Berlin,
            "FREQ=WEEKLY;COUNT=3",
            "2027-03-21T02:30:00",
            &["03-21 02:30 = 21 01:30", "03-28 03:30 = 28 01:30", "04-04 02:30 = 04 00:30"],
        ),
        (
            "Berlin, in the fold",
            Europe::Berlin,
            "FREQ=WEEKLY;COUNT=2",
            "2027-10-24T02:30:00",
            &["10-24 02:30 = 24 00:30", "10-31 02:30 = 31 00:30"],
        ),
        (
            "New York in spring",
            America::New_York,
            "FREQ=WEEKLY;COUNT=2",
            "2027-03-08T09:00:00",
            &["03-08 09:00 = 08 14:00", "03-15 09:00 = 15 13:00"],
        ),
        (
            "New York, in the gap",
            America::New_York,
            "FREQ=DAILY;COUNT=2",
            "2027-03-13T02:15:00",
            &["03-13 02:15 = 13 07:15", "03-14 03:15 = 14 07:15"],
        ),
        (
            "New York, in the fold",
            America::New_York,
            "FREQ=DAILY;COUNT=2",
            "2027-11-06T01:30:00",
            &["11-06 01:30 = 06 05:30", "11-07 01:30 = 07 05:30"],
        ),
        (
            "Lord Howe moves by half an hour",
            Australia::Lord_Howe,
            "FREQ=WEEKLY;COUNT=2",
            "2027-09-27T09:00:00",
            &["09-27 09:00 = 26 22:30", "10-04 09:00 = 03 22:00"],
        ),
        (
            "Lord Howe, in its gap",
            Australia::Lord_Howe,
            "FREQ=DAILY;COUNT=2",
            "2027-10-02T02:10:00",
            &["10-02 02:10 = 01 15:40", "10-03 02:40 = 02 15:40"],
        ),
        (
            "Samoa without its 30 December",
            Pacific::Apia,
            "FREQ=DAILY;COUNT=3",
            "2011-12-29T09:00:00",
            &["12-29 09:00 = 29 19:00", "12-31 09:00 = 30 19:00"],
        ),
        (
            "Samoa, Fridays",
            Pacific::Apia,
            "FREQ=WEEKLY;COUNT=3",
            "2011-12-23T09:00:00",
            &["12-23 09:00 = 23 19:00", "12-31 09:00 = 30 19:00", "01-06 09:00 = 05 19:00"],
        ),
        (
            "leap day",
            Europe::Berlin,
            "FREQ=DAILY;COUNT=3",
            "2028-02-28T09:00:00",
            &["02-28 09:00 = 28 08:00", "02-29 09:00 = 29 08:00", "03-01 09:00 = 01 08:00"],
        ),
    ] {
        assert_eq!(starts(&series(rule, from, zone).unwrap(), zone), expected, "{name}");
    }
}

#[test]
fn a_series_is_bounded() {
    let plan = |rule| series(rule, "2027-01-04T09:00:00", chrono_tz::UTC).map(|_| ()).map_err(|(_, fault)| fault);
    assert_eq!(plan("FREQ=DAILY;COUNT=500"), Ok(()));
    assert_eq!(plan("FREQ=DAILY;UNTIL=20280601"), Err(Malformed::TooMany { max: 500 }));
    assert_eq!(plan("FREQ=MONTHLY;COUNT=40"), Err(Malformed::TooFar { years: 3 }));
    assert_eq!(plan("FREQ=WEEKLY;UNTIL=20350101"), Err(Malformed::TooFar { years: 3 }));
    assert_eq!(plan("FREQ=WEEKLY;UNTIL=20260101"), Err(Malformed::NeverTakesPlace));
    let long = Schedule::from_instants(
        "2027-01-04T09:00:00Z".parse().unwrap(),
        "2027-01-05T10:00:00Z".parse().unwrap(),
        chrono_tz::UTC,
    );
    let daily = Rule::parse("FREQ=DAILY;COUNT=2", chrono_tz::UTC).unwrap();
    assert_eq!(Recurrence::plan(daily, &long.unwrap()).unwrap_err(), ("ends_at", Malformed::Overlaps));
}

#[test]
fn one_is_moved_and_one_is_called_off() {
    let zone = chrono_tz::Europe::Berlin;
    let plain = series("FREQ=WEEKLY;COUNT=4", "2027-03-15T09:00:00", zone).unwrap();
    let to = Slot { starts: local("2027-03-23T18:00:00"), lasts: TimeDelta::minutes(30) };
    let changed = plain.clone().except(local("2027-03-22T09:00:00"), Deviation::Moved(to), zone).unwrap();
    let changed = changed.except(local("2027-03-29T09:00:00"), Deviation::Cancelled, zone).unwrap();
    assert_eq!(starts(&changed, zone), ["03-15 09:00 = 15 08:00", "03-23 18:00 = 23 17:00", "04-05 09:00 = 05 07:00"]);
    let standings: Vec<Standing> = changed.listed(zone).iter().map(|one| one.standing).collect();
    assert_eq!(standings, [Standing::Planned, Standing::Moved, Standing::Cancelled, Standing::Planned]);
    let onto = Slot { starts: local("2027-03-15T09:30:00"), lasts: TimeDelta::hours(1) };
    let overlap = plain.clone().except(local("2027-03-22T09:00:00"), Deviation::Moved(onto), zone);
    assert_eq!(overlap.unwrap_err(), ("starts_at", Malformed::Overlaps));
    assert_eq!(plain.find(zone, local("2027-03-16T09:00:00")).unwrap_err(), ("occurrence", Malformed::NoOccurrence));
}

#[test]
fn a_series_that_begins_anew_keeps_what_is_still_to_come_before() {
    let zone = chrono_tz::Europe::Berlin;
    let mut plain = series("FREQ=WEEKLY;BYDAY=MO;COUNT=5", "2027-03-01T09:00:00", zone).unwrap();
    plain.over = Some(resolve_forward(local("2027-03-01T09:00:00"), zone));
    let third = plain.find(zone, local("2027-03-15T09:00:00")).unwrap();
    let tuesday = resolve_forward(local("2027-03-16T10:00:00"), zone);
    let later = Schedule::from_instants(tuesday, tuesday + TimeDelta::hours(2), zone).unwrap();
    let anew = plain.restart(&third, None, (&later, zone)).unwrap();
    let coming: Vec<String> =
        anew.coming(zone).iter().map(|one| one.schedule.starts().format("%m-%d %H:%M").to_string()).collect();
    assert_eq!(coming, ["03-08 09:00", "03-16 10:00", "03-23 10:00", "03-30 10:00"], "three of five are left");
    assert_eq!(anew.rule.to_string(), "FREQ=WEEKLY;BYDAY=TU;COUNT=3");
    let daily = Rule::parse("FREQ=DAILY;COUNT=2", zone).unwrap();
    let other = plain.restart(&third, Some(daily), (&third.schedule, zone)).unwrap();
    assert_eq!(other.coming(zone).len(), 3);
}

fn rules() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY"]), 1_u16..4, 1_u16..40)
        .prop_map(|(frequency, interval, count)| format!("FREQ={frequency};INTERVAL={interval};COUNT={count}"))
}

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Pacific::Apia,
    ])
}

proptest! {
    #[test]
    fn occurrences_rise_strictly_and_keep_their_local_time(
        rule in rules(), zone in zones(), day in 0_i64..700, minute in 0_i64..1_440,
        taken_out in prop::collection::vec(0_usize..40, 0..5),
    ) {
        let from = local("2010-06-01T00:00:00") + TimeDelta::days(day) + TimeDelta::minutes(minute);
        let made = series(&rule, &from.to_string().replace(' ', "T"), zone);
        prop_assume!(made.is_ok());
        let mut made = made.unwrap();
        let by_rule = made.rule.starts(made.first.starts);
        for number in taken_out {
            if let Some(original) = by_rule.get(number) {
                made = made.except(*original, Deviation::Cancelled, zone).unwrap();
            }
        }
        let all = made.occurrences(zone);
        prop_assert!(all.windows(2).all(|pair| pair[0].schedule.starts_at() < pair[1].schedule.starts_at()));
        for one in &all {
            let moved = one.schedule.starts() - one.original;
            prop_assert!(moved >= TimeDelta::zero() && moved <= TimeDelta::days(1), "only ever moved over a gap");
            prop_assert_eq!(one.schedule.ends_at() - one.schedule.starts_at(), TimeDelta::hours(1));
        }
    }
}
