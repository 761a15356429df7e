use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::id::{AccountId, SessionId};
use crate::session::{ReminderOffset, Session};

/// Which of a host's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionsOf {
    /// All, newest first by creation.
    All,
    /// Not over at this moment, soonest start first.
    Upcoming(DateTime<Utc>),
    /// Over or called off, latest start first.
    Past(DateTime<Utc>),
}

/// One page of a list.
#[derive(Clone, Debug, Default)]
pub struct SessionPage {
    /// The sessions.
    pub items: Vec<Session>,
    /// Hand this back for the next page; `None` at the end.
    pub next: Option<SessionId>,
}

/// A reminder whose time has come.
#[derive(Clone, Debug)]
pub struct DueReminder {
    /// The session, scheduled and not begun.
    pub session: Session,
    /// The offset whose time has come.
    pub offset: ReminderOffset,
}

/// Reading sessions.
///
/// 1. `find` MUST give back exactly what was committed.
/// 2. `list` MUST give each session of the host once over all pages, and nobody else's.
/// 3. `overdue` MUST give every session whose stored state lags behind its phase, and every series that has to go on to its
///    next occurrence ([`Session::rolls_on_at`]).
/// 4. `reminders_due` MUST give an offset of a scheduled session whose time has come (`starts_at - offset <= now <
///    starts_at`), and no longer once [`Change::MarkReminded`](super::Change::MarkReminded) is committed for this start.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Sessions: Send + Sync {
    /// One session.
    async fn find(&self, id: SessionId) -> Result<Option<Session>, PortError>;

    /// A host's sessions, `limit` a page, after a cursor.
    async fn list(
        &self,
        host: AccountId,
        which: SessionsOf,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<SessionPage, PortError>;

    /// Scheduled sessions, and open ones that are live, that have people waiting and whose early window has opened, and sessions for which
    /// [`Session::is_overdue`] holds or that are live past their end with nobody in, at most `limit`.
    /// The sweep decides what to do with each.
    async fn overdue(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Session>, PortError>;

    /// Reminders whose time has come, at most `limit`.
    async fn reminders_due(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<DueReminder>, PortError>;
}
