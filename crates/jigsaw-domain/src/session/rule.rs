//! How a series repeats: the part of RFC 5545's `RRULE` that sessions need, read, written and applied to days.
//!
//! It knows days, no zones: a series is a time of day in local time, on the days that match. ADR 11 says why this is not
//! a crate.

use std::fmt;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::malformed::Malformed;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// Every so many days.
    Daily,
    /// On days of every so many weeks; weeks begin on Monday.
    Weekly,
    /// On days of every so many months.
    Monthly,
}

/// A day of the week, or the n-th one of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleDay {
    /// 1 is the first of the month, -1 the last, 0 each one.
    pub nth: i8,
    /// The day.
    pub day: Weekday,
}

/// When a series stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleEnd {
    /// After so many.
    Count(u16),
    /// With the last one that begins at this local time or before.
    Until(NaiveDateTime),
}

/// A rule such as `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    frequency: Frequency,
    interval: u16,
    days: Vec<RuleDay>,
    month_days: Vec<i8>,
    end: RuleEnd,
}

/// The words of the days, Monday first.
const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// The two letters of a day, as rules have them.
pub const fn day_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

/// Reads the two letters of a day.
pub fn parse_day(word: &str) -> Result<Weekday, Malformed> {
    let found = DAYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map(|(_, day)| *day).ok_or(Malformed::NotAChoice("MO, TU, WE, TH, FR, SA, SU"))
}

impl Rule {
    /// Most times that a series takes place.
    pub const MOST: u16 = 500;
    /// The last one begins at most so many days after the first: three years.
    pub const MOST_DAYS: u64 = 3 * 366;
    const MOST_INTERVAL: u16 = 366;

    /// A rule from its parts, as a form gives them. Days are put in order, and each stands once.
    pub fn new(frequency: Frequency, interval: u16, days: Vec<RuleDay>, end: RuleEnd) -> Result<Self, Malformed> {
        Self { frequency, interval, days, month_days: Vec::new(), end }.checked()
    }

    /// Reads `FREQ`, `INTERVAL`, `BYDAY`, `BYMONTHDAY`, and `COUNT` or `UNTIL`. An `UNTIL` in UTC is read in `zone`.
    pub fn parse(text: &str, zone: Tz) -> Result<Self, Malformed> {
        let text = text.trim();
        if text.len() > 200 {
            return Err(Malformed::TooLong { max: 200 });
        }
        let text = text.strip_prefix("RRULE:").unwrap_or(text);
        let (mut frequency, mut interval, mut end) = (None, None, None);
        let (mut days, mut month_days, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').ok_or(Malformed::Rule("each part is NAME=VALUE"))?;
            let key = key.to_ascii_uppercase();
            if seen.contains(&key) {
                return Err(Malformed::Rule("a part stands twice"));
            }
            match key.as_str() {
                "FREQ" => frequency = Some(parse_frequency(value)?),
                "INTERVAL" => interval = Some(parse_number(value)?),
                "BYDAY" => days = list(value, parse_rule_day)?,
                "BYMONTHDAY" => month_days = list(value, parse_month_day)?,
                "COUNT" | "UNTIL" if end.is_some() => return Err(Malformed::Rule("COUNT or UNTIL, not both")),
                "COUNT" => end = Some(RuleEnd::Count(parse_number(value)?)),
                "UNTIL" => end = Some(RuleEnd::Until(parse_until(value, zone)?)),
                "WKST" if value.eq_ignore_ascii_case("MO") => {}
                _ => return Err(Malformed::Rule("only FREQ, INTERVAL, BYDAY, BYMONTHDAY, COUNT and UNTIL are known")),
            }
            seen.push(key);
        }
        let frequency = frequency.ok_or(Malformed::Rule("FREQ is missing"))?;
        let end = end.ok_or(Malformed::Rule("it needs COUNT or UNTIL"))?;
        Self { frequency, interval: interval.unwrap_or(1), days, month_days, end }.checked()
    }

    fn checked(mut self) -> Result<Self, Malformed> {
        if !(1..=Self::MOST_INTERVAL).contains(&self.interval) {
            return Err(Malformed::OutOfRange { min: 1, max: Self::MOST_INTERVAL.into() });
        }
        if matches!(self.end, RuleEnd::Count(count) if !(1..=Self::MOST).contains(&count)) {
            return Err(Malformed::OutOfRange { min: 1, max: Self::MOST.into() });
        }
        if self.frequency != Frequency::Monthly && self.days.iter().any(|day| day.nth != 0) {
            return Err(Malformed::Rule("numbered days go with FREQ=MONTHLY"));
        }
        if self.frequency == Frequency::Weekly && !self.month_days.is_empty() {
            return Err(Malformed::Rule("BYMONTHDAY does not go with FREQ=WEEKLY"));
        }
        self.days.sort_by_key(|day| (day.day.num_days_from_monday(), day.nth));
        self.days.dedup();
        self.month_days.sort_unstable();
        self.month_days.dedup();
        Ok(self)
    }

    /// How often.
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Every so many days, weeks or months.
    pub const fn interval(&self) -> u16 {
        self.interval
    }

    /// Which days; none means the day of the first one.
    pub fn days(&self) -> &[RuleDay] {
        &self.days
    }

    /// Which days of the month; none means the day of the first one.
    pub fn month_days(&self) -> &[i8] {
        &self.month_days
    }

    /// When it stops.
    pub const fn end(&self) -> RuleEnd {
        self.end
    }

    /// The same rule with another end.
    #[must_use]
    pub fn ending(mut self, end: RuleEnd) -> Self {
        self.end = end;
        self
    }

    /// The same rule for a series that begins on another day: where the one day it names was the day of the old start,
    /// it now is the day of the new one.
    #[must_use]
    pub fn moved(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        if self.days.as_slice() == [RuleDay { nth: 0, day: from.weekday() }] {
            self.days = vec![RuleDay { nth: 0, day: to.weekday() }];
        }
        if self.month_days.as_slice() == [of_month(from.day())] {
            self.month_days = vec![of_month(to.day())];
        }
        self
    }

    /// The starts of a series that begins on the first day that fits, at `from` or later, at `from`'s time of day. Strictly
    /// rising, and never more than can be looked at: an endless rule is cut where a series must end.
    pub fn starts(&self, from: NaiveDateTime) -> Vec<NaiveDateTime> {
        let Some(first) = self.first_day(from.date()) else { return Vec::new() };
        let most = match self.end {
            RuleEnd::Count(count) => usize::from(count),
            RuleEnd::Until(_) => usize::from(Self::MOST) + 1,
        };
        let days = first.iter_days().take(usize::try_from(Self::MOST_DAYS).unwrap_or(usize::MAX) + 1);
        let starts = days.filter(|day| self.fits(*day, first)).map(|day| day.and_time(from.time()));
        let until = |start: &NaiveDateTime| match self.end {
            RuleEnd::Count(_) => true,
            RuleEnd::Until(end) => *start <= end,
        };
        starts.take_while(until).take(most).collect()
    }

    /// The first day that the rule can begin with. A day of the month that seldom comes is waited for a while.
    fn first_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        from.iter_days().take(366).find(|day| self.fits(*day, *day))
    }

    /// Whether the series that begins on `first` takes place on this day.
    fn fits(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let apart = match self.frequency {
            Frequency::Daily => (day - first).num_days(),
            Frequency::Weekly => (monday(day) - monday(first)).num_days() / 7,
            Frequency::Monthly => months(day) - months(first),
        };
        apart % i64::from(self.interval) == 0 && self.fits_days(day, first)
    }

    fn fits_days(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let named = self.days.is_empty() || self.days.iter().any(|one| fits_weekday(*one, day));
        let dated = self.month_days.is_empty() || self.month_days.iter().any(|one| fits_month_day(*one, day));
        let unsaid = self.days.is_empty() && self.month_days.is_empty();
        let by_default = match self.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => day.weekday() == first.weekday(),
            Frequency::Monthly => day.day() == first.day(),
        };
        named && dated && (!unsaid || by_default)
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

fn months(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// Days of a month are few.
fn of_month(day: u32) -> i8 {
    i8::try_from(day).unwrap_or(0)
}

/// How many days its month has.
fn month_length(day: NaiveDate) -> i8 {
    of_month(u32::from(day.num_days_in_month()))
}

fn fits_month_day(wanted: i8, day: NaiveDate) -> bool {
    let here = of_month(day.day());
    here == wanted || here - month_length(day) - 1 == wanted
}

fn fits_weekday(wanted: RuleDay, day: NaiveDate) -> bool {
    let here = of_month(day.day());
    let from_front = (here - 1) / 7 + 1;
    let from_back = -((month_length(day) - here) / 7 + 1);
    day.weekday() == wanted.day && (wanted.nth == 0 || wanted.nth == from_front || wanted.nth == from_back)
}

fn parse_frequency(word: &str) -> Result<Frequency, Malformed> {
    match word.to_ascii_uppercase().as_str() {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        _ => Err(Malformed::Rule("FREQ is DAILY, WEEKLY or MONTHLY")),
    }
}

fn parse_number(digits: &str) -> Result<u16, Malformed> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).ok_or(Malformed::Rule("INTERVAL and COUNT are whole numbers"))
}

fn list<T>(text: &str, parse: impl Fn(&str) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
    text.split(',').map(parse).collect()
}

fn parse_rule_day(word: &str) -> Result<RuleDay, Malformed> {
    let fault = Malformed::Rule("BYDAY lists days such as MO, 1MO or -1FR");
    let at = word.len().checked_sub(2).filter(|at| word.is_char_boundary(*at)).ok_or_else(|| fault.clone())?;
    let (nth, day) = word.split_at(at);
    let nth = if nth.is_empty() { 0 } else { nth.parse::<i8>().map_err(|_| fault.clone())? };
    let written = nth != 0 || at == 0;
    let day = parse_day(day).map_err(|_| fault.clone())?;
    Some(RuleDay { nth, day }).filter(|_| written && (-5..=5).contains(&nth)).ok_or(fault)
}

fn parse_month_day(word: &str) -> Result<i8, Malformed> {
    let number = word.parse::<i8>().ok().filter(|day| *day != 0 && (-31..=31).contains(day));
    number.ok_or(Malformed::Rule("BYMONTHDAY lists days such as 1, 15 or -1"))
}

/// The last moment of a day.
fn end_of(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default())
}

fn parse_until(text: &str, zone: Tz) -> Result<NaiveDateTime, Malformed> {
    let fault = || Malformed::Rule("UNTIL is a day such as 20270331, or a time such as 20270331T235959Z");
    let time = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| fault());
    if let Some(utc) = text.strip_suffix(['Z', 'z']) {
        return Ok(time(utc)?.and_utc().with_timezone(&zone).naive_local());
    }
    match NaiveDate::parse_from_str(text, "%Y%m%d") {
        Ok(day) => Ok(end_of(day)),
        Err(_) => time(text),
    }
}

impl RuleEnd {
    /// Until the end of this day.
    pub fn on(day: NaiveDate) -> Self {
        Self::Until(end_of(day))
    }
}

impl fmt::Display for RuleDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(f, "{}", self.nth)?;
        }
        f.write_str(day_word(self.day))
    }
}

/// The rule without its end: what a calendar is told, whose end is counted in another way.
pub(crate) struct Pattern<'a>(pub(crate) &'a Rule);

impl fmt::Display for Pattern<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rule { frequency, interval, days, month_days, .. } = self.0;
        f.write_str(match frequency {
            Frequency::Daily => "FREQ=DAILY",
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
        })?;
        if *interval != 1 {
            write!(f, ";INTERVAL={interval}")?;
        }
        let mut sign = ";BYDAY=";
        for day in days {
            write!(f, "{sign}{day}")?;
            sign = ",";
        }
        let mut sign = ";BYMONTHDAY=";
        for day in month_days {
            write!(f, "{sign}{day}")?;
            sign = ",";
        }
        Ok(())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Pattern(self))?;
        match self.end {
            RuleEnd::Count(count) => write!(f, ";COUNT={count}"),
            RuleEnd::Until(end) if end == end_of(end.date()) => write!(f, ";UNTIL={}", end.format("%Y%m%d")),
            RuleEnd::Until(end) => write!(f, ";UNTIL={}", end.format("%Y%m%dT%H%M%S")),
        }
    }
}

#[cfg(test)]
mod tests;
