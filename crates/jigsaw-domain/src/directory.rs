//! The directory of participants: the people a host invites again and again, alone or in groups.
//!
//! Each contact and each group belongs to one host. It is private, or shared with every host of this server, who may read
//! and invite it, but not change it. Lists fill the directory by themselves: whoever is invited is remembered.

use chrono::{DateTime, Utc};

use crate::email_address::EmailAddress;
use crate::id::{AccountId, ContactId, GroupId};
use crate::invitation::SearchText;
use crate::language::Language;
use crate::text::{ContactNote, GroupName, NamePart, folded};
use crate::version::Version;

/// Somebody in a host's directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Identifier.
    pub id: ContactId,
    /// Moves with each change.
    pub version: Version,
    /// The host it belongs to; one contact an address and host.
    pub owner: AccountId,
    /// The address.
    pub email: EmailAddress,
    /// First name, if known.
    pub first_name: Option<NamePart>,
    /// Last name, if known.
    pub last_name: Option<NamePart>,
    /// The language that they are spoken to in, if known.
    pub language: Option<Language>,
    /// The owner's own words about them; nobody else reads it.
    pub note: Option<ContactNote>,
    /// Whether every host of this server may read and invite it.
    pub shared: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Contact {
    /// Whether this host may read and invite it.
    pub fn is_readable_by(&self, host: AccountId) -> bool {
        self.shared || self.owner == host
    }

    /// As others may see it: without the owner's words.
    #[must_use]
    pub fn shown_to(mut self, host: AccountId) -> Self {
        if self.owner != host {
            self.note = None;
        }
        self
    }

    /// With the name of a list, if it has none: what the host typed is never overwritten. `None` when nothing changes.
    pub fn named(&self, first: Option<&NamePart>, last: Option<&NamePart>) -> Option<Self> {
        let is_nameless = self.first_name.is_none() && self.last_name.is_none();
        (is_nameless && (first.is_some() || last.is_some())).then(|| Self {
            first_name: first.cloned(),
            last_name: last.cloned(),
            ..self.clone()
        })
    }

    /// Where it stands in the directory: by last name, first name and address, without regard to case and accents.
    pub fn place(&self) -> String {
        let part = |part: &Option<NamePart>| part.as_ref().map_or(String::new(), |part| folded(part.as_str()));
        let (last, first) = (part(&self.last_name), part(&self.first_name));
        let name = if last.is_empty() { first.clone() } else { format!("{last}\u{1}{first}") };
        let address = folded(self.email.as_typed());
        if name.is_empty() { address } else { format!("{name}\u{1}{address}") }
    }

    /// Address and name, folded for searching.
    pub fn sought(&self) -> String {
        let part = |part: &Option<NamePart>| part.as_ref().map_or(String::new(), ToString::to_string);
        folded(&format!("{} {} {}", self.email.as_typed(), part(&self.first_name), part(&self.last_name)))
    }
}

/// Several contacts under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Identifier.
    pub id: GroupId,
    /// Moves with each change.
    pub version: Version,
    /// The host it belongs to.
    pub owner: AccountId,
    /// What it is called.
    pub name: GroupName,
    /// Whether every host of this server may read and invite it. Of its contacts they see those that are shared, too.
    pub shared: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Group {
    /// Whether this host may read and invite it.
    pub fn is_readable_by(&self, host: AccountId) -> bool {
        self.shared || self.owner == host
    }
}

/// What is looked for in the directory. The default finds everyone whom the host may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactSearch {
    /// Words of addresses and names.
    pub text: SearchText,
    /// Only those in this group.
    pub group: Option<GroupId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usecase::testing::*;

    fn contact(address: &str, first: &str, last: &str) -> Contact {
        let part = |text: &str| (!text.is_empty()).then(|| NamePart::parse(text).unwrap());
        Contact {
            id: ContactId::mint(now(), [1; 16]),
            version: Version::FIRST,
            owner: host().id,
            email: email(address),
            first_name: part(first),
            last_name: part(last),
            language: None,
            note: Some(ContactNote::parse("between us").unwrap()),
            shared: false,
            created_at: now(),
        }
    }

    #[test]
    fn private_contacts_are_their_owners_and_notes_are_never_shared() {
        let other = account("other@example.org").id;
        let private = contact("mia@example.org", "Mia", "Ito");
        assert!(private.is_readable_by(host().id) && !private.is_readable_by(other));
        let shared = Contact { shared: true, ..private };
        assert!(shared.is_readable_by(other));
        assert_eq!(shared.clone().shown_to(other).note, None);
        assert!(shared.shown_to(host().id).note.is_some());
    }

    #[test]
    fn lists_give_a_name_to_the_nameless_alone() {
        let (mia, ito) = (NamePart::parse("Mia").unwrap(), NamePart::parse("Ito").unwrap());
        let nameless = contact("mia@example.org", "", "");
        let named = nameless.named(Some(&mia), Some(&ito)).unwrap();
        assert_eq!((named.first_name.as_ref(), named.last_name.as_ref()), (Some(&mia), Some(&ito)));
        assert_eq!(nameless.named(None, None), None);
        assert_eq!(contact("mia@example.org", "Maria", "").named(Some(&mia), Some(&ito)), None);
    }

    #[test]
    fn the_directory_is_in_the_order_of_names() {
        let mut all = [
            contact("z@example.org", "Äda", "Zorn"),
            contact("b@example.org", "", ""),
            contact("y@example.org", "Bea", "zorn"),
            contact("x@example.org", "Cy", ""),
            contact("w@example.org", "Al", "Zo"),
        ];
        all.sort_by_key(Contact::place);
        let addresses: Vec<&str> = all.iter().map(|one| one.email.as_typed()).collect();
        assert_eq!(addresses, ["b@example.org", "x@example.org", "w@example.org", "z@example.org", "y@example.org"]);
    }
}
