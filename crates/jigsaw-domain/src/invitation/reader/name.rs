//! Names as lists write them.

/// A name before it is checked.
#[derive(Debug, Default)]
pub(super) enum RawName<'a> {
    /// None is given.
    #[default]
    None,
    /// First and last in one: `Mia Ito`, or `Ito, Mia`.
    Full(&'a str),
    /// First and last apart.
    Parts(&'a str, &'a str),
}

impl RawName<'_> {
    /// First and last name; empty where there is none.
    pub(super) fn split(&self) -> (String, String) {
        match self {
            Self::None => (String::new(), String::new()),
            Self::Full(full) => split_full(bare(full)),
            Self::Parts(first, last) => (drawn_together(bare(first)), drawn_together(bare(last))),
        }
    }
}

/// Words before a last name that belong to it.
const PARTICLES: [&str; 28] = [
    "van", "von", "vom", "zu", "zum", "zur", "de", "der", "den", "het", "ter", "ten", "da", "do", "dos", "das", "di",
    "del", "della", "du", "des", "la", "le", "las", "los", "af", "av", "bin",
];

fn split_full(full: &str) -> (String, String) {
    if let Some((last, first)) = full.split_once(',') {
        return (drawn_together(first), drawn_together(last));
    }
    let words: Vec<&str> = full.split_whitespace().collect();
    let Some((last, first)) = words.split_last() else { return (String::new(), String::new()) };
    if first.is_empty() {
        return ((*last).to_owned(), String::new());
    }
    // At least one word is left for the first name.
    let own = first.iter().skip(1).rev().take_while(|word| PARTICLES.contains(word)).count();
    let (first, particles) = first.split_at(first.len() - own);
    let last: Vec<&str> = particles.iter().chain([last]).copied().collect();
    (first.join(" "), last.join(" "))
}

/// Without the quotes that are around a name.
fn bare(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || "\"“”„«»".contains(letter))
}

fn drawn_together(text: &str) -> String {
    bare(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text that stands beside an address may be a name: it has letters, and is not what is left of an address or of
/// a telephone number.
pub(super) fn may_be_name(text: &str) -> bool {
    let is_domain = !text.contains(char::is_whitespace)
        && text
            .rsplit_once('.')
            .is_some_and(|(_, top)| top.chars().count() > 1 && top.chars().all(char::is_alphabetic));
    text.chars().any(char::is_alphabetic) && !text.chars().any(|letter| letter.is_ascii_digit()) && !is_domain
}

/// The same where only a space parts it from the address: a small letter is rather a piece of a broken address.
pub(super) fn begins_like_name(text: &str) -> bool {
    may_be_name(text) && text.chars().find(|letter| letter.is_alphabetic()).is_some_and(|letter| !letter.is_lowercase())
}
