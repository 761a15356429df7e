//! What the owners of mailboxes and profiles read.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use jigsaw_domain::delivery::SessionLetter;

use super::{Link, Page, about, subject_of};
use crate::words::{Value, Words};

pub(super) fn code(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    (valid_minutes, creates_profile): (i64, bool),
) -> Page {
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

pub(super) fn exists(words: &Words, frame: Page, session: &SessionLetter, url: String) -> Page {
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

pub(super) fn lock_alert(words: &Words, frame: Page, (until, zone): (DateTime<Utc>, Tz)) -> Page {
    let lead = vec![words.say("lock-alert-lead", &[])];
    let when = vec![words.date(until, zone), words.clock(until, zone)];
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

pub(super) fn welcome(words: &Words, frame: Page, may_host: bool, url: String) -> Page {
    let lead = vec![words.say("welcome-lead", &[])];
    let next = if may_host { words.say("welcome-host", &[]) } else { words.say("welcome-guest", &[]) };
    Page {
        subject: words.say("welcome-subject", &[]),
        preview: next.clone(),
        heading: words.say("welcome-subject", &[]),
        intro: lead.clone(),
        lead,
        next: vec![next],
        link: Some(Link { label: words.say("account-exists-button", &[]), url }),
        footer: words.say("welcome-footer", &[]),
        ..frame
    }
}

pub(super) fn password_reset(
    words: &Words,
    frame: Page,
    (until, zone): (Option<DateTime<Utc>>, Tz),
    url: String,
) -> Page {
    let lead = vec![words.say("password-reset-lead", &[])];
    let ends = until.map(|until| {
        let date = Value::Own(words.date(until, zone));
        words.say("password-reset-until", &[("date", date), ("time", Value::Own(words.clock(until, zone)))])
    });
    let mut notes: Vec<String> = ends.into_iter().collect();
    notes.push(words.say("password-reset-what-happens", &[]));
    Page {
        subject: words.say("password-reset-subject", &[]),
        preview: words.say("password-reset-lead", &[]),
        heading: words.say("password-reset-subject", &[]),
        intro: lead.clone(),
        lead,
        link: Some(Link { label: words.say("password-reset-button", &[]), url }),
        notes,
        footer: words.say("password-reset-footer", &[]),
        ..frame
    }
}
