//! What a letter says, part by part. Both templates are filled from one [`Page`], so that they cannot disagree.

use chrono::{DateTime, Datelike as _, Utc};
use jigsaw_domain::delivery::{Letter, LetterBody, SessionLetter};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::DeliveryError;
use jigsaw_domain::text::PersonName;

use crate::plain;
use crate::words::{Arg, Value, Words};

/// The one button, and the link in full below it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) url: String,
}

/// The words of one mail, from top to bottom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) lang: String,
    pub(crate) dir: &'static str,
    pub(crate) brand: String,
    pub(crate) subject: String,
    /// What clients show beside the subject; never the code, which would stand on locked screens.
    pub(crate) preview: String,
    /// HTML only: what the text says in its first sentence.
    pub(crate) heading: String,
    pub(crate) host_line: Option<String>,
    pub(crate) greeting: String,
    /// The text part's first sentences, which name title and host.
    pub(crate) lead: Vec<String>,
    /// The same below the heading of the HTML part, which names them already.
    pub(crate) intro: Vec<String>,
    pub(crate) code: Option<String>,
    pub(crate) when: Vec<String>,
    pub(crate) next: Vec<String>,
    pub(crate) link: Option<Link>,
    pub(crate) paste_link: String,
    pub(crate) notes: Vec<String>,
    pub(crate) footer: String,
}

/// Writes what a letter says; fails when a link or a time in it cannot stand in a mail.
pub(crate) fn page(words: &Words, letter: &Letter) -> Result<Page, DeliveryError> {
    check_times(letter)?;
    let greeting = match &letter.to_name {
        Some(name) => words.say("greeting", &[("name", person(name))]),
        None => words.say("greeting-nobody", &[]),
    };
    let frame = Page {
        lang: words.lang(),
        dir: words.dir(),
        brand: words.say("product-name", &[]),
        greeting,
        paste_link: words.say("paste-link", &[]),
        ..Page::default()
    };
    Ok(match &letter.body {
        LetterBody::Invitation { session, role, personal_link, on_the_fly, .. } => {
            invitation(words, frame, session, (*role, *on_the_fly), link(personal_link)?)
        }
        LetterBody::Reminder { session, personal_link, offset_minutes } => {
            reminder(words, frame, session, *offset_minutes, link(personal_link)?)
        }
        LetterBody::Code { session, code, valid_minutes, creates_profile } => {
            let page = code_page(words, frame, session, *valid_minutes, *creates_profile);
            Page { code: Some(code.reveal().to_owned()), ..without_other_codes(page) }
        }
        LetterBody::AccountExists { session, sign_in_url } => account_exists(words, frame, session, link(sign_in_url)?),
        LetterBody::LockAlert { until, zone } => {
            let when = vec![words.date(*until, *zone), words.clock(*until, *zone)];
            lock_alert(words, frame, when)
        }
    })
}

fn invitation(words: &Words, frame: Page, session: &SessionLetter, (role, now): (Role, bool), url: String) -> Page {
    let mut args = about(session);
    args.push(("role", Value::Own(role.as_str().to_owned())));
    let (subject, lead, intro, button) = if now {
        (
            words.say("invitation-now-subject", &subject_of(session)),
            words.say("invitation-now-lead", &args),
            words.say("invitation-now-intro", &args),
            words.say("invitation-now-button", &args),
        )
    } else {
        (
            words.say("invitation-subject", &subject_of(session)),
            words.say("invitation-lead", &args),
            words.say("invitation-intro", &args),
            words.say("invitation-button", &args),
        )
    };
    let when = words.span(session.starts_at, session.ends_at, session.zone);
    Page {
        subject,
        preview: when.join(", "),
        heading: words.typed(session.title.as_str()),
        lead: vec![lead],
        intro: vec![intro],
        when,
        link: Some(Link { label: button, url }),
        notes: vec![words.say("invitation-personal", &[])],
        footer: words.say("invitation-footer", &args),
        ..frame
    }
}

fn reminder(words: &Words, frame: Page, session: &SessionLetter, offset_minutes: u32, url: String) -> Page {
    let mut args = about(session);
    args.push(("wait", Value::Own(words.minutes(offset_minutes))));
    let mut subject = subject_of(session);
    subject.extend([
        ("date", Value::Own(words.date(session.starts_at, session.zone))),
        ("time", Value::Own(words.short_clock(session.starts_at, session.zone))),
    ]);
    let when = words.span(session.starts_at, session.ends_at, session.zone);
    Page {
        subject: words.say("reminder-subject", &subject),
        preview: words.say("reminder-intro", &args),
        heading: words.typed(session.title.as_str()),
        host_line: Some(words.say("hosted-by", &args)),
        lead: vec![words.say("reminder-lead", &args)],
        intro: vec![words.say("reminder-intro", &args)],
        when,
        link: Some(Link { label: words.say("invitation-button", &[]), url }),
        notes: vec![words.say("invitation-personal", &[])],
        footer: words.say("reminder-footer", &[]),
        ..frame
    }
}

fn code_page(words: &Words, frame: Page, session: &SessionLetter, valid_minutes: i64, creates_profile: bool) -> Page {
    let mut args = about(session);
    // Whole minutes, at least one; a code never lives longer than an hour.
    let wait = words.minutes(u32::try_from(valid_minutes.clamp(1, 60)).unwrap_or(1));
    args.push(("wait", Value::Own(wait)));
    let next = if creates_profile { words.say("code-use-profile", &args) } else { words.say("code-use", &args) };
    Page {
        subject: words.say("code-subject", &subject_of(session)),
        preview: next.clone(),
        heading: words.typed(session.title.as_str()),
        host_line: Some(words.say("hosted-by", &args)),
        lead: vec![words.say("code-lead", &args)],
        intro: vec![words.say("code-intro", &args)],
        next: vec![next],
        notes: vec![words.say("code-keep", &[])],
        footer: words.say("code-footer", &[]),
        ..frame
    }
}

fn account_exists(words: &Words, frame: Page, session: &SessionLetter, url: String) -> Page {
    let lead = vec![words.say("account-exists-lead", &about(session))];
    let subject = words.say("account-exists-subject", &[]);
    Page {
        heading: subject.clone(),
        subject,
        preview: words.say("account-exists-next", &[]),
        intro: lead.clone(),
        lead,
        next: vec![words.say("account-exists-next", &[])],
        link: Some(Link { label: words.say("account-exists-button", &[]), url }),
        footer: words.say("account-exists-footer", &[]),
        ..frame
    }
}

fn lock_alert(words: &Words, frame: Page, when: Vec<String>) -> Page {
    let lead = vec![words.say("lock-alert-lead", &[])];
    Page {
        subject: words.say("lock-alert-subject", &[]),
        preview: when.join(", "),
        heading: words.say("lock-alert-heading", &[]),
        intro: lead.clone(),
        lead,
        when,
        next: vec![words.say("lock-alert-was-you", &[]), words.say("lock-alert-was-not", &[])],
        footer: words.say("lock-alert-footer", &[]),
        ..frame
    }
}

/// The same for subjects.
fn subject_of(session: &SessionLetter) -> Vec<Arg> {
    vec![
        ("title", Value::Titled(session.title.as_str().to_owned())),
        ("host", Value::Titled(session.host_name.to_string())),
    ]
}

fn about(session: &SessionLetter) -> Vec<Arg> {
    vec![("title", Value::Typed(session.title.as_str().to_owned())), ("host", person(&session.host_name))]
}

/// A person's name inside a message.
pub(crate) fn person(name: &PersonName) -> Value {
    Value::Typed(name.to_string())
}

/// Titles and names may hold six digits in a row; in the mail of a code, only the code does.
fn without_other_codes(page: Page) -> Page {
    let broken = |text: String| plain::without_codes(&text);
    Page {
        preview: broken(page.preview),
        heading: broken(page.heading),
        host_line: page.host_line.map(broken),
        greeting: broken(page.greeting),
        lead: page.lead.into_iter().map(broken).collect(),
        subject: broken(page.subject),
        ..page
    }
}

fn link(url: &str) -> Result<String, DeliveryError> {
    if plain::is_link(url) {
        Ok(url.to_owned())
    } else {
        // Without the link itself: errors are stored and shown.
        Err(DeliveryError::Unwritable("a link is not a web address".to_owned()))
    }
}

/// Dates outside these years have no form in the headers of a mail and in calendars, and the libraries panic on some.
fn check_times(letter: &Letter) -> Result<(), DeliveryError> {
    let fits = |at: &DateTime<Utc>| (1971..=9998).contains(&at.year());
    let times = match &letter.body {
        LetterBody::Invitation { session, calendar, .. } => vec![session.starts_at, session.ends_at, calendar.stamp],
        LetterBody::Reminder { session, .. }
        | LetterBody::Code { session, .. }
        | LetterBody::AccountExists { session, .. } => vec![session.starts_at, session.ends_at],
        LetterBody::LockAlert { until, .. } => vec![*until],
    };
    if times.iter().chain([&letter.created_at]).all(fits) {
        Ok(())
    } else {
        Err(DeliveryError::Unwritable("a time is out of range".to_owned()))
    }
}
