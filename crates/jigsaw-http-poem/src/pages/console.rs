//! The head of a session's pages, and who may open them.

use chrono_tz::Tz;
use jigsaw_domain::account::Account;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{Caller, SessionView, Subject};

use super::frame::{Turn, Visit};
use super::{times, words};
use crate::problem::Problem;
use crate::view::{ConsoleHead, Page, SessionState, Tab};

/// A session's page while it is made.
pub(super) struct Console {
    pub(super) caller: Caller,
    pub(super) session: Session,
    /// The host's view of it; `None` for a co-host.
    pub(super) view: Option<SessionView>,
}

/// The id in the address; what cannot be one is not there.
pub(super) fn session_id(text: &str) -> Result<SessionId, Problem> {
    SessionId::parse(text).ok_or_else(Problem::not_found)
}

impl Console {
    /// Opens one of the host's own pages. Others are asked to sign in, refused, or find nothing.
    pub(super) async fn of_host(visit: &Visit, id: &str) -> Result<(Self, SessionView), Turn> {
        let id = session_id(id)?;
        let caller = visit.caller_in(id).await?;
        let view = visit.door().view_session(&caller, id).await?;
        Ok((Self { caller, session: view.session.clone(), view: Some(view.clone()) }, view))
    }

    pub(super) fn id(&self) -> SessionId {
        self.session.id()
    }

    pub(super) const fn is_host(&self) -> bool {
        self.view.is_some()
    }

    pub(super) fn account(&self) -> Option<&Account> {
        match &self.caller.subject {
            Subject::Account(account) => Some(account),
            _ => None,
        }
    }

    pub(super) fn page(&self, visit: &Visit) -> Page {
        visit.page(self.account())
    }

    /// The zone that times are shown in: the reader's own, else the session's.
    pub(super) fn zone(&self) -> Tz {
        self.account().map_or_else(|| self.session.schedule().zone(), |account| account.time_zone)
    }

    pub(super) fn state(&self, visit: &Visit) -> SessionState {
        words::phase(self.session.phase(visit.now()))
    }

    /// Whether it is still to come or going on.
    pub(super) fn is_open(&self, visit: &Visit) -> bool {
        matches!(self.state(visit), SessionState::Scheduled | SessionState::Live)
    }

    /// The head, with how many wait as the page has counted them.
    pub(super) fn head(&self, visit: &Visit, waiting: usize) -> ConsoleHead {
        let enter = match &self.view {
            Some(view) => local_path(visit, &view.link),
            None => format!("/room/{}", self.id()),
        };
        ConsoleHead {
            id: self.id().to_string(),
            title: self.session.title().to_string(),
            state: self.state(visit),
            when: times::schedule(&visit.text, self.session.schedule(), self.zone()),
            is_host: self.is_host(),
            tabs: if self.is_host() { Tab::HOST } else { Tab::CO_HOST },
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            enter_url: self.is_open(visit).then_some(enter),
        }
    }

    /// The head, after counting who waits.
    pub(super) async fn counted_head(&self, visit: &Visit) -> Result<ConsoleHead, Turn> {
        let waiting = visit.door().ports().participants.waiting(self.id()).await?;
        Ok(self.head(visit, waiting.len()))
    }
}

/// The path of one of our own addresses.
fn local_path(visit: &Visit, url: &str) -> String {
    url.strip_prefix(visit.door().address().as_str()).unwrap_or(url).to_owned()
}
