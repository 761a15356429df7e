//! What can go wrong with a database, in the two vocabularies that others understand: [`StoreError`] for whoever opens
//! one, [`PortError`] for use cases.

use std::io;
use std::path::PathBuf;

use jigsaw_domain::port::PortError;
use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why a database cannot be opened or brought up to date. Each text names what was found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Not an address of a database that this adapter knows.
    #[error("the database address is none that can be used: {0}; use sqlite://PATH or postgres://…")]
    Address(&'static str),
    /// The SQLite library is one that loses data.
    #[error("SQLite {found} can corrupt databases that use write-ahead logging; at least {least} is needed")]
    SqliteTooOld {
        /// The library's version.
        found: String,
        /// The first version without the fault.
        least: &'static str,
    },
    /// A setting that durability or correctness rests on is not in force.
    #[error("the database does not take the setting {setting}: it says {found}")]
    Setting {
        /// Which.
        setting: &'static str,
        /// What the database says.
        found: String,
    },
    /// The database's file, or the lock beside it, cannot be made or opened.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another server has this SQLite file.
    #[error("another server is running on this database: it holds {0}")]
    AlreadyServed(PathBuf),
    /// There is something where a database was to be put.
    #[error("{0} holds a database already")]
    HoldsData(PathBuf),
    /// A file that Jigsaw did not make.
    #[error("{0} is no database of Jigsaw's")]
    NotJigsaw(PathBuf),
    /// A file that is broken.
    #[error("{path} is damaged: {found}")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What the check found first.
        found: String,
    },
    /// The database was brought up to date by a newer Jigsaw.
    #[error("the database does not fit this version of Jigsaw: {0}")]
    Schema(String),
    /// Anything that the database itself reported.
    #[error("the database reports: {0}")]
    Database(String),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Custom(text) | DbErr::Migration(text) => Self::Schema(text),
            other => Self::Database(other.to_string()),
        }
    }
}

/// What the use cases are told. Closed over every kind of failure: a new one is `Backend` until someone decides.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(crate) fn port_error(error: DbErr) -> PortError {
    if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
        return PortError::Conflict;
    }
    match &error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => PortError::Unavailable(error.to_string()),
        DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => of_driver(inner),
        // What a value of a row cannot be turned into: the text names the column.
        DbErr::TryIntoErr { .. } | DbErr::Type(_) | DbErr::Json(_) => PortError::Corrupt(error.to_string()),
        _ => PortError::Backend(error.to_string()),
    }
}

fn of_driver(error: &SqlxError) -> PortError {
    match error {
        SqlxError::Database(inner) => match inner.code() {
            Some(code) => of_code(&code, inner.message()),
            None => PortError::Backend(inner.message().to_owned()),
        },
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed
        // The connection was left inside a transaction by a failure; the pool replaces it.
        | SqlxError::InvalidSavePointStatement
        | SqlxError::BeginFailed => PortError::Unavailable(error.to_string()),
        SqlxError::ColumnDecode { index, .. } => PortError::Corrupt(format!("column {index} holds another type")),
        SqlxError::Decode(_) => PortError::Corrupt("a column holds another type".to_owned()),
        _ => PortError::Backend(error.to_string()),
    }
}

/// SQLite reports numbers (<https://www.sqlite.org/rescode.html>), PostgreSQL five characters
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn of_code(code: &str, message: &str) -> PortError {
    let class = match code.parse::<i32>() {
        Ok(number) if code.len() != 5 => of_sqlite(number),
        _ => of_postgres(code),
    };
    match class {
        Class::Away => PortError::Unavailable(format!("{message} ({code})")),
        Class::Damaged => PortError::Corrupt(format!("{message} ({code})")),
        Class::Other => PortError::Backend(format!("{message} ({code})")),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Class {
    Away,
    Damaged,
    Other,
}

const fn of_sqlite(code: i32) -> Class {
    // The low byte is the primary code; the rest tells more about it.
    match code & 0xff {
        // BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN: another one is at it, or the disk is the matter.
        5 | 6 | 8 | 10 | 13 | 14 => Class::Away,
        // CORRUPT, NOTADB
        11 | 26 => Class::Damaged,
        _ => Class::Other,
    }
}

fn of_postgres(code: &str) -> Class {
    match code {
        // The same again may work at once: the transaction is gone (serialization, deadlock, lock time-out), or the server
        // stops, crashed or starts. Later, when somebody has seen to it: too slow, too long within a transaction,
        // read-only after a failover.
        "40001" | "40P01" | "55P03" | "57P01" | "57P02" | "57P03" | "57014" | "25P03" | "25006" => Class::Away,
        // The connection is gone; out of disk, memory or connections.
        _ if code.starts_with("08") || code.starts_with("53") => Class::Away,
        // The server's own files.
        _ if code.starts_with("XX") => Class::Damaged,
        _ => Class::Other,
    }
}

/// Wraps [`port_error`] for reading from a table, so that a column that cannot be read is named with its table.
pub(crate) fn reading(table: &'static str) -> impl Fn(DbErr) -> PortError {
    move |error| match port_error(error) {
        PortError::Corrupt(text) => PortError::Corrupt(format!("{table}: {text}")),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_work_later_is_told_from_what_never_will() {
        // SQLITE_BUSY_SNAPSHOT, SQLITE_FULL, SQLITE_READONLY_DBMOVED, SQLITE_IOERR_WRITE
        for code in ["517", "13", "1032", "778"] {
            assert!(matches!(of_code(code, "x"), PortError::Unavailable(_)), "{code}");
        }
        for code in [
            "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08000", "08003", "08006", "53100", "53300", "57014",
            "25006", "25P03",
        ] {
            assert!(matches!(of_code(code, "x"), PortError::Unavailable(_)), "{code}");
        }
        // Half known, wrong privileges, no such database, bad password, out of range: the same again fails again.
        for code in ["40003", "40002", "42501", "3D000", "28P01", "22003", "57P04"] {
            assert!(matches!(of_code(code, "x"), PortError::Backend(_)), "{code}");
        }
        // SQLITE_ERROR, SQLITE_CONSTRAINT_FOREIGNKEY, syntax error, undefined table, foreign key
        for code in ["1", "787", "42601", "42P01", "23503"] {
            assert!(matches!(of_code(code, "x"), PortError::Backend(_)), "{code}");
        }
        assert!(matches!(of_code("11", "x"), PortError::Corrupt(_)));
    }
}
