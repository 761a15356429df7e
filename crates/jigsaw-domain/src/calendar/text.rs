//! The text: content lines, escaped and folded.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::zone::{Observance, observances};
use super::{CalendarSeries, CalendarTimes, ends};
use crate::delivery::CalendarMethod;
use crate::session::{Slot, resolve_forward};

/// Octets of one line, without its break.
const MOST_OCTETS: usize = 75;

/// One entry. Texts are plain; they are escaped here.
#[derive(Clone, Debug)]
pub struct EventText {
    /// Stable identifier; an update has the same.
    pub uid: String,
    /// Rises with each change.
    pub sequence: u32,
    /// When the entry was last changed.
    pub stamp: DateTime<Utc>,
    /// When it takes place.
    pub times: CalendarTimes,
    /// The title.
    pub summary: String,
    /// Some more words; lines are broken by `\n`.
    pub description: String,
    /// The way in: an address without personal parts, because calendars are shared.
    pub url: String,
    /// Whole content lines about people, such as `ORGANIZER;CN="Hanna":mailto:hanna@example.org`. What is in them has been
    /// made harmless by whoever wrote them.
    pub people: Vec<String>,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The whole text of a calendar with these entries.
pub fn write(method: CalendarMethod, events: &[EventText]) -> String {
    let mut out = Lines(String::new());
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Jigsaw//Jigsaw//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line(&format!("METHOD:{}", method.as_str()));
    for (zone, from, until) in zones(events) {
        zone_lines(&mut out, zone, &observances(zone, from, until));
    }
    for event in events {
        event_lines(&mut out, event);
    }
    out.line("END:VCALENDAR");
    out.0
}

/// Each zone that is named, once, with the time for which its rules are needed.
fn zones(events: &[EventText]) -> Vec<(Tz, DateTime<Utc>, DateTime<Utc>)> {
    let mut zones: Vec<(Tz, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for event in events {
        let CalendarTimes::Series(series) = &event.times else { continue };
        // From a day of its own before, so that nothing is on the edge.
        let from = resolve_forward(series.begins(), series.zone);
        let (from, until) = (from - TimeDelta::days(1), series.over_at + TimeDelta::days(1));
        match zones.iter_mut().find(|(zone, ..)| *zone == series.zone) {
            Some((_, first, last)) => (*first, *last) = (from.min(*first), until.max(*last)),
            None => zones.push((series.zone, from, until)),
        }
    }
    zones
}

fn zone_lines(out: &mut Lines, zone: Tz, observances: &[Observance]) {
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{}", zone.name()));
    for one in observances {
        let kind = if one.is_summer { "DAYLIGHT" } else { "STANDARD" };
        out.line(&format!("BEGIN:{kind}"));
        out.line(&format!("DTSTART:{}", local(one.since)));
        out.line(&format!("TZOFFSETFROM:{}", offset(one.from)));
        out.line(&format!("TZOFFSETTO:{}", offset(one.to)));
        if let Some(name) = &one.name {
            out.line(&format!("TZNAME:{name}"));
        }
        out.line(&format!("END:{kind}"));
    }
    out.line("END:VTIMEZONE");
}

fn event_lines(out: &mut Lines, event: &EventText) {
    match &event.times {
        CalendarTimes::Once { starts_at, ends_at } => {
            let times = [format!("DTSTART:{}", utc(*starts_at)), format!("DTEND:{}", utc(*ends_at))];
            component(out, event, &times);
        }
        CalendarTimes::Series(series) => {
            let zone = series.zone;
            let mut times = slot_lines(series.first, zone).to_vec();
            times.push(format!("RRULE:{}", series.rule));
            times.extend(dates("EXDATE", &series.left_out, zone));
            times.extend(dates("RDATE", &series.added, zone));
            component(out, event, &times);
            // Who is told that all is off needs no word about the parts.
            for (original, slot) in series.moved.iter().filter(|_| !event.cancelled) {
                component(out, event, &moved_lines(series, *original, *slot));
            }
        }
    }
}

fn moved_lines(series: &CalendarSeries, original: NaiveDateTime, slot: Slot) -> Vec<String> {
    let mut times = vec![format!("RECURRENCE-ID;TZID={}:{}", series.zone.name(), local(original))];
    times.extend(slot_lines(slot, series.zone));
    times
}

fn slot_lines(slot: Slot, zone: Tz) -> [String; 2] {
    let name = zone.name();
    [format!("DTSTART;TZID={name}:{}", local(slot.starts)), format!("DTEND;TZID={name}:{}", local(ends(slot, zone)))]
}

fn dates(name: &str, starts: &[NaiveDateTime], zone: Tz) -> Option<String> {
    let all: Vec<String> = starts.iter().map(|start| local(*start)).collect();
    (!all.is_empty()).then(|| format!("{name};TZID={}:{}", zone.name(), all.join(",")))
}

fn component(out: &mut Lines, event: &EventText, times: &[String]) {
    out.line("BEGIN:VEVENT");
    out.line(&format!("UID:{}", escape(&event.uid)));
    out.line(&format!("SEQUENCE:{}", event.sequence));
    out.line(&format!("DTSTAMP:{}", utc(event.stamp)));
    for line in times {
        out.line(line);
    }
    out.line(&format!("SUMMARY:{}", escape(&event.summary)));
    out.line(&format!("DESCRIPTION:{}", escape(&event.description)));
    // Where many calendars show the way in; they hide URL.
    out.line(&format!("LOCATION:{}", escape(&event.url)));
    out.line(&format!("URL:{}", event.url));
    out.line(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.line("TRANSP:OPAQUE");
    for line in &event.people {
        out.line(line);
    }
    out.line("END:VEVENT");
}

/// Lines as they go out.
struct Lines(String);

impl Lines {
    /// Adds one, broken between characters where it is long. What would break it elsewhere is left out.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for letter in line.chars().filter(|letter| !letter.is_control()) {
            if octets + letter.len_utf8() > MOST_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(letter);
            octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// What has a meaning in a text is escaped.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn local(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// `+0100`, or with seconds where a zone once had them.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let east = seconds.unsigned_abs();
    let (hours, minutes, rest) = (east / 3600, east / 60 % 60, east % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut out = Lines(String::new());
        out.line(line);
        out.0
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "é".repeat(100));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|part| part.len() <= MOST_OCTETS));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn what_means_something_is_escaped_and_nothing_is_injected() {
        assert_eq!(escape("a;b,c\\d: e\nf"), "a\\;b\\,c\\\\d: e\\nf");
        assert_eq!(folded("SUMMARY:a\r\nATTACH:b"), "SUMMARY:aATTACH:b\r\n");
    }

    #[test]
    fn offsets_may_be_negative_and_odd() {
        for (seconds, expected) in [(3_600, "+0100"), (-18_000, "-0500"), (37_800, "+1030"), (-1_172, "-001932")] {
            assert_eq!(offset(seconds), expected);
        }
    }
}
