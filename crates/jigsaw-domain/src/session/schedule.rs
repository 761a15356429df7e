//! When a session takes place: local time and zone are the truth, the UTC instant is derived.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset as _, SubsecRound as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::DailyHours;
use crate::malformed::Malformed;

/// The longest time that people are together, in days.
const MAX_DAYS: i64 = 31;

/// A window of local time in an IANA zone.
///
/// Zone rules change; the stored local time does not. [`Schedule::starts_at`] is derived from it whenever a schedule is
/// made or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    zone: Tz,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Schedule {
    /// From local times, as a form gives them. Errors are named by field: `starts_at` or `ends_at`.
    pub fn from_local(starts: NaiveDateTime, ends: NaiveDateTime, zone: Tz) -> Result<Self, (&'static str, Malformed)> {
        let starts_at = resolve_local(starts, zone).map_err(|fault| ("starts_at", fault))?;
        let ends_at = resolve_local(ends, zone).map_err(|fault| ("ends_at", fault))?;
        Self::checked(starts, ends, zone, starts_at, ends_at)
    }

    /// From instants, as the API gives them. An instant in the repeated hour of autumn keeps its own side.
    pub fn from_instants(
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        zone: Tz,
    ) -> Result<Self, (&'static str, Malformed)> {
        let (starts_at, ends_at) = (starts_at.trunc_subsecs(0), ends_at.trunc_subsecs(0));
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
        Self::checked(local(starts_at), local(ends_at), zone, starts_at, ends_at)
    }

    /// From storage: local times, zone and the instants that were derived from them.
    pub const fn from_parts(
        starts: NaiveDateTime,
        ends: NaiveDateTime,
        zone: Tz,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Self {
        Self { starts, ends, zone, starts_at, ends_at }
    }

    /// Only an open session goes on for longer than a month.
    pub(super) fn refuse_long(&self) -> Result<(), (&'static str, Malformed)> {
        if self.ends_at - self.starts_at > TimeDelta::days(MAX_DAYS) {
            return Err(("ends_at", Malformed::LastsTooLong { days: MAX_DAYS }));
        }
        Ok(())
    }

    /// Of instants that are known to be in order, such as those of a series.
    pub(super) fn of_instants(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, zone: Tz) -> Self {
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
        Self { starts: local(starts_at), ends: local(ends_at), zone, starts_at, ends_at }
    }

    fn checked(
        starts: NaiveDateTime,
        ends: NaiveDateTime,
        zone: Tz,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<Self, (&'static str, Malformed)> {
        let earliest = DateTime::UNIX_EPOCH;
        let latest = earliest + TimeDelta::days(365 * 200);
        if starts_at < earliest || starts_at > latest {
            return Err(("starts_at", Malformed::NotATime));
        }
        if ends_at <= starts_at {
            return Err(("ends_at", Malformed::EndsBeforeStart));
        }
        if ends_at - starts_at > TimeDelta::days(DailyHours::MOST_DAYS) {
            return Err(("ends_at", Malformed::LastsTooLong { days: DailyHours::MOST_DAYS }));
        }
        Ok(Self { starts, ends, zone, starts_at, ends_at })
    }

    /// Local start.
    pub const fn starts(&self) -> NaiveDateTime {
        self.starts
    }

    /// Local end.
    pub const fn ends(&self) -> NaiveDateTime {
        self.ends
    }

    /// The zone of both.
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The instant of the start.
    pub const fn starts_at(&self) -> DateTime<Utc> {
        self.starts_at
    }

    /// The instant of the end.
    pub const fn ends_at(&self) -> DateTime<Utc> {
        self.ends_at
    }
}

/// The instant of a local time. A time that occurs twice (clocks going back) means the first one; a time that the clocks
/// skip is refused.
pub fn resolve_local(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, Malformed> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.with_timezone(&Utc)),
        LocalResult::None => Err(Malformed::SkippedByClock),
    }
}

/// The instant of a local time that a rule made. A time that occurs twice means the first one; a time that the clocks
/// skip is moved forward by as much as they skip, as RFC 5545 reads it.
pub fn resolve_forward(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            // By the clock of two days before, which is before any gap: the longest was a whole day.
            let before = local.checked_sub_signed(TimeDelta::days(2)).unwrap_or(local);
            let offset = zone.offset_from_utc_datetime(&before).fix();
            local.checked_sub_offset(offset).unwrap_or(local).and_utc()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn gaps_are_refused_and_folds_mean_the_first() {
        let berlin = chrono_tz::Europe::Berlin;
        let spring = Schedule::from_local(local("2027-03-28T02:30:00"), local("2027-03-28T04:00:00"), berlin);
        assert_eq!(spring.unwrap_err(), ("starts_at", Malformed::SkippedByClock));
        let autumn = Schedule::from_local(local("2026-10-25T02:30:00"), local("2026-10-25T04:00:00"), berlin).unwrap();
        assert_eq!(autumn.starts_at().to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn the_end_comes_after_the_start_and_not_months_later() {
        let utc = chrono_tz::UTC;
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let made = |a, b| Schedule::from_instants(at(a), at(b), utc).map(|_| ());
        assert_eq!(made("2027-01-01T10:00:00Z", "2027-01-01T10:00:00Z"), Err(("ends_at", Malformed::EndsBeforeStart)));
        assert_eq!(
            made("2027-01-01T10:00:00Z", "2028-03-01T10:00:00Z"),
            Err(("ends_at", Malformed::LastsTooLong { days: 366 }))
        );
        let months = Schedule::from_instants(at("2027-01-01T10:00:00Z"), at("2027-03-01T10:00:00Z"), utc).unwrap();
        assert_eq!(months.refuse_long(), Err(("ends_at", Malformed::LastsTooLong { days: 31 })));
        assert!(made("2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z").is_ok());
        assert_eq!(made("1900-01-01T10:00:00Z", "1900-01-01T11:00:00Z"), Err(("starts_at", Malformed::NotATime)));
    }
}
