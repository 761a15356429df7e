//! Text that people typed: titles, names, messages. Normalised to NFC, free of controls, bounded.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::malformed::Malformed;

/// Characters that steer layout and can make one text look like another.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that draw nothing. Joiners are needed inside words of several scripts, so they are
/// accepted there; a text of nothing else is blank.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn clean(raw: &str, max: usize, allow_lines: bool) -> Result<String, Malformed> {
    // Bound the work before any of it: NFC can grow a text, so the cap is checked again below.
    if raw.len() > max.saturating_mul(16) {
        return Err(Malformed::TooLong { max });
    }
    let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
    let forbidden = |c: char| {
        (c.is_control() && !(allow_lines && matches!(c, '\n' | '\t')))
            || turns_direction(c)
            || (!allow_lines && matches!(c, '\u{2028}' | '\u{2029}'))
    };
    if text.chars().any(forbidden) {
        return Err(Malformed::ControlCharacter);
    }
    if text.chars().all(is_invisible) {
        return Err(Malformed::Blank);
    }
    if text.chars().count() > max {
        return Err(Malformed::TooLong { max });
    }
    Ok(text)
}

/// A text as it is searched: without accents, in small letters, spaces drawn together.
pub fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    let small: String = letters.flat_map(char::to_lowercase).collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: max $max:literal, lines $lines:literal);+ $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) that are accepted.
            pub const MAX: usize = $max;

            /// Trims, normalises to NFC and checks.
            pub fn parse(raw: &str) -> Result<Self, Malformed> {
                clean(raw, $max, $lines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.0)
            }
        }
    )+};
}

texts! {
    /// The title of a session, one line.
    Title: max 200, lines false;
    /// A first or a last name, one line.
    NamePart: max 100, lines false;
    /// The name of a group of contacts, one line.
    GroupName: max 100, lines false;
    /// A host's own words about a contact. Several lines.
    ContactNote: max 500, lines true;
    /// The host's own words to guests: a lock message, a reason. Several lines, always shown as plain text.
    HostText: max 1000, lines true;
}

/// What a person is called: first and last name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonName {
    first: NamePart,
    last: NamePart,
}

impl PersonName {
    /// From parts that are already checked.
    pub const fn new(first: NamePart, last: NamePart) -> Self {
        Self { first, last }
    }

    /// Checks both parts. Report the fields apart with [`NamePart::parse`] where a form needs it.
    pub fn parse(first: &str, last: &str) -> Result<Self, Malformed> {
        Ok(Self::new(NamePart::parse(first)?, NamePart::parse(last)?))
    }

    /// Splits `"First Last"` at the last space; one word serves as both parts.
    pub fn parse_full(full: &str) -> Result<Self, Malformed> {
        let full = full.trim();
        match full.rsplit_once(char::is_whitespace) {
            Some((first, last)) => Self::parse(first, last),
            None => Self::parse(full, full),
        }
    }

    /// First name.
    pub const fn first(&self) -> &NamePart {
        &self.first
    }

    /// Last name.
    pub const fn last(&self) -> &NamePart {
        &self.last
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_invisible_are_refused_and_joiners_inside_are_kept() {
        for raw in ["", "   ", "\u{200B}", "\u{200D}\u{FEFF}", "\u{3164}", "\u{2800} \u{00AD}"] {
            assert_eq!(Title::parse(raw), Err(Malformed::Blank), "{raw:?}");
        }
        let persian = "می\u{200C}خواهم";
        assert_eq!(NamePart::parse(persian).unwrap().as_str(), persian);
    }

    #[test]
    fn controls_and_direction_overrides_are_refused() {
        for raw in ["a\0b", "a\nb", "a\r\nBcc: b", "a\u{202E}b", "a\u{2066}b", "a\u{85}b"] {
            assert_eq!(Title::parse(raw), Err(Malformed::ControlCharacter), "{raw:?}");
        }
        assert_eq!(HostText::parse("one\r\ntwo").unwrap().as_str(), "one\ntwo");
    }

    #[test]
    fn length_counts_characters_and_is_bounded_before_any_work() {
        assert!(Title::parse(&"ü".repeat(200)).is_ok());
        assert_eq!(Title::parse(&"ü".repeat(201)), Err(Malformed::TooLong { max: 200 }));
        assert_eq!(Title::parse(&"x".repeat(1 << 20)), Err(Malformed::TooLong { max: 200 }));
    }

    #[test]
    fn searching_does_not_see_accents_case_or_spaces() {
        assert_eq!(folded("  Zoë\u{A0}MÜLLER "), "zoe muller");
        assert_eq!(folded("ΣΟΦΊΑ"), folded("σοφια"));
        assert_eq!(folded("ｍｉａ"), "mia", "wide letters");
        assert_eq!(folded("می\u{200C}خواهم"), "می\u{200C}خواهم");
    }

    #[test]
    fn two_spellings_of_one_name_are_one_name() {
        assert_eq!(NamePart::parse("Zoe\u{308}"), NamePart::parse("Zo\u{EB}"));
    }
}
