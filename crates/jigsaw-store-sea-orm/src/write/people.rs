//! Writing invitations, participants, their seats and their passes.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{Participant, Pass, PassEnd};
use jigsaw_domain::id::{InvitationId, PassId, SessionId};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::PortError;
use jigsaw_domain::session::Capacity;
use jigsaw_domain::version::Version;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::inserts::Inserts;
use super::rows;
use crate::entity::{invitations, participants, passes};
use crate::error::{port_error, reading};
use crate::mapping;
use crate::seats::seats_taken;

pub(super) async fn insert_invitations(tx: &DatabaseTransaction, new: &[Invitation]) -> Result<(), PortError> {
    static INVITATIONS: Inserts<invitations::Entity> = Inserts::of(invitations::Entity, None, "");
    let rows: Vec<invitations::Model> = new.iter().map(mapping::invitation_row).collect();
    INVITATIONS.run(tx, &rows).await
}

pub(super) async fn update_invitations(tx: &DatabaseTransaction, changed: &[Invitation]) -> Result<(), PortError> {
    for invitation in changed {
        rows::update_at_version!(tx, invitations, mapping::invitation_row(invitation))?;
    }
    Ok(())
}

pub(super) async fn guard_invitation(
    tx: &DatabaseTransaction,
    id: InvitationId,
    version: Version,
) -> Result<(), PortError> {
    rows::guard_version!(tx, invitations, id, version)
}

pub(super) async fn insert_participant(tx: &DatabaseTransaction, person: &Participant) -> Result<(), PortError> {
    rows::insert(tx, mapping::participant_row(person)?).await
}

/// Inserts people, and gives those who were not known to their session yet.
pub(super) async fn insert_newcomers(
    tx: &DatabaseTransaction,
    people: impl Iterator<Item = &Participant>,
) -> Result<HashSet<Uuid>, PortError> {
    static NEWCOMERS: Inserts<participants::Entity> =
        Inserts::of(participants::Entity, None, "ON CONFLICT DO NOTHING RETURNING id");
    let rows: Result<Vec<_>, PortError> = people.map(mapping::participant_row).collect();
    let written = NEWCOMERS.ask(tx, &rows?).await?;
    let ids: Result<HashSet<Uuid>, _> = written.iter().map(|row| row.try_get("", "id")).collect();
    ids.map_err(reading("participants"))
}

pub(super) async fn update_participants(tx: &DatabaseTransaction, changed: &[Participant]) -> Result<(), PortError> {
    static CHANGED: Inserts<participants::Entity> = Inserts::updates(participants::Entity);
    let rows: Result<Vec<_>, PortError> = changed.iter().map(mapping::participant_row).collect();
    let rows = rows?;
    let after = CHANGED.ask(tx, &rows).await?;
    // One that another was faster with is missing; one that was not there at all has been inserted as it is, and goes with
    // the rest.
    let after: Result<HashMap<Uuid, i64>, _> =
        after.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "version")?))).collect();
    let after = after.map_err(reading("participants"))?;
    let held = rows.iter().all(|row| after.get(&row.id) == Some(&row.version.saturating_add(1)));
    if held { Ok(()) } else { Err(PortError::Conflict) }
}

/// Nobody can write between this count and the commit: on SQLite there is one writer, on PostgreSQL the session's row is
/// locked since before the first write.
pub(super) async fn limit_seats(tx: &DatabaseTransaction, session: SessionId, most: Capacity) -> Result<(), PortError> {
    let taken = seats_taken(tx, session).await?;
    if taken > most.get() { Err(PortError::Conflict) } else { Ok(()) }
}

pub(super) async fn insert_passes(
    tx: &DatabaseTransaction,
    passes: impl Iterator<Item = &Pass>,
) -> Result<(), PortError> {
    static PASSES: Inserts<passes::Entity> = Inserts::of(passes::Entity, None, "");
    let rows: Vec<passes::Model> = passes.map(mapping::pass_row).collect();
    PASSES.run(tx, &rows).await
}

pub(super) async fn end_passes(tx: &DatabaseTransaction, ids: &[PassId], end: PassEnd) -> Result<(), PortError> {
    for chunk in ids.chunks(rows::CHUNK) {
        passes::Entity::update_many()
            .col_expr(passes::Column::Ended, Expr::value(mapping::pass_end_word(end)))
            .filter(passes::Column::Id.is_in(chunk.iter().map(|id| id.as_uuid())))
            .filter(passes::Column::Ended.is_null())
            .exec(tx)
            .await
            .map_err(port_error)?;
    }
    Ok(())
}

pub(super) async fn touch_pass(tx: &DatabaseTransaction, id: PassId, at: DateTime<Utc>) -> Result<(), PortError> {
    let at = mapping::micros(at);
    passes::Entity::update_many()
        .col_expr(passes::Column::SeenAt, Expr::value(at))
        .filter(passes::Column::Id.eq(id.as_uuid()))
        // Two requests of one device may overtake each other.
        .filter(passes::Column::SeenAt.lt(at))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}
