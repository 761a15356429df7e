//! Reads what is new in sessions and tells it: once for a node.

use std::sync::Arc;

use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use sea_orm::DatabaseConnection;

use super::{BETWEEN_TRIES, CHANNEL, Feeds};
use crate::port::events_after;

/// What a channel holds: a listener that keeps up misses none of a page.
#[expect(clippy::cast_possible_truncation, reason = "it is 64")]
const PAGE: u32 = CHANNEL as u32;

impl Feeds {
    /// The next session to read, and after which position.
    async fn next_due(&self) -> (SessionId, EventSeq) {
        loop {
            if let Some(found) = self.take_due() {
                return found;
            }
            self.due.notified().await;
        }
    }

    fn take_due(&self) -> Option<(SessionId, EventSeq)> {
        let mut channels = self.channels();
        // One whose first subscriber does not know its start yet comes again when it does.
        let found = channels.due.iter().find_map(|session| {
            let told = channels.by_session.get(session)?.told?;
            Some((*session, told))
        });
        if let Some((session, _)) = found {
            channels.due.remove(&session);
        }
        found
    }

    fn due_again(&self, session: SessionId) {
        let mut channels = self.channels();
        if channels.by_session.contains_key(&session) {
            channels.due.insert(session);
        }
    }

    /// Events of one session, as they were read.
    fn told(&self, session: SessionId, events: &[Event]) {
        let mut channels = self.channels();
        // Everybody may have left meanwhile, and others come, who start later.
        let Some(channel) = channels.by_session.get_mut(&session) else { return };
        for event in events {
            if channel.told.is_some_and(|told| told < event.seq) {
                channel.told = Some(event.seq);
                let _ = channel.events.send(*event);
            }
        }
    }
}

/// Tells for as long as it runs. When the database is away, it tries until it is back.
pub(crate) async fn tell(feeds: Arc<Feeds>, db: DatabaseConnection) {
    loop {
        let (session, after) = feeds.next_due().await;
        match events_after(&db, session, after, PAGE).await {
            Ok(events) => {
                if events.len() >= PAGE as usize {
                    feeds.due_again(session);
                }
                feeds.told(session, &events);
            }
            Err(error) => {
                tracing::warn!(%error, "events cannot be read; they are told when they can");
                feeds.due_again(session);
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jigsaw_domain::event::EventKind;
    use uuid::Uuid;

    use super::*;

    fn event(session: SessionId, seq: u64) -> Event {
        Event { seq: EventSeq(seq), session, kind: EventKind::SessionChanged, at: jigsaw_testkit::build::now() }
    }

    #[test]
    fn what_was_told_is_no_reason_to_read() {
        let feeds = Feeds::shared();
        let session = SessionId::from_uuid(Uuid::from_u128(1));
        let mut listener = feeds.listen(session);
        feeds.announce(&[event(session, 3)]);
        assert_eq!(feeds.take_due(), None, "where it starts is not known yet");
        feeds.starts(session, EventSeq(2));
        assert_eq!(feeds.take_due(), Some((session, EventSeq(2))), "and then it is due");
        feeds.told(session, &[event(session, 3), event(session, 7)]);
        feeds.told(session, &[event(session, 7)]);
        assert_eq!((listener.try_recv().unwrap().seq, listener.try_recv().unwrap().seq), (EventSeq(3), EventSeq(7)));
        assert!(listener.try_recv().is_err(), "once");
        feeds.announce(&[event(session, 7)]);
        assert_eq!(feeds.take_due(), None);
        feeds.look_everywhere();
        assert_eq!(feeds.take_due(), Some((session, EventSeq(7))));
    }
}
