//! Event streams: what they tell, how they resume, and that they end in time.

use std::time::Duration;

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Set, Stage, text};

fn guest(name: &str) -> Value {
    json!({ "email": format!("{name}@example.com"), "first_name": name, "last_name": "X" })
}

#[tokio::test]
async fn a_host_follows_the_session_and_resumes() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let path = format!("/api/v1/sessions/{id}/events");
    let mut stream = stage.get(&path).by_token("host").open().await;
    let start = stream.next().await.unwrap();
    assert!(start.id.is_some() && start.event.is_empty(), "where to resume, and no event");

    stage.start(&id).await;
    let started = stream.next().await.unwrap();
    assert_eq!(started.event, "session_started");
    let person = text(&stage.join(&key, guest("anna")).await["participant_id"]);
    let came = stream.next().await.unwrap();
    assert_eq!((came.event.as_str(), &came.data["participant_id"]), ("participant_changed", &json!(person)));
    assert!(came.data.get("email").is_none() && came.data.get("name").is_none(), "ids only");
    assert!(came.id > started.id);

    // Missed while away: told again, from the position on, and then live.
    drop(stream);
    stage.join(&key, guest("ben")).await;
    let mut again =
        stage.get(&path).by_token("host").header("last-event-id", &started.id.unwrap().to_string()).open().await;
    assert_eq!(again.next().await.unwrap().id, started.id);
    assert_eq!(again.next().await.unwrap(), came);
    assert_eq!(again.next().await.unwrap().event, "participant_changed");
    stage.host_post(&format!("/api/v1/sessions/{id}/lock"), json!({})).send().await;
    assert_eq!(again.next().await.unwrap().event, "session_changed");
    assert!(again.is_silent(Duration::from_millis(100)).await, "nothing twice");
}

#[tokio::test]
async fn streams_end_with_the_server_and_say_when_to_come_back() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let pass = text(&stage.join(&key, guest("anna")).await["pass"]);
    let mut host = stage.get(&format!("/api/v1/sessions/{id}/events")).by_token("host").open().await;
    let mut guest = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    host.next().await.unwrap();
    guest.find("roster").await;
    stage.http.shutdown.begin();
    for stream in [&mut host, &mut guest] {
        let last = stream.next().await.unwrap();
        assert!(last.retry.is_some_and(|wait| (1000..=5000).contains(&wait)), "{last:?}");
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn a_hosts_stream_ends_with_the_sign_in() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let path = format!("/api/v1/sessions/{id}/events");
    let mut stream = stage.get(&path).header("cookie", &Stage::sign_in("host")).open().await;
    stream.next().await.unwrap();
    let secret = jigsaw_testkit::build::secret(jigsaw_domain::secret::SecretKind::SignIn, "host");
    stage.door.sign_out(&jigsaw_testkit::build::as_host(), &secret).await.unwrap();
    stream.end().await;
}

#[tokio::test]
async fn a_co_hosts_stream_ends_with_the_role_the_removal_and_the_session() {
    for how in ["role", "remove", "end"] {
        let stage = Stage::new().await;
        let (id, _) = stage.session("link_password_not_requested").await;
        stage.start(&id).await;
        let (pass, person) = stage.pass_as(&id, "co_host").await;
        let mut stream = stage.get(&format!("/api/v1/sessions/{id}/events")).bearer(&pass).open().await;
        stream.next().await.unwrap();
        let of_person = format!("/api/v1/sessions/{id}/participants/{person}");
        match how {
            "role" => stage.call("PATCH", &of_person).by_token("host").json(json!({ "role": "attendee" })),
            "remove" => stage.host_post(&format!("{of_person}/remove"), json!({})),
            _ => stage.host_post(&format!("/api/v1/sessions/{id}/end"), json!({})),
        }
        .send()
        .await;
        stream.end().await;
        let again = stage.get(&format!("/api/v1/sessions/{id}/events")).bearer(&pass).send().await;
        assert_eq!(again.status, StatusCode::FORBIDDEN, "{how}");
    }
}

#[tokio::test]
async fn a_waiting_guest_sees_only_their_own_state_until_they_are_in() {
    let stage = Stage::new().await;
    let (id, key) = stage.session_with(json!({ "waiting_room": "guests" })).await;
    stage.start(&id).await;
    let answer = stage.join(&key, guest("anna")).await;
    let (pass, person) = (text(&answer["pass"]), text(&answer["participant_id"]));
    let mut stream = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    let first = stream.next().await.unwrap();
    assert_eq!((first.event.as_str(), &first.data["state"]), ("state", &json!("waiting")));
    assert_eq!(first.data["reasons"], json!(["awaiting_admission"]));

    // Others come, wait and go in: nothing of it is told.
    stage.pass_as(&id, "presenter").await;
    stage.join(&key, guest("ben")).await;
    assert!(stream.is_silent(Duration::from_millis(1200)).await);

    stage.host_post(&format!("/api/v1/sessions/{id}/participants/{person}/admit"), json!({})).send().await;
    let inside = stream.next().await.unwrap();
    assert_eq!(
        (inside.event.as_str(), &inside.data["state"], &inside.data["role"]),
        ("state", &json!("admitted"), &json!("attendee"))
    );
    let roster = stream.next().await.unwrap();
    assert_eq!((roster.event.as_str(), &roster.data["total"]), ("roster", &json!(2)));
    assert!(roster.data["people"][0].get("email").is_none());

    stage.host_post(&format!("/api/v1/sessions/{id}/participants/{person}/remove"), json!({})).send().await;
    let last = stream.next().await.unwrap();
    assert_eq!(last.data, json!({ "state": "removed" }));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn inside_the_roster_comes_at_most_once_a_second() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let pass = text(&stage.join(&key, guest("anna")).await["pass"]);
    let mut stream = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    assert_eq!(stream.find("roster").await.data["total"], 1);
    let begun = std::time::Instant::now();
    for name in 0..20 {
        stage.join(&key, guest(&format!("p{name}"))).await;
    }
    let mut messages = 1;
    while stream.find("roster").await.data["total"] != 21 {
        messages += 1;
    }
    let seconds = begun.elapsed().as_secs() + 1;
    assert!(messages <= seconds, "{messages} messages in {seconds} s");
    assert!(begun.elapsed() >= Duration::from_millis(900));
    assert!(stream.is_silent(Duration::from_millis(300)).await);
}

#[tokio::test]
async fn a_crowd_is_counted_instead_of_named() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let mut pass = String::new();
    for name in 0..201 {
        pass = text(&stage.join(&key, guest(&format!("p{name}"))).await["pass"]);
    }
    let mut stream = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    let roster = stream.find("roster").await.data;
    assert_eq!(roster, json!({ "total": 201, "counts": { "attendee": 201 } }));
}

#[tokio::test]
async fn waiting_guests_hear_at_once_that_it_begins() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let pass = text(&stage.join(&key, guest("anna")).await["pass"]);
    let mut stream = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    assert_eq!(stream.next().await.unwrap().data["reasons"], json!(["waiting_for_host"]));
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let begun = std::time::Instant::now();
    stage.start(&id).await;
    assert_eq!(stream.next().await.unwrap().data["state"], "admitted");
    // Half a second is the bar on an idle machine.
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_pass_that_is_over_gives_a_stream_of_one_word() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let pass = text(&stage.join(&key, guest("anna")).await["pass"]);
    stage.host_post(&format!("/api/v1/sessions/{id}/end"), json!({})).send().await;
    let mut stream = stage.get("/api/v1/pass").bearer(&pass).header("accept", "text/event-stream").open().await;
    assert_eq!(stream.next().await.unwrap().data, json!({ "state": "ended" }));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn streams_are_capped_and_places_come_back() {
    let stage = Stage::set(Set { http: |http| http.limits.streams_each = 2, ..Set::default() }).await;
    let (id, _) = stage.session("invitation_list").await;
    let call = || stage.get(&format!("/api/v1/sessions/{id}/events")).by_token("host");
    let (first, _second) = (call().open().await, call().open().await);
    let refused = call().send().await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("5")));
    drop(first);
    call().open().await;
}
