//! Bad bodies: a coded problem that names the field, and the server lives.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Reply, Stage, new_session};

/// Every call with a body that names a text field, with good values for the rest.
async fn calls(stage: &Stage) -> Vec<(String, String, Value, Vec<&'static str>)> {
    let (id, key) = stage.session_with(json!({ "waiting_room": "everyone" })).await;
    stage.start(&id).await;
    let waiting = stage.join(&key, json!({ "email": "w@example.com", "first_name": "W", "last_name": "W" })).await;
    let person = waiting["participant_id"].as_str().unwrap().to_owned();
    let session = format!("/api/v1/sessions/{id}");
    vec![
        (
            "POST".into(),
            "/api/v1/sessions".into(),
            new_session(),
            vec!["title", "starts_at", "ends_at", "time_zone", "invitation_type"],
        ),
        (
            "PATCH".into(),
            session.clone(),
            json!({}),
            vec!["title", "starts_at", "time_zone", "waiting_room", "email_proof", "joinable_until", "link_expires_at"],
        ),
        ("DELETE".into(), session.clone(), json!({}), vec!["reason"]),
        ("POST".into(), format!("{session}/lock"), json!({}), vec!["message"]),
        (
            "POST".into(),
            format!("{session}/invitations"),
            json!({ "invitations": [{ "email": "a@example.com" }] }),
            vec![
                "invitations[0].email",
                "invitations[0].role",
                "invitations[0].first_name",
                "invitations[0].last_name",
            ],
        ),
        ("POST".into(), format!("{session}/participants/{person}/remove"), json!({}), vec!["reason"]),
        ("PATCH".into(), format!("{session}/participants/{person}"), json!({ "role": "attendee" }), vec!["role"]),
        ("POST".into(), format!("{session}/explain"), json!({ "email": "a@example.com" }), vec!["email", "at", "link"]),
        (
            "POST".into(),
            format!("/api/v1/join/{key}"),
            json!({ "account": { "first_name": "A", "last_name": "B", "password": "seven lamps above" } }),
            vec![
                "email",
                "first_name",
                "last_name",
                "password",
                "code",
                "account.first_name",
                "account.last_name",
                "account.password",
                "account.time_zone",
            ],
        ),
    ]
}

/// Sets a field by its path.
fn with(body: &Value, path: &str, value: Value) -> Value {
    let mut body = body.clone();
    let mut place = &mut body;
    for step in path.split('.') {
        place = match step.split_once('[') {
            Some((list, index)) => &mut place[list][index.trim_end_matches(']').parse::<usize>().unwrap()],
            None => &mut place[step],
        };
    }
    *place = value;
    body
}

fn assert_names(reply: &Reply, field: &str, what: &str) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {what}: {}", reply.text());
    assert_eq!(reply.code(), "invalid");
    let faults = reply.faults();
    assert!(faults.iter().any(|(named, _)| named == field), "{field} {what}: {faults:?}");
}

#[tokio::test]
async fn each_text_field_refuses_what_is_not_its_own() {
    let stage = Stage::new().await;
    for (method, path, good, fields) in calls(&stage).await {
        let call = || {
            let call = stage.call(&method, &path);
            if path.contains("/join/") { call } else { call.by_token("host") }
        };
        for field in fields {
            for (what, bad) in [
                ("empty", json!("")),
                ("blank", json!(" \t ")),
                ("invisible", json!("\u{200b}\u{2060}")),
                ("10,000 characters", json!("x".repeat(10_000))),
                ("a control", json!("a\u{0}b@example.com")),
                ("a number", json!(7)),
                ("a list", json!(["a@example.com"])),
                ("an object", json!({ "a": 1 })),
                ("a truth", json!(true)),
            ] {
                // A password may hold anything but nothing, and is compared as it is.
                if field.ends_with("password") && what == "a control" {
                    continue;
                }
                assert_names(&call().json(with(&good, field, bad)).send().await, field, what);
            }
            // null takes an optional setting of a session away; elsewhere it is no value.
            let clears = method == "PATCH" && ["joinable_until", "link_expires_at"].contains(&field);
            if !clears {
                assert_names(&call().json(with(&good, field, Value::Null)).send().await, field, "null");
            }
        }
    }
}

#[tokio::test]
async fn each_body_is_read_strictly() {
    let stage = Stage::new().await;
    for (method, path, good, _) in calls(&stage).await {
        let call = || {
            let call = stage.call(&method, &path);
            if path.contains("/join/") { call } else { call.by_token("host") }
        };
        assert_names(&call().json(with(&good, "nonsense", json!(1))).send().await, "nonsense", "unknown");
        for (what, body) in [
            ("no JSON", "{".to_owned()),
            ("two values", format!("{good}{good}")),
            ("a list", "[]".to_owned()),
            ("a text", "\"x\"".to_owned()),
            ("null", "null".to_owned()),
            ("not UTF-8", String::new()),
            ("deep", "[".repeat(60_000)),
        ] {
            let body = if what == "not UTF-8" { vec![b'"', 0xff, b'"'] } else { body.into_bytes() };
            assert_names(&call().body("application/json", body).send().await, "body", what);
        }
        let deep = format!("{{\"nonsense\":{}", "{\"a\":".repeat(9_000));
        assert_names(&call().body("application/json", deep).send().await, "nonsense", "deep");
        for wrong in
            ["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x"]
        {
            let reply = call().body(wrong, good.to_string()).send().await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
                "{wrong}"
            );
        }
        let reply = call().json(good.clone()).header("content-encoding", "gzip").send().await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let big = format!("{{\"nonsense\":\"{}\"}}", "x".repeat(10 << 20));
        let reply = call().body("application/json", big).send().await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"), "{path}");
    }
    assert_eq!(stage.get("/healthz").send().await.text(), "ok\n");
}

#[tokio::test]
async fn missing_fields_are_named() {
    let stage = Stage::new().await;
    let reply = stage.call("POST", "/api/v1/sessions").by_token("host").send().await;
    assert_eq!(
        (reply.status, reply.faults()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec![("title".into(), "required".into())])
    );
    let (id, key) = stage.session("invitation_list").await;
    let reply =
        stage.host_post(&format!("/api/v1/sessions/{id}/invitations"), json!({ "invitations": [{}] })).send().await;
    assert_eq!(reply.faults(), [("invitations[0].email".into(), "required".into())]);
    let reply = stage.call("POST", &format!("/api/v1/join/{key}")).json(json!({ "account": {} })).send().await;
    assert_eq!(reply.faults(), [("account.first_name".into(), "required".into())]);
    let reply =
        stage.host_post(&format!("/api/v1/sessions/{id}/invitations"), json!({ "invitations": [] })).send().await;
    assert_eq!(reply.faults(), [("invitations".into(), "blank".into())]);
}

#[tokio::test]
async fn numbers_rooms_and_times_are_bounded() {
    let stage = Stage::new().await;
    for (field, bad, named, code) in [
        ("capacity", json!(0), "capacity", "out_of_range"),
        ("capacity", json!(-1), "capacity", "out_of_range"),
        ("capacity", json!(10.5), "capacity", "wrong_type"),
        ("capacity", json!(1e30), "capacity", "wrong_type"),
        ("capacity", Value::Null, "capacity", "wrong_type"),
        ("early_entry_minutes", json!(1441), "early_entry_minutes", "out_of_range"),
        ("reminders", json!([0]), "reminders", "out_of_range"),
        ("reminders", json!([1, 2, 3, 4, 5, 6]), "reminders", "too_many"),
        ("reminders", json!(["soon"]), "reminders[0]", "wrong_type"),
        ("wait_for_host", json!("yes"), "wait_for_host", "wrong_type"),
        ("room", json!({ "kind": "url" }), "room.url", "blank"),
        ("room", json!({ "kind": "url", "url": "javascript:alert(1)" }), "room.url", "not_an_address"),
        ("room", json!({ "kind": "jitsi" }), "room.kind", "not_a_choice"),
        ("room", json!("url"), "room.url", "blank"),
        ("room", json!(7), "room", "wrong_type"),
        ("starts_at", json!("2026-11-23"), "starts_at", "not_a_time"),
        ("ends_at", json!("2026-11-23T14:05:00Z"), "ends_at", "ends_before_start"),
        ("ends_at", json!("2027-11-23T14:05:00Z"), "ends_at", "lasts_too_long"),
        ("time_zone", json!("Mars/Olympus"), "time_zone", "unknown_time_zone"),
        ("invitation_type", json!("open"), "invitation_type", "not_a_choice"),
    ] {
        let reply = stage.host_post("/api/v1/sessions", with(&new_session(), field, bad.clone())).send().await;
        assert_eq!(reply.faults(), [(named.to_owned(), code.to_owned())], "{field} {bad}");
    }
    // Everything that is wrong is told at once.
    let mut bad = with(&new_session(), "title", json!(" "));
    bad = with(&bad, "capacity", json!(0));
    bad = with(&bad, "time_zone", json!("x"));
    let reply = stage.host_post("/api/v1/sessions", bad).send().await;
    let named: Vec<String> = reply.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(named, ["title", "time_zone", "capacity"]);
}

#[tokio::test]
async fn parameters_are_checked_too() {
    let stage = Stage::new().await;
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("limit=1001", "limit", "out_of_range"),
        ("limit=x", "limit", "wrong_type"),
        ("limit=99999999999999999999", "limit", "wrong_type"),
        ("cursor=x", "cursor", "unknown_cursor"),
        ("which=some", "which", "not_a_choice"),
    ] {
        let reply = stage.get(&format!("/api/v1/sessions?{query}")).by_token("host").send().await;
        assert_eq!(reply.faults(), [(field.to_owned(), code.to_owned())], "{query}");
    }
    let reply = stage.get("/api/v1/sessions?nonsense=%ff%zz&&=").by_token("host").send().await;
    assert_eq!(reply.status, StatusCode::OK);
    let (id, _) = stage.session("invitation_list").await;
    let reply =
        stage.get(&format!("/api/v1/sessions/{id}/events")).by_token("host").header("last-event-id", "x").send().await;
    assert_eq!(reply.faults(), [("Last-Event-ID".to_owned(), "wrong_type".to_owned())]);
    let reply = stage.get(&format!("/api/v1/sessions?{}", "x".repeat(9_000))).by_token("host").send().await;
    assert_eq!(reply.status, StatusCode::URI_TOO_LONG);
}
