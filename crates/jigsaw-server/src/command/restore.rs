use std::path::Path;

use jigsaw_domain::port::Clock as _;
use jigsaw_store_sea_orm::{Replace, StoreError};

use super::{postgres, say};
use crate::adapter::SystemClock;
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring;

/// Puts a backup where the configured database is. It opens paused.
pub(super) async fn run(config: &Config, file: &Path, replace: bool) -> Result<(), Failure> {
    if !file.is_file() {
        return Err(Failure::usage(format!("there is no file {}", file.display()), "check the name of the backup"));
    }
    let kept = if let Some(database) = config.sqlite_path() {
        let _nobody_serves = wiring::lock_out_others(config)?;
        let mark = SystemClock.now().format("%Y%m%dT%H%M%SZ").to_string();
        let how = if replace { Replace::KeepOld } else { Replace::No };
        let restored = jigsaw_store_sea_orm::restore_sqlite(file, &database, how, &mark).await;
        restored.map_err(|error| refused(&error))?
    } else {
        into_postgres(config, file).await?;
        None
    };
    say(&format!("restored from {}", file.display()));
    if let Some(kept) = kept {
        say(&format!("The database that was there is kept as {}.", kept.display()));
    }
    say(&format!(
        "Next: see that the key file {} is the one of that database (`jigsaw doctor` tells), start the server, and look around.",
        config.key_path().display()
    ));
    say("Nothing is mailed until `jigsaw resume`. People can join.");
    Ok(())
}

async fn into_postgres(config: &Config, file: &Path) -> Result<(), Failure> {
    let store = wiring::connect(config).await?;
    let is_empty = store.is_empty().await.map_err(|error| wiring::store_failure(&error))?;
    if !is_empty {
        store.close().await;
        return Err(Failure::running(
            "the database holds something already",
            "restore into an empty one: `createdb` makes it, JIGSAW_DATABASE_URL names it",
        ));
    }
    postgres::restore(&config.database_url, file).await?;
    let opened = store.open_paused().await;
    store.close().await;
    opened.map_err(|error| {
        Failure::running(
            format!("the backup was read, and its database cannot be used: {error}"),
            "drop this database and restore into a new one with a version of Jigsaw that is not older than the backup's",
        )
    })
}

fn refused(error: &StoreError) -> Failure {
    let mend = match error {
        StoreError::HoldsData(_) => "give --replace: the present database is then kept beside it under another name",
        StoreError::NotJigsaw(_) => "give a file that `jigsaw backup` wrote from a SQLite database",
        StoreError::Schema(_) => "restore with a version of Jigsaw that is not older than the backup's",
        StoreError::Damaged { .. } => {
            "if it is the backup, use another one; if it is the present database, stop what has it open, or move it \
             away together with its -wal and -shm files"
        }
        _ => "check the folder, its permissions and the space on its disk; the present database is untouched",
    };
    Failure::running(format!("not restored: {error}"), mend)
}
