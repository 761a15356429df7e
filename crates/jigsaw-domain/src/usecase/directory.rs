//! The directory of participants: contacts and groups, and inviting them.

mod groups;
mod invite;

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, NewInvitation, UseCaseError, authorise};
use crate::account::Account;
use crate::audit::FieldChange;
use crate::directory::{Contact, ContactSearch};
use crate::email_address::{EmailAddress, EmailKey};
use crate::id::{AccountId, ContactId};
use crate::language::Language;
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet};
use crate::session::Session;
use crate::text::{ContactNote, NamePart};
use crate::version::Version;

pub use groups::GroupEdit;
pub use invite::FromDirectory;

/// A contact as the host gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDraft {
    /// The address.
    pub email: EmailAddress,
    /// First name.
    pub first_name: Option<NamePart>,
    /// Last name.
    pub last_name: Option<NamePart>,
    /// The language that they are spoken to in.
    pub language: Option<Language>,
    /// A word for the owner alone.
    pub note: Option<ContactNote>,
    /// Whether every host of this server may read and invite it.
    pub shared: bool,
}

impl FrontDoor {
    /// The contacts that the caller may read and a search finds, by name, and the cursor of the next page.
    pub async fn list_contacts(
        &self,
        caller: &Caller,
        search: &ContactSearch,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<(Vec<Contact>, Option<ContactId>), UseCaseError> {
        let reader = self.keeper(caller, Action::ReadDirectory)?.id;
        if let Some(group) = search.group {
            self.readable_group(reader, group).await?;
        }
        let limit = limit.clamp(1, MAX_PAGE);
        let mut found = self.ports.directory.contacts(reader, search.clone(), after, limit + 1).await?;
        let goes_on = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| goes_on).map(|last| last.id);
        Ok((found.into_iter().map(|contact| contact.shown_to(reader)).collect(), next))
    }

    /// One contact that the caller may read.
    pub async fn view_contact(&self, caller: &Caller, id: ContactId) -> Result<Contact, UseCaseError> {
        let reader = self.keeper(caller, Action::ReadDirectory)?.id;
        Ok(self.readable_contact(reader, id).await?.shown_to(reader))
    }

    /// Adds a contact to the caller's directory.
    pub async fn add_contact(&self, caller: &Caller, draft: &ContactDraft) -> Result<Contact, UseCaseError> {
        let owner = self.keeper(caller, Action::EditDirectory)?.id;
        self.until_settled(|| async {
            let now = self.now();
            let contact = drafted(self.mint(ContactId::mint, now), owner, draft, now);
            self.is_free(owner, &contact).await?;
            let mut changes = ChangeSet::of([Change::InsertContacts(vec![contact.clone()])]);
            let fields =
                [FieldChange::set("email", contact.email.as_typed()), FieldChange::set("shared", contact.shared)];
            changes.audit.push(self.audit(caller, "contact.added", (None, contact.id.as_uuid()), fields, now));
            self.commit(changes).await?;
            Ok(contact)
        })
        .await
    }

    /// Changes a contact of the caller's. One that is shared by somebody else is theirs to change.
    pub async fn edit_contact(
        &self,
        caller: &Caller,
        id: ContactId,
        draft: &ContactDraft,
    ) -> Result<Contact, UseCaseError> {
        self.until_settled(|| async {
            let now = self.now();
            let before = self.own_contact(caller, id).await?;
            let kept = (before.version, before.created_at);
            let next = Contact { version: kept.0, created_at: kept.1, ..drafted(before.id, before.owner, draft, now) };
            if next == before && next.email.as_typed() == before.email.as_typed() {
                return Ok(before);
            }
            self.is_free(before.owner, &next).await?;
            let name = |contact: &Contact| {
                [&contact.first_name, &contact.last_name]
                    .map(|part| part.as_ref().map_or("", NamePart::as_str).to_owned())
                    .join(" ")
            };
            let fields = [
                FieldChange::between("email", before.email.as_typed(), next.email.as_typed()),
                FieldChange::between("name", name(&before), name(&next)),
                FieldChange::between("shared", before.shared, next.shared),
            ];
            let mut changes = ChangeSet::of([Change::UpdateContact(next.clone())]);
            let fields = fields.into_iter().flatten();
            changes.audit.push(self.audit(caller, "contact.changed", (None, id.as_uuid()), fields, now));
            self.commit(changes).await?;
            Ok(Contact { version: next.version.next(), ..next })
        })
        .await
    }

    /// Takes a contact of the caller's out of the directory and of every group. Invitations stay as they are.
    pub async fn remove_contact(&self, caller: &Caller, id: ContactId) -> Result<(), UseCaseError> {
        self.until_settled(|| async {
            let contact = self.own_contact(caller, id).await?;
            let mut changes = ChangeSet::of([Change::DeleteContact(id)]);
            // Without the address: whoever is taken out of the directory is not kept here.
            let fields = FieldChange::between("shared", contact.shared, "");
            changes.audit.push(self.audit(caller, "contact.removed", (None, id.as_uuid()), fields, self.now()));
            self.commit(changes).await
        })
        .await
    }

    /// Whoever is invited is remembered: what a list writes into the directory of the session's host, with the
    /// invitations themselves. Names are given to those who have none, and nothing is overwritten. The audit rows of the
    /// invitations tell of it.
    pub(super) async fn remembered(
        &self,
        session: &Session,
        rows: &[NewInvitation],
        now: DateTime<Utc>,
    ) -> Result<Vec<Change>, UseCaseError> {
        let emails = rows.iter().map(|row| row.email.key().clone()).collect();
        let known = self.ports.directory.contacts_by_emails(session.host(), emails).await?;
        let known: HashMap<EmailKey, Contact> =
            known.into_iter().map(|contact| (contact.email.key().clone(), contact)).collect();
        let (mut new, mut changes) = (Vec::new(), Vec::new());
        for row in rows {
            match known.get(row.email.key()) {
                Some(contact) => {
                    let named = contact.named(row.first_name.as_ref(), row.last_name.as_ref());
                    changes.extend(named.map(Change::UpdateContact));
                }
                None => new.push(Contact {
                    id: self.mint(ContactId::mint, now),
                    version: Version::FIRST,
                    owner: session.host(),
                    email: row.email.clone(),
                    first_name: row.first_name.clone(),
                    last_name: row.last_name.clone(),
                    language: row.language,
                    note: None,
                    shared: false,
                    created_at: now,
                }),
            }
        }
        if !new.is_empty() {
            changes.push(Change::InsertContacts(new));
        }
        Ok(changes)
    }

    /// The host whose directory it is. Passes have none.
    fn keeper<'a>(&self, caller: &'a Caller, action: Action) -> Result<&'a Account, UseCaseError> {
        authorise(&caller.subject, action, None, self.now())?;
        caller.subject.account().ok_or(UseCaseError::SignInRequired)
    }

    async fn readable_contact(&self, reader: AccountId, id: ContactId) -> Result<Contact, UseCaseError> {
        let found = self.ports.directory.contact(id).await?;
        found.filter(|contact| contact.is_readable_by(reader)).ok_or(UseCaseError::NotFound)
    }

    async fn own_contact(&self, caller: &Caller, id: ContactId) -> Result<Contact, UseCaseError> {
        let owner = self.keeper(caller, Action::EditDirectory)?.id;
        let contact = self.readable_contact(owner, id).await?;
        if contact.owner == owner { Ok(contact) } else { Err(UseCaseError::Forbidden) }
    }

    /// One contact an address.
    async fn is_free(&self, owner: AccountId, contact: &Contact) -> Result<(), UseCaseError> {
        let same = self.ports.directory.contacts_by_emails(owner, vec![contact.email.key().clone()]).await?;
        if same.iter().all(|other| other.id == contact.id) {
            return Ok(());
        }
        Err(UseCaseError::field("email", Malformed::InDirectory))
    }
}

fn drafted(id: ContactId, owner: AccountId, draft: &ContactDraft, now: DateTime<Utc>) -> Contact {
    Contact {
        id,
        version: Version::FIRST,
        owner,
        email: draft.email.clone(),
        first_name: draft.first_name.clone(),
        last_name: draft.last_name.clone(),
        language: draft.language,
        note: draft.note.clone(),
        shared: draft.shared,
        created_at: now,
    }
}

#[cfg(test)]
mod tests;
