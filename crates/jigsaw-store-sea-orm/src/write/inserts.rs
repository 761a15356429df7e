//! Inserting many rows by one statement whose text is made once.
//!
//! Building a statement from its parts costs several times what either database takes to run it, and the rows of a
//! crowd are always of the same five tables. So texts are kept, and with each the databases' own prepared statement:
//! one for every power of two, and any number of rows is a few of those.

use std::fmt::Write as _;
use std::sync::OnceLock;

use jigsaw_domain::port::PortError;
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait, IdenStatic as _, Iterable as _, ModelTrait,
    QueryResult, Statement,
};

use crate::error::port_error;

/// How many texts there are: the last has 256 rows, at 22 columns far below the parameters that either database takes.
const SIZES: usize = 9;

/// The statements that insert rows of one table.
pub(super) struct Inserts<E: EntityTrait> {
    table: E,
    /// What the database fills in.
    generated: Option<E::Column>,
    ending: Ending,
    /// For SQLite and for PostgreSQL; the n-th has 2ⁿ rows.
    texts: [[OnceLock<String>; SIZES]; 2],
}

/// What follows the rows.
enum Ending {
    As(&'static str),
    /// Rows that are there already are changed, if they are still at the version that they carry.
    Update,
}

impl<E: EntityTrait> Inserts<E> {
    pub(super) const fn of(table: E, generated: Option<E::Column>, tail: &'static str) -> Self {
        Self::ending(table, generated, Ending::As(tail))
    }

    /// Changes rows that are there: a statement that inserts is the one way to name many rows that both databases
    /// understand alike.
    pub(super) const fn updates(table: E) -> Self {
        Self::ending(table, None, Ending::Update)
    }

    const fn ending(table: E, generated: Option<E::Column>, ending: Ending) -> Self {
        Self { table, generated, ending, texts: [const { [const { OnceLock::new() }; SIZES] }; 2] }
    }

    /// Inserts all rows in their order.
    pub(super) async fn run(&self, tx: &DatabaseTransaction, rows: &[E::Model]) -> Result<(), PortError> {
        for statement in self.statements(tx.get_database_backend(), rows) {
            tx.execute_raw(statement).await.map_err(port_error)?;
        }
        Ok(())
    }

    /// Inserts all rows in their order, and gives what the statements return.
    pub(super) async fn ask(&self, tx: &DatabaseTransaction, rows: &[E::Model]) -> Result<Vec<QueryResult>, PortError> {
        let mut answers = Vec::with_capacity(rows.len());
        for statement in self.statements(tx.get_database_backend(), rows) {
            answers.extend(tx.query_all_raw(statement).await.map_err(port_error)?);
        }
        Ok(answers)
    }

    fn statements(&self, backend: DbBackend, rows: &[E::Model]) -> impl Iterator<Item = Statement> {
        let [sqlite, postgres] = &self.texts;
        let texts = if backend == DbBackend::Postgres { postgres } else { sqlite };
        let mut rest = rows;
        std::iter::from_fn(move || {
            // The largest that is not too large; none for no rows.
            let (size, text) = texts.iter().enumerate().rev().find(|(size, _)| 1 << size <= rest.len())?;
            let (now, later) = rest.split_at_checked(1 << size)?;
            rest = later;
            let text = text.get_or_init(|| self.text(backend, now.len())).clone();
            let values = now.iter().flat_map(|row| self.columns().map(|column| row.get(column)));
            Some(Statement::from_sql_and_values(backend, text, values))
        })
    }

    fn columns(&self) -> impl Iterator<Item = E::Column> {
        E::Column::iter().filter(|column| self.generated.is_none_or(|left_out| left_out.as_str() != column.as_str()))
    }

    fn text(&self, backend: DbBackend, rows: usize) -> String {
        let names: Vec<&str> = self.columns().map(|column| column.as_str()).collect();
        let mut text = format!("INSERT INTO {} ({}) VALUES ", self.table.table_name(), names.join(", "));
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { "), (" });
            for column in 0..names.len() {
                text.push_str(if column == 0 { "" } else { ", " });
                place(&mut text, backend, row * names.len() + column + 1);
            }
        }
        text.push_str(") ");
        match self.ending {
            Ending::As(tail) => text.push_str(tail),
            Ending::Update => text.push_str(&self.update(&names)),
        }
        text
    }

    fn update(&self, names: &[&str]) -> String {
        let table = self.table.table_name();
        let changed = names.iter().filter(|name| !["id", "version"].contains(*name));
        let sets: Vec<String> = changed.map(|name| format!("{name} = excluded.{name}")).collect();
        format!(
            "ON CONFLICT (id) DO UPDATE SET {}, version = {table}.version + 1 \
             WHERE {table}.version = excluded.version RETURNING id, version",
            sets.join(", ")
        )
    }
}

/// Writes the place of the n-th parameter. On SQLite without its number: a numbered one has a name, and the driver asks
/// for every name, which SQLite finds by walking through all of them.
pub(super) fn place(text: &mut String, backend: DbBackend, number: usize) {
    if backend == DbBackend::Postgres {
        // Writing into a string cannot fail.
        let _ = write!(text, "${number}");
    } else {
        text.push('?');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::events;

    #[test]
    fn the_text_has_a_place_for_every_value_row_by_row() {
        let inserts = Inserts::of(events::Entity, Some(events::Column::Seq), "RETURNING seq");
        assert_eq!(
            inserts.text(DbBackend::Postgres, 2),
            "INSERT INTO events (session_id, kind, subject, at) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8) RETURNING seq"
        );
        assert_eq!(
            inserts.text(DbBackend::Sqlite, 1),
            "INSERT INTO events (session_id, kind, subject, at) VALUES (?, ?, ?, ?) RETURNING seq"
        );
    }

    #[test]
    fn any_number_of_rows_is_a_few_statements() {
        let row =
            events::Model { seq: 0, session_id: uuid::Uuid::nil(), kind: "kind".to_owned(), subject: None, at: 1 };
        let inserts = Inserts::of(events::Entity, Some(events::Column::Seq), "");
        for (rows, sizes) in [(0, vec![]), (1, vec![1]), (7, vec![4, 2, 1]), (600, vec![256, 256, 64, 16, 8])] {
            let rows = vec![row.clone(); rows];
            let statements = inserts.statements(DbBackend::Sqlite, &rows);
            let values: Vec<usize> = statements.map(|statement| statement.values.unwrap().0.len() / 4).collect();
            assert_eq!(values, sizes, "{}", rows.len());
        }
    }
}
