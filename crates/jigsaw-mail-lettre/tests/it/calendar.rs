//! Calendar parts, read back by a parser and line by line.

use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, Component as _};
use jigsaw_domain::delivery::{CalendarMethod, Letter, LetterBody};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::invitation::Role;

use crate::samples::{SESSION, VOICES, all, invitation, write};

fn part(letter: &Letter) -> String {
    write(letter).calendar.unwrap()
}

/// Content lines, unfolded here by hand: a line break and a space vanish.
fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn an_invitation_says_exactly_this() {
    insta::assert_snapshot!(lines(&part(&invitation(&VOICES[0], Role::Presenter, false))).join("\n"));
}

#[test]
fn those_have_one_that_change_a_calendar() {
    for (name, letter) in all() {
        let changes = ["invitation", "change", "cancellation"].iter().any(|kind| name.starts_with(kind));
        assert_eq!(write(&letter).calendar.is_some(), changes, "{name}");
    }
}

/// One entry from the invitation to the end: the same name, a higher number each time, and at last it is taken out.
#[test]
fn a_change_and_a_cancellation_are_of_the_same_entry() {
    let letters = crate::samples::letters(&VOICES[0]);
    let of = |kind: &str| lines(&part(&letters.iter().find(|(name, _)| *name == kind).unwrap().1));
    let value = |lines: &[String], name: &str| {
        let line = lines.iter().find(|line| line.starts_with(&format!("{name}:"))).unwrap();
        line.split_once(':').unwrap().1.to_owned()
    };
    let told = ["invitation", "change_moved", "cancellation", "cancellation_uninvited"].map(|kind| {
        let lines = of(kind);
        ["UID", "SEQUENCE", "METHOD", "STATUS"].map(|name| value(&lines, name)).join(" ")
    });
    let uid = "00000000-0000-0000-0000-000000000009";
    let expected = ["3 REQUEST CONFIRMED", "4 REQUEST CONFIRMED", "5 CANCEL CANCELLED", "5 CANCEL CANCELLED"];
    assert_eq!(told, expected.map(|rest| format!("{uid} {rest}")));
}

#[test]
fn every_one_is_read_back_whole() {
    for (name, letter) in all() {
        let Some((session, entry)) = letter.body.calendar() else {
            continue;
        };
        let off = entry.method == CalendarMethod::Cancel;
        let text = part(&letter);
        let unfolded = unfold(&text);
        let calendar: Calendar = read_calendar(&unfolded).unwrap().into();
        let method = if off { "CANCEL" } else { "REQUEST" };
        assert_eq!(calendar.property_value("METHOD"), Some(method), "{name}");
        assert_eq!(calendar.components.len(), 1, "{name}: nothing was injected");
        let event = calendar.components[0].as_event().unwrap();
        for (property, value) in [
            ("UID", "00000000-0000-0000-0000-000000000009"),
            ("SEQUENCE", &entry.sequence.to_string()),
            ("DTSTAMP", "20270220T080000Z"),
            ("DTSTART", "20270301T130000Z"),
            ("DTEND", "20270301T143000Z"),
            ("URL", SESSION),
            ("LOCATION", SESSION),
            ("STATUS", if off { "CANCELLED" } else { "CONFIRMED" }),
        ] {
            assert_eq!(event.property_value(property), Some(value), "{name}: {property}");
        }
        let visible = |text: &str| text.replace('\u{200B}', "");
        let summary = visible(event.property_value("SUMMARY").unwrap());
        assert_eq!(summary, session.title.as_str(), "{name}: escaping is undone by reading");
        let attendees = &event.multi_properties()["ATTENDEE"];
        assert_eq!(attendees.len(), 1, "{name}");
        assert_eq!(attendees[0].value(), "mailto:mia@example.org", "{name}");
        assert_eq!(event.property_value("ORGANIZER"), Some("mailto:host@example.org"), "{name}");
    }
}

#[test]
fn lines_are_folded_end_in_crlf_and_hold_no_controls() {
    for (name, letter) in all() {
        let Some(text) = write(&letter).calendar else {
            continue;
        };
        assert!(text.ends_with("\r\n"), "{name}");
        for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
            assert!(line.len() <= 75, "{name}: {} octets: {line}", line.len());
            assert!(!line.contains(char::is_control), "{name}: {line:?}");
        }
        let names: Vec<String> =
            lines(&text).iter().filter_map(|line| Some(line.split([':', ';']).next()?.to_owned())).collect();
        // Of the calendar, BEGIN and END, of the event.
        let expected = 4 + 4 + 13;
        assert_eq!(names.iter().filter(|name| !name.is_empty()).count(), expected, "{name}: {names:?}");
    }
}

#[test]
fn the_session_link_is_the_only_one() {
    for (name, letter) in all() {
        let Some(text) = write(&letter).calendar else {
            continue;
        };
        let whole = lines(&text).join("\n");
        assert!(!whole.contains("/i/A"), "{name}: calendars are shared");
        assert_eq!(whole.matches("://").count(), whole.matches(SESSION).count(), "{name}: {whole}");
    }
}

#[test]
fn unusual_addresses_become_addresses_of_the_web() {
    let mut letter = invitation(&VOICES[0], Role::Attendee, false);
    for (address, expected) in [
        ("o'neil+x@example.org", "mailto:o'neil+x@example.org"),
        ("a%b?c=d&e/f#g@example.org", "mailto:a%25b%3Fc%3Dd%26e%2Ff%23g@example.org"),
        ("Éva@Bücher.example", "mailto:%C3%89va@xn--bcher-kva.example"),
    ] {
        letter.to = EmailAddress::parse(address).unwrap();
        let text = lines(&part(&letter)).join("\n");
        assert!(text.contains(expected), "{address}: {text}");
    }
}

#[test]
fn an_update_keeps_its_uid_and_raises_its_sequence() {
    let mut letter = invitation(&VOICES[0], Role::Attendee, false);
    let first = lines(&part(&letter));
    if let LetterBody::Invitation { calendar, .. } = &mut letter.body {
        calendar.sequence = 4;
    }
    let second = lines(&part(&letter));
    let changed: Vec<_> = first.iter().zip(&second).filter(|(a, b)| a != b).collect();
    assert_eq!(changed, [(&"SEQUENCE:3".to_owned(), &"SEQUENCE:4".to_owned())]);
}
