//! Lists and sweeps. The derived columns of the sessions table answer them by index: what a session is at a moment is the
//! same in [`Session::phase`] and here, and a test holds the two against each other.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::admission::Pass;
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::port::{DueReminder, PortError, SessionPage, Sessions, SessionsOf};
use jigsaw_domain::session::{ReminderOffset, Session};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, Order, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::at_most;
use crate::Store;
use crate::entity::{participants, passes, reminders_marked, sessions};
use crate::error::reading;
use crate::mapping::{self, micros, state};
use crate::seats::{ADMITTED, WAITING};

use sessions::Column as C;

/// Sessions that are over at a moment: [`Phase::Ended`](jigsaw_domain::session::Phase) or cancelled.
fn over(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(C::State.is_in([state::ENDED, state::CANCELLED]))
        .add(Condition::all().add(C::State.eq(state::SCHEDULED)).add(C::OverAt.lte(micros(now))))
}

fn upcoming(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(C::State.eq(state::LIVE))
        .add(Condition::all().add(C::State.eq(state::SCHEDULED)).add(C::OverAt.gt(micros(now))))
}

/// What a list is sorted by; ties by id, newest first.
fn sorted_by(which: SessionsOf) -> (C, Order) {
    match which {
        SessionsOf::All => (C::CreatedAt, Order::Desc),
        SessionsOf::Upcoming(_) => (C::StartsAt, Order::Asc),
        SessionsOf::Past(_) => (C::StartsAt, Order::Desc),
    }
}

/// Only what comes after the last one of the page before.
fn after_row(query: Select<sessions::Entity>, which: SessionsOf, last: &sessions::Model) -> Select<sessions::Entity> {
    let (column, order) = sorted_by(which);
    let value = match column {
        C::CreatedAt => last.created_at,
        _ => last.starts_at,
    };
    let further = match order {
        Order::Asc => column.gt(value),
        _ => column.lt(value),
    };
    query.filter(Condition::any().add(further).add(Condition::all().add(column.eq(value)).add(C::Id.lt(last.id))))
}

/// Whether somebody in that state is in the session of the row.
fn anyone(in_state: &str) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::value(1))
        .from(participants::Entity)
        .and_where(Expr::col((participants::Entity, participants::Column::SessionId)).equals((sessions::Entity, C::Id)))
        .and_where(Expr::col((participants::Entity, participants::Column::State)).eq(in_state));
    query
}

/// Whether an admitted person's device was heard of lately.
fn anyone_present(now: DateTime<Utc>) -> SelectStatement {
    let device = Alias::new("device");
    let mut query = anyone(ADMITTED);
    query
        .join_as(
            sea_orm::sea_query::JoinType::InnerJoin,
            passes::Entity,
            device.clone(),
            Expr::col((device.clone(), passes::Column::ParticipantId))
                .equals((participants::Entity, participants::Column::Id)),
        )
        .and_where(Expr::col((device.clone(), passes::Column::Ended)).is_null())
        .and_where(Expr::col((device, passes::Column::SeenAt)).gt(micros(now - Pass::ABSENT_AFTER)));
    query
}

impl Store {
    async fn sessions(&self, query: Select<sessions::Entity>, limit: u32) -> Result<Vec<Session>, PortError> {
        let rows = query.limit(at_most(limit)).all(self.reader()).await.map_err(reading("sessions"))?;
        rows.into_iter().map(mapping::session).collect()
    }

    async fn session_row(&self, id: SessionId) -> Result<Option<sessions::Model>, PortError> {
        sessions::Entity::find_by_id(id.as_uuid()).one(self.reader()).await.map_err(reading("sessions"))
    }

    /// Which offsets are planned already, for each of these sessions and its present start.
    async fn planned(&self, due: &[sessions::Model]) -> Result<HashMap<Uuid, Vec<i32>>, PortError> {
        if due.is_empty() {
            return Ok(HashMap::new());
        }
        let starts: HashMap<Uuid, i64> = due.iter().map(|row| (row.id, row.starts_at)).collect();
        let marks = reminders_marked::Entity::find()
            .filter(reminders_marked::Column::SessionId.is_in(starts.keys().copied()))
            .all(self.reader())
            .await
            .map_err(reading("reminders_marked"))?;
        let mut planned: HashMap<Uuid, Vec<i32>> = HashMap::new();
        for mark in marks.iter().filter(|mark| starts.get(&mark.session_id) == Some(&mark.starts_at)) {
            planned.entry(mark.session_id).or_default().push(mark.offset_minutes);
        }
        Ok(planned)
    }
}

#[async_trait]
impl Sessions for Store {
    async fn find(&self, id: SessionId) -> Result<Option<Session>, PortError> {
        self.session_row(id).await?.map(mapping::session).transpose()
    }

    async fn list(
        &self,
        host: AccountId,
        which: SessionsOf,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<SessionPage, PortError> {
        let mut query = sessions::Entity::find().filter(C::HostId.eq(host.as_uuid()));
        query = match which {
            SessionsOf::All => query,
            SessionsOf::Upcoming(now) => query.filter(upcoming(now)),
            SessionsOf::Past(now) => query.filter(over(now)),
        };
        if let Some(after) = after {
            // The cursor may have left the list meanwhile; its place in it is still known.
            match self.session_row(after).await? {
                Some(last) => query = after_row(query, which, &last),
                None => return Ok(SessionPage::default()),
            }
        }
        let (column, order) = sorted_by(which);
        let query = query.order_by(column, order).order_by_desc(C::Id);
        let mut items = self.sessions(query, limit.saturating_add(1)).await?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = if more { items.last().map(Session::id) } else { None };
        Ok(SessionPage { items, next })
    }

    async fn overdue(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Session>, PortError> {
        let at = micros(now);
        let scheduled = || sessions::Entity::find().filter(C::State.eq(state::SCHEDULED));
        // An open session begins anew each day, whatever is stored.
        let waits = Condition::any()
            .add(C::State.eq(state::SCHEDULED))
            .add(Condition::all().add(C::State.eq(state::LIVE)).add(C::Kind.eq(mapping::OPEN)));
        // Each by its own index. The sweep moves the first four on, so they never come again; sessions that wait for their
        // host stay, and come last, so that they never keep the others out.
        let lagging = [
            sessions::Entity::find().filter(C::RollsOnAt.lte(at)).order_by_asc(C::RollsOnAt),
            scheduled().filter(C::OverAt.lte(at)).order_by_asc(C::OverAt),
            scheduled().filter(C::StartsAt.lte(at)).filter(C::WaitForHost.eq(false)).order_by_asc(C::StartsAt),
            sessions::Entity::find()
                .filter(C::State.eq(state::LIVE))
                .filter(C::EndsAt.lte(at))
                .filter(Expr::exists(anyone_present(now)).not())
                .order_by_asc(C::EndsAt),
            sessions::Entity::find()
                .filter(waits)
                .filter(C::OpensAt.lte(at))
                .filter(Expr::exists(anyone(WAITING)))
                .order_by_desc(C::OpensAt),
        ];
        let mut found: Vec<Session> = Vec::new();
        for query in lagging {
            for session in self.sessions(query, limit).await? {
                if found.len() < limit as usize && found.iter().all(|other| other.id() != session.id()) {
                    found.push(session);
                }
            }
        }
        Ok(found)
    }

    async fn reminders_due(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<DueReminder>, PortError> {
        let rows = sessions::Entity::find()
            .filter(C::State.eq(state::SCHEDULED))
            .filter(C::NextReminderAt.lte(micros(now)))
            .filter(C::StartsAt.gt(micros(now)))
            .order_by_asc(C::NextReminderAt)
            .limit(at_most(limit))
            .all(self.reader())
            .await
            .map_err(reading("sessions"))?;
        let planned = self.planned(&rows).await?;
        let mut due = Vec::new();
        for row in rows {
            let marked = planned.get(&row.id).cloned().unwrap_or_default();
            let session = mapping::session(row)?;
            let start = session.schedule().starts_at();
            let is_open = |offset: &ReminderOffset| {
                start - offset.delta() <= now
                    && !marked.iter().any(|minutes| i64::from(*minutes) == i64::from(offset.minutes()))
            };
            let offsets: Vec<ReminderOffset> =
                session.parts().reminders.as_slice().iter().copied().filter(is_open).collect();
            due.extend(offsets.into_iter().map(|offset| DueReminder { session: session.clone(), offset }));
        }
        due.truncate(limit as usize);
        Ok(due)
    }
}
