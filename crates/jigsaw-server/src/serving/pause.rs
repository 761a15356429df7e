//! Whether mailing is paused: after a restore, until `jigsaw resume`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jigsaw_http_poem::Shutdown;
use jigsaw_store_sea_orm::Store;

use super::workers::rests;
use crate::failure::Failure;
use crate::wiring::store_failure;

/// How often it is read again: another process changes it.
const READ_EVERY: Duration = Duration::from_secs(2);

/// What the database said last.
pub(crate) struct Pause {
    store: Store,
    on: AtomicBool,
}

impl Pause {
    /// Reads it. A server that cannot know does not start mailing.
    pub(crate) async fn read(store: &Store) -> Result<Arc<Self>, Failure> {
        let on = store.is_paused().await.map_err(|error| store_failure(&error))?;
        if on {
            tracing::warn!("mailing is paused: people can join, nothing is mailed until `jigsaw resume`");
        }
        Ok(Arc::new(Self { store: store.clone(), on: AtomicBool::new(on) }))
    }

    pub(crate) fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Follows what other processes say, until the server stops.
    pub(super) async fn follow(self: Arc<Self>, shutdown: Shutdown) {
        while rests(&shutdown, READ_EVERY).await {
            // What cannot be read stays as it was.
            let Ok(on) = self.store.is_paused().await else { continue };
            if self.on.swap(on, Ordering::Relaxed) != on {
                tracing::warn!("mailing is {}", if on { "paused" } else { "resumed" });
            }
        }
    }
}
