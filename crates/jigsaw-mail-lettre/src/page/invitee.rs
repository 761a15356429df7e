//! What invitees read.

use chrono::{DateTime, Utc};
use jigsaw_domain::delivery::{CalledOff, SessionLetter};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::text::HostText;

use super::{Link, Page, about, quote, subject_of};
use crate::words::{Value, Words};

pub(super) fn invitation(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    (role, now): (Role, bool),
    url: String,
) -> Page {
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
        quote: quote(words, session, session.message.as_ref()),
        link: Some(Link { label: button, url }),
        notes: vec![words.say("invitation-personal", &[])],
        footer: words.say("invitation-footer", &args),
        ..frame
    }
}

pub(super) fn reminder(words: &Words, frame: Page, session: &SessionLetter, offset_minutes: u32, url: String) -> Page {
    let mut args = about(session);
    args.push(("wait", Value::Own(words.minutes(offset_minutes))));
    let mut subject = subject_of(session);
    subject.extend([
        ("date", Value::Own(words.date(session.starts_at, session.zone))),
        ("time", Value::Own(words.short_clock(session.starts_at, session.zone))),
    ]);
    Page {
        subject: words.say("reminder-subject", &subject),
        preview: words.say("reminder-intro", &args),
        heading: words.typed(session.title.as_str()),
        host_line: Some(words.say("hosted-by", &args)),
        lead: vec![words.say("reminder-lead", &args)],
        intro: vec![words.say("reminder-intro", &args)],
        when: words.span(session.starts_at, session.ends_at, session.zone),
        quote: quote(words, session, session.message.as_ref()),
        link: Some(Link { label: words.say("invitation-button", &[]), url }),
        notes: vec![words.say("invitation-personal", &[])],
        footer: words.say("listed-footer", &[]),
        ..frame
    }
}

pub(super) fn change(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    was: Option<DateTime<Utc>>,
    url: String,
) -> Page {
    let args = about(session);
    let when = words.span(session.starts_at, session.ends_at, session.zone);
    let (subject, lead, intro) = if was.is_some() {
        (
            words.say("change-moved-subject", &subject_of(session)),
            words.say("change-moved-lead", &args),
            words.say("change-moved-intro", &args),
        )
    } else {
        (
            words.say("change-subject", &subject_of(session)),
            words.say("change-lead", &args),
            words.say("change-intro", &args),
        )
    };
    let before = was.map(|was| {
        let date = Value::Own(words.date(was, session.zone));
        words.say("change-was", &[("date", date), ("time", Value::Own(words.clock(was, session.zone)))])
    });
    Page {
        subject,
        preview: when.join(", "),
        heading: words.typed(session.title.as_str()),
        host_line: Some(words.say("hosted-by", &args)),
        lead: vec![lead],
        intro: vec![intro],
        when,
        next: before.into_iter().collect(),
        quote: quote(words, session, session.message.as_ref()),
        link: Some(Link { label: words.say("invitation-button", &[]), url }),
        notes: vec![words.say("change-link", &[]), words.say("invitation-personal", &[])],
        footer: words.say("listed-footer", &[]),
        ..frame
    }
}

pub(super) fn cancellation(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    (what, reason): (&CalledOff, Option<&HostText>),
) -> Page {
    let args = about(session);
    let (subject, lead, intro, note) = match what {
        CalledOff::Session => (
            words.say("cancellation-subject", &subject_of(session)),
            words.say("cancellation-lead", &args),
            words.say("cancellation-intro", &args),
            words.say("cancellation-note", &[]),
        ),
        CalledOff::Invitation => (
            words.say("uninvited-subject", &subject_of(session)),
            words.say("uninvited-lead", &args),
            words.say("uninvited-intro", &args),
            words.say("uninvited-note", &[]),
        ),
    };
    Page {
        subject,
        preview: intro.clone(),
        heading: words.typed(session.title.as_str()),
        host_line: Some(words.say("hosted-by", &args)),
        lead: vec![lead],
        intro: vec![intro],
        when: words.span(session.starts_at, session.ends_at, session.zone),
        is_off: true,
        quote: quote(words, session, reason),
        notes: vec![note],
        footer: words.say("cancellation-footer", &[]),
        ..frame
    }
}
