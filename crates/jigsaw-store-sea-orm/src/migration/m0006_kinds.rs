//! Kinds of sessions, and the private address of a host's calendar.

use sea_orm_migration::prelude::*;

use super::columns::{index, int, long, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column each: SQLite adds no two at once.
        let kind = text("kind").not_null().default("one_time").take();
        for (table, mut column) in [
            ("sessions", kind),
            ("sessions", text("kind_details").null().take()),
            ("sessions", long("rolls_on_at").null().take()),
            ("accounts", int("calendar_generation").not_null().default(0).take()),
        ] {
            let mut altered = Table::alter();
            manager.alter_table(altered.table(table).add_column(&mut column).take()).await?;
        }
        manager.create_index(index("sessions", &["rolls_on_at"])).await
    }
}
