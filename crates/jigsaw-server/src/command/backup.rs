use std::path::Path;

use super::{postgres, say};
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring;

/// Writes a backup, beside a running server or without one.
pub(super) async fn run(config: &Config, file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::usage(
            format!("{} is there already", file.display()),
            "give another name: backups are never overwritten",
        ));
    }
    match config.sqlite_path() {
        Some(database) => {
            jigsaw_store_sea_orm::copy_sqlite(&database, file).await.map_err(|error| {
                Failure::running(
                    format!("the backup failed: {error}"),
                    "check JIGSAW_DATABASE_URL, the folder of the backup and the space on its disk",
                )
            })?;
        }
        None => postgres::dump(&config.database_url, file).await?,
    }
    say(&format!("backed up to {}", file.display()));
    say(&format!(
        "Not in it: the key file {}. Keep a copy of it apart from the backups: without it no link that was sent opens.",
        config.key_path().display()
    ));
    if config.smtp_url.is_none() {
        say(&format!("Not in it either: the captured mail in {}.", config.mail_path().display()));
    }
    Ok(())
}

/// Goes on mailing after a restore.
pub(super) async fn resume(config: &Config) -> Result<(), Failure> {
    let store = wiring::connect(config).await?;
    wiring::bring_up_to_date(config, &store, false).await?;
    let store_failure = |error| wiring::store_failure(&error);
    if !store.is_paused().await.map_err(store_failure)? {
        say("mailing is not paused");
        return Ok(());
    }
    store.set_paused(false).await.map_err(store_failure)?;
    store.close().await;
    say("mailing goes on; a running server notices within seconds");
    Ok(())
}
