//! Turns: how lanes share the way out (start-time fair queueing).
//!
//! A message gets its turn when it is written: one past its lane's last, and not before what is being served. Messages are
//! claimed in the order of their turns, so a lane with thousands of messages and a lane with one alternate, and a lane that
//! was idle comes next, but not before those who waited. Two nodes that write at one moment may give one turn twice; nothing
//! rests on it.

use std::collections::HashMap;

use jigsaw_domain::port::PortError;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Statement};
use uuid::Uuid;

use crate::entity::outbox;
use crate::error::{port_error, reading};

/// Each is one look at the end of an index, however many messages there are. What waits for another try has a turn that was
/// not served yet.
const LAST: &str = "SELECT \
     (SELECT MAX(turn) FROM outbox WHERE priority = $1 AND (state <> 'queued' OR leased)) AS served, \
     (SELECT MAX(turn) FROM outbox WHERE priority = $1 AND lane = $2) AS last";

/// The turn of one more message of this lane.
pub(crate) async fn next_turn(tx: &DatabaseTransaction, priority: i32, lane: Uuid) -> Result<i64, PortError> {
    let asked = Statement::from_sql_and_values(tx.get_database_backend(), LAST, [priority.into(), lane.into()]);
    let Some(row) = tx.query_one_raw(asked).await.map_err(port_error)? else { return Ok(0) };
    let served: Option<i64> = row.try_get("", "served").map_err(reading("outbox"))?;
    let last: Option<i64> = row.try_get("", "last").map_err(reading("outbox"))?;
    Ok(served.max(last.map(|last| last.saturating_add(1))).unwrap_or_default())
}

/// Gives each message that is written its turn. A change set is about one lane nearly always, so this is one question.
pub(super) async fn give_turns(tx: &DatabaseTransaction, rows: &mut [outbox::Model]) -> Result<(), PortError> {
    let mut next: HashMap<(i32, Uuid), i64> = HashMap::new();
    for row in rows {
        let lane = row.lane.unwrap_or_default();
        let turn = match next.get(&(row.priority, lane)) {
            Some(turn) => *turn,
            None => next_turn(tx, row.priority, lane).await?,
        };
        row.turn = turn;
        next.insert((row.priority, lane), turn.saturating_add(1));
    }
    Ok(())
}
