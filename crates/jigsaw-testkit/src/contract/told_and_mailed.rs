//! [`Commits`](jigsaw_domain::port::Commits): the events and messages of a change set.

use super::stage::{Stage, all_at_once, assert_conflict, soon};
use crate::StorePorts;
use crate::build::{event, id_seed, invitation, invitation_mail, now};
use chrono::TimeDelta;
use jigsaw_domain::delivery::OutgoingMessage;
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{Change, ChangeSet};
use jigsaw_domain::version::Version;

/// Events of one session get positions that grow, in the order they were given and committed.
pub async fn must_4_events_get_growing_positions(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let kinds = [EventKind::SessionChanged, EventKind::SessionStarted, EventKind::SessionEnded];
    let before = stage.ports.events.latest(stage.session.id()).await.expect("a position");
    assert_eq!(before, EventSeq(0));
    for _ in 0..3 {
        let events = kinds.map(|kind| event(&stage.session, kind)).to_vec();
        stage.commit(ChangeSet { events, ..ChangeSet::default() }).await.expect("written");
    }
    let all = stage.ports.events.since(stage.session.id(), EventSeq(0), 100).await.expect("events");
    assert_eq!(all.iter().map(|event| event.kind).collect::<Vec<_>>(), kinds.repeat(3));
    assert!(all[0].seq > EventSeq(0), "zero stands before the first one");
    assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq), "positions grow: {all:?}");
}

/// A feed hears nothing of a change set that was not written.
pub async fn must_4_feeds_are_told_nothing_of_a_failed_commit(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mut feed = stage.ports.events.subscribe(stage.session.id()).await.expect("a feed");
    let stale = Change::GuardSession(stage.session.id(), Version::new(99));
    let events = vec![event(&stage.session, EventKind::SessionCancelled)];
    assert_conflict(
        stage.commit(ChangeSet { changes: vec![stale], events, ..ChangeSet::default() }).await,
        "the guard",
    );
    let events = vec![event(&stage.session, EventKind::SessionStarted)];
    stage.commit(ChangeSet { events, ..ChangeSet::default() }).await.expect("written");
    let first = soon(feed.next()).await.expect("an event");
    assert_eq!(first.kind, EventKind::SessionStarted);
    let stored = stage.ports.events.since(stage.session.id(), EventSeq(0), 9).await;
    assert_eq!(stored, Ok(vec![first]), "what is told is stored already");
}

fn keyed(stage: &Stage, text: &str, key: Option<&str>) -> OutgoingMessage {
    let listed = invitation(&stage.session, "mike@example.org");
    let id = MessageId::mint(now(), id_seed(text));
    OutgoingMessage { id, unique_key: key.map(str::to_owned), ..invitation_mail(&listed) }
}

/// A message whose unique key is known is left out, and everything else of its change set is written; also when the first one
/// was sent long ago, and within one change set. Messages without a key are never doubles.
pub async fn must_5_a_known_unique_key_leaves_the_message_out(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let first = keyed(&stage, "first", Some("key"));
    let listed = invitation(&stage.session, "mike@example.org");
    let set = ChangeSet { messages: vec![first.clone()], ..ChangeSet::of([Change::InsertInvitations(vec![listed])]) };
    stage.commit(set).await.expect("written");
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed");
    assert_eq!(claimed[0].message, first);
    let sent = jigsaw_domain::delivery::Attempt::Sent;
    stage.ports.outbox.complete(first.id, claimed[0].fence, sent, now()).await.expect("completed");
    let messages = vec![
        keyed(&stage, "double", Some("key")),
        keyed(&stage, "other", Some("KEY")),
        keyed(&stage, "other again", Some("KEY")),
        keyed(&stage, "without", None),
        keyed(&stage, "without, too", None),
    ];
    let zoe = invitation(&stage.session, "zoe@example.org");
    let set = ChangeSet { messages, ..ChangeSet::of([Change::InsertInvitations(vec![zoe.clone()])]) };
    stage.commit(set).await.expect("written");
    let mut found: Vec<MessageId> = stage.queued().await.into_iter().map(|message| message.id).collect();
    let mut expected: Vec<MessageId> =
        ["other", "without", "without, too"].map(|text| MessageId::mint(now(), id_seed(text))).to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(stage.ports.invitations.find(zoe.id).await.expect("read").is_some(), "the rest is written");
}

/// Two nodes that plan the same mail at the same time write it once, and neither fails.
pub async fn must_5_of_concurrent_messages_with_one_key_one_is_written(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::InsertInvitations(vec![invitation(&stage.session, "mike@example.org")])]).await;
    let planners = (0..24).map(|n| {
        let stage = stage.clone();
        let messages = vec![keyed(&stage, &n.to_string(), Some("reminder"))];
        async move { stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await }
    });
    for answer in all_at_once(planners).await {
        answer.expect("left out silently");
    }
    assert_eq!(stage.queued().await.len(), 1);
}
