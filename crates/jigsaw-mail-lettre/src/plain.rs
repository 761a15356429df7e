//! What people typed, made harmless for the place it is put in.
//!
//! The domain refuses controls already. Each place strips them again: a header or a calendar property must not depend on
//! a check made elsewhere, and the libraries below pass some of them on (a carriage return in a calendar text, for one).

/// Draws nothing and joins nothing: a place to break a word at.
const ZERO_WIDTH_SPACE: char = '\u{200B}';
/// First strong isolate and pop directional isolate: the text between them keeps its own direction.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// Digits of a mailed code.
const CODE_DIGITS: usize = 6;

/// One line without controls, line separators and characters that turn the direction of the text around them.
pub(crate) fn line(raw: &str) -> String {
    raw.chars().filter(|c| !is_steering(*c)).collect()
}

/// Text of a header, without what could end it. Marks that set names apart stay. What looks like an encoded word
/// (RFC 2047) is broken: the library passes it on as it stands, and readers would decode it, line breaks and all.
pub(crate) fn header(text: &str) -> String {
    let whole: String = text.chars().filter(|c| !c.is_control()).collect();
    whole.replace("=?", &format!("={ZERO_WIDTH_SPACE}?"))
}

fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A calendar parameter: a [`line`] without quotes, which cannot be escaped there.
pub(crate) fn parameter(raw: &str) -> String {
    line(raw).replace('"', "")
}

/// A [`line`] that no mail client takes for a link: most turn `https://…` and `example.org` into one by themselves, and
/// a title must not lead anywhere.
pub(crate) fn inert(raw: &str) -> String {
    let text = line(raw);
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        out.push(c);
        let after = rest.as_str();
        let scheme = c == ':' && after.starts_with("//");
        let joins = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let digit = |side: Option<char>| side.is_some_and(|c| c.is_ascii_digit());
        let next = after.chars().next();
        let host = c == '.' && joins(before) && joins(next) && !(digit(before) && digit(next));
        if scheme || host {
            out.push(ZERO_WIDTH_SPACE);
        }
        before = Some(c);
    }
    out
}

/// Breaks runs of six digits and more, so that the only code in a letter is the real one.
pub(crate) fn without_codes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|c| c.is_numeric()).count();
        let taken = run.max(1);
        for (index, digit) in rest.chars().take(taken).enumerate() {
            if run >= CODE_DIGITS && index > 0 && index % 3 == 0 {
                out.push(ZERO_WIDTH_SPACE);
            }
            out.push(digit);
        }
        let end = rest.char_indices().nth(taken).map_or(rest.len(), |(at, _)| at);
        rest = rest.get(end..).unwrap_or_default();
        debug_assert!(end >= c.len_utf8(), "each turn takes a character");
    }
    out
}

/// Sets a text apart whose letters run against the sentence around it. Others stay bare, so that searching finds them.
pub(crate) fn isolated(text: String, right_to_left: bool) -> String {
    if right_to_left || text.chars().any(is_right_to_left) { format!("{}{text}{}", ISOLATE.0, ISOLATE.1) } else { text }
}

/// The blocks of Unicode that hold strongly right-to-left letters.
const fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether a link may stand in a mail: an http(s) address without anything that could end it early.
pub(crate) fn is_link(url: &str) -> bool {
    let sound = |c: char| !c.is_whitespace() && !is_steering(c) && !matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_quotes_go() {
        assert_eq!(line("a\r\nBcc: b\0\u{85}\u{2028}\u{202E}c\td"), "aBcc: bcd");
        assert_eq!(parameter("Ada \"the\" host\r\nX:1"), "Ada the hostX:1");
    }

    #[test]
    fn no_header_ends_early_or_is_decoded() {
        assert_eq!(header("a\r\nBcc: \u{2068}b\u{2069}"), "aBcc: \u{2068}b\u{2069}");
        assert_eq!(header("=?utf-8?q?x?="), "=\u{200B}?utf-8?q?x?=");
        assert_eq!(header(&header("=?")), header("=?"));
    }

    #[test]
    fn nothing_looks_like_a_link_and_the_rest_stays() {
        assert_eq!(inert("see https://evil.example/x"), "see https:\u{200B}//evil.\u{200B}example/x");
        assert_eq!(inert("www.evil.com"), "www.\u{200B}evil.\u{200B}com");
        for plain in ["Weekly sync. All hands", "Version 2.5 of it", "14:00 / 15:00", "J. R. Hartley", "また。明日"]
        {
            assert_eq!(inert(plain), plain);
        }
    }

    #[test]
    fn no_code_but_the_real_one() {
        assert_eq!(without_codes("Room 123456"), "Room 123\u{200B}456");
        assert_eq!(without_codes("1234567890"), "123\u{200B}456\u{200B}789\u{200B}0");
        assert_eq!(without_codes("24 November 2026"), "24 November 2026");
    }

    #[test]
    fn only_the_other_direction_is_set_apart() {
        assert_eq!(isolated("Ada".into(), false), "Ada");
        assert_eq!(isolated("ليلى".into(), false), "\u{2068}ليلى\u{2069}");
        assert_eq!(isolated("Ada".into(), true), "\u{2068}Ada\u{2069}");
    }

    #[test]
    fn links_are_web_addresses() {
        for url in ["https://jigsaw.example.org/i/abc-_9", "http://127.0.0.1:8080/j/x"] {
            assert!(is_link(url), "{url}");
        }
        for url in ["", "javascript:alert(1)", "/i/x", "https://a/\r\nX: y", "https://a/\" onclick=\"", "https://a b"] {
            assert!(!is_link(url), "{url:?}");
        }
    }
}
