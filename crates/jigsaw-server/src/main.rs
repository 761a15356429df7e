//! The binary `jigsaw`: configuration, wiring, worker loops and the command line.
//!
//! Nothing here decides anything: it reads settings, connects the adapters to the use cases, and runs them.

mod adapter;
mod cli;
mod command;
mod config;
mod failure;
mod key_file;
mod keys;
mod logging;
mod serving;
mod telemetry;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap prints help and usage itself; 2 is wrong use.
            let _printed = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failure::Failure::running(error, "free some threads or memory").report(),
    };
    match runtime.block_on(command::run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
