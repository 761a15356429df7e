//! Email addresses: kept as typed, compared by key.
//!
//! The key is the local part in NFC with ASCII lowered, `@`, and the domain in UTS-46 as a lower-case A-label.
//! Nothing else is folded: `mike+x@…`, `m.ike@…` and `Mïke@…` are other mailboxes. What mail systems accept
//! but nobody is sent mail at (quoted local parts, comments, routes, domain literals, encoded words) is refused,
//! because each has been used to make one address look like another.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::malformed::Malformed;

/// Most octets of the local part (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Most octets of the whole address (RFC 5321 §4.5.3.1.3, less the angle brackets).
const MAX_ADDRESS: usize = 254;

/// An address that mail can be sent to.
#[derive(Clone)]
pub struct EmailAddress {
    typed: String,
    key: EmailKey,
}

/// What makes two spellings the same mailbox.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailKey(String);

impl EmailKey {
    /// The key as stored and indexed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Addresses stay out of logs, and `Debug` is what ends up there.
        f.write_str("EmailKey(…)")
    }
}

impl EmailAddress {
    /// Checks an address as a person typed it; surrounding spaces are dropped.
    ///
    /// ```
    /// use jigsaw_domain::email_address::EmailAddress;
    ///
    /// let typed = EmailAddress::parse("MIKE@Example.ORG")?;
    /// assert_eq!(typed, EmailAddress::parse("mike@example.org")?);
    /// assert_ne!(typed, EmailAddress::parse("mike+x@example.org")?);
    /// # Ok::<(), jigsaw_domain::malformed::Malformed>(())
    /// ```
    pub fn parse(raw: &str) -> Result<Self, Malformed> {
        if raw.len() > MAX_ADDRESS * 4 {
            return Err(Malformed::TooLong { max: MAX_ADDRESS });
        }
        let typed = raw.trim_matches([' ', '\t', '\r', '\n']);
        if typed.chars().all(crate::text::is_invisible) {
            return Err(Malformed::Blank);
        }
        if typed.chars().any(char::is_control) {
            return Err(Malformed::ControlCharacter);
        }
        if typed.len() > MAX_ADDRESS {
            return Err(Malformed::TooLong { max: MAX_ADDRESS });
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(Malformed::Email("there is no @"))?;
        let local = local_key(local)?;
        let domain = domain_key(domain)?;
        let key = format!("{local}@{domain}");
        if key.len() > MAX_ADDRESS {
            return Err(Malformed::TooLong { max: MAX_ADDRESS });
        }
        Ok(Self { typed: typed.to_owned(), key: EmailKey(key) })
    }

    /// As it was typed: what mail is sent to and people are shown.
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// What it is compared and indexed by.
    pub const fn key(&self) -> &EmailKey {
        &self.key
    }

    /// The domain in its compared form; what a host may see of a waiting guest's address.
    pub fn domain(&self) -> &str {
        self.key.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

fn local_key(local: &str) -> Result<String, Malformed> {
    if local.is_empty() {
        return Err(Malformed::Email("there is nothing before the @"));
    }
    if local.contains("=?") {
        return Err(Malformed::Email("encoded words are not accepted"));
    }
    let refused = |c: char| {
        crate::text::is_invisible(c)
            || (c.is_ascii() && !c.is_ascii_alphanumeric() && !"!#$%&'*+-/=?^_`{|}~.".contains(c))
    };
    if local.chars().any(refused) {
        return Err(Malformed::Email("a character before the @ is not accepted"));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(Malformed::Email("the dots before the @ are misplaced"));
    }
    let key: String = local.nfc().map(|c| c.to_ascii_lowercase()).collect();
    if local.len() > MAX_LOCAL || key.len() > MAX_LOCAL {
        return Err(Malformed::Email("the part before the @ is longer than 64 octets"));
    }
    Ok(key)
}

fn domain_key(domain: &str) -> Result<String, Malformed> {
    const FAULT: Malformed = Malformed::Email("the part after the @ is not a domain name");
    let key = idna::domain_to_ascii_strict(domain).map_err(|_| FAULT)?.to_ascii_lowercase();
    let (_, top) = key.rsplit_once('.').ok_or(Malformed::Email("the domain has no dot"))?;
    // A top level of digits is an IPv4 literal in disguise.
    if key.ends_with('.') || key.len() > 253 || top.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FAULT);
    }
    Ok(key)
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for EmailAddress {}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_table() {
        let key = |raw: &str| EmailAddress::parse(raw).map(|a| a.key().as_str().to_owned());
        for (raw, expected) in [
            ("mike@example.org", "mike@example.org"),
            ("  MIKE@Example.ORG ", "mike@example.org"),
            ("mike+x@example.org", "mike+x@example.org"),
            ("m.ike@example.org", "m.ike@example.org"),
            ("o'neil@example.org", "o'neil@example.org"),
            ("zoe\u{308}@example.org", "zo\u{EB}@example.org"),
            ("\u{C9}va@example.org", "\u{C9}va@example.org"),
            ("a@B\u{DC}cher.example", "a@xn--bcher-kva.example"),
            ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ] {
            assert_eq!(key(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn what_looks_like_an_address_and_is_not_one() {
        for raw in [
            "",
            " ",
            "mike",
            "@example.org",
            "mike@",
            "mike@localhost",
            "mike@[127.0.0.1]",
            "mike@127.0.0.1",
            "\"mike\"@example.org",
            "mike(x)@example.org",
            "<mike@example.org>",
            "mike@example.org, b@example.org",
            "a@b@example.org",
            "mi ke@example.org",
            "mike@exa mple.org",
            "=?utf-8?q?x?=@example.org",
            ".mike@example.org",
            "mike.@example.org",
            "mi..ke@example.org",
            "mike@example..org",
            "mike@example.org.",
            "mike\r\nBcc: b@example.org",
            "mi\0ke@example.org",
            "mi\u{200B}ke@example.org",
            "mike@-example.org",
            "@a.org:mike@example.org",
        ] {
            assert!(EmailAddress::parse(raw).is_err(), "{raw:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.org", "a.".repeat(130))).is_err());
        assert!(EmailAddress::parse(&"a".repeat(100_000)).is_err());
    }

    #[test]
    fn debug_shows_no_address() {
        let address = EmailAddress::parse("mike@example.org").unwrap();
        assert!(!format!("{address:?} {:?}", address.key()).contains("mike"));
    }
}
