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
        // A node that hangs half way through a transaction lets go of its locks.
        ("idle_in_transaction_session_timeout", millis(options.statement_timeout)),
        // A commit that was answered survives a power cut, whatever the server's own default is.
        ("synchronous_commit", "on".to_owned()),
    ];
    pool.map_sqlx_postgres_opts(move |defaults| defaults.application_name("jigsaw").options(settings.clone()));
    let db = Database::connect(pool).await?;
    Ok(Connections { read: db.clone(), write: db, file: None })
}

#[cfg(test)]
mod tests {
    use jigsaw_testkit::postgres;
    use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

    use super::*;

    #[tokio::test]
    async fn the_settings_are_in_force_on_every_connection() {
        let Some(cluster) = postgres::shared() else { return };
        let address = cluster.database();
        let name = address.rsplit('/').next().unwrap();
        // Whatever the database's own defaults are.
        let weaker = format!("ALTER DATABASE {name} SET synchronous_commit = off");
        cluster.psql(&address, &weaker).unwrap();
        let connections = open(&address, &StoreOptions::default()).await.unwrap();
        for (name, expected) in [
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("synchronous_commit", "on"),
            ("application_name", "jigsaw"),
        ] {
            let question = Statement::from_string(DbBackend::Postgres, format!("SHOW {name}"));
            let row = connections.read.query_one_raw(question).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<String>(0).unwrap(), expected, "{name}");
        }
    }

    #[tokio::test]
    async fn a_statement_without_end_is_ended() {
        let Some(cluster) = postgres::shared() else { return };
        let options = StoreOptions { statement_timeout: Duration::from_millis(200), ..StoreOptions::default() };
        let connections = open(&cluster.database(), &options).await.unwrap();
        let endless = connections.read.execute_unprepared("SELECT pg_sleep(30)").await.unwrap_err();
        let told = crate::error::port_error(endless);
        assert!(matches!(&told, jigsaw_domain::port::PortError::Unavailable(_)), "{told}");
    }
}
