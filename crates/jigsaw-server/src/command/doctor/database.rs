//! The database, the key file that belongs to it, and what waits in it.

use std::path::Path;
use std::process::Command;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::{Clock as _, Outbox as _};
use jigsaw_store_sea_orm::Store;

use super::Finding;
use crate::adapter::{OsRandom, SystemClock};
use crate::config::Config;
use crate::keys::{self, Standing};
use crate::{key_file, wiring};

/// Below it, a burst of joins and its log may not fit.
const LEAST_SPACE_KB: u64 = 256 * 1_024;
/// Clocks that differ by less agree.
const CLOCKS_AGREE: TimeDelta = TimeDelta::seconds(2);
/// A message that should have gone so long ago says that nothing goes.
const LONG_DUE: TimeDelta = TimeDelta::minutes(10);

pub(super) async fn check(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(file) = config.sqlite_path() {
        findings.extend(disk(&file));
        if !file.exists() {
            findings.push(Finding::warn(
                "database",
                format!("there is no {} yet", file.display()),
                "`jigsaw serve` makes it; if there should be one, check JIGSAW_DATABASE_URL",
            ));
            findings.push(key(config, None));
            return findings;
        }
        findings.extend(rights(&file));
    }
    match wiring::connect(config).await {
        Ok(store) => {
            findings.extend(look_into(config, &store).await);
            store.close().await;
        }
        Err(failure) => {
            findings.push(Finding::fail(
                "database",
                failure.cause(),
                "see that it runs and that JIGSAW_DATABASE_URL names it with the right user and password",
            ));
        }
    }
    findings
}

async fn look_into(config: &Config, store: &Store) -> Vec<Finding> {
    let pending = match store.pending().await {
        Ok(pending) => pending,
        Err(error) => {
            let mend = "use the version of Jigsaw that this database belongs to, or a later one";
            return vec![Finding::fail("database", error.to_string(), mend)];
        }
    };
    if !pending.is_empty() {
        let found = format!("{} migrations are pending", pending.len());
        return vec![if config.sqlite_path().is_some() {
            Finding::warn("migrations", found, "the next start applies them; make a backup first")
        } else {
            Finding::fail("migrations", found, "make a backup, then run `jigsaw migrate`")
        }];
    }
    let mut findings = vec![Finding::ok("migrations", "the schema is up to date")];
    findings.extend(examined(store).await);
    match store.key_check().await {
        Ok(known) => findings.push(key(config, known.as_deref())),
        Err(error) => findings.push(Finding::fail("key file", error.to_string(), "check the database")),
    }
    findings.extend(outbox(store).await);
    findings
}

async fn examined(store: &Store) -> Vec<Finding> {
    let found = match store.examine().await {
        Ok(found) => found,
        Err(error) => return vec![Finding::fail("database", error.to_string(), "restore the latest backup")],
    };
    let database = match (&found.damage, &found.unsafe_setting) {
        (Some(damage), _) => {
            let mend = "stop the server, keep the file, and restore the latest backup";
            Finding::fail("database", format!("{} reports damage: {damage}", found.version), mend)
        }
        (None, Some(setting)) => {
            let found =
                format!("{} runs with {setting}: joins that were answered are lost when the power goes", found.version);
            Finding::fail("database", found, "take the setting out of postgresql.conf and restart it")
        }
        (None, None) => Finding::ok("database", format!("{} answers", found.version)),
    };
    vec![database, clock(SystemClock.now(), found.clock, found.latest)]
}

fn clock(now: DateTime<Utc>, of_database: Option<DateTime<Utc>>, latest: Option<DateTime<Utc>>) -> Finding {
    let mend = "let the machines follow a time server (timedatectl set-ntp true)";
    if let Some(there) = of_database.filter(|there| (now - there).abs() > CLOCKS_AGREE) {
        let apart = (now - there).abs().num_seconds();
        return Finding::fail("clock", format!("this machine and the database are {apart} seconds apart"), mend);
    }
    if let Some(latest) = latest.filter(|latest| *latest - now > CLOCKS_AGREE) {
        let ahead = (latest - now).num_seconds();
        return Finding::fail("clock", format!("the database knows of something {ahead} seconds in the future"), mend);
    }
    Finding::ok("clock", format!("it is {}", now.format("%Y-%m-%d %H:%M:%S UTC")))
}

/// Never makes one.
fn key(config: &Config, remembered: Option<&str>) -> Finding {
    let path = config.key_path();
    let shown = path.display();
    if !path.exists() {
        return match remembered {
            Some(_) => Finding::fail(
                "key file",
                format!("{shown} is missing, and this database was made with one"),
                keys::MEND,
            ),
            None => Finding::ok("key file", format!("{shown} is made at the first start")),
        };
    }
    let keyring = match key_file::open(&path, &OsRandom) {
        Ok(keyring) => keyring,
        Err(failure) => return Finding::fail("key file", failure.cause(), failure.mend()),
    };
    match remembered.map(|known| keys::standing(known, &keyring.check_values())) {
        Some(Standing::Foreign) => {
            Finding::fail("key file", format!("{shown} is not the one of this database"), keys::MEND)
        }
        Some(Standing::Replaced) => {
            Finding::ok("key file", format!("{shown} holds this database's key and a later one"))
        }
        Some(Standing::Fits) => Finding::ok("key file", format!("{shown} is the one of this database")),
        None => Finding::ok("key file", format!("{shown} is there; the first start ties it to the database")),
    }
}

async fn outbox(store: &Store) -> Vec<Finding> {
    let mut findings = Vec::new();
    if store.is_paused().await == Ok(true) {
        findings.push(Finding::warn(
            "paused",
            "nothing is mailed since a restore",
            "look around, then `jigsaw resume`",
        ));
    }
    let now = SystemClock.now();
    match store.tally(now).await {
        Ok(tally) if tally.oldest_due.is_some_and(|due| now - due > LONG_DUE) => findings.push(Finding::warn(
            "outbox",
            format!("{} messages wait, the oldest for longer than {} minutes", tally.queued, LONG_DUE.num_minutes()),
            "see that a server runs, and what the line `mail` says",
        )),
        Ok(tally) if tally.parked > 0 => findings.push(Finding::warn(
            "outbox",
            format!("{} messages were given up", tally.parked),
            "their hosts see which and can send them again",
        )),
        Ok(tally) => findings.push(Finding::ok(
            "outbox",
            format!("{} messages wait, {} are for later", tally.queued + tally.leased, tally.deferred),
        )),
        Err(error) => findings.push(Finding::fail("outbox", error.to_string(), "check the database")),
    }
    findings
}

/// The space left where the file is, as `df` tells.
fn disk(file: &Path) -> Option<Finding> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let told = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    if !told.status.success() {
        return Some(Finding::fail(
            "disk",
            format!("there is no folder {}", folder.display()),
            "make it, or check JIGSAW_DATABASE_URL",
        ));
    }
    let text = String::from_utf8_lossy(&told.stdout);
    let left: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    let found = format!("{} MB are free in {}", left / 1_024, folder.display());
    Some(if left < LEAST_SPACE_KB {
        Finding::warn("disk", found, "make room: with a full disk nobody can join")
    } else {
        Finding::ok("disk", found)
    })
}

/// Others must neither read nor write the file.
#[cfg(unix)]
fn rights(file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;

    let of_others = std::fs::metadata(file).ok()?.permissions().mode() & 0o077;
    let shown = file.display();
    Some(if of_others == 0 {
        Finding::ok("permissions", format!("{shown} is for its owner alone"))
    } else {
        Finding::warn("permissions", format!("{shown} can be read by others"), format!("chmod 600 {shown}"))
    })
}

#[cfg(not(unix))]
fn rights(_file: &Path) -> Option<Finding> {
    None
}

#[cfg(test)]
mod tests {
    use super::super::Status;
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told() {
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let status = |of_database, latest| clock(now, of_database, latest).status;
        let minute = TimeDelta::minutes(1);
        assert_eq!(status(None, None), Status::Ok);
        assert_eq!(status(Some(now + TimeDelta::seconds(1)), Some(now - minute)), Status::Ok);
        assert_eq!(status(Some(now - minute), None), Status::Fail);
        assert_eq!(status(None, Some(now + minute)), Status::Fail);
    }
}
