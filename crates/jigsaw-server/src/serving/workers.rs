//! The loops: sending mail, and what happens by itself when its time has come.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::port::Clock as _;
use jigsaw_domain::usecase::FrontDoor;
use jigsaw_http_poem::Shutdown;
use jigsaw_store_sea_orm::Store;
use tokio::task::JoinHandle;

use crate::adapter::{Limits, SystemClock};
use crate::wiring::Server;

/// Letters of one claim.
const BATCH: u32 = 50;
/// How often an idle outbox is looked at.
const OUTBOX_EVERY: Duration = Duration::from_millis(250);
/// How long the queue rests when the relay is out of order.
const RELAY_REST: Duration = Duration::from_secs(30);
/// How often sessions are looked at: they open, begin and end on the second.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How often limits, codes and sign-ins that have run out are forgotten.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// The running loops.
pub(super) struct Workers(Vec<JoinHandle<()>>);

impl Workers {
    /// Waits until each has finished what it is at.
    pub(super) async fn finish(self) {
        for worker in self.0 {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker stopped early");
            }
        }
    }
}

/// Starts them; they end after `shutdown` has begun.
pub(super) fn start(server: &Server, shutdown: &Shutdown) -> Workers {
    Workers(vec![
        tokio::spawn(send_mail(server.door.clone(), shutdown.clone())),
        tokio::spawn(sweep(server.door.clone(), shutdown.clone())),
        tokio::spawn(tidy(server.store.clone(), Arc::clone(&server.limits), shutdown.clone())),
    ])
}

async fn send_mail(door: FrontDoor, shutdown: Shutdown) {
    let mut rest = Duration::ZERO;
    while rests(&shutdown, rest).await {
        rest = match door.drain_outbox(BATCH).await {
            Ok(drained) if drained.relay_down => RELAY_REST,
            // More may be waiting: go on at once.
            Ok(drained) if drained.claimed >= BATCH => Duration::ZERO,
            Ok(_) => OUTBOX_EVERY,
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "the outbox could not be read");
                SWEEP_EVERY
            }
        };
    }
}

async fn sweep(door: FrontDoor, shutdown: Shutdown) {
    while rests(&shutdown, SWEEP_EVERY).await {
        if let Err(error) = door.sweep().await {
            tracing::warn!(code = error.code(), %error, "sessions could not be looked after");
        }
    }
}

async fn tidy(store: Store, limits: Arc<Limits>, shutdown: Shutdown) {
    while rests(&shutdown, TIDY_EVERY).await {
        limits.tidy();
        if let Err(error) = store.prune(SystemClock.now()).await {
            tracing::warn!(%error, "what has run out could not be deleted");
        }
    }
}

/// Rests; `false` when it is time to stop.
async fn rests(shutdown: &Shutdown, pause: Duration) -> bool {
    tokio::select! {
        biased;
        () = shutdown.begun() => false,
        () = tokio::time::sleep(pause) => true,
    }
}
