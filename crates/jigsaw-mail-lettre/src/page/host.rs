//! What hosts read about their sessions.

use jigsaw_domain::admission::Proof;
use jigsaw_domain::delivery::{Knocker, SessionLetter, Unreached};

use super::{Link, Page, about, subject_of};
use crate::words::{Arg, Value, Words};

pub(super) fn access_request(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    (people, more): (&[Knocker], usize),
    url: String,
) -> Page {
    let mut args = about(session);
    let mut subject = subject_of(session);
    for args in [&mut args, &mut subject] {
        args.push(count(people.len() + more));
    }
    let lead = words.say("access-request-lead", &args);
    let named = people.iter().map(|person| {
        let domain = [("domain", Value::Typed(person.domain.clone()))];
        let proof = match person.proof {
            Proof::Unverified => words.say("access-request-unverified", &domain),
            Proof::Mailbox => words.say("access-request-mailbox", &domain),
            Proof::Account => words.say("access-request-account", &domain),
        };
        (words.typed(&person.name.to_string()), proof)
    });
    Page {
        subject: words.say("access-request-subject", &subject),
        preview: lead.clone(),
        heading: words.typed(session.title.as_str()),
        intro: vec![words.say("access-request-intro", &args)],
        lead: vec![lead],
        people: named.collect(),
        next: and_more(words, more),
        link: Some(Link { label: words.say("access-request-button", &[]), url }),
        notes: vec![words.say("access-request-note", &[])],
        footer: words.say("access-request-footer", &[]),
        ..frame
    }
}

pub(super) fn digest(
    words: &Words,
    frame: Page,
    session: &SessionLetter,
    (people, more): (&[Unreached], usize),
    url: String,
) -> Page {
    let mut args = about(session);
    let mut subject = subject_of(session);
    for args in [&mut args, &mut subject] {
        args.push(count(people.len() + more));
    }
    let lead = words.say("digest-lead", &args);
    let named = people.iter().map(|one| {
        let reason = if one.reason.is_empty() { words.say("digest-no-reason", &[]) } else { words.typed(&one.reason) };
        // As it stands, for it is to be looked at and copied; an address leads to no page.
        (one.email.as_typed().to_owned(), reason)
    });
    Page {
        subject: words.say("digest-subject", &subject),
        preview: lead.clone(),
        heading: words.typed(session.title.as_str()),
        intro: vec![words.say("digest-intro", &args)],
        lead: vec![lead],
        people: named.collect(),
        next: and_more(words, more),
        link: Some(Link { label: words.say("digest-button", &[]), url }),
        notes: vec![words.say("digest-note", &[])],
        footer: words.say("digest-footer", &[]),
        ..frame
    }
}

fn and_more(words: &Words, more: usize) -> Vec<String> {
    if more == 0 { Vec::new() } else { vec![words.say("people-more", &[count(more)])] }
}

fn count(people: usize) -> Arg {
    ("count", Value::Count(u32::try_from(people).unwrap_or(u32::MAX)))
}
