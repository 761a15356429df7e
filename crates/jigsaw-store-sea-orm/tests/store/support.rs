//! A store on a file of its own, and a look at the file past the store.

use std::path::PathBuf;
use std::sync::Arc;

use jigsaw_domain::account::Account;
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_domain::session::Session;
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::build;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};
use tempfile::TempDir;

/// A migrated store; its folder goes with the last clone.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) folder: Arc<TempDir>,
}

impl Opened {
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("jigsaw.db")
    }

    pub(crate) fn address(&self) -> String {
        format!("sqlite://{}", self.file().display())
    }

    /// Another connection to the same file, with nothing of the store's settings.
    pub(crate) async fn beside(&self) -> DatabaseConnection {
        Database::connect(format!("{}?mode=rw", self.address())).await.unwrap()
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

pub(crate) async fn open() -> Opened {
    open_with(StoreOptions::default()).await
}

pub(crate) async fn open_with(options: StoreOptions) -> Opened {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let address = format!("sqlite://{}", folder.path().join("jigsaw.db").display());
    let store = Store::connect(&address, options).await.unwrap();
    store.migrate().await.unwrap();
    Opened { store, folder }
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
