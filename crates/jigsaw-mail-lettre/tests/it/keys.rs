//! Every word that is said exists, and every word that exists is said.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Keys made of a number: their prefix stands in `words.rs`.
const FAMILIES: [(&str, usize); 2] = [("weekday-", 7), ("month-", 12)];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn defined() -> BTreeSet<String> {
    let text = fs::read_to_string(home().join("locales/en/mail.ftl")).unwrap();
    let keys: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(|line| line.split_once(" =").unwrap().0.to_owned())
        .collect();
    let unique: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(unique.len(), keys.len(), "a key is defined twice");
    unique
}

fn said() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(home().join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        // Long calls are broken after the parenthesis.
        let source = fs::read_to_string(path).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        for rest in source.replace("( \"", "(\"").split(".say(\"").skip(1) {
            keys.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    keys
}

fn in_family(key: &str) -> bool {
    FAMILIES.iter().any(|(family, _)| key.starts_with(family))
}

#[test]
fn no_word_is_missing() {
    let missing: Vec<_> = said().difference(&defined()).cloned().collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn no_word_is_idle() {
    let idle: Vec<_> = defined().difference(&said()).filter(|key| !in_family(key)).cloned().collect();
    assert_eq!(idle, [""; 0]);
    for (family, count) in FAMILIES {
        assert_eq!(defined().iter().filter(|key| key.starts_with(family)).count(), count, "{family}");
    }
}

#[test]
fn no_parameter_is_left_open() {
    for (name, letter) in crate::samples::all() {
        let mail = crate::samples::write(&letter);
        for part in [&mail.subject, &mail.text] {
            assert!(!part.contains("{$") && !part.contains("{ $"), "{name}: {part}");
        }
    }
}
