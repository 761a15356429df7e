//! What `doctor` wants to know of a database beyond what the store needs.

use chrono::{DateTime, Utc};
use jigsaw_domain::port::PortError;
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement};

use crate::Store;
use crate::error::{port_error, reading};
use crate::mapping;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The database's name and version.
    pub version: String,
    /// What its own check found wrong, if it has one.
    pub damage: Option<String>,
    /// A setting of the server with which answered commits are lost.
    pub unsafe_setting: Option<String>,
    /// Its clock, if it has one of its own.
    pub clock: Option<DateTime<Utc>>,
    /// The latest moment that was written down.
    pub latest: Option<DateTime<Utc>>,
}

impl Store {
    /// Looks at the database. Reads only; on SQLite all of it, which takes a while with a large one.
    pub async fn examine(&self) -> Result<Examined, PortError> {
        let latest = self.value("SELECT MAX(at) FROM events", |row| row.try_get_by_index(0)).await?.flatten();
        let table = mapping::Table("events");
        let latest = table.time_if("at", latest)?;
        if self.reader().get_database_backend() == DbBackend::Postgres {
            let version: Option<String> = self.value("SHOW server_version", |row| row.try_get_by_index(0)).await?;
            let now = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint";
            let clock: Option<i64> = self.value(now, |row| row.try_get_by_index(0)).await?;
            let mut unsafe_setting = None;
            for setting in ["fsync", "full_page_writes"] {
                let found: Option<String> =
                    self.value(&format!("SHOW {setting}"), |row| row.try_get_by_index(0)).await?;
                if found.as_deref() == Some("off") {
                    unsafe_setting = Some(format!("{setting} = off"));
                }
            }
            return Ok(Examined {
                version: format!("PostgreSQL {}", version.unwrap_or_default()),
                damage: None,
                unsafe_setting,
                clock: table.time_if("clock", clock)?,
                latest,
            });
        }
        let version: Option<String> = self.value("SELECT sqlite_version()", |row| row.try_get_by_index(0)).await?;
        let found: Option<String> = self.value("PRAGMA quick_check(1)", |row| row.try_get_by_index(0)).await?;
        Ok(Examined {
            version: format!("SQLite {}", version.unwrap_or_default()),
            damage: found.filter(|found| found != "ok"),
            unsafe_setting: None,
            clock: None,
            latest,
        })
    }

    async fn value<T>(
        &self,
        question: &str,
        read: impl Fn(&QueryResult) -> Result<T, sea_orm::DbErr>,
    ) -> Result<Option<T>, PortError> {
        let db = self.reader();
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), question)).await;
        row.map_err(port_error)?.map(|row| read(&row).map_err(reading("the database"))).transpose()
    }
}
