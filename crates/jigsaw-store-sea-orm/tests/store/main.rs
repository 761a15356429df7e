//! The store on real databases, SQLite and PostgreSQL: the contracts of the ports, and what is this adapter's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests: a broken expectation ends them; clippy knows only of functions marked #[test]"
)]

mod backup;
mod contracts;
mod durability;
mod lists;
mod nodes;
mod outage;
mod schema;
mod secrets;
mod support;
mod tls;
mod together;
