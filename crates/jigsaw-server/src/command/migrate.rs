use super::say;
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring;

/// Applies what is pending, or tells it.
pub(super) async fn run(config: &Config, check: bool) -> Result<(), Failure> {
    let store = wiring::connect(config).await?;
    let pending = store.pending().await.map_err(|error| wiring::store_failure(&error))?;
    if pending.is_empty() {
        say("the schema is up to date");
        return Ok(());
    }
    if check {
        return Err(Failure::running(
            format!("{} migrations are pending: {}", pending.len(), pending.join(", ")),
            "run `jigsaw migrate`",
        ));
    }
    let applied = store.migrate().await.map_err(|error| wiring::store_failure(&error))?;
    say(&format!("applied {} migrations", applied.len()));
    Ok(())
}
