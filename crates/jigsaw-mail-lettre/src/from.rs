//! Whom the mails of this server come from: the setting `JIGSAW_MAIL_FROM`.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::text::NamePart;

/// The sender of every mail: an address, and a name if one was configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom {
    name: Option<NamePart>,
    address: EmailAddress,
}

impl MailFrom {
    /// From parts that are already checked.
    pub const fn new(name: Option<NamePart>, address: EmailAddress) -> Self {
        Self { name, address }
    }

    /// Reads `door@example.org`, `Jigsaw <door@example.org>` or `"Jigsaw, Inc." <door@example.org>`.
    ///
    /// ```
    /// use jigsaw_mail_lettre::MailFrom;
    ///
    /// let from = MailFrom::parse("Jigsaw <door@example.org>")?;
    /// assert_eq!(from.address().as_typed(), "door@example.org");
    /// assert!(MailFrom::parse("Jigsaw").is_err());
    /// # Ok::<(), jigsaw_domain::malformed::Malformed>(())
    /// ```
    pub fn parse(raw: &str) -> Result<Self, Malformed> {
        let raw = raw.trim();
        let Some((name, rest)) = raw.rsplit_once('<') else {
            return Ok(Self::new(None, EmailAddress::parse(raw)?));
        };
        let address = rest.strip_suffix('>').ok_or(Malformed::Email("there is no > at the end"))?;
        let name = name.trim();
        let bare = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        let name = if bare.is_empty() { None } else { Some(NamePart::parse(bare)?) };
        Ok(Self::new(name, EmailAddress::parse(address)?))
    }

    /// The address.
    pub const fn address(&self) -> &EmailAddress {
        &self.address
    }

    /// The name, if one was configured.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(NamePart::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_operators_write() {
        for (raw, name, address) in [
            ("door@example.org", None, "door@example.org"),
            (" <door@example.org> ", None, "door@example.org"),
            ("The Door <door@example.org>", Some("The Door"), "door@example.org"),
            ("\"Door, at Example\" <door@example.org>", Some("Door, at Example"), "door@example.org"),
        ] {
            let from = MailFrom::parse(raw).unwrap();
            assert_eq!((from.name(), from.address().as_typed()), (name, address), "{raw}");
        }
    }

    #[test]
    fn refuses_what_is_no_sender() {
        for raw in ["", "Door", "Door <door@example.org", "Door <door>", "A\r\nBcc: b@example.org <door@example.org>"] {
            assert!(MailFrom::parse(raw).is_err(), "{raw:?}");
        }
    }
}
