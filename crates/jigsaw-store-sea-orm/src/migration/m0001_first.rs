//! Everything that a session, its people and its mail need.

use sea_orm_migration::prelude::*;

use super::columns::{bytes, id, index, int, long, refers, table, text, unique, yes_no};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait tells them apart")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Those first that others refer to.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        accounts(),
        sign_ins(),
        api_tokens(),
        sessions(),
        invitations(),
        participants(),
        passes(),
        mail_codes(),
        decisions(),
        events(),
        outbox(),
        audit(),
        reminders_marked(),
        limit_windows(),
    ]
}

fn accounts() -> TableCreateStatement {
    table(
        "accounts",
        [
            id("id").primary_key().take(),
            long("version"),
            text("email"),
            text("email_key"),
            text("first_name"),
            text("last_name"),
            text("time_zone"),
            text("standing"),
            text("password_hash").null().take(),
            int("setup_generation"),
            long("created_at"),
        ],
    )
}

fn sign_ins() -> TableCreateStatement {
    table("sign_ins", [bytes("digest").primary_key().take(), id("account_id"), long("created_at"), long("expires_at")])
        .foreign_key(&mut refers("sign_ins", "account_id", "accounts"))
        .take()
}

fn api_tokens() -> TableCreateStatement {
    table(
        "api_tokens",
        [
            id("id").primary_key().take(),
            bytes("digest"),
            id("account_id"),
            text("scopes"),
            long("created_at"),
            long("expires_at").null().take(),
        ],
    )
    .foreign_key(&mut refers("api_tokens", "account_id", "accounts"))
    .take()
}

fn sessions() -> TableCreateStatement {
    table(
        "sessions",
        vec![
            id("id").primary_key().take(),
            id("host_id"),
            long("version"),
            text("title"),
            text("starts_local"),
            text("ends_local"),
            text("time_zone"),
            long("starts_at"),
            long("ends_at"),
            text("invitation_type"),
            int("early_entry_minutes"),
            yes_no("wait_for_host"),
            text("waiting_room"),
            long("capacity").null().take(),
            text("email_proof"),
            long("joinable_until").null().take(),
            int("link_generation"),
            long("link_expires_at").null().take(),
            yes_no("locked"),
            text("lock_message").null().take(),
            text("state"),
            long("state_at").null().take(),
            text("cancel_reason").null().take(),
            text("reminders"),
            text("room"),
            text("room_url").null().take(),
            long("calendar_sequence"),
            long("created_at"),
            long("opens_at"),
            long("over_at"),
            long("next_reminder_at").null().take(),
        ],
    )
    .foreign_key(&mut refers("sessions", "host_id", "accounts"))
    .take()
}

fn invitations() -> TableCreateStatement {
    table(
        "invitations",
        [
            id("id").primary_key().take(),
            id("session_id"),
            long("version"),
            text("email"),
            text("email_key"),
            text("first_name").null().take(),
            text("last_name").null().take(),
            text("role"),
            int("generation"),
            long("revoked_at").null().take(),
            text("origin"),
            long("created_at"),
        ],
    )
    .foreign_key(&mut refers("invitations", "session_id", "sessions"))
    .take()
}

fn participants() -> TableCreateStatement {
    table(
        "participants",
        [
            id("id").primary_key().take(),
            id("session_id"),
            long("version"),
            text("email"),
            text("email_key"),
            text("first_name"),
            text("last_name"),
            text("role"),
            text("proof"),
            text("state"),
            text("waiting_reasons").null().take(),
            text("removed_reason").null().take(),
            yes_no("banned"),
            id("invitation_id").null().take(),
            text("via_link"),
            int("via_generation"),
            yes_no("approved"),
            yes_no("knocked"),
            long("epoch"),
            long("created_at"),
            long("state_since"),
            yes_no("holds_seat"),
        ],
    )
    .foreign_key(&mut refers("participants", "session_id", "sessions"))
    .foreign_key(&mut refers("participants", "invitation_id", "invitations"))
    .take()
}

fn passes() -> TableCreateStatement {
    table(
        "passes",
        [
            id("id").primary_key().take(),
            bytes("digest"),
            id("session_id"),
            id("participant_id"),
            text("link"),
            long("opened_at"),
            long("seen_at"),
            text("ended").null().take(),
        ],
    )
    .foreign_key(&mut refers("passes", "session_id", "sessions"))
    .foreign_key(&mut refers("passes", "participant_id", "participants"))
    .take()
}

fn mail_codes() -> TableCreateStatement {
    table(
        "mail_codes",
        [
            id("id").primary_key().take(),
            id("session_id"),
            text("email"),
            text("email_key"),
            text("purpose"),
            text("profile").null().take(),
            yes_no("deliverable"),
            long("wrong_tries"),
            long("created_at"),
        ],
    )
    .foreign_key(&mut refers("mail_codes", "session_id", "sessions"))
    .take()
}

fn decisions() -> TableCreateStatement {
    table(
        "decisions",
        [
            id("id").primary_key().take(),
            id("session_id"),
            long("at"),
            text("email").null().take(),
            // No foreign key: a decision outlives the person it is about.
            id("participant_id").null().take(),
            text("link"),
            text("outcome"),
            text("findings"),
            text("policy"),
            id("correlation"),
        ],
    )
    .foreign_key(&mut refers("decisions", "session_id", "sessions"))
    .take()
}

fn events() -> TableCreateStatement {
    table(
        "events",
        [
            // Numbers that were given out are never given out again, not even after deletions: streams resume after them.
            long("seq").auto_increment().primary_key().take(),
            id("session_id"),
            text("kind"),
            id("subject").null().take(),
            long("at"),
        ],
    )
    .foreign_key(&mut refers("events", "session_id", "sessions"))
    .take()
}

/// Without foreign keys: a message whose object is gone is dropped by the worker, who looks anyway.
fn outbox() -> TableCreateStatement {
    table(
        "outbox",
        [
            long("position").auto_increment().primary_key().take(),
            id("id"),
            text("kind"),
            text("body"),
            id("invitation_id").null().take(),
            int("priority"),
            long("not_before"),
            long("deadline").null().take(),
            text("unique_key").null().take(),
            long("created_at"),
            text("state"),
            long("tries"),
            long("fence"),
            yes_no("leased"),
            long("due_at"),
            long("finished_at").null().take(),
            text("last_error").null().take(),
        ],
    )
}

/// Without foreign keys: it tells of what is gone, too.
fn audit() -> TableCreateStatement {
    table(
        "audit",
        [
            id("id").primary_key().take(),
            long("at"),
            text("actor"),
            id("actor_id").null().take(),
            text("action"),
            id("session_id").null().take(),
            id("object"),
            text("changes"),
            id("correlation"),
        ],
    )
}

fn reminders_marked() -> TableCreateStatement {
    table("reminders_marked", [id("session_id"), int("offset_minutes"), long("starts_at")])
        .primary_key(Index::create().col("session_id").col("offset_minutes").col("starts_at"))
        .foreign_key(&mut refers("reminders_marked", "session_id", "sessions"))
        .take()
}

fn limit_windows() -> TableCreateStatement {
    table("limit_windows", [text("budget"), text("key"), text("spent"), long("expires_at")])
        .primary_key(Index::create().col("budget").col("key"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("accounts", &["email_key"]),
        index("accounts", &["standing"]),
        index("sign_ins", &["account_id"]),
        index("sign_ins", &["expires_at"]),
        unique("api_tokens", &["digest"]),
        index("api_tokens", &["account_id"]),
        index("sessions", &["host_id", "created_at", "id"]),
        index("sessions", &["host_id", "starts_at", "id"]),
        index("sessions", &["state", "over_at"]),
        index("sessions", &["state", "starts_at"]),
        index("sessions", &["state", "ends_at"]),
        index("sessions", &["state", "opens_at"]),
        index("sessions", &["state", "next_reminder_at"]),
        unique("invitations", &["session_id", "email_key"]),
        index("invitations", &["session_id", "created_at", "id"]),
        unique("participants", &["session_id", "email_key"]),
        // Counts seats and finds who waits without touching the rows.
        index("participants", &["session_id", "state", "holds_seat"]),
        unique("passes", &["digest"]),
        index("passes", &["participant_id"]),
        unique("mail_codes", &["session_id", "email_key"]),
        index("mail_codes", &["created_at"]),
        index("decisions", &["session_id", "at", "id"]),
        index("events", &["session_id", "seq"]),
        unique("outbox", &["id"]),
        unique("outbox", &["unique_key"]),
        index("outbox", &["state", "priority", "created_at", "position", "due_at"]),
        index("outbox", &["invitation_id", "kind", "position", "state"]),
        index("outbox", &["fence"]),
        index("limit_windows", &["expires_at"]),
    ]
}
