//! The calendar part of a letter: iCalendar (RFC 5545) with the method of its entry (RFC 5546). The text is the domain's,
//! so that mails, pages and feeds say the same of a session; who is in it, and in which words, is said here.

use jigsaw_domain::calendar::{EventText, write};
use jigsaw_domain::delivery::{CalendarEntry, CalendarMethod, Letter, SessionLetter};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::port::DeliveryError;

use crate::page::person;
use crate::plain;
use crate::words::{Value, Words};

/// Writes the entry. The session link is the only one in it: people share their calendars.
pub(crate) fn part(
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
    let event = EventText {
        // The session's id alone, so that an update meets its entry even if the server's names change.
        uid: entry.session.to_string(),
        sequence: entry.sequence,
        stamp: entry.stamp,
        times: entry.times.clone(),
        summary: plain::inert(session.title.as_str()),
        description: description.join("\n"),
        url: entry.url.clone(),
        people: vec![organizer(session, entry), attendee(letter)],
        cancelled: entry.method == CalendarMethod::Cancel,
    };
    Ok(write(entry.method, &[event]))
}

fn organizer(session: &SessionLetter, entry: &CalendarEntry) -> String {
    format!("ORGANIZER;CN={}:{}", name(&session.host_name.to_string()), mailto(&entry.organizer))
}

fn attendee(letter: &Letter) -> String {
    let called = letter.to_name.as_ref().map(|to_name| format!(";CN={}", name(&to_name.to_string())));
    // Answers would fill the host's own mailbox, a mail for each guest.
    let rest = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE";
    format!("ATTENDEE{}{rest}:{}", called.unwrap_or_default(), mailto(&letter.to))
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
