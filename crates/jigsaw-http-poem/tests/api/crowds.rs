//! Streams of many people: what is told to all is read once, and what concerns one wakes one.

use std::time::Duration;

use jigsaw_domain::event::{EventKind, NewEvent};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{ChangeSet, PortError};
use jigsaw_testkit::build;
use jigsaw_testkit::faults::Moment;
use serde_json::{Value, json};

use crate::stage::{Call, Stage, Stream, text};

/// A guest with an open stream that has told its first state.
struct Guest {
    person: String,
    stream: Stream,
}

fn listening<'a>(stage: &'a Stage, pass: &str) -> Call<'a> {
    stage.get("/api/v1/pass").bearer(pass).header("accept", "text/event-stream")
}

/// People who come, and stay outside or not, as the session is.
async fn crowd(stage: &Stage, session: &str, key: &str, size: usize, state: &str) -> Vec<Guest> {
    let mut guests = Vec::new();
    for number in 0..size {
        let who = json!({ "email": format!("g{number}@example.com"), "first_name": format!("Guest{number}"), "last_name": "X" });
        let pass = text(&stage.join(key, who).await["pass"]);
        let mut stream = listening(stage, &pass).open().await;
        assert_eq!(stream.find("state").await.data["state"], state);
        guests.push(Guest { person: String::new(), stream });
    }
    let entries = roster(stage, session).await;
    for (number, guest) in guests.iter_mut().enumerate() {
        let entry = entries.iter().find(|entry| entry["name"] == format!("Guest{number} X")).unwrap();
        guest.person = text(&entry["participant_id"]);
    }
    // Each stream rests for a second after it has spoken.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    guests
}

async fn roster(stage: &Stage, session: &str) -> Vec<Value> {
    let reply = stage.get(&format!("/api/v1/sessions/{session}/roster")).by_token("host").send().await;
    reply.json()["items"].as_array().unwrap_or_else(|| panic!("{}", reply.text())).clone()
}

fn id_of(session: &str) -> SessionId {
    SessionId::from_uuid(session.parse().unwrap())
}

#[tokio::test]
async fn two_hundred_who_wait_hear_of_the_start_by_one_event_and_a_few_reads() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let mut guests = crowd(&stage, &id, &key, 200, "waiting").await;
    let (events, calls) = (stage.store.all_events().len(), stage.calls.calls());
    stage.start(&id).await;
    for guest in &mut guests {
        assert_eq!(guest.stream.next().await.unwrap().data["state"], "admitted");
    }
    let told: Vec<EventKind> = stage.store.all_events()[events..].iter().map(|event| event.kind).collect();
    assert_eq!(told, [EventKind::SessionStarted, EventKind::PeopleChanged]);
    let told_by = stage.calls.calls() - calls;
    assert!(told_by < 20, "{told_by} calls of the store for 200 people");
    // The roster is read once for all of them, too.
    for guest in &mut guests {
        assert_eq!(guest.stream.find("roster").await.data["total"], 200);
    }
    assert!(stage.calls.calls() - calls < 24);
}

#[tokio::test]
async fn someone_who_comes_wakes_nobody_who_waits_and_costs_no_read_for_them() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let mut guests = crowd(&stage, &id, &key, 20, "waiting").await;
    let one = json!({ "email": "late@example.com", "first_name": "Late", "last_name": "X" });
    let before = stage.calls.calls();
    stage.join(&key, one.clone()).await;
    let with_listeners = stage.calls.calls() - before;
    assert!(guests[0].stream.is_silent(Duration::from_millis(200)).await);
    assert_eq!(stage.calls.calls() - before, with_listeners, "nothing is read afterwards");
}

#[tokio::test]
async fn one_of_a_crowd_who_is_removed_is_the_one_whose_stream_ends() {
    let stage = Stage::new().await;
    let (id, key) = stage.session_with(json!({ "waiting_room": "guests" })).await;
    stage.start(&id).await;
    let mut guests = crowd(&stage, &id, &key, 12, "waiting").await;
    for (verb, state) in [("deny", "denied"), ("remove", "removed")] {
        let mut gone = guests.pop().unwrap();
        let path = format!("/api/v1/sessions/{id}/participants/{}/{verb}", gone.person);
        stage.host_post(&path, json!({})).send().await;
        assert_eq!(gone.stream.next().await.unwrap().data, json!({ "state": state }));
        assert!(gone.stream.next().await.is_none());
    }
    for guest in &mut guests {
        assert!(guest.stream.is_silent(Duration::from_millis(20)).await);
    }
}

#[tokio::test]
async fn everyone_sees_an_edit_and_the_end() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let mut guests = crowd(&stage, &id, &key, 12, "waiting").await;
    let path = format!("/api/v1/sessions/{id}");
    let version = stage.get(&path).by_token("host").send().await.header("etag").unwrap().to_owned();
    let edited = stage.call("PATCH", &path).by_token("host").header("if-match", &version);
    let reply = edited.json(json!({ "title": "Chemistry" })).send().await;
    assert_eq!(reply.json()["title"], "Chemistry");
    for guest in &mut guests {
        assert_eq!(guest.stream.next().await.unwrap().data["session"]["title"], "Chemistry");
    }
    stage.start(&id).await;
    stage.host_post(&format!("{path}/end"), json!({})).send().await;
    for guest in &mut guests {
        let mut last = Value::Null;
        while let Some(message) = guest.stream.next().await {
            last = message.data;
        }
        assert_eq!(last, json!({ "state": "ended" }), "the end does not wait for the pace");
    }
}

#[tokio::test]
async fn a_pass_that_another_device_took_over_ends_and_no_other() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let mut guests = crowd(&stage, &id, &key, 10, "waiting").await;
    let own = stage.invite(&id, json!({ "email": "ida@example.org", "role": "attendee" })).await;
    let who = json!({ "first_name": "Ida", "last_name": "X" });
    let pass = text(&stage.join(&own, who.clone()).await["pass"]);
    let mut first = listening(&stage, &pass).open().await;
    first.find("state").await;
    let again = stage.join(&own, json!({ "first_name": "Ida", "last_name": "X", "take_seat": true })).await;
    let mut second = listening(&stage, &text(&again["pass"])).open().await;
    assert_eq!(first.find("state").await.data, json!({ "state": "replaced" }));
    assert!(first.next().await.is_none());
    assert_eq!(second.find("state").await.data["state"], "waiting");
    assert!(guests[3].stream.is_silent(Duration::from_millis(100)).await);
    // Read for everyone, a pass that is over is not among those that are open.
    stage.start(&id).await;
    for guest in &mut guests {
        assert_eq!(guest.stream.find("state").await.data["state"], "admitted");
    }
    assert_eq!(second.find("state").await.data["state"], "admitted");
}

#[tokio::test]
async fn a_reading_for_everyone_that_fails_is_made_again() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let mut guests = crowd(&stage, &id, &key, 12, "waiting").await;
    // The commit is the first call from here on, and the reading begins with the second.
    stage.calls.strike(2, Moment::Before, PortError::Unavailable("busy".to_owned()));
    let event = NewEvent { session: id_of(&id), kind: EventKind::SessionChanged, at: build::now() };
    let changes = ChangeSet { events: vec![event], ..ChangeSet::default() };
    stage.door.ports().commits.commit(changes).await.unwrap();
    assert!(guests[0].stream.is_silent(Duration::from_millis(600)).await, "nothing to tell, and nobody sent away");
    assert!(stage.calls.has_struck());
    stage.start(&id).await;
    for guest in &mut guests {
        assert_eq!(guest.stream.next().await.unwrap().data["state"], "admitted");
    }
}

#[tokio::test]
async fn a_host_who_missed_a_thousand_events_is_told_each_once_and_then_hears_on() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("link_password_not_requested").await;
    let event = NewEvent { session: id_of(&id), kind: EventKind::PeopleChanged, at: build::now() };
    let changes = ChangeSet { events: vec![event; 1200], ..ChangeSet::default() };
    stage.door.ports().commits.commit(changes).await.unwrap();
    let path = format!("/api/v1/sessions/{id}/events");
    let mut stream = stage.get(&path).by_token("host").header("last-event-id", "0").open().await;
    assert_eq!(stream.next().await.unwrap().id, Some(0));
    let mut told = Vec::new();
    while told.len() < 1200 {
        let message = stream.find("people_changed").await;
        told.push(message.id.unwrap());
    }
    assert!(told.windows(2).all(|pair| pair[0] < pair[1]), "each once, in order");
    stage.start(&id).await;
    stream.find("session_started").await;
}

#[tokio::test]
async fn when_nobody_listens_any_more_nothing_is_heard_and_the_next_one_hears_everything() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let guests = crowd(&stage, &id, &key, 3, "waiting").await;
    drop(guests);
    let before = stage.calls.calls();
    let event = NewEvent { session: id_of(&id), kind: EventKind::PeopleChanged, at: build::now() };
    let changes = ChangeSet { events: vec![event], ..ChangeSet::default() };
    stage.door.ports().commits.commit(changes).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(stage.calls.calls() - before, 1, "the commit alone");
    let who = json!({ "email": "new@example.com", "first_name": "New", "last_name": "X" });
    let pass = text(&stage.join(&key, who).await["pass"]);
    let mut stream = listening(&stage, &pass).open().await;
    assert_eq!(stream.find("state").await.data["state"], "waiting");
    stage.start(&id).await;
    assert_eq!(stream.find("state").await.data["state"], "admitted");
}
