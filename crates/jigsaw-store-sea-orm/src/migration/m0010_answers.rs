//! What invitees say about coming, and since when a renewed session link works.

use sea_orm_migration::prelude::*;

use super::columns::{long, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            ("invitations", text("answer")),
            ("invitations", long("answered_at")),
            ("sessions", long("link_renewed_at")),
        ];
        for (table, mut column) in columns {
            // One at a time: SQLite adds no two columns in one statement.
            manager.alter_table(Table::alter().table(table).add_column(column.null().take()).take()).await?;
        }
        Ok(())
    }
}
