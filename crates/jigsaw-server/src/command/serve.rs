use super::say;
use crate::adapter::OsRandom;
use crate::config::Config;
use crate::failure::Failure;
use crate::keys;
use crate::serving::{self, Mode};
use crate::wiring::{self, command_line, refused};

/// Runs the server until it is told to stop.
pub(super) async fn run(config: Config, insecure: bool, migrate: bool, accept_key: bool) -> Result<(), Failure> {
    let bound = serving::bind(&config).await?;
    let origin = config.public_origin(bound.address, insecure)?;
    let only_server = wiring::lock_out_others(&config)?;
    let store = wiring::connect(&config).await?;
    wiring::bring_up_to_date(&config, &store, migrate).await?;
    wiring::take_over(only_server.as_ref(), &store).await?;
    if accept_key {
        keys::accept(&config.key_path(), &store, &OsRandom).await?;
    }
    let server = wiring::assemble(&config, store, &origin).await?;
    serving::run(&config, bound, server, Mode::default(), async |server| {
        let door = &server.door;
        let set_up = door.ensure_operator_set_up(&command_line(door)).await.map_err(|error| refused(&error))?;
        if let Some(link) = set_up {
            say(&format!(
                "There is no host yet. Set up the first one here, once:\n  {}",
                door.address().of(door.keyring(), link)
            ));
        }
        tracing::info!(address = %origin, "serving");
        Ok(())
    })
    .await
}
