//! Times in forms and on pages.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::session::Schedule;

use crate::text::Text;
use crate::view::Stamp;

/// A moment in a zone.
pub(super) fn stamp(text: &Text, at: DateTime<Utc>, zone: Tz) -> Stamp {
    Stamp::new(machine(at), text.moment(at, zone))
}

/// A moment as its time of day, for rows of pages about one day.
pub(super) fn clock(text: &Text, at: DateTime<Utc>, zone: Tz) -> Stamp {
    Stamp::new(machine(at), text.clock(at, zone))
}

/// From start to end, in a zone.
pub(super) fn span(text: &Text, (from, to): (DateTime<Utc>, DateTime<Utc>), zone: Tz) -> Stamp {
    Stamp::new(machine(from), text.span(from, to, zone))
}

/// When a session takes place.
pub(super) fn schedule(text: &Text, schedule: &Schedule, zone: Tz) -> Stamp {
    span(text, (schedule.starts_at(), schedule.ends_at()), zone)
}

fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// As a `datetime-local` field wants it.
pub(super) fn field(local: NaiveDateTime) -> String {
    local.format("%Y-%m-%dT%H:%M").to_string()
}

/// Reads a `datetime-local` field; browsers add seconds when they are not zero.
pub(super) fn parse_local(raw: &str) -> Result<NaiveDateTime, Malformed> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Malformed::Blank);
    }
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(raw, form).ok())
        .ok_or(Malformed::NotATime)
}

/// Reads a zone's name.
pub(super) fn parse_zone(raw: &str) -> Result<Tz, Malformed> {
    raw.trim().parse().map_err(|_| Malformed::UnknownZone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_are_read_back() {
        let time = parse_local(" 2026-11-24T14:00 ").unwrap();
        assert_eq!(field(time), "2026-11-24T14:00");
        assert_eq!(parse_local("2026-11-24T14:00:30").unwrap().to_string(), "2026-11-24 14:00:30");
        assert_eq!(parse_local(""), Err(Malformed::Blank));
        for bad in ["tomorrow", "2026-02-30T10:00", "2026-11-24", "2026-11-24T25:00"] {
            assert_eq!(parse_local(bad), Err(Malformed::NotATime), "{bad}");
        }
        assert_eq!(parse_zone("Mars/Olympus"), Err(Malformed::UnknownZone));
    }
}
