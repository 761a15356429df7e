//! Access to the message files: every word a page shows comes from `locales/<language>/*.ftl`.
//!
//! [`Text`] is the voice of one answer: it knows the reader's language and is handed to every view.
//! Keys are written as literals so that a test can tell whether each one exists and is used.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};
use jigsaw_domain::language::Language;

mod arg;
#[cfg(test)]
mod keys_test;
#[cfg(test)]
mod languages_test;
mod numbers;
mod times;

pub use arg::ToArg;

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        // Marks of isolation are set by `arg`, only where the direction of writing needs them.
        customise: |bundle| {
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(numbers::formatter(&bundle.locales)));
        },
    };
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

/// A key of the message files, kept apart from other strings so that the key test sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub &'static str);

/// Looks up messages in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    language: Language,
    lang: LanguageIdentifier,
}

impl Default for Text {
    fn default() -> Self {
        Self::new(Language::default())
    }
}

impl Text {
    /// Speaks `language`; a message missing there is said in English.
    pub fn new(language: Language) -> Self {
        let lang = language.as_str().parse().unwrap_or_else(|_| MESSAGES.fallback().clone());
        Self { language, lang }
    }

    /// The language that is spoken.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The language tag for `<html lang>`.
    pub const fn lang(&self) -> &'static str {
        self.language.as_str()
    }

    /// Every language, by its own name, for those who cannot read the page that they see.
    pub fn languages() -> impl Iterator<Item = (Language, &'static str)> {
        Language::ALL.iter().map(|language| (*language, own_name(*language)))
    }

    /// The direction of writing for `<html dir>`.
    pub fn dir(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.lang())
    }

    /// A message without parameters.
    pub fn t(&self, key: &str) -> String {
        MESSAGES.try_lookup(&self.lang, key).unwrap_or_else(|| key.to_owned())
    }

    /// A message with one parameter; a number chooses its plural form.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToArg) -> String {
        self.args(key, vec![(name, self.arg(value))])
    }

    /// A message with two parameters.
    pub fn t2(
        &self,
        key: &str,
        name1: &'static str,
        value1: impl ToArg,
        name2: &'static str,
        value2: impl ToArg,
    ) -> String {
        self.args(key, vec![(name1, self.arg(value1)), (name2, self.arg(value2))])
    }

    /// The message of a typed key.
    pub fn say(&self, key: Key) -> String {
        self.t(key.0)
    }

    /// A message that may be missing, for keys made from codes of the domain.
    pub fn find(&self, key: &str) -> Option<String> {
        MESSAGES.try_lookup(&self.lang, key)
    }

    fn arg(&self, value: impl ToArg) -> FluentValue<'static> {
        value.to_arg(self.is_right_to_left())
    }

    fn args(&self, key: &str, pairs: Vec<(&'static str, FluentValue<'static>)>) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
            pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        MESSAGES.try_lookup_with_args(&self.lang, key, &args).unwrap_or_else(|| key.to_owned())
    }
}

const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::German => "Deutsch",
        Language::French => "Français",
        Language::Spanish => "Español",
    }
}

/// Names made from codes: they fall back to the code so that a new rule never breaks a page.
impl Text {
    /// The host's name for a rule, such as "Session is open".
    pub fn rule(&self, id: &str) -> String {
        self.find(&format!("rule-{id}")).unwrap_or_else(|| plain(id))
    }

    /// The host's short words for a reason code, such as "Too early".
    pub fn reason(&self, code: &str) -> String {
        self.find(&format!("reason-{code}")).unwrap_or_else(|| plain(code))
    }
}

/// Settings that cancel each other, and what becomes of people.
impl Text {
    /// What is odd about settings, by the conflict's code and its numbers.
    pub fn odd(&self, code: &str, numbers: &[(&'static str, u32)]) -> String {
        let values = numbers.iter().map(|(name, value)| (*name, self.arg(*value)));
        self.args(&format!("odd-{code}"), values.collect())
    }

    /// How many people an edit does something to, by the change's code: the head of their list.
    pub fn changed_people(&self, change: &str, count: u32) -> String {
        self.t1(&format!("preview-people-{change}"), "count", count)
    }

    /// What an edit does to everyone else who has the link, by the change's code.
    pub fn changed_others(&self, change: &str, because: &str) -> String {
        self.t1(&format!("preview-others-{change}"), "because", because)
    }
}

/// Faults of fields.
impl Text {
    /// What is wrong with a field and how to mend it, from the fault's code and its numbers
    /// (`min`, `max`, `row`, `days`), such as `fault("too_long", &[("max", 200)])`.
    pub fn fault(&self, code: &str, numbers: &[(&'static str, usize)]) -> String {
        let key = format!("fault-{code}");
        if self.find(&key).is_none() && numbers.is_empty() {
            return plain(code);
        }
        let values = numbers.iter().map(|(name, value)| (*name, self.arg(value)));
        self.args(&key, values.collect())
    }
}

/// `not_on_list` → "Not on list".
fn plain(code: &str) -> String {
    let words = code.replace(['_', '-', '.'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
