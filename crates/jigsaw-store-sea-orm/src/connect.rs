//! Opening databases with the settings that the promises rest on.

mod postgres;
mod sqlite;

use std::path::PathBuf;

use sea_orm::{DatabaseConnection, DbBackend};

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

/// How a pool of connections is doing, for whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolState {
    /// `read` and `write` on SQLite, `all` on PostgreSQL.
    pub pool: &'static str,
    /// Connections that are open.
    pub size: u32,
    /// Those of them that nobody uses at the moment.
    pub idle: u32,
}

impl Connections {
    pub(crate) fn pools(&self) -> Vec<PoolState> {
        let idle = |connections: usize| u32::try_from(connections).unwrap_or(u32::MAX);
        if self.read.get_database_backend() == DbBackend::Postgres {
            let pool = self.read.get_postgres_connection_pool();
            return vec![PoolState { pool: "all", size: pool.size(), idle: idle(pool.num_idle()) }];
        }
        let state = |name, db: &DatabaseConnection| {
            let pool = db.get_sqlite_connection_pool();
            PoolState { pool: name, size: pool.size(), idle: idle(pool.num_idle()) }
        };
        vec![state("read", &self.read), state("write", &self.write)]
    }
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
