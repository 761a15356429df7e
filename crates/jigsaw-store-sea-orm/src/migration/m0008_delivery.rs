//! Mail that is fair between hosts, and what becomes of it: lanes and turns, what was put back, who is not mailed, and reports
//! that were taken. And the attempts of one address at a session's door, by index, for the host's list.

use sea_orm_migration::prelude::*;

use super::columns::{bytes, id, index, long, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite takes no more.
        for column in
            [id("lane").null().take(), long("turn").not_null().default(0).take(), long("held_since").null().take()]
        {
            manager.alter_table(Table::alter().table("outbox").add_column(column).take()).await?;
        }
        let email_key = text("email_key").null().take();
        manager.alter_table(Table::alter().table("decisions").add_column(email_key).take()).await?;
        for table in tables() {
            manager.create_table(table).await?;
        }
        let mut by_age = Index::drop();
        by_age.name("outbox_by_state_priority_created_at_position_due_at").table("outbox");
        manager.drop_index(by_age).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for partial in PARTIAL {
            manager.get_connection().execute_unprepared(partial).await?;
        }
        Ok(())
    }
}

fn tables() -> [TableCreateStatement; 3] {
    [
        table(
            "suppressions",
            [bytes("address").primary_key().take(), text("cause"), text("words").null().take(), long("since")],
        ),
        table("unsubscriptions", [id("host_id"), bytes("address"), long("since")])
            .primary_key(Index::create().col("host_id").col("address"))
            .take(),
        table("mail_reports", [text("name").primary_key().take(), long("at")]),
    ]
}

fn indexes() -> [IndexCreateStatement; 4] {
    [
        index("outbox", &["state", "priority", "turn", "position", "due_at"]),
        index("outbox", &["priority", "lane", "turn"]),
        index("decisions", &["session_id", "email_key", "at"]),
        index("mail_reports", &["at"]),
    ]
}

/// Of many messages few were put back, and the highest turn that was served is one look at the end of an index.
const PARTIAL: [&str; 2] = [
    "CREATE INDEX outbox_served_by_priority_turn ON outbox (priority, turn) WHERE (state <> 'queued' OR leased)",
    "CREATE INDEX outbox_held_by_held_since ON outbox (held_since) WHERE held_since IS NOT NULL",
];
