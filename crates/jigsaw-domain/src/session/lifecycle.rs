//! Scheduled → live → ended, or cancelled.

use chrono::{DateTime, Utc};

use super::{Lock, Schedule, Session};
use crate::text::HostText;

/// Where a session stands in its life, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// Not begun.
    Scheduled,
    /// Begun by Start, or by the first entry of a host, co-host or presenter.
    Live {
        /// When it began.
        since: DateTime<Utc>,
    },
    /// Over.
    Ended {
        /// When it was over.
        at: DateTime<Utc>,
    },
    /// Called off; does not restart.
    Cancelled {
        /// When it was called off.
        at: DateTime<Utc>,
        /// The host's words to the invitees.
        reason: Option<HostText>,
    },
}

/// What a session is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// To come.
    Scheduled,
    /// Under way.
    Live,
    /// Over.
    Ended,
    /// Called off.
    Cancelled,
}

impl Phase {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Why a session cannot make a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// It is over.
    #[error("the session has ended")]
    Ended,
    /// It was called off.
    #[error("the session was cancelled")]
    Cancelled,
    /// It has not begun.
    #[error("the session is not live")]
    NotLive,
    /// Its link was renewed more often than links can count.
    #[error("the link cannot be renewed any more; clone the session")]
    LinkWornOut,
}

impl LifecycleError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ended => "session_ended",
            Self::Cancelled => "session_cancelled",
            Self::NotLive => "session_not_live",
            Self::LinkWornOut => "link_worn_out",
        }
    }
}

impl Session {
    /// What the session is at `now`.
    ///
    /// A session that waits for nobody is live by itself from its start. One that never began is over when
    /// its door has closed. A live one stays live until it is ended (by the host, or by the sweep once its end has
    /// passed with nobody in).
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        match &self.0.state {
            SessionState::Cancelled { .. } => Phase::Cancelled,
            SessionState::Ended { .. } => Phase::Ended,
            SessionState::Live { .. } => Phase::Live,
            SessionState::Scheduled if now >= self.closes_at().max(self.0.schedule.ends_at()) => Phase::Ended,
            SessionState::Scheduled if !self.0.door.wait_for_host && now >= self.0.schedule.starts_at() => Phase::Live,
            SessionState::Scheduled => Phase::Scheduled,
        }
    }

    /// Whether the stored state lags behind [`Session::phase`]: the sweep stores the transition and tells
    /// everyone.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        matches!(
            (&self.0.state, self.phase(now)),
            (SessionState::Scheduled, Phase::Live | Phase::Ended)
        )
    }

    /// Begins the session, however early. Starting a live one changes nothing.
    pub fn start(mut self, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        self.refuse_finished(now, None)?;
        if !matches!(self.0.state, SessionState::Live { .. }) {
            self.0.state = SessionState::Live { since: now };
        }
        Ok(self)
    }

    /// Ends the session for all. Ending an ended one changes nothing.
    pub fn end(mut self, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        match self.0.state {
            SessionState::Ended { .. } => Ok(self),
            SessionState::Cancelled { .. } => Err(LifecycleError::Cancelled),
            SessionState::Scheduled if self.phase(now) == Phase::Scheduled => Err(LifecycleError::NotLive),
            SessionState::Scheduled | SessionState::Live { .. } => {
                self.0.state = SessionState::Ended { at: now };
                Ok(self)
            }
        }
    }

    /// Calls the session off. A session that has ended stays as it was.
    pub fn cancel(mut self, reason: Option<HostText>, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        match self.phase(now) {
            Phase::Cancelled => Ok(self),
            Phase::Ended => Err(LifecycleError::Ended),
            Phase::Scheduled | Phase::Live => {
                self.0.state = SessionState::Cancelled { at: now, reason };
                self.0.calendar_sequence = self.0.calendar_sequence.saturating_add(1);
                Ok(self)
            }
        }
    }

    /// Lets nobody new in, with the host's own words.
    pub fn locked(mut self, message: Option<HostText>, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        self.refuse_finished(now, None)?;
        self.0.lock = Some(Lock { message });
        Ok(self)
    }

    /// Lets people in again.
    pub fn unlocked(mut self, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        self.refuse_finished(now, None)?;
        self.0.lock = None;
        Ok(self)
    }

    pub(super) fn refuse_cancelled(&self) -> Result<(), LifecycleError> {
        match self.0.state {
            SessionState::Cancelled { .. } => Err(LifecycleError::Cancelled),
            _ => Ok(()),
        }
    }

    /// Finished sessions stay as they are; only one that never began is saved by a later end.
    pub(super) fn refuse_finished(&self, now: DateTime<Utc>, moved_to: Option<&Schedule>) -> Result<(), LifecycleError> {
        match (self.phase(now), &self.0.state, moved_to) {
            (Phase::Cancelled, ..) => Err(LifecycleError::Cancelled),
            (Phase::Ended, SessionState::Scheduled, Some(to)) if to.ends_at() > now => Ok(()),
            (Phase::Ended, ..) => Err(LifecycleError::Ended),
            (Phase::Scheduled | Phase::Live, ..) => Ok(()),
        }
    }
}
