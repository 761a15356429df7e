//! Daily hours: an open session is one session over many days, with a door that opens and closes each day.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{Schedule, resolve_forward};
use crate::malformed::Malformed;

/// The hours of an open session, in the session's zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DailyHours {
    opens: NaiveTime,
    closes: NaiveTime,
    days: Vec<Weekday>,
}

/// The hours of one day, as instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When the door opens.
    pub opens_at: DateTime<Utc>,
    /// When it closes for the day.
    pub closes_at: DateTime<Utc>,
}

impl DailyHours {
    /// Most days from the first to the last.
    pub const MOST_DAYS: i64 = 366;

    /// Hours of one day: they close after they open. No days of the week means every day.
    pub fn new(opens: NaiveTime, closes: NaiveTime, mut days: Vec<Weekday>) -> Result<Self, (&'static str, Malformed)> {
        if closes <= opens {
            return Err(("kind.closes", Malformed::EndsBeforeStart));
        }
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        if days.len() == 7 {
            days.clear();
        }
        Ok(Self { opens, closes, days })
    }

    /// When the door opens.
    pub const fn opens(&self) -> NaiveTime {
        self.opens
    }

    /// When it closes.
    pub const fn closes(&self) -> NaiveTime {
        self.closes
    }

    /// The days of the week, Monday first; none means every day.
    pub fn days(&self) -> &[Weekday] {
        &self.days
    }

    /// From the first opening to the last closing between two days, both included.
    pub fn schedule(&self, first: NaiveDate, last: NaiveDate, zone: Tz) -> Result<Schedule, (&'static str, Malformed)> {
        if last < first {
            return Err(("ends_at", Malformed::EndsBeforeStart));
        }
        if (last - first).num_days() >= Self::MOST_DAYS {
            return Err(("ends_at", Malformed::LastsTooLong { days: Self::MOST_DAYS }));
        }
        let mut turns = self.turns_between(first, last, zone);
        let opening = turns.next().ok_or(("kind.days", Malformed::NeverOpen))?;
        let closing = turns.last().unwrap_or(opening);
        Ok(Schedule::of_instants(opening.opens_at, closing.closes_at, zone))
    }

    /// Each day's hours, in order.
    pub fn turns(&self, schedule: &Schedule) -> Vec<Turn> {
        self.turns_between(schedule.starts().date(), schedule.ends().date(), schedule.zone()).collect()
    }

    /// The hours that count at a moment: those under way, otherwise the next ones, after the last closing the last ones.
    pub fn turn(&self, schedule: &Schedule, at: DateTime<Utc>) -> Turn {
        let (first, last, zone) = (schedule.starts().date(), schedule.ends().date(), schedule.zone());
        // The day before may have been moved into this one by the clocks.
        let here = at.with_timezone(&zone).date_naive();
        let from = here.pred_opt().unwrap_or(here).clamp(first, last);
        let next = self.turns_between(from, last, zone).find(|turn| at < turn.closes_at);
        next.unwrap_or_else(|| {
            let back = std::iter::successors(Some(last), NaiveDate::pred_opt).take_while(|day| *day >= first);
            let last = back.into_iter().find_map(|day| self.turn_on(day, zone));
            last.unwrap_or(Turn { opens_at: schedule.starts_at(), closes_at: schedule.ends_at() })
        })
    }

    fn turns_between(&self, first: NaiveDate, last: NaiveDate, zone: Tz) -> impl Iterator<Item = Turn> {
        let days = first.iter_days().take_while(move |day| *day <= last);
        days.filter_map(move |day| self.turn_on(day, zone))
    }

    /// The hours of a day, if it has any: clocks may skip all of them.
    fn turn_on(&self, day: NaiveDate, zone: Tz) -> Option<Turn> {
        let opens_at = resolve_forward(day.and_time(self.opens), zone);
        let closes_at = resolve_forward(day.and_time(self.closes), zone);
        let is_open = self.days.is_empty() || self.days.contains(&day.weekday());
        // A day that does not exist, as when Samoa crossed the date line, has no hours.
        let exists = opens_at.with_timezone(&zone).date_naive() == day;
        (is_open && exists && opens_at < closes_at).then_some(Turn { opens_at, closes_at })
    }
}

#[cfg(test)]
mod tests;
