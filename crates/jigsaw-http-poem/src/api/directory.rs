//! The directory of participants: contacts, groups, and inviting from them.

use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{ContactId, GroupId};
use jigsaw_domain::invitation::{Role, SearchText};
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::port::GroupSize;
use jigsaw_domain::text::{ContactNote, GroupName, NamePart};
use jigsaw_domain::usecase::{ContactDraft, FromDirectory, GroupEdit};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::by::{By, Host};
use super::input::{Input, edit, given};
use super::invitations::InvitedBody;
use super::list::{Page, cursor, limit};
use super::sessions::Nothing;
use super::words::{Id, InvitedRoleWord, LanguageWord, Moment};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

pub(crate) struct Directory;

/// A contact to be added.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewContact")]
struct ContactInput {
    /// The address; one contact an address.
    email: String,
    /// First name.
    #[serde(default, deserialize_with = "given")]
    first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "given")]
    last_name: Option<String>,
    /// The language that they are spoken to in.
    #[serde(default, deserialize_with = "given")]
    language: Option<LanguageWord>,
    /// A word for yourself; nobody else reads it.
    #[serde(default, deserialize_with = "given")]
    note: Option<String>,
    /// Whether every host of this server may read and invite it; not unless told.
    #[serde(default, deserialize_with = "given")]
    shared: Option<bool>,
}

/// What is to change about a contact; absent stays, `null` takes away.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "ContactEdit")]
struct ContactEditInput {
    /// Another address.
    #[serde(default, deserialize_with = "given")]
    email: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "edit")]
    first_name: MaybeUndefined<String>,
    /// Last name.
    #[serde(default, deserialize_with = "edit")]
    last_name: MaybeUndefined<String>,
    /// The language that they are spoken to in.
    #[serde(default, deserialize_with = "edit")]
    language: MaybeUndefined<LanguageWord>,
    /// A word for yourself.
    #[serde(default, deserialize_with = "edit")]
    note: MaybeUndefined<String>,
    /// Whether every host of this server may read and invite it.
    #[serde(default, deserialize_with = "given")]
    shared: Option<bool>,
}

/// Somebody in the directory.
#[derive(Debug, Object)]
#[oai(rename = "Contact")]
struct ContactBody {
    /// Its identifier.
    id: Id,
    /// The address.
    email: String,
    /// First name, if known.
    #[oai(nullable)]
    first_name: Option<String>,
    /// Last name, if known.
    #[oai(nullable)]
    last_name: Option<String>,
    /// The language that they are spoken to in, if known.
    #[oai(nullable)]
    language: Option<LanguageWord>,
    /// Your own word about them; none on other people's contacts.
    #[oai(nullable)]
    note: Option<String>,
    /// Whether every host of this server may read and invite it.
    shared: bool,
    /// Whether it is yours to change.
    own: bool,
    /// When it was made.
    created_at: Moment,
}

/// A group to be made.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewGroup")]
struct GroupInput {
    /// What it is called.
    name: String,
    /// Whether every host of this server may read and invite it; not unless told.
    #[serde(default, deserialize_with = "given")]
    shared: Option<bool>,
}

/// What is to change about a group; absent stays as it is.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "GroupEdit")]
struct GroupEditInput {
    /// Another name.
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    /// Whether every host of this server may read and invite it.
    #[serde(default, deserialize_with = "given")]
    shared: Option<bool>,
    /// Contacts to be in it, at most 10,000.
    #[serde(default, deserialize_with = "given")]
    add: Option<Vec<Id>>,
    /// Contacts to be in it no more.
    #[serde(default, deserialize_with = "given")]
    remove: Option<Vec<Id>>,
}

/// A group of contacts.
#[derive(Debug, Object)]
#[oai(rename = "Group")]
struct GroupBody {
    /// Its identifier.
    id: Id,
    /// What it is called.
    name: String,
    /// Whether every host of this server may read and invite it.
    shared: bool,
    /// Whether it is yours to change.
    own: bool,
    /// How many of its contacts you may read; only in lists.
    #[oai(nullable)]
    contacts: Option<u32>,
    /// When it was made.
    created_at: Moment,
}

/// Whom to invite from the directory.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "InviteFromDirectory")]
struct InviteInput {
    /// Everyone in these groups.
    #[serde(default, deserialize_with = "given")]
    groups: Option<Vec<Id>>,
    /// These contacts.
    #[serde(default, deserialize_with = "given")]
    contacts: Option<Vec<Id>>,
    /// `attendee` unless told, or the role that somebody who is listed already has.
    #[serde(default, deserialize_with = "given")]
    role: Option<InvitedRoleWord>,
}

#[derive(ApiResponse)]
enum ContactMade {
    /// The contact is in your directory.
    #[oai(status = 201)]
    Made(Json<ContactBody>),
}

#[derive(ApiResponse)]
enum GroupMade {
    /// The group is in your directory.
    #[oai(status = 201)]
    Made(Json<GroupBody>),
}

#[derive(ApiResponse)]
enum Removed {
    /// It is in the directory no more.
    #[oai(status = 204)]
    Gone,
}

#[derive(ApiResponse)]
enum Invited {
    /// Everyone is invited.
    #[oai(status = 201)]
    Made(Json<InvitedBody>),
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Directory")]
impl Directory {
    /// List contacts
    ///
    /// Your own, and what other hosts share, by name.
    #[oai(path = "/directory/contacts", method = "get", operation_id = "listContacts")]
    async fn contacts(
        &self,
        by: By<Host>,
        /// Only those with all of these words in address or name.
        q: Query<Option<String>>,
        /// Only those in this group.
        group: Query<Option<Id>>,
        /// Entries of one page, at most 1000; as many unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
    ) -> Answer<Json<Page<ContactBody>>> {
        let size = limit(size.0, 1000)?;
        let after = cursor(after.0.as_deref(), ContactId::parse)?;
        let text = q.0.as_deref().map(SearchText::parse).transpose().map_err(|fault| Problem::field("q", &fault))?;
        let group = group.0.as_ref().map(Id::group).transpose()?;
        let search = ContactSearch { text: text.unwrap_or_default(), group };
        let caller = by.caller().await?;
        let (found, next) = by.context().door.list_contacts(&caller, &search, after, size).await?;
        let reader = caller.subject.account().map(|account| account.id);
        let own = |contact: &Contact| Some(contact.owner) == reader;
        let items = found.iter().map(|contact| ContactBody::of(contact, own(contact))).collect();
        Ok(Json(Page::new(items, next.map(|id| id.to_string()))))
    }

    /// Add a contact
    #[oai(path = "/directory/contacts", method = "post", operation_id = "addContact")]
    async fn add(&self, by: By<Host>, input: Input<ContactInput>) -> Answer<ContactMade> {
        let caller = by.caller().await?;
        let made = by.context().door.add_contact(&caller, &input.0.read()?).await?;
        Ok(ContactMade::Made(Json(ContactBody::of(&made, true))))
    }

    /// Show a contact
    #[oai(path = "/directory/contacts/:contact_id", method = "get", operation_id = "getContact")]
    async fn show(&self, by: By<Host>, contact_id: Path<Id>) -> Answer<Json<ContactBody>> {
        let id = contact_id.contact()?;
        let caller = by.caller().await?;
        let found = by.context().door.view_contact(&caller, id).await?;
        let own = caller.subject.account().is_some_and(|account| account.id == found.owner);
        Ok(Json(ContactBody::of(&found, own)))
    }

    /// Change a contact
    #[oai(path = "/directory/contacts/:contact_id", method = "patch", operation_id = "editContact")]
    async fn edit(
        &self,
        by: By<Host>,
        contact_id: Path<Id>,
        input: Input<ContactEditInput>,
    ) -> Answer<Json<ContactBody>> {
        let id = contact_id.contact()?;
        let caller = by.caller().await?;
        let door = &by.context().door;
        let draft = input.0.onto(&door.view_contact(&caller, id).await?)?;
        Ok(Json(ContactBody::of(&door.edit_contact(&caller, id, &draft).await?, true)))
    }

    /// Take a contact out of the directory
    ///
    /// And out of every group. Invitations stay as they are.
    #[oai(path = "/directory/contacts/:contact_id", method = "delete", operation_id = "removeContact")]
    async fn remove(&self, by: By<Host>, contact_id: Path<Id>, _nothing: Input<Nothing>) -> Answer<Removed> {
        by.context().door.remove_contact(&by.caller().await?, contact_id.contact()?).await?;
        Ok(Removed::Gone)
    }

    /// List groups
    ///
    /// Your own, and what other hosts share, by name.
    #[oai(path = "/directory/groups", method = "get", operation_id = "listGroups")]
    async fn groups(&self, by: By<Host>) -> Answer<Json<Page<GroupBody>>> {
        let caller = by.caller().await?;
        let reader = caller.subject.account().map(|account| account.id);
        let groups = by.context().door.list_groups(&caller).await?;
        let body = |GroupSize { group, contacts }: &GroupSize| {
            GroupBody::of(group, Some(group.owner) == reader, Some(*contacts))
        };
        Ok(Json(Page::new(groups.iter().map(body).collect(), None)))
    }

    /// Make a group
    #[oai(path = "/directory/groups", method = "post", operation_id = "addGroup")]
    async fn add_group(&self, by: By<Host>, input: Input<GroupInput>) -> Answer<GroupMade> {
        let caller = by.caller().await?;
        let name = GroupName::parse(&input.0.name).map_err(|fault| Problem::field("name", &fault))?;
        let made = by.context().door.add_group(&caller, &name, input.0.shared.unwrap_or_default()).await?;
        Ok(GroupMade::Made(Json(GroupBody::of(&made, true, None))))
    }

    /// Show a group
    ///
    /// Its contacts are those of `listContacts` with `group`.
    #[oai(path = "/directory/groups/:group_id", method = "get", operation_id = "getGroup")]
    async fn show_group(&self, by: By<Host>, group_id: Path<Id>) -> Answer<Json<GroupBody>> {
        let caller = by.caller().await?;
        let group = by.context().door.view_group(&caller, group_id.group()?).await?;
        let own = caller.subject.account().is_some_and(|account| account.id == group.owner);
        Ok(Json(GroupBody::of(&group, own, None)))
    }

    /// Change a group
    ///
    /// Its name, whether it is shared, and who is in it: all of it or nothing.
    #[oai(path = "/directory/groups/:group_id", method = "patch", operation_id = "editGroup")]
    async fn edit_group(
        &self,
        by: By<Host>,
        group_id: Path<Id>,
        input: Input<GroupEditInput>,
    ) -> Answer<Json<GroupBody>> {
        let id = group_id.group()?;
        let caller = by.caller().await?;
        let name = input.0.name.as_deref().map(GroupName::parse).transpose();
        let edit = GroupEdit {
            name: name.map_err(|fault| Problem::field("name", &fault))?,
            shared: input.0.shared,
            add: contacts(input.0.add.as_deref())?,
            remove: contacts(input.0.remove.as_deref())?,
        };
        let group = by.context().door.edit_group(&caller, id, &edit).await?;
        Ok(Json(GroupBody::of(&group, true, None)))
    }

    /// Take a group away
    ///
    /// Its contacts stay.
    #[oai(path = "/directory/groups/:group_id", method = "delete", operation_id = "removeGroup")]
    async fn remove_group(&self, by: By<Host>, group_id: Path<Id>, _nothing: Input<Nothing>) -> Answer<Removed> {
        by.context().door.remove_group(&by.caller().await?, group_id.group()?).await?;
        Ok(Removed::Gone)
    }

    /// Invite people from the directory
    ///
    /// Groups and contacts, everyone or nobody, each address once.
    #[oai(path = "/sessions/:session_id/invitations/directory", method = "post", operation_id = "inviteFromDirectory")]
    async fn invite(&self, by: By<Host>, session_id: Path<Id>, input: Input<InviteInput>) -> Answer<Invited> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let role = input.0.role.as_ref().map(|word| Role::parse_invited(word.as_str())).transpose();
        let groups: Result<Vec<GroupId>, Problem> =
            input.0.groups.as_deref().unwrap_or_default().iter().map(Id::group).collect();
        let from = FromDirectory {
            groups: groups?,
            contacts: contacts(input.0.contacts.as_deref())?,
            role: role.map_err(|fault| Problem::field("role", &fault))?,
        };
        let invited = by.context().door.invite_from_directory(&caller, id, &from).await?;
        Ok(Invited::Made(Json(InvitedBody::of(&invited))))
    }
}

fn contacts(ids: Option<&[Id]>) -> Result<Vec<ContactId>, Problem> {
    ids.unwrap_or_default().iter().map(Id::contact).collect()
}

/// A contact from its words, with every fault named.
#[derive(Default)]
struct Words<'a> {
    email: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    language: Option<&'a str>,
    note: Option<&'a str>,
    shared: bool,
}

impl Words<'_> {
    fn read(&self) -> Result<ContactDraft, Problem> {
        let mut problems = Problems::default();
        let email = problems.take("email", EmailAddress::parse(self.email));
        let first_name = problems.take_optional("first_name", self.first_name, NamePart::parse);
        let last_name = problems.take_optional("last_name", self.last_name, NamePart::parse);
        let language = problems.take_optional("language", self.language, Language::parse);
        let note = problems.take_optional("note", self.note, ContactNote::parse);
        match email.filter(|_| problems.is_empty()) {
            Some(email) => Ok(ContactDraft { email, first_name, last_name, language, note, shared: self.shared }),
            None => Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect())),
        }
    }
}

impl ContactInput {
    fn read(&self) -> Result<ContactDraft, Problem> {
        Words {
            email: &self.email,
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            language: self.language.as_ref().map(LanguageWord::as_str),
            note: self.note.as_deref(),
            shared: self.shared.unwrap_or_default(),
        }
        .read()
    }
}

impl ContactEditInput {
    fn onto(&self, contact: &Contact) -> Result<ContactDraft, Problem> {
        let text = |edit: &MaybeUndefined<String>, kept: Option<&str>| match edit {
            MaybeUndefined::Undefined => kept.map(str::to_owned),
            MaybeUndefined::Null => None,
            MaybeUndefined::Value(text) => Some(text.clone()),
        };
        let first_name = text(&self.first_name, contact.first_name.as_ref().map(NamePart::as_str));
        let last_name = text(&self.last_name, contact.last_name.as_ref().map(NamePart::as_str));
        let note = text(&self.note, contact.note.as_ref().map(ContactNote::as_str));
        let language = match &self.language {
            MaybeUndefined::Undefined => contact.language.map(Language::as_str),
            MaybeUndefined::Null => None,
            MaybeUndefined::Value(word) => Some(word.as_str()),
        };
        Words {
            email: self.email.as_deref().unwrap_or(contact.email.as_typed()),
            first_name: first_name.as_deref(),
            last_name: last_name.as_deref(),
            language,
            note: note.as_deref(),
            shared: self.shared.unwrap_or(contact.shared),
        }
        .read()
    }
}

impl ContactBody {
    fn of(contact: &Contact, own: bool) -> Self {
        Self {
            id: contact.id.into(),
            email: contact.email.as_typed().to_owned(),
            first_name: contact.first_name.as_ref().map(ToString::to_string),
            last_name: contact.last_name.as_ref().map(ToString::to_string),
            language: contact.language.map(|language| language.as_str().into()),
            note: contact.note.as_ref().map(ToString::to_string),
            shared: contact.shared,
            own,
            created_at: Moment::of(contact.created_at),
        }
    }
}

impl GroupBody {
    fn of(group: &Group, own: bool, contacts: Option<u32>) -> Self {
        Self {
            id: group.id.into(),
            name: group.name.to_string(),
            shared: group.shared,
            own,
            contacts,
            created_at: Moment::of(group.created_at),
        }
    }
}
