//! Access to the message files: every word of a mail comes from `locales/<language>/*.ftl`.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Offset as _, Timelike as _, Utc};
use chrono_tz::{OffsetName as _, Tz};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use jigsaw_domain::language::Language;

use crate::plain;

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        // Marks of isolation are set by `plain`, only where the direction of writing needs them.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

/// A value inside a message.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// What people typed; kept from looking like a link.
    Typed(String),
    /// What people typed, for subjects: there nothing becomes a link, and searching should find it.
    Titled(String),
    /// Our own words, or a code word that a message chooses by.
    Own(String),
    /// A number, which chooses the plural form.
    Count(u32),
}

/// A named value.
pub(crate) type Arg = (&'static str, Value);

/// The voice of one mail.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    lang: LanguageIdentifier,
}

impl Words {
    /// Speaks a language. What is missing there is said in English; a test sees to it that nothing is.
    pub(crate) fn of(language: Language) -> Self {
        let wanted = MESSAGES.locales().find(|known| known.language.as_str() == language.as_str());
        Self { lang: wanted.unwrap_or_else(|| MESSAGES.fallback()).clone() }
    }

    /// The language tag for `<html lang>`.
    pub(crate) fn lang(&self) -> String {
        self.lang.to_string()
    }

    /// The direction of writing for `<html dir>`.
    pub(crate) fn dir(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// A message. What is missing shows as its key; a test sees to it that none is.
    pub(crate) fn say(&self, key: &str, args: &[Arg]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), self.value(value))).collect();
        MESSAGES.try_lookup_with_args(&self.lang, key, &args).unwrap_or_else(|| key.to_owned())
    }

    /// What people typed, as it stands alone: a heading.
    pub(crate) fn typed(&self, text: &str) -> String {
        plain::isolated(plain::inert(text), self.is_right_to_left())
    }

    fn value(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Typed(text) => FluentValue::from(self.typed(text)),
            Value::Titled(text) => {
                let text = plain::header(&plain::line(text));
                FluentValue::from(plain::isolated(text, self.is_right_to_left()))
            }
            Value::Own(text) => FluentValue::from(text.clone()),
            Value::Count(count) => FluentValue::from(*count),
        }
    }

    fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.lang.language.as_str())
    }
}

/// Dates and times, always with their zone.
impl Words {
    /// "Tuesday 24 November 2026".
    pub(crate) fn date(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        // Day and year as text: numbers would be grouped in thousands in some languages.
        self.say(
            "time-date",
            &[
                ("weekday", self.named("weekday", local.weekday().number_from_monday())),
                ("day", self.day(local.day())),
                ("month", self.named("month", local.month())),
                ("year", Value::Own(local.year().to_string())),
            ],
        )
    }

    /// "14:00 Berlin time (UTC+1)".
    pub(crate) fn clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let zone_name = Value::Own(self.zone_with_offset(at, zone));
        self.say("time-at", &[("time", Value::Own(clock(at, zone))), ("zone", zone_name)])
    }

    /// "14:00 Berlin time", for subjects.
    pub(crate) fn short_clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let zone_name = Value::Own(self.zone(at, zone));
        self.say("time-at", &[("time", Value::Own(clock(at, zone))), ("zone", zone_name)])
    }

    /// The day on one line and the hours on the next; beginning and end on a line each when their days differ. They stand
    /// alone, so the first begins with a capital, whatever the language does with the names of days in a sentence.
    pub(crate) fn span(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Vec<String> {
        let (start, end) = (from.with_timezone(&zone), to.with_timezone(&zone));
        // Where the clocks change in between, one offset for both would be wrong by an hour.
        let shifts = start.offset().fix() != end.offset().fix();
        let hour = |at| {
            if shifts { self.clock_with_offset(at, zone) } else { clock(at, zone) }
        };
        let zone_name = Value::Own(if shifts { self.zone(from, zone) } else { self.zone_with_offset(from, zone) });
        let (first, last) = (Value::Own(hour(from)), Value::Own(hour(to)));
        let day = |at| Value::Own(self.date(at, zone));
        if start.date_naive() == end.date_naive() {
            let hours = self.say("time-span", &[("from", first), ("to", last), ("zone", zone_name)]);
            vec![capitalised(&self.date(from, zone)), hours]
        } else {
            vec![
                self.say("time-span-from", &[("date", day(from)), ("time", first)]),
                self.say("time-span-to", &[("date", day(to)), ("time", last), ("zone", zone_name)]),
            ]
        }
    }

    /// "1 day", "2 hours" or "10 minutes": the largest unit that fits evenly.
    pub(crate) fn minutes(&self, minutes: u32) -> String {
        let count = |count| [("count", Value::Count(count))];
        if minutes > 0 && minutes.is_multiple_of(1440) {
            self.say("time-days", &count(minutes / 1440))
        } else if minutes > 0 && minutes.is_multiple_of(60) {
            self.say("time-hours", &count(minutes / 60))
        } else {
            self.say("time-minutes", &count(minutes))
        }
    }

    /// "Berlin time" for `Europe/Berlin`, "UTC" for itself.
    fn zone(&self, at: DateTime<Utc>, zone: Tz) -> String {
        if is_utc(zone) {
            return "UTC".to_owned();
        }
        match zone.name().rsplit_once('/') {
            // `Etc/GMT+5` is five hours behind: its name says the opposite of what people read.
            Some(("Etc", _)) => format!("UTC{}", offset(at, zone)),
            Some((_, city)) => self.say("time-zone-of", &[("city", Value::Own(city.replace('_', " ")))]),
            None => at.with_timezone(&zone).offset().abbreviation().unwrap_or(zone.name()).to_owned(),
        }
    }

    fn zone_with_offset(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let name = self.zone(at, zone);
        if name.starts_with("UTC") {
            return name;
        }
        self.say("time-zone-offset", &[("zone", Value::Own(name)), ("offset", Value::Own(offset(at, zone)))])
    }

    fn clock_with_offset(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let time = Value::Own(clock(at, zone));
        self.say("time-with-offset", &[("time", time), ("offset", Value::Own(offset(at, zone)))])
    }

    /// The first has a form of its own in French.
    fn day(&self, day: u32) -> Value {
        Value::Own(if day == 1 { self.say("day-first", &[]) } else { day.to_string() })
    }

    fn named(&self, family: &str, number: u32) -> Value {
        Value::Own(self.say(&format!("{family}-{number}"), &[]))
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn is_utc(zone: Tz) -> bool {
    matches!(
        zone,
        Tz::UTC | Tz::UCT | Tz::Universal | Tz::Zulu | Tz::Etc__UTC | Tz::Etc__UCT | Tz::Etc__Universal | Tz::Etc__Zulu
    )
}

fn clock(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// "+1", "−3:30", "+0".
fn offset(at: DateTime<Utc>, zone: Tz) -> String {
    let minutes = at.with_timezone(&zone).offset().fix().local_minus_utc() / 60;
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::{America, Etc, Europe};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn span(from: &str, minutes: i64, zone: Tz) -> String {
        let from = at(from);
        Words::of(Language::English).span(from, from + TimeDelta::minutes(minutes), zone).join(" | ")
    }

    #[test]
    fn times_name_their_zone() {
        let afternoon = "2026-11-24T13:00:00Z";
        for (zone, expected) in [
            (Europe::Berlin, "Tuesday 24 November 2026 | 14:00–15:00 Berlin time (UTC+1)"),
            (America::St_Johns, "Tuesday 24 November 2026 | 09:30–10:30 St Johns time (UTC\u{2212}3:30)"),
            (Tz::UTC, "Tuesday 24 November 2026 | 13:00–14:00 UTC"),
            (Etc::UTC, "Tuesday 24 November 2026 | 13:00–14:00 UTC"),
            (Etc::GMTPlus5, "Tuesday 24 November 2026 | 08:00–09:00 UTC\u{2212}5"),
            (Tz::EST5EDT, "Tuesday 24 November 2026 | 08:00–09:00 EST (UTC\u{2212}5)"),
        ] {
            assert_eq!(span(afternoon, 60, zone), expected);
        }
    }

    #[test]
    fn over_midnight_and_over_a_change_of_the_clocks() {
        assert_eq!(
            span("2026-11-24T22:30:00Z", 60, Europe::Berlin),
            "From Tuesday 24 November 2026, 23:30 | to Wednesday 25 November 2026, 00:30 Berlin time (UTC+1)"
        );
        assert_eq!(
            span("2026-10-25T00:30:00Z", 60, Europe::Berlin),
            "Sunday 25 October 2026 | 02:30 (UTC+2)–02:30 (UTC+1) Berlin time"
        );
    }

    #[test]
    fn waits_are_said_in_the_largest_unit_that_fits() {
        let words = Words::of(Language::English);
        let said = [1, 10, 60, 90, 120, 1440, 2880].map(|minutes| words.minutes(minutes));
        assert_eq!(said, ["1 minute", "10 minutes", "1 hour", "90 minutes", "2 hours", "1 day", "2 days"]);
    }
}
