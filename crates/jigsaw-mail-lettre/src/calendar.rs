//! The calendar part of a letter: iCalendar (RFC 5545) that asks for an entry or takes it out (RFC 5546).

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, Property};
use jigsaw_domain::delivery::{CalendarEntry, CalendarMethod, Letter, SessionLetter};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::port::DeliveryError;

use crate::page::person;
use crate::plain;
use crate::words::{Value, Words};

/// Writes the entry. The session link is the only one in it: people share their calendars.
pub(crate) fn write(
    words: &Words,
    letter: &Letter,
    session: &SessionLetter,
    entry: &CalendarEntry,
) -> Result<String, DeliveryError> {
    if !plain::is_link(&entry.url) {
        return Err(DeliveryError::Unwritable("the session link is not a web address".to_owned()));
    }
    let description = [
        words.say("calendar-host", &[("host", person(&session.host_name))]),
        words.say("calendar-own-link", &[]),
        words.say("calendar-link", &[("url", Value::Own(entry.url.clone()))]),
    ];
    let event = Event::new()
        // The session's id alone, so that an update meets its entry even if the server's names change.
        .uid(&entry.session.to_string())
        .sequence(entry.sequence)
        .add_property("DTSTAMP", utc(entry.stamp))
        // Instants: a single session needs no rules of a zone, and calendars show each person's own time.
        .add_property("DTSTART", utc(session.starts_at))
        .add_property("DTEND", utc(session.ends_at))
        .add_property("SUMMARY", plain::inert(session.title.as_str()))
        .add_property("DESCRIPTION", description.join("\n"))
        // Where many calendars show the way in; they hide URL.
        .add_property("LOCATION", &entry.url)
        .add_property("URL", &entry.url)
        .add_property("STATUS", if entry.method == CalendarMethod::Cancel { "CANCELLED" } else { "CONFIRMED" })
        .add_property("TRANSP", "OPAQUE")
        .append_property(organizer(session, entry))
        .append_multi_property(attendee(letter))
        .done();
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("PRODID", "-//Jigsaw//Jigsaw//EN"))
        .append_property(("VERSION", "2.0"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", word(entry.method)))
        .push(event);
    let mut text = String::new();
    write!(text, "{calendar}").map_err(|error| DeliveryError::Unwritable(error.to_string()))?;
    Ok(text)
}

/// The method as calendars and MIME types name it.
pub(crate) const fn word(method: CalendarMethod) -> &'static str {
    match method {
        CalendarMethod::Request => "REQUEST",
        CalendarMethod::Cancel => "CANCEL",
    }
}

fn organizer(session: &SessionLetter, entry: &CalendarEntry) -> Property {
    Property::new("ORGANIZER", mailto(&entry.organizer))
        .add_parameter("CN", &name(&session.host_name.to_string()))
        .done()
}

fn attendee(letter: &Letter) -> Property {
    let mut attendee = Property::new("ATTENDEE", mailto(&letter.to));
    if let Some(to_name) = &letter.to_name {
        attendee.add_parameter("CN", &name(&to_name.to_string()));
    }
    attendee
        .add_parameter("CUTYPE", "INDIVIDUAL")
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("PARTSTAT", "NEEDS-ACTION")
        // Answers would fill the host's own mailbox, a mail for each guest.
        .add_parameter("RSVP", "FALSE")
        .done()
}

/// In quotes of its own, whatever is in it: readers differ on what an equals sign means without them.
fn name(text: &str) -> String {
    format!("\"{}\"", plain::parameter(&plain::inert(text)))
}

/// A `mailto:` address (RFC 6068): what has a meaning in addresses of the web is written as octets.
fn mailto(address: &EmailAddress) -> String {
    let typed = address.as_typed();
    let local = typed.rsplit_once('@').map_or(typed, |(local, _)| local);
    let mut out = String::from("mailto:");
    for byte in local.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~+!$'*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |nibble: u8| char::from(b"0123456789ABCDEF".get(usize::from(nibble)).copied().unwrap_or(b'0'));
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out.push('@');
    out.push_str(address.domain());
    out
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}
