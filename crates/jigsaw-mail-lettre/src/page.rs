//! What a letter says, part by part: one file a family of letters. Both templates are filled from one [`Page`], so that they
//! cannot disagree.

mod account;
mod host;
mod invitee;

use chrono::{DateTime, Datelike as _, Utc};
use jigsaw_domain::delivery::{Letter, LetterBody, SessionLetter};
use jigsaw_domain::port::DeliveryError;
use jigsaw_domain::text::{HostText, PersonName};

use crate::plain;
use crate::words::{Arg, Value, Words};

/// The one button, and the link in full below it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) url: String,
}

/// What the host wrote, as they wrote it: text and nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// Who says it.
    pub(crate) by: String,
    pub(crate) lines: Vec<String>,
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
    /// Whether what stands in `when` does not take place.
    pub(crate) is_off: bool,
    pub(crate) next: Vec<String>,
    /// People, each with what there is to say of them.
    pub(crate) people: Vec<(String, String)>,
    pub(crate) quote: Option<Quote>,
    pub(crate) link: Option<Link>,
    /// Text only: the button's words, as they stand before its address.
    pub(crate) before_link: String,
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
    let page = match &letter.body {
        LetterBody::Invitation { session, role, personal_link, on_the_fly, .. } => {
            invitee::invitation(words, frame, session, (*role, *on_the_fly), link(personal_link)?)
        }
        LetterBody::Reminder { session, personal_link, offset_minutes, .. } => {
            invitee::reminder(words, frame, session, *offset_minutes, link(personal_link)?)
        }
        LetterBody::Change { session, personal_link, was, .. } => {
            invitee::change(words, frame, session, *was, link(personal_link)?)
        }
        LetterBody::Cancellation { session, what, reason, .. } => {
            invitee::cancellation(words, frame, session, (what, reason.as_ref()))
        }
        LetterBody::Code { session, code, valid_minutes, creates_profile } => {
            let page = account::code(words, frame, session, (*valid_minutes, *creates_profile));
            Page { code: Some(code.reveal().to_owned()), ..without_other_codes(page) }
        }
        LetterBody::AccountExists { session, sign_in_url } => {
            account::exists(words, frame, session, link(sign_in_url)?)
        }
        LetterBody::LockAlert { until, zone } => account::lock_alert(words, frame, (*until, *zone)),
        LetterBody::Welcome { sign_in_url, may_host } => account::welcome(words, frame, *may_host, link(sign_in_url)?),
        LetterBody::PasswordReset { link: url, until, zone } => {
            account::password_reset(words, frame, (*until, *zone), link(url)?)
        }
        LetterBody::AccessRequest { session, people, more, live_url } => {
            host::access_request(words, frame, session, (people, *more), link(live_url)?)
        }
        LetterBody::Digest { session, people, more, list_url } => {
            host::digest(words, frame, session, (people, *more), link(list_url)?)
        }
    };
    let label = page.link.as_ref().map(|link| Value::Own(link.label.clone()));
    let before_link = label.map(|label| words.say("before-link", &[("label", label)])).unwrap_or_default();
    Ok(Page { before_link, ..page })
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

/// The host's words, line by line.
fn quote(words: &Words, session: &SessionLetter, text: Option<&HostText>) -> Option<Quote> {
    let lines = text?.as_str().lines().map(|line| words.typed(line)).collect();
    Some(Quote { by: words.say("quote-by", &about(session)), lines })
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
    let of = |session: &SessionLetter| vec![session.starts_at, session.ends_at];
    let mut times = match &letter.body {
        LetterBody::Invitation { session, .. }
        | LetterBody::Cancellation { session, .. }
        | LetterBody::Reminder { session, .. }
        | LetterBody::Code { session, .. }
        | LetterBody::AccountExists { session, .. }
        | LetterBody::AccessRequest { session, .. }
        | LetterBody::Digest { session, .. } => of(session),
        LetterBody::Welcome { .. } => Vec::new(),
        LetterBody::PasswordReset { until, .. } => until.iter().copied().collect(),
        LetterBody::Change { session, was, .. } => of(session).into_iter().chain(*was).collect(),
        LetterBody::LockAlert { until, .. } => vec![*until],
    };
    times.extend(letter.body.calendar().map(|(_, entry)| entry.stamp));
    if times.iter().chain([&letter.created_at]).all(fits) {
        Ok(())
    } else {
        Err(DeliveryError::Unwritable("a time is out of range".to_owned()))
    }
}
