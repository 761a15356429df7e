//! The kinds of columns, one function each, so that a table reads like a list.

use sea_orm_migration::prelude::*;

/// An identifier.
pub(super) fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().take()
}

/// Words, names, JSON.
pub(super) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}

/// A moment: microseconds since 1970 in UTC. Also every number that may outgrow 32 bits.
pub(super) fn long(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}

/// A number that stays small.
pub(super) fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().take()
}

pub(super) fn yes_no(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().take()
}

/// A digest.
pub(super) fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).binary().take()
}

/// A table of these columns; each is required unless it was marked with [`ColumnDef::null`].
pub(super) fn table(name: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for mut column in columns {
        if !column.get_column_spec().nullable.unwrap_or(false) {
            column.not_null();
        }
        table.col(column);
    }
    table
}

/// A column that must name a row of another table.
pub(super) fn refers(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("{from}_{column}")).from(from, column).to(to, "id").take()
}

/// The natural key of a table.
pub(super) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().take()
}

pub(super) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}
