//! What the server remembers about itself, and not about sessions: whether it is paused, and which key it belongs to.

use sea_orm_migration::prelude::*;

use super::columns::{table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table("server_state", [text("key").primary_key().take(), text("value")])).await
    }
}
