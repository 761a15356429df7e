//! The real use cases over the store in memory and the fakes.

use jigsaw_domain::account::Password;
use jigsaw_domain::admission::ParticipantState;
use jigsaw_domain::delivery::DeliveryState;
use jigsaw_domain::usecase::{JoinAnswer, NewInvitation, UseCaseError};
use jigsaw_testkit::build::{self, Situation, as_host, join_request, session};
use jigsaw_testkit::faults;
use jigsaw_testkit::house::House;
use tokio::task::JoinSet;

fn outcome(answer: &Result<JoinAnswer, UseCaseError>) -> &'static str {
    answer.as_ref().map_or("failed", |answer| answer.decision.outcome.as_str())
}

fn invitee(address: &str) -> NewInvitation {
    NewInvitation { email: build::email(address), role: None, first_name: None, last_name: None, language: None }
}

#[tokio::test]
async fn from_the_draft_to_the_live_session() {
    let house = House::with_host().await;
    let door = house.front_door();
    let made = door.create_session(&as_host(), build::draft()).await.unwrap();
    assert!(made.link.starts_with("https://jigsaw.example/j/"));
    let link = made.session.current_link();
    assert_eq!(outcome(&door.join(&join_request(link, "mike@example.org")).await), "waiting");
    door.start(&as_host(), made.session.id()).await.unwrap();
    assert_eq!(outcome(&door.join(&join_request(link, "mike@example.org")).await), "admitted");
    let people = house.store.all_participants();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].state, ParticipantState::Admitted);
    assert_eq!(house.store.audit().iter().filter(|entry| entry.action == "session.created").count(), 1);
    assert_eq!(house.rooms.entries().len(), 1);
}

#[tokio::test]
async fn an_invitation_is_mailed_and_its_link_opens_the_door() {
    let house = House::with_host().await;
    let door = house.front_door();
    let listed = house.add_session(session().invitation_list().live()).await;
    door.invite(&as_host(), listed.id(), vec![invitee("mike@example.org")]).await.unwrap();
    door.drain_outbox(10).await.unwrap();
    assert!(house.store.messages().iter().all(|(_, standing)| *standing == DeliveryState::Sent));
    let address = house.mailer.last_link_to("mike@example.org").unwrap();
    let key = address.strip_prefix("https://jigsaw.example/i/").unwrap();
    let link = door.keyring().open(key).unwrap();
    assert_eq!(outcome(&door.join(&join_request(link, "mike@example.org")).await), "admitted");
    assert_eq!(outcome(&door.join(&join_request(listed.current_link(), "zoe@example.org")).await), "needs");
}

#[tokio::test]
async fn the_built_accounts_take_the_password_that_they_say() {
    let house = House::with_host().await;
    let asks = house.add_session(session().password_requested().live()).await;
    let mut request = join_request(asks.current_link(), "host@example.org");
    request.evidence.password = Some(Password::parse_given("correct horse").unwrap());
    let answer = house.front_door().join(&request).await;
    assert_eq!(outcome(&answer), "admitted");
    assert_eq!(house.passwords.verifies(), 1);
}

#[tokio::test]
async fn the_door_says_what_the_situation_says() {
    let house = House::with_host().await;
    let live = house.add_session(session().live()).await;
    let answer = house.front_door().join(&join_request(live.current_link(), "mike@example.org")).await;
    let situation = Situation::of(live).typed("mike@example.org").named();
    assert_eq!(outcome(&answer), situation.shown().outcome.as_str());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_seats_are_ten_seats() {
    let house = House::with_host().await;
    let small = house.add_session(session().live().capacity(10)).await;
    let joins = (0..100).map(|n| {
        let (door, link) = (house.front_door(), small.current_link());
        async move { outcome(&door.join(&join_request(link, &format!("p{n}@example.org"))).await) }
    });
    let outcomes = joins.collect::<JoinSet<_>>().join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "admitted").count(), 10);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "refused").count(), 90);
    assert_eq!(house.store.all_participants().len(), 10);
}

#[tokio::test]
async fn wherever_the_outside_fails_a_second_try_gets_in() {
    faults::at_every_call(async |faults| {
        let house = House::with_host().await.with_faults(faults);
        let live = house.add_session(session().live().capacity(1)).await;
        let door = house.front_door();
        let request = join_request(live.current_link(), "mike@example.org");
        let mut answer = door.join(&request).await;
        if answer.is_err() {
            answer = door.join(&request).await;
        }
        assert_eq!(outcome(&answer), "admitted");
        let people = house.store.all_participants();
        assert_eq!(people.len(), 1, "one address is one person");
        assert!(house.store.all_passes().iter().all(|pass| pass.participant == people[0].id));
        assert!(!house.store.decision_records().is_empty());
    })
    .await;
}
