use async_trait::async_trait;

use super::PortError;
use crate::directory::{Contact, ContactSearch, Group};
use crate::email_address::EmailKey;
use crate::id::{AccountId, ContactId, GroupId};

/// A group, and how many of its contacts the reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSize {
    /// The group.
    pub group: Group,
    /// Of its contacts, those that the reader may see.
    pub contacts: u32,
}

/// Reading the directory of participants. A host may read what is theirs and what is shared; `reader` is that host.
///
/// 1. `contact` and `group` MUST give back exactly what was committed, whoever it belongs to.
/// 2. `contacts_by_emails` MUST give the owner's own contacts with these addresses, compared by key, and nobody else's.
/// 3. `contacts` MUST give each contact that the search finds and the reader may read once over all pages, in the order of
///    [`Contact::place`] compared byte by byte, ties by id.
/// 4. `contacts_by_ids` MUST give those of the contacts that the reader may read.
/// 5. `groups` MUST give each group that the reader may read, by name, and count those of its contacts that they may read.
/// 6. What was deleted MUST be gone at once: a contact from its groups, too, and with a group nothing but the group.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Directory: Send + Sync {
    /// One contact.
    async fn contact(&self, id: ContactId) -> Result<Option<Contact>, PortError>;

    /// A host's own contacts with these addresses.
    async fn contacts_by_emails(&self, owner: AccountId, emails: Vec<EmailKey>) -> Result<Vec<Contact>, PortError>;

    /// Those of these contacts that the reader may read, in any order.
    async fn contacts_by_ids(&self, reader: AccountId, ids: Vec<ContactId>) -> Result<Vec<Contact>, PortError>;

    /// What a search finds, `limit` a page, after a cursor.
    async fn contacts(
        &self,
        reader: AccountId,
        search: ContactSearch,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Contact>, PortError>;

    /// One group.
    async fn group(&self, id: GroupId) -> Result<Option<Group>, PortError>;

    /// Every group that the reader may read.
    async fn groups(&self, reader: AccountId) -> Result<Vec<GroupSize>, PortError>;
}
