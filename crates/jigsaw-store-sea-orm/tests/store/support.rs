//! A store on a database of its own, and a look at the database past the store.

use std::path::PathBuf;
use std::sync::Arc;

use jigsaw_domain::account::Account;
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_domain::session::Session;
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::{build, postgres};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// One `#[test]` for each function on each database. Takes names of `async fn(On)`.
macro_rules! on_both {
    ($($test:ident)*) => {
        mod sqlite {$(
            #[test]
            fn $test() {
                crate::support::run(crate::support::On::Sqlite, super::$test);
            }
        )*}
        mod postgres {$(
            #[test]
            fn $test() {
                crate::support::run(crate::support::On::Postgres, super::$test);
            }
        )*}
    };
}
pub(crate) use on_both;

/// Without PostgreSQL, what needs it is left out, and that is said.
pub(crate) fn with_postgres() -> bool {
    postgres::shared().is_some()
}

pub(crate) fn run<Done: Future<Output = ()>>(on: On, test: impl FnOnce(On) -> Done) {
    if on == On::Postgres && !with_postgres() {
        return;
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(4).enable_all().build().unwrap().block_on(test(on));
}

/// A migrated store; its folder goes with the last clone.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) folder: Arc<TempDir>,
    place: Place,
}

#[derive(Clone)]
enum Place {
    File,
    Server(String),
}

impl Opened {
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("jigsaw.db")
    }

    pub(crate) fn address(&self) -> String {
        match &self.place {
            Place::File => format!("sqlite://{}", self.file().display()),
            Place::Server(address) => address.clone(),
        }
    }

    /// A single other connection to the same database, with nothing of the store's settings.
    pub(crate) async fn beside(&self) -> DatabaseConnection {
        let address = match &self.place {
            Place::File => format!("{}?mode=rw", self.address()),
            Place::Server(address) => address.clone(),
        };
        let mut options = ConnectOptions::new(address);
        options.max_connections(1);
        Database::connect(options).await.unwrap()
    }

    /// Another store on the same database: another node, or the same after a restart.
    pub(crate) async fn another(&self, options: StoreOptions) -> Store {
        Store::connect(&self.address(), options).await.unwrap()
    }

    pub(crate) async fn commit(&self, changes: impl IntoIterator<Item = Change>) {
        self.store.commit(ChangeSet::of(changes)).await.unwrap();
    }

    /// Puts the host and this session there.
    pub(crate) async fn with(&self, session: impl Into<Session>) -> (Account, Session) {
        let (host, session) = (build::host(), session.into());
        self.commit([Change::InsertAccount(host.clone()), Change::InsertSession(session.clone())]).await;
        (host, session)
    }
}

/// Few connections: many tests run at the same time.
pub(crate) fn options() -> StoreOptions {
    StoreOptions { connections: 8, ..StoreOptions::default() }
}

/// On SQLite, for what is about its files.
pub(crate) async fn open() -> Opened {
    open_on(On::Sqlite).await
}

pub(crate) async fn open_on(on: On) -> Opened {
    open_with(on, options()).await
}

pub(crate) async fn open_with(on: On, options: StoreOptions) -> Opened {
    let opened = open_empty(on, options).await;
    opened.store.migrate().await.unwrap();
    opened
}

/// A database without a schema.
pub(crate) async fn open_empty(on: On, options: StoreOptions) -> Opened {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (address, place) = match on {
        On::Sqlite => (format!("sqlite://{}", folder.path().join("jigsaw.db").display()), Place::File),
        On::Postgres => {
            let address = postgres::shared().unwrap().database();
            (address.clone(), Place::Server(address))
        }
    };
    Opened { store: Store::connect(&address, options).await.unwrap(), folder, place }
}

/// The first column of every row, as text.
pub(crate) async fn column(db: &DatabaseConnection, question: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

pub(crate) async fn number(db: &DatabaseConnection, question: &str) -> i64 {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}
