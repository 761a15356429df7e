//! Writing sessions and which of their reminders are planned.

use chrono::{DateTime, Utc};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::PortError;
use jigsaw_domain::session::{ReminderOffset, Session};
use jigsaw_domain::version::Version;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
};

use super::rows;
use crate::entity::{reminders_marked, sessions};
use crate::error::port_error;
use crate::mapping;

pub(super) async fn insert(tx: &DatabaseTransaction, session: &Session) -> Result<(), PortError> {
    rows::insert(tx, mapping::session_row(session)?).await
}

pub(super) async fn update(tx: &DatabaseTransaction, session: &Session) -> Result<(), PortError> {
    let mut row = mapping::session_row(session)?;
    // A session may be moved back to a start that reminders were planned for.
    let planned = planned(tx, row.id, row.starts_at).await?;
    row.next_reminder_at = mapping::next_reminder(session, &planned).map(mapping::micros);
    rows::update_at_version!(tx, sessions, row)
}

pub(super) async fn guard(tx: &DatabaseTransaction, id: SessionId, version: Version) -> Result<(), PortError> {
    rows::guard_version!(tx, sessions, id, version)
}

/// Notes that reminders are planned, and moves the session to the next one that is not. The version stays: nothing that
/// anybody decides on has changed.
pub(super) async fn mark_reminded(
    tx: &DatabaseTransaction,
    id: SessionId,
    offset: ReminderOffset,
    start: DateTime<Utc>,
) -> Result<(), PortError> {
    let mark = reminders_marked::Model {
        session_id: id.as_uuid(),
        offset_minutes: i32::try_from(offset.minutes()).unwrap_or(i32::MAX),
        starts_at: mapping::micros(start),
    };
    let key = [
        reminders_marked::Column::SessionId,
        reminders_marked::Column::OffsetMinutes,
        reminders_marked::Column::StartsAt,
    ];
    reminders_marked::Entity::insert(mark.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map_err(port_error)?;
    let row = sessions::Entity::find_by_id(id.as_uuid()).one(tx).await.map_err(port_error)?;
    let Some(row) = row else { return Ok(()) };
    let planned = planned(tx, row.id, row.starts_at).await?;
    let next = mapping::next_reminder(&mapping::session(row)?, &planned).map(mapping::micros);
    sessions::Entity::update_many()
        .col_expr(sessions::Column::NextReminderAt, sea_orm::sea_query::Expr::value(next))
        .filter(sessions::Column::Id.eq(id.as_uuid()))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

async fn planned(tx: &DatabaseTransaction, session: uuid::Uuid, start: i64) -> Result<Vec<ReminderOffset>, PortError> {
    let minutes: Vec<i32> = reminders_marked::Entity::find()
        .select_only()
        .column(reminders_marked::Column::OffsetMinutes)
        .filter(reminders_marked::Column::SessionId.eq(session))
        .filter(reminders_marked::Column::StartsAt.eq(start))
        .into_tuple()
        .all(tx)
        .await
        .map_err(port_error)?;
    // A mark that is no offset marks nothing.
    Ok(minutes.into_iter().filter_map(|minutes| ReminderOffset::parse(minutes.into()).ok()).collect())
}
