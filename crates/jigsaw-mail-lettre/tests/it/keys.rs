//! Every word that is said exists in every language, and every word that exists is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jigsaw_domain::language::Language;

/// Keys made of a number: their prefix stands in `words.rs`.
const FAMILIES: [(&str, usize); 2] = [("weekday-", 7), ("month-", 12)];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The messages of a language with what stands in them.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let folder = home().join("locales").join(language.as_str());
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let (name, said) = line.split_once(" =").unwrap();
                name.clone_into(&mut key);
                let before = messages.insert(key.clone(), said.to_owned());
                assert!(before.is_none(), "{key} is defined twice in {}", language.as_str());
            } else if !line.is_empty() {
                messages.get_mut(&key).unwrap().push_str(line);
            }
        }
    }
    messages
}

fn defined(language: Language) -> BTreeSet<String> {
    messages(language).into_keys().collect()
}

fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, texts);
        } else {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

fn said() -> BTreeSet<String> {
    let (mut keys, mut texts) = (BTreeSet::new(), Vec::new());
    sources(&home().join("src"), &mut texts);
    for source in texts {
        // Long calls are broken after the parenthesis.
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
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
fn no_word_is_missing_in_any_language() {
    for language in Language::ALL {
        let defined = defined(*language);
        let missing: Vec<_> = said().difference(&defined).cloned().collect();
        assert_eq!(missing, [""; 0], "{}", language.as_str());
        for (family, count) in FAMILIES {
            assert_eq!(defined.iter().filter(|key| key.starts_with(family)).count(), count, "{family}");
        }
    }
}

#[test]
fn no_word_is_idle_in_any_language() {
    for language in Language::ALL {
        let idle: Vec<_> = defined(*language).difference(&said()).filter(|key| !in_family(key)).cloned().collect();
        assert_eq!(idle, [""; 0], "{}", language.as_str());
    }
}

/// What a message tells must not get lost in translation: who, what, when.
#[test]
fn every_language_uses_the_same_parameters() {
    let parameters = |text: &str| -> BTreeSet<String> {
        let names = text.split('$').skip(1);
        names.map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()).collect()
    };
    let english = messages(Language::English);
    for language in Language::ALL {
        for (key, text) in messages(*language) {
            // Whether a plural's one form says the number is a matter of taste.
            assert_eq!(parameters(&text), parameters(&english[&key]), "{key} in {}", language.as_str());
        }
    }
}

/// A text that was copied and not translated. Names and symbols are the same everywhere.
#[test]
fn every_sentence_is_said_in_its_own_language() {
    let english = messages(Language::English);
    for language in Language::ALL.iter().filter(|language| **language != Language::English) {
        for (key, text) in messages(*language) {
            let is_sentence = text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() > 3;
            assert!(!is_sentence || text != english[&key], "{key} in {}", language.as_str());
        }
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
