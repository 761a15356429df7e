//! Telling open streams what was committed.
//!
//! There is a channel for each session that somebody listens to, and none for others; a subscriber is a receiver of it,
//! not a task. A subscriber that falls behind loses nothing: events are stored, and it reads them again from where it was.
//!
//! [`Feeds::announce`] is the one way in. Between nodes on PostgreSQL, `NOTIFY` would carry the ids of events in the
//! transaction that writes them, and the task that holds `LISTEN` would read those events and announce them here.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::EventFeed;
use sea_orm::DatabaseConnection;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::port::events_after;

/// Events that a subscriber may be behind before it reads from storage.
const CHANNEL: usize = 64;
/// Events that are read from storage at once.
const PAGE: u32 = 256;
/// How often a subscriber that has fallen behind tries to read before its feed is over.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);

/// Who listens to which session.
#[derive(Debug, Default)]
pub(crate) struct Feeds(Mutex<Channels>);

#[derive(Debug, Default)]
struct Channels {
    closed: bool,
    by_session: HashMap<SessionId, broadcast::Sender<Event>>,
}

impl Feeds {
    fn channels(&self) -> MutexGuard<'_, Channels> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells events that are committed, in the order of their positions in each session.
    pub(crate) fn announce(&self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let channels = self.channels();
        for event in events {
            if let Some(channel) = channels.by_session.get(&event.session) {
                // Nobody there any more: the last one is just leaving.
                let _ = channel.send(*event);
            }
        }
    }

    /// Ends every feed.
    pub(crate) fn close(&self) {
        let mut channels = self.channels();
        channels.closed = true;
        channels.by_session.clear();
    }

    /// Listens from now on; the feed skips everything up to a position that is read after this.
    pub(crate) fn listen(&self, session: SessionId) -> broadcast::Receiver<Event> {
        let mut channels = self.channels();
        if channels.closed {
            // Its sender is gone at once: a feed that is over.
            return broadcast::channel(1).1;
        }
        let channel = channels.by_session.entry(session).or_insert_with(|| broadcast::channel(CHANNEL).0);
        channel.subscribe()
    }

    fn leave(&self, session: SessionId) {
        let mut channels = self.channels();
        // The one who leaves is still counted.
        if channels.by_session.get(&session).is_some_and(|channel| channel.receiver_count() <= 1) {
            channels.by_session.remove(&session);
        }
    }

    #[cfg(test)]
    fn sessions(&self) -> usize {
        self.channels().by_session.len()
    }
}

/// One subscription. Dropping [`EventFeed::next`] half way loses nothing.
pub(crate) struct Feed {
    pub(crate) feeds: Arc<Feeds>,
    pub(crate) db: DatabaseConnection,
    pub(crate) session: SessionId,
    pub(crate) receiver: broadcast::Receiver<Event>,
    /// The last one told.
    pub(crate) seen: EventSeq,
    /// Read from storage, not told yet.
    pub(crate) ahead: VecDeque<Event>,
    /// The channel has dropped events that were not received.
    pub(crate) behind: bool,
}

impl Feed {
    async fn catch_up(&mut self) -> Option<()> {
        for _ in 0..TRIES {
            match events_after(&self.db, self.session, self.seen, PAGE).await {
                Ok(events) => {
                    self.behind = events.len() >= PAGE as usize;
                    self.ahead.extend(events);
                    return Some(());
                }
                Err(error) => tracing::warn!(%error, "a feed cannot catch up"),
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        None
    }
}

#[async_trait]
impl EventFeed for Feed {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ahead.pop_front() {
                if event.seq > self.seen {
                    self.seen = event.seq;
                    return Some(event);
                }
                continue;
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            match self.receiver.recv().await {
                Ok(event) => self.ahead.push_back(event),
                Err(RecvError::Lagged(_)) => self.behind = true,
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.feeds.leave(self.session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_nobody_listens_to_costs_nothing() {
        let feeds = Feeds::default();
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(1));
        let (first, second) = (feeds.listen(session), feeds.listen(session));
        assert_eq!(feeds.sessions(), 1);
        feeds.leave(session);
        drop(first);
        assert_eq!(feeds.sessions(), 1, "one is still there");
        feeds.leave(session);
        drop(second);
        assert_eq!(feeds.sessions(), 0);
    }
}
