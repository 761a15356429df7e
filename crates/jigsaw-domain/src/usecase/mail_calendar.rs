//! The mail calendar of a session: everything that will be mailed, when and to how many, and what became of what was.
//!
//! What is to come is counted by the rules that reminders are written by, as things stand: an answer, a removal or a move
//! changes it, and so it is a forecast and not a promise.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};

use super::remind::was_just_told;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::delivery::{AddressDigest, DeliveryState, LetterKind, MailCount, ReminderOf};
use crate::id::{AccountId, SessionId};
use crate::invitation::Invitation;
use crate::session::{Phase, Session};

/// How far a mailing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailingStage {
    /// Its time will come.
    Planned,
    /// Some of it is still in the queue.
    UnderWay,
    /// All of it has come to an end.
    Done,
    /// Its time came, and there was nothing to write: nobody was to get it, or it was late and a later one was mailed.
    Skipped,
}

impl MailingStage {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Skipped => "skipped",
        }
    }
}

/// Mails of one session that belong together: one reminder, or all of one other kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Their kind.
    pub kind: LetterKind,
    /// Which reminder it is, if it is one.
    pub reminder: Option<ReminderOf>,
    /// How far it is.
    pub stage: MailingStage,
    /// When it will be written; of what is written, when the latest mail of it was.
    pub at: DateTime<Utc>,
    /// How many would get it as things stand; of what is written, how many mails there are.
    pub people: u32,
    /// Still in the queue.
    pub queued: u32,
    /// Taken by the relay.
    pub sent: u32,
    /// Not sent on purpose, by reason.
    pub dropped: BTreeMap<String, u32>,
    /// Given up.
    pub failed: u32,
}

impl FrontDoor {
    /// The mail calendar of a session of the caller's, by time.
    pub async fn mail_calendar(&self, caller: &Caller, id: SessionId) -> Result<(Session, Vec<Mailing>), UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let mut mailings = gathered(self.ports.outbox.of_session(id).await?);
        let now = self.now();
        if session.phase(now) == Phase::Scheduled && session.schedule().starts_at() > now {
            let ahead = self.ahead(&session, &mailings, now).await?;
            mailings.extend(ahead);
        }
        mailings.sort_by_key(|mailing| mailing.at);
        Ok((session, mailings))
    }

    /// The reminders of which nothing is written yet.
    async fn ahead(
        &self,
        session: &Session,
        written: &[Mailing],
        now: DateTime<Utc>,
    ) -> Result<Vec<Mailing>, UseCaseError> {
        let starts_at = session.schedule().starts_at();
        let mut invitees = self.still_invited(session.id()).await?;
        invitees.retain(|invitation| !invitation.is_declined());
        let unwanted = self.unwanted_by(session.host(), &invitees).await?;
        invitees.retain(|one| !self.keyring.address_digests(one.email.key()).iter().any(|own| unwanted.contains(own)));
        let offsets = session.parts().reminders.as_slice().iter().copied();
        let ahead = offsets.filter_map(|offset| {
            let which = ReminderOf { starts_at, offset_minutes: offset.minutes() };
            let is_written = written.iter().any(|mailing| mailing.reminder == Some(which));
            let at = starts_at - offset.delta();
            let is_to_come = at > now;
            let due = invitees.iter().filter(|one| is_to_come && !was_just_told(one, offset, starts_at)).count();
            let stage = if is_to_come { MailingStage::Planned } else { MailingStage::Skipped };
            (!is_written).then(|| Mailing {
                people: u32::try_from(due).unwrap_or(u32::MAX),
                ..Mailing::nothing(LetterKind::Reminder, Some(which), (stage, at))
            })
        });
        Ok(ahead.collect())
    }
}

impl FrontDoor {
    /// Those of these people's addresses that take no mail, or want no reminders from this host.
    async fn unwanted_by(
        &self,
        host: AccountId,
        invitees: &[Invitation],
    ) -> Result<HashSet<AddressDigest>, UseCaseError> {
        let asked: Vec<AddressDigest> =
            invitees.iter().flat_map(|one| self.keyring.address_digests(one.email.key())).collect();
        let suppressed = self.ports.suppressions.suppressed(asked.clone()).await?;
        let unsubscribed = self.ports.suppressions.unsubscribed(host, asked).await?;
        let of_suppressed = suppressed.into_iter().map(|one| one.address);
        Ok(of_suppressed.chain(unsubscribed.into_iter().map(|one| one.address)).collect())
    }
}

impl Mailing {
    const fn nothing(
        kind: LetterKind,
        reminder: Option<ReminderOf>,
        (stage, at): (MailingStage, DateTime<Utc>),
    ) -> Self {
        Self { kind, reminder, stage, at, people: 0, queued: 0, sent: 0, dropped: BTreeMap::new(), failed: 0 }
    }

    fn count(&mut self, more: MailCount) {
        self.at = self.at.max(more.written_at);
        self.people += more.count;
        match more.state {
            DeliveryState::Queued | DeliveryState::Deferred => {
                self.queued += more.count;
                self.stage = MailingStage::UnderWay;
            }
            DeliveryState::Sent => self.sent += more.count,
            DeliveryState::Dropped => *self.dropped.entry(more.reason.unwrap_or_default()).or_default() += more.count,
            DeliveryState::Bounced | DeliveryState::Parked => self.failed += more.count,
        }
    }
}

/// Counts of one kind and one reminder put together.
fn gathered(counts: Vec<MailCount>) -> Vec<Mailing> {
    let mut mailings: Vec<Mailing> = Vec::new();
    for count in counts {
        let known = mailings.iter_mut().find(|one| (one.kind, one.reminder) == (count.kind, count.reminder));
        if let Some(mailing) = known {
            mailing.count(count);
        } else {
            let mut mailing = Mailing::nothing(count.kind, count.reminder, (MailingStage::Done, count.written_at));
            mailing.count(count);
            mailings.push(mailing);
        }
    }
    mailings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitation::Answer;
    use crate::port::ListedInvitation;
    use crate::session::{ReminderOffset, ReminderOffsets, SessionState};
    use crate::usecase::testing::*;

    fn count(kind: LetterKind, state: DeliveryState, count: u32) -> MailCount {
        MailCount { kind, reminder: None, state, reason: None, count, written_at: minutes(-30) }
    }

    fn reminder(offset_minutes: u32) -> ReminderOf {
        ReminderOf { starts_at: minutes(60), offset_minutes }
    }

    /// What the host is shown of a session with these offsets, this list and these mails.
    fn shown(offsets: &[i64], state: SessionState, list: Vec<Invitation>, counts: Vec<MailCount>) -> Vec<Mailing> {
        let offsets = offsets.iter().map(|minutes| ReminderOffset::parse(*minutes).unwrap()).collect();
        let session = session_with(|parts| {
            parts.reminders = ReminderOffsets::new(offsets).unwrap();
            parts.state = state;
        });
        let mut mocks = Mocks::new();
        mocks.knows(&session);
        mocks.outbox.expect_of_session().returning(move |_| Ok(counts.clone()));
        mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
        mocks.invitations.expect_list().returning(move |_, _, _| {
            let listed = list.iter().cloned();
            Ok(listed.map(ListedInvitation::unseen).collect())
        });
        block_on(mocks.front_door().mail_calendar(&as_host(), session.id())).unwrap().1
    }

    #[test]
    fn what_is_to_come_is_counted_as_reminders_are_written() {
        let list = vec![
            invitation("mike@example.org"),
            invitation("declined@example.org").answered(Answer::Declined, now()),
            invitation("revoked@example.org").revoked(now()),
            Invitation { created_at: minutes(50), ..invitation("late@example.org") },
        ];
        let shown = shown(&[10, 30], SessionState::Scheduled, list, Vec::new());
        let told: Vec<_> = shown.iter().map(|one| (one.reminder, one.stage, one.at, one.people)).collect();
        let planned = MailingStage::Planned;
        assert_eq!(
            told,
            [(Some(reminder(30)), planned, minutes(30), 1), (Some(reminder(10)), planned, minutes(50), 2)]
        );
    }

    #[test]
    fn what_was_written_is_told_with_what_became_of_it() {
        let dropped = |reason: &str, many| MailCount {
            reminder: Some(reminder(1440)),
            reason: Some(reason.to_owned()),
            ..count(LetterKind::Reminder, DeliveryState::Dropped, many)
        };
        let counts = vec![
            count(LetterKind::Invitation, DeliveryState::Sent, 7),
            MailCount { written_at: minutes(-1), ..count(LetterKind::Invitation, DeliveryState::Queued, 2) },
            dropped("declined", 1),
            dropped("present", 3),
            MailCount { reminder: Some(reminder(1440)), ..count(LetterKind::Reminder, DeliveryState::Parked, 1) },
        ];
        let shown = shown(&[1440], SessionState::Scheduled, Vec::new(), counts);
        let [day, invitations] = &shown[..] else { panic!("{shown:#?}") };
        assert_eq!((invitations.stage, invitations.people, invitations.at), (MailingStage::UnderWay, 9, minutes(-1)));
        assert_eq!((invitations.sent, invitations.queued), (7, 2));
        assert_eq!((day.stage, day.people, day.failed), (MailingStage::Done, 5, 1));
        let because: Vec<_> = day.dropped.iter().map(|(why, many)| (why.as_str(), *many)).collect();
        assert_eq!(because, [("declined", 1), ("present", 3)]);
    }

    #[test]
    fn a_reminder_whose_time_went_by_with_nothing_written_was_skipped() {
        let shown = shown(&[1440], SessionState::Scheduled, vec![invitation("mike@example.org")], Vec::new());
        assert_eq!((shown[0].stage, shown[0].people), (MailingStage::Skipped, 0));
    }

    #[test]
    fn nothing_is_planned_for_a_session_that_has_begun_or_is_off() {
        for state in [SessionState::Live { since: now() }, SessionState::Cancelled { at: now(), reason: None }] {
            assert!(shown(&[10], state, vec![invitation("mike@example.org")], Vec::new()).is_empty());
        }
    }
}
