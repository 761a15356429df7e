//! The translations beside the English texts: whole, nothing of their own, the same values, and in good typography.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jigsaw_domain::language::Language;

use super::Text;

/// Messages that a translation may share with the English one, because the words are the same there.
const SAME: [(&str, &[Language]); 20] = [
    ("countdown-days", &[Language::Spanish]),
    ("nav-session", &[Language::French]),
    ("product-name", TRANSLATED),
    ("label-code", &[Language::German, Language::French]),
    ("label-link", &[Language::German]),
    ("mail-code", &[Language::German, Language::French]),
    ("mail-text", &[Language::German]),
    ("mail-invitation", &[Language::French]),
    ("column-person", &[Language::German]),
    ("column-status", &[Language::German]),
    ("column-actions", &[Language::French]),
    ("tab-details", &[Language::German]),
    ("tab-live", &[Language::German]),
    ("tab-invitations", &[Language::French]),
    ("access-sentence", TRANSLATED),
    ("list-separator", TRANSLATED),
    ("errors-field", &[Language::German, Language::Spanish]),
    ("time-date", &[Language::French]),
    ("time-moment", TRANSLATED),
    ("time-span", TRANSLATED),
];

const TRANSLATED: &[Language] = &[Language::German, Language::French, Language::Spanish];

/// One message or attribute, as it is written.
type Messages = BTreeMap<String, String>;

/// Every message of a language, and attributes as `id.attribute`.
fn messages(language: Language) -> Messages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.as_str());
    let mut found = Messages::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (mut id, mut part) = (String::new(), String::new());
        for line in fs::read_to_string(&path).unwrap().lines() {
            let begins = line.split_once('=').map(|(left, right)| (left.trim().to_owned(), right.trim().to_owned()));
            match begins {
                _ if line.starts_with('#') || line.trim().is_empty() => {}
                Some((left, value)) if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                    id.clone_from(&left);
                    part.clone_from(&left);
                    assert!(found.insert(left, value).is_none(), "{id} is twice in {language:?}");
                }
                Some((left, value)) if left.starts_with('.') => {
                    part = format!("{id}{left}");
                    found.insert(part.clone(), value);
                }
                _ => {
                    let text = found.get_mut(&part).unwrap_or_else(|| panic!("{}: {line}", path.display()));
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    found
}

fn variables(message: &str) -> BTreeSet<&str> {
    let name = |rest: &'_ str| rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    message.split('$').skip(1).map(|rest| &rest[..name(rest).unwrap_or(rest.len())]).collect()
}

/// What stands in brackets before the forms of a message.
fn forms(message: &str) -> BTreeSet<&str> {
    message
        .lines()
        .filter_map(|line| {
            let line = line.trim_start();
            let line = line.strip_prefix('*').unwrap_or(line);
            line.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(form, _)| form)
        })
        .collect()
}

#[test]
fn every_language_says_the_same_messages() {
    let english: BTreeSet<String> = messages(Language::English).into_keys().collect();
    for language in TRANSLATED {
        let own: BTreeSet<String> = messages(*language).into_keys().collect();
        let missing: Vec<_> = english.difference(&own).collect();
        let extra: Vec<_> = own.difference(&english).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{language:?}: missing {missing:?}, only there {extra:?}");
    }
}

#[test]
fn every_language_uses_the_same_values() {
    let english = messages(Language::English);
    for language in TRANSLATED {
        for (key, message) in messages(*language) {
            assert_eq!(variables(&message), variables(&english[&key]), "{key} in {language:?}");
        }
    }
}

/// The four languages tell one from many; each form that English has, the others have, and nobody has one that is never
/// chosen.
#[test]
fn every_language_has_its_plural_forms() {
    let english = messages(Language::English);
    for language in TRANSLATED {
        for (key, message) in messages(*language) {
            assert_eq!(forms(&message), forms(&english[&key]), "{key} in {language:?}");
        }
    }
}

/// In French `[one]` is chosen for none as well, so its form has to say the number.
#[test]
fn french_forms_for_one_say_their_number() {
    for (key, message) in messages(Language::French) {
        for line in message.lines().filter(|line| line.trim_start().starts_with("[one]")) {
            assert!(line.contains("{ $"), "{key}: {line}");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let english = Text::default();
    for language in TRANSLATED {
        let text = Text::new(*language);
        for key in messages(Language::English).into_keys() {
            let same = text.find(&key).is_some() && text.find(&key) == english.find(&key);
            let may = SAME.iter().any(|(name, languages)| *name == key && languages.contains(language));
            assert!(!same || may, "{key} is English in {language:?}");
        }
    }
}

/// A list of exceptions that nobody needs any more hides the next mistake.
#[test]
fn the_list_of_shared_words_is_needed() {
    let english = messages(Language::English);
    for (key, languages) in SAME {
        for language in languages {
            assert_eq!(messages(*language)[key], english[key], "{key} is not the same in {language:?}");
        }
    }
}

#[test]
fn no_language_shouts_or_types_straight_quotes() {
    for language in Language::ALL {
        for (key, message) in messages(*language) {
            let bare = message.replace("{\" \"}", "");
            assert!(!bare.contains(['!', '"', '\'']), "{key} in {language:?}: {message}");
            assert!(!bare.contains("..."), "{key} in {language:?}: {message}");
            assert!(!bare.contains("  ") || message.contains('\n'), "{key} in {language:?}: {message}");
        }
    }
}

/// Double marks stand after a space that no line breaks at, and quotes keep theirs inside.
#[test]
fn french_marks_keep_their_spaces() {
    for (key, message) in messages(Language::French) {
        let letters: Vec<char> = message.chars().collect();
        for (at, mark) in letters.iter().enumerate() {
            let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
            let after = letters.get(at + 1).copied().unwrap_or(' ');
            let fits = match mark {
                ';' | '?' => before == '\u{202F}',
                ':' | '»' => before == '\u{A0}',
                '«' => after == '\u{A0}',
                _ => true,
            };
            assert!(fits, "{key}: {message}");
        }
    }
}

#[test]
fn german_and_spanish_set_their_own_quotes() {
    for (language, strange) in [(Language::German, ['«', '»']), (Language::Spanish, ['“', '”'])] {
        for (key, message) in messages(language) {
            assert!(!message.contains(strange), "{key} in {language:?}: {message}");
        }
    }
    // A Spanish question begins with its own mark.
    for (key, message) in messages(Language::Spanish) {
        assert_eq!(message.matches('?').count(), message.matches('¿').count(), "{key}: {message}");
    }
}
