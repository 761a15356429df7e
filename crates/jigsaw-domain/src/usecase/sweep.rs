//! What happens by itself as time passes: sessions begin and end, waiting people come in, reminders are written. The loop
//! and its interval are the server's; several servers may sweep at once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::change_session::differences;
use super::context::event;
use super::list_sessions::MAX_PAGE;
use super::{FrontDoor, UseCaseError};
use crate::admission::ParticipantState;
use crate::audit::{Actor, AuditEntry};
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::EmailKey;
use crate::event::EventKind;
use crate::id::{AuditId, CorrelationId, SessionId};
use crate::invitation::Invitation;
use crate::port::{Change, ChangeSet, DueReminder, PortError};
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
/// Messages of one commit, so that a long list does not keep other writers waiting.
const MOST_MESSAGES: usize = 500;

impl FrontDoor {
    /// Does what is due. A conflict is left to the next sweep; any other failure lets the rest go on and is then told.
    pub async fn sweep(&self) -> Result<Swept, UseCaseError> {
        let mut swept = Swept::default();
        let mut failure = self.sweep_overdue(&mut swept).await?;
        let due = self.ports.sessions.reminders_due(self.now(), BATCH).await?;
        for reminder in &due {
            let done = self.remind(reminder, &mut swept).await;
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

    /// Writes the reminders of one offset and marks it. Done twice, it writes nothing twice: each message has its key.
    /// When several offsets have come, after a move or a pause, only the one nearest to the start is mailed.
    async fn remind(&self, due: &DueReminder, swept: &mut Swept) -> Result<(), UseCaseError> {
        let now = self.now();
        let session = &due.session;
        let messages = if is_outdone(due, now) { Vec::new() } else { self.reminders(due, now).await? };
        let written = u32::try_from(messages.len()).unwrap_or(u32::MAX);
        let mut left = messages.into_iter().peekable();
        loop {
            let mut changes = ChangeSet::of([Change::GuardSession(session.id(), session.version())]);
            changes.messages.extend(left.by_ref().take(MOST_MESSAGES));
            let is_last = left.peek().is_none();
            if is_last {
                changes.push(Change::MarkReminded(session.id(), due.offset, session.schedule().starts_at()));
            }
            self.commit(changes).await?;
            if is_last {
                break;
            }
        }
        swept.reminders += written;
        Ok(())
    }

    async fn reminders(&self, due: &DueReminder, now: DateTime<Utc>) -> Result<Vec<OutgoingMessage>, UseCaseError> {
        let session = &due.session;
        let outcasts = self.outcasts(session.id()).await?;
        let mut messages = Vec::new();
        let mut after = None;
        loop {
            let page = self.ports.invitations.list(session.id(), after, MAX_PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let full = page.len() >= MAX_PAGE as usize;
            let invitees = page.iter().map(|listed| &listed.invitation).filter(|invitation| {
                invitation.is_active() && !outcasts.contains(invitation.email.key()) && !was_just_told(invitation, due)
            });
            messages.extend(invitees.map(|invitation| self.reminder(invitation, due, now)));
            if !full {
                return Ok(messages);
            }
        }
    }

    /// People whom the host put out. Who is in is asked when the letter is made: that is nearer to the truth.
    async fn outcasts(&self, id: SessionId) -> Result<HashSet<EmailKey>, UseCaseError> {
        let people = self.ports.participants.list(id).await?.into_iter();
        let out =
            people.filter(|person| matches!(person.state, ParticipantState::Removed { .. } | ParticipantState::Denied));
        Ok(out.map(|person| person.email.key().clone()).collect())
    }

    fn reminder(&self, invitation: &Invitation, due: &DueReminder, now: DateTime<Utc>) -> OutgoingMessage {
        let starts_at = due.session.schedule().starts_at();
        let offset_minutes = due.offset.minutes();
        let key = format!("reminder:{}:{}:{offset_minutes}:{}", due.session.id(), invitation.id, starts_at.timestamp());
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Reminder { invitation: invitation.id, offset_minutes, starts_at },
            priority: Priority::Bulk,
            not_before: now,
            deadline: Some(starts_at),
            unique_key: Some(key),
            lane: Some(due.session.host()),
            created_at: now,
        }
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

/// Whether the time of a reminder nearer to the start has come as well: that one says what is still true.
fn is_outdone(due: &DueReminder, now: DateTime<Utc>) -> bool {
    let starts_at = due.session.schedule().starts_at();
    let offsets = due.session.parts().reminders.as_slice().iter();
    offsets.into_iter().any(|offset| *offset < due.offset && starts_at - offset.delta() <= now)
}

/// Whether the person was invited when more than half of the offset had gone by: their invitation is the reminder.
fn was_just_told(invitation: &Invitation, due: &DueReminder) -> bool {
    let left_then = due.session.schedule().starts_at() - invitation.created_at;
    left_then < due.offset.delta() / 2
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
    use crate::admission::{Participant, Pass};
    use crate::invitation::{InvitationState, Role};
    use crate::port::ListedInvitation;
    use crate::session::{EarlyEntry, ReminderOffset, ReminderOffsets, Schedule, SessionParts};
    use crate::usecase::testing::*;

    fn offset(minutes: i64) -> ReminderOffset {
        ReminderOffset::parse(minutes).unwrap()
    }

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

    /// Reminders of [`session`] that are due: this offset, this list, these people.
    fn mocks_due(due: DueReminder, list: Vec<Invitation>, people: Vec<Participant>) -> Mocks {
        let mut mocks = mocks_with(Vec::new());
        mocks.sessions.expect_reminders_due().returning(move |_, _| Ok(vec![due.clone()]));
        mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
        mocks.invitations.expect_list().returning(move |_, after, limit| {
            let rest = list.iter().skip_while(|invitation| after.is_some_and(|after| invitation.id <= after));
            let page = rest.take(limit as usize).cloned();
            Ok(page.map(ListedInvitation::unseen).collect())
        });
        mocks
    }

    fn an_hour_before() -> DueReminder {
        let session = session_with(|parts| parts.reminders = ReminderOffsets::new(vec![offset(60)]).unwrap());
        DueReminder { session, offset: offset(60) }
    }

    #[test]
    fn everyone_who_is_still_invited_is_reminded_once() {
        let revoked = Invitation { state: InvitationState::Revoked { at: now() }, ..invitation("revoked@example.org") };
        let out = [
            participant("removed@example.org").moved(ParticipantState::Removed { reason: None, banned: false }, now()),
            participant("denied@example.org").moved(ParticipantState::Denied, now()),
        ];
        let list = vec![
            invitation("mike@example.org"),
            revoked,
            invitation("removed@example.org"),
            invitation("denied@example.org"),
        ];
        let mut mocks = mocks_due(an_hour_before(), list, out.to_vec());
        let written = mocks.commits();
        assert_eq!(sweep(mocks), Ok(Swept { reminders: 1, ..Swept::default() }));

        let changes = written.only();
        let message = &changes.messages[0];
        let id = invitation("mike@example.org").id;
        let starts_at = minutes(60);
        assert_eq!(message.body, MessageBody::Reminder { invitation: id, offset_minutes: 60, starts_at });
        assert_eq!((message.deadline, message.priority), (Some(starts_at), Priority::Bulk));
        let key = format!("reminder:{}:{id}:60:{}", session().id(), starts_at.timestamp());
        assert_eq!(message.unique_key.as_deref(), Some(key.as_str()));
        assert!(matches!(changes.changes[0], Change::GuardSession(id, _) if id == session().id()));
        assert!(
            matches!(changes.changes[1], Change::MarkReminded(_, marked, at) if (marked, at) == (offset(60), starts_at))
        );
    }

    #[test]
    fn long_lists_are_written_in_parts_and_marked_with_the_last() {
        let mut list: Vec<Invitation> =
            (0..1_200).map(|number| invitation(&format!("m{number}@example.org"))).collect();
        list.sort_by_key(|invitation| invitation.id);
        let mut mocks = mocks_due(an_hour_before(), list, Vec::new());
        let written = mocks.commits();
        assert_eq!(sweep(mocks), Ok(Swept { reminders: 1_200, ..Swept::default() }));
        let parts = written.take();
        let sizes: Vec<usize> = parts.iter().map(|part| part.messages.len()).collect();
        assert_eq!(sizes, [500, 500, 200]);
        let marks = |part: &ChangeSet| part.changes.iter().any(|change| matches!(change, Change::MarkReminded(..)));
        assert_eq!(parts.iter().map(marks).collect::<Vec<_>>(), [false, false, true]);
        let keys: HashSet<_> = parts.iter().flat_map(|part| &part.messages).map(|m| m.unique_key.clone()).collect();
        assert_eq!(keys.len(), 1_200);
    }

    #[test]
    fn a_session_without_a_list_is_marked_all_the_same() {
        let mut mocks = mocks_due(an_hour_before(), Vec::new(), Vec::new());
        let written = mocks.commits();
        assert_eq!(sweep(mocks), Ok(Swept::default()));
        assert!(written.only().messages.is_empty());
    }

    #[test]
    fn a_server_that_sends_nothing_still_looks_after_sessions_and_writes_no_reminder() {
        let mut mocks = Mocks::new();
        mocks.sessions.expect_overdue().returning(|_, _| Ok(Vec::new()));
        mocks.sessions.expect_reminders_due().never();
        assert_eq!(block_on(mocks.front_door().sweep_sessions()), Ok(Swept::default()));
    }

    #[test]
    fn of_several_that_have_come_only_the_nearest_is_mailed() {
        let session = session_with(|parts| {
            parts.reminders = ReminderOffsets::new(vec![offset(1_440), offset(60)]).unwrap();
        });
        for (minutes, mailed) in [(1_440, 0), (60, 1)] {
            let due = DueReminder { session: session.clone(), offset: offset(minutes) };
            let mut mocks = mocks_due(due, vec![invitation("mike@example.org")], Vec::new());
            let written = mocks.commits();
            assert_eq!(sweep(mocks).unwrap().reminders, mailed);
            let changes = written.only();
            assert!(matches!(changes.changes[1], Change::MarkReminded(_, marked, _) if marked == offset(minutes)));
        }
    }

    #[test]
    fn whoever_was_invited_late_is_not_reminded_of_what_they_just_read() {
        for (invited, reminded) in [(-1, 1), (0, 1), (30, 1), (31, 0)] {
            let invitation = Invitation { created_at: minutes(invited), ..invitation("mike@example.org") };
            let mut mocks = mocks_due(an_hour_before(), vec![invitation], Vec::new());
            mocks.hands.set(minutes(40));
            mocks.commits();
            assert_eq!(sweep(mocks).unwrap().reminders, reminded, "invited at {invited}");
        }
    }

    #[test]
    fn a_session_that_moves_meanwhile_is_looked_at_again() {
        let mut mocks = mocks_due(an_hour_before(), vec![invitation("mike@example.org")], Vec::new());
        let written = mocks.commits_after(vec![PortError::Conflict]);
        assert_eq!(sweep(mocks), Ok(Swept::default()));
        assert!(written.take().is_empty());
    }
}
