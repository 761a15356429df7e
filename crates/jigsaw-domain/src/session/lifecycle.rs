//! Scheduled → live → ended, or cancelled.

use chrono::{DateTime, Utc};

use super::{Lock, Schedule, Session, Tell};
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
        matches!((&self.0.state, self.phase(now)), (SessionState::Scheduled, Phase::Live | Phase::Ended))
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
    pub fn cancel(mut self, reason: Option<HostText>, tell: Tell, now: DateTime<Utc>) -> Result<Self, LifecycleError> {
        match self.phase(now) {
            Phase::Cancelled => Ok(self),
            Phase::Ended => Err(LifecycleError::Ended),
            Phase::Scheduled | Phase::Live => {
                self.0.state = SessionState::Cancelled { at: now, reason };
                self.0.count_change(tell);
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
    pub(super) fn refuse_finished(
        &self,
        now: DateTime<Utc>,
        moved_to: Option<&Schedule>,
    ) -> Result<(), LifecycleError> {
        match (self.phase(now), &self.0.state, moved_to) {
            (Phase::Cancelled, ..) => Err(LifecycleError::Cancelled),
            (Phase::Ended, SessionState::Scheduled, Some(to)) if to.ends_at() > now => Ok(()),
            (Phase::Ended, ..) => Err(LifecycleError::Ended),
            (Phase::Scheduled | Phase::Live, ..) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::id::{AccountId, SessionId};
    use crate::session::{DoorSettings, InvitationType, ReminderOffsets, Room, SessionDraft, SessionEdit};
    use crate::text::Title;

    /// Minutes after the start; the session lasts an hour.
    fn minute(minutes: i64) -> DateTime<Utc> {
        "2027-01-10T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn hour(from: i64) -> Schedule {
        Schedule::from_instants(minute(from), minute(from + 60), chrono_tz::UTC).unwrap()
    }

    fn session(door: DoorSettings) -> Session {
        let draft = SessionDraft {
            title: Title::parse("Algebra").unwrap(),
            schedule: hour(0),
            invitation_type: InvitationType::LinkPasswordNotRequested,
            door,
            reminders: ReminderOffsets::default(),
            room: Room::Builtin,
            message: None,
        };
        let id = Uuid::from_u128(7);
        Session::create(SessionId::from_uuid(id), AccountId::from_uuid(id), draft, minute(-600))
    }

    fn waiting() -> Session {
        session(DoorSettings::default())
    }

    fn by_itself() -> Session {
        session(DoorSettings { wait_for_host: false, ..DoorSettings::default() })
    }

    fn ended() -> Session {
        waiting().start(minute(0)).unwrap().end(minute(30)).unwrap()
    }

    fn cancelled() -> Session {
        waiting().cancel(None, Tell::Invitees, minute(-60)).unwrap()
    }

    #[test]
    fn the_phase_of_each_moment() {
        use Phase::{Cancelled, Ended, Live, Scheduled};
        let until =
            |minutes| session(DoorSettings { joinable_until: Some(minute(minutes)), ..DoorSettings::default() });
        let live = waiting().start(minute(-120)).unwrap();
        let table = [
            ("to come", waiting(), -5, Scheduled),
            ("past its start, nobody began it", waiting(), 5, Scheduled),
            ("past its end, nobody began it", waiting(), 60, Ended),
            ("joinable for longer than it lasts", until(90), 75, Scheduled),
            ("… and over", until(90), 90, Ended),
            ("joinable for less long than it lasts", until(15), 30, Scheduled),
            ("by itself, in the early window", by_itself(), -1, Scheduled),
            ("by itself, at the start", by_itself(), 0, Live),
            ("by itself, past its end", by_itself(), 60, Ended),
            ("started hours early", live.clone(), -100, Live),
            ("runs past its end while people are in it", live, 600, Live),
            ("ended", ended(), 31, Ended),
            ("cancelled", cancelled(), 5, Cancelled),
            ("cancelled, past its end", cancelled(), 600, Cancelled),
        ];
        for (name, session, at, phase) in table {
            assert_eq!(session.phase(minute(at)), phase, "{name}");
        }
    }

    #[test]
    fn the_sweep_is_told_when_the_stored_state_lags_behind() {
        assert!(!waiting().is_overdue(minute(5)));
        assert!(by_itself().is_overdue(minute(0)));
        assert!(waiting().is_overdue(minute(60)));
        assert!(!waiting().start(minute(0)).unwrap().is_overdue(minute(600)), "people may still be in it");
        assert!(!ended().is_overdue(minute(600)));
        assert!(!cancelled().is_overdue(minute(600)));
    }

    #[test]
    fn doing_it_again_changes_nothing() {
        let live = waiting().start(minute(0)).unwrap();
        assert_eq!(live.clone().start(minute(9)), Ok(live));
        assert_eq!(ended().end(minute(90)), Ok(ended()));
        assert_eq!(cancelled().cancel(None, Tell::Invitees, minute(0)), Ok(cancelled()));
    }

    #[test]
    fn what_is_over_stays_over() {
        let now = minute(40);
        assert_eq!(ended().start(now), Err(LifecycleError::Ended));
        assert_eq!(ended().cancel(None, Tell::Invitees, now), Err(LifecycleError::Ended));
        assert_eq!(ended().locked(None, now), Err(LifecycleError::Ended));
        assert_eq!(ended().edit(SessionEdit::default(), now), Err(LifecycleError::Ended));
        assert_eq!(cancelled().start(now), Err(LifecycleError::Cancelled), "a cancelled session does not restart");
        assert_eq!(cancelled().end(now), Err(LifecycleError::Cancelled));
        assert_eq!(cancelled().unlocked(now), Err(LifecycleError::Cancelled));
        assert_eq!(cancelled().edit(SessionEdit::default(), now), Err(LifecycleError::Cancelled));
        assert_eq!(cancelled().rotate_link(Tell::Invitees, minute(-5)), Err(LifecycleError::Cancelled));
        assert_eq!(waiting().end(minute(5)), Err(LifecycleError::NotLive));
        assert_eq!(waiting().start(minute(60)), Err(LifecycleError::Ended));
        assert!(by_itself().end(minute(5)).is_ok(), "live by itself");
    }

    #[test]
    fn a_session_that_never_began_is_saved_by_a_later_end() {
        let to = |from| SessionEdit { schedule: Some(hour(from)), ..SessionEdit::default() };
        let moved = waiting().edit(to(120), minute(61)).unwrap();
        assert_eq!(moved.phase(minute(61)), Phase::Scheduled);
        assert_eq!(moved.parts().calendar_sequence, 1, "calendars are told");
        assert_eq!(waiting().edit(to(-120), minute(61)), Err(LifecycleError::Ended));
        assert_eq!(ended().edit(to(120), minute(61)), Err(LifecycleError::Ended), "one that took place is not");
    }

    #[test]
    fn a_type_change_keeps_the_link_and_a_rotation_renews_it() {
        let list = SessionEdit { invitation_type: Some(InvitationType::InvitationList), ..SessionEdit::default() };
        let edited = waiting().edit(list, minute(-60)).unwrap();
        assert_eq!(edited.current_link(), waiting().current_link());
        assert_eq!(edited.parts().calendar_sequence, 0, "calendars do not show it");
        let rotated = waiting().rotate_link(Tell::Invitees, minute(-5)).unwrap();
        assert_ne!(rotated.current_link(), waiting().current_link());
        assert_eq!((waiting().link_works_since(), rotated.link_works_since()), (minute(-600), minute(-5)));
        let mut parts = waiting().parts().clone();
        parts.link.generation = crate::link::Generation::new(u16::MAX);
        assert_eq!(
            Session::from_parts(parts).rotate_link(Tell::Invitees, minute(-5)),
            Err(LifecycleError::LinkWornOut)
        );
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        let mut parts = waiting().parts().clone();
        for (from, to) in
            [(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC), (DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC)]
        {
            parts.schedule = Schedule::from_parts(from.naive_utc(), to.naive_utc(), chrono_tz::UTC, from, to);
            let session = Session::from_parts(parts.clone());
            for now in [from, to, minute(0)] {
                assert!(session.opens_at() <= from);
                let _: (Phase, bool) = (session.phase(now), session.is_overdue(now));
            }
        }
    }
}
