//! Inviting from the directory: groups, and contacts one by one.

use std::collections::HashSet;

use crate::directory::{Contact, ContactSearch};
use crate::email_address::EmailKey;
use crate::id::{ContactId, GroupId, SessionId};
use crate::invitation::{AddressList, Role};
use crate::malformed::Malformed;
use crate::usecase::list_sessions::MAX_PAGE;
use crate::usecase::{Action, Caller, FrontDoor, Invited, NewInvitation, UseCaseError};

/// Whom to invite from the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromDirectory {
    /// Everyone in these groups.
    pub groups: Vec<GroupId>,
    /// These contacts.
    pub contacts: Vec<ContactId>,
    /// The role; without one, attendee, or for someone listed already the one they have.
    pub role: Option<Role>,
}

impl FrontDoor {
    /// Invites contacts and groups to a session, everyone or nobody; each address once. What the caller may not read is as
    /// what does not exist. The host's own address is left out: the host is always in.
    pub async fn invite_from_directory(
        &self,
        caller: &Caller,
        id: SessionId,
        from: &FromDirectory,
    ) -> Result<Invited, UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let reader = session.host();
        let mut ids = from.contacts.clone();
        ids.sort_unstable();
        ids.dedup();
        let wanted = ids.len();
        let mut contacts = self.ports.directory.contacts_by_ids(reader, ids).await?;
        if contacts.len() != wanted {
            return Err(UseCaseError::NotFound);
        }
        for group in &from.groups {
            self.readable_group(reader, *group).await?;
            let search = ContactSearch { group: Some(*group), ..ContactSearch::default() };
            let mut after = None;
            loop {
                let page = self.ports.directory.contacts(reader, search.clone(), after, MAX_PAGE).await?;
                after = page.last().map(|last| last.id);
                let is_last = page.len() < MAX_PAGE as usize;
                contacts.extend(page);
                if contacts.len() > AddressList::MAX_ROWS {
                    return Err(UseCaseError::field("groups", Malformed::TooMany { max: AddressList::MAX_ROWS }));
                }
                if is_last {
                    break;
                }
            }
        }
        let host = self.ports.accounts.find(session.host()).await?.ok_or(UseCaseError::NotFound)?;
        let mut seen: HashSet<EmailKey> = HashSet::from([host.email.key().clone()]);
        let row = |contact: Contact| NewInvitation {
            email: contact.email,
            role: from.role,
            first_name: contact.first_name,
            last_name: contact.last_name,
            language: contact.language,
        };
        let rows: Vec<NewInvitation> =
            contacts.into_iter().filter(|contact| seen.insert(contact.email.key().clone())).map(row).collect();
        if rows.is_empty() {
            return Err(UseCaseError::field("contacts", Malformed::Blank));
        }
        self.invite(caller, id, rows).await
    }
}
