//! Logs: human on a terminal, JSON otherwise; always on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, LevelFilter};

use crate::failure::Failure;

/// Every target of ours begins with it.
const OWN: &str = "jigsaw";
/// Statements and their values belong to nobody's log, whatever was asked for.
const NEVER_BELOW: &str = "sqlx=warn";

/// Starts logging at the configured level.
pub(crate) fn start(level: &str) -> Result<(), Failure> {
    let filter = filter(level).map_err(|error| {
        Failure::usage(format!("JIGSAW_LOG is wrong: {error}"), "set it to error, warn, info, debug or trace")
    })?;
    // A line that cannot be written is lost, and not told on the same stream: that would panic in the middle of a request, and
    // a full disk under the log would break what the server can still do.
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let lines = lines.with_target(false);
    let started = if std::io::stderr().is_terminal() { lines.try_init() } else { lines.json().try_init() };
    // A second start, as in tests, keeps the first.
    started.ok();
    Ok(())
}

/// A bare level is about our own lines. Those of the libraries below are written by people who do not know what is secret
/// here (an SMTP dialogue, a header, a query), so they say warnings and worse, unless a target is named.
fn filter(level: &str) -> Result<EnvFilter, String> {
    let mut general = LevelFilter::WARN;
    let mut named: Vec<Directive> = Vec::new();
    let mut own = None;
    for part in level.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if let Ok(level) = part.parse::<LevelFilter>() {
            own = Some(level);
            general = level.min(LevelFilter::WARN);
        } else if !part.contains('=') {
            return Err(format!("`{part}` is no level"));
        } else {
            named.push(part.parse().map_err(|error| format!("`{part}`: {error}"))?);
        }
    }
    let mut filter = EnvFilter::default().add_directive(general.into());
    if let Some(own) = own {
        filter = filter.add_directive(format!("{OWN}={own}").parse().map_err(|error| format!("{error}"))?);
    }
    let never: Directive = NEVER_BELOW.parse().map_err(|error| format!("{error}"))?;
    Ok(named.into_iter().chain([never]).fold(filter, EnvFilter::add_directive))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(level: &str) -> String {
        let mut parts: Vec<String> = filter(level).unwrap().to_string().split(',').map(str::to_owned).collect();
        parts.sort();
        parts.join(",")
    }

    #[test]
    fn a_level_is_about_our_own_lines_and_others_are_capped() {
        assert_eq!(shown("trace"), "jigsaw=trace,sqlx=warn,warn");
        assert_eq!(shown("info"), "jigsaw=info,sqlx=warn,warn");
        assert_eq!(shown("error"), "error,jigsaw=error,sqlx=warn");
        assert_eq!(shown("off"), "jigsaw=off,off,sqlx=warn");
    }

    #[test]
    fn others_are_heard_when_they_are_named_but_never_statements() {
        assert_eq!(shown("info,hyper=debug"), "hyper=debug,jigsaw=info,sqlx=warn,warn");
        assert_eq!(shown("jigsaw_http_poem=debug"), "jigsaw_http_poem=debug,sqlx=warn,warn");
        assert_eq!(shown("debug,sqlx=trace"), "jigsaw=debug,sqlx=warn,warn");
    }

    #[test]
    fn what_is_no_level_is_told() {
        for wrong in ["loud", "info,=", "jigsaw=loud"] {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
    }
}
