//! The real binary on a real SQLite file, over loopback: what is promised under load, at a power cut and to bad input.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "system/bad_input.rs"]
mod bad_input;
#[path = "system/commands.rs"]
mod commands;
#[path = "system/crash.rs"]
mod crash;
#[path = "system/crowd.rs"]
mod crowd;
#[path = "system/demo.rs"]
mod demo;
#[path = "system/list.rs"]
mod list;
