//! Text and HTML.

use std::fmt::Write as _;

use jigsaw_domain::delivery::LetterBody;
use jigsaw_domain::language::Language;
use jigsaw_domain::port::DeliveryError;
use jigsaw_mail_lettre::Writer;

use crate::samples::{
    LIST, LIVE, PERSONAL, SET_UP, SIGN_IN, VOICES, all, at, code, from, invitation, letters, letters_in, write,
};

#[test]
fn every_letter_reads_well_in_every_voice() {
    for voice in &VOICES {
        let mut page = String::new();
        for (kind, letter) in letters(voice) {
            let mail = write(&letter);
            writeln!(page, "=== {kind}\nSubject: {}\n\n{}", mail.subject, mail.text).unwrap();
        }
        insta::assert_snapshot!(format!("text_{}", voice.name), page);
    }
}

#[test]
fn every_letter_reads_well_in_every_language() {
    for language in Language::ALL {
        let mut page = String::new();
        for (kind, letter) in letters_in(*language) {
            let mail = write(&letter);
            writeln!(page, "=== {kind}\nSubject: {}\n\n{}", mail.subject, mail.text).unwrap();
        }
        insta::assert_snapshot!(format!("text_{}", language.as_str()), page);
    }
}

#[test]
fn the_html_of_every_kind_and_of_every_voice_is_reviewed() {
    for (kind, letter) in letters(&VOICES[0]) {
        insta::assert_snapshot!(format!("html_{kind}"), write(&letter).html);
    }
    for voice in &VOICES[1..] {
        // The frame is reviewed above: what differs here are the texts in it.
        let pages = letters(voice).into_iter().map(|(kind, letter)| {
            let html = write(&letter).html;
            let body = html.split_once("<body").unwrap().1;
            let lines = body.lines().map(|line| strip_styles(line).trim().to_owned()).filter(|line| !line.is_empty());
            format!("=== {kind}\n{}\n", lines.collect::<Vec<_>>().join("\n"))
        });
        insta::assert_snapshot!(format!("html_{}", voice.name), pages.collect::<String>());
    }
}

fn strip_styles(line: &str) -> String {
    let mut pieces = line.split(" style=\"");
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once('"').unwrap().1)
}

#[test]
fn both_parts_hold_the_same_link_and_no_other() {
    for (name, letter) in all() {
        let mail = write(&letter);
        let expected: &[&str] = match &letter.body {
            LetterBody::Invitation { .. } | LetterBody::Reminder { .. } | LetterBody::Change { .. } => &[PERSONAL],
            LetterBody::AccountExists { .. } | LetterBody::Welcome { .. } => &[SIGN_IN],
            LetterBody::PasswordReset { .. } => &[SET_UP],
            LetterBody::AccessRequest { .. } => &[LIVE],
            LetterBody::Digest { .. } => &[LIST],
            LetterBody::Code { .. } | LetterBody::LockAlert { .. } | LetterBody::Cancellation { .. } => &[],
        };
        let in_text: Vec<&str> = mail.text.split_whitespace().filter(|word| word.contains("://")).collect();
        assert_eq!(in_text, expected, "{name}");
        let hrefs: Vec<&str> = mail.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        // The button, and the link in full.
        assert_eq!(hrefs, expected.repeat(2), "{name}");
        // Subjects lead nowhere, and the head of the page repeats it.
        let body = mail.html.split_once("<body").unwrap().1;
        assert_eq!(body.matches("://").count(), 3 * expected.len(), "{name}");
    }
}

#[test]
fn nothing_remote_nothing_active_and_light_enough() {
    for (name, letter) in all() {
        let html = write(&letter).html;
        assert!(html.len() < 100_000, "{name}");
        for forbidden in ["<img", "<script", "<link", "<form", "<iframe", "url(", "@import", "javascript:", "<svg"] {
            assert!(!html.contains(forbidden), "{name} holds {forbidden}");
        }
        assert!(html.contains("color-scheme"), "{name}");
        assert!(html.contains(&format!("<html lang=\"{}\" dir=\"ltr\">", letter.language.as_str())), "{name}");
    }
}

#[test]
fn what_people_typed_is_escaped_and_leads_nowhere() {
    let hostile = VOICES.iter().find(|voice| voice.name == "hostile").unwrap();
    for (name, letter) in letters(hostile) {
        let mail = write(&letter);
        assert!(!mail.html.contains("</td></a><"), "{name}");
        for part in [&mail.text, &mail.html] {
            for address in ["https://evil", "www.evil.example", "evil.example"] {
                let body = part.split_once("<body").map_or(part.as_str(), |(_, body)| body);
                assert!(!body.contains(address), "{name} holds {address}: mail clients make a link of it");
            }
        }
    }
}

#[test]
fn each_tag_that_opens_closes() {
    for (name, letter) in all() {
        let html = write(&letter).html;
        for tag in ["html", "head", "body", "table", "tr", "td", "p", "h1", "a", "strong", "div", "style", "title"] {
            let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{name}: {tag}");
        }
    }
}

/// What tests and people look for: `\b\d{6}\b`.
fn codes(text: &str) -> Vec<String> {
    let digits = |c: char| c.is_numeric() || c.is_alphanumeric() || c == '_';
    let words = text.split(|c: char| !digits(c));
    words.filter(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned).collect()
}

#[test]
fn a_code_stands_alone_in_text_and_html_and_not_where_a_locked_screen_shows_it() {
    let real = code().reveal().to_owned();
    for (name, letter) in all().into_iter().filter(|(name, _)| name.starts_with("code")) {
        let mail = write(&letter);
        assert_eq!(codes(&mail.text), [real.as_str()], "{name}: {}", mail.text);
        assert_eq!(codes(&mail.html), [real.as_str()], "{name}");
        assert_eq!(codes(&mail.subject), [""; 0], "{name}");
    }
}

#[test]
fn parts_agree_on_names_and_times() {
    for (name, letter) in all() {
        let mail = write(&letter);
        for line in mail.text.lines().filter(|line| line.contains("2027") || line.contains("UTC")) {
            assert!(mail.html.contains(line), "{name}: {line}");
        }
    }
}

#[test]
fn what_cannot_stand_in_a_mail_is_said_without_repeating_it() {
    let writer = Writer::new(from());
    let refused = |mut letter: jigsaw_domain::delivery::Letter, change: &dyn Fn(&mut LetterBody)| {
        change(&mut letter.body);
        match writer.write(&letter) {
            Err(DeliveryError::Unwritable(why)) => {
                assert!(!why.contains("example") && !why.contains("alert"), "{why}");
            }
            other => panic!("{other:?}"),
        }
    };
    let sample = || invitation(&VOICES[0], jigsaw_domain::invitation::Role::Attendee, false);
    for bad in ["", "javascript:alert(1)", "https://x.example/\r\nBcc: b@example.org", "https://x.example/\"><b>"] {
        refused(sample(), &|body| {
            if let LetterBody::Invitation { personal_link, .. } = body {
                bad.clone_into(personal_link);
            }
        });
        refused(sample(), &|body| {
            if let LetterBody::Invitation { calendar, .. } = body {
                bad.clone_into(&mut calendar.url);
            }
        });
    }
    refused(sample(), &|body| {
        if let LetterBody::Invitation { session, .. } = body {
            session.ends_at = chrono::DateTime::<chrono::Utc>::MAX_UTC;
        }
    });
    let mut old = sample();
    old.created_at = at("1969-12-31T23:59:59Z");
    refused(old, &|_| {});
}
