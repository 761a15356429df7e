//! What text carries along when it is copied, and nobody sees.

/// The most letters of a faulty piece that are shown.
const SHOWN: usize = 80;

/// Every kind of line end becomes `\n`, every kind of space a space, and what draws nothing goes: byte order marks, soft
/// hyphens, zero width spaces, and the marks that mail programs put around addresses. Joiners stay, because names of
/// several scripts need them, and so do overrides of direction, which are refused as part of a name or address.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                let _ = letters.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\n' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' => cleaned.push('\t'),
            '\u{FEFF}'
            | '\u{200B}'
            | '\u{2060}'
            | '\u{AD}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202C}'
            | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_whitespace() => cleaned.push(' '),
            letter => cleaned.push(letter),
        }
    }
    cleaned
}

/// One field of a table: line ends and tabs inside it are spaces.
pub(super) fn clean_cell(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ").trim().to_owned()
}

/// As much of a text as fits beside its fault.
pub(super) fn shortened(text: &str) -> String {
    let text = text.trim();
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// An address without what people and programs put around it.
pub(super) fn bare_address(text: &str) -> &str {
    let around = |letter: char| letter.is_whitespace() || "<>()[]\"'“”„‘’‚«»‹›".contains(letter);
    let text = text.trim_matches(around);
    let text = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            let address = text.get(7..).unwrap_or_default();
            address.split_once('?').map_or(address, |(address, _)| address)
        }
        _ => text,
    };
    // The end of a sentence.
    text.trim_matches(around).trim_end_matches(['.', ':', '!']).trim_matches(around)
}
