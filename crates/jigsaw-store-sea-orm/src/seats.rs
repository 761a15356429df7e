//! Counting the seats of a session; one index holds everything that is counted.

use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::PortError;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::entity::participants;
use crate::error::port_error;

pub(crate) const ADMITTED: &str = "admitted";
pub(crate) const WAITING: &str = "waiting";

/// Admitted people other than host and co-hosts.
pub(crate) async fn seats_taken(db: &impl ConnectionTrait, session: SessionId) -> Result<u32, PortError> {
    let taken = participants::Entity::find()
        .filter(participants::Column::SessionId.eq(session.as_uuid()))
        .filter(participants::Column::State.eq(ADMITTED))
        .filter(participants::Column::HoldsSeat.eq(true))
        .count(db)
        .await
        .map_err(port_error)?;
    Ok(u32::try_from(taken).unwrap_or(u32::MAX))
}
