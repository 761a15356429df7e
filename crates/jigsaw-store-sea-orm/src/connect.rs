//! Opening databases with the settings that the promises rest on.

mod postgres;
mod sqlite;

use std::path::PathBuf;

use sea_orm::DatabaseConnection;

use crate::error::StoreError;
use crate::options::StoreOptions;

/// Connections to one database. On PostgreSQL both are the same pool.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    /// Many, for reading.
    pub(crate) read: DatabaseConnection,
    /// For writing; on SQLite a single one.
    pub(crate) write: DatabaseConnection,
    /// The file, if it is SQLite.
    pub(crate) file: Option<PathBuf>,
}

pub(crate) async fn open(address: &str, options: &StoreOptions) -> Result<Connections, StoreError> {
    if let Some(path) = sqlite_path(address)? {
        sqlite::open(path, options).await
    } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        postgres::open(address, options).await
    } else {
        Err(StoreError::Address("it begins with neither sqlite:// nor postgres://"))
    }
}

/// The file of a `sqlite://PATH` address, taken literally; `None` for other databases.
pub(crate) fn sqlite_path(address: &str) -> Result<Option<PathBuf>, StoreError> {
    let Some(rest) = address.strip_prefix("sqlite:") else {
        return Ok(None);
    };
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path == ":memory:" {
        return Err(StoreError::Address("SQLite needs a file: two pools cannot share memory"));
    }
    if path.contains('?') {
        return Err(StoreError::Address("SQLite takes no parameters: the settings are Jigsaw's own"));
    }
    Ok(Some(PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_addresses_are_paths() {
        let path = |address: &str| sqlite_path(address).unwrap();
        assert_eq!(path("sqlite://jigsaw.db"), Some(PathBuf::from("jigsaw.db")));
        assert_eq!(path("sqlite:///var/lib/jigsaw/a b.db"), Some(PathBuf::from("/var/lib/jigsaw/a b.db")));
        assert_eq!(path("sqlite:jigsaw.db"), Some(PathBuf::from("jigsaw.db")));
        assert_eq!(path("postgres://localhost/jigsaw"), None);
        for bad in ["sqlite://", "sqlite::memory:", "sqlite://:memory:", "sqlite://a.db?mode=rwc"] {
            assert!(matches!(sqlite_path(bad), Err(StoreError::Address(_))), "{bad}");
        }
    }
}
