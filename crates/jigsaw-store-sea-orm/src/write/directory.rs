//! Writing the directory of participants.

use jigsaw_domain::directory::{Contact, Group};
use jigsaw_domain::id::{ContactId, GroupId};
use jigsaw_domain::port::PortError;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};

use super::inserts::Inserts;
use super::rows;
use crate::entity::{contact_group_members as members, contact_groups, contacts};
use crate::error::port_error;
use crate::mapping;

pub(super) async fn insert_contacts(tx: &DatabaseTransaction, new: &[Contact]) -> Result<(), PortError> {
    static CONTACTS: Inserts<contacts::Entity> = Inserts::of(contacts::Entity, None, "");
    let rows: Vec<contacts::Model> = new.iter().map(mapping::contact_row).collect();
    CONTACTS.run(tx, &rows).await
}

pub(super) async fn update_contact(tx: &DatabaseTransaction, contact: &Contact) -> Result<(), PortError> {
    rows::update_at_version!(tx, contacts, mapping::contact_row(contact))
}

pub(super) async fn delete_contact(tx: &DatabaseTransaction, id: ContactId) -> Result<(), PortError> {
    let out = members::Entity::delete_many().filter(members::Column::ContactId.eq(id.as_uuid()));
    out.exec(tx).await.map_err(port_error)?;
    let done = contacts::Entity::delete_by_id(id.as_uuid()).exec(tx).await.map_err(port_error)?;
    rows::held(done.rows_affected)
}

pub(super) async fn insert_group(tx: &DatabaseTransaction, group: &Group) -> Result<(), PortError> {
    rows::insert(tx, mapping::group_row(group)).await
}

pub(super) async fn update_group(tx: &DatabaseTransaction, group: &Group) -> Result<(), PortError> {
    rows::update_at_version!(tx, contact_groups, mapping::group_row(group))
}

pub(super) async fn delete_group(tx: &DatabaseTransaction, id: GroupId) -> Result<(), PortError> {
    let out = members::Entity::delete_many().filter(members::Column::GroupId.eq(id.as_uuid()));
    out.exec(tx).await.map_err(port_error)?;
    let done = contact_groups::Entity::delete_by_id(id.as_uuid()).exec(tx).await.map_err(port_error)?;
    rows::held(done.rows_affected)
}

pub(super) async fn add_to_group(
    tx: &DatabaseTransaction,
    group: GroupId,
    contacts: &[ContactId],
) -> Result<(), PortError> {
    static MEMBERS: Inserts<members::Entity> = Inserts::of(members::Entity, None, "ON CONFLICT DO NOTHING");
    let row = |contact: &ContactId| members::Model { group_id: group.as_uuid(), contact_id: contact.as_uuid() };
    let rows: Vec<members::Model> = contacts.iter().map(row).collect();
    MEMBERS.run(tx, &rows).await
}

pub(super) async fn remove_from_group(
    tx: &DatabaseTransaction,
    group: GroupId,
    contacts: &[ContactId],
) -> Result<(), PortError> {
    for chunk in contacts.chunks(rows::CHUNK) {
        members::Entity::delete_many()
            .filter(members::Column::GroupId.eq(group.as_uuid()))
            .filter(members::Column::ContactId.is_in(chunk.iter().map(|id| id.as_uuid())))
            .exec(tx)
            .await
            .map_err(port_error)?;
    }
    Ok(())
}
