//! PostgreSQL: one pool, and no wait without an end.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database};

use super::Connections;
use crate::error::StoreError;
use crate::options::StoreOptions;

pub(super) async fn open(address: &str, options: &StoreOptions) -> Result<Connections, StoreError> {
    let mut pool = ConnectOptions::new(address);
    pool.max_connections(options.connections.max(2))
        .min_connections(1)
        .connect_timeout(options.patience)
        .acquire_timeout(options.patience)
        .idle_timeout(Duration::from_mins(10))
        .max_lifetime(Duration::from_hours(1))
        // A connection that was idle may have been cut by something in between; one in use is not asked each time.
        .test_before_acquire_if_idle_for(Duration::from_secs(15))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    let millis = |time: Duration| time.as_millis().to_string();
    let settings = [
        ("statement_timeout", millis(options.statement_timeout)),
        ("lock_timeout", millis(options.patience)),
        ("idle_in_transaction_session_timeout", millis(options.statement_timeout)),
        // A commit that was answered survives a power cut, whatever the server's own default is.
        ("synchronous_commit", "on".to_owned()),
    ];
    pool.map_sqlx_postgres_opts(move |defaults| defaults.application_name("jigsaw").options(settings.clone()));
    let db = Database::connect(pool).await?;
    Ok(Connections { read: db.clone(), write: db, file: None })
}
