//! Indexes that PostgreSQL cannot mistake for each other.
//!
//! A new database has no statistics, and a plan that was made then stays with its connection. Two indexes that begin with
//! the session looked alike to the planner, so that a person was found by reading everyone in the session.

use sea_orm_migration::prelude::*;

use super::columns::{index, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Seats are counted and the waiting found by state; nobody is found by it who is looked for by address.
        manager.drop_index(drop("participants", "participants_by_session_id_state_holds_seat")).await?;
        manager.create_index(index("participants", &["state", "session_id", "holds_seat"])).await?;
        // Of two indexes that cost the same, the younger is taken.
        manager.drop_index(drop("invitations", "invitations_by_session_id_email_key")).await?;
        manager.create_index(unique("invitations", &["session_id", "email_key"])).await
    }
}

fn drop(table: &'static str, name: &'static str) -> IndexDropStatement {
    let mut drop = Index::drop();
    drop.name(name).table(table);
    drop
}
