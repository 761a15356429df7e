//! Running a session.

use jigsaw_domain::admission::ReasonCode;
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::{Phase, Session, SessionState, WaitingRoom};
use jigsaw_domain::text::HostText;
use jigsaw_testkit::build::{self, as_host, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, Person, comes, invited, state_of};
use crate::run::at_every_call;

/// A live session with a waiting room in which Mike and Nora wait.
async fn two_wait(house: &House) -> (Session, Person, Person) {
    let held = house.add_session(session().live().waiting_room(WaitingRoom::Everyone)).await;
    let (mike, nora) = (comes(house, held.current_link(), MIKE).await, comes(house, held.current_link(), NORA).await);
    assert_eq!((state_of(house, MIKE), state_of(house, NORA)), ("waiting", "waiting"));
    (held, mike, nora)
}

/// A full session of one seat: Mike is in, and Nora, whom the host has let in, waits for a seat.
async fn one_waits_for_a_seat(house: &House) -> (Session, Person, Person) {
    let door = house.front_door();
    let held = house.add_session(session().live().waiting_room(WaitingRoom::Everyone).capacity(1)).await;
    let (_, link) = invited(house, &held, MIKE, Role::Attendee).await;
    // Nora comes first: a full door turns away whoever is not there yet.
    let (nora, mike) = (comes(house, held.current_link(), NORA).await, comes(house, link, MIKE).await);
    door.admit(&as_host(), held.id(), mike.id).await.unwrap();
    let waits = door.admit(&as_host(), held.id(), nora.id).await.unwrap();
    assert_eq!((state_of(house, MIKE), waits.state.as_str()), ("admitted", "waiting"));
    (held, mike, nora)
}

fn role_of(house: &House, id: ParticipantId) -> Role {
    house.store.all_participants().into_iter().find(|person| person.id == id).unwrap().role
}

#[tokio::test]
async fn start_begins_it_once_and_lets_in_whoever_waited_for_that() {
    at_every_call(
        async |house: &House| {
            let scheduled = house.add_session(session()).await;
            comes(house, scheduled.current_link(), MIKE).await;
            scheduled
        },
        async |door, it| door.start(&as_host(), it.id()).await,
        async |seen| {
            assert_eq!(seen.answer().phase(build::now()), Phase::Live);
            assert_eq!((seen.rows("session.started"), state_of(&seen.house, MIKE)), (1, "admitted"));
        },
    )
    .await;
}

#[tokio::test]
async fn end_ends_it_once() {
    at_every_call(
        async |house: &House| house.add_session(session().live()).await,
        async |door, it| door.end(&as_host(), it.id()).await,
        async |seen| {
            assert!(matches!(seen.answer().state(), SessionState::Ended { .. }));
            assert_eq!(seen.rows("session.ended"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn lock_and_unlock_do_it_once() {
    at_every_call(
        async |house: &House| house.add_session(session().live()).await,
        async |door, it| door.lock(&as_host(), it.id(), Some(HostText::parse("Exam").unwrap())).await,
        async |seen| {
            assert!(seen.answer().lock().is_some());
            assert_eq!(seen.rows("session.locked"), 1);
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let (held, mike, _) = two_wait(house).await;
            let door = house.front_door();
            door.lock(&as_host(), held.id(), None).await.unwrap();
            door.admit(&as_host(), held.id(), mike.id).await.unwrap();
            assert_eq!(state_of(house, MIKE), "waiting", "the lock counts for whoever is let in");
            held
        },
        async |door, it| door.unlock(&as_host(), it.id()).await,
        async |seen| {
            assert!(seen.answer().lock().is_none());
            assert_eq!((seen.rows("session.unlocked"), state_of(&seen.house, MIKE)), (1, "admitted"));
        },
    )
    .await;
}

#[tokio::test]
async fn admit_lets_one_in_once() {
    at_every_call(
        two_wait,
        async |door, (held, mike, _)| door.admit(&as_host(), held.id(), mike.id).await,
        async |seen| {
            assert_eq!(seen.answer().state.as_str(), "admitted");
            assert_eq!((seen.rows("participant.admitted"), state_of(&seen.house, NORA)), (1, "waiting"));
        },
    )
    .await;
}

#[tokio::test]
async fn admit_all_lets_everyone_in_once() {
    at_every_call(
        two_wait,
        async |door, (held, ..)| door.admit_all(&as_host(), held.id()).await,
        async |seen| {
            seen.answer();
            assert_eq!((state_of(&seen.house, MIKE), state_of(&seen.house, NORA)), ("admitted", "admitted"));
            assert_eq!((seen.rows("participant.admitted"), seen.rows("participant.judged_again")), (2, 2));
        },
    )
    .await;
}

#[tokio::test]
async fn deny_remove_and_forgive_do_it_once() {
    at_every_call(
        two_wait,
        async |door, (held, mike, _)| door.deny(&as_host(), held.id(), mike.id).await,
        async |seen| {
            assert_eq!(seen.answer().state.as_str(), "denied");
            assert_eq!((seen.rows("participant.denied"), state_of(&seen.house, NORA)), (1, "waiting"));
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let (held, mike, _) = two_wait(house).await;
            house.front_door().remove(&as_host(), held.id(), mike.id, (None, true)).await.unwrap();
            (held, mike)
        },
        async |door, (held, mike)| door.forgive(&as_host(), held.id(), mike.id).await,
        async |seen| {
            assert_eq!(seen.answer().state.as_str(), "left");
            assert_eq!(seen.rows("participant.forgiven"), 1);
        },
    )
    .await;
    at_every_call(
        one_waits_for_a_seat,
        async |door, (held, mike, _)| {
            let why = Some(HostText::parse("Please rest").unwrap());
            door.remove(&as_host(), held.id(), mike.id, (why, true)).await
        },
        async |seen| {
            assert_eq!(seen.answer().state.as_str(), "removed");
            assert_eq!(seen.rows("participant.removed"), 1);
            let (held, mike, _) = &seen.it;
            // If judging the waiting failed, the removal stands, and the next occasion lets Nora in.
            seen.house.front_door().promote_waiting(held.id()).await.unwrap();
            assert_eq!(state_of(&seen.house, NORA), "admitted");
            let back = seen.house.front_door().join(&mike.request).await.unwrap();
            assert_eq!(back.decision.outcome.as_str(), "refused");
        },
    )
    .await;
}

#[tokio::test]
async fn change_role_gives_the_role_once_and_the_seat_to_whoever_waits() {
    at_every_call(
        one_waits_for_a_seat,
        async |door, (held, mike, _)| door.change_role(&as_host(), held.id(), mike.id, Role::CoHost).await,
        async |seen| {
            assert_eq!((seen.answer().role, seen.rows("participant.role_changed")), (Role::CoHost, 1));
            seen.house.front_door().promote_waiting(seen.it.0.id()).await.unwrap();
            assert_eq!(state_of(&seen.house, NORA), "admitted");
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live().capacity(2)).await;
            let (_, first) = invited(house, &live, MIKE, Role::Captioner).await;
            let (_, second) = invited(house, &live, NORA, Role::CoHost).await;
            let (mike, nora) = (comes(house, first, MIKE).await, comes(house, second, NORA).await);
            house.front_door().leave(&mike.caller(house).await).await.unwrap();
            (live, mike, nora)
        },
        async |door, (live, _, nora)| door.change_role(&as_host(), live.id(), nora.id, Role::Captioner).await,
        async |seen| {
            let (_, mike, nora) = &seen.it;
            assert_eq!(
                (role_of(&seen.house, nora.id), role_of(&seen.house, mike.id)),
                (Role::Captioner, Role::Attendee)
            );
            let captioners =
                seen.house.store.all_invitations().iter().filter(|one| one.role == Role::Captioner).count();
            assert_eq!((captioners, seen.rows("invitation.changed")), (0, 1), "Mike does not come back as one");
            assert_eq!(comes(&seen.house, mike.request.link, MIKE).await.id, mike.id);
        },
    )
    .await;
}

#[tokio::test]
async fn the_rosters_tell_and_write_nothing() {
    at_every_call(
        two_wait,
        async |door, (held, ..)| door.roster(&as_host(), held.id()).await,
        async |seen| {
            assert_eq!(seen.answer().1.len(), 2);
            assert!(!seen.lost);
        },
    )
    .await;
    let in_there = async |house: &House| {
        let live = house.add_session(session().live()).await;
        let person = comes(house, live.current_link(), MIKE).await;
        person.holder(house).await
    };
    at_every_call(
        in_there,
        async |door, holder| door.room_roster(holder).await,
        async |seen| {
            assert_eq!(seen.answer().as_ref().map(Vec::len), Some(1));
            assert!(!seen.lost);
        },
    )
    .await;
    at_every_call(
        in_there,
        async |door, holder| door.people_inside(holder.session.id()).await,
        async |seen| {
            assert_eq!(seen.answer().len(), 1);
            assert!(!seen.lost);
        },
    )
    .await;
}

#[tokio::test]
async fn promote_waiting_lets_in_whoever_may_enter_and_tells_the_others_why_not() {
    at_every_call(
        async |house: &House| {
            let small = house.add_session(session().capacity(1)).await;
            for address in [MIKE, NORA] {
                comes(house, small.current_link(), address).await;
                house.clock.advance(chrono::TimeDelta::seconds(1));
            }
            // Begun past the use cases, so that nobody is judged yet.
            let live = small.start(build::now()).unwrap();
            house.write([jigsaw_domain::port::Change::UpdateSession(live.clone())]).await;
            live
        },
        async |door, it| door.promote_waiting(it.id()).await,
        async |seen| {
            assert_eq!(*seen.answer(), u32::from(!seen.lost), "who came in by the lost call is in");
            let states = [MIKE, NORA].map(|address| state_of(&seen.house, address));
            assert_eq!(states, ["admitted", "waiting"], "the seat is for who came first");
            let nora = seen.house.store.all_participants().into_iter().find(|one| one.email == build::email(NORA));
            let full = jigsaw_domain::admission::ParticipantState::Waiting { reasons: vec![ReasonCode::Full] };
            assert_eq!(nora.unwrap().state, full);
        },
    )
    .await;
}
