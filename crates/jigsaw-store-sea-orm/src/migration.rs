//! The schema, as steps that are applied once each and in order, on SQLite and PostgreSQL alike.
//!
//! A step that was released never changes: what comes next is a new step, which adds first and removes a release later.
//! Steps name tables and columns as texts and not through [`crate::entity`], which moves on.

mod columns;
mod m0001_first;
mod m0002_operations;
mod m0003_look_ups;
mod m0004_languages;
mod m0005_directory;
mod m0007_letters;
mod m0008_delivery;
mod m0009_openings;
mod m0010_answers;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first::Migration),
            Box::new(m0002_operations::Migration),
            Box::new(m0003_look_ups::Migration),
            Box::new(m0004_languages::Migration),
            Box::new(m0005_directory::Migration),
            Box::new(m0007_letters::Migration),
            Box::new(m0008_delivery::Migration),
            Box::new(m0009_openings::Migration),
            Box::new(m0010_answers::Migration),
        ]
    }
}
