use super::say;
use crate::config::Config;
use crate::failure::Failure;

/// Prints the effective configuration, or only checks it.
pub(super) fn run(config: &Config, insecure: bool, check: bool) -> Result<(), Failure> {
    config.check(insecure)?;
    say(&if check { "the configuration is fine".to_owned() } else { config.shown() });
    Ok(())
}
