//! What a stream waits for: an event, a moment, or the end of the server.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use jigsaw_domain::event::Event;
use jigsaw_domain::port::EventFeed;
use tokio::time::Instant;

use crate::context::Shutdown;

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Heard {
    /// Something happened in the session.
    Event(Event),
    /// The moment came first.
    Nothing,
    /// The server stops, or its events do.
    Stop,
}

/// Listens to one session.
pub(super) struct Ear {
    // The future owns the feed and is kept until it is ready: a feed's own waiting is never dropped half-way.
    next: BoxFuture<'static, (Option<Event>, Box<dyn EventFeed>)>,
    stop: BoxFuture<'static, ()>,
}

impl Ear {
    pub(super) fn new(feed: Box<dyn EventFeed>, shutdown: Shutdown) -> Self {
        Self { next: listen(feed), stop: async move { shutdown.begun().await }.boxed() }
    }

    /// Waits for an event, but not past a moment.
    pub(super) async fn hear(&mut self, until: Instant) -> Heard {
        let (event, feed) = tokio::select! {
            biased;
            () = &mut self.stop => return Heard::Stop,
            heard = &mut self.next => heard,
            () = tokio::time::sleep_until(until) => return Heard::Nothing,
        };
        self.next = listen(feed);
        event.map_or(Heard::Stop, Heard::Event)
    }
}

fn listen(mut feed: Box<dyn EventFeed>) -> BoxFuture<'static, (Option<Event>, Box<dyn EventFeed>)> {
    async move {
        let event = feed.next().await;
        (event, feed)
    }
    .boxed()
}
