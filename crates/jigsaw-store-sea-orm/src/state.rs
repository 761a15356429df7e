//! What the server remembers about itself: whether it is paused, and which key file belongs to the database.

use async_trait::async_trait;
use jigsaw_domain::port::PortError;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Statement};

use crate::Store;
use crate::error::{port_error, reading};
use crate::write::Unit;

const PAUSED: &str = "paused";
const KEY_CHECK: &str = "key_check";
const YES: &str = "yes";
const NO: &str = "no";

/// Writes one row, whatever was there.
struct Put {
    key: &'static str,
    value: String,
}

#[async_trait]
impl Unit for Put {
    type Output = ();

    async fn write(&self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        let upsert = "INSERT INTO server_state (key, value) VALUES ($1, $2) \
                      ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        let values = [self.key.into(), self.value.clone().into()];
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), upsert, values);
        tx.execute_raw(statement).await.map(drop).map_err(port_error)
    }
}

/// Writes one row where there is none.
struct PutFirst {
    key: &'static str,
    value: String,
}

#[async_trait]
impl Unit for PutFirst {
    type Output = ();

    async fn write(&self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        let insert = "INSERT INTO server_state (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
        let values = [self.key.into(), self.value.clone().into()];
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), insert, values);
        tx.execute_raw(statement).await.map(drop).map_err(port_error)
    }
}

/// Lets go of every message that a worker had claimed: they are due at once.
struct FreeClaims;

#[async_trait]
impl Unit for FreeClaims {
    type Output = ();

    async fn write(&self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        tx.execute_unprepared(FREE_CLAIMS).await.map(drop).map_err(port_error)
    }
}

/// Due since they may be sent at all. The tries stay counted: a letter that ended its worker must not do so for ever.
const FREE_CLAIMS: &str = "UPDATE outbox SET leased = FALSE, due_at = not_before WHERE leased = TRUE";

impl Store {
    /// Whether nothing is to be mailed until someone resumes.
    pub async fn is_paused(&self) -> Result<bool, PortError> {
        Ok(self.remembered(PAUSED).await?.is_some_and(|value| value == YES))
    }

    /// Pauses mailing, or resumes it.
    pub async fn set_paused(&self, paused: bool) -> Result<(), PortError> {
        let value = if paused { YES } else { NO };
        self.writer().run(Put { key: PAUSED, value: value.to_owned() }).await
    }

    /// The check value of the key that links are made with; `None` before the first start.
    pub async fn key_check(&self) -> Result<Option<String>, PortError> {
        self.remembered(KEY_CHECK).await
    }

    /// Remembers which key belongs to the database.
    pub async fn set_key_check(&self, value: &str) -> Result<(), PortError> {
        self.writer().run(Put { key: KEY_CHECK, value: value.to_owned() }).await
    }

    /// Remembers the key that belongs to the database, unless one is remembered already; says which one it is.
    pub async fn remember_key_check(&self, value: &str) -> Result<String, PortError> {
        if let Some(known) = self.key_check().await? {
            return Ok(known);
        }
        self.writer().run(PutFirst { key: KEY_CHECK, value: value.to_owned() }).await?;
        self.key_check().await?.ok_or_else(|| PortError::Corrupt("what was remembered is gone".to_owned()))
    }

    /// For a database that no worker is at: what the workers of its former life had claimed is free again.
    pub async fn release_leases(&self) -> Result<(), PortError> {
        self.writer().run(FreeClaims).await
    }

    async fn remembered(&self, key: &'static str) -> Result<Option<String>, PortError> {
        let row = self.ask_one("SELECT value FROM server_state WHERE key = $1", [key.into()]).await?;
        row.map(|row| row.try_get_by_index(0).map_err(reading("server_state"))).transpose()
    }
}
