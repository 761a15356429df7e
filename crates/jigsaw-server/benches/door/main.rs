//! Measures the server on the release profile, and the raw limits of the machine beside it: `cargo xtask bench`.
//!
//! What is measured and which bar it is held to is in `docs/performance.md`. The load generator shares the machine with the
//! server, so figures are compared within one run: the raw parts are measured in the same rounds.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program whose output is read by people")]

mod case;
mod client;
mod database;
mod failure;
mod load;
mod process;
mod raw;
mod server;
mod sheet;
mod sink;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::database::{Databases, Kind};
use crate::failure::{Failure, Outcome};
use crate::sheet::Sheet;

/// Measures the server. Run it by `cargo xtask bench`, which builds what it needs.
#[derive(Parser)]
struct Arguments {
    /// What to measure; everything unless told.
    cases: Vec<Case>,
    /// Seconds of each load.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often everything is measured; medians are told.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Of which database.
    #[arg(long, default_value = "both")]
    database: Which,
    /// How many people wait at open streams.
    #[arg(long, default_value_t = 5_000)]
    streams: usize,
    /// One short round: shows that the bench works, not how fast the server is.
    #[arg(long)]
    quick: bool,
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Case {
    Join,
    Page,
    SignIn,
    Streams,
    Import,
    Guests,
    Mail,
    Start,
    Growth,
}

impl Case {
    async fn run(self, plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
        match self {
            Self::Join => case::join::run(plan, kind, sheet).await,
            Self::Page => case::page::run(plan, kind, sheet).await,
            Self::SignIn => case::sign_in::run(plan, kind, sheet).await,
            Self::Streams => case::streams::run(plan, kind, sheet).await,
            Self::Import => case::import::run(plan, kind, sheet).await,
            Self::Guests => case::guests::run(plan, kind, sheet).await,
            Self::Mail => case::mail::run(plan, kind, sheet).await,
            Self::Start => case::start::run(plan, kind, sheet).await,
            Self::Growth => case::growth::run(plan, kind, sheet).await,
        }
    }

    /// Holds what was measured against what `docs/performance.md` promises.
    fn bars(self, plan: &Plan, kind: Kind, sheet: &mut Sheet) {
        match self {
            Self::Join => case::join::bars(kind, sheet),
            Self::Page => case::page::bars(kind, sheet),
            Self::SignIn => case::sign_in::bars(kind, sheet),
            Self::Streams => case::streams::bars(plan, kind, sheet),
            Self::Import => case::import::bars(kind, sheet),
            Self::Guests => case::guests::bars(plan, kind, sheet),
            Self::Mail => case::mail::bars(kind, sheet),
            Self::Start => case::start::bars(kind, sheet),
            Self::Growth => case::growth::bars(plan, kind, sheet),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    Sqlite,
    Postgres,
    Both,
}

/// How long and how much is measured.
pub(crate) struct Plan {
    pub(crate) quick: bool,
    pub(crate) warm_up: Duration,
    pub(crate) time: Duration,
    pub(crate) streams: usize,
    /// Of what is compared with itself on another database.
    pub(crate) alternations: u32,
    pub(crate) databases: Databases,
}

impl Plan {
    pub(crate) fn clients(&self) -> &'static [usize] {
        if self.quick { &[1, 256] } else { &[1, 32, 64, 256] }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let told = runtime.map_err(Into::into).and_then(|runtime| {
        let here = tokio::task::LocalSet::new();
        here.block_on(&runtime, measure(&arguments))
    });
    match told {
        Ok(failed) if failed.is_empty() => ExitCode::SUCCESS,
        Ok(failed) => {
            for failure in failed {
                eprintln!("error: {failure}");
            }
            ExitCode::FAILURE
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, and prints what came of it; what could not be measured is given back.
async fn measure(arguments: &Arguments) -> Outcome<Vec<Failure>> {
    let plan = Plan {
        quick: arguments.quick,
        warm_up: Duration::from_millis(if arguments.quick { 300 } else { 1500 }),
        time: if arguments.quick { Duration::from_millis(500) } else { Duration::from_secs(arguments.seconds.max(1)) },
        streams: if arguments.quick { 500 } else { arguments.streams },
        alternations: if arguments.quick { 1 } else { 2 * arguments.rounds.max(1) },
        databases: Databases::within(server::scratch()?),
    };
    let cases = if arguments.cases.is_empty() { Case::value_variants() } else { &arguments.cases };
    let kinds: &[Kind] = match arguments.database {
        Which::Sqlite => &[Kind::Sqlite],
        Which::Postgres => &[Kind::Postgres],
        Which::Both => &[Kind::Sqlite, Kind::Postgres],
    };
    let mut sheet = Sheet::new(machine());
    let mut failed = Vec::new();
    let rounds = if arguments.quick { 1 } else { arguments.rounds.max(1) };
    for round in 1..=rounds {
        // It takes its turns by itself: filling a database takes longer than measuring.
        let again = |case: &&Case| round == 1 || **case != Case::Growth;
        for case in cases.iter().filter(again) {
            for kind in kinds {
                eprintln!("round {round} of {rounds}: {case:?} on {}", kind.name());
                if let Err(failure) = case.run(&plan, *kind, &mut sheet).await {
                    failed.push(failure.at(&format!("{case:?} on {}", kind.name())));
                }
            }
        }
    }
    for case in Case::value_variants() {
        for kind in kinds {
            case.bars(&plan, *kind, &mut sheet);
        }
    }
    if let Some(path) = &arguments.json {
        std::fs::write(path, serde_json::to_vec_pretty(&sheet)?)?;
    }
    println!("{}", sheet.markdown());
    Ok(failed)
}

/// Where and when this is measured, in one line.
fn machine() -> String {
    let line = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let found =
            text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':').map(|(_, value)| value.trim()));
        found.unwrap_or("unknown").to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}, {cores} cores ({}), {} memory; load average when it began: {}",
        server::now().format("%Y-%m-%d %H:%M UTC"),
        line("/proc/cpuinfo", "model name"),
        line("/proc/meminfo", "MemTotal"),
        busy.split(' ').take(3).collect::<Vec<_>>().join(" "),
    )
}
