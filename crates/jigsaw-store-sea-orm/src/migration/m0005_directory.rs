//! The directory of participants, and what lists of thousands are searched by.

use sea_orm_migration::prelude::*;

use super::columns::{bytes, id, index, long, refers, table, text, unique, yes_no};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut invitations = Table::alter();
        let sought = text("sought").null().take();
        manager.alter_table(invitations.table("invitations").add_column(sought).take()).await?;
        for table in [contacts(), groups(), members()] {
            manager.create_table(table).await?;
        }
        for index in [
            unique("contacts", &["owner_id", "email_key"]),
            index("contacts", &["owner_id", "place", "id"]),
            // What is shared is found by that alone, whoever it belongs to.
            index("contacts", &["shared", "place", "id"]),
            index("contact_groups", &["owner_id", "id"]),
            index("contact_groups", &["shared", "id"]),
            index("contact_group_members", &["contact_id", "group_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn contacts() -> TableCreateStatement {
    table(
        "contacts",
        [
            id("id").primary_key().take(),
            long("version"),
            id("owner_id"),
            text("email"),
            text("email_key"),
            text("first_name").null().take(),
            text("last_name").null().take(),
            text("language").null().take(),
            text("note").null().take(),
            yes_no("shared"),
            // Bytes, because databases put letters in different orders.
            bytes("place"),
            text("sought"),
            long("created_at"),
        ],
    )
    .foreign_key(&mut refers("contacts", "owner_id", "accounts"))
    .take()
}

fn groups() -> TableCreateStatement {
    table(
        "contact_groups",
        [
            id("id").primary_key().take(),
            long("version"),
            id("owner_id"),
            text("name"),
            yes_no("shared"),
            long("created_at"),
        ],
    )
    .foreign_key(&mut refers("contact_groups", "owner_id", "accounts"))
    .take()
}

fn members() -> TableCreateStatement {
    let mut members = table("contact_group_members", [id("group_id"), id("contact_id")]);
    members
        .primary_key(Index::create().col("group_id").col("contact_id"))
        .foreign_key(&mut refers("contact_group_members", "group_id", "contact_groups"))
        .foreign_key(&mut refers("contact_group_members", "contact_id", "contacts"))
        .take()
}
