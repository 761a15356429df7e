//! What every table's writing shares.

use jigsaw_domain::port::PortError;
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

use crate::error::port_error;

/// Ids in one statement: far below what either database takes as parameters.
pub(super) const CHUNK: usize = 500;

/// Inserts one row; one that is there already is a conflict.
pub(super) async fn insert<A>(tx: &DatabaseTransaction, row: impl IntoActiveModel<A>) -> Result<(), PortError>
where
    A: ActiveModelTrait + ActiveModelBehavior,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    <A::Entity as EntityTrait>::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

/// A guarded write that met no row has been overtaken.
pub(super) const fn held(rows: u64) -> Result<(), PortError> {
    if rows == 0 { Err(PortError::Conflict) } else { Ok(()) }
}

/// Stores a row with the next version, if it is still at the one it carries.
macro_rules! update_at_version {
    ($tx:expr, $table:ident, $row:expr) => {{
        use sea_orm::{
            ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
        };
        let row = $row;
        let (id, version) = (row.id, row.version);
        let mut changed = row.into_active_model().reset_all();
        changed.id = sea_orm::NotSet;
        changed.version = sea_orm::Set(version.saturating_add(1));
        let done = $table::Entity::update_many()
            .set(changed)
            .filter($table::Column::Id.eq(id))
            .filter($table::Column::Version.eq(version))
            .exec($tx)
            .await
            .map_err($crate::error::port_error)?;
        $crate::write::rows::held(done.rows_affected)
    }};
}

/// The row must still be at this version; on PostgreSQL it stays there until the commit.
macro_rules! guard_version {
    ($tx:expr, $table:ident, $id:expr, $version:expr) => {{
        use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
        let found = $table::Entity::find()
            .select_only()
            .column($table::Column::Version)
            .filter($table::Column::Id.eq($id.as_uuid()))
            .filter($table::Column::Version.eq(i64::from($version.get())))
            .lock_shared()
            .into_tuple::<i64>()
            .one($tx)
            .await
            .map_err($crate::error::port_error)?;
        $crate::write::rows::held(u64::from(found.is_some()))
    }};
}

pub(super) use {guard_version, update_at_version};
