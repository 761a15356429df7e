//! Sending what the outbox holds. Here is what becomes of a message; how many are on their way at once, the intervals and the
//! end are the server's.
//!
//! A worker claims no more than it sends at once ([`FrontDoor::claim_messages`]), so that an urgent message waits for one
//! other at most, tries each ([`FrontDoor::try_message`]) and writes down how it ended ([`FrontDoor::finish_message`]), which
//! may be done again when the database is away for a moment. [`RelayWatch`](crate::delivery::RelayWatch) says when to rest.
//! [`FrontDoor::drain_outbox`] does all of it one by one.

use chrono::{DateTime, TimeDelta, Utc};

use super::letters::{Made, last_moment};
use super::{FrontDoor, UseCaseError};
use crate::delivery::{Attempt, ClaimedMessage, MessageBody, OutgoingMessage, Priority, retry_delay};
use crate::id::InvitationId;
use crate::port::{ChangeSet, DeliveryError, PortError};

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Messages that were taken under the lease.
    pub claimed: u32,
    /// Taken by the relay.
    pub sent: u32,
    /// Not to be sent any more.
    pub dropped: u32,
    /// To be tried again later.
    pub deferred: u32,
    /// Back in the queue untried, because the relay is out of order.
    pub put_back: u32,
    /// Sent back: the mailbox does not take it.
    pub bounced: u32,
    /// Given up; kept for the operator.
    pub parked: u32,
    /// The relay itself is out of order: wait before the next batch, and alert the operator once.
    pub relay_down: bool,
}

/// How long a worker keeps a message to itself. Longer than a delivery may take (55 s, see
/// [`Mailer`](crate::port::Mailer)), so that nobody else sends it meanwhile; and what a node had in hand when it died waits
/// no longer than this for another.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// What must be left of the lease to begin another delivery. After the lease another worker has the message, and would
/// send it, too.
const LEAST_LEASE: TimeDelta = TimeDelta::seconds(20);
/// How long a message stays untried that was put back. Not at once, so that the next look at the relay is another's.
const PUT_BACK: TimeDelta = TimeDelta::seconds(2);
/// Tries after which a letter that cannot be written is given up.
const MOST_UNWRITABLE: u32 = 3;
/// Tries in a row without any end after which a letter is given up, because it may be what takes the process down. More than
/// for one that cannot be written, for a process that is killed takes everything along that was on its way.
const MOST_CUT_OFF: u32 = 5;

impl FrontDoor {
    /// Takes at most `limit` messages whose time has come, the urgent ones first. Each is to be tried at once: the lease runs.
    pub async fn claim_messages(&self, limit: u32) -> Result<Vec<ClaimedMessage>, UseCaseError> {
        Ok(self.ports.outbox.claim(self.now(), LEASE, limit).await?)
    }

    /// Tries one message, and says how that ended; nothing is written. Nothing is locked while the relay is talked to.
    pub async fn try_message(&self, claimed: &ClaimedMessage) -> Result<Attempt, UseCaseError> {
        if !claimed.answered && claimed.tries >= MOST_CUT_OFF {
            return Ok(Attempt::Parked { error: "the server stopped each time while it was sending this".to_owned() });
        }
        let letter = match self.letter(&claimed.message).await {
            Ok(Made::Letter(letter)) => letter,
            Ok(Made::Dropped(reason)) => return Ok(Attempt::Dropped { reason }),
            // One message that cannot be read must not hold up the others.
            Err(error @ (PortError::Corrupt(_) | PortError::Backend(_))) => {
                return Ok(self.unwritable(claimed, error.to_string()));
            }
            Err(away @ (PortError::Conflict | PortError::Unavailable(_))) => return Err(away.into()),
        };
        Ok(match self.ports.mailer.deliver(&letter).await {
            Ok(()) => match self.overtaken(&letter).await {
                Ok(()) => Attempt::Sent,
                // Nobody knows whether it said what holds. It is sent again, as it stands then.
                Err(error) => self.later(claimed, error.to_string()),
            },
            Err(DeliveryError::Temporary(error)) => self.later(claimed, error),
            Err(DeliveryError::Bounced(error)) => {
                Attempt::Bounced { error, address: self.keyring.address_digest(letter.to.key()) }
            }
            Err(DeliveryError::Permanent(error)) => Attempt::Parked { error },
            Err(DeliveryError::Unwritable(error)) => self.unwritable(claimed, error),
            Err(DeliveryError::Relay(error)) => put_back(self.now(), error),
        })
    }

    /// Writes down how a try ended; `false` when the lease had run out and someone else has the message: then what they write
    /// counts. When it fails because the database is away, do it again for as long as the lease lasts: a message that was sent
    /// and not written down is sent twice.
    pub async fn finish_message(&self, claimed: &ClaimedMessage, attempt: Attempt) -> Result<bool, UseCaseError> {
        let is_given_up = matches!(attempt, Attempt::Parked { .. } | Attempt::Bounced { .. });
        if let (true, MessageBody::Invitation { invitation, .. }) = (is_given_up, claimed.message.body) {
            // Before it counts as given up: if this is where we stop, it is given up again.
            self.plan_digest(invitation).await?;
        }
        match self.ports.outbox.complete(claimed.message.id, claimed.fence, attempt, self.now()).await {
            Ok(()) => Ok(true),
            Err(PortError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends at most `limit` messages whose time has come, one after the other.
    ///
    /// Stops early when the relay is out of order and when the lease runs out; what was not reached is claimed again.
    pub async fn drain_outbox(&self, limit: u32) -> Result<Drained, UseCaseError> {
        let claimed_at = self.now();
        let batch = self.claim_messages(limit).await?;
        let mut drained = Drained { claimed: u32::try_from(batch.len()).unwrap_or(u32::MAX), ..Drained::default() };
        let mut relay_error = None;
        for claimed in &batch {
            let now = self.now();
            if now - claimed_at > LEASE - LEAST_LEASE {
                break;
            }
            let attempt = match &relay_error {
                Some(error) => put_back(now, String::clone(error)),
                None => self.try_message(claimed).await?,
            };
            if let Attempt::PutBack { error, .. } = &attempt {
                relay_error = Some(error.clone());
            }
            let counter = match &attempt {
                Attempt::Sent => &mut drained.sent,
                Attempt::Dropped { .. } => &mut drained.dropped,
                Attempt::Deferred { .. } => &mut drained.deferred,
                Attempt::PutBack { .. } => &mut drained.put_back,
                Attempt::Bounced { .. } => &mut drained.bounced,
                Attempt::Parked { .. } => &mut drained.parked,
            };
            *counter += u32::from(self.finish_message(claimed, attempt).await?);
        }
        drained.relay_down = relay_error.is_some();
        Ok(drained)
    }

    /// The host is told of invitations that were given up, once an hour.
    async fn plan_digest(&self, invitation: InvitationId) -> Result<(), UseCaseError> {
        let Some(invitation) = self.ports.invitations.find(invitation).await? else { return Ok(()) };
        let (session, now) = (invitation.session, self.now());
        let hour = now.timestamp().div_euclid(3_600);
        let message = OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Digest { session },
            priority: Priority::Bulk,
            // Always at the end of an hour, so that an hour lies between two of them.
            not_before: DateTime::from_timestamp((hour + 1) * 3_600, 0).unwrap_or(now),
            deadline: None,
            unique_key: Some(format!("digest:{session}:{hour}")),
            lane: None,
            created_at: now,
        };
        self.commit(ChangeSet { messages: vec![message], ..ChangeSet::default() }).await
    }

    fn unwritable(&self, claimed: &ClaimedMessage, error: String) -> Attempt {
        if claimed.tries + 1 >= MOST_UNWRITABLE { Attempt::Parked { error } } else { self.later(claimed, error) }
    }

    /// Tries again later, as long as there is time for it.
    fn later(&self, claimed: &ClaimedMessage, error: String) -> Attempt {
        let (now, message) = (self.now(), &claimed.message);
        let [jitter, ..] = self.ports.random.bytes();
        let until = retry_delay(claimed.tries, now - message.not_before, jitter).map(|delay| now + delay);
        match until.filter(|until| last_moment(message).is_none_or(|deadline| *until < deadline)) {
            Some(until) => Attempt::Deferred { until, error },
            None => Attempt::Parked { error },
        }
    }
}

fn put_back(now: DateTime<Utc>, error: String) -> Attempt {
    Attempt::PutBack { until: now + PUT_BACK, error }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::delivery::Fence;
    use crate::id::MessageId;
    use crate::port::DoorSituation;
    use crate::usecase::testing::*;

    const ADDRESS: &str = "mike@example.org";

    fn claimed(number: u8, tries: u32) -> ClaimedMessage {
        let body = MessageBody::Invitation { invitation: invitation(ADDRESS).id, on_the_fly: false };
        ClaimedMessage {
            message: OutgoingMessage {
                id: MessageId::mint(now(), [number; 16]),
                body,
                priority: Priority::Bulk,
                not_before: minutes(-1),
                deadline: None,
                unique_key: None,
                lane: Some(host().id),
                created_at: minutes(-1),
            },
            tries,
            answered: tries > 0,
            fence: Fence(u64::from(number) + 100),
        }
    }

    type Completed = Arc<Mutex<Vec<(MessageId, Fence, Attempt)>>>;

    /// An outbox that holds these messages, and a door at which Mike is invited.
    fn mocks_with(batch: Vec<ClaimedMessage>) -> (Mocks, Completed) {
        let mut mocks = Mocks::new();
        let mut batch = Some(batch);
        mocks
            .outbox
            .expect_claim()
            .withf(|at, lease, limit| (*at, *lease, *limit) == (now(), LEASE, 50))
            .returning(move |_, _, _| Ok(batch.take().unwrap_or_default()));
        mocks.door.expect_situation().returning(|_| {
            Ok(Some(DoorSituation { linked_invitation: Some(invitation(ADDRESS)), ..situation(session()) }))
        });
        mocks.sessions.expect_find().returning(|_| Ok(Some(session())));
        // What is given up is told to the host; see the tests of `forgotten`.
        mocks.invitations.expect_find().returning(|_| Ok(None));
        let completed = Completed::default();
        let kept = completed.clone();
        mocks.outbox.expect_complete().returning(move |id, fence, attempt, _| {
            kept.lock().unwrap().push((id, fence, attempt));
            Ok(())
        });
        (mocks, completed)
    }

    fn attempts(completed: &Completed) -> Vec<Attempt> {
        completed.lock().unwrap().iter().map(|(_, _, attempt)| attempt.clone()).collect()
    }

    fn drain(mocks: Mocks) -> Result<Drained, UseCaseError> {
        block_on(mocks.front_door().drain_outbox(50))
    }

    /// What becomes of a message with so many tries behind it when its delivery fails like this.
    fn after(tries: u32, error: DeliveryError) -> (Drained, Attempt) {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, tries)]);
        mocks.mailer.expect_deliver().once().returning(move |_| Err(error.clone()));
        let drained = drain(mocks).unwrap();
        (drained, attempts(&completed).remove(0))
    }

    fn temporary() -> DeliveryError {
        DeliveryError::Temporary("421 busy".to_owned())
    }

    #[test]
    fn an_empty_outbox_is_no_work() {
        assert_eq!(drain(mocks_with(vec![]).0), Ok(Drained::default()));
    }

    #[test]
    fn what_is_sent_is_completed_under_its_fence() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0), claimed(2, 0)]);
        mocks.mailer.expect_deliver().times(2).returning(|letter| {
            assert_eq!(letter.to.as_typed(), ADDRESS);
            Ok(())
        });
        assert_eq!(drain(mocks), Ok(Drained { claimed: 2, sent: 2, ..Drained::default() }));
        let completed = completed.lock().unwrap();
        assert_eq!(completed[0], (claimed(1, 0).message.id, Fence(101), Attempt::Sent));
        assert_eq!(completed[1].1, Fence(102));
    }

    #[test]
    fn what_is_not_to_be_sent_any_more_is_dropped_without_a_delivery() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0)]);
        mocks.door.checkpoint();
        mocks.door.expect_situation().returning(|_| Ok(None));
        assert_eq!(drain(mocks), Ok(Drained { claimed: 1, dropped: 1, ..Drained::default() }));
        assert_eq!(attempts(&completed), [Attempt::Dropped { reason: "gone" }]);
    }

    #[test]
    fn what_fails_for_now_is_tried_again_later() {
        let (drained, attempt) = after(2, temporary());
        assert_eq!(drained, Drained { claimed: 1, deferred: 1, ..Drained::default() });
        let Attempt::Deferred { until, error } = attempt else { panic!("{attempt:?}") };
        assert!(until > now() && until <= now() + TimeDelta::minutes(2));
        assert_eq!(error, "421 busy");
    }

    #[test]
    fn what_there_is_no_time_left_for_is_given_up() {
        let mut old = claimed(1, 30);
        old.message.not_before = minutes(-72 * 60);
        let mut urgent = claimed(2, 0);
        urgent.message.deadline = Some(now() + TimeDelta::milliseconds(500));
        for message in [old, urgent] {
            let (mut mocks, completed) = mocks_with(vec![message]);
            mocks.mailer.expect_deliver().returning(|_| Err(temporary()));
            assert_eq!(drain(mocks).unwrap().parked, 1);
            assert_eq!(attempts(&completed), [Attempt::Parked { error: "421 busy".to_owned() }]);
        }
    }

    #[test]
    fn a_lock_alert_is_tried_again_after_the_lock_is_over() {
        let mut alert = claimed(1, 0);
        alert.message.body = MessageBody::LockAlert { account: host().id };
        alert.message.deadline = Some(now());
        let (mut mocks, _) = mocks_with(vec![alert]);
        mocks.accounts.expect_find().returning(|_| Ok(Some(host())));
        mocks.mailer.expect_deliver().returning(|_| Err(temporary()));
        assert_eq!(drain(mocks).unwrap().deferred, 1);
    }

    #[test]
    fn a_person_whom_the_relay_refuses_is_given_up_at_once() {
        let (drained, attempt) = after(0, DeliveryError::Bounced("550 no such user".to_owned()));
        assert_eq!(drained, Drained { claimed: 1, bounced: 1, ..Drained::default() });
        let address = keyring().address_digest(invitation(ADDRESS).email.key());
        assert_eq!(attempt, Attempt::Bounced { error: "550 no such user".to_owned(), address });
    }

    #[test]
    fn a_letter_that_the_relay_never_takes_is_given_up_and_its_address_is_not_at_fault() {
        let (drained, attempt) = after(0, DeliveryError::Permanent("554 too large".to_owned()));
        assert_eq!(drained, Drained { claimed: 1, parked: 1, ..Drained::default() });
        assert_eq!(attempt, Attempt::Parked { error: "554 too large".to_owned() });
    }

    #[test]
    fn what_cannot_be_written_is_given_up_after_three_tries() {
        for (tries, parked) in [(0, 0), (1, 0), (2, 1), (7, 1)] {
            let (drained, _) = after(tries, DeliveryError::Unwritable("a header".to_owned()));
            assert_eq!((drained.parked, drained.deferred), (parked, 1 - parked), "{tries}");
        }
    }

    #[test]
    fn what_was_cut_off_each_time_is_given_up_and_what_came_back_once_is_not() {
        for (tries, answered, sent) in [(4, false, 1), (5, false, 0), (5, true, 1), (40, true, 1)] {
            let (mut mocks, completed) = mocks_with(vec![ClaimedMessage { answered, ..claimed(1, tries) }]);
            mocks.mailer.expect_deliver().times(usize::from(sent == 1)).returning(|_| Ok(()));
            let drained = drain(mocks).unwrap();
            assert_eq!((drained.sent, drained.parked), (sent, 1 - sent), "{tries} {answered}");
            assert_eq!(attempts(&completed).len(), 1);
        }
    }

    #[test]
    fn data_that_cannot_be_read_does_not_hold_up_the_others() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0), claimed(2, 0)]);
        mocks.door.checkpoint();
        let mut first = true;
        mocks.door.expect_situation().returning(move |_| {
            if std::mem::take(&mut first) {
                return Err(PortError::Corrupt("a name".to_owned()));
            }
            Ok(Some(DoorSituation { linked_invitation: Some(invitation(ADDRESS)), ..situation(session()) }))
        });
        mocks.mailer.expect_deliver().once().returning(|_| Ok(()));
        assert_eq!(drain(mocks), Ok(Drained { claimed: 2, sent: 1, deferred: 1, ..Drained::default() }));
        assert_eq!(attempts(&completed).len(), 2);
    }

    #[test]
    fn a_database_that_is_away_ends_the_batch_and_writes_nothing() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0), claimed(2, 0)]);
        mocks.door.checkpoint();
        mocks.door.expect_situation().once().returning(|_| Err(PortError::Unavailable("away".to_owned())));
        assert!(drain(mocks).is_err());
        assert!(attempts(&completed).is_empty(), "the lease runs out, and they are claimed again");
    }

    #[test]
    fn a_relay_out_of_order_is_tried_once_and_everything_goes_back() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0), claimed(2, 0), claimed(3, 0)]);
        let mut answers = vec![Err(DeliveryError::Relay("535 sign-in".to_owned())), Ok(())];
        mocks.mailer.expect_deliver().times(2).returning(move |_| answers.pop().unwrap());
        let drained = drain(mocks).unwrap();
        assert_eq!(drained, Drained { claimed: 3, sent: 1, put_back: 2, relay_down: true, ..Drained::default() });
        let back = Attempt::PutBack { until: now() + PUT_BACK, error: "535 sign-in".to_owned() };
        assert_eq!(attempts(&completed), [Attempt::Sent, back.clone(), back]);
    }

    #[test]
    fn a_lease_that_someone_else_holds_by_now_is_not_an_error() {
        let (mut mocks, _) = mocks_with(vec![claimed(1, 0), claimed(2, 0)]);
        mocks.mailer.expect_deliver().times(2).returning(|_| Ok(()));
        mocks.outbox.checkpoint();
        let mut batch = Some(vec![claimed(1, 0), claimed(2, 0)]);
        mocks.outbox.expect_claim().returning(move |_, _, _| Ok(batch.take().unwrap()));
        let mut answers = vec![Ok(()), Err(PortError::Conflict)];
        mocks.outbox.expect_complete().returning(move |_, _, _, _| answers.pop().unwrap());
        assert_eq!(drain(mocks), Ok(Drained { claimed: 2, sent: 1, ..Drained::default() }));
    }

    #[test]
    fn no_delivery_begins_when_the_lease_is_about_to_run_out() {
        let (mut mocks, completed) = mocks_with(vec![claimed(1, 0), claimed(2, 0)]);
        let hands = mocks.hands.clone();
        mocks.mailer.expect_deliver().once().returning(move |_| {
            hands.set(now() + TimeDelta::seconds(45));
            Ok(())
        });
        assert_eq!(drain(mocks), Ok(Drained { claimed: 2, sent: 1, ..Drained::default() }));
        assert_eq!(attempts(&completed), [Attempt::Sent]);
    }
}
