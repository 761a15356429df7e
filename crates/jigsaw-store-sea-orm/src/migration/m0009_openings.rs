//! By whose link, and from which network, somebody came: so that a host sees links that nobody opened, and links that were
//! passed on.

use sea_orm_migration::prelude::*;

use super::columns::{bytes, id, int};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        for mut column in [id("invitation_id"), int("generation"), bytes("network")] {
            let mut table = Table::alter();
            manager.alter_table(table.table("decisions").add_column(column.null().take()).take()).await?;
        }
        // Most attempts come by the session link: they cost this index nothing.
        let index =
            "CREATE INDEX decisions_by_invitation_id ON decisions (invitation_id) WHERE invitation_id IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await.map(drop)
    }
}
