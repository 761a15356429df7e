//! The whole message, read back by another library.

use jigsaw_domain::delivery::{Letter, LetterBody};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::invitation::Role;
use mail_parser::{MessageParser, MimeHeaders as _};

use crate::samples::{UNSUBSCRIBE, VOICES, all, invitation, write};

fn raw(letter: &Letter) -> String {
    String::from_utf8(write(letter).to_bytes()).unwrap()
}

fn head(raw: &str) -> &str {
    raw.split_once("\r\n\r\n").unwrap().0
}

#[test]
fn the_head_of_a_mail_says_exactly_this() {
    insta::assert_snapshot!(head(&raw(&invitation(&VOICES[0], Role::Attendee, false))).replace("\r\n", "\n"));
}

#[test]
fn every_mail_is_read_back_whole() {
    for (name, letter) in all() {
        let mail = write(&letter);
        let bytes = mail.to_bytes();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some(mail.subject.as_str()), "{name}");
        let to: Vec<_> = read.to().unwrap().iter().map(|one| one.address().unwrap()).collect();
        assert_eq!(to, ["mia@example.org"], "{name}: exactly one");
        let sender = read.from().unwrap().first().unwrap();
        assert_eq!((sender.name(), sender.address()), (Some("Jigsaw"), Some("door@jigsaw.example")), "{name}");
        assert_eq!(read.message_id(), Some("00000000-0000-0000-0000-000000000007@jigsaw.example"), "{name}");
        assert_eq!(read.date().unwrap().to_timestamp(), letter.created_at.timestamp(), "{name}");
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.text.trim_end(), "{name}");
        assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), mail.html.trim_end(), "{name}");

        let calendars: Vec<_> = read
            .parts
            .iter()
            .filter(|part| part.content_type().is_some_and(|kind| matches!(kind.subtype(), Some("calendar" | "ics"))))
            .collect();
        match &mail.calendar {
            None => assert!(calendars.is_empty(), "{name}"),
            Some(calendar) => {
                let [inline, attached] = calendars[..] else { panic!("{name}: {}", calendars.len()) };
                let off = matches!(letter.body, LetterBody::Cancellation { .. });
                let method = if off { "CANCEL" } else { "REQUEST" };
                assert_eq!(inline.content_type().unwrap().attribute("method"), Some(method), "{name}");
                assert_eq!(inline.content_type().unwrap().attribute("charset"), Some("utf-8"), "{name}");
                assert_eq!(attached.attachment_name(), Some("invite.ics"), "{name}");
                for part in calendars {
                    assert_eq!(String::from_utf8_lossy(part.contents()).trim_end(), calendar.trim_end(), "{name}");
                }
            }
        }
    }
}

#[test]
fn headers_are_these_and_no_others() {
    for (name, letter) in all() {
        let raw = raw(&letter);
        let mut names: Vec<&str> = head(&raw)
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split_once(':').unwrap().0)
            .collect();
        names.sort_unstable();
        let mut expected = vec![
            "Auto-Submitted",
            "Content-Type",
            "Date",
            "From",
            "In-Reply-To",
            "MIME-Version",
            "Message-ID",
            "References",
            "Subject",
            "To",
        ];
        if matches!(letter.body, LetterBody::Reminder { .. }) {
            expected.extend(["List-Unsubscribe", "List-Unsubscribe-Post"]);
        }
        expected.sort_unstable();
        assert_eq!(names, expected, "{name}");
        assert!(head(&raw).contains("Auto-Submitted: auto-generated"), "{name}");
    }
}

/// Mail programs show what refers to one message together. The message need not exist.
#[test]
fn all_mails_of_a_session_to_one_person_are_one_thread() {
    let root = "<thread.00000000-0000-0000-0000-00000000000d@jigsaw.example>";
    for (name, letter) in all() {
        let raw = raw(&letter);
        for header in ["References", "In-Reply-To"] {
            assert!(head(&raw).contains(&format!("{header}: {root}")), "{name}");
        }
        assert!(!raw.contains(&format!("Message-ID: {root}")), "{name}");
        let alone = Letter { thread: None, ..letter };
        assert!(!head(&self::raw(&alone)).contains("References"), "{name}");
    }
}

#[test]
fn no_line_is_too_long_and_none_ends_bare() {
    for (name, letter) in all() {
        let raw = raw(&letter);
        for line in raw.split("\r\n") {
            assert!(line.len() <= 998, "{name}: {line}");
            assert!(!line.contains(['\r', '\n', '\0']), "{name}: {line:?}");
        }
        assert!(raw.is_ascii(), "{name}: every relay takes it");
    }
}

#[test]
fn every_try_sends_the_same_octets() {
    for (name, letter) in all() {
        assert_eq!(raw(&letter), raw(&letter), "{name}");
    }
}

#[test]
fn whatever_address_the_domain_takes_becomes_one_recipient_or_an_error() {
    let mut letter = invitation(&VOICES[0], Role::Attendee, false);
    for (typed, written) in [
        ("MIKE@Example.ORG", "MIKE@example.org"),
        ("mike+x@example.org", "mike+x@example.org"),
        ("!#$%&'*+-/?=^_`{|}~@example.org", "!#$%&'*+-/?=^_`{|}~@example.org"),
        ("a@Bücher.example", "a@xn--bcher-kva.example"),
        ("Éva@example.org", "Éva@example.org"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
    ] {
        letter.to = EmailAddress::parse(typed).unwrap();
        let raw = raw(&letter);
        let to: Vec<&str> = raw.split("\r\n").filter(|line| line.starts_with("To: ")).collect();
        assert_eq!(to, [format!("To: {written}")], "{typed}");
    }
    let longest = format!("{}@{}.org", "x".repeat(64), "y".repeat(60));
    letter.to = EmailAddress::parse(&longest).unwrap();
    assert!(raw(&letter).contains(&longest));
}

/// Nothing that gets past the domain's own checks changes the shape of a mail.
#[test]
fn titles_and_names_never_become_headers_or_parts() {
    use jigsaw_domain::text::{PersonName, Title};
    let corpus = [
        "=?utf-8?b?DQpCY2M6IGJAZXhhbXBsZS5vcmc=?=",
        "--=_alternative-00000000-0000-0000-0000-000000000007",
        "--=_mixed-00000000-0000-0000-0000-000000000007--",
        "Bcc: b@example.org",
        "%0d%0aBcc: b@example.org",
        "\\r\\nBcc: b@example.org",
        "a\u{2028}b".trim(),
        "END:VEVENT BEGIN:VEVENT",
        "\\nATTENDEE:mailto:b@example.org",
        "\";CN=x:mailto:b@example.org",
        "a;b,c:d\\e\"f",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "..",
        ".",
    ];
    for text in corpus {
        let mut letter = invitation(&VOICES[0], Role::Attendee, false);
        let Ok(title) = Title::parse(text) else {
            continue;
        };
        let person = PersonName::parse(text, text).unwrap();
        letter.to_name = Some(person.clone());
        if let LetterBody::Invitation { session, .. } = &mut letter.body {
            session.title = title;
            session.host_name = person;
        }
        let bytes = write(&letter).to_bytes();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.headers().len(), 10, "{text}");
        assert_eq!(read.subject(), Some(write(&letter).subject.as_str()), "read as it was written");
        assert!(read.bcc().is_none() && read.to().unwrap().iter().count() == 1, "{text}");
        assert_eq!(read.parts.len(), 6, "{text}: two frames, text, HTML, two calendars");
        let calendar = write(&letter).calendar.unwrap();
        assert_eq!(calendar.matches("\r\nBEGIN:").count(), 1, "{text}");
        assert_eq!(calendar.matches("\r\nATTENDEE").count(), 1, "{text}");
    }
}

/// RFC 8058: one address, by https, and the word that one click posts there; on reminders alone.
#[test]
fn reminders_are_ended_by_one_click_and_nothing_else_is() {
    let mut reminders = 0;
    for (name, letter) in all() {
        let raw = raw(&letter);
        let unfolded = head(&raw).replace("\r\n ", " ");
        let of = |wanted: &str| unfolded.lines().find_map(|line| line.strip_prefix(wanted)).map(str::trim);
        let is_reminder = matches!(letter.body, LetterBody::Reminder { .. });
        let url = format!("<{UNSUBSCRIBE}>");
        assert_eq!(of("List-Unsubscribe:"), is_reminder.then_some(url.as_str()), "{name}");
        assert_eq!(of("List-Unsubscribe-Post:"), is_reminder.then_some("List-Unsubscribe=One-Click"), "{name}");
        reminders += usize::from(is_reminder);
    }
    assert!(reminders > 0);
}
