//! Access to the message files: every word a page shows comes from `locales/<language>/*.ftl`.
//!
//! [`Text`] is the voice of one answer: it knows the reader's language and is handed to every view.
//! Keys are written as literals so that a test can tell whether each one exists and is used.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};

mod arg;
#[cfg(test)]
mod keys_test;

pub use arg::ToArg;

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        // Marks of isolation are set by `arg`, only where the direction of writing needs them.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

/// A key of the message files, kept apart from other strings so that the key test sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub &'static str);

/// Looks up messages in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    lang: LanguageIdentifier,
}

impl Default for Text {
    fn default() -> Self {
        Self::negotiate(None)
    }
}

impl Text {
    /// Speaks `lang`; a message missing there is said in English.
    pub fn new(lang: LanguageIdentifier) -> Self {
        Self { lang }
    }

    /// Picks the first language of an `Accept-Language` value for which there are message files.
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let mut wishes: Vec<(u16, LanguageIdentifier)> =
            accept_language.unwrap_or_default().split(',').take(16).filter_map(wish).collect();
        // Stable: equal weights keep the order the browser gave.
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let lang = wishes
            .into_iter()
            .find_map(|(_, wanted)| MESSAGES.locales().find(|have| have.language == wanted.language).cloned())
            .unwrap_or_else(|| MESSAGES.fallback().clone());
        Self { lang }
    }

    /// The language tag for `<html lang>`.
    pub fn lang(&self) -> String {
        self.lang.to_string()
    }

    /// The direction of writing for `<html dir>`.
    pub fn dir(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.lang.language.as_str())
    }

    /// A message without parameters.
    pub fn t(&self, key: &str) -> String {
        MESSAGES.try_lookup(&self.lang, key).unwrap_or_else(|| key.to_owned())
    }

    /// A message with one parameter; a number chooses its plural form.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToArg) -> String {
        self.args(key, vec![(name, self.arg(value))])
    }

    /// A message with two parameters.
    pub fn t2(
        &self,
        key: &str,
        name1: &'static str,
        value1: impl ToArg,
        name2: &'static str,
        value2: impl ToArg,
    ) -> String {
        self.args(key, vec![(name1, self.arg(value1)), (name2, self.arg(value2))])
    }

    /// The message of a typed key.
    pub fn say(&self, key: Key) -> String {
        self.t(key.0)
    }

    /// A message that may be missing, for keys made from codes of the domain.
    pub fn find(&self, key: &str) -> Option<String> {
        MESSAGES.try_lookup(&self.lang, key)
    }

    fn arg(&self, value: impl ToArg) -> FluentValue<'static> {
        value.to_arg(self.is_right_to_left())
    }

    fn args(&self, key: &str, pairs: Vec<(&'static str, FluentValue<'static>)>) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
            pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        MESSAGES.try_lookup_with_args(&self.lang, key, &args).unwrap_or_else(|| key.to_owned())
    }
}

/// Names made from codes: they fall back to the code so that a new rule never breaks a page.
impl Text {
    /// The host's name for a rule, such as "Session is open".
    pub fn rule(&self, id: &str) -> String {
        self.find(&format!("rule-{id}")).unwrap_or_else(|| plain(id))
    }

    /// The host's short words for a reason code, such as "Too early".
    pub fn reason(&self, code: &str) -> String {
        self.find(&format!("reason-{code}")).unwrap_or_else(|| plain(code))
    }
}

/// Settings that cancel each other, and what becomes of people.
impl Text {
    /// What is odd about settings, by the conflict's code and its numbers.
    pub fn odd(&self, code: &str, numbers: &[(&'static str, u32)]) -> String {
        let values = numbers.iter().map(|(name, value)| (*name, self.arg(*value)));
        self.args(&format!("odd-{code}"), values.collect())
    }

    /// How many people an edit does something to, by the change's code: the head of their list.
    pub fn changed_people(&self, change: &str, count: u32) -> String {
        self.t1(&format!("preview-people-{change}"), "count", count)
    }

    /// What an edit does to everyone else who has the link, by the change's code.
    pub fn changed_others(&self, change: &str, because: &str) -> String {
        self.t1(&format!("preview-others-{change}"), "because", because)
    }
}

/// Faults of fields.
impl Text {
    /// What is wrong with a field and how to mend it, from the fault's code and its numbers
    /// (`min`, `max`, `row`, `days`), such as `fault("too_long", &[("max", 200)])`.
    pub fn fault(&self, code: &str, numbers: &[(&'static str, usize)]) -> String {
        let key = format!("fault-{code}");
        if self.find(&key).is_none() && numbers.is_empty() {
            return plain(code);
        }
        let values = numbers.iter().map(|(name, value)| (*name, self.arg(value)));
        self.args(&key, values.collect())
    }
}

/// Dates and times, always with their zone.
impl Text {
    /// "Tue 24 Nov 2026, 14:00 Berlin time".
    pub fn moment(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        self.t2("time-moment", "date", self.date(&local), "time", clock(&local)) + " " + &self.zone(zone)
    }

    /// "14:00", for rows on pages whose head names the zone.
    pub fn clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        clock(&at.with_timezone(&zone))
    }

    /// "Tue 24 Nov 2026, 14:00–15:00 Berlin time", or both dates when they differ.
    pub fn span(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
        let (start, end) = (from.with_timezone(&zone), to.with_timezone(&zone));
        let tail = if start.date_naive() == end.date_naive() {
            clock(&end)
        } else {
            self.t2("time-moment", "date", self.date(&end), "time", clock(&end))
        };
        let head = self.t2("time-moment", "date", self.date(&start), "time", clock(&start));
        self.t2("time-span", "from", head, "to", tail) + " " + &self.zone(zone)
    }

    /// "Berlin time" for `Europe/Berlin`, "UTC" for itself.
    pub fn zone(&self, zone: Tz) -> String {
        match zone.name().rsplit_once('/') {
            Some((_, city)) => self.t1("time-zone-of", "city", city.replace('_', " ")),
            None => zone.name().to_owned(),
        }
    }

    /// "1 day", "2 hours" or "10 minutes": the largest unit that fits evenly.
    pub fn minutes(&self, minutes: u32) -> String {
        if minutes > 0 && minutes.is_multiple_of(1440) {
            self.t1("time-days", "count", minutes / 1440)
        } else if minutes > 0 && minutes.is_multiple_of(60) {
            self.t1("time-hours", "count", minutes / 60)
        } else {
            self.t1("time-minutes", "count", minutes)
        }
    }

    fn date(&self, local: &DateTime<Tz>) -> String {
        let args = vec![
            ("weekday", FluentValue::from(self.t(&format!("weekday-{}", local.weekday().number_from_monday())))),
            // Day and year as text: numbers would be grouped in thousands in some languages.
            ("day", FluentValue::from(local.day().to_string())),
            ("month", FluentValue::from(self.t(&format!("month-{}", local.month())))),
            ("year", FluentValue::from(local.year().to_string())),
        ];
        self.args("time-date", args)
    }
}

fn clock(local: &DateTime<Tz>) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `not_on_list` → "Not on list".
fn plain(code: &str) -> String {
    let words = code.replace(['_', '-', '.'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One element of `Accept-Language` with its weight in thousandths; `q=0` means "not this one".
fn wish(element: &str) -> Option<(u16, LanguageIdentifier)> {
    let (tag, parameters) = element.split_once(';').unwrap_or((element, ""));
    let weight = parameters.trim().strip_prefix("q=").map_or(1000, thousandths);
    let lang = tag.trim().parse().ok()?;
    (weight > 0).then_some((weight, lang))
}

fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    if whole == "1" {
        return 1000;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.parse().unwrap_or(0)
}
