//! The queue of messages. Claims and completions go through the writer like everything else that is written.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{
    Attempt, ClaimedMessage, DeliveryState, Fence, MailCount, OutboxTally, OutgoingMessage, Suppression,
    SuppressionCause,
};
use jigsaw_domain::id::{MessageId, SessionId};
use jigsaw_domain::port::{Outbox, PortError};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, ExprTrait as _,
    FromQueryResult as _, IdenStatic as _, Iterable as _, QueryFilter as _, QuerySelect as _, Statement,
};
use uuid::Uuid;

use crate::Store;
use crate::entity::outbox;
use crate::error::{port_error, reading};
use crate::mapping::{self, micros};
use crate::write::{Unit, next_turn, suppress};

/// One statement: two workers never get the same message. On SQLite the transaction has excluded everyone else before
/// it reads; on PostgreSQL rows that another worker is claiming are passed over.
fn claim_statement(backend: DbBackend) -> String {
    let lock = if backend == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    format!(
        "WITH ready AS (SELECT position, priority, turn FROM outbox \
         WHERE state = 'queued' AND due_at <= $1 \
         ORDER BY priority, turn, position LIMIT $2{lock}), \
         claimed AS (SELECT position, (SELECT COALESCE(MAX(fence), 0) FROM outbox) \
         + ROW_NUMBER() OVER (ORDER BY priority, turn, position) AS fence FROM ready) \
         UPDATE outbox SET leased = TRUE, due_at = $3, tries = tries + 1, fence = claimed.fence \
         FROM claimed WHERE outbox.position = claimed.position \
         RETURNING {columns}",
        columns = returned(),
    )
}

/// Every column, named: SQLite knows no `outbox.*` here, and PostgreSQL's `*` holds those of `claimed`, too.
fn returned() -> String {
    let columns = outbox::Column::iter().map(|column| format!("outbox.{name} AS {name}", name = column.as_str()));
    columns.collect::<Vec<_>>().join(", ")
}

struct Claim {
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: u32,
}

#[async_trait]
impl Unit for Claim {
    const AT_ONCE: bool = true;
    type Output = Vec<ClaimedMessage>;

    async fn write(&self, tx: &DatabaseTransaction) -> Result<Self::Output, PortError> {
        let backend = tx.get_database_backend();
        let values = [micros(self.now).into(), i64::from(self.limit).into(), micros(self.now + self.lease).into()];
        let claim = Statement::from_sql_and_values(backend, claim_statement(backend), values);
        let rows = tx.query_all_raw(claim).await.map_err(port_error)?;
        let rows: Result<Vec<outbox::Model>, _> =
            rows.iter().map(|row| outbox::Model::from_query_result(row, "")).collect();
        let mut rows = rows.map_err(reading("outbox"))?;
        // RETURNING promises no order; the fences have it.
        rows.sort_by_key(|row| row.fence);
        rows.iter().map(claimed).collect()
    }
}

fn claimed(row: &outbox::Model) -> Result<ClaimedMessage, PortError> {
    let table = mapping::Table("outbox");
    Ok(ClaimedMessage {
        message: mapping::message(row)?,
        tries: table.number("tries", row.tries - 1)?,
        // Every end of a try that lets a message be claimed again leaves a word.
        answered: row.last_error.is_some(),
        fence: Fence(table.number("fence", row.fence)?),
    })
}

struct Complete {
    id: MessageId,
    fence: Fence,
    attempt: Attempt,
    now: DateTime<Utc>,
}

#[async_trait]
impl Unit for Complete {
    const AT_ONCE: bool = true;
    type Output = ();

    async fn write(&self, tx: &DatabaseTransaction) -> Result<(), PortError> {
        let Ok(fence) = i64::try_from(self.fence.0) else {
            return Err(PortError::Conflict);
        };
        let held = outbox::Entity::update_many()
            .filter(outbox::Column::Id.eq(self.id.as_uuid()))
            .filter(outbox::Column::Fence.eq(fence))
            .filter(outbox::Column::Leased.eq(true))
            .col_expr(outbox::Column::Leased, Expr::value(false));
        let (state, error) = match &self.attempt {
            Attempt::Sent => (DeliveryState::Sent, None),
            Attempt::Dropped { reason } => (DeliveryState::Dropped, Some((*reason).to_owned())),
            Attempt::Bounced { error, .. } => (DeliveryState::Bounced, Some(error.clone())),
            Attempt::Parked { error } => (DeliveryState::Parked, Some(error.clone())),
            Attempt::Deferred { error, .. } | Attempt::PutBack { error, .. } => {
                (DeliveryState::Queued, Some(error.clone()))
            }
        };
        let written = held
            .col_expr(outbox::Column::State, Expr::value(state.as_str()))
            .col_expr(outbox::Column::LastError, Expr::value(error));
        let written = match &self.attempt {
            Attempt::PutBack { .. } => written,
            _ => written.col_expr(outbox::Column::HeldSince, Expr::value(None::<i64>)),
        };
        let written = match &self.attempt {
            Attempt::Deferred { until, .. } => {
                let written = written.col_expr(outbox::Column::DueAt, Expr::value(micros(*until)));
                match self.turn_after(tx).await? {
                    Some(turn) => written.col_expr(outbox::Column::Turn, Expr::value(turn)),
                    None => written,
                }
            }
            Attempt::PutBack { until, .. } => written
                .col_expr(outbox::Column::DueAt, Expr::value(micros(*until)))
                .col_expr(outbox::Column::Tries, Expr::col(outbox::Column::Tries).sub(1))
                .col_expr(outbox::Column::HeldSince, Expr::col(outbox::Column::HeldSince).if_null(micros(self.now))),
            _ => written.col_expr(outbox::Column::FinishedAt, Expr::value(micros(self.now))),
        };
        let done = written.exec(tx).await.map_err(port_error)?;
        if done.rows_affected == 0 {
            return Err(PortError::Conflict);
        }
        if let Attempt::Bounced { error, address } = &self.attempt {
            let cause = SuppressionCause::Bounced;
            let one = Suppression { address: *address, cause, words: Some(error.clone()), since: self.now };
            suppress(tx, &one).await?;
        }
        Ok(())
    }
}

impl Complete {
    /// What was tried in vain waits at its lane's end: nobody else's mail waits for it.
    async fn turn_after(&self, tx: &DatabaseTransaction) -> Result<Option<i64>, PortError> {
        let lane: Option<(i32, Option<Uuid>)> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Priority)
            .column(outbox::Column::Lane)
            .filter(outbox::Column::Id.eq(self.id.as_uuid()))
            .into_tuple()
            .one(tx)
            .await
            .map_err(reading("outbox"))?;
        let Some((priority, lane)) = lane else { return Ok(None) };
        next_turn(tx, priority, lane.unwrap_or_default()).await.map(Some)
    }
}

/// Reads the rows that are not done, by the index that begins with the state.
const TALLY: &str = "SELECT \
     COALESCE(SUM(CASE WHEN state = 'queued' AND due_at <= $1 THEN 1 ELSE 0 END), 0) AS queued, \
     COALESCE(SUM(CASE WHEN state = 'queued' AND due_at > $1 AND NOT leased THEN 1 ELSE 0 END), 0) AS deferred, \
     COALESCE(SUM(CASE WHEN state = 'queued' AND due_at > $1 AND leased THEN 1 ELSE 0 END), 0) AS leased, \
     COALESCE(SUM(CASE WHEN state = 'parked' THEN 1 ELSE 0 END), 0) AS parked, \
     MIN(CASE WHEN state = 'queued' AND due_at <= $1 THEN due_at END) AS oldest_due \
     FROM outbox WHERE state IN ('queued', 'parked')";

#[async_trait]
impl Outbox for Store {
    async fn claim(&self, now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Result<Vec<ClaimedMessage>, PortError> {
        // Most of the time there is nothing: then nothing is written, and no commit waits for the disk.
        if !self.anything_due(now).await? {
            return Ok(Vec::new());
        }
        self.writer().run(Claim { now, lease, limit }).await
    }

    async fn complete(
        &self,
        id: MessageId,
        fence: Fence,
        attempt: Attempt,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.writer().run(Complete { id, fence, attempt, now }).await
    }

    async fn message(&self, id: MessageId) -> Result<Option<(OutgoingMessage, DeliveryState)>, PortError> {
        let query = outbox::Entity::find().filter(outbox::Column::Id.eq(id.as_uuid()));
        let row = query.one(self.reader()).await.map_err(reading("outbox"))?;
        let shown = |row: outbox::Model| {
            let was_tried = row.last_error.is_some() && row.tries > i64::from(row.leased);
            Ok((mapping::message(&row)?, mapping::shown(&row.state, was_tried)?))
        };
        row.map(shown).transpose()
    }

    async fn held_since(&self) -> Result<Option<DateTime<Utc>>, PortError> {
        // The first entry of an index that holds nothing but these rows.
        let query = "SELECT MIN(held_since) AS since FROM outbox WHERE held_since > 0";
        let Some(row) = self.ask_one(query, []).await? else { return Ok(None) };
        let since: Option<i64> = row.try_get("", "since").map_err(reading("outbox"))?;
        mapping::Table("outbox").time_if("held_since", since)
    }

    async fn tally(&self, now: DateTime<Utc>) -> Result<OutboxTally, PortError> {
        let row = self.ask_one(TALLY, [micros(now).into()]).await?;
        let row = row.ok_or_else(|| PortError::Corrupt("a count without a row".to_owned()))?;
        let table = mapping::Table("outbox");
        let count = |name: &str| {
            let counted: i64 = row.try_get("", name).map_err(reading("outbox"))?;
            table.number(name, counted)
        };
        let oldest: Option<i64> = row.try_get("", "oldest_due").map_err(reading("outbox"))?;
        Ok(OutboxTally {
            queued: count("queued")?,
            deferred: count("deferred")?,
            leased: count("leased")?,
            parked: count("parked")?,
            oldest_due: table.time_if("oldest_due", oldest)?,
        })
    }

    async fn of_session(&self, session: SessionId) -> Result<Vec<MailCount>, PortError> {
        self.count_mails(session).await
    }
}

impl Store {
    async fn anything_due(&self, now: DateTime<Utc>) -> Result<bool, PortError> {
        let query = "SELECT 1 AS due FROM outbox WHERE state = 'queued' AND due_at <= $1 LIMIT 1";
        Ok(self.ask_one(query, [micros(now).into()]).await?.is_some())
    }
}
