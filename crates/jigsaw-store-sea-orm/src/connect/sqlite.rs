//! SQLite: many readers, one writer.
//!
//! A second writing connection would only wait for the first (measured: p99 of a join 344 ms with a pool of eight, 23 ms with
//! one writer). Readers see the last commit and are never held up by the writer: that is what write-ahead logging
//! is for. `synchronous=FULL` makes every commit wait for the disk; `NORMAL` loses acknowledged commits when the power
//! goes.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr, Statement};

use super::Connections;
use crate::error::StoreError;
use crate::options::StoreOptions;

/// Older ones can corrupt a database in write-ahead mode when a checkpoint meets a writer.
const LEAST_VERSION: &str = "3.51.3";

pub(super) async fn open(path: PathBuf, options: &StoreOptions) -> Result<Connections, StoreError> {
    create(&path)?;
    // The writer first: it makes the file a write-ahead one, which readers then find.
    let write = connect(&path, options, Part::Writer).await?;
    verify_version(&write).await?;
    verify_settings(&write).await?;
    let read = connect(&path, options, Part::Reader).await?;
    Ok(Connections { read, write, file: Some(path) })
}

/// Makes the file, for its owner alone; SQLite gives the files beside it the same rights.
fn create(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(StoreError::File { path: path.to_owned(), source }),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Writer,
    Reader,
}

async fn connect(path: &Path, options: &StoreOptions, part: Part) -> Result<DatabaseConnection, DbErr> {
    let connections = match part {
        Part::Writer => 1,
        Part::Reader => options.readers.max(1),
    };
    // The path is set below, where it needs no escaping.
    let mut pool = ConnectOptions::new("sqlite:placeholder");
    pool.max_connections(connections)
        .min_connections(1)
        .acquire_timeout(options.patience)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // Statements hold no values, but nobody reads them either.
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    let (path, patience) = (path.to_owned(), options.patience);
    pool.map_sqlx_sqlite_opts(move |defaults| settings(defaults, &path, part).busy_timeout(patience));
    if part == Part::Writer {
        // When the disk is full, SQLite ends the transaction by itself, and the connection does not notice: it would refuse
        // every later one. Such a connection is thrown away.
        pool.map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(async move {
                // Lets a rollback that is under way finish.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        });
    }
    Database::connect(pool).await
}

fn settings(defaults: SqliteConnectOptions, path: &Path, part: Part) -> SqliteConnectOptions {
    let settings = defaults
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "MEMORY");
    match part {
        // The log file shrinks again after a burst.
        Part::Writer => settings.journal_mode(SqliteJournalMode::Wal).pragma("journal_size_limit", "67108864"),
        // A mistake in a query must not become a second writer.
        Part::Reader => settings.pragma("query_only", "ON"),
    }
}

async fn verify_version(db: &DatabaseConnection) -> Result<(), StoreError> {
    let found = ask(db, "SELECT sqlite_version()").await?;
    let numbers = |version: &str| -> Vec<u32> { version.split('.').map_while(|part| part.parse().ok()).collect() };
    if numbers(&found) < numbers(LEAST_VERSION) {
        return Err(StoreError::SqliteTooOld { found, least: LEAST_VERSION });
    }
    Ok(())
}

/// Some file systems cannot hold a write-ahead log, and SQLite then silently does without.
async fn verify_settings(db: &DatabaseConnection) -> Result<(), StoreError> {
    for (setting, question, expected) in [
        ("journal_mode=WAL", "SELECT journal_mode FROM pragma_journal_mode", "wal"),
        ("synchronous=FULL", "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous", "2"),
        ("foreign_keys=ON", "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys", "1"),
    ] {
        let found = ask(db, question).await?;
        if found != expected {
            return Err(StoreError::Setting { setting, found });
        }
    }
    Ok(())
}

async fn ask(db: &DatabaseConnection, question: &str) -> Result<String, DbErr> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), question)).await?;
    match row {
        Some(row) => row.try_get_by_index(0),
        None => Ok(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_settings_are_in_force_on_every_connection() {
        let folder = tempfile::tempdir().unwrap();
        let connections = open(folder.path().join("settings.db"), &StoreOptions::default()).await.unwrap();
        for (db, query_only) in [(&connections.write, "0"), (&connections.read, "1")] {
            for (name, expected) in
                [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("query_only", query_only)]
            {
                let found = ask(db, &format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}")).await.unwrap();
                assert_eq!(found, expected, "{name}");
            }
            let patience = ask(db, "SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout").await.unwrap();
            assert_eq!(patience, "5000");
        }
        let refused = connections.read.execute_unprepared("CREATE TABLE t (x)").await;
        assert!(refused.is_err(), "readers write nothing");
        assert_eq!(connections.write.get_sqlite_connection_pool().options().get_max_connections(), 1);
    }
}
