//! Writing invitations, participants, their seats and their passes.

use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{Participant, Pass, PassEnd};
use jigsaw_domain::id::{InvitationId, PassId, SessionId};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::PortError;
use jigsaw_domain::session::Capacity;
use jigsaw_domain::version::Version;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};

use super::rows;
use crate::entity::{invitations, participants, passes};
use crate::error::port_error;
use crate::mapping;
use crate::seats::seats_taken;

pub(super) async fn insert_invitations(tx: &DatabaseTransaction, new: &[Invitation]) -> Result<(), PortError> {
    let rows = new.iter().map(|invitation| mapping::invitation_row(invitation).into_active_model());
    rows::insert_all(tx, rows.collect()).await
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

pub(super) async fn update_participants(tx: &DatabaseTransaction, changed: &[Participant]) -> Result<(), PortError> {
    for person in changed {
        rows::update_at_version!(tx, participants, mapping::participant_row(person)?)?;
    }
    Ok(())
}

/// Nobody can write between this count and the commit: on SQLite there is one writer, on PostgreSQL the session's row is
/// locked since before the first write.
pub(super) async fn limit_seats(tx: &DatabaseTransaction, session: SessionId, most: Capacity) -> Result<(), PortError> {
    let taken = seats_taken(tx, session).await?;
    if taken > most.get() { Err(PortError::Conflict) } else { Ok(()) }
}

pub(super) async fn insert_pass(tx: &DatabaseTransaction, pass: &Pass) -> Result<(), PortError> {
    rows::insert(tx, mapping::pass_row(pass)).await
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
