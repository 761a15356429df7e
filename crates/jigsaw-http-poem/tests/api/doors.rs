//! Every way in of the contract, step by step, and what a pass is good for afterwards.

use chrono::TimeDelta;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{PASSWORD, Stage, text};

fn codes(answer: &Value) -> Vec<String> {
    answer["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["code"])).collect()
}

fn assert_needs(answer: &Value, needs: &[&str]) {
    assert_eq!((&answer["outcome"], &answer["needs"]), (&json!("needs"), &json!(needs)), "{answer}");
    assert!(answer.get("pass").is_none() && answer.get("room").is_none());
}

fn assert_admitted(answer: &Value) {
    assert_eq!(answer["outcome"], "admitted", "{answer}");
    assert!(text(&answer["pass"]).starts_with("jp_"));
    assert!(answer["participant_id"].is_string());
    assert_eq!(answer["room"]["kind"], "builtin");
    assert!(answer["room"]["url"].is_string());
}

#[tokio::test]
async fn link_without_password() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    assert_needs(&stage.join(&key, json!({})).await, &["email"]);
    assert_needs(&stage.join(&key, json!({ "email": "mike@example.com" })).await, &["name"]);
    // Half a name is no name.
    assert_needs(&stage.join(&key, json!({ "email": "mike@example.com", "first_name": "Mike" })).await, &["name"]);
    let in_all = json!({ "email": "mike@example.com", "first_name": "Mike", "last_name": "Miller" });
    assert_admitted(&stage.join(&key, in_all).await);
    // Joiners inside a name are letters of the name.
    let family = json!({ "email": "zoe@example.com", "first_name": "क्\u{200d}ष", "last_name": "Miller" });
    assert_admitted(&stage.join(&key, family).await);
}

#[tokio::test]
async fn guarded_addresses_are_asked_for_the_password() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.invite(&id, json!({ "email": "guest@example.org", "role": "presenter" })).await;
    for address in ["host@example.org", "guest@example.org", "HOST@example.ORG"] {
        let asked = stage.join(&key, json!({ "email": address, "first_name": "Not", "last_name": "Them" })).await;
        assert_needs(&asked, &["password"]);
        let wrong = stage.join(&key, json!({ "email": address, "password": "wrong horse" })).await;
        assert_eq!(
            (&wrong["outcome"], codes(&wrong)),
            (&json!("refused"), vec!["wrong_password".to_owned()]),
            "{wrong}"
        );
        assert_admitted(&stage.join(&key, json!({ "email": address, "password": PASSWORD })).await);
    }
}

#[tokio::test]
async fn link_with_password_for_someone_known() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_requested").await;
    stage.start(&id).await;
    assert_needs(&stage.join(&key, json!({ "email": "guest@example.org" })).await, &["password"]);
    assert_admitted(&stage.join(&key, json!({ "email": "guest@example.org", "password": PASSWORD })).await);
}

#[tokio::test]
async fn link_with_password_for_someone_new() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_requested").await;
    stage.start(&id).await;
    let email = "new@example.com";
    assert_needs(&stage.join(&key, json!({ "email": email })).await, &["account"]);
    assert!(stage.code(email).await.is_none(), "nothing is mailed before it is asked for");
    let profile =
        json!({ "first_name": "Nora", "last_name": "New", "password": "seven lamps above", "time_zone": "Asia/Tokyo" });
    assert_needs(&stage.join(&key, json!({ "email": email, "account": profile })).await, &["code"]);
    let code = stage.code(email).await.unwrap();
    let wrong = stage.join(&key, json!({ "email": email, "account": profile, "code": "000000" })).await;
    assert_eq!(codes(&wrong), ["code_wrong"], "{wrong}");
    // The code counts with the very profile that it was mailed for.
    let mut other = profile.clone();
    other["password"] = json!("another password here");
    assert_eq!(
        codes(&stage.join(&key, json!({ "email": email, "account": other, "code": code })).await),
        ["code_wrong"]
    );
    assert_admitted(&stage.join(&key, json!({ "email": email, "account": profile, "code": code })).await);
    assert_admitted(&stage.join(&key, json!({ "email": email, "password": "seven lamps above" })).await);
}

#[tokio::test]
async fn invitation_list_by_personal_link() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    stage.start(&id).await;
    let known = stage.invite(&id, json!({ "email": "a@example.com", "first_name": "Anna", "last_name": "Alt" })).await;
    let door = stage.get(&format!("/api/v1/join/{known}")).send().await.json();
    assert_eq!((&door["needs"], &door["title"]), (&json!([]), &json!("Biology 101")));
    // No body at all is evidence enough.
    let reply = stage.call("POST", &format!("/api/v1/join/{known}")).send().await;
    assert_admitted(&reply.json());
    assert!(reply.header("set-cookie").is_none(), "the API sets no cookie");
    // In use on another device: move it here, and the other place is told.
    assert_needs(&stage.join(&known, json!({})).await, &["seat"]);
    assert_admitted(&stage.join(&known, json!({ "take_seat": true })).await);
    let replaced = stage.get("/api/v1/pass").bearer(&text(&reply.json()["pass"])).send().await;
    assert_eq!(replaced.json(), json!({ "state": "replaced" }));

    let unnamed = stage.invite(&id, json!({ "email": "b@example.com" })).await;
    assert_needs(&stage.join(&unnamed, json!({})).await, &["name"]);
    assert_admitted(&stage.join(&unnamed, json!({ "first_name": "Ben", "last_name": "Bo" })).await);
}

#[tokio::test]
async fn invitation_list_by_session_link_and_code() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("invitation_list").await;
    stage.start(&id).await;
    stage.invite(&id, json!({ "email": "anna@example.com", "first_name": "Anna", "last_name": "Alt" })).await;
    // Listed or not, the same page.
    let listed = stage.join(&key, json!({ "email": "anna@example.com" })).await;
    let stranger = stage.join(&key, json!({ "email": "eve@example.com" })).await;
    assert_needs(&listed, &["code"]);
    assert_eq!(listed, stranger);
    let code = stage.code("anna@example.com").await.unwrap();
    assert!(stage.code("eve@example.com").await.is_none());
    assert_eq!(codes(&stage.join(&key, json!({ "email": "eve@example.com", "code": code })).await), ["code_wrong"]);
    assert_admitted(&stage.join(&key, json!({ "email": "ANNA@example.com", "code": format!(" {code}") })).await);
}

#[tokio::test]
async fn a_personal_link_never_stands_for_a_password() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("link_password_requested").await;
    stage.start(&id).await;
    let token = stage.invite(&id, json!({ "email": "guest@example.org" })).await;
    assert_needs(&stage.join(&token, json!({})).await, &["password"]);
    assert_admitted(&stage.join(&token, json!({ "password": PASSWORD })).await);
}

#[tokio::test]
async fn a_sign_in_counts_for_its_own_address_and_a_token_never() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_requested").await;
    stage.start(&id).await;
    let path = format!("/api/v1/join/{key}");
    let own =
        stage.call("POST", &path).header("cookie", &Stage::sign_in("guest")).header("sec-fetch-site", "same-origin");
    assert_admitted(&own.clone().json(json!({})).send().await.json());
    let other = own.json(json!({ "email": "other@example.org" })).send().await.json();
    assert_needs(&other, &["password"]);
    let by_token =
        stage.call("POST", &path).by_token("guest").json(json!({ "email": "guest@example.org" })).send().await.json();
    assert_needs(&by_token, &["password"]);
}

#[tokio::test]
async fn early_guests_wait_and_go_in_by_themselves() {
    let stage = Stage::new().await;
    let (id, key) = stage.session_with(json!({ "early_entry_minutes": 2 })).await;
    let evidence = json!({ "email": "mike@example.com", "first_name": "Mike", "last_name": "Miller" });
    let early = stage.join(&key, evidence).await;
    assert_eq!(early["outcome"], "waiting");
    assert!(codes(&early).contains(&"too_early".to_owned()), "{early}");
    let reason = early["reasons"].as_array().unwrap().iter().find(|reason| reason["code"] == "too_early").unwrap();
    assert!(reason["opens_at"].is_string(), "{reason}");
    assert!(early.get("room").is_none());
    let pass = text(&early["pass"]);

    let held = stage.get("/api/v1/pass").bearer(&pass).send().await.json();
    assert_eq!((&held["state"], &held["session"]["title"]), (&json!("waiting"), &json!("Biology 101")));
    assert!(held.get("role").is_none() && held.get("participant_id").is_none());
    let no_room = stage.call("POST", "/api/v1/pass/room").bearer(&pass).send().await;
    assert_eq!(no_room.status, StatusCode::FORBIDDEN);

    stage.start(&id).await;
    let inside = stage.get("/api/v1/pass").bearer(&pass).send().await.json();
    assert_eq!((&inside["state"], &inside["role"]), (&json!("admitted"), &json!("attendee")));
    let room = stage.call("POST", "/api/v1/pass/room").bearer(&pass).send().await;
    assert_eq!((room.status, &room.json()["kind"]), (StatusCode::OK, &json!("builtin")));
    stage.clock.advance(TimeDelta::seconds(15));
    let beat = stage.call("POST", "/api/v1/pass/heartbeat").bearer(&pass).send().await;
    assert_eq!(beat.json(), json!({ "state": "admitted" }));
    assert_eq!(stage.call("DELETE", "/api/v1/pass").bearer(&pass).send().await.json(), json!({ "state": "left" }));
    // Over is over: the state and nothing more.
    assert_eq!(stage.get("/api/v1/pass").bearer(&pass).send().await.json(), json!({ "state": "left" }));
    assert_eq!(stage.call("DELETE", "/api/v1/pass").bearer(&pass).send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_pass_in_a_cookie_is_the_same_device() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    stage.start(&id).await;
    let token = stage.invite(&id, json!({ "email": "a@example.com", "first_name": "Anna", "last_name": "Alt" })).await;
    let pass = text(&stage.join(&token, json!({})).await["pass"]);
    let short = id.replace('-', "").split_off(20);
    let cookie = format!("__Host-jigsaw-pass-{short}={pass}");
    let again = stage
        .call("POST", &format!("/api/v1/join/{token}"))
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin")
        .send()
        .await
        .json();
    assert_admitted(&again);
    assert_eq!(text(&again["pass"]), pass, "no question about the seat, and no second pass");
    let seen = stage.get("/api/v1/pass").header("cookie", &cookie).send().await.json();
    assert_eq!(seen["state"], "admitted");
    let seen = stage.get(&format!("/api/v1/pass?session={id}")).header("cookie", &cookie).send().await.json();
    assert_eq!(seen["session"]["id"].as_str(), Some(id.as_str()));
}

#[tokio::test]
async fn full_and_locked_are_answers() {
    let stage = Stage::new().await;
    let (id, key) = stage.session_with(json!({ "capacity": 1 })).await;
    stage.start(&id).await;
    let evidence = |name: &str| json!({ "email": format!("{name}@example.com"), "first_name": name, "last_name": "X" });
    assert_admitted(&stage.join(&key, evidence("anna")).await);
    assert_eq!(codes(&stage.join(&key, evidence("ben")).await), ["full"]);
    stage.host_post(&format!("/api/v1/sessions/{id}/lock"), json!({ "message": "Exam." })).send().await;
    let locked = stage.join(&key, evidence("cleo")).await;
    assert!(codes(&locked).contains(&"locked".to_owned()), "{locked}");
}

#[tokio::test]
async fn looking_shows_the_door_and_changes_nothing() {
    let stage = Stage::new().await;
    let (_, key) = stage.session("link_password_not_requested").await;
    let before = (stage.store.audit().len(), stage.store.decision_records().len());
    let path = format!("/api/v1/join/{key}");
    let door = stage.get(&path).send().await;
    assert_eq!(
        door.json(),
        json!({
            "state": "scheduled", "title": "Biology 101", "host_name": "Hanna Host",
            "starts_at": "2026-11-23T14:05:00Z", "ends_at": "2026-11-23T15:05:00Z", "opens_at": "2026-11-23T13:55:00Z",
            "time_zone": "Europe/Berlin", "invitation_type": "link_password_not_requested", "needs": ["email"],
        })
    );
    assert_eq!(door.header("cache-control"), Some("no-store"));
    let head = stage.call("HEAD", &path).send().await;
    assert_eq!((head.status, head.text().as_str()), (StatusCode::OK, ""));
    assert_eq!(before, (stage.store.audit().len(), stage.store.decision_records().len()));
}

#[tokio::test]
async fn unknown_links_are_all_alike() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let elsewhere = jigsaw_domain::link::Link {
        target: jigsaw_domain::link::LinkTarget::Session(jigsaw_domain::id::SessionId::from_uuid(uuid())),
        generation: jigsaw_domain::link::Generation::FIRST,
    };
    let mut flipped = key.clone();
    flipped.replace_range(40..41, if flipped.as_bytes()[40] == b'A' { "B" } else { "A" });
    let gone = stage.door.keyring().seal(elsewhere);
    let long = "x".repeat(5_000);
    let mut bodies = Vec::new();
    for key in [flipped.as_str(), "short", gone.as_str(), long.as_str(), id.as_str(), "%00", "..%2f"] {
        for method in ["GET", "POST"] {
            let reply = stage.call(method, &format!("/api/v1/join/{key}")).send().await;
            assert_eq!((reply.status, reply.code().as_str()), (StatusCode::NOT_FOUND, "unknown_link"), "{key}");
            let mut body = reply.json();
            body["request_id"] = Value::Null;
            bodies.push(body);
        }
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(0x0199_d3b0_0000_7000_8000_0000_0000_0001)
}

#[tokio::test]
async fn too_many_joins_are_told_when_to_come_back() {
    let limits =
        jigsaw_testkit::memory::Limits::off().with(jigsaw_domain::port::Budget::Joins, 2, TimeDelta::minutes(1));
    let stage = Stage::set(crate::stage::Set { limits, ..Default::default() }).await;
    let (_, key) = stage.session("link_password_not_requested").await;
    for _ in 0..2 {
        stage.join(&key, json!({ "email": "mike@example.com" })).await;
    }
    let reply =
        stage.call("POST", &format!("/api/v1/join/{key}")).json(json!({ "email": "mike@example.com" })).send().await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_attempts"));
    assert_eq!(reply.header("retry-after"), Some("60"));
}
