//! The languages that people are spoken to in.

use crate::words::words;

words! {
    /// A language of pages and mails.
    #[derive(Default, PartialOrd, Ord)]
    Language {
        /// English.
        #[default]
        English = "en",
        /// German.
        German = "de",
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
    } list "en, de, fr, es"
}

impl Language {
    /// The most wishes of a browser that are looked at.
    const MOST_WISHES: usize = 16;

    /// The language that a browser asks for first among ours, by its `Accept-Language` (RFC 9110 §12.5.4). `None` when it
    /// asks for none of them. Regions do not matter: `de-AT` is German.
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut wishes: Vec<(u16, Self)> =
            accept_language.split(',').take(Self::MOST_WISHES).filter_map(Self::wish).collect();
        // Stable: equal weights keep the order that the browser gave.
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.first().map(|(_, language)| *language)
    }

    /// One wish with its weight in thousandths. A weight of nothing, or one that cannot be read, is no wish.
    fn wish(text: &str) -> Option<(u16, Self)> {
        let mut parts = text.split(';');
        let tag = parts.next()?.trim();
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let language = Self::parse(&primary).ok()?;
        let weight = match parts.find_map(|part| part.trim().strip_prefix("q=")) {
            None => 1000,
            Some(weight) => thousandths(weight)?,
        };
        (weight > 0).then_some((weight, language))
    }
}

/// `0.8` is 800. RFC 9110 allows three decimals and nothing above 1.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_wish_among_ours_counts() {
        let table = [
            ("de", Some(Language::German)),
            ("de-AT,en;q=0.5", Some(Language::German)),
            ("pt-BR, fr;q=0.8, en;q=0.9", Some(Language::English)),
            ("ES-mx", Some(Language::Spanish)),
            ("fr;q=0.5, es;q=0.5", Some(Language::French)),
            ("fr;q=0, es;q=0.001", Some(Language::Spanish)),
            ("ja, zh;q=0.9", None),
            ("de;q=2, fr;q=x, es;q=0.1234", None),
            ("*", None),
            ("", None),
            (";;;,,,=", None),
        ];
        for (wishes, expected) in table {
            assert_eq!(Language::negotiate(wishes), expected, "{wishes}");
        }
    }
}
