//! One server on one SQLite file.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Held by a server for as long as it serves a SQLite file, so that a second one refuses to start: each has its own writer,
/// its own events and its own budgets of joins. Commands such as `explain` do without: their writes are short
/// transactions that the database orders by itself.
///
/// The operating system lets go of it when the process ends, however it ends; the file stays and means nothing.
#[derive(Debug)]
pub struct ServerLock {
    // Closing the file lets go of the lock.
    _file: File,
    path: PathBuf,
}

impl ServerLock {
    /// Takes the lock beside the database's file, or says [`StoreError::AlreadyServed`] at once.
    pub fn acquire(database: &Path) -> Result<Self, StoreError> {
        let mut name = OsString::from(database.as_os_str());
        name.push(".lock");
        let path = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let failed = |source| StoreError::File { path: path.clone(), source };
        let file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file, path }),
            Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyServed(path)),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// The file that is locked.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
