//! People, times and texts that try the layout.

use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use jigsaw_domain::language::Language;
use jigsaw_http_poem::text::Text;
use jigsaw_http_poem::view::{Errors, Page, Stamp, Viewer};

pub(crate) const LONG: &str = "Introduction to the history of maps: how we came to see Earth";
pub(crate) const ARABIC: &str = "ندوة عن تاريخ الخرائط";
pub(crate) const JAPANESE: &str = "地図の歴史入門セミナー";
pub(crate) const LINK: &str = "https://meet.example.org/j/a1s_kq3J7nWmZ0cT5yLd8RbXhVfUe2PoGiN4";

const NAMES: [&str; 8] = [
    "Amélie Dupont",
    "ليلى الحسن",
    "佐藤 美咲",
    "Jonas Weber",
    "Olga Petrenko",
    "Kwame Mensah",
    "Maximiliane von und zu Hohenstein-Wolkenburg",
    "Li Wei",
];

pub(crate) fn name(index: usize) -> String {
    NAMES.get(index % NAMES.len()).copied().unwrap_or_default().to_owned()
}

pub(crate) fn email(index: usize) -> String {
    const ADDRESSES: [&str; 4] = [
        "amelie.dupont@example.org",
        "laila@alhasan.example",
        "m.sato@example.jp",
        "a.very.long.local.part.indeed.2026@department.university.example",
    ];
    ADDRESSES.get(index % ADDRESSES.len()).copied().unwrap_or_default().to_owned()
}

static SPOKEN: OnceLock<Language> = OnceLock::new();

/// The language of all pages; English unless it is said before the first one.
pub(crate) fn speak(language: Language) {
    SPOKEN.get_or_init(|| language);
}

pub(crate) fn text() -> Text {
    Text::new(SPOKEN.get().copied().unwrap_or_default())
}

pub(crate) fn when() -> Stamp {
    const ISO: &str = "2026-11-24T13:00:00Z";
    Stamp::new(ISO, text().span(read(ISO), read(ISO) + TimeDelta::minutes(90), Berlin))
}

/// Years ahead, so that the countdown runs.
pub(crate) fn opens() -> Stamp {
    const ISO: &str = "2031-11-24T12:50:00Z";
    Stamp::new(ISO, text().moment(read(ISO), Berlin))
}

fn read(iso: &str) -> DateTime<Utc> {
    iso.parse().unwrap_or_default()
}

pub(crate) fn at(minute: usize) -> Stamp {
    Stamp::new(format!("2026-11-24T13:{:02}:00Z", minute % 60), format!("14:{:02}", minute % 60))
}

pub(crate) fn host_page() -> Page {
    Page {
        viewer: Some(Viewer { name: "Ada Lovelace".to_owned(), email: "ada@example.org".to_owned() }),
        ..guest_page()
    }
}

pub(crate) fn guest_page() -> Page {
    Page { text: text(), form_token: "form-token".to_owned(), mailbox: true, ..Page::default() }
}

pub(crate) fn errors(pairs: &[(&str, &str)]) -> Errors {
    let mut errors = Errors::none();
    for (field, message) in pairs {
        errors.push(*field, *message);
    }
    errors
}
