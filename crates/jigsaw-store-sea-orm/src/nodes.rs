//! Several nodes on one PostgreSQL: what one commits, the others hear of.
//!
//! The transaction that writes events also notifies of them, so that nobody hears of what is not committed and nothing
//! that is committed goes unheard. A notification holds ids and positions, no content: `SESSION:POSITION,…`. Whoever
//! hears it [reads](crate::feed) what is new. A node hears its own notifications, too; they are old news by then.
//!
//! A node listens on a connection of its own, from when somebody first subscribes. What happened while that connection was
//! away is found by reading every session that somebody listens to.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::PortError;
use sea_orm::sqlx;
use sea_orm::sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::error::port_error;
use crate::feed::Feeds;

/// Notifies the other nodes, when the transaction commits.
pub(crate) const NOTIFY: &str = "SELECT pg_notify('jigsaw_events', $1)";
const CHANNEL: &str = "jigsaw_events";
/// Sessions in one notification, which may have 8,000 bytes.
const SESSIONS: usize = 128;

/// How long to wait before the connection is tried again, at first and at most.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A connection that says nothing for so long is asked whether it is still there.
const QUIET: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(5);

/// To be called in the transaction that inserts events, with all of them. On SQLite there are no other nodes.
pub(crate) async fn notify(
    tx: &DatabaseTransaction,
    events: impl IntoIterator<Item = &Event>,
) -> Result<(), PortError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for payload in payloads(events) {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, NOTIFY, [payload.into()]);
        tx.query_one_raw(statement).await.map_err(port_error)?;
    }
    Ok(())
}

/// What is notified of events: usually one text.
pub(crate) fn payloads<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<String> {
    let mut last: BTreeMap<Uuid, u64> = BTreeMap::new();
    for event in events {
        let seq = last.entry(event.session.as_uuid()).or_default();
        *seq = event.seq.0.max(*seq);
    }
    let parts: Vec<String> = last.into_iter().map(|(id, seq)| format!("{}:{seq}", id.simple())).collect();
    parts.chunks(SESSIONS).map(|chunk| chunk.join(",")).collect()
}

/// `None` for a text that another version of Jigsaw must have written.
fn positions(payload: &str) -> Option<Vec<(SessionId, EventSeq)>> {
    let position = |part: &str| {
        let (session, seq) = part.split_once(':')?;
        Some((SessionId::from_uuid(Uuid::try_parse(session).ok()?), EventSeq(seq.parse().ok()?)))
    };
    payload.split(',').map(position).collect()
}

/// Listens for as long as it runs, from when somebody wants it.
pub(crate) async fn listen(feeds: Arc<Feeds>, db: DatabaseConnection, patience: Duration) {
    feeds.wanted().await;
    let options = db.get_postgres_connection_pool().connect_options();
    let mut wait = FIRST_WAIT;
    loop {
        // A pool of one, because that is what a listener is made of.
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(patience)
            .connect_lazy_with((*options).clone());
        match connect(&pool).await {
            Ok(mut listener) => {
                wait = FIRST_WAIT;
                metrics::gauge!("jigsaw_db_listening").set(1.0);
                feeds.look_everywhere();
                let error = hear(&feeds, &mut listener).await;
                metrics::gauge!("jigsaw_db_listening").set(0.0);
                tracing::warn!(%error, "other nodes are not heard any more; connecting again");
            }
            Err(error) => tracing::warn!(%error, "other nodes cannot be heard; trying again"),
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn connect(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    // A connection that is gone is made anew out there, where nothing between the two is forgotten.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Hears until the connection ends, and says of what.
async fn hear(feeds: &Feeds, listener: &mut PgListener) -> sqlx::Error {
    loop {
        match timeout(QUIET, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => match positions(notification.payload()) {
                Some(positions) => feeds.look(positions.into_iter()),
                None => feeds.look_everywhere(),
            },
            Ok(Ok(None)) => return std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into(),
            Ok(Err(error)) => return error,
            // A connection that was cut silently looks like one on which nothing happens.
            Err(_) => match timeout(ANSWER, sqlx::query("SELECT 1").execute(&mut *listener)).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return error,
                Err(_) => return std::io::Error::from(std::io::ErrorKind::TimedOut).into(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use jigsaw_domain::event::EventKind;

    use super::*;

    fn event(session: u128, seq: u64) -> Event {
        let session = SessionId::from_uuid(Uuid::from_u128(session));
        Event { seq: EventSeq(seq), session, kind: EventKind::SessionChanged, at: jigsaw_testkit::build::now() }
    }

    #[test]
    fn a_notification_names_each_session_once_with_its_last_position() {
        let events = [event(1, 7), event(2, 8), event(1, 9)];
        let [payload] = payloads(&events).try_into().unwrap();
        assert_eq!(payload, "00000000000000000000000000000001:9,00000000000000000000000000000002:8");
        assert_eq!(positions(&payload).unwrap(), [(events[2].session, EventSeq(9)), (events[1].session, EventSeq(8))]);
        assert!(payloads(&[]).is_empty());
    }

    #[test]
    fn a_notification_never_outgrows_what_postgresql_takes() {
        let events: Vec<Event> = (0..1_000).map(|session| event(session, u64::MAX)).collect();
        let payloads = payloads(&events);
        assert!(payloads.iter().all(|payload| payload.len() < 8_000));
        assert_eq!(payloads.iter().map(|payload| positions(payload).unwrap().len()).sum::<usize>(), 1_000);
    }

    #[test]
    fn a_text_of_another_version_is_told_from_ours() {
        for other in ["", "x", "00000000000000000000000000000001", "1:x", "2 00000000000000000000000000000001:9"] {
            assert_eq!(positions(other), None, "{other}");
        }
    }
}
