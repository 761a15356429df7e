//! What letters need: the language of an invitee, the host's words to all of them, and what they were last told of.

use sea_orm_migration::prelude::*;

use super::columns::{long, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            ("invitations", text("language").null().take()),
            ("sessions", text("message").null().take()),
            ("sessions", long("announced_sequence").not_null().default(0).take()),
            ("accounts", long("setup_expires_at").null().take()),
        ];
        for (table, column) in columns {
            let mut change = Table::alter();
            manager.alter_table(change.table(table).add_column(column).take()).await?;
        }
        Ok(())
    }
}
