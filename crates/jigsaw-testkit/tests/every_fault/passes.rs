//! What a pass is good for.

use chrono::TimeDelta;
use jigsaw_domain::admission::PassState;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::WaitingRoom;
use jigsaw_testkit::build::{as_host, minutes, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, comes, invited, open_passes, state_of};
use crate::run::at_every_call;

#[tokio::test]
async fn heartbeat_keeps_the_device_present() {
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live()).await;
            let person = comes(house, live.current_link(), MIKE).await;
            house.clock.advance(TimeDelta::minutes(1));
            person.holder(house).await
        },
        async |door, holder| door.heartbeat(holder).await,
        async |seen| {
            assert_eq!(*seen.answer(), PassState::Admitted);
            assert_eq!(seen.house.store.all_passes()[0].seen_at, minutes(1));
        },
    )
    .await;
}

#[tokio::test]
async fn enter_room_gives_a_fresh_ticket_each_time() {
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live()).await;
            let person = comes(house, live.current_link(), MIKE).await;
            person.holder(house).await
        },
        async |door, holder| door.enter_room(holder).await,
        async |seen| {
            assert_eq!(seen.answer().kind, "builtin");
            assert!(!seen.lost, "tickets are not stored");
        },
    )
    .await;
}

#[tokio::test]
async fn leave_goes_once_and_the_seat_is_for_whoever_waits() {
    at_every_call(
        async |house: &House| {
            let held = house.add_session(session().live().waiting_room(WaitingRoom::Everyone).capacity(1)).await;
            let (_, link) = invited(house, &held, MIKE, Role::Attendee).await;
            // Nora comes first: a full door turns away whoever is not there yet.
            let (nora, mike) = (comes(house, held.current_link(), NORA).await, comes(house, link, MIKE).await);
            for person in [&mike, &nora] {
                house.front_door().admit(&as_host(), held.id(), person.id).await.unwrap();
            }
            assert_eq!((state_of(house, MIKE), state_of(house, NORA)), ("admitted", "waiting"));
            let caller = mike.caller(house).await;
            (held, mike, caller)
        },
        async |door, (.., caller)| door.leave(caller).await,
        async |seen| {
            let () = seen.answer();
            let (held, mike, _) = &seen.it;
            assert_eq!((state_of(&seen.house, MIKE), seen.rows("participant.left")), ("left", 1));
            assert_eq!(open_passes(&seen.house, mike.id), 0);
            // If judging the waiting failed, the person has left all the same, and the next occasion fills the seat.
            seen.house.front_door().promote_waiting(held.id()).await.unwrap();
            assert_eq!(state_of(&seen.house, NORA), "admitted");
        },
    )
    .await;
}

#[tokio::test]
async fn by_pass_and_standings_tell_and_write_nothing() {
    let in_there = async |house: &House| {
        let live = house.add_session(session().live()).await;
        (live.id(), comes(house, live.current_link(), MIKE).await)
    };
    at_every_call(
        in_there,
        async |door, (_, person)| door.by_pass(&person.pass).await,
        async |seen| {
            assert!(seen.answer().as_ref().is_some_and(|holder| holder.participant.id == seen.it.1.id));
            assert!(!seen.lost);
        },
    )
    .await;
    at_every_call(
        in_there,
        async |door, (id, _)| door.standings(*id).await,
        async |seen| {
            assert_eq!(seen.answer().as_ref().map(|all| all.people.len()), Some(1));
            assert!(!seen.lost);
        },
    )
    .await;
}
