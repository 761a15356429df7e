//! The commands, one file each.

mod backup;
mod config;
mod demo;
mod doctor;
mod explain;
mod host;
mod migrate;
mod postgres;
mod reasons;
mod restore;
mod serve;
mod token;

use figment::Figment;

use crate::cli::{Arguments, Command};
use crate::config::Config;
use crate::failure::Failure;
use crate::logging;

/// Runs the command to its end.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { config: file, insecure, command } = arguments;
    let load = |over: Figment| -> Result<Config, Failure> {
        let config = Config::load(file.as_deref(), over)?;
        logging::start(&config.log)?;
        config.check(insecure)?;
        Ok(config)
    };
    match command {
        Command::Demo(demo) => demo::run(demo, load, insecure).await,
        Command::Serve { migrate, accept_key } => {
            serve::run(load(Figment::new())?, insecure, migrate, accept_key).await
        }
        Command::Backup { file } => backup::run(&load(Figment::new())?, &file).await,
        Command::Restore { file, replace } => restore::run(&load(Figment::new())?, &file, replace).await,
        Command::Resume => backup::resume(&load(Figment::new())?).await,
        Command::Doctor { json, send_to } => {
            doctor::run(&load(Figment::new())?, insecure, json, send_to.as_deref()).await
        }
        Command::Migrate { check } => migrate::run(&load(Figment::new())?, check).await,
        Command::Config { reference: true, .. } => {
            say(&crate::config::reference());
            Ok(())
        }
        Command::Config { check, .. } => config::run(&load(Figment::new())?, insecure, check),
        Command::Host(host) => host::run(&load(Figment::new())?, insecure, host).await,
        Command::Token(token) => token::run(&load(Figment::new())?, insecure, token).await,
        Command::Explain(explain) => explain::run(&load(Figment::new())?, insecure, explain).await,
        Command::Openapi => {
            say(&jigsaw_http_poem::openapi_document());
            Ok(())
        }
        Command::Reasons => {
            say(&reasons::page());
            Ok(())
        }
    }
}

/// Prints to standard output: what the command was asked for.
#[expect(clippy::print_stdout, reason = "the command line answers here")]
pub(crate) fn say(text: &str) {
    println!("{}", text.trim_end_matches('\n'));
}
