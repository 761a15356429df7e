use jigsaw_domain::directory::{Contact, Group};
use jigsaw_domain::id::{AccountId, ContactId, GroupId};
use jigsaw_domain::language::Language;
use jigsaw_domain::port::PortError;
use jigsaw_domain::text::{ContactNote, GroupName, NamePart};

use super::{Table, micros};
use crate::entity::{contact_groups, contacts};

const CONTACTS: Table = Table("contacts");
const GROUPS: Table = Table("contact_groups");

pub(crate) fn contact(row: &contacts::Model) -> Result<Contact, PortError> {
    let part = |column: &str, stored: &Option<String>| {
        CONTACTS.read(column, stored.as_deref().map(NamePart::parse).transpose())
    };
    Ok(Contact {
        id: ContactId::from_uuid(row.id),
        version: CONTACTS.version(row.version)?,
        owner: AccountId::from_uuid(row.owner_id),
        email: CONTACTS.email(&row.email)?,
        first_name: part("first_name", &row.first_name)?,
        last_name: part("last_name", &row.last_name)?,
        language: CONTACTS.read("language", row.language.as_deref().map(Language::parse).transpose())?,
        note: CONTACTS.read("note", row.note.as_deref().map(ContactNote::parse).transpose())?,
        shared: row.shared,
        created_at: CONTACTS.time("created_at", row.created_at)?,
    })
}

pub(crate) fn contact_row(contact: &Contact) -> contacts::Model {
    contacts::Model {
        id: contact.id.as_uuid(),
        version: contact.version.get().into(),
        owner_id: contact.owner.as_uuid(),
        email: contact.email.as_typed().to_owned(),
        email_key: contact.email.key().as_str().to_owned(),
        first_name: contact.first_name.as_ref().map(ToString::to_string),
        last_name: contact.last_name.as_ref().map(ToString::to_string),
        language: contact.language.map(|language| language.as_str().to_owned()),
        note: contact.note.as_ref().map(ToString::to_string),
        shared: contact.shared,
        place: contact.place().into_bytes(),
        sought: contact.sought(),
        created_at: micros(contact.created_at),
    }
}

pub(crate) fn group(row: &contact_groups::Model) -> Result<Group, PortError> {
    Ok(Group {
        id: GroupId::from_uuid(row.id),
        version: GROUPS.version(row.version)?,
        owner: AccountId::from_uuid(row.owner_id),
        name: GROUPS.read("name", GroupName::parse(&row.name))?,
        shared: row.shared,
        created_at: GROUPS.time("created_at", row.created_at)?,
    })
}

pub(crate) fn group_row(group: &Group) -> contact_groups::Model {
    contact_groups::Model {
        id: group.id.as_uuid(),
        version: group.version.get().into(),
        owner_id: group.owner.as_uuid(),
        name: group.name.as_str().to_owned(),
        shared: group.shared,
        created_at: micros(group.created_at),
    }
}
