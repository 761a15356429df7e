//! [`Outbox`](jigsaw_domain::port::Outbox).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{
    AddressDigest, Attempt, ClaimedMessage, DeliveryState, MessageBody, OutboxTally, OutgoingMessage, Priority,
};
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{Change, ChangeSet, PortError};

use super::stage::{Stage, all_at_once, assert_conflict};
use crate::StorePorts;
use crate::build::{account, invitation, mail_code, message, minutes, now, session};

const LEASE: TimeDelta = TimeDelta::minutes(1);

/// A mail of an invitation that is in the store; another text gives another mail.
fn mail(stage: &Stage, text: &str) -> OutgoingMessage {
    let invitation = invitation(&stage.session, "mike@example.org").id;
    message(MessageBody::Invitation { invitation, on_the_fly: false }, text)
}

async fn with_invitation(ports: StorePorts) -> Stage {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::InsertInvitations(vec![invitation(&stage.session, "mike@example.org")])]).await;
    stage
}

async fn queue(stage: &Stage, messages: Vec<OutgoingMessage>) {
    stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await.expect("messages are written");
}

async fn claim(stage: &Stage, at: DateTime<Utc>, limit: u32) -> Vec<ClaimedMessage> {
    for _ in 0..50 {
        match stage.ports.outbox.claim(at, LEASE, limit).await {
            Err(PortError::Unavailable(_) | PortError::Conflict) => tokio::task::yield_now().await,
            answer => return answer.expect("messages are claimed"),
        }
    }
    panic!("the outbox was busy for too long");
}

async fn complete(stage: &Stage, claimed: &ClaimedMessage, attempt: Attempt) -> Result<(), PortError> {
    stage.ports.outbox.complete(claimed.message.id, claimed.fence, attempt, now()).await
}

fn ids(claimed: &[ClaimedMessage]) -> Vec<MessageId> {
    claimed.iter().map(|one| one.message.id).collect()
}

/// A claimed message is given to nobody else until its lease has run out; then it is.
pub async fn must_1_a_claimed_message_is_nobody_elses_until_its_lease_ran_out(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let at = now() + TimeDelta::microseconds(123_456);
    let code = mail_code(&stage.session, "mike@example.org");
    let owner = account("zoe@example.org");
    let deadline = Some(minutes(90) + TimeDelta::microseconds(1));
    let bodies = [
        MessageBody::Invitation { invitation: invitation(&stage.session, "mike@example.org").id, on_the_fly: true },
        MessageBody::Code { code: code.id },
        MessageBody::AccountExists { account: owner.id, session: stage.session.id() },
        MessageBody::Reminder {
            invitation: invitation(&stage.session, "mike@example.org").id,
            offset_minutes: 1_440,
            starts_at: minutes(60),
        },
        MessageBody::LockAlert { account: owner.id },
        MessageBody::Change {
            invitation: invitation(&stage.session, "mike@example.org").id,
            sequence: 3,
            was: minutes(30) + TimeDelta::microseconds(5),
        },
        MessageBody::Cancellation { invitation: invitation(&stage.session, "mike@example.org").id },
        MessageBody::Welcome { account: owner.id },
        MessageBody::PasswordReset { account: owner.id },
        MessageBody::AccessRequest { session: stage.session.id() },
        MessageBody::Digest { session: stage.session.id() },
    ];
    stage.write([Change::InsertAccount(owner), Change::PutCode(code)]).await;
    let written: Vec<OutgoingMessage> = bodies
        .into_iter()
        .zip(0_i64..)
        .map(|(body, n)| OutgoingMessage {
            deadline,
            unique_key: Some(format!("key {n}")),
            created_at: at + TimeDelta::seconds(n),
            ..message(body, &n.to_string())
        })
        .collect();
    queue(&stage, written.clone()).await;
    let claimed = claim(&stage, at, 100).await;
    let given: Vec<OutgoingMessage> = claimed.iter().map(|one| one.message.clone()).collect();
    assert_eq!(given, written, "exactly as committed");
    assert!(claimed.iter().all(|one| one.tries == 0), "the first try has none before it");
    assert_eq!(claim(&stage, at, 100).await, [], "under lease");
    assert_eq!(claim(&stage, at + LEASE - TimeDelta::seconds(1), 100).await, [], "still under lease");
    let again = claim(&stage, at + LEASE + TimeDelta::seconds(1), 100).await;
    assert_eq!(ids(&again), ids(&claimed), "the lease has run out");
}

/// Many workers at the same time: each message goes to exactly one of them, and all go.
pub async fn must_1_concurrent_workers_never_share_a_message(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, (0..120).map(|n| mail(&stage, &n.to_string())).collect()).await;
    let workers = (0..8).map(|_| {
        let stage = stage.clone();
        async move {
            let mut mine = Vec::new();
            loop {
                let claimed = claim(&stage, now(), 7).await;
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed);
            }
        }
    });
    let claimed: Vec<ClaimedMessage> = all_at_once(workers).await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 120, "each message is claimed once");
    assert_eq!(ids(&claimed).into_iter().collect::<HashSet<_>>().len(), 120);
    assert_eq!(claimed.iter().map(|one| one.fence).collect::<HashSet<_>>().len(), 120, "each claim has its own fence");
}

/// Urgent ones first, however late they were written; then those of one lane in the order they were written in; at most
/// `limit`.
pub async fn must_2_urgent_ones_come_first_then_those_written_first(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let made = |text: &str, priority| OutgoingMessage { priority, ..mail(&stage, text) };
    let first = made("first", Priority::Bulk);
    let second = made("second", Priority::Bulk);
    let urgent = made("urgent", Priority::Urgent);
    let urgent_too = made("urgent too", Priority::Urgent);
    queue(&stage, vec![first.clone(), urgent.clone()]).await;
    queue(&stage, vec![second.clone(), urgent_too.clone()]).await;
    let claimed = claim(&stage, now(), 3).await;
    assert_eq!(ids(&claimed), [urgent.id, urgent_too.id, first.id]);
    assert_eq!(ids(&claim(&stage, now(), 3).await), [second.id]);
}

/// What is not to be sent yet is left until its moment.
pub async fn must_2_what_is_not_to_be_sent_yet_is_left(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let priority = Priority::Urgent;
    let later = OutgoingMessage { not_before: minutes(30), priority, ..mail(&stage, "later") };
    let ready = mail(&stage, "ready");
    queue(&stage, vec![later.clone(), ready.clone()]).await;
    assert_eq!(ids(&claim(&stage, now(), 10).await), [ready.id]);
    complete(&stage, &claim(&stage, minutes(5), 10).await[0], Attempt::Sent).await.expect("completed");
    assert_eq!(claim(&stage, minutes(30) - TimeDelta::seconds(1), 10).await, []);
    assert_eq!(ids(&claim(&stage, minutes(30), 10).await), [later.id]);
}

/// Each claim carries a higher fence than any before, of whichever message, and counts as a try.
pub async fn must_3_each_claim_carries_a_higher_fence_and_counts_a_try(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, vec![mail(&stage, "one"), mail(&stage, "two")]).await;
    let mut highest = None;
    for round in 0..5_u32 {
        let claimed = claim(&stage, minutes(2 * i64::from(round)), 10).await;
        assert_eq!(claimed.len(), 2);
        assert!(claimed.iter().all(|one| one.tries == round), "tries before this one: {claimed:?}");
        let lowest = claimed.iter().map(|one| one.fence).min();
        assert!(lowest > highest, "higher than any before");
        assert_ne!(claimed[0].fence, claimed[1].fence);
        highest = claimed.iter().map(|one| one.fence).max();
    }
}

/// Whoever lost the lease to another one changes nothing and is told so.
pub async fn must_4_a_lost_fence_changes_nothing_and_is_a_conflict(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, vec![mail(&stage, "one")]).await;
    let slow = claim(&stage, now(), 1).await.remove(0);
    let quick = claim(&stage, minutes(2), 1).await.remove(0);
    for attempt in [
        Attempt::Sent,
        Attempt::Dropped { reason: "revoked" },
        Attempt::Deferred { until: now(), error: "451".to_owned() },
        Attempt::PutBack { until: now(), error: "535".to_owned() },
        Attempt::Parked { error: "550".to_owned() },
    ] {
        assert_conflict(complete(&stage, &slow, attempt).await, "completing with a lost fence");
    }
    assert_eq!(claim(&stage, minutes(2), 1).await, [], "the other one's lease is untouched");
    complete(&stage, &quick, Attempt::Deferred { until: minutes(9), error: "451".to_owned() })
        .await
        .expect("completed");
    assert_eq!(claim(&stage, minutes(10), 1).await.len(), 1, "and so is the message");
}

/// The port does not say whether a fence is still the message's once its try was completed. Settled here: it is not. A reply
/// that was lost and is sent again must not bring a sent message back.
pub async fn must_4_a_fence_ends_with_its_try(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, vec![mail(&stage, "one"), mail(&stage, "two")]).await;
    let claimed = claim(&stage, now(), 2).await;
    let later = || Attempt::Deferred { until: minutes(5), error: "451".to_owned() };
    complete(&stage, &claimed[0], Attempt::Sent).await.expect("completed");
    assert_conflict(complete(&stage, &claimed[0], later()).await, "completing twice");
    complete(&stage, &claimed[1], later()).await.expect("completed");
    assert_conflict(complete(&stage, &claimed[1], Attempt::Sent).await, "completing twice");
    assert_eq!(ids(&claim(&stage, minutes(9), 9).await), [claimed[1].message.id]);
}

/// Sent, dropped, bounced and parked messages never come again.
pub async fn must_5_what_is_done_is_not_claimed_again(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, ["one", "two", "three", "four"].map(|text| mail(&stage, text)).to_vec()).await;
    let claimed = claim(&stage, now(), 10).await;
    let address = AddressDigest::new([7; 16]);
    let ends = [
        Attempt::Sent,
        Attempt::Dropped { reason: "revoked" },
        Attempt::Bounced { error: "550".to_owned(), address },
        Attempt::Parked { error: "550".to_owned() },
    ];
    for (one, attempt) in claimed.iter().zip(ends) {
        complete(&stage, one, attempt).await.expect("completed");
    }
    assert_eq!(claim(&stage, minutes(1_000_000), 10).await, []);
}

/// A deferred message comes again from its moment on, with its tries counted, otherwise as it was written; one whose deadline
/// has passed, too: the use case drops it.
pub async fn a_deferred_message_comes_again_when_its_time_has_come(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let written = OutgoingMessage { deadline: Some(minutes(1)), ..mail(&stage, "one") };
    queue(&stage, vec![written.clone()]).await;
    let first = claim(&stage, now(), 1).await.remove(0);
    complete(&stage, &first, Attempt::Deferred { until: minutes(30), error: "451".to_owned() })
        .await
        .expect("completed");
    assert_eq!(claim(&stage, minutes(30) - TimeDelta::seconds(1), 1).await, []);
    let second = claim(&stage, minutes(30), 1).await.remove(0);
    assert_eq!(second.tries, 1);
    assert!(second.fence > first.fence);
    // Whether the message shows its new `not_before` is the adapter's own matter.
    let not_before = written.not_before;
    assert_eq!(OutgoingMessage { not_before, ..second.message }, written);
}

/// What was put back comes again from its moment on, with a new fence, and with no try more than before.
pub async fn must_6_what_was_put_back_counts_no_try(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let written = mail(&stage, "one");
    queue(&stage, vec![written.clone()]).await;
    let mut fence = None;
    for round in 0..10_i64 {
        let claimed = claim(&stage, minutes(round), 1).await.remove(0);
        assert_eq!((claimed.tries, &claimed.message), (0, &written), "round {round}");
        assert!(Some(claimed.fence) > fence, "the next claim has a higher fence");
        fence = Some(claimed.fence);
        let back = || Attempt::PutBack { until: minutes(round + 1), error: "535 sign-in".to_owned() };
        complete(&stage, &claimed, back()).await.expect("put back");
        assert_conflict(complete(&stage, &claimed, back()).await, "putting back twice");
        assert_eq!(claim(&stage, minutes(round + 1) - TimeDelta::seconds(1), 1).await, [], "left until its moment");
    }
    // Tries that were made are kept.
    let tried = claim(&stage, minutes(10), 1).await.remove(0);
    complete(&stage, &tried, Attempt::Deferred { until: minutes(11), error: "451".to_owned() })
        .await
        .expect("completed");
    let back = claim(&stage, minutes(11), 1).await.remove(0);
    complete(&stage, &back, Attempt::PutBack { until: minutes(12), error: "535".to_owned() }).await.expect("put back");
    assert_eq!(claim(&stage, minutes(12), 1).await.remove(0).tries, 1);
}

/// A try that a crash cut off leaves a message unanswered, however often; any end answers it for good.
pub async fn must_7_a_message_is_answered_once_a_try_came_to_an_end(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    queue(&stage, ["one", "two", "cut off"].map(|text| mail(&stage, text)).to_vec()).await;
    for round in 0..3 {
        let claimed = claim(&stage, minutes(2 * round), 3).await;
        assert!(claimed.iter().all(|one| !one.answered), "cut off {round} times: {claimed:?}");
    }
    let claimed = claim(&stage, minutes(20), 3).await;
    let ends = [
        Attempt::Deferred { until: minutes(30), error: "451".to_owned() },
        Attempt::PutBack { until: minutes(30), error: "535".to_owned() },
    ];
    for (one, end) in claimed.iter().zip(ends) {
        complete(&stage, one, end).await.expect("completed");
    }
    for round in 0..2 {
        // What was deferred comes last.
        let answered: Vec<bool> =
            claim(&stage, minutes(30 + 2 * round), 3).await.iter().map(|one| one.answered).collect();
        assert_eq!(answered, [true, false, true], "and stays so when the next try is cut off");
    }
}

/// Every message that is not done is counted once, by where it stands at that moment.
pub async fn must_8_the_tally_counts_each_open_message_once(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let tally = async |at| stage.ports.outbox.tally(at).await.expect("a tally");
    assert_eq!(tally(now()).await, OutboxTally::default(), "empty");
    let texts = ["sent", "dropped", "parked", "deferred", "put back", "leased"];
    queue(&stage, texts.map(|text| mail(&stage, text)).to_vec()).await;
    let claimed = claim(&stage, now(), 10).await;
    assert_eq!(tally(now()).await, OutboxTally { leased: 6, ..OutboxTally::default() });
    let ends = [
        Attempt::Sent,
        Attempt::Dropped { reason: "revoked" },
        Attempt::Parked { error: "550".to_owned() },
        Attempt::Deferred { until: minutes(10), error: "451".to_owned() },
        Attempt::PutBack { until: minutes(20), error: "535".to_owned() },
    ];
    for (one, attempt) in claimed.iter().zip(ends) {
        complete(&stage, one, attempt).await.expect("completed");
    }
    queue(&stage, vec![mail(&stage, "fresh"), OutgoingMessage { not_before: minutes(30), ..mail(&stage, "later") }])
        .await;
    let at_once =
        OutboxTally { queued: 1, deferred: 3, leased: 1, parked: 1, oldest_due: Some(mail(&stage, "").not_before) };
    assert_eq!(tally(now()).await, at_once);
    // The lease has run out, and one that was deferred is due.
    assert_eq!(tally(minutes(10)).await, OutboxTally { queued: 3, deferred: 2, leased: 0, ..at_once });
    assert_eq!(tally(minutes(30)).await, OutboxTally { queued: 5, deferred: 0, leased: 0, ..at_once });
}

/// Every mail about an invitation of the session is counted once: by kind, reminder, state, and the reason why it was dropped.
pub async fn must_12_the_mails_of_a_session_are_counted_by_kind_and_end(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let of_session = async |session| stage.ports.outbox.of_session(session).await.expect("counts");
    assert_eq!(of_session(stage.session.id()).await, [], "nothing was mailed");
    let other = session().titled("other").build();
    let elsewhere = invitation(&other, "zoe@example.org");
    stage.write([Change::InsertSession(other.clone()), Change::InsertInvitations(vec![elsewhere.clone()])]).await;
    let about = invitation(&stage.session, "mike@example.org").id;
    let starts_at = minutes(60) + TimeDelta::microseconds(1);
    let reminder =
        |offset_minutes, text| message(MessageBody::Reminder { invitation: about, offset_minutes, starts_at }, text);
    let later = OutgoingMessage { created_at: minutes(3), ..mail(&stage, "later") };
    let texts = [reminder(10, "moved"), reminder(10, "declined"), reminder(10, "declined, too"), reminder(60, "sent")];
    queue(&stage, texts.into_iter().chain([mail(&stage, "given up")]).collect()).await;
    let ends = [
        Attempt::Dropped { reason: "moved" },
        Attempt::Dropped { reason: "declined" },
        Attempt::Dropped { reason: "declined" },
        Attempt::Sent,
        Attempt::Parked { error: "550".to_owned() },
    ];
    for (one, end) in claim(&stage, now(), 5).await.iter().zip(ends) {
        complete(&stage, one, end).await.expect("completed");
    }
    let unasked = message(MessageBody::Invitation { invitation: elsewhere.id, on_the_fly: false }, "elsewhere");
    let code = mail_code(&stage.session, "mike@example.org");
    let nobodys = message(MessageBody::Code { code: code.id }, "a code");
    queue(&stage, vec![mail(&stage, "queued"), later, unasked, nobodys]).await;
    let mut found: Vec<_> = of_session(stage.session.id())
        .await
        .into_iter()
        .map(|one| {
            let offset = one.reminder.map(|reminder| {
                assert_eq!(reminder.starts_at, starts_at);
                reminder.offset_minutes
            });
            (one.kind.as_str(), offset, one.state.as_str(), one.reason, one.count, one.written_at)
        })
        .collect();
    found.sort();
    let reason = |word: &str| Some(word.to_owned());
    assert_eq!(
        found,
        [
            ("invitation", None, "parked", None, 1, now()),
            ("invitation", None, "queued", None, 2, minutes(3)),
            ("reminder", Some(10), "dropped", reason("declined"), 2, now()),
            ("reminder", Some(10), "dropped", reason("moved"), 1, now()),
            ("reminder", Some(60), "sent", None, 1, now()),
        ]
    );
    let elsewhere = of_session(other.id()).await;
    assert_eq!(elsewhere.iter().map(|one| one.count).sum::<u32>(), 1, "each session its own");
}

/// A message is found by its id as it was committed, with where it stands; one that was never written is not.
pub async fn must_9_one_message_is_found_as_it_was_committed(ports: StorePorts) {
    let stage = with_invitation(ports).await;
    let written = OutgoingMessage { lane: None, unique_key: Some("key".to_owned()), ..mail(&stage, "one") };
    queue(&stage, vec![written.clone(), mail(&stage, "another")]).await;
    let find = async |id| stage.ports.outbox.message(id).await.expect("read");
    assert_eq!(find(written.id).await, Some((written.clone(), DeliveryState::Queued)));
    assert_eq!(find(mail(&stage, "unwritten").id).await, None);
    let claimed = claim(&stage, now(), 1).await.remove(0);
    let busy = Attempt::Deferred { until: minutes(9), error: "450".to_owned() };
    complete(&stage, &claimed, busy).await.expect("completed");
    assert_eq!(find(claimed.message.id).await.map(|(_, state)| state), Some(DeliveryState::Deferred));
}
