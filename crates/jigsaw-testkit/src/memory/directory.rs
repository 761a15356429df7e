//! The directory of participants.

use async_trait::async_trait;
use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{AccountId, ContactId, GroupId};
use jigsaw_domain::port::{Directory, GroupSize, PortError};
use jigsaw_domain::text::folded;

use super::MemoryStore;
use super::apply::{Applied, holds, insert, refers};
use super::state::State;

/// Where a contact stands among all.
fn place(contact: &Contact) -> (Vec<u8>, ContactId) {
    (contact.place().into_bytes(), contact.id)
}

#[async_trait]
impl Directory for MemoryStore {
    async fn contact(&self, id: ContactId) -> Result<Option<Contact>, PortError> {
        Ok(self.look(|state| state.contacts.get(&id).cloned()).await)
    }

    async fn contacts_by_emails(&self, owner: AccountId, emails: Vec<EmailKey>) -> Result<Vec<Contact>, PortError> {
        let emails: std::collections::BTreeSet<EmailKey> = emails.into_iter().collect();
        let asked = |contact: &&Contact| contact.owner == owner && emails.contains(contact.email.key());
        Ok(self.look(|state| state.contacts.values().filter(asked).cloned().collect()).await)
    }

    async fn contacts_by_ids(&self, reader: AccountId, ids: Vec<ContactId>) -> Result<Vec<Contact>, PortError> {
        let found = |state: &State| {
            let asked = ids.iter().filter_map(|id| state.contacts.get(id));
            asked.filter(|contact| contact.is_readable_by(reader)).cloned().collect()
        };
        Ok(self.look(found).await)
    }

    async fn contacts(
        &self,
        reader: AccountId,
        search: ContactSearch,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Contact>, PortError> {
        Ok(self
            .look(|state| {
                let cursor = match after.map(|id| state.contacts.get(&id)) {
                    Some(Some(last)) => Some(place(last)),
                    Some(None) => return Vec::new(),
                    None => None,
                };
                let is_found = |contact: &&Contact| {
                    contact.is_readable_by(reader)
                        && search.group.is_none_or(|group| state.members.contains(&(group, contact.id)))
                        && search.text.is_in(&contact.sought())
                        && cursor.as_ref().is_none_or(|cursor| place(contact) > *cursor)
                };
                let mut found: Vec<&Contact> = state.contacts.values().filter(is_found).collect();
                found.sort_by_cached_key(|contact| place(contact));
                found.into_iter().take(limit as usize).cloned().collect()
            })
            .await)
    }

    async fn group(&self, id: GroupId) -> Result<Option<Group>, PortError> {
        Ok(self.look(|state| state.groups.get(&id).cloned()).await)
    }

    async fn groups(&self, reader: AccountId) -> Result<Vec<GroupSize>, PortError> {
        Ok(self
            .look(|state| {
                let readable = state.groups.values().filter(|group| group.is_readable_by(reader));
                let mut groups: Vec<GroupSize> = readable
                    .map(|group| {
                        let seen = state.members.iter().filter(|(own, contact)| {
                            *own == group.id
                                && state.contacts.get(contact).is_some_and(|one| one.is_readable_by(reader))
                        });
                        let contacts = u32::try_from(seen.count()).expect("fewer contacts than numbers");
                        GroupSize { group: group.clone(), contacts }
                    })
                    .collect();
                groups.sort_by_key(|size| (folded(size.group.name.as_str()).into_bytes(), size.group.id));
                groups
            })
            .await)
    }
}

impl State {
    pub(super) fn insert_contact(&mut self, contact: Contact) -> Applied {
        self.has_account(contact.owner)?;
        self.address_is_free(&contact)?;
        insert(&mut self.contacts, contact.id, contact)
    }

    pub(super) fn update_contact(&mut self, mut contact: Contact) -> Applied {
        holds(self.contacts.get(&contact.id).is_some_and(|stored| stored.version == contact.version))?;
        self.address_is_free(&contact)?;
        contact.version = contact.version.next();
        self.contacts.insert(contact.id, contact);
        Ok(())
    }

    fn address_is_free(&self, contact: &Contact) -> Applied {
        let same =
            |other: &Contact| other.owner == contact.owner && other.email == contact.email && other.id != contact.id;
        holds(!self.contacts.values().any(same))
    }

    pub(super) fn delete_contact(&mut self, id: ContactId) -> Applied {
        self.members.retain(|(_, contact)| *contact != id);
        holds(self.contacts.remove(&id).is_some())
    }

    pub(super) fn insert_group(&mut self, group: Group) -> Applied {
        self.has_account(group.owner)?;
        insert(&mut self.groups, group.id, group)
    }

    pub(super) fn update_group(&mut self, mut group: Group) -> Applied {
        holds(self.groups.get(&group.id).is_some_and(|stored| stored.version == group.version))?;
        group.version = group.version.next();
        self.groups.insert(group.id, group);
        Ok(())
    }

    pub(super) fn delete_group(&mut self, id: GroupId) -> Applied {
        self.members.retain(|(group, _)| *group != id);
        holds(self.groups.remove(&id).is_some())
    }

    pub(super) fn add_to_group(&mut self, group: GroupId, contacts: &[ContactId]) -> Applied {
        refers(self.groups.contains_key(&group), "group")?;
        for contact in contacts {
            refers(self.contacts.contains_key(contact), "contact")?;
            self.members.insert((group, *contact));
        }
        Ok(())
    }
}
