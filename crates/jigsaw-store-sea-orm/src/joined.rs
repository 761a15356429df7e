//! Rows of several tables in one answer, for the paths where a round trip counts.
//!
//! The statements are written out, once: building one from parts costs more than SQLite takes to run it. `$1` is a
//! parameter on both databases.

use jigsaw_domain::port::PortError;
use sea_orm::{EntityName, EntityTrait, FromQueryResult, IdenStatic as _, Iterable as _, QueryResult, TryGetable};

use crate::error::reading;

/// Every column of a table, as `alias_column`.
pub(crate) fn columns<E: EntityTrait>(alias: &str) -> String {
    let columns = E::Column::iter().map(|column| format!("{alias}.{name} AS {alias}_{name}", name = column.as_str()));
    columns.collect::<Vec<_>>().join(", ")
}

/// The row of a table that is there for certain.
pub(crate) fn row<E: EntityTrait>(found: &QueryResult, alias: &str) -> Result<E::Model, PortError> {
    E::Model::from_query_result(found, &format!("{alias}_")).map_err(reading(E::default().table_name_static()))
}

/// The row of a table that may be missing; the column is one that is never null. Unlike SeaORM's own way, a row that
/// is there and cannot be read is an error and not a row that is missing: what is missing may open a door.
pub(crate) fn row_if<E: EntityTrait, K: TryGetable>(
    found: &QueryResult,
    alias: &str,
    key: E::Column,
) -> Result<Option<E::Model>, PortError> {
    let table = E::default().table_name_static();
    let key: Option<K> = found.try_get(&format!("{alias}_"), key.as_str()).map_err(reading(table))?;
    key.map(|_| row::<E>(found, alias)).transpose()
}

trait TableName {
    fn table_name_static(&self) -> &'static str;
}

impl<E: EntityName> TableName for E {
    fn table_name_static(&self) -> &'static str {
        self.table_name()
    }
}
