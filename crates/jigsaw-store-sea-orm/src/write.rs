//! Writing: one queue, one writer, and change sets that arrive together are committed together.
//!
//! A commit waits for the disk, and the disk does not care how much it is given. So the writer takes everything that waits
//! in the queue, up to [`StoreOptions::batch`](crate::StoreOptions::batch), and writes it in one transaction: each unit of
//! work in a savepoint of its own, answered only after the one `COMMIT`. A unit that finds its guards broken is
//! rolled back alone. Any other failure rolls all of them back, and each is then tried alone: SQLite may already have ended
//! the transaction by itself (disk full), and whatever came after would be half a write.
//!
//! The writer is a task of its own, so a caller that goes away never leaves a transaction behind: a unit that was queued
//! is written to its end.
//!
//! On PostgreSQL the sessions that a batch is about are locked first, in the order of their ids: seats are then counted,
//! guards checked and events numbered by one transaction at a time in each session, on all nodes.
//! There is one writer there, too, so that events are told in the order of their numbers; with more of them, feeds would
//! have to be told to read instead (see [`crate::feed`]).

mod accounts;
mod change;
mod people;
mod records;
mod rows;
mod sessions;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::port::PortError;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _,
};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

pub(crate) use change::Commit;

use crate::entity;
use crate::error::port_error;

/// Units of work that may wait. More would only wait longer.
const QUEUE: usize = 1_024;

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

/// Something that is written whole or not at all. It may be run more than once, and only what its last run wrote stays.
#[async_trait]
pub(crate) trait Unit: Send + Sync + 'static {
    /// What the caller is told.
    type Output: Send + 'static;

    /// The sessions that are to be locked on PostgreSQL.
    fn sessions(&self) -> Vec<Uuid> {
        Vec::new()
    }

    /// Writes. `Conflict` rolls back this unit alone.
    async fn write(&self, tx: &DatabaseTransaction) -> Result<Self::Output, PortError>;

    /// After the commit, before the caller is answered.
    fn committed(&self, _: &Self::Output) {}
}

/// A unit in the queue, whatever its output.
#[async_trait]
trait Job: Send {
    fn sessions(&self) -> Vec<Uuid>;
    async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), PortError>;
    fn settle(self: Box<Self>, committed: Result<(), PortError>);
}

struct Queued<U: Unit> {
    unit: U,
    outcome: Result<U::Output, PortError>,
    answer: oneshot::Sender<Result<U::Output, PortError>>,
}

#[async_trait]
impl<U: Unit> Job for Queued<U> {
    fn sessions(&self) -> Vec<Uuid> {
        self.unit.sessions()
    }

    async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        self.outcome = self.unit.write(tx).await;
        match &self.outcome {
            Ok(_) => Ok(()),
            Err(error) => Err(error.clone()),
        }
    }

    fn settle(self: Box<Self>, committed: Result<(), PortError>) {
        let outcome = committed.and(self.outcome);
        if let Ok(output) = &outcome {
            self.unit.committed(output);
        }
        // A caller that went away does not want to know; what it asked for is done all the same.
        let _ = self.answer.send(outcome);
    }
}

/// The way to the writer.
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
    stop: Arc<Notify>,
    patience: Duration,
}

impl Writer {
    /// Starts the writer. It ends when the last handle to its store is gone, or when told to.
    pub(crate) fn start(db: DatabaseConnection, batch: usize, patience: Duration) -> (Self, JoinHandle<()>) {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(work(db, jobs, batch.max(1), stop.clone()));
        (Self { queue, stop, patience }, task)
    }

    /// Takes nothing new; what is queued is still written.
    pub(crate) fn stop(&self) {
        self.stop.notify_one();
    }

    /// Has a unit written and waits for its end. When the caller goes away, a unit that is queued is written all the same.
    pub(crate) async fn run<U: Unit>(&self, unit: U) -> Result<U::Output, PortError> {
        let (answer, outcome) = oneshot::channel();
        let broken_off = || PortError::Backend("the write was broken off".to_owned());
        let job = Box::new(Queued { unit, outcome: Err(broken_off()), answer });
        match tokio::time::timeout(self.patience, self.queue.send(job)).await {
            Ok(Ok(())) => outcome.await.unwrap_or_else(|_| Err(broken_off())),
            Ok(Err(_)) => Err(PortError::Unavailable("the store is closed".to_owned())),
            Err(_) => Err(PortError::Unavailable("too many writes are waiting".to_owned())),
        }
    }
}

async fn work(db: DatabaseConnection, mut queue: mpsc::Receiver<Box<dyn Job>>, batch: usize, stop: Arc<Notify>) {
    loop {
        let mut jobs = Vec::new();
        tokio::select! {
            taken = queue.recv_many(&mut jobs, batch) => if taken == 0 { return },
            () = stop.notified() => { queue.close(); continue },
        }
        // In a task of its own, so that a mistake in one unit does not end the writer. Its callers are told.
        if tokio::spawn(commit_together(db.clone(), jobs)).await.is_err() {
            tracing::error!("a write panicked");
        }
    }
}

async fn commit_together(db: DatabaseConnection, mut jobs: Vec<Box<dyn Job>>) {
    match write_all(&db, &mut jobs).await {
        Err(Broken::BeforeCommit(_)) if jobs.len() > 1 => {
            for job in jobs {
                let mut alone = [job];
                let done = write_all(&db, &mut alone).await;
                let [job] = alone;
                job.settle(done.map_err(Broken::into_error));
            }
        }
        done => {
            let done = done.map_err(Broken::into_error);
            for job in jobs {
                job.settle(done.clone());
            }
        }
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

async fn write_all(db: &DatabaseConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), Broken> {
    let before = |error| Broken::BeforeCommit(port_error(error));
    let tx = begin_write(db).await.map_err(before)?;
    match write_each(&tx, jobs).await {
        Ok(0) => {
            // Nothing but conflicts: the units know. Whatever a rollback fails of, nothing is written.
            let _ = tx.rollback().await;
            Ok(())
        }
        Ok(_) => tx.commit().await.map_err(|error| Broken::AtCommit(port_error(error))),
        Err(error) => {
            let _ = tx.rollback().await;
            Err(Broken::BeforeCommit(error))
        }
    }
}

/// Writes each job, and says how many hold. On an error the whole transaction must go.
async fn write_each(tx: &DatabaseTransaction, jobs: &mut [Box<dyn Job>]) -> Result<usize, PortError> {
    lock_sessions(tx, jobs.iter().flat_map(|job| job.sessions()).collect()).await?;
    let alone = jobs.len() == 1;
    let mut held = 0;
    for job in jobs {
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

async fn lock_sessions(tx: &DatabaseTransaction, mut ids: Vec<Uuid>) -> Result<(), PortError> {
    // SQLite has one writer at a time anyway.
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    entity::sessions::Entity::find()
        .select_only()
        .column(entity::sessions::Column::Id)
        .filter(entity::sessions::Column::Id.is_in(ids))
        .order_by_asc(entity::sessions::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<Uuid>()
        .all(tx)
        .await
        .map(drop)
        .map_err(port_error)
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
        // One by one: a batch would be tried again on a new connection, which does not have the limit below.
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

        // The writer goes on.
        let late = build::participant(&session, "late@example.org");
        store.commit(ChangeSet::of([Change::InsertParticipant(late)])).await.unwrap();
        assert_eq!(store.list(session.id()).await.unwrap().len(), written + 1);
    }
}
