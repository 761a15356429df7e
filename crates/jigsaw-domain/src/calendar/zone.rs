//! A `VTIMEZONE`: when the clocks of a zone change between two moments, each change by itself. Exact for the time that it
//! is for, whatever the zone's rules were before and will be.

use chrono::{DateTime, NaiveDateTime, Offset as _, SubsecRound as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::{OffsetComponents as _, OffsetName as _, Tz};

/// What the clocks show from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Observance {
    /// Local time of the change, by the clocks before it.
    pub(super) since: NaiveDateTime,
    /// Seconds east of UTC before.
    pub(super) from: i32,
    /// Seconds east of UTC after.
    pub(super) to: i32,
    /// Whether it is summer time.
    pub(super) is_summer: bool,
    /// What it is called, such as `CET`.
    pub(super) name: Option<String>,
}

/// The observance at `from`, and each that begins before `until`.
pub(super) fn observances(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Observance> {
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc());
    let east = |at: DateTime<Utc>| offset(at).fix().local_minus_utc();
    // A change of the name alone is a change, too: from one standard time to another, or with summer time given up.
    let sign = |at: DateTime<Utc>| (east(at), offset(at).dst_offset(), offset(at).abbreviation().map(str::to_owned));
    let observance = |at: DateTime<Utc>, from: i32| Observance {
        since: (at + TimeDelta::seconds(from.into())).naive_utc(),
        from,
        to: east(at),
        // Readers take the step into summer time for its length, and a whole day is none.
        is_summer: offset(at).dst_offset() > TimeDelta::zero() && (east(at) - from).abs() < 24 * 3_600,
        name: offset(at).abbreviation().map(str::to_owned),
    };
    // Clocks change at whole seconds. Between parts of seconds the halving below would not always end.
    let from = from.trunc_subsecs(0);
    let mut found = vec![observance(from, east(from))];
    let mut before = from;
    while before < until {
        let after = before + TimeDelta::days(1);
        if sign(before) != sign(after) {
            let (mut low, mut high) = (before, after);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                let middle = DateTime::from_timestamp(middle.timestamp(), 0).unwrap_or(middle);
                if sign(middle) == sign(before) { low = middle } else { high = middle }
            }
            found.push(observance(high, east(low)));
        }
        before = after;
    }
    let all_summer = found.iter().all(|one| one.is_summer);
    // Readers look for a standard time to begin with, also where all that is needed is summer time.
    if let Some(first) = found.first_mut().filter(|_| all_summer) {
        first.is_summer = false;
    }
    found
}
