//! What happens by itself as time passes: sessions begin and end, waiting people come in, reminders are written. The loop
//! and its interval are the server's; several servers may sweep at once.

use chrono::{DateTime, Utc};

use super::change_session::differences;
use super::context::event;
use super::{FrontDoor, UseCaseError};
use crate::audit::{Actor, AuditEntry};
use crate::event::EventKind;
use crate::id::{AuditId, CorrelationId};
use crate::port::{Change, ChangeSet, PortError};
use crate::session::{Phase, Session, SessionState};

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions that began by themselves.
    pub started: u32,
    /// Sessions that are over by themselves.
    pub ended: u32,
    /// Waiting people who came in.
    pub promoted: u32,
    /// Reminders that were written.
    pub reminders: u32,
}

/// Sessions and reminders of one sweep; the next one takes the rest.
const BATCH: u32 = 100;

impl FrontDoor {
    /// Does what is due. A conflict is left to the next sweep; any other failure lets the rest go on and is then told.
    pub async fn sweep(&self) -> Result<Swept, UseCaseError> {
        let mut swept = Swept::default();
        let mut failure = self.sweep_overdue(&mut swept).await?;
        let due = self.ports.sessions.reminders_due(self.now(), BATCH).await?;
        for reminder in &due {
            let done = self.remind(reminder).await.map(|written| swept.reminders += written);
            failure = failure.or(failure_of(done));
        }
        match failure {
            Some(failure) => Err(failure),
            None => Ok(swept),
        }
    }

    /// The same without reminders: for a server that sends nothing. They are written later, and then only the one that is
    /// still worth something.
    pub async fn sweep_sessions(&self) -> Result<Swept, UseCaseError> {
        let mut swept = Swept::default();
        match self.sweep_overdue(&mut swept).await? {
            Some(failure) => Err(failure),
            None => Ok(swept),
        }
    }

    async fn sweep_overdue(&self, swept: &mut Swept) -> Result<Option<UseCaseError>, UseCaseError> {
        let mut failure = None;
        for session in self.ports.sessions.overdue(self.now(), BATCH).await? {
            let done = self.sweep_session(&session, swept).await;
            failure = failure.or(failure_of(done));
        }
        Ok(failure)
    }

    async fn sweep_session(&self, session: &Session, swept: &mut Swept) -> Result<(), UseCaseError> {
        let now = self.now();
        let due = match transition_due(session, now) {
            None if self.began_before_its_window(session, now).await? => Some(Due::Start),
            due => due,
        };
        match due {
            Some(Due::Start) => {
                let live = session.clone().start(now)?;
                self.store_transition(session, live, ("session.started", EventKind::SessionStarted), now).await?;
                swept.started += 1;
            }
            Some(Due::End) => {
                let ended = session.clone().end(now)?;
                self.store_transition(session, ended, ("session.ended", EventKind::SessionEnded), now).await?;
                swept.ended += 1;
                // Nobody comes in any more.
                return Ok(());
            }
            None => {}
        }
        swept.promoted += self.promote_waiting(session.id()).await?;
        Ok(())
    }

    async fn store_transition(
        &self,
        before: &Session,
        after: Session,
        (action, kind): (&'static str, EventKind),
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        let id = before.id();
        let fields = differences(before, &after);
        let mut changes = ChangeSet::of([Change::UpdateSession(after)]);
        changes.events.push(event(id, kind, now));
        changes.audit.push(AuditEntry {
            id: self.mint(AuditId::mint, now),
            at: now,
            actor: Actor::System,
            action,
            session: Some(id),
            object: id.as_uuid(),
            changes: fields,
            correlation: self.mint(CorrelationId::mint, now),
        });
        self.commit(changes).await
    }
}

enum Due {
    Start,
    End,
}

/// What a session that the store calls overdue is to become. Stores give live sessions only when nobody is in them.
fn transition_due(session: &Session, now: DateTime<Utc>) -> Option<Due> {
    match (session.state(), session.phase(now)) {
        (SessionState::Scheduled, Phase::Live) => Some(Due::Start),
        (SessionState::Scheduled, Phase::Ended) => Some(Due::End),
        // A door that stays open longer than the session was planned keeps it alive.
        (SessionState::Live { .. }, _) if now >= session.schedule().ends_at().max(session.closes_at()) => {
            Some(Due::End)
        }
        _ => None,
    }
}

/// What a step of the sweep has to tell. A conflict means that someone else was there first.
fn failure_of(step: Result<(), UseCaseError>) -> Option<UseCaseError> {
    match step {
        Ok(()) | Err(UseCaseError::Port(PortError::Conflict)) => None,
        Err(failure) => Some(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::{Participant, ParticipantState, Pass};
    use crate::id::SessionId;
    use crate::invitation::Role;
    use crate::session::{EarlyEntry, Schedule, SessionParts};
    use crate::usecase::testing::*;

    /// A session that began this long ago by plan, changed.
    fn begun(ago: i64, change: impl FnOnce(&mut SessionParts)) -> Session {
        session_with(|parts| {
            parts.schedule = Schedule::from_instants(minutes(-ago), minutes(60 - ago), parts.schedule.zone()).unwrap();
            change(parts);
        })
    }

    /// These are overdue; nothing else is.
    fn mocks_with(overdue: Vec<Session>) -> Mocks {
        let mut mocks = Mocks::new();
        mocks.sessions.expect_overdue().returning(move |_, _| Ok(overdue.clone()));
        mocks
    }

    fn no_reminders(mocks: &mut Mocks) {
        mocks.sessions.expect_reminders_due().returning(|_, _| Ok(Vec::new()));
    }

    fn sweep(mocks: Mocks) -> Result<Swept, UseCaseError> {
        block_on(mocks.front_door().sweep())
    }

    fn stored(changes: &ChangeSet) -> &Session {
        match &changes.changes[0] {
            Change::UpdateSession(session) => session,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_session_that_waits_for_nobody_begins_by_itself() {
        let due = begun(1, |parts| parts.door.wait_for_host = false);
        let mut mocks = mocks_with(vec![due.clone()]);
        no_reminders(&mut mocks);
        mocks.participants.expect_waiting().once().returning(|_| Ok(Vec::new()));
        let written = mocks.commits();
        assert_eq!(sweep(mocks), Ok(Swept { started: 1, ..Swept::default() }));
        let changes = written.only();
        assert_eq!(stored(&changes).state(), &SessionState::Live { since: now() });
        assert_eq!(stored(&changes).version(), due.version(), "guarded by its version");
        assert_eq!(changes.events, [event(due.id(), EventKind::SessionStarted, now())]);
        assert_eq!((changes.actions(), changes.audit[0].actor), (vec!["session.started"], Actor::System));
    }

    #[test]
    fn sessions_end_when_their_time_is_over() {
        let never_begun = begun(60, |_| {});
        let deserted = begun(60, |parts| parts.state = SessionState::Live { since: minutes(-60) });
        for due in [never_begun, deserted] {
            let mut mocks = mocks_with(vec![due.clone()]);
            no_reminders(&mut mocks);
            let written = mocks.commits();
            assert_eq!(sweep(mocks), Ok(Swept { ended: 1, ..Swept::default() }));
            let changes = written.only();
            assert_eq!(stored(&changes).state(), &SessionState::Ended { at: now() });
            assert_eq!(changes.events, [event(due.id(), EventKind::SessionEnded, now())]);
            assert_eq!(changes.actions(), ["session.ended"]);
        }
    }

    #[test]
    fn an_open_door_keeps_an_empty_session_alive() {
        let open = begun(60, |parts| {
            parts.state = SessionState::Live { since: minutes(-60) };
            parts.door.joinable_until = Some(minutes(5));
        });
        let mut mocks = mocks_with(vec![open]);
        no_reminders(&mut mocks);
        mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
        assert_eq!(sweep(mocks), Ok(Swept::default()));
    }

    #[test]
    fn people_who_wait_come_in_by_themselves() {
        let live = live_session();
        let mut mocks = mocks_with(vec![live.clone()]);
        no_reminders(&mut mocks);
        mocks.knows(&live);
        let waits = |address| participant(address).moved(ParticipantState::Waiting { reasons: Vec::new() }, now());
        mocks
            .participants
            .expect_waiting()
            .returning(move |_| Ok(vec![waits("a@example.org"), waits("b@example.org")]));
        mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
        mocks.commits();
        assert_eq!(sweep(mocks), Ok(Swept { promoted: 2, ..Swept::default() }));
    }

    #[test]
    fn a_host_who_came_before_the_window_begins_the_session() {
        let scheduled = session_with(|parts| parts.door.early_entry = EarlyEntry::parse(60).unwrap());
        let presenter = Participant { role: Role::Presenter, ..participant("pia@example.org") };
        for (seen_at, started) in [(now(), 1), (minutes(-1), 0)] {
            let mut mocks = mocks_with(vec![scheduled.clone()]);
            no_reminders(&mut mocks);
            let mut found = situation(scheduled.clone());
            found.passes = vec![Pass { seen_at, ..pass(&presenter) }];
            mocks.door.expect_situation().returning(move |_| Ok(Some(found.clone())));
            let people = vec![presenter.clone()];
            mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
            mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
            mocks.commits();
            assert_eq!(sweep(mocks), Ok(Swept { started, ..Swept::default() }), "only one who is there");
        }
    }

    #[test]
    fn a_conflict_is_left_to_the_next_sweep() {
        let mut mocks =
            mocks_with(vec![begun(60, |_| {}), begun(60, |parts| parts.id = SessionId::mint(now(), [1; 16]))]);
        no_reminders(&mut mocks);
        let written = mocks.commits_after(vec![PortError::Conflict]);
        assert_eq!(sweep(mocks), Ok(Swept { ended: 1, ..Swept::default() }));
        assert_eq!(written.take().len(), 1);
    }

    #[test]
    fn a_failure_is_told_after_the_others_had_their_turn() {
        let mut mocks =
            mocks_with(vec![begun(60, |_| {}), begun(60, |parts| parts.id = SessionId::mint(now(), [1; 16]))]);
        no_reminders(&mut mocks);
        let failure = PortError::Backend("a trigger".to_owned());
        let written = mocks.commits_after(vec![failure.clone()]);
        assert_eq!(sweep(mocks), Err(failure.into()));
        assert_eq!(written.take().len(), 1);
    }

    #[test]
    fn a_server_that_sends_nothing_still_looks_after_sessions_and_writes_no_reminder() {
        let mut mocks = Mocks::new();
        mocks.sessions.expect_overdue().returning(|_, _| Ok(Vec::new()));
        mocks.sessions.expect_reminders_due().never();
        assert_eq!(block_on(mocks.front_door().sweep_sessions()), Ok(Swept::default()));
    }
}
