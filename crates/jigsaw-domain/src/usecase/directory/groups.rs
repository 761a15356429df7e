//! Groups of contacts.

use crate::audit::FieldChange;
use crate::directory::Group;
use crate::id::{AccountId, ContactId, GroupId};
use crate::invitation::AddressList;
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet, GroupSize};
use crate::text::GroupName;
use crate::usecase::{Action, Caller, FrontDoor, UseCaseError};
use crate::version::Version;

/// What is to change about a group; absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupEdit {
    /// Another name.
    pub name: Option<GroupName>,
    /// Whether every host of this server may read and invite it.
    pub shared: Option<bool>,
    /// Contacts to be in it; those that are stay.
    pub add: Vec<ContactId>,
    /// Contacts to be in it no more.
    pub remove: Vec<ContactId>,
}

impl FrontDoor {
    /// Every group that the caller may read, by name.
    pub async fn list_groups(&self, caller: &Caller) -> Result<Vec<GroupSize>, UseCaseError> {
        let reader = self.keeper(caller, Action::ReadDirectory)?.id;
        Ok(self.ports.directory.groups(reader).await?)
    }

    /// One group that the caller may read.
    pub async fn view_group(&self, caller: &Caller, id: GroupId) -> Result<Group, UseCaseError> {
        let reader = self.keeper(caller, Action::ReadDirectory)?.id;
        self.readable_group(reader, id).await
    }

    /// Makes a group in the caller's directory.
    pub async fn add_group(&self, caller: &Caller, name: &GroupName, shared: bool) -> Result<Group, UseCaseError> {
        let owner = self.keeper(caller, Action::EditDirectory)?.id;
        let now = self.now();
        let group = Group {
            id: self.mint(GroupId::mint, now),
            version: Version::FIRST,
            owner,
            name: name.clone(),
            shared,
            created_at: now,
        };
        let mut changes = ChangeSet::of([Change::InsertGroup(group.clone())]);
        let fields = [FieldChange::set("name", &group.name), FieldChange::set("shared", shared)];
        changes.audit.push(self.audit(caller, "group.added", (None, group.id.as_uuid()), fields, now));
        self.until_settled(|| self.commit(changes.clone())).await?;
        Ok(group)
    }

    /// Changes a group of the caller's: its name, whether it is shared, who is in it. All of it or nothing.
    pub async fn edit_group(&self, caller: &Caller, id: GroupId, edit: &GroupEdit) -> Result<Group, UseCaseError> {
        self.until_settled(|| async {
            let before = self.own_group(caller, id).await?;
            if edit.add.len() > AddressList::MAX_ROWS {
                return Err(UseCaseError::field("add", Malformed::TooMany { max: AddressList::MAX_ROWS }));
            }
            let mut added = edit.add.clone();
            added.sort_unstable();
            added.dedup();
            let wanted = added.len();
            let readable = self.ports.directory.contacts_by_ids(before.owner, added).await?;
            if readable.len() != wanted {
                return Err(UseCaseError::NotFound);
            }
            let now = self.now();
            let next = Group {
                name: edit.name.clone().unwrap_or_else(|| before.name.clone()),
                shared: edit.shared.unwrap_or(before.shared),
                ..before.clone()
            };
            let mut changes = ChangeSet::of([Change::UpdateGroup(next.clone())]);
            if !readable.is_empty() {
                changes.push(Change::AddToGroup(id, readable.iter().map(|contact| contact.id).collect()));
            }
            if !edit.remove.is_empty() {
                changes.push(Change::RemoveFromGroup(id, edit.remove.clone()));
            }
            let fields = [
                FieldChange::between("name", &before.name, &next.name),
                FieldChange::between("shared", before.shared, next.shared),
                FieldChange::between("added", 0, readable.len()),
                FieldChange::between("removed", 0, edit.remove.len()),
            ];
            let fields = fields.into_iter().flatten();
            changes.audit.push(self.audit(caller, "group.changed", (None, id.as_uuid()), fields, now));
            self.commit(changes).await?;
            Ok(Group { version: next.version.next(), ..next })
        })
        .await
    }

    /// Takes a group of the caller's away; its contacts stay.
    pub async fn remove_group(&self, caller: &Caller, id: GroupId) -> Result<(), UseCaseError> {
        self.until_settled(|| async {
            let group = self.own_group(caller, id).await?;
            let mut changes = ChangeSet::of([Change::DeleteGroup(id)]);
            let fields = FieldChange::between("name", &group.name, "");
            changes.audit.push(self.audit(caller, "group.removed", (None, id.as_uuid()), fields, self.now()));
            self.commit(changes).await
        })
        .await
    }

    pub(super) async fn readable_group(&self, reader: AccountId, id: GroupId) -> Result<Group, UseCaseError> {
        let found = self.ports.directory.group(id).await?;
        found.filter(|group| group.is_readable_by(reader)).ok_or(UseCaseError::NotFound)
    }

    async fn own_group(&self, caller: &Caller, id: GroupId) -> Result<Group, UseCaseError> {
        let owner = self.keeper(caller, Action::EditDirectory)?.id;
        let group = self.readable_group(owner, id).await?;
        if group.owner == owner { Ok(group) } else { Err(UseCaseError::Forbidden) }
    }
}
