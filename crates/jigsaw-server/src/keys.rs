//! The key file and the database belong together. With another key every link that was sent is dead, and nothing else would
//! tell: so the database remembers which key it is, and a server with another one does not start.

use std::path::Path;

use jigsaw_domain::link::Keyring;
use jigsaw_domain::port::Random;
use jigsaw_store_sea_orm::Store;

use crate::failure::Failure;
use crate::key_file;
use crate::wiring::store_failure;

/// How a key file stands to a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They belong together.
    Fits,
    /// The database's key is there, but no longer the first: it was replaced in the way that keeps links alive.
    Replaced,
    /// The database was made with a key that is not in the file.
    Foreign,
}

/// Compares what the database remembers with what is in the file, the current key first.
pub(crate) fn standing(remembered: &str, in_file: &[String]) -> Standing {
    match in_file.iter().position(|value| value == remembered) {
        Some(0) => Standing::Fits,
        Some(_) => Standing::Replaced,
        None => Standing::Foreign,
    }
}

/// The key file that belongs to this database; made at the first start, and only then.
pub(crate) async fn of_database(path: &Path, store: &Store, random: &dyn Random) -> Result<Keyring, Failure> {
    let known = store.key_check().await.map_err(|error| store_failure(&error))?;
    if known.is_some() && !path.exists() {
        return Err(mismatch(format!(
            "the key file {} is missing, and this database was made with one",
            path.display()
        )));
    }
    let keyring = key_file::open(path, random)?;
    let values = keyring.check_values();
    let Some(current) = values.first() else { return Ok(keyring) };
    // Two servers that start together on an empty database: the first one's key is the one.
    let known = store.remember_key_check(current).await.map_err(|error| store_failure(&error))?;
    match standing(&known, &values) {
        Standing::Fits => Ok(keyring),
        Standing::Replaced => {
            store.set_key_check(current).await.map_err(|error| store_failure(&error))?;
            Ok(keyring)
        }
        Standing::Foreign => Err(mismatch(format!("the key file {} is not the one of this database", path.display()))),
    }
}

/// The operator says that the old key is lost: whatever is in the file from now on is the one.
pub(crate) async fn accept(path: &Path, store: &Store, random: &dyn Random) -> Result<(), Failure> {
    let values = key_file::open(path, random)?.check_values();
    let Some(current) = values.first() else { return Ok(()) };
    store.set_key_check(current).await.map_err(|error| store_failure(&error))
}

/// What to do about a key that does not fit.
pub(crate) const MEND: &str = "put the right key file there or set JIGSAW_KEY_FILE; if it is lost, `jigsaw serve --accept-key` \
    goes on with another one, and every link that was sent is dead";

fn mismatch(cause: String) -> Failure {
    Failure::running(cause, MEND)
}
