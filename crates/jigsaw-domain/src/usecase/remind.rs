//! Reminders: one offset of one session at a time, written for everyone who should get one, and marked.
//!
//! What happens to a reminder whose time went by while the server was down, or because the session moved: it is written
//! late, but only while the session has not begun, and only the one nearest to the start when several are late. What a
//! message about the day before says is no longer true an hour before. Each message has a key of invitee, offset and start,
//! so two servers that write the same reminder write it once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::list_sessions::MAX_PAGE;
use super::{FrontDoor, UseCaseError};
use crate::admission::ParticipantState;
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::EmailKey;
use crate::id::SessionId;
use crate::invitation::Invitation;
use crate::port::{Change, ChangeSet, DueReminder};
use crate::session::ReminderOffset;

/// Messages of one commit, so that a long list does not keep other writers waiting.
const MOST_MESSAGES: usize = 500;

impl FrontDoor {
    /// Writes the reminders of one offset and marks it; answers how many. Done twice, it writes nothing twice.
    pub(super) async fn remind(&self, due: &DueReminder) -> Result<u32, UseCaseError> {
        let now = self.now();
        let session = &due.session;
        let starts_at = session.schedule().starts_at();
        let messages = if is_outdone(due, now) { Vec::new() } else { self.reminders(due, now).await? };
        let written = u32::try_from(messages.len()).unwrap_or(u32::MAX);
        let mut left = messages.into_iter().peekable();
        loop {
            let mut changes = ChangeSet::of([Change::GuardSession(session.id(), session.version())]);
            changes.messages.extend(left.by_ref().take(MOST_MESSAGES));
            let is_last = left.peek().is_none();
            if is_last {
                changes.push(Change::MarkReminded(session.id(), due.offset, starts_at));
            }
            self.commit(changes).await?;
            if is_last {
                return Ok(written);
            }
        }
    }

    async fn reminders(&self, due: &DueReminder, now: DateTime<Utc>) -> Result<Vec<OutgoingMessage>, UseCaseError> {
        let starts_at = due.session.schedule().starts_at();
        let invitees = self.still_invited(due.session.id()).await?;
        let reminded = invitees.iter().filter(|invitation| !was_just_told(invitation, due.offset, starts_at));
        Ok(reminded.map(|invitation| self.reminder(invitation, due, now)).collect())
    }

    /// Everyone on the list but those whom the host took off it or put out. Who declined or is in is asked when the letter
    /// is made: that is nearer to the truth.
    pub(super) async fn still_invited(&self, id: SessionId) -> Result<Vec<Invitation>, UseCaseError> {
        let people = self.ports.participants.list(id).await?.into_iter();
        let out =
            people.filter(|person| matches!(person.state, ParticipantState::Removed { .. } | ParticipantState::Denied));
        let outcasts: HashSet<EmailKey> = out.map(|person| person.email.key().clone()).collect();
        let (mut invited, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.invitations.list(id, after, MAX_PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let full = page.len() >= MAX_PAGE as usize;
            let listed = page.into_iter().map(|listed| listed.invitation);
            invited.extend(listed.filter(|one| one.is_active() && !outcasts.contains(one.email.key())));
            if !full {
                return Ok(invited);
            }
        }
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

/// Whether the time of a reminder nearer to the start has come as well: that one says what is still true.
fn is_outdone(due: &DueReminder, now: DateTime<Utc>) -> bool {
    let starts_at = due.session.schedule().starts_at();
    let offsets = due.session.parts().reminders.as_slice().iter();
    offsets.into_iter().any(|offset| *offset < due.offset && starts_at - offset.delta() <= now)
}

/// Whether the person was invited when more than half of the offset had gone by: their invitation is the reminder.
pub(super) fn was_just_told(invitation: &Invitation, offset: ReminderOffset, starts_at: DateTime<Utc>) -> bool {
    starts_at - invitation.created_at < offset.delta() / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::Participant;
    use crate::invitation::InvitationState;
    use crate::port::{ListedInvitation, PortError};
    use crate::session::ReminderOffsets;
    use crate::usecase::Swept;
    use crate::usecase::testing::*;

    fn offset(minutes: i64) -> ReminderOffset {
        ReminderOffset::parse(minutes).unwrap()
    }

    fn sweep(mocks: Mocks) -> Result<Swept, UseCaseError> {
        block_on(mocks.front_door().sweep())
    }

    /// Reminders of [`session`] that are due: this offset, this list, these people.
    fn mocks_due(due: DueReminder, list: Vec<Invitation>, people: Vec<Participant>) -> Mocks {
        let mut mocks = Mocks::new();
        mocks.sessions.expect_overdue().returning(|_, _| Ok(Vec::new()));
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
