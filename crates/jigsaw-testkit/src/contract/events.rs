//! [`Events`](jigsaw_domain::port::Events).

use std::collections::HashSet;
use std::time::Duration;

use chrono::TimeDelta;
use jigsaw_domain::event::{Event, EventKind, EventSeq, NewEvent};
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::port::{Change, ChangeSet, EventFeed};
use jigsaw_domain::session::Session;

use super::stage::{Stage, all_at_once, soon};
use crate::StorePorts;
use crate::build::{event, invitation, now, participant, session};

async fn tell(stage: &Stage, events: Vec<NewEvent>) {
    stage.commit(ChangeSet { events, ..ChangeSet::default() }).await.expect("events are written");
}

fn one_of_each(session: &Session) -> Vec<NewEvent> {
    let kinds = [
        EventKind::SessionStarted,
        EventKind::SessionEnded,
        EventKind::SessionCancelled,
        EventKind::SessionChanged,
        EventKind::InvitationsChanged,
        EventKind::PeopleChanged,
        EventKind::ParticipantChanged(participant(session, "mike@example.org").id),
        EventKind::InvitedOnTheFly(invitation(session, "mike@example.org").id),
    ];
    let at = now() + TimeDelta::microseconds(123_456);
    kinds.map(|kind| NewEvent { at, ..event(session, kind) }).to_vec()
}

fn assert_told(events: &[Event], expected: &[NewEvent]) {
    let told: Vec<NewEvent> =
        events.iter().map(|event| NewEvent { session: event.session, kind: event.kind, at: event.at }).collect();
    assert_eq!(told, expected);
    assert!(events.windows(2).all(|pair| pair[0].seq < pair[1].seq), "positions grow: {events:?}");
}

/// `since` gives what came after a position, oldest first, at most `limit`, of this session only.
pub async fn must_1_since_gives_what_came_after_oldest_first(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    let written = one_of_each(&stage.session);
    let since =
        async |after, limit| stage.ports.events.since(stage.session.id(), after, limit).await.expect("events are read");
    assert_eq!(since(EventSeq(0), 100).await, []);
    tell(&stage, written[..3].to_vec()).await;
    tell(&stage, vec![event(&other, EventKind::SessionChanged)]).await;
    tell(&stage, written[3..].to_vec()).await;
    let all = since(EventSeq(0), 100).await;
    assert_told(&all, &written);
    for (at, event) in all.iter().enumerate() {
        assert_eq!(since(event.seq, 100).await, all[at + 1..], "after {:?}", event.seq);
    }
    assert_eq!(since(EventSeq(0), 2).await, all[..2], "the oldest ones when there are more");
}

/// `latest` is the position of the newest event of this session; zero before the first one.
pub async fn must_2_latest_is_the_newest_position_or_zero(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    let id = stage.session.id();
    assert_eq!(stage.ports.events.latest(id).await, Ok(EventSeq(0)));
    tell(&stage, one_of_each(&stage.session)).await;
    let all = stage.ports.events.since(id, EventSeq(0), 100).await.expect("events");
    assert_eq!(stage.ports.events.latest(id).await, Ok(all[7].seq));
    assert_eq!(stage.ports.events.latest(other.id()).await, Ok(EventSeq(0)));
}

/// Reads until the event at this position was told. Some may come twice, none may be missing.
async fn told_up_to(feed: &mut dyn EventFeed, last: EventSeq) -> Vec<Event> {
    let (mut told, mut seen) = (Vec::new(), HashSet::new());
    loop {
        let event = soon(feed.next()).await.expect("the feed goes on");
        if seen.insert(event.seq) {
            told.push(event);
        }
        if event.seq == last {
            return told;
        }
    }
}

/// A feed tells everything that is committed after `subscribe` returned, in order, and nothing from before. So does a second.
pub async fn must_3_a_feed_tells_everything_after_subscribe_in_order(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let id = stage.session.id();
    tell(&stage, vec![event(&stage.session, EventKind::SessionChanged)]).await;
    let mut first = stage.ports.events.subscribe(id).await.expect("a feed");
    let mut second = stage.ports.events.subscribe(id).await.expect("a feed");
    let written = one_of_each(&stage.session);
    tell(&stage, written[..4].to_vec()).await;
    tell(&stage, written[4..].to_vec()).await;
    let last = stage.ports.events.latest(id).await.expect("a position");
    assert_told(&told_up_to(&mut *first, last).await, &written);
    assert_told(&told_up_to(&mut *second, last).await, &written);
}

/// A feed that waits already when something is committed is woken by it, again and again.
pub async fn must_3_a_feed_that_waits_is_woken(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mut feed = stage.ports.events.subscribe(stage.session.id()).await.expect("a feed");
    for _ in 0..3 {
        let waiting = tokio::spawn(async move {
            let told = soon(feed.next()).await.expect("an event");
            (feed, told)
        });
        // Long enough to be sure that it waits.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!waiting.is_finished(), "there is nothing to tell yet");
        tell(&stage, vec![event(&stage.session, EventKind::SessionChanged)]).await;
        let (back, told) = waiting.await.expect("the feed is read");
        feed = back;
        assert_eq!(Ok(told.seq), stage.ports.events.latest(stage.session.id()).await);
    }
}

/// Concurrent commits: every event reaches the feed, in order of position.
pub async fn must_3_a_feed_loses_nothing_under_concurrent_commits(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let id = stage.session.id();
    let mut feed = stage.ports.events.subscribe(id).await.expect("a feed");
    let person = |n: u8| ParticipantId::mint(now(), [n; 16]);
    let tasks = (0..64_u8).map(|n| {
        let stage = stage.clone();
        let events = vec![event(&stage.session, EventKind::ParticipantChanged(person(n)))];
        async move { tell(&stage, events).await }
    });
    all_at_once(tasks).await;
    let last = stage.ports.events.latest(id).await.expect("a position");
    let told = told_up_to(&mut *feed, last).await;
    assert_eq!(told, stage.ports.events.since(id, EventSeq(0), 1_000).await.expect("events"));
    let people: HashSet<EventKind> = told.iter().map(|event| event.kind).collect();
    assert_eq!(people.len(), 64);
}

/// A feed that nobody read for long gives everything afterwards.
pub async fn must_3_a_feed_that_was_left_alone_catches_up(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let id = stage.session.id();
    let mut feed = stage.ports.events.subscribe(id).await.expect("a feed");
    for _ in 0..4 {
        tell(&stage, vec![event(&stage.session, EventKind::SessionChanged); 600]).await;
    }
    let last = stage.ports.events.latest(id).await.expect("a position");
    let told = told_up_to(&mut *feed, last).await;
    assert_eq!(told, stage.ports.events.since(id, EventSeq(0), 10_000).await.expect("events"));
    assert_eq!(told.len(), 2_400);
}

/// A feed tells nothing of other sessions.
pub async fn must_3_a_feed_tells_of_its_own_session_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    let mut feed = stage.ports.events.subscribe(stage.session.id()).await.expect("a feed");
    tell(&stage, one_of_each(&other)).await;
    tell(&stage, vec![event(&other, EventKind::SessionChanged), event(&stage.session, EventKind::SessionStarted)])
        .await;
    let told = soon(feed.next()).await.expect("an event");
    assert_eq!((told.session, told.kind), (stage.session.id(), EventKind::SessionStarted));
}
