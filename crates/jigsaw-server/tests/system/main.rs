//! The real binary on a real database, over loopback: what is promised under load, at a power cut and to bad input.
//!
//! The modules beside this file ask questions that take seconds. `drills/` breaks things while people join (`cargo xtask drill`), and
//! `transcript/` compares the databases; both run on SQLite and on PostgreSQL. All of it is one test target: it links once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod bad_input;
mod commands;
mod crowd;
mod list;
mod operations_backup;
mod operations_doctor;
mod operations_logs;
mod operations_metrics;
mod operations_proxies;
mod operations_serve;
mod smtp;

mod support {
    pub(crate) mod api;
    pub(crate) mod chance;
    pub(crate) mod clients;
    pub(crate) mod demo;
    pub(crate) mod inside;
    pub(crate) mod machine;
    pub(crate) mod node;
    pub(crate) mod operate;
    pub(crate) mod proxy;
    pub(crate) mod report;
    pub(crate) mod sink;
    pub(crate) mod site;
    pub(crate) mod strace;
    pub(crate) mod wire;
}

mod drills {
    mod backup;
    mod crash;
    mod database_gone;
    mod disk;
    mod fsync;
    mod nodes;
    mod outbox;
    mod stop;
}

mod transcript {
    mod normal;
    mod run;
    mod same_answers;
    mod script;
}
