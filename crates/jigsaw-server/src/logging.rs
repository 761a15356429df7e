//! Logs: human on a terminal, JSON otherwise; always on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// Starts logging at the configured level.
pub(crate) fn start(level: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(level).map_err(|error| {
        Failure::usage(format!("JIGSAW_LOG is wrong: {error}"), "set it to error, warn, info or debug")
    })?;
    // Statements and their values belong to nobody's log, whatever level was asked for.
    let filter = match "sqlx=warn".parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = if std::io::stderr().is_terminal() { lines.try_init() } else { lines.json().try_init() };
    // A second start, as in tests, keeps the first.
    started.ok();
    Ok(())
}
