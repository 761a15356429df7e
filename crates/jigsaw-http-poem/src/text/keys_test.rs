//! Every key that is used exists, and every key that exists is used.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::view::{ErrorKind, JoinReason};

/// Keys made from codes: their prefix stands in `src`, the rest comes from the domain or a number.
const FAMILIES: [&str; 9] =
    ["fault-", "rule-", "reason-", "join-reason-", "weekday-", "month-", "odd-", "preview-people-", "preview-others-"];

/// What stands before a key in templates and sources.
const CALLS: [&str; 5] = ["t(\"", "t1(\"", "t2(\"", "args(\"", "Key(\""];

fn read(folder: &str, extension: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) && !path.ends_with("keys_test.rs") {
                texts.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    texts
}

/// Message ids, and attributes as `id.attribute`.
fn defined() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in read("locales/en", "ftl") {
        let mut id = String::new();
        for line in file.lines() {
            let Some((left, _)) = line.split_once('=') else {
                continue;
            };
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                left.trim().clone_into(&mut id);
                assert!(keys.insert(id.clone()), "{id} is defined twice");
            } else if let Some(attribute) = left.trim().strip_prefix('.') {
                keys.insert(format!("{id}.{attribute}"));
            }
        }
    }
    keys
}

fn used() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in read("templates", "html").into_iter().chain(read("src", "rs")) {
        // Long calls are broken after the parenthesis.
        let file = file.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        for call in CALLS {
            for (at, _) in file.match_indices(call) {
                let before = file[..at].chars().next_back();
                if call == "Key(\"" || before.is_some_and(|c| !c.is_alphanumeric() && c != '_') {
                    let rest = &file[at + call.len()..];
                    keys.insert(rest[..rest.find('"').unwrap()].to_owned());
                }
            }
        }
        // The vocabularies of `words.rs` name their keys in a table: code, key, tone.
        for (at, _) in file.match_indices("\", \"") {
            let rest = &file[at + 4..];
            keys.insert(rest[..rest.find('"').unwrap()].to_owned());
        }
    }
    keys
}

fn in_family(key: &str) -> bool {
    FAMILIES.iter().any(|family| key.starts_with(family))
}

#[test]
fn no_key_is_unused() {
    let used = used();
    let idle: Vec<_> = defined().into_iter().filter(|key| !in_family(key) && !used.contains(key)).collect();
    assert!(idle.is_empty(), "unused: {idle:?}");
}

#[test]
fn no_key_is_missing() {
    let defined = defined();
    let mut missing = Vec::new();
    for file in read("templates", "html").into_iter().chain(read("src", "rs")) {
        let file = file.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        for call in [".t(\"", ".t1(\"", ".t2(\"", ".args(\"", "Key(\""] {
            for (at, _) in file.match_indices(call) {
                // `ApiKey("…")` is another thing.
                if call == "Key(\"" && file[..at].ends_with(char::is_alphanumeric) {
                    continue;
                }
                let rest = &file[at + call.len()..];
                let key = &rest[..rest.find('"').unwrap()];
                if !defined.contains(key) {
                    missing.push(key.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[test]
fn every_value_of_the_vocabularies_has_words() {
    use crate::view::{
        BulkAction, EmailProof, InvitationStatus, InvitationType, LinkKind, ListState, MailKind, MailingStage, Outcome,
        Outlook, PersonState, Proof, Role, Said, SessionState, Verdict, WaitingRoom,
    };
    let keys = [
        SessionState::ALL.iter().map(|v| v.key()).collect::<Vec<_>>(),
        InvitationType::ALL.iter().map(|v| v.key()).collect(),
        Outlook::ALL.iter().map(|v| v.key()).collect(),
        ListState::ALL.iter().map(|v| v.key()).collect(),
        BulkAction::ALL.iter().map(|v| v.key()).collect(),
        WaitingRoom::ALL.iter().map(|v| v.key()).collect(),
        EmailProof::ALL.iter().map(|v| v.key()).collect(),
        Said::ALL.iter().map(|v| v.key()).collect(),
        Said::ALL.iter().map(|v| v.button()).collect(),
        MailingStage::ALL.iter().map(|v| v.key()).collect(),
        Role::ALL.iter().map(|v| v.key()).collect(),
        Proof::ALL.iter().map(|v| v.key()).collect(),
        PersonState::ALL.iter().map(|v| v.key()).collect(),
        InvitationStatus::ALL.iter().map(|v| v.key()).collect(),
        Outcome::ALL.iter().map(|v| v.key()).collect(),
        Verdict::ALL.iter().map(|v| v.key()).collect(),
        LinkKind::ALL.iter().map(|v| v.key()).collect(),
        MailKind::ALL.iter().map(|v| v.key()).collect(),
    ];
    let defined = defined();
    for key in keys.concat() {
        assert!(defined.contains(key.0), "{}", key.0);
    }
}

#[test]
fn the_families_are_whole() {
    let defined = defined();
    for reason in JoinReason::ALL {
        for part in ["", ".heading", ".help"] {
            let key = format!("join-reason-{}{part}", reason.code());
            assert!(defined.contains(&key), "{key}");
        }
        let key = format!("reason-{}", reason.code());
        assert!(defined.contains(&key), "{key}");
    }
    assert_eq!(defined.iter().filter(|key| key.starts_with("month-")).count(), 12);
    assert_eq!(defined.iter().filter(|key| key.starts_with("weekday-")).count(), 7);
    for conflict in jigsaw_domain::session::ConflictCode::ALL {
        assert!(defined.contains(&format!("odd-{}", conflict.as_str())), "{conflict:?}");
    }
    for change in jigsaw_domain::admission::AccessChange::ALL {
        for family in ["preview-people", "preview-others"] {
            assert!(defined.contains(&format!("{family}-{}", change.as_str())), "{change:?}");
        }
    }
    assert!(ErrorKind::ALL.iter().all(|kind| (400..600).contains(&kind.status())));
}

#[test]
fn messages_take_their_parameters() {
    let text = super::Text::default();
    assert_eq!((text.lang(), text.dir()), ("en", "ltr"));
    assert_eq!(text.t1("people-inside", "count", 1_usize), "1 person inside");
    assert_eq!(text.minutes(1440), "1 day");
    assert_eq!(text.minutes(120), "2 hours");
    assert_eq!(text.fault("too_long", &[("max", 200)]), "Use at most 200 characters.");
    assert_eq!(text.fault("never_heard_of", &[]), "Never heard of");
    assert_eq!(text.rule("some_new_rule"), "Some new rule");
}
