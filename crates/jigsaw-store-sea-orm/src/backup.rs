//! Copies of a SQLite file: taken while a server is writing to it, and put in its place when none is.
//!
//! PostgreSQL has programs for that. What both need is here, too: telling whether a database is one of Jigsaw's.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{ConnectionTrait as _, DbErr, Statement};

use crate::error::StoreError;
use crate::options::StoreOptions;
use crate::store::Store;

/// Writes a copy of the database file: one moment of it, whoever writes meanwhile. It is there whole and on the disk, or
/// not at all; what is there already is never overwritten. Readable by its owner alone.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.exists() {
        return Err(file_error(from, io::ErrorKind::NotFound.into()));
    }
    if to.exists() {
        return Err(file_error(to, io::ErrorKind::AlreadyExists.into()));
    }
    let unfinished = Unfinished::create(to)?;
    let mut db = open(from, true).await?;
    // One read transaction, so one moment. It writes nothing here, and in write-ahead mode nobody waits for it.
    let copied = sqlx::query("VACUUM INTO ?").bind(unfinished.text()?).execute(&mut db).await;
    let closed = db.close().await;
    copied.map_err(reported)?;
    closed.map_err(reported)?;
    unfinished.publish(to)
}

/// What is put in a database's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// Only where there is none, or one that holds nothing.
    No,
    /// The present one is kept beside it, under another name.
    KeepOld,
}

/// Puts a copy in the place of the database file. The caller holds the [`ServerLock`](crate::ServerLock) and has a `mark` for
/// the name of the old file, which is answered when there was one. The copy is looked through, brought up to date and paused
/// *before* it takes the place, in one step that a crash cannot halve.
pub async fn restore_sqlite(
    from: &Path,
    to: &Path,
    replace: Replace,
    mark: &str,
) -> Result<Option<PathBuf>, StoreError> {
    inspect_sqlite(from).await?;
    let had_one = to.exists();
    if had_one && replace == Replace::No && !is_empty_sqlite(to).await? {
        return Err(StoreError::HoldsData(to.to_owned()));
    }
    let unfinished = Unfinished::create(to)?;
    fs::copy(from, &unfinished.path).map_err(|error| file_error(&unfinished.path, error))?;
    prepare(&unfinished).await?;
    let kept = if had_one { Some(set_aside(to, mark).await?) } else { None };
    unfinished.replace(to)?;
    Ok(kept)
}

/// Opens the copy as a server would, brings it up to date, and makes it one that mails nothing.
async fn prepare(unfinished: &Unfinished) -> Result<(), StoreError> {
    let store = Store::connect(&format!("sqlite://{}", unfinished.text()?), StoreOptions::default()).await?;
    let prepared = store.open_paused().await;
    store.close().await;
    prepared
}

impl Store {
    /// For a database that was just restored: brings it up to date, pauses it, and frees what workers had claimed.
    pub async fn open_paused(&self) -> Result<(), StoreError> {
        self.migrate().await?;
        let written = |error: jigsaw_domain::port::PortError| StoreError::Database(error.to_string());
        self.set_paused(true).await.map_err(written)?;
        self.release_leases().await.map_err(written)
    }

    /// Whether there is no table at all where this store's tables would be.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let db = self.reader();
        let question = match db.get_database_backend() {
            sea_orm::DbBackend::Postgres => {
                "SELECT COUNT(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
                 AND n.nspname NOT LIKE 'pg\\_%'"
            }
            _ => "SELECT COUNT(*) FROM sqlite_master",
        };
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), question)).await?;
        let tables: i64 = row.ok_or_else(|| DbErr::RecordNotFound("a count".to_owned()))?.try_get_by_index(0)?;
        Ok(tables == 0)
    }
}

/// Whether a file is a sound database of a Jigsaw that is not newer than this one. Changes nothing.
pub async fn inspect_sqlite(path: &Path) -> Result<(), StoreError> {
    if !path.is_file() {
        return Err(file_error(path, io::ErrorKind::NotFound.into()));
    }
    let not_one = || StoreError::NotJigsaw(path.to_owned());
    let mut db = open(path, true).await.map_err(|_| not_one())?;
    let checked = check(&mut db).await;
    db.close().await.map_err(reported)?;
    let (steps, sound) = checked.map_err(|_| not_one())?;
    if sound != "ok" {
        return Err(StoreError::Damaged { path: path.to_owned(), found: sound });
    }
    if !steps.iter().any(|step| step == "m0001_first") {
        return Err(not_one());
    }
    let known = Store::known_steps();
    match steps.iter().find(|step| !known.contains(step)) {
        Some(later) => {
            Err(StoreError::Schema(format!("it has seen the step {later}, which this version does not know")))
        }
        None => Ok(()),
    }
}

async fn check(db: &mut SqliteConnection) -> Result<(Vec<String>, String), sqlx::Error> {
    let steps = sqlx::query_scalar("SELECT version FROM seaql_migrations").fetch_all(&mut *db).await?;
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut *db).await?;
    Ok((steps, sound))
}

async fn is_empty_sqlite(path: &Path) -> Result<bool, StoreError> {
    let mut db = open(path, true).await?;
    let tables: Result<i64, _> = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master").fetch_one(&mut db).await;
    db.close().await.map_err(reported)?;
    tables.map(|tables| tables == 0).map_err(reported)
}

/// Gives the present file a second name. Its write-ahead log goes into it first: left behind, it would be taken for a log
/// of the new file.
async fn set_aside(path: &Path, mark: &str) -> Result<PathBuf, StoreError> {
    let in_the_way = |found: &str| StoreError::Damaged { path: path.to_owned(), found: found.to_owned() };
    let mut db = open(path, false).await?;
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await;
    db.close().await.map_err(reported)?;
    emptied.map_err(|_| in_the_way("its write-ahead log cannot be taken in"))?;
    let log = beside(path, "-wal");
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(in_the_way("another program still has it open"));
    }
    // Empty, and made anew by whoever opens the file next.
    for ending in ["-wal", "-shm"] {
        fs::remove_file(beside(path, ending)).ok();
    }
    let kept = beside(path, &format!(".before-restore-{mark}"));
    fs::hard_link(path, &kept)
        .or_else(|_| fs::copy(path, &kept).map(drop))
        .map_err(|error| file_error(&kept, error))?;
    Ok(kept)
}

async fn open(path: &Path, read_only: bool) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .read_only(read_only)
        .busy_timeout(StoreOptions::default().patience);
    options.disable_statement_logging().connect().await.map_err(reported)
}

/// A file under a temporary name beside the one it will be; deleted unless it got that far.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn create(target: &Path) -> Result<Self, StoreError> {
        let path = beside(target, &format!(".unfinished-{}", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| file_error(&path, error))?;
        Ok(Self { path })
    }

    fn text(&self) -> Result<&str, StoreError> {
        self.path.to_str().ok_or(StoreError::Address("its path is not text"))
    }

    /// Under the name, unless there is something by now.
    fn publish(self, target: &Path) -> Result<(), StoreError> {
        self.sync()?;
        // A second name fails where there is one already; renaming would overwrite it.
        fs::hard_link(&self.path, target).map_err(|error| file_error(target, error))?;
        sync_folder(target)
    }

    /// Under the name, in the place of what has it.
    fn replace(self, target: &Path) -> Result<(), StoreError> {
        self.sync()?;
        fs::rename(&self.path, target).map_err(|error| file_error(target, error))?;
        sync_folder(target)
    }

    fn sync(&self) -> Result<(), StoreError> {
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(|error| file_error(&self.path, error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            fs::remove_file(beside(&self.path, ending)).ok();
        }
    }
}

/// The name must survive a power cut as surely as the content.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| file_error(folder, error))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

fn file_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), source }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn reported(error: sqlx::Error) -> StoreError {
    StoreError::Database(error.to_string())
}
