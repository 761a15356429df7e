//! The store on a real SQLite file: the contracts of the ports, and what is this adapter's own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests: a broken expectation ends them; clippy knows only of functions marked #[test]"
)]

mod contracts;
mod durability;
mod lists;
mod schema;
mod secrets;
mod support;
mod together;
