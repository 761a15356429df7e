//! Sending mail: as many letters at once as the relay gets connections. Which go first, what an end means and when to rest is
//! the domain's.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::delivery::{Attempt, ClaimedMessage, RelayNews, RelayWatch, Round};
use jigsaw_domain::port::Clock as _;
use jigsaw_domain::usecase::FrontDoor;
use jigsaw_http_poem::Shutdown;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, sleep_until};

use crate::adapter::SystemClock;
use crate::serving::Pause;

/// How often an outbox is looked at that had nothing more.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long the outbox is left alone that could not be read.
const AWAY: Duration = Duration::from_secs(1);
/// The waits between tries to write down how a try ended: within the lease, after which the message would be sent again.
const WRITE_AGAIN: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(1),
    Duration::from_secs(1),
];

/// A try that ended, and when it began.
type Ended = Option<(Attempt, Round)>;

/// The loop that sends.
pub(super) struct Post {
    pub(super) door: FrontDoor,
    pub(super) pause: Arc<Pause>,
    pub(super) shutdown: Shutdown,
    /// Letters at once.
    pub(super) width: u32,
}

impl Post {
    /// Runs until the server stops, and then until what is on its way has arrived.
    pub(super) async fn run(self) {
        let mut on_their_way: JoinSet<Ended> = JoinSet::new();
        let mut watch = RelayWatch::default();
        let (mut next_look, mut more) = (Instant::now(), false);
        loop {
            tokio::select! {
                biased;
                () = self.shutdown.begun() => break,
                Some(ended) = on_their_way.join_next() => {
                    take_note(&mut watch, ended);
                    if more {
                        next_look = Instant::now();
                    }
                }
                () = sleep_until(next_look) => {
                    let rest;
                    (more, rest) = self.look(&watch, &mut on_their_way).await;
                    next_look = Instant::now() + rest;
                }
            }
        }
        while let Some(ended) = on_their_way.join_next().await {
            take_note(&mut watch, ended);
        }
    }

    /// Sends what may be sent now. Says whether there may be more, and when to look again.
    async fn look(&self, watch: &RelayWatch, on_their_way: &mut JoinSet<Ended>) -> (bool, Duration) {
        if self.pause.is_on() {
            return (false, LOOK_EVERY);
        }
        let in_flight = u32::try_from(on_their_way.len()).unwrap_or(u32::MAX);
        let allowed = watch.allows(SystemClock.now(), in_flight, self.width.saturating_sub(in_flight));
        if allowed == 0 {
            return (true, LOOK_EVERY);
        }
        match self.door.claim_messages(allowed).await {
            Ok(claimed) => {
                let more = claimed.len() >= usize::try_from(allowed).unwrap_or(usize::MAX);
                for message in claimed {
                    on_their_way.spawn(send(self.door.clone(), message, watch.round()));
                }
                // With every connection in use, the next look is when one is free.
                (more, LOOK_EVERY)
            }
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "the outbox could not be read");
                (false, AWAY)
            }
        }
    }
}

async fn send(door: FrontDoor, message: ClaimedMessage, round: Round) -> Ended {
    let attempt = match door.try_message(&message).await {
        Ok(attempt) => attempt,
        Err(error) => {
            // It is claimed again when the lease is over.
            tracing::warn!(code = error.code(), %error, "a letter could not be made");
            return None;
        }
    };
    let mut waits = WRITE_AGAIN.into_iter();
    while let Err(error) = door.finish_message(&message, attempt.clone()).await {
        let Some(wait) = waits.next() else {
            tracing::error!(code = error.code(), %error, "how a mail ended could not be written down: it is sent again");
            break;
        };
        sleep(wait).await;
    }
    let kind = message.message.body.kind();
    match &attempt {
        Attempt::Parked { error } => tracing::warn!(kind, %error, "a mail was given up"),
        Attempt::Bounced { error, .. } => tracing::info!(kind, %error, "a mailbox does not take mail"),
        _ => {}
    }
    Some((attempt, round))
}

fn take_note(watch: &mut RelayWatch, ended: Result<Ended, JoinError>) {
    let (attempt, begun) = match ended {
        Ok(Some(ended)) => ended,
        Ok(None) => return,
        Err(error) => {
            tracing::error!(panicked = error.is_panic(), "sending a mail broke off; it is tried again");
            return;
        }
    };
    match watch.note(&attempt, begun, SystemClock.now()) {
        Some(RelayNews::OutOfOrder { error }) => {
            tracing::error!(%error, "the mail relay is out of order: mail waits, nothing is lost");
        }
        Some(RelayNews::InOrderAgain { after }) => {
            tracing::info!(seconds = after.num_seconds(), "the mail relay is in order again: mail goes out");
        }
        None => {}
    }
}
