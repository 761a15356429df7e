//! What servers do by themselves.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use jigsaw_domain::delivery::{Attempt, ClaimedMessage, DeliveryState, MessageBody};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build::session;
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, comes, invited};
use crate::run::{Seen, at_every_call};

/// Mike and Nora are invited, and no mail has left.
async fn two_mails(house: &House) -> Session {
    let list = house.add_session(session().invitation_list()).await;
    for address in [MIKE, NORA] {
        invited(house, &list, address, Role::Attendee).await;
    }
    list
}

/// Drains until everything has left; leases and delays run out on the way.
async fn everything_leaves(house: &House) {
    for _ in 0..5 {
        if house.store.messages().iter().all(|(_, standing)| *standing == DeliveryState::Sent) {
            return;
        }
        house.clock.advance(TimeDelta::minutes(3));
        house.front_door().drain_outbox(10).await.unwrap();
    }
    panic!("still there: {:?}", house.store.messages());
}

/// Every mail arrives, under one identifier each; one letter may come twice, when nobody knows whether it left.
async fn each_arrives_at_most_one_twice<W, A>(seen: &Seen<W, A>) {
    everything_leaves(&seen.house).await;
    let letters = seen.house.mailer.letters();
    let ids: BTreeSet<String> = letters.iter().map(|letter| letter.id.to_string()).collect();
    assert_eq!(ids.len(), 2);
    assert!(letters.len() <= 3, "{}", letters.len());
}

#[tokio::test]
async fn drain_outbox_loses_nothing_and_sends_at_most_one_twice() {
    at_every_call(
        two_mails,
        async |door, _| door.drain_outbox(10).await,
        async |seen| {
            seen.answer();
            each_arrives_at_most_one_twice(&seen).await;
        },
    )
    .await;
}

#[tokio::test]
async fn claim_messages_leaves_a_lost_batch_to_the_end_of_its_lease() {
    at_every_call(
        two_mails,
        async |door, _| door.claim_messages(10).await,
        async |seen| {
            // What the lost call claimed nobody holds: it is claimed again when its lease has run out.
            let claimed = seen.answer().len();
            assert!(claimed == 2 || (claimed == 0 && seen.again.is_some()), "{claimed}");
            each_arrives_at_most_one_twice(&seen).await;
            assert_eq!(seen.house.mailer.letters().len(), 2);
        },
    )
    .await;
}

async fn one_claimed(house: &House) -> ClaimedMessage {
    two_mails(house).await;
    house.front_door().claim_messages(1).await.unwrap().remove(0)
}

#[tokio::test]
async fn try_message_writes_nothing() {
    at_every_call(
        one_claimed,
        async |door, claimed| door.try_message(claimed).await,
        async |seen| {
            assert!(!seen.lost);
            assert!(matches!(seen.answer(), Attempt::Sent | Attempt::Deferred { .. }), "{:?}", seen.answer());
            each_arrives_at_most_one_twice(&seen).await;
        },
    )
    .await;
}

#[tokio::test]
async fn finish_message_is_written_down_once() {
    at_every_call(
        one_claimed,
        async |door, claimed| door.finish_message(claimed, Attempt::Sent).await,
        async |seen| {
            seen.answer();
            let sent = |standing: &DeliveryState| *standing == DeliveryState::Sent;
            let done = seen.house.store.messages().iter().filter(|(_, standing)| sent(standing)).count();
            // A conflict means that someone else has the message; here nobody does, and its lease runs out.
            assert!(done == 1 || (done == 0 && !*seen.answer()));
        },
    )
    .await;
}

/// One session to begin by itself, with Mike waiting; one of which Nora is to be reminded.
async fn much_to_do(house: &House) -> Session {
    let soon = house.add_session(session().titled("soon").waits_for_nobody().starts_in(1)).await;
    comes(house, soon.current_link(), MIKE).await;
    let closed = house.add_session(session().titled("waits").starts_in(13)).await;
    comes(house, closed.current_link(), MIKE).await;
    let far = house.add_session(session().titled("far").starts_in(100).reminders(&[60])).await;
    invited(house, &far, NORA, Role::Attendee).await;
    house.clock.advance(TimeDelta::minutes(50));
    soon
}

fn states(house: &House) -> Vec<(&'static str, usize)> {
    let count = |state: &str| house.store.all_participants().iter().filter(|one| one.state.as_str() == state).count();
    ["admitted", "waiting"].map(|state| (state, count(state))).to_vec()
}

fn reminders(house: &House) -> usize {
    let is_reminder = |body: &MessageBody| matches!(body, MessageBody::Reminder { .. });
    house.store.messages().iter().filter(|(message, _)| is_reminder(&message.body)).count()
}

/// A conflict is left to the next sweep, so it takes one more.
async fn once_more(seen: &Seen<Session, impl Sized>) {
    seen.house.front_door().sweep().await.unwrap();
}

#[tokio::test]
async fn sweep_does_everything_that_is_due_once() {
    at_every_call(
        much_to_do,
        async |door, _| door.sweep().await,
        async |seen| {
            seen.answer();
            once_more(&seen).await;
            assert_eq!((seen.rows("session.started"), reminders(&seen.house)), (1, 1));
            assert_eq!(states(&seen.house), [("admitted", 1), ("waiting", 1)]);
        },
    )
    .await;
}

#[tokio::test]
async fn sweep_sessions_does_the_same_without_mail() {
    at_every_call(
        much_to_do,
        async |door, _| door.sweep_sessions().await,
        async |seen| {
            seen.answer();
            assert_eq!(reminders(&seen.house), 0);
            once_more(&seen).await;
            assert_eq!((seen.rows("session.started"), reminders(&seen.house)), (1, 1));
            assert_eq!(states(&seen.house), [("admitted", 1), ("waiting", 1)]);
        },
    )
    .await;
}
