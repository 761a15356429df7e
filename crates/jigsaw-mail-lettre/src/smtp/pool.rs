//! Connections that are kept for the next letter.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout};

use super::conversation::{self, Broken, Opening, Step};

/// How long a connection may take to be ready for a letter.
const REACHING: Duration = Duration::from_secs(10);
/// How long a connection is kept that nothing is sent over. Relays end them after a minute at the earliest.
const KEPT: Duration = Duration::from_secs(30);
/// How long clearing up after a refusal, or a goodbye, may take.
const CLEARING: Duration = Duration::from_secs(2);

/// Why a letter was not handed over.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// There was no connection to hand it over on.
    Unreached(Broken),
    /// The relay takes no further connection, and others are open.
    Crowded(Broken),
    /// The conversation about it failed.
    At(Step, Broken),
}

struct Kept {
    connection: AsyncSmtpConnection,
    since: Instant,
}

pub(super) struct Pool {
    opening: Opening,
    patience: Duration,
    places: Semaphore,
    size: usize,
    kept: Mutex<Vec<Kept>>,
}

impl Pool {
    /// At most `size` connections, each of which may take `patience` for a letter. Needs a runtime around it.
    pub(super) fn new(opening: Opening, size: usize, patience: Duration) -> Arc<Self> {
        let pool = Arc::new(Self { opening, patience, places: Semaphore::new(size), size, kept: Mutex::default() });
        tokio::spawn(end_idle(Arc::downgrade(&pool)));
        pool
    }

    /// Hands over one letter, on a kept connection if there is one.
    pub(super) async fn hand_over(&self, envelope: &Envelope, letter: &str) -> Result<(), NotTaken> {
        // Never closed; and whoever sends no more at once than there are places never waits here.
        let _place = self.places.acquire().await;
        loop {
            let (mut connection, was_kept) = match self.take() {
                Some(kept) => (kept.connection, true),
                None => (self.connect().await?, false),
            };
            let talk = conversation::hand_over(&mut connection, envelope, letter);
            let (step, broken) = match timeout(self.patience, talk).await {
                Ok(Ok(())) => {
                    self.keep(connection);
                    return Ok(());
                }
                Ok(Err(failed)) => failed,
                // Nobody knows how far it got.
                Err(_) => return Err(NotTaken::At(Step::Letter, Broken::TooLate)),
            };
            // 421 ends the connection; so does silence.
            let is_over = broken.code().is_none_or(|code| code == 421);
            if is_over && was_kept && step == Step::Sender {
                // The relay ended a connection that was kept, as it may. It has heard nothing of the letter.
                continue;
            }
            if !is_over && timeout(CLEARING, conversation::start_over(&mut connection)).await.unwrap_or(false) {
                self.keep(connection);
            }
            return Err(NotTaken::At(step, broken));
        }
    }

    /// Whether the relay can be reached and signed in to.
    pub(super) async fn probe(&self) -> Result<(), NotTaken> {
        let mut connection = self.connect().await?;
        let alive = timeout(CLEARING, conversation::is_alive(&mut connection)).await;
        alive.unwrap_or(Err(Broken::TooLate)).map_err(NotTaken::Unreached)?;
        self.keep(connection);
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, NotTaken> {
        let connected = timeout(REACHING.min(self.patience), self.opening.connect()).await;
        connected.unwrap_or(Err(Broken::TooLate)).map_err(|broken| {
            // With the one that failed.
            let others = self.size.saturating_sub(self.places.available_permits()).saturating_sub(1);
            let is_later = broken.code().is_some_and(|code| (400..500).contains(&code));
            if is_later && others > 0 { NotTaken::Crowded(broken) } else { NotTaken::Unreached(broken) }
        })
    }

    fn take(&self) -> Option<Kept> {
        // The one that was used last: the others may run out.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop().filter(|kept| kept.since.elapsed() < KEPT)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let kept = Kept { connection, since: Instant::now() };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }

    fn idle(&self) -> Vec<Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extract_if(.., |kept| kept.since.elapsed() >= KEPT).collect()
    }
}

/// Takes leave of connections that nothing was sent over for a while, as long as there is the pool.
async fn end_idle(pool: Weak<Pool>) {
    loop {
        sleep(KEPT / 3).await;
        let Some(idle) = pool.upgrade().map(|pool| pool.idle()) else { return };
        for mut kept in idle {
            timeout(CLEARING, conversation::say_goodbye(&mut kept.connection)).await.ok();
        }
    }
}
