//! The file, its settings, and the schema on both databases.

use std::path::Path;

use jigsaw_domain::port::Sessions as _;
use jigsaw_store_sea_orm::{ServerLock, Store, StoreError, StoreOptions};
use jigsaw_testkit::build;

use crate::support::{On, column, number, on_both, open, open_empty, open_on, options};

on_both! {
    a_new_database_is_brought_up_to_date_once
    several_may_bring_it_up_to_date_at_once
    a_schema_of_the_future_is_refused
    every_table_of_the_design_is_there_with_its_natural_key
    what_was_written_is_there_when_it_is_opened_again
}

async fn a_new_database_is_brought_up_to_date_once(on: On) {
    let opened = open_empty(on, options()).await;
    let store = &opened.store;
    let steps = Store::known_steps();
    assert!(steps.first().is_some_and(|step| step == "m0001_first") && steps.is_sorted(), "{steps:?}");
    assert_eq!(store.pending().await.unwrap(), steps);
    assert_eq!(store.pending().await.unwrap(), steps, "asking changes nothing");
    assert_eq!(store.migrate().await.unwrap(), steps);
    assert!(store.pending().await.unwrap().is_empty());
    assert!(store.migrate().await.unwrap().is_empty());
    store.ping().await.unwrap();
}

/// Nodes that start at the same moment bring the schema up to date once.
async fn several_may_bring_it_up_to_date_at_once(on: On) {
    let opened = open_empty(on, options()).await;
    let nodes = [opened.another(options()).await, opened.another(options()).await, opened.another(options()).await];
    let starts: Vec<_> = nodes
        .iter()
        .map(|node| {
            tokio::spawn({
                let node = node.clone();
                async move { node.migrate().await }
            })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    assert!(opened.store.pending().await.unwrap().is_empty());
    opened.with(build::session()).await;
}

async fn a_schema_of_the_future_is_refused(on: On) {
    let opened = open_on(on).await;
    let db = opened.beside().await;
    sea_orm::ConnectionTrait::execute_unprepared(&db, "INSERT INTO seaql_migrations VALUES ('m9999_later', 0)")
        .await
        .unwrap();
    assert!(matches!(opened.store.pending().await, Err(StoreError::Schema(_))));
    assert!(matches!(opened.store.migrate().await, Err(StoreError::Schema(_))));
}

#[tokio::test]
async fn the_log_is_write_ahead_in_the_file_itself() {
    let opened = open().await;
    let db = opened.beside().await;
    assert_eq!(column(&db, "PRAGMA journal_mode").await, ["wal"]);
    assert_eq!(number(&db, "SELECT COUNT(*) FROM pragma_foreign_key_check").await, 0);
    assert_eq!(column(&db, "PRAGMA integrity_check").await, ["ok"]);
}

async fn every_table_of_the_design_is_there_with_its_natural_key(on: On) {
    let opened = open_on(on).await;
    let db = opened.beside().await;
    let (tables, indexes) = match on {
        On::Sqlite => (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 's%ql%' ORDER BY name",
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%' ORDER BY name",
        ),
        On::Postgres => (
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' \
             ORDER BY tablename",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%UNIQUE%' ORDER BY indexname",
        ),
    };
    assert_eq!(
        column(&db, tables).await,
        [
            "accounts",
            "api_tokens",
            "audit",
            "contact_group_members",
            "contact_groups",
            "contacts",
            "decisions",
            "events",
            "invitations",
            "limit_windows",
            "mail_codes",
            "mail_reports",
            "outbox",
            "participants",
            "passes",
            "reminders_marked",
            "server_state",
            "sessions",
            "sign_ins",
            "suppressions",
            "unsubscriptions",
        ]
    );
    // The two spell them differently: "table" (…), public.table USING btree (…).
    let plain = |text: String| text.replace('"', "").replace("public.", "").replace("USING btree ", "");
    let unique = plain(column(&db, indexes).await.join("\n"));
    for key in [
        "accounts (email_key)",
        "contacts (owner_id, email_key)",
        "invitations (session_id, email_key)",
        "participants (session_id, email_key)",
        "mail_codes (session_id, email_key)",
        "passes (digest)",
        "api_tokens (digest)",
        "outbox (unique_key)",
    ] {
        assert!(unique.contains(key), "{key} is missing in\n{unique}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let opened = open().await;
    opened.with(build::session()).await;
    for file in ["jigsaw.db", "jigsaw.db-wal", "jigsaw.db-shm"] {
        let mode = std::fs::metadata(opened.folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

async fn what_was_written_is_there_when_it_is_opened_again(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session()).await;
    opened.store.close().await;
    let again = opened.another(options()).await;
    assert!(again.pending().await.unwrap().is_empty());
    assert_eq!(again.find(session.id()).await.unwrap(), Some(session));
}

#[test]
fn a_second_server_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("jigsaw.db");
    let first = ServerLock::acquire(&file).unwrap();
    assert!(matches!(ServerLock::acquire(&file), Err(StoreError::AlreadyServed(path)) if path == first.path()));
    drop(first);
    ServerLock::acquire(&file).unwrap();
    let nowhere = ServerLock::acquire(Path::new("/nowhere/at/all.db"));
    assert!(matches!(nowhere, Err(StoreError::File { .. })));
}

#[tokio::test]
async fn addresses_that_cannot_be_used_say_why() {
    for (address, word) in
        [("mysql://x/y", "sqlite"), ("sqlite::memory:", "file"), ("sqlite:///nowhere/at/all.db", "/nowhere")]
    {
        let refused = Store::connect(address, StoreOptions::default()).await.unwrap_err();
        assert!(refused.to_string().contains(word), "{address}: {refused}");
    }
}
