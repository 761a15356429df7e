use super::*;

fn rule(text: &str) -> Rule {
    Rule::parse(text, chrono_tz::Europe::Berlin).unwrap()
}

fn starts(text: &str, from: &str) -> Vec<String> {
    rule(text).starts(from.parse().unwrap()).iter().map(|at| at.format("%m-%d").to_string()).collect()
}

#[test]
fn rules_are_written_as_they_are_read() {
    for text in [
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270331",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
        "FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=12",
        "FREQ=WEEKLY;UNTIL=20270331T091500",
    ] {
        assert_eq!(rule(text).to_string(), text);
        assert_eq!(rule(&rule(text).to_string()), rule(text));
    }
    let loose = " RRULE:freq=weekly;byday=we,MO,we;wkst=MO;interval=1;count=3 ";
    assert_eq!(rule(loose).to_string(), "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3");
    let utc = rule("FREQ=DAILY;UNTIL=20270331T220000Z");
    assert_eq!(utc.to_string(), "FREQ=DAILY;UNTIL=20270401T000000", "read in the zone");
}

#[test]
fn what_is_not_understood_is_refused() {
    for bad in [
        "",
        "COUNT=3",
        "FREQ=WEEKLY",
        "FREQ=YEARLY;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270331",
        "FREQ=WEEKLY;COUNT=3;COUNT=4",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=501",
        "FREQ=WEEKLY;COUNT=+3",
        "FREQ=WEEKLY;COUNT=99999999",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=3",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=3",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=3",
        "FREQ=WEEKLY;BYDAY=é;COUNT=3",
        "FREQ=WEEKLY;BYDAY=;COUNT=3",
        "FREQ=MONTHLY;BYDAY=0MO;COUNT=3",
        "FREQ=MONTHLY;BYDAY=6MO;COUNT=3",
        "FREQ=WEEKLY;BYMONTHDAY=1;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3",
        "FREQ=MONTHLY;BYSETPOS=1;COUNT=3",
        "FREQ=WEEKLY;WKST=SU;COUNT=3",
        "FREQ=WEEKLY;UNTIL=soon",
        "FREQ",
    ] {
        assert!(Rule::parse(bad, chrono_tz::UTC).is_err(), "{bad}");
    }
    assert!(Rule::parse(&"X".repeat(300), chrono_tz::UTC).is_err());
}

#[test]
fn days_are_those_of_the_rule() {
    for (text, from, expected) in [
        ("FREQ=DAILY;COUNT=3", "2027-01-30T09:00:00", vec!["01-30", "01-31", "02-01"]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", "2027-01-30T09:00:00", vec!["01-30", "02-09", "02-19"]),
        ("FREQ=WEEKLY;COUNT=3", "2027-01-04T09:00:00", vec!["01-04", "01-11", "01-18"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "2027-01-04T09:00:00", vec!["01-04", "01-06", "01-11", "01-13"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", "2027-01-05T09:00:00", vec!["01-06", "01-11", "01-13"]),
        // Weeks begin on Monday: after Sunday the 10th comes the week that is left out.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4", "2027-01-04T09:00:00", vec!["01-04", "01-10", "01-18", "01-24"]),
        ("FREQ=MONTHLY;COUNT=3", "2027-01-31T09:00:00", vec!["01-31", "03-31", "05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2028-01-31T09:00:00", vec!["01-31", "02-29", "03-31"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "2027-01-01T09:00:00", vec!["01-12", "02-09", "03-09"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2027-01-01T09:00:00", vec!["01-29", "02-26", "03-26"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "2026-01-01T09:00:00", vec!["02-13", "03-13"]),
        ("FREQ=WEEKLY;UNTIL=20270118", "2027-01-04T09:00:00", vec!["01-04", "01-11", "01-18"]),
        ("FREQ=WEEKLY;UNTIL=20270118T085959", "2027-01-04T09:00:00", vec!["01-04", "01-11"]),
        ("FREQ=WEEKLY;UNTIL=20260118", "2027-01-04T09:00:00", vec![]),
        ("FREQ=MONTHLY;BYMONTHDAY=30;BYDAY=6MO;COUNT=1", "2027-01-04T09:00:00", vec![]),
    ] {
        match Rule::parse(text, chrono_tz::UTC) {
            Ok(_) => assert_eq!(starts(text, from), expected, "{text} from {from}"),
            Err(_) => assert!(expected.is_empty(), "{text}"),
        }
    }
}

#[test]
fn leap_days_come_when_they_come() {
    let found = rule("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=4").starts("2027-01-29T09:00:00".parse().unwrap());
    let days: Vec<String> = found.iter().map(|at| at.date().to_string()).collect();
    assert_eq!(days, ["2027-01-29", "2027-03-29", "2027-04-29", "2027-05-29"], "no 29th of February in 2027");
    let found = rule("FREQ=MONTHLY;INTERVAL=12;COUNT=2").starts("2028-02-29T09:00:00".parse().unwrap());
    assert_eq!(found.len(), 1, "the next one is out of reach");
}

#[test]
fn the_one_day_of_a_rule_moves_with_its_start() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let moved = |text: &str| rule(text).moved(day("2027-01-04"), day("2027-01-05")).to_string();
    assert_eq!(moved("FREQ=WEEKLY;BYDAY=MO;COUNT=3"), "FREQ=WEEKLY;BYDAY=TU;COUNT=3");
    assert_eq!(moved("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3"), "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3");
    assert_eq!(moved("FREQ=MONTHLY;BYMONTHDAY=4;COUNT=3"), "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3");
}
