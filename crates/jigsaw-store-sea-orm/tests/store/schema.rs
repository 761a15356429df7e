//! The file, its settings and its schema.

use std::path::Path;

use jigsaw_domain::port::Sessions as _;
use jigsaw_store_sea_orm::{ServerLock, Store, StoreError, StoreOptions};
use jigsaw_testkit::build;

use crate::support::{column, number, open};

#[tokio::test]
async fn a_new_file_is_brought_up_to_date_once() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("new.db").display());
    let store = Store::connect(&address, StoreOptions::default()).await.unwrap();
    assert_eq!(store.pending().await.unwrap(), ["m0001_first"]);
    assert_eq!(store.pending().await.unwrap(), ["m0001_first"], "asking changes nothing");
    assert_eq!(store.migrate().await.unwrap(), ["m0001_first"]);
    assert!(store.pending().await.unwrap().is_empty());
    assert!(store.migrate().await.unwrap().is_empty());
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_schema_of_the_future_is_refused() {
    let opened = open().await;
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

#[tokio::test]
async fn every_table_of_the_design_is_there_with_its_natural_key() {
    let opened = open().await;
    let db = opened.beside().await;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 's%ql%' ORDER BY name";
    assert_eq!(
        column(&db, tables).await,
        [
            "accounts",
            "api_tokens",
            "audit",
            "decisions",
            "events",
            "invitations",
            "limit_windows",
            "mail_codes",
            "outbox",
            "participants",
            "passes",
            "reminders_marked",
            "sessions",
            "sign_ins",
        ]
    );
    let unique = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%' ORDER BY name";
    let unique = column(&db, unique).await.join("\n");
    for key in [
        "\"accounts\" (\"email_key\")",
        "\"invitations\" (\"session_id\", \"email_key\")",
        "\"participants\" (\"session_id\", \"email_key\")",
        "\"mail_codes\" (\"session_id\", \"email_key\")",
        "\"passes\" (\"digest\")",
        "\"api_tokens\" (\"digest\")",
        "\"outbox\" (\"unique_key\")",
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

#[tokio::test]
async fn what_was_written_is_there_when_the_file_is_opened_again() {
    let opened = open().await;
    let (_, session) = opened.with(build::session()).await;
    opened.store.close().await;
    let again = Store::connect(&opened.address(), StoreOptions::default()).await.unwrap();
    assert!(again.pending().await.unwrap().is_empty());
    assert_eq!(again.find(session.id()).await.unwrap(), Some(session));
    assert!(!opened.folder.path().join("jigsaw.db-wal").exists() || again.file().is_some());
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
