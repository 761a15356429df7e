//! A typed list of addresses: one on each line, or separated by commas or semicolons, a name before the address if the
//! host likes: `Mia Ito <mia@example.org>`.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::NewInvitation;

/// One address of the list, and the line that it stands in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// One-based.
    pub(super) line: u32,
    /// As it was typed.
    pub(super) typed: &'a str,
}

/// Cuts the list into its entries. Commas between quotes belong to a name.
pub(super) fn entries(list: &str) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for (line, text) in (1_u32..).zip(list.lines()) {
        let mut quoted = false;
        let pieces = text.split(|letter: char| {
            quoted ^= letter == '"';
            !quoted && matches!(letter, ',' | ';')
        });
        entries.extend(pieces.map(str::trim).filter(|typed| !typed.is_empty()).map(|typed| Entry { line, typed }));
    }
    entries
}

impl Entry<'_> {
    /// The invitation that it asks for.
    pub(super) fn parse(&self, role: Role) -> Result<NewInvitation, Malformed> {
        let (name, address) = match self.typed.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", self.typed),
        };
        let (first, last) = match name.rsplit_once(char::is_whitespace) {
            Some((first, last)) => (first, last),
            None => (name, ""),
        };
        let part = |text: &str| {
            if text.is_empty() { Ok(None) } else { NamePart::parse(text).map(Some) }
        };
        Ok(NewInvitation {
            email: EmailAddress::parse(address)?,
            role: Some(role),
            first_name: part(first)?,
            last_name: part(last)?,
            language: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str) -> (Option<String>, Option<String>, String) {
        let made = Entry { line: 1, typed }.parse(Role::Attendee).unwrap();
        let text = |part: Option<NamePart>| part.map(|part| part.to_string());
        (text(made.first_name), text(made.last_name), made.email.as_typed().to_owned())
    }

    #[test]
    fn lists_are_cut_at_lines_commas_and_semicolons() {
        let list = "a@example.org, b@example.org;\r\n\r\n  \"Ito, Mia\" <mia@example.org>\nnobody";
        let found: Vec<(u32, &str)> = entries(list).iter().map(|entry| (entry.line, entry.typed)).collect();
        assert_eq!(
            found,
            [(1, "a@example.org"), (1, "b@example.org"), (3, "\"Ito, Mia\" <mia@example.org>"), (4, "nobody")]
        );
        assert!(entries(" ,;\n\n").is_empty());
    }

    #[test]
    fn names_stand_before_the_address() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(names("mia@example.org"), (None, None, "mia@example.org".to_owned()));
        assert_eq!(names("Mia Ito <mia@example.org>"), (some("Mia"), some("Ito"), "mia@example.org".to_owned()));
        assert_eq!(
            names("Mia van Ito <mia@example.org>"),
            (some("Mia van"), some("Ito"), "mia@example.org".to_owned())
        );
        assert_eq!(names("Mia <mia@example.org>"), (some("Mia"), None, "mia@example.org".to_owned()));
        assert_eq!(names("<mia@example.org>"), (None, None, "mia@example.org".to_owned()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in ["nobody", "Mia Ito mia@example.org", "<>", "a@b", "Mia\u{202E} Ito <mia@example.org>"] {
            assert!(Entry { line: 1, typed }.parse(Role::Attendee).is_err(), "{typed}");
        }
    }
}
