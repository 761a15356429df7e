//! Telling open streams what was committed.
//!
//! There is a channel for each session that somebody listens to, and none for others; a subscriber is a receiver of it,
//! not a task. A subscriber that falls behind loses nothing: events are stored, and it reads them again from where it was.
//!
//! [`Feeds::announce`] is called after each commit. On SQLite there is one writer, so what it announces is told as it
//! comes. On PostgreSQL other nodes write, too, and what they commit may come in between: there an announcement, like a
//! [notification](crate::nodes), is only a reason to read. The [teller] reads what comes after the last event it told, once for
//! a node however many listen, and tells that. Whoever writes events holds the row of their session until the commit, so
//! they become visible in the order of their positions, and reading on from the last one misses none.

mod teller;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::EventFeed;
use sea_orm::DatabaseConnection;
use tokio::sync::Notify;
use tokio::sync::broadcast::{self, error::RecvError};

pub(crate) use teller::tell;

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
pub(crate) struct Feeds {
    channels: Mutex<Channels>,
    /// Whether others write, too: then events are told by reading.
    shared: bool,
    /// There is something to read.
    due: Notify,
    /// Somebody listens.
    wanted: Notify,
}

#[derive(Debug, Default)]
struct Channels {
    closed: bool,
    by_session: HashMap<SessionId, Channel>,
    /// Sessions that may have events which were not told.
    due: HashSet<SessionId>,
}

#[derive(Debug)]
struct Channel {
    events: broadcast::Sender<Event>,
    /// The last one told; unknown until the first subscriber has found out where it starts.
    told: Option<EventSeq>,
}

impl Feeds {
    /// For a database that other nodes write to.
    pub(crate) fn shared() -> Self {
        Self { shared: true, ..Self::default() }
    }

    fn channels(&self) -> MutexGuard<'_, Channels> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells events that are committed, in the order of their positions in each session.
    pub(crate) fn announce(&self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        if self.shared {
            return self.look(events.iter().map(|event| (event.session, event.seq)));
        }
        let channels = self.channels();
        for event in events {
            if let Some(channel) = channels.by_session.get(&event.session) {
                // Nobody there any more: the last one is just leaving.
                let _ = channel.events.send(*event);
            }
        }
    }

    /// There are events up to these positions. Those that were told already are no news.
    pub(crate) fn look(&self, positions: impl Iterator<Item = (SessionId, EventSeq)>) {
        let mut channels = self.channels();
        let Channels { by_session, due, .. } = &mut *channels;
        for (session, seq) in positions {
            if by_session.get(&session).is_some_and(|channel| channel.told.is_none_or(|told| told < seq)) {
                due.insert(session);
            }
        }
        if !due.is_empty() {
            self.due.notify_one();
        }
    }

    /// There may be events in every session: nobody could tell for a while.
    pub(crate) fn look_everywhere(&self) {
        let mut channels = self.channels();
        channels.due = channels.by_session.keys().copied().collect();
        self.due.notify_one();
    }

    /// Waits until somebody listens for the first time.
    pub(crate) async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// Ends every feed.
    pub(crate) fn close(&self) {
        let mut channels = self.channels();
        channels.closed = true;
        channels.by_session.clear();
        channels.due.clear();
    }

    /// Listens from now on; the feed skips everything up to a position that is read after this.
    pub(crate) fn listen(&self, session: SessionId) -> broadcast::Receiver<Event> {
        let mut channels = self.channels();
        if channels.closed {
            // Its sender is gone at once: a feed that is over.
            return broadcast::channel(1).1;
        }
        self.wanted.notify_one();
        let new = || Channel { events: broadcast::channel(CHANNEL).0, told: None };
        channels.by_session.entry(session).or_insert_with(new).events.subscribe()
    }

    /// A subscriber starts after this position, which it has read since it listens.
    pub(crate) fn starts(&self, session: SessionId, after: EventSeq) {
        let mut channels = self.channels();
        if let Some(channel) = channels.by_session.get_mut(&session)
            && channel.told.is_none()
        {
            channel.told = Some(after);
            self.due.notify_one();
        }
    }

    fn leave(&self, session: SessionId) {
        let mut channels = self.channels();
        // The one who leaves is still counted.
        if channels.by_session.get(&session).is_some_and(|channel| channel.events.receiver_count() <= 1) {
            channels.by_session.remove(&session);
            channels.due.remove(&session);
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
