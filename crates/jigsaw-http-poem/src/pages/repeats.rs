//! How a session repeats or is open, in words and in the fields of its form.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use jigsaw_domain::malformed::{Malformed, Problems};
use jigsaw_domain::session::{
    self, DailyHours, Frequency, KindWish, Rule, RuleDay, RuleEnd, Session, Standing, day_word, parse_day,
};

use super::posted::Posted;
use crate::text::Text;
use crate::view::{DayChoice, RuleUnit, SessionForm, SessionKind};

const DAY: &str = "day_";

/// The fields of the form that this module reads, but for the days.
pub(super) const FIELDS: [&str; 6] = ["kind", "every", "unit", "times", "last", "rule"];

/// Whether a field is a day of the week.
pub(super) fn is_day(name: &str) -> bool {
    name.strip_prefix(DAY).is_some_and(|code| parse_day(code).is_ok())
}

/// How it repeats or is open, in one line; nothing for what takes place once.
pub(super) fn sentence(text: &Text, session: &Session, now: DateTime<Utc>) -> String {
    match session.kind() {
        session::SessionKind::OneTime => String::new(),
        session::SessionKind::Open(hours) => {
            let clock = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
            let open = text.t2("repeats-open", "from", clock(hours.opens()), "to", clock(hours.closes()));
            on_days(text, open, hours.days().iter().copied())
        }
        session::SessionKind::Recurring(series) => {
            let count = u32::from(series.rule.interval());
            let every = match series.rule.frequency() {
                Frequency::Daily => text.t1("repeats-daily", "count", count),
                Frequency::Weekly => text.t1("repeats-weekly", "count", count),
                Frequency::Monthly => text.t1("repeats-monthly", "count", count),
            };
            let plain = series.rule.days().iter().filter(|day| day.nth == 0).map(|day| day.day);
            let every = on_days(text, every, plain);
            let left = session.occurrences().iter().filter(|one| is_left(one, now)).count();
            text.t2("repeats-left", "rule", every, "count", left)
        }
    }
}

fn is_left(one: &session::Occurrence, now: DateTime<Utc>) -> bool {
    one.standing != Standing::Cancelled && one.schedule.ends_at() > now
}

fn on_days(text: &Text, what: String, days: impl Iterator<Item = Weekday>) -> String {
    let names: Vec<String> = days.map(|day| text.t(&format!("weekday-{}", day.number_from_monday()))).collect();
    if names.is_empty() { what } else { text.t2("repeats-on", "rule", what, "days", names.join(", ")) }
}

/// The fields of a session as it is stored.
pub(super) fn stored(kind: &session::SessionKind) -> SessionForm {
    let usual = SessionForm::default();
    let days = |days: Vec<Weekday>| DayChoice::offer(&days.into_iter().map(day_word).collect::<Vec<_>>());
    match kind {
        session::SessionKind::OneTime => usual,
        session::SessionKind::Open(hours) => {
            SessionForm { kind: SessionKind::Open, days: days(hours.days().to_vec()), ..usual }
        }
        session::SessionKind::Recurring(series) => {
            let rule = &series.rule;
            let (times, last) = match rule.end() {
                RuleEnd::Count(count) => (count.to_string(), String::new()),
                RuleEnd::Until(end) => (String::new(), end.date().to_string()),
            };
            let plain = is_plain(rule);
            SessionForm {
                kind: SessionKind::Recurring,
                days: days(if plain { rule.days().iter().map(|day| day.day).collect() } else { Vec::new() }),
                every: rule.interval().to_string(),
                unit: match rule.frequency() {
                    _ if !plain => RuleUnit::AsItIs,
                    Frequency::Daily => RuleUnit::Days,
                    Frequency::Weekly => RuleUnit::Weeks,
                    Frequency::Monthly => RuleUnit::Months,
                },
                times,
                last,
                rule: if plain { String::new() } else { rule.to_string() },
                ..usual
            }
        }
    }
}

/// Whether the fields of the form say all that the rule says.
fn is_plain(rule: &Rule) -> bool {
    let days = rule.days();
    let weekly = rule.frequency() == Frequency::Weekly;
    let whole_day = matches!(rule.end(), RuleEnd::Count(_)) || RuleEnd::on(until(rule.end())) == rule.end();
    rule.month_days().is_empty() && (weekly || days.is_empty()) && whole_day
}

fn until(end: RuleEnd) -> NaiveDate {
    match end {
        RuleEnd::Count(_) => NaiveDate::default(),
        RuleEnd::Until(end) => end.date(),
    }
}

/// The fields as they were typed.
pub(super) fn typed(posted: &Posted) -> SessionForm {
    let usual = SessionForm::default();
    let days: Vec<&str> = posted.ticked(DAY).collect();
    let text = |name: &str| posted.text(name).to_owned();
    SessionForm {
        kind: SessionKind::parse(posted.text("kind")).unwrap_or(usual.kind),
        days: DayChoice::offer(&days),
        every: text("every"),
        unit: RuleUnit::parse(posted.text("unit")).unwrap_or(usual.unit),
        times: text("times"),
        last: text("last"),
        rule: text("rule"),
        ..usual
    }
}

/// What the fields wish for. Of an open session, the hours are those of its start and end.
pub(super) fn wish(
    posted: &Posted,
    (starts, ends): (NaiveDateTime, NaiveDateTime),
    zone: Tz,
    problems: &mut Problems,
) -> Option<KindWish> {
    let kind = match posted.filled("kind") {
        // A form of another time, or a program that fills in less: as it always was.
        None => SessionKind::OneTime,
        Some(word) => {
            let read = SessionKind::parse(word).ok_or(Malformed::NotAChoice("one_time, open, recurring"));
            problems.take("kind.type", read)?
        }
    };
    let days: Vec<Weekday> = posted.ticked(DAY).filter_map(|code| parse_day(code).ok()).collect();
    match kind {
        SessionKind::OneTime => Some(KindWish::OneTime),
        SessionKind::Open => {
            let hours = DailyHours::new(starts.time(), ends.time(), days);
            hours.map(KindWish::Open).map_err(|(field, fault)| problems.note(field, fault)).ok()
        }
        SessionKind::Recurring => problems.take("kind.rule", rule(posted, days, zone)).map(KindWish::Recurring),
    }
}

fn rule(posted: &Posted, days: Vec<Weekday>, zone: Tz) -> Result<Rule, Malformed> {
    let number = |text: &str| {
        let read = text.trim().parse::<u16>();
        read.map_err(|_| Malformed::OutOfRange { min: 1, max: i64::from(Rule::MOST) })
    };
    let end = match (posted.filled("times"), posted.filled("last")) {
        (_, Some(day)) => RuleEnd::on(day.trim().parse().map_err(|_| Malformed::NotATime)?),
        (Some(times), None) => RuleEnd::Count(number(times)?),
        (None, None) => return Err(Malformed::Blank),
    };
    let frequency = match RuleUnit::parse(posted.text("unit")) {
        Some(RuleUnit::AsItIs) => return Ok(Rule::parse(posted.text("rule"), zone)?.ending(end)),
        Some(RuleUnit::Days) => Frequency::Daily,
        Some(RuleUnit::Months) => Frequency::Monthly,
        Some(RuleUnit::Weeks) | None => Frequency::Weekly,
    };
    let every = posted.filled("every").map(number).transpose()?.unwrap_or(1);
    // Only weeks are counted by days of the week here.
    let days = if frequency == Frequency::Weekly { days } else { Vec::new() };
    Rule::new(frequency, every, days.into_iter().map(|day| RuleDay { nth: 0, day }).collect(), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> Result<KindWish, Vec<String>> {
        let mut problems = Problems::default();
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let span = (at("2027-01-04T09:00:00"), at("2027-01-08T17:00:00"));
        let wish = wish(&Posted::of(fields), span, chrono_tz::UTC, &mut problems);
        wish.ok_or_else(|| problems.into_vec().into_iter().map(|problem| problem.field).collect())
    }

    #[test]
    fn plain_controls_make_rules_and_hours() {
        assert_eq!(read(&[]), Ok(KindWish::OneTime));
        let weekly = [("kind", "recurring"), ("every", "2"), ("unit", "weeks"), ("day_WE", "on"), ("day_MO", "on")];
        let text = |more: &[(&str, &str)]| match read(&[&weekly, more].concat()) {
            Ok(KindWish::Recurring(rule)) => rule.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(&[("times", "10")]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10");
        assert_eq!(text(&[("last", "2027-03-31")]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270331");
        let Ok(KindWish::Open(hours)) = read(&[("kind", "open"), ("day_FR", "on")]) else { panic!("hours") };
        assert_eq!((hours.opens().to_string(), hours.days()), ("09:00:00".to_owned(), [Weekday::Fri].as_slice()));
    }

    #[test]
    fn faults_are_named() {
        for (fields, field) in [
            (vec![("kind", "yearly")], "kind.type"),
            (vec![("kind", "recurring")], "kind.rule"),
            (vec![("kind", "recurring"), ("times", "many")], "kind.rule"),
            (vec![("kind", "recurring"), ("last", "soon")], "kind.rule"),
            (vec![("kind", "recurring"), ("every", "0"), ("times", "3")], "kind.rule"),
        ] {
            assert_eq!(read(&fields), Err(vec![field.to_owned()]), "{fields:?}");
        }
    }

    #[test]
    fn what_is_stored_comes_back_from_the_form() {
        for text in [
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10",
            "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3",
            "FREQ=DAILY;UNTIL=20270301",
        ] {
            let rule = Rule::parse(text, chrono_tz::UTC).unwrap();
            let starts = "2027-01-04T09:00:00Z".parse().unwrap();
            let ends = "2027-01-04T10:00:00Z".parse().unwrap();
            let schedule = session::Schedule::from_instants(starts, ends, chrono_tz::UTC).unwrap();
            let (kind, _) = KindWish::Recurring(rule.clone()).plan(schedule).unwrap();
            let form = stored(&kind);
            let days: Vec<String> =
                form.days.iter().filter(|day| day.chosen).map(|day| format!("day_{}", day.code)).collect();
            let mut fields = vec![
                ("kind", form.kind.code()),
                ("every", &form.every),
                ("unit", form.unit.code()),
                ("times", &form.times),
                ("last", &form.last),
                ("rule", &form.rule),
            ];
            fields.extend(days.iter().map(|day| (day.as_str(), "on")));
            assert_eq!(read(&fields), Ok(KindWish::Recurring(rule)), "{text}");
        }
    }
}
