//! `cargo xtask`: the checks and generators of this workspace.
//!
//! | command | does |
//! |---|---|
//! | `check-deps` | holds the crates to the edges of `docs/architecture.md` and the domain to its allowlist |
//! | `codegen` | writes the generated files under `docs/`; `--check` only compares them |
//! | `e2e` | builds the server and runs the browser tests in `tests/e2e` against it |
//! | `drill` | breaks things while people join; without a name it lists the drills |
//! | `bench` | measures the server on the release profile; `docs/performance.md` explains |
//! | `operations` | has the examples of `docs/operations` read by the programs that they are for |
//! | `ci` | everything CI runs, with a table of results at the end |
//!
//! It uses no other crate of the workspace, so that it still builds and reports when one of them does not.

#![expect(clippy::print_stdout, reason = "a command line tool whose output is read by people")]

mod bench;
mod check_deps;
mod ci;
mod codegen;
mod deny;
mod drill;
mod e2e;
mod failure;
mod mails;
mod operations;
mod tool;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Result;
use crate::workspace::Workspace;

/// Checks and generators of the Jigsaw workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check the dependency fences between and around the crates.
    CheckDeps,
    /// Measure the server on the release profile.
    Bench(bench::Options),
    /// Break things while people join, and see that nothing is lost.
    Drill {
        /// Which one, or `all`; without it, they are listed.
        name: Option<String>,
        /// The long form: more kills, more clients, more time.
        #[arg(long)]
        long: bool,
    },
    /// Run everything CI runs.
    Ci,
    /// Run the browser tests against a freshly built server.
    E2e,
    /// Have the examples of docs/operations read by the programs that they are for.
    Operations,
    /// Write the generated files that are checked in.
    Codegen {
        /// Write nothing, and fail when a file differs from what would be written.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result {
    let workspace = Workspace::find()?;
    match command {
        Command::CheckDeps => check_deps::run(&workspace),
        Command::Bench(options) => bench::run(&workspace, options),
        Command::Drill { name, long } => drill::run(&workspace, name.as_deref(), *long),
        Command::Ci => ci::run(&workspace),
        Command::E2e => e2e::run(&workspace),
        Command::Operations => operations::run(&workspace).map(|remark| println!("{}", remark.unwrap_or_default())),
        Command::Codegen { check } => codegen::run(&workspace, *check),
    }
}
