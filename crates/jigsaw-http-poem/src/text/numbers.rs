//! Numbers as each language writes them: `12,345.5`, `12.345,5`, `12 345,5`.

use fluent_templates::LanguageIdentifier;
use fluent_templates::fluent_bundle::FluentValue;
use jigsaw_domain::language::Language;

use super::{Text, ToArg};

/// A thin space that no line breaks at.
const THIN: char = '\u{202F}';

/// How one language writes numbers.
#[derive(Debug, Clone, Copy)]
struct Marks {
    thousands: char,
    decimals: char,
    /// Numbers with fewer digits are written without a mark: Spanish writes `1234` and `12 345`.
    grouped_from: usize,
}

const fn marks(language: Language) -> Marks {
    match language {
        Language::English => Marks { thousands: ',', decimals: '.', grouped_from: 4 },
        Language::German => Marks { thousands: '.', decimals: ',', grouped_from: 4 },
        Language::French => Marks { thousands: THIN, decimals: ',', grouped_from: 4 },
        Language::Spanish => Marks { thousands: THIN, decimals: ',', grouped_from: 5 },
    }
}

impl Text {
    /// A number outside a message.
    pub fn number(&self, number: impl ToArg) -> String {
        number_in(&self.arg(number), self.language).unwrap_or_default()
    }
}

/// From digits with a point to what people read.
fn written(plain: &str, language: Language) -> String {
    let marks = marks(language);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("\u{2212}", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() >= marks.grouped_from && (whole.len() - at).is_multiple_of(3) {
            text.push(marks.thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(marks.decimals);
        text.push_str(fraction);
    }
    text
}

/// Writes the numbers in messages. Fluent takes a plain function, so there is one for each language.
pub(super) fn formatter<M>(locales: &[LanguageIdentifier]) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match locales.first().map(|locale| locale.language.as_str()) {
        Some("de") => |value, _| number_in(value, Language::German),
        Some("fr") => |value, _| number_in(value, Language::French),
        Some("es") => |value, _| number_in(value, Language::Spanish),
        _ => |value, _| number_in(value, Language::English),
    }
}

fn number_in(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(written(&number.as_string(), language)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        let table = [
            (Language::English, ["0", "999", "1,234", "12,345", "1,234,567.5"]),
            (Language::German, ["0", "999", "1.234", "12.345", "1.234.567,5"]),
            (Language::French, ["0", "999", "1\u{202F}234", "12\u{202F}345", "1\u{202F}234\u{202F}567,5"]),
            (Language::Spanish, ["0", "999", "1234", "12\u{202F}345", "1\u{202F}234\u{202F}567,5"]),
        ];
        for (language, expected) in table {
            let found = ["0", "999", "1234", "12345", "1234567.5"].map(|plain| written(plain, language));
            assert_eq!(found, expected, "{language:?}");
        }
        assert_eq!(written("-1234", Language::German), "\u{2212}1.234");
    }

    #[test]
    fn numbers_in_and_outside_messages_look_the_same() {
        for (language, number) in [(Language::German, "10.000"), (Language::French, "10\u{202F}000")] {
            let text = Text::new(language);
            assert_eq!(text.number(10_000_u32), number);
            assert!(text.t1("people-inside", "count", 10_000_u32).starts_with(number));
        }
    }
}
