use std::collections::VecDeque;

use async_trait::async_trait;
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{EventFeed, Events, PortError};
use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::at_most;
use crate::Store;
use crate::entity::events;
use crate::error::reading;
use crate::feed::Feed;
use crate::mapping;

/// A session's events after a position, oldest first.
pub(crate) async fn events_after(
    db: &DatabaseConnection,
    session: SessionId,
    after: EventSeq,
    limit: u32,
) -> Result<Vec<Event>, PortError> {
    let rows = events::Entity::find()
        .filter(events::Column::SessionId.eq(session.as_uuid()))
        .filter(events::Column::Seq.gt(i64::try_from(after.0).unwrap_or(i64::MAX)))
        .order_by_asc(events::Column::Seq)
        .limit(at_most(limit))
        .all(db)
        .await
        .map_err(reading("events"))?;
    rows.iter().map(mapping::event).collect()
}

#[async_trait]
impl Events for Store {
    async fn since(&self, session: SessionId, after: EventSeq, limit: u32) -> Result<Vec<Event>, PortError> {
        events_after(self.reader(), session, after, limit).await
    }

    async fn latest(&self, session: SessionId) -> Result<EventSeq, PortError> {
        let last: Option<i64> = events::Entity::find()
            .select_only()
            .column(events::Column::Seq)
            .filter(events::Column::SessionId.eq(session.as_uuid()))
            .order_by_desc(events::Column::Seq)
            .limit(1)
            .into_tuple()
            .one(self.reader())
            .await
            .map_err(reading("events"))?;
        Ok(EventSeq(last.and_then(|seq| u64::try_from(seq).ok()).unwrap_or_default()))
    }

    async fn subscribe(&self, session: SessionId) -> Result<Box<dyn EventFeed>, PortError> {
        // Listen first, then ask where we are: what is committed in between is in the channel, and skipped.
        let receiver = self.feeds().listen(session);
        let mut feed = Feed {
            feeds: self.feeds().clone(),
            db: self.reader().clone(),
            session,
            receiver,
            seen: EventSeq::default(),
            ahead: VecDeque::new(),
            behind: false,
        };
        feed.seen = self.latest(session).await?;
        self.feeds().starts(session, feed.seen);
        Ok(Box::new(feed))
    }
}
