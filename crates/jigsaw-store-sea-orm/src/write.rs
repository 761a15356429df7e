//! Writing: one queue, one writer, and change sets that arrive together are committed together.
//!
//! A commit waits for the disk, and the disk does not care how much it is given. So the writer takes everything that waits
//! in the queue, up to [`StoreOptions::batch`](crate::StoreOptions::batch), and writes it in one transaction, answered only
//! after the one `COMMIT`. What a crowd at a door writes is written table by table ([`entries`]); every other unit of
//! work is written in a savepoint of its own. A unit that finds its guards broken is rolled back alone. Any other failure
//! rolls all of them back, and each is then tried alone: SQLite may already have ended the transaction by itself (disk
//! full), and whatever came after would be half a write.
//!
//! The writer is a task of its own, so a caller that goes away never leaves a transaction behind: a unit that was queued
//! is written to its end.
//!
//! On PostgreSQL the sessions that a batch is about are locked first, in the order of their ids: seats are then counted,
//! guards checked and events numbered by one transaction at a time in each session, on all nodes.

mod accounts;
mod change;
mod directory;
mod entries;
mod inserts;
mod people;
mod queue;
mod records;
mod rows;
mod sessions;
mod suppressions;
mod turns;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use jigsaw_domain::event::Event;
use jigsaw_domain::port::{ChangeSet, PortError};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};
use uuid::Uuid;

pub(crate) use change::Commit;
pub(crate) use queue::{Unit, Writer};
pub(crate) use suppressions::suppress;
pub(crate) use turns::next_turn;

use self::queue::{Entry, Job};
use crate::error::port_error;
use crate::feed::Feeds;
use crate::nodes;

/// The only place that begins a transaction. On SQLite it is a writing one from its first moment: one that begins
/// by reading fails at once when another has written meanwhile, whatever the busy time-out says.
pub(crate) async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    #[expect(clippy::disallowed_methods, reason = "this is the begin_write that the lint names")]
    db.begin_with_options(options).await
}

/// What is committed together.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    jobs: Vec<Box<dyn Job>>,
}

impl Batch {
    fn len(&self) -> usize {
        self.entries.len() + self.jobs.len()
    }

    /// Each unit as a batch of its own.
    fn apart(self) -> impl Iterator<Item = Self> {
        let entries = self.entries.into_iter().map(|entry| Self { entries: vec![entry], jobs: Vec::new() });
        entries.chain(self.jobs.into_iter().map(|job| Self { entries: Vec::new(), jobs: vec![job] }))
    }

    /// The sessions to be read; `all` names those of every unit, to be locked.
    fn sessions(&self, all: bool) -> Vec<Uuid> {
        let entered = self.entries.iter().flat_map(|entry| change::sessions(&entry.set));
        entered.chain(self.jobs.iter().filter(|_| all).flat_map(|job| job.sessions())).collect()
    }

    /// What was written that others are to be told.
    fn events(&self) -> Vec<Event> {
        let entered = self.entries.iter().flat_map(Entry::events);
        entered.chain(self.jobs.iter().flat_map(|job| job.events())).copied().collect()
    }

    fn settle(self, committed: &Result<(), PortError>) {
        for entry in self.entries {
            entry.settle(committed.clone());
        }
        for job in self.jobs {
            job.settle(committed.clone());
        }
    }
}

async fn commit_together(db: DatabaseConnection, feeds: Arc<Feeds>, mut batch: Batch) {
    match write_all(&db, &feeds, &mut batch).await {
        Err(Broken::BeforeCommit(_)) if batch.len() > 1 => {
            for mut alone in batch.apart() {
                let done = write_all(&db, &feeds, &mut alone).await;
                alone.settle(&done.map_err(Broken::into_error));
            }
        }
        done => batch.settle(&done.map_err(Broken::into_error)),
    }
}

/// Where a transaction broke. Before its commit nothing of it is written; at its commit nobody knows when the connection
/// went, so it is not tried again here.
enum Broken {
    BeforeCommit(PortError),
    AtCommit(PortError),
}

impl Broken {
    fn into_error(self) -> PortError {
        match self {
            Self::BeforeCommit(error) | Self::AtCommit(error) => error,
        }
    }
}

async fn write_all(db: &DatabaseConnection, feeds: &Feeds, batch: &mut Batch) -> Result<(), Broken> {
    let start = Instant::now();
    let units = batch.len();
    let before = |error| Broken::BeforeCommit(port_error(error));
    let tx = begin_write(db).await.map_err(before)?;
    let done = match write_and_notify(&tx, batch).await {
        Ok((0, _)) => {
            // Nothing but conflicts: the units know. Whatever a rollback fails of, nothing is written.
            let _ = tx.rollback().await;
            return Ok(());
        }
        Ok((_, events)) => match tx.commit().await {
            Ok(()) => {
                feeds.announce(&events);
                Ok(())
            }
            Err(error) => Err(Broken::AtCommit(port_error(error))),
        },
        Err(error) => {
            let _ = tx.rollback().await;
            Err(Broken::BeforeCommit(error))
        }
    };
    count(units, start, done.is_ok());
    done
}

/// For operators: how many commits there are, how much is in each, how long they take.
fn count(units: usize, start: Instant, written: bool) {
    let result = if written { "written" } else { "failed" };
    metrics::counter!("jigsaw_commits_total", "result" => result).increment(1);
    metrics::histogram!("jigsaw_commit_units").record(u32::try_from(units).unwrap_or(u32::MAX));
    metrics::histogram!("jigsaw_commit_duration_seconds").record(start.elapsed());
}

/// Writes each unit and notifies other nodes. Says how many units hold, and what is to be told after the commit.
async fn write_and_notify(tx: &DatabaseTransaction, batch: &mut Batch) -> Result<(usize, Vec<Event>), PortError> {
    let held = write_each(tx, batch).await?;
    let events = batch.events();
    nodes::notify(tx, &events).await?;
    Ok((held, events))
}

/// Writes each unit, and says how many hold. On an error the whole transaction must go.
async fn write_each(tx: &DatabaseTransaction, batch: &mut Batch) -> Result<usize, PortError> {
    let sessions = versions(tx, batch.sessions(is_postgres(tx))).await?;
    let mut held = 0;
    if !batch.entries.is_empty() {
        let sets: Vec<&ChangeSet> = batch.entries.iter().map(|entry| &entry.set).collect();
        let written = entries::write(tx, &sets, &sessions).await?;
        for (entry, outcome) in batch.entries.iter_mut().zip(written) {
            held += usize::from(outcome.is_ok());
            entry.outcome = outcome;
        }
    }
    let alone = batch.len() == 1;
    for job in &mut batch.jobs {
        let alone = alone || job.at_once();
        if !alone {
            run(tx, "SAVEPOINT unit").await?;
        }
        match job.write(tx).await {
            Ok(()) => held += 1,
            Err(PortError::Conflict) if alone => {}
            Err(PortError::Conflict) => run(tx, "ROLLBACK TO SAVEPOINT unit").await?,
            Err(error) => return Err(error),
        }
        if !alone {
            run(tx, "RELEASE SAVEPOINT unit").await?;
        }
    }
    Ok(held)
}

async fn run(tx: &DatabaseTransaction, statement: &str) -> Result<(), PortError> {
    tx.execute_unprepared(statement).await.map(drop).map_err(port_error)
}

/// The versions of these sessions. On PostgreSQL it locks them, too; SQLite has one writer at a time anyway.
async fn versions(tx: &DatabaseTransaction, sessions: Vec<Uuid>) -> Result<HashMap<Uuid, i64>, PortError> {
    let lock = if is_postgres(tx) { ") ORDER BY id FOR NO KEY UPDATE" } else { ")" };
    entries::numbers(tx, "SELECT id, version AS number FROM sessions WHERE id IN (", sessions, lock).await
}

fn is_postgres(tx: &DatabaseTransaction) -> bool {
    tx.get_database_backend() == DbBackend::Postgres
}

#[cfg(test)]
mod tests {
    use jigsaw_domain::port::{Change, ChangeSet, Commits as _, Participants as _};
    use jigsaw_testkit::build;

    use super::*;
    use crate::{Store, StoreOptions, connect};

    /// The database itself says that the disk is full, and ends the transaction as it sees fit.
    #[tokio::test]
    async fn a_full_disk_loses_nothing_and_breaks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("full.db").display());
        // One by one: a batch may be tried again on a new connection, which does not have the limit below.
        let options = StoreOptions { batch: 1, ..StoreOptions::default() };
        let connections = connect::open(&address, &options).await.unwrap();
        let writer = connections.write.clone();
        let store = Store::on(connections, options);
        store.migrate().await.unwrap();
        let session = build::session().live().build();
        let set = [Change::InsertAccount(build::host()), Change::InsertSession(session.clone())];
        store.commit(ChangeSet::of(set)).await.unwrap();
        // Not one page more than there are, as long as this connection lives.
        writer.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();

        let commits: Vec<_> = (0..300)
            .map(|who| {
                let person = build::participant(&session, &format!("guest{who}@example.org"));
                let store = store.clone();
                tokio::spawn(async move { store.commit(ChangeSet::of([Change::InsertParticipant(person)])).await })
            })
            .collect();
        let (mut written, mut refused) = (0, 0);
        for commit in commits {
            match commit.await.unwrap() {
                Ok(()) => written += 1,
                Err(PortError::Unavailable(_)) => refused += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(refused > 0, "the disk was full");
        assert_eq!(store.list(session.id()).await.unwrap().len(), written);

        // There is room again, and the writer goes on.
        writer.execute_unprepared("PRAGMA max_page_count = 1000000").await.unwrap();
        let late = build::participant(&session, "late@example.org");
        store.commit(ChangeSet::of([Change::InsertParticipant(late)])).await.unwrap();
        assert_eq!(store.list(session.id()).await.unwrap().len(), written + 1);
    }

    #[tokio::test]
    async fn the_same_entry_twice_in_one_batch_holds_once() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("twice.db").display());
        let connections = connect::open(&address, &StoreOptions::default()).await.unwrap();
        let db = connections.write.clone();
        let store = Store::on(connections, StoreOptions::default());
        store.migrate().await.unwrap();
        let session = build::session().live().build();
        let set = [Change::InsertAccount(build::host()), Change::InsertSession(session.clone())];
        store.commit(ChangeSet::of(set)).await.unwrap();
        let person = build::participant(&session, "guest@example.org");
        let pass = build::pass(&person, "phone");
        let set = ChangeSet::of([Change::InsertParticipant(person), Change::InsertPass(pass)]);
        let ((one, first), (another, second)) = (Entry::new(set.clone()), Entry::new(set));
        let batch = Batch { entries: vec![one, another], jobs: Vec::new() };
        commit_together(db, Arc::default(), batch).await;
        assert_eq!((first.await.unwrap(), second.await.unwrap()), (Ok(()), Err(PortError::Conflict)));
        assert_eq!(store.list(session.id()).await.unwrap().len(), 1);
    }
}
