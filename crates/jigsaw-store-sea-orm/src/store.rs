//! The store: what is shared by all ports.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::PortError;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DbBackend, EntityTrait as _, QueryFilter as _,
    QueryResult, Statement, Value,
};
use sea_orm_migration::MigratorTrait as _;
use tokio::task::{JoinHandle, JoinSet};

use crate::connect::{self, Connections, PoolState};
use crate::entity::{limit_windows, mail_codes, mail_reports, sign_ins};
use crate::error::{StoreError, port_error};
use crate::feed::{self, Feeds};
use crate::limits::LimitSettings;
use crate::mapping::micros;
use crate::migration::Migrator;
use crate::nodes;
use crate::options::StoreOptions;
use crate::write::{Writer, begin_write};

/// Everything that Jigsaw stores, in one SQLite file or PostgreSQL database. Implements every storage port, and is cheap
/// to clone: clones share connections, writer and feeds.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    connections: Connections,
    writer: Writer,
    /// The writer's task, until someone has waited for its end.
    task: Mutex<Option<JoinHandle<()>>>,
    feeds: Arc<Feeds>,
    /// What hears other nodes and tells; ends with the store.
    listening: Mutex<JoinSet<()>>,
    limits: LimitSettings,
}

impl Store {
    /// Opens a database: `sqlite://PATH`, which makes the file (for its owner alone) if there is none, or `postgres://…`.
    /// Does not change the schema: see [`Store::pending`] and [`Store::migrate`].
    ///
    /// Must be called inside a tokio runtime: the writer is a task.
    pub async fn connect(address: &str, options: StoreOptions) -> Result<Self, StoreError> {
        Ok(Self::on(connect::open(address, &options).await?, options))
    }

    pub(crate) fn on(connections: Connections, options: StoreOptions) -> Self {
        let mut listening = JoinSet::new();
        let feeds = if connections.read.get_database_backend() == DbBackend::Postgres {
            let feeds = Arc::new(Feeds::shared());
            listening.spawn(feed::tell(feeds.clone(), connections.read.clone()));
            listening.spawn(nodes::listen(feeds.clone(), connections.read.clone(), options.patience));
            feeds
        } else {
            Arc::default()
        };
        let (writer, task) = Writer::start(connections.write.clone(), feeds.clone(), options.batch, options.patience);
        Self(Arc::new(Inner {
            connections,
            writer,
            task: Mutex::new(Some(task)),
            feeds,
            listening: Mutex::new(listening),
            limits: options.limits,
        }))
    }

    /// The file that a `sqlite://PATH` address names, to be locked before it is opened; `None` for PostgreSQL.
    pub fn sqlite_file(address: &str) -> Result<Option<PathBuf>, StoreError> {
        connect::sqlite_path(address)
    }

    /// The SQLite file that is open, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.0.connections.file.as_deref()
    }

    /// The schema's steps that this version knows and the database has not seen, in order. Changes nothing.
    pub async fn pending(&self) -> Result<Vec<String>, StoreError> {
        let pending = Migrator::get_pending_migrations_read_only(self.reader()).await?;
        Ok(pending.iter().map(|step| step.name().to_owned()).collect())
    }

    /// The names of all steps that this version knows, in order.
    pub fn known_steps() -> Vec<String> {
        Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
    }

    /// Brings the schema up to date, all steps in one transaction, and says which were applied.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let pending = self.pending().await?;
        if pending.is_empty() {
            return Ok(pending);
        }
        let db = self.0.connections.write.clone();
        // To its end, even when whoever asked goes away.
        let work = tokio::spawn(async move {
            let tx = begin_write(&db).await?;
            if tx.get_database_backend() == DbBackend::Postgres {
                // Two nodes that start together: the second waits, and then finds nothing left to do.
                tx.execute_unprepared("SELECT pg_advisory_xact_lock(7452365)").await?;
            }
            Migrator::up(&tx, None).await?;
            tx.commit().await
        });
        match work.await {
            Ok(done) => done?,
            Err(_) => {
                return Err(StoreError::Database("the migration was broken off".to_owned()));
            }
        }
        Ok(pending)
    }

    /// How many connections are open, and how many of them are in use.
    pub fn pool_state(&self) -> Vec<PoolState> {
        self.0.connections.pools()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), PortError> {
        self.reader().ping().await.map_err(port_error)
    }

    /// Deletes what means nothing any more: budgets whose window is over, sign-ins that ended, codes that were mailed and
    /// relays' reports that were taken more than a day ago. To be called now and then; says how many rows went.
    pub async fn prune(&self, now: DateTime<Utc>) -> Result<u64, PortError> {
        let db = &self.0.connections.write;
        let yesterday = micros(now - TimeDelta::days(1));
        let windows = limit_windows::Entity::delete_many().filter(limit_windows::Column::ExpiresAt.lte(micros(now)));
        let sign_ins = sign_ins::Entity::delete_many().filter(sign_ins::Column::ExpiresAt.lte(yesterday));
        let codes = mail_codes::Entity::delete_many().filter(mail_codes::Column::CreatedAt.lte(yesterday));
        let reports = mail_reports::Entity::delete_many().filter(mail_reports::Column::At.lte(yesterday));
        let mut rows = windows.exec(db).await.map_err(port_error)?.rows_affected;
        rows += sign_ins.exec(db).await.map_err(port_error)?.rows_affected;
        rows += codes.exec(db).await.map_err(port_error)?.rows_affected;
        rows += reports.exec(db).await.map_err(port_error)?.rows_affected;
        Ok(rows)
    }

    /// Ends every feed, writes what is queued, takes nothing more, and closes the connections. Without it, dropping the
    /// last clone does the same, but nobody knows when.
    pub async fn close(&self) {
        self.0.feeds.close();
        self.0.writer.stop();
        let task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && task.await.is_err()
        {
            tracing::error!("the writer ended before its time");
        }
        let mut listening = std::mem::take(&mut *self.0.listening.lock().unwrap_or_else(PoisonError::into_inner));
        listening.shutdown().await;
        for pool in [&self.0.connections.read, &self.0.connections.write] {
            if let Err(error) = pool.clone().close().await {
                tracing::warn!(%error, "a database pool does not close");
            }
        }
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.0.connections.read
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.0.writer
    }

    pub(crate) fn feeds(&self) -> &Arc<Feeds> {
        &self.0.feeds
    }

    pub(crate) fn limits(&self) -> &LimitSettings {
        &self.0.limits
    }

    /// Every row of a statement that is written out for both databases.
    pub(crate) async fn ask<const N: usize>(
        &self,
        statement: &str,
        values: [Value; N],
    ) -> Result<Vec<QueryResult>, PortError> {
        let db = self.reader();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), statement, values);
        db.query_all_raw(statement).await.map_err(port_error)
    }

    /// The same of one row.
    pub(crate) async fn ask_one<const N: usize>(
        &self,
        statement: &str,
        values: [Value; N],
    ) -> Result<Option<QueryResult>, PortError> {
        let db = self.reader();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), statement, values);
        db.query_one_raw(statement).await.map_err(port_error)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("file", &self.0.connections.file).finish_non_exhaustive()
    }
}
