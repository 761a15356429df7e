//! Events and feeds. A feed reads its events from the state; commits only wake it, so it can never lose one.

use std::collections::VecDeque;
use std::sync::Weak;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{EventFeed, Events, PortError};
use tokio::sync::watch;

use super::state::State;
use super::{Inner, MemoryStore};

fn since(state: &State, session: SessionId, after: EventSeq) -> impl Iterator<Item = &Event> {
    state.events.iter().filter(move |event| event.session == session && event.seq > after)
}

fn latest(state: &State, session: SessionId) -> EventSeq {
    state.events.iter().rev().find(|event| event.session == session).map_or(EventSeq(0), |event| event.seq)
}

#[async_trait]
impl Events for MemoryStore {
    async fn since(&self, session: SessionId, after: EventSeq, limit: u32) -> Result<Vec<Event>, PortError> {
        Ok(self.look(|state| since(state, session, after).take(limit as usize).copied().collect()).await)
    }

    async fn latest(&self, session: SessionId) -> Result<EventSeq, PortError> {
        Ok(self.look(|state| latest(state, session)).await)
    }

    async fn subscribe(&self, session: SessionId) -> Result<Box<dyn EventFeed>, PortError> {
        let told = self.0.told.subscribe();
        let seen = self.look(|state| latest(state, session)).await;
        let store = std::sync::Arc::downgrade(&self.0);
        Ok(Box::new(Feed { store, told, session, seen, ahead: VecDeque::new() }))
    }
}

struct Feed {
    /// A feed does not keep the store alive: when that is gone, the feed is over.
    store: Weak<Inner>,
    told: watch::Receiver<u64>,
    session: SessionId,
    seen: EventSeq,
    ahead: VecDeque<Event>,
}

#[async_trait]
impl EventFeed for Feed {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ahead.pop_front() {
                self.seen = event.seq;
                return Some(event);
            }
            self.told.borrow_and_update();
            {
                let store = self.store.upgrade()?;
                self.ahead.extend(since(&store.state(), self.session, self.seen));
                if self.ahead.is_empty() && store.closed.load(Ordering::SeqCst) {
                    return None;
                }
            }
            if self.ahead.is_empty() {
                self.told.changed().await.ok()?;
            }
        }
    }
}
