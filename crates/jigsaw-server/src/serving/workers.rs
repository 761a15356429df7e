//! The loops: sending mail, and what happens by itself when its time has come.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::port::Clock as _;
use jigsaw_domain::usecase::FrontDoor;
use jigsaw_http_poem::Shutdown;
use jigsaw_store_sea_orm::Store;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::adapter::{Limits, SystemClock};
use crate::serving::Pause;
use crate::serving::post::Post;
use crate::wiring::Server;

/// How often sessions are looked at: they open, begin and end on the second.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How often nodes tell each other how many joins they let through.
const SHARE_EVERY: Duration = Duration::from_secs(1);
/// How often limits, codes and sign-ins that have run out are forgotten.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// The running loops.
pub(super) struct Workers(Vec<JoinHandle<()>>);

impl Workers {
    /// Waits until each has finished what it is at, but not past the deadline: a relay may hang. What a worker had in
    /// hand is then claimed again after its lease.
    pub(super) async fn finish(self, deadline: Instant) {
        for mut worker in self.0 {
            match tokio::time::timeout_at(deadline, &mut worker).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a worker stopped early"),
                Err(_) => {
                    tracing::warn!("a worker did not finish in time");
                    worker.abort();
                }
            }
        }
    }
}

/// Starts them; they end after `shutdown` has begun.
pub(super) fn start(server: &Server, pause: &Arc<Pause>, shutdown: &Shutdown) -> Workers {
    let post = Post {
        door: server.door.clone(),
        pause: Arc::clone(pause),
        shutdown: shutdown.clone(),
        width: server.letters_at_once,
    };
    Workers(vec![
        tokio::spawn(Arc::clone(pause).follow(shutdown.clone())),
        tokio::spawn(post.run()),
        tokio::spawn(sweep(server.door.clone(), Arc::clone(pause), shutdown.clone())),
        tokio::spawn(share(Arc::clone(&server.limits), shutdown.clone())),
        tokio::spawn(tidy(server.store.clone(), Arc::clone(&server.limits), shutdown.clone())),
    ])
}

async fn sweep(door: FrontDoor, pause: Arc<Pause>, shutdown: Shutdown) {
    while rests(&shutdown, SWEEP_EVERY).await {
        // People come in while it is paused, so sessions begin and end; reminders wait.
        let swept = if pause.is_on() { door.sweep_sessions().await } else { door.sweep().await };
        if let Err(error) = swept {
            tracing::warn!(code = error.code(), %error, "sessions could not be looked after");
        }
    }
}

async fn share(limits: Arc<Limits>, shutdown: Shutdown) {
    while rests(&shutdown, SHARE_EVERY).await {
        limits.share(SystemClock.now()).await;
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
pub(super) async fn rests(shutdown: &Shutdown, pause: Duration) -> bool {
    tokio::select! {
        biased;
        () = shutdown.begun() => false,
        () = tokio::time::sleep(pause) => true,
    }
}
