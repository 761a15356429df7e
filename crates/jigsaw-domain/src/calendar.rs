//! Calendar entries: when a session takes place, as calendars are told, and the iCalendar text of it (RFC 5545).
//!
//! Mails carry entries, pages offer them, and a host's feed lists them; all three must say the same, and so the text is
//! made here. ADR 11 says why it is not made by a crate.

mod text;
mod zone;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

pub use text::{EventText, write};

use crate::session::{
    DailyHours, Frequency, Occurrence, Pattern, Recurrence, Rule, RuleDay, RuleEnd, Schedule, Session, SessionKind,
    Slot, Standing, resolve_forward,
};

/// When a session takes place, as calendars are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarTimes {
    /// Once: instants, which need no rules of a zone.
    Once {
        /// The start.
        starts_at: DateTime<Utc>,
        /// The end.
        ends_at: DateTime<Utc>,
    },
    /// Again and again, in the local time of a zone.
    Series(Box<CalendarSeries>),
}

/// A series in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarSeries {
    /// The zone of every local time here.
    pub zone: Tz,
    /// The first one by the rule.
    pub first: Slot,
    /// The rule, with an end that does not depend on how occurrences are counted.
    pub rule: String,
    /// What the rule says and is not so.
    pub left_out: Vec<NaiveDateTime>,
    /// What the rule does not say.
    pub added: Vec<NaiveDateTime>,
    /// What takes place at another time, by its original start.
    pub moved: Vec<(NaiveDateTime, Slot)>,
    /// The end of all.
    pub over_at: DateTime<Utc>,
}

impl CalendarTimes {
    /// The times of a session.
    pub fn of(session: &Session) -> Self {
        let schedule = session.schedule();
        match session.kind() {
            SessionKind::OneTime => Self::once(schedule),
            SessionKind::Open(hours) => open(session, hours),
            SessionKind::Recurring(series) => recurring(series, schedule.zone()),
        }
    }

    fn once(schedule: &Schedule) -> Self {
        Self::Once { starts_at: schedule.starts_at(), ends_at: schedule.ends_at() }
    }
}

/// The hours of each day, as a series.
fn open(session: &Session, hours: &DailyHours) -> CalendarTimes {
    let (schedule, days) = (session.schedule(), session.occurrences());
    let Some([first, _, ..]) = days.get(..) else { return CalendarTimes::once(schedule) };
    let named = hours.days().iter().map(|day| RuleDay { nth: 0, day: *day }).collect::<Vec<_>>();
    let frequency = if named.is_empty() { Frequency::Daily } else { Frequency::Weekly };
    let Ok(rule) = Rule::new(frequency, 1, named, RuleEnd::on(schedule.ends().date())) else {
        return CalendarTimes::once(schedule);
    };
    let lasts = hours.closes() - hours.opens();
    let first = Slot { starts: first.schedule.starts().date().and_time(hours.opens()), lasts };
    let as_planned = |one: &Occurrence| Occurrence {
        original: one.schedule.starts().date().and_time(hours.opens()),
        schedule: one.schedule.clone(),
        standing: Standing::Planned,
    };
    let listed: Vec<Occurrence> = days.iter().map(as_planned).collect();
    CalendarTimes::Series(Box::new(series(&rule, first, &listed, schedule.zone())))
}

fn recurring(series_of: &Recurrence, zone: Tz) -> CalendarTimes {
    let mut times = series(&series_of.rule, series_of.first, &series_of.listed(zone), zone);
    for slot in &series_of.kept {
        let deviation = series_of.listed(zone).into_iter().find(|one| one.original == slot.starts);
        let Some(one) = deviation.filter(|one| one.standing != Standing::Cancelled) else { continue };
        let now = Slot::of(&one.schedule);
        times.added.push(slot.starts);
        if one.standing == Standing::Moved || slot.lasts != series_of.first.lasts {
            times.moved.push((slot.starts, now));
        }
    }
    times.added.sort_unstable();
    times.moved.sort_unstable_by_key(|(original, _)| *original);
    CalendarTimes::Series(Box::new(times))
}

/// What a calendar must be told beside the rule, so that it has exactly what is listed.
fn series(rule: &Rule, first: Slot, listed: &[Occurrence], zone: Tz) -> CalendarSeries {
    let starts = rule.starts(first.starts);
    let (mut left_out, mut added, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for start in &starts {
        match listed.iter().find(|one| one.original == *start) {
            None => left_out.push(*start),
            Some(one) if one.standing == Standing::Cancelled => left_out.push(*start),
            Some(one) if one.standing == Standing::Moved => moved.push((*start, Slot::of(&one.schedule))),
            // A time that the clocks skip: some calendars leave it out and some move it.
            Some(one) if one.schedule.starts() != *start => {
                left_out.push(*start);
                added.push(one.schedule.starts());
            }
            Some(_) => {}
        }
    }
    // Counted in local starts, a skipped one may or may not count; the last start leaves no doubt.
    let last = starts.last().map_or(first.starts, |last| *last);
    let until = resolve_forward(last, zone).format("%Y%m%dT%H%M%SZ");
    let ends = listed.iter().map(|one| one.schedule.ends_at());
    let over_at = ends.max().unwrap_or_else(|| resolve_forward(last, zone));
    CalendarSeries { zone, first, rule: format!("{};UNTIL={until}", Pattern(rule)), left_out, added, moved, over_at }
}

impl CalendarSeries {
    /// From when on the rules of the zone matter.
    fn begins(&self) -> NaiveDateTime {
        let moved = self.moved.iter().map(|(_, slot)| slot.starts);
        let all = self.added.iter().copied().chain(moved).chain([self.first.starts]);
        all.min().unwrap_or(self.first.starts)
    }
}

/// The local end of something that begins at a local time.
fn ends(slot: Slot, zone: Tz) -> NaiveDateTime {
    let starts_at = resolve_forward(slot.starts, zone);
    let lasts = |by: TimeDelta| starts_at.checked_add_signed(by).unwrap_or(starts_at);
    lasts(slot.lasts).with_timezone(&zone).naive_local()
}

#[cfg(test)]
mod tests;
