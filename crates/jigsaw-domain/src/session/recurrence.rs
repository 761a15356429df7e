//! A series: one session that takes place again and again, at a local time, by a rule, with exceptions.
//!
//! The rule is applied to local time without a zone, and each start is then resolved in the session's zone: weekly 09:00
//! stays 09:00 when the clocks change. How long an occurrence lasts is elapsed time, as RFC 5545 has it.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Rule, RuleEnd, Schedule, resolve_forward};
use crate::malformed::Malformed;

/// A local start and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Local start.
    pub starts: NaiveDateTime,
    /// Elapsed time until the end.
    pub lasts: TimeDelta,
}

/// What became of one occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// It does not take place.
    Cancelled,
    /// It takes place then instead.
    Moved(Slot),
}

/// One occurrence that is not as the rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exception {
    /// The local start that the rule gives it; by this an occurrence is named for good.
    pub original: NaiveDateTime,
    /// What became of it.
    pub deviation: Deviation,
}

/// Everything a series consists of, in the open: what a store writes and reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// How it repeats.
    pub rule: Rule,
    /// The first one by the rule; it fits the rule.
    pub first: Slot,
    /// Occurrences that are not as the rule says, each once, by their original start.
    pub exceptions: Vec<Exception>,
    /// Coming occurrences from before the series was changed from a later one on. They begin before the first.
    pub kept: Vec<Slot>,
    /// The start of the last occurrence that is over; it and all before it do not come back.
    pub over: Option<DateTime<Utc>>,
}

/// Whether an occurrence takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// As the rule says.
    Planned,
    /// At another time.
    Moved,
    /// Not at all.
    Cancelled,
}

impl Standing {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One occurrence of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The local start that names it.
    pub original: NaiveDateTime,
    /// When it takes place, or would have.
    pub schedule: Schedule,
    /// Whether it does.
    pub standing: Standing,
}

/// A fault, and the field that it stands in.
type Fault = (&'static str, Malformed);

impl Recurrence {
    /// The last occurrence begins at most so many years after the first.
    const MOST_YEARS: i64 = 3;

    /// A series that begins with the first day that fits the rule, on that of the schedule or later.
    pub fn plan(rule: Rule, schedule: &Schedule) -> Result<Self, Fault> {
        let lasts = schedule.ends_at() - schedule.starts_at();
        let starts = rule.starts(schedule.starts());
        let Some(&first) = starts.first() else { return Err(("kind.rule", Malformed::NeverTakesPlace)) };
        if starts.len() > usize::from(Rule::MOST) {
            return Err(("kind.rule", Malformed::TooMany { max: Rule::MOST.into() }));
        }
        let cut = match rule.end() {
            RuleEnd::Count(count) => starts.len() < usize::from(count),
            RuleEnd::Until(end) => (end - first).num_days() > i64::try_from(Rule::MOST_DAYS).unwrap_or(i64::MAX),
        };
        if cut {
            return Err(("kind.rule", Malformed::TooFar { years: Self::MOST_YEARS }));
        }
        let first = Slot { starts: first, lasts };
        let made = Self { rule, first, exceptions: Vec::new(), kept: Vec::new(), over: None };
        made.checked(schedule.zone(), "ends_at")
    }

    /// No two at the same time.
    fn checked(self, zone: Tz, field: &'static str) -> Result<Self, Fault> {
        let coming = self.occurrences(zone);
        let overlap = coming.windows(2).any(|pair| match pair {
            [earlier, later] => later.schedule.starts_at() < earlier.schedule.ends_at(),
            _ => false,
        });
        if overlap { Err((field, Malformed::Overlaps)) } else { Ok(self) }
    }

    /// Every occurrence, cancelled ones included, in the order in which they take place.
    pub fn listed(&self, zone: Tz) -> Vec<Occurrence> {
        let kept = self.kept.iter().map(|slot| (*slot, slot.starts));
        let by_rule = self.rule.starts(self.first.starts).into_iter();
        let all = kept.chain(by_rule.map(|starts| (Slot { starts, ..self.first }, starts)));
        let mut listed: Vec<Occurrence> = all.map(|(slot, original)| self.occurrence(slot, original, zone)).collect();
        // Of two that the clocks have pushed together, as when a whole day is skipped, the one stays that was not pushed.
        listed.sort_by_key(|one| (one.schedule.starts_at(), std::cmp::Reverse(one.original)));
        listed.dedup_by_key(|one| (one.schedule.starts_at(), one.standing == Standing::Cancelled));
        listed
    }

    fn occurrence(&self, slot: Slot, original: NaiveDateTime, zone: Tz) -> Occurrence {
        let exception = self.exceptions.iter().find(|exception| exception.original == original);
        let (slot, standing) = match exception.map(|exception| exception.deviation) {
            None => (slot, Standing::Planned),
            Some(Deviation::Cancelled) => (slot, Standing::Cancelled),
            Some(Deviation::Moved(to)) => (to, Standing::Moved),
        };
        Occurrence { original, schedule: slot.in_zone(zone), standing }
    }

    /// Every occurrence that takes place, in order; their starts rise strictly.
    pub fn occurrences(&self, zone: Tz) -> Vec<Occurrence> {
        let mut listed = self.listed(zone);
        listed.retain(|one| one.standing != Standing::Cancelled);
        listed
    }

    /// Those that are not over by what the session has seen.
    pub fn coming(&self, zone: Tz) -> Vec<Occurrence> {
        let mut coming = self.occurrences(zone);
        coming.retain(|one| self.over.is_none_or(|over| one.schedule.starts_at() > over));
        coming
    }

    /// The one under way or next at a moment.
    pub fn next(&self, zone: Tz, now: DateTime<Utc>) -> Option<Occurrence> {
        self.coming(zone).into_iter().find(|one| one.schedule.ends_at() > now)
    }

    /// A coming one by its name.
    pub fn find(&self, zone: Tz, original: NaiveDateTime) -> Result<Occurrence, Fault> {
        let found = self.coming(zone).into_iter().find(|one| one.original == original);
        found.ok_or(("occurrence", Malformed::NoOccurrence))
    }

    /// The same series with one occurrence at another time, or left out.
    pub fn except(mut self, original: NaiveDateTime, deviation: Deviation, zone: Tz) -> Result<Self, Fault> {
        self.exceptions.retain(|exception| exception.original != original);
        self.exceptions.push(Exception { original, deviation });
        self.exceptions.sort_by_key(|exception| exception.original);
        self.checked(zone, "starts_at")
    }

    /// The series begins anew with one of its occurrences: at the time of `schedule`, by another rule or what is left of
    /// this one. Those before it that are still to come stay as they are. `zone` is the one that it had.
    pub fn restart(
        &self,
        at: &Occurrence,
        rule: Option<Rule>,
        (schedule, zone): (&Schedule, Tz),
    ) -> Result<Self, Fault> {
        let rule = rule.unwrap_or_else(|| {
            let left = self.rule.starts(self.first.starts).iter().filter(|start| **start >= at.original).count();
            let rule = match self.rule.end() {
                RuleEnd::Count(_) => self.rule.clone().ending(RuleEnd::Count(u16::try_from(left.max(1)).unwrap_or(1))),
                RuleEnd::Until(_) => self.rule.clone(),
            };
            rule.moved(at.original.date(), schedule.starts().date())
        });
        let made = Self::plan(rule, schedule)?;
        let before = |one: &Occurrence| one.schedule.starts_at() < at.schedule.starts_at();
        let moved = |one: Occurrence| {
            let (starts_at, ends_at) = (one.schedule.starts_at(), one.schedule.ends_at());
            Slot::of(&Schedule::of_instants(starts_at, ends_at, schedule.zone()))
        };
        let kept = self.coming(zone).into_iter().filter(before).map(moved).collect();
        Self { kept, over: self.over, ..made }.checked(schedule.zone(), "starts_at")
    }
}

impl Slot {
    /// The slot of a schedule.
    pub fn of(schedule: &Schedule) -> Self {
        Self { starts: schedule.starts(), lasts: schedule.ends_at() - schedule.starts_at() }
    }

    fn in_zone(self, zone: Tz) -> Schedule {
        let starts_at = resolve_forward(self.starts, zone);
        let ends_at = starts_at.checked_add_signed(self.lasts).unwrap_or(starts_at);
        Schedule::of_instants(starts_at, ends_at, zone)
    }
}

#[cfg(test)]
mod tests;
