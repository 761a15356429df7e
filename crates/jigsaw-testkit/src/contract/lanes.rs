//! [`Outbox`](jigsaw_domain::port::Outbox): lanes are served in turn.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{Attempt, ClaimedMessage, MessageBody, OutgoingMessage, Priority};
use jigsaw_domain::id::AccountId;
use jigsaw_domain::port::{Change, ChangeSet, PortError};

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{account, host, invitation, message, minutes, now};

/// A host's mail; the store asks nobody whether the host is there.
fn mail(stage: &Stage, lane: Option<AccountId>, text: &str) -> OutgoingMessage {
    let invitation = invitation(&stage.session, "mike@example.org").id;
    OutgoingMessage { lane, ..message(MessageBody::Invitation { invitation, on_the_fly: false }, text) }
}

async fn queue(stage: &Stage, messages: impl IntoIterator<Item = OutgoingMessage>) {
    let messages = messages.into_iter().collect();
    stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await.expect("messages are written");
}

async fn begin(ports: StorePorts) -> Stage {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::InsertInvitations(vec![invitation(&stage.session, "mike@example.org")])]).await;
    stage
}

async fn claim_at(stage: &Stage, at: DateTime<Utc>, limit: u32) -> Vec<ClaimedMessage> {
    for _ in 0..50 {
        match stage.ports.outbox.claim(at, TimeDelta::minutes(1), limit).await {
            Err(PortError::Unavailable(_) | PortError::Conflict) => tokio::task::yield_now().await,
            answer => return answer.expect("messages are claimed"),
        }
    }
    panic!("the outbox was busy for too long");
}

async fn complete(stage: &Stage, claimed: &ClaimedMessage, attempt: Attempt) {
    let done = stage.ports.outbox.complete(claimed.message.id, claimed.fence, attempt, now()).await;
    done.expect("completed under its fence");
}

/// Whose mail comes in which order, when as many are sent one after the other.
async fn order(stage: &Stage, at: DateTime<Utc>, many: usize) -> Vec<Option<AccountId>> {
    let mut lanes = Vec::new();
    for _ in 0..many {
        let claimed = claim_at(stage, at, 1).await;
        let Some(one) = claimed.first() else { break };
        complete(stage, one, Attempt::Sent).await;
        lanes.push(one.message.lane);
    }
    lanes
}

fn hosts() -> [Option<AccountId>; 3] {
    ["zoe@example.org", "yan@example.org", "xaver@example.org"].map(|address| Some(account(address).id))
}

/// While one host has thousands queued, another host's single message is among the next few, and so is somebody's own code.
pub async fn must_10_a_single_message_does_not_wait_for_another_hosts_thousands(ports: StorePorts) {
    let stage = begin(ports).await;
    let [many, one, _] = hosts();
    queue(&stage, (0..3_000).map(|n| mail(&stage, many, &n.to_string()))).await;
    assert_eq!(order(&stage, now(), 40).await, vec![many; 40], "nobody else wants anything");
    queue(&stage, [mail(&stage, one, "single")]).await;
    queue(&stage, [mail(&stage, None, "nobody's")]).await;
    let next = order(&stage, now(), 5).await;
    assert!(next.contains(&one) && next.contains(&None), "{next:?}");
}

/// Three lanes that hold different numbers alternate for as long as each has something.
pub async fn must_10_lanes_alternate_while_each_has_something(ports: StorePorts) {
    let stage = begin(ports).await;
    let [large, middle, small] = hosts();
    for (lane, many) in [(large, 60), (middle, 20), (small, 5)] {
        queue(&stage, (0..many).map(|n| mail(&stage, lane, &format!("{lane:?} {n}")))).await;
    }
    let order = order(&stage, now(), 100).await;
    let count = |first: usize, lane| order[..first].iter().filter(|one| **one == lane).count();
    assert_eq!(order.len(), 85, "all are sent");
    for lane in [large, middle, small] {
        assert!((4..=6).contains(&count(15, lane)), "a third each while there are three: {order:?}");
    }
    assert!((18..=20).contains(&count(45, middle)), "half each while there are two: {order:?}");
    assert_eq!(count(85, large), 60);
}

/// A lane that was idle has saved up nothing: it takes turns with those who have been sending all the time.
pub async fn must_10_a_lane_that_was_idle_has_saved_up_nothing(ports: StorePorts) {
    let stage = begin(ports).await;
    let [busy, idle, _] = hosts();
    queue(&stage, (0..200).map(|n| mail(&stage, busy, &format!("busy {n}")))).await;
    let _ = order(&stage, now(), 150).await;
    queue(&stage, (0..50).map(|n| mail(&stage, idle, &format!("idle {n}")))).await;
    let next = order(&stage, now(), 20).await;
    let of_busy = next.iter().filter(|lane| **lane == busy).count();
    assert!((9..=11).contains(&of_busy), "{next:?}");
}

/// When everything was sent, whoever sent much is not behind for it.
pub async fn must_10_who_sent_much_yesterday_is_not_behind_today(ports: StorePorts) {
    let stage = begin(ports).await;
    let [much, other, _] = hosts();
    queue(&stage, (0..100).map(|n| mail(&stage, much, &format!("much {n}")))).await;
    assert_eq!(order(&stage, now(), 200).await.len(), 100);
    queue(&stage, (0..50).map(|n| mail(&stage, other, &format!("other {n}")))).await;
    queue(&stage, [mail(&stage, much, "one more")]).await;
    let next = order(&stage, now(), 4).await;
    assert!(next.contains(&much), "{next:?}");
}

/// A thousand that were tried in vain do not come before another host's fresh one when their time has come.
pub async fn must_10_what_was_deferred_comes_at_its_lanes_end(ports: StorePorts) {
    let stage = begin(ports).await;
    let [unlucky, other, _] = hosts();
    queue(&stage, (0..60).map(|n| mail(&stage, unlucky, &format!("unlucky {n}")))).await;
    let busy = |until| Attempt::Deferred { until, error: "450 later".to_owned() };
    for _ in 0..50 {
        let claimed = claim_at(&stage, now(), 1).await.remove(0);
        complete(&stage, &claimed, busy(minutes(5))).await;
    }
    queue(&stage, (0..3).map(|n| mail(&stage, other, &format!("other {n}")))).await;
    let next = order(&stage, minutes(6), 10).await;
    assert_eq!(next.iter().filter(|lane| **lane == other).count(), 3, "{next:?}");
    assert_eq!(order(&stage, minutes(6), 100).await.len(), 53, "and none is lost");
}

/// Urgent messages take turns among themselves, too: thousands on the fly do not delay a code.
pub async fn must_10_urgent_lanes_take_turns_too(ports: StorePorts) {
    let stage = begin(ports).await;
    let urgent = |lane, text: &str| OutgoingMessage { priority: Priority::Urgent, ..mail(&stage, lane, text) };
    let [many, ..] = hosts();
    queue(&stage, (0..500).map(|n| urgent(many, &format!("on the fly {n}")))).await;
    queue(&stage, [mail(&stage, Some(host().id), "bulk"), urgent(None, "a code")]).await;
    let next = order(&stage, now(), 3).await;
    assert!(next.contains(&None) && !next.contains(&Some(host().id)), "{next:?}");
}

/// Messages that were put back say since when the relay is out of order; any other end is the end of that.
pub async fn must_11_held_since_the_first_was_put_back(ports: StorePorts) {
    let stage = begin(ports).await;
    queue(&stage, (0..2).map(|n| mail(&stage, None, &n.to_string()))).await;
    let since = async || stage.ports.outbox.held_since().await.expect("read");
    assert_eq!(since().await, None);
    for minute in [3, 4, 5] {
        for claimed in claim_at(&stage, minutes(minute), 2).await {
            let back = Attempt::PutBack { until: minutes(minute + 1), error: "away".to_owned() };
            let done = stage.ports.outbox.complete(claimed.message.id, claimed.fence, back, minutes(minute)).await;
            done.expect("put back");
        }
        assert_eq!(since().await, Some(minutes(3)), "since the first, not since the last");
    }
    let claimed = claim_at(&stage, minutes(9), 2).await;
    complete(&stage, &claimed[0], Attempt::Sent).await;
    assert_eq!(since().await, Some(minutes(3)), "the other one has had no other end");
    let busy = Attempt::Deferred { until: minutes(20), error: "450".to_owned() };
    complete(&stage, &claimed[1], busy).await;
    assert_eq!(since().await, None, "the relay answers");
}
