//! The queue in front of the writer.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::event::Event;
use jigsaw_domain::port::{ChangeSet, PortError};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{Batch, Commit, commit_together, entries};
use crate::feed::Feeds;

/// Units of work that may wait. More would only wait longer.
const QUEUE: usize = 1_024;

/// Something that is written whole or not at all. It may be run more than once, and only what its last run wrote stays.
#[async_trait]
pub(crate) trait Unit: Send + Sync + 'static {
    /// What the caller is told.
    type Output: Send + 'static;

    /// The sessions that are to be locked on PostgreSQL.
    fn sessions(&self) -> Vec<Uuid> {
        Vec::new()
    }

    /// Whether a `Conflict` leaves nothing to roll back: the unit is one statement, which then met no row.
    const AT_ONCE: bool = false;

    /// Writes. `Conflict` rolls back this unit alone.
    async fn write(&self, tx: &DatabaseTransaction) -> Result<Self::Output, PortError>;

    /// The events among what was written, to be told after the commit.
    fn events(_: &Self::Output) -> &[Event] {
        &[]
    }
}

/// A unit in the queue, whatever its output.
#[async_trait]
pub(super) trait Job: Send {
    fn sessions(&self) -> Vec<Uuid>;
    fn at_once(&self) -> bool;
    async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), PortError>;
    fn events(&self) -> &[Event];
    fn settle(self: Box<Self>, committed: Result<(), PortError>);
}

type Answer<T> = oneshot::Sender<Result<T, PortError>>;

struct Queued<U: Unit> {
    unit: U,
    outcome: Result<U::Output, PortError>,
    answer: Answer<U::Output>,
}

#[async_trait]
impl<U: Unit> Job for Queued<U> {
    fn sessions(&self) -> Vec<Uuid> {
        self.unit.sessions()
    }

    fn at_once(&self) -> bool {
        U::AT_ONCE
    }

    async fn write(&mut self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        self.outcome = self.unit.write(tx).await;
        match &self.outcome {
            Ok(_) => Ok(()),
            Err(error) => Err(error.clone()),
        }
    }

    fn events(&self) -> &[Event] {
        self.outcome.as_ref().map_or(&[], U::events)
    }

    fn settle(self: Box<Self>, committed: Result<(), PortError>) {
        // A caller that went away does not want to know; what it asked for is done all the same.
        let _ = self.answer.send(committed.and(self.outcome));
    }
}

/// A change set that only guards and adds: see [`entries`].
pub(super) struct Entry {
    pub(super) set: ChangeSet,
    pub(super) outcome: Result<Vec<Event>, PortError>,
    answer: Answer<()>,
}

impl Entry {
    pub(super) fn new(set: ChangeSet) -> (Self, oneshot::Receiver<Result<(), PortError>>) {
        let (answer, outcome) = oneshot::channel();
        (Self { set, outcome: Err(broken_off()), answer }, outcome)
    }

    pub(super) fn events(&self) -> &[Event] {
        self.outcome.as_deref().unwrap_or_default()
    }

    pub(super) fn settle(self, committed: Result<(), PortError>) {
        let _ = self.answer.send(committed.and(self.outcome).map(drop));
    }
}

enum Waiting {
    Entry(Box<Entry>),
    Job(Box<dyn Job>),
}

/// The way to the writer.
pub(crate) struct Writer {
    queue: mpsc::Sender<Waiting>,
    stop: Arc<Notify>,
    patience: Duration,
}

impl Writer {
    /// Starts the writer. It ends when the last handle to its store is gone, or when told to.
    pub(crate) fn start(
        db: DatabaseConnection,
        feeds: Arc<Feeds>,
        batch: usize,
        patience: Duration,
    ) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(work((db, feeds), waiting, batch.max(1), stop.clone()));
        (Self { queue, stop, patience }, task)
    }

    /// Takes nothing new; what is queued is still written.
    pub(crate) fn stop(&self) {
        self.stop.notify_one();
    }

    /// Has a change set written.
    pub(crate) async fn commit(&self, set: ChangeSet) -> Result<(), PortError> {
        if !entries::is_entry(&set) {
            return self.run(Commit(set)).await.map(drop);
        }
        let (entry, outcome) = Entry::new(set);
        self.queue(Waiting::Entry(Box::new(entry)), outcome).await
    }

    /// Has a unit written and waits for its end. When the caller goes away, a unit that is queued is written all the same.
    pub(crate) async fn run<U: Unit>(&self, unit: U) -> Result<U::Output, PortError> {
        let (answer, outcome) = oneshot::channel();
        self.queue(Waiting::Job(Box::new(Queued { unit, outcome: Err(broken_off()), answer })), outcome).await
    }

    async fn queue<T>(
        &self,
        waiting: Waiting,
        outcome: oneshot::Receiver<Result<T, PortError>>,
    ) -> Result<T, PortError> {
        match tokio::time::timeout(self.patience, self.queue.send(waiting)).await {
            Ok(Ok(())) => outcome.await.unwrap_or_else(|_| Err(broken_off())),
            Ok(Err(_)) => Err(PortError::Unavailable("the store is closed".to_owned())),
            Err(_) => Err(PortError::Unavailable("too many writes are waiting".to_owned())),
        }
    }
}

fn broken_off() -> PortError {
    PortError::Backend("the write was broken off".to_owned())
}

async fn work(
    (db, feeds): (DatabaseConnection, Arc<Feeds>),
    mut queue: mpsc::Receiver<Waiting>,
    most: usize,
    stop: Arc<Notify>,
) {
    loop {
        let mut taken = Vec::new();
        tokio::select! {
            number = queue.recv_many(&mut taken, most) => if number == 0 { return },
            () = stop.notified() => { queue.close(); continue },
        }
        let mut batch = Batch::default();
        for waiting in taken {
            match waiting {
                Waiting::Entry(entry) => batch.entries.push(*entry),
                Waiting::Job(job) => batch.jobs.push(job),
            }
        }
        // In a task of its own, so that a mistake in one unit does not end the writer. Its callers are told.
        if tokio::spawn(commit_together(db.clone(), feeds.clone(), batch)).await.is_err() {
            tracing::error!("a write panicked");
        }
    }
}
