//! The REST API in process, over the real use cases and a store in memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "helpers of tests: a broken expectation ends the test"
)]

#[path = "api/answers.rs"]
mod answers;
#[path = "api/bad_input.rs"]
mod bad_input;
#[path = "api/crowds.rs"]
mod crowds;
#[path = "api/directory.rs"]
mod directory;
#[path = "api/doors.rs"]
mod doors;
#[path = "api/guard.rs"]
mod guard;
#[path = "api/hooks.rs"]
mod hooks;
#[path = "api/hosting.rs"]
mod hosting;
#[path = "api/lists.rs"]
mod lists;
#[path = "api/logs.rs"]
mod logs;
#[path = "api/matrix.rs"]
mod matrix;
#[path = "api/problems.rs"]
mod problems;
#[path = "api/stage.rs"]
mod stage;
#[path = "api/streams.rs"]
mod streams;
#[path = "api/why.rs"]
mod why;
#[path = "api/wire.rs"]
mod wire;
