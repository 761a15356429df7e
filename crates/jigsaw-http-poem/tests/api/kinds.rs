//! Kinds of sessions, their occurrences, copies, and a host's calendar.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, new_session, text};

async fn made(stage: &Stage, settings: Value) -> Value {
    let mut body = new_session();
    body.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let reply = stage.host_post("/api/v1/sessions", body).send().await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    reply.json()
}

fn weekly() -> Value {
    json!({ "kind": { "type": "recurring", "rule": "FREQ=WEEKLY;COUNT=3" } })
}

async fn occurrences(stage: &Stage, session: &Value) -> Vec<(String, String)> {
    let path = format!("/api/v1/sessions/{}/occurrences", text(&session["id"]));
    let page = stage.get(&path).by_token("host").send().await.json();
    assert_eq!(page["next_cursor"], Value::Null);
    let items = page["items"].as_array().unwrap().iter();
    items.map(|one| (text(&one["starts_at"]), text(&one["state"]))).collect()
}

fn planned(starts_at: &str) -> (String, String) {
    (starts_at.to_owned(), "planned".to_owned())
}

#[tokio::test]
async fn a_session_is_one_time_unless_told() {
    let stage = Stage::new().await;
    let session = made(&stage, json!({})).await;
    assert_eq!(session["kind"], json!({ "type": "one_time" }));
    assert_eq!(occurrences(&stage, &session).await, [planned("2026-11-23T14:05:00Z")]);
}

#[tokio::test]
async fn an_open_session_has_hours_of_each_day() {
    let stage = Stage::new().await;
    let kind = json!({ "type": "open", "opens": "09:00", "closes": "17:00", "days": ["MO", "WE"] });
    let session = made(&stage, json!({ "kind": kind, "ends_at": "2026-12-04T10:00:00Z" })).await;
    assert_eq!(session["kind"], kind);
    assert_eq!(
        (text(&session["starts_at"]), text(&session["ends_at"])),
        ("2026-11-23T08:00:00Z".to_owned(), "2026-12-02T16:00:00Z".to_owned())
    );
    let days = occurrences(&stage, &session).await;
    assert_eq!(days.len(), 4);
    assert_eq!(days[1], planned("2026-11-25T08:00:00Z"));
}

#[tokio::test]
async fn a_series_is_moved_and_cancelled_one_by_one() {
    let stage = Stage::new().await;
    let session = made(&stage, weekly()).await;
    let path = format!("/api/v1/sessions/{}", text(&session["id"]));
    assert_eq!(session["kind"], weekly()["kind"]);
    let change = json!({ "starts_at": "2026-12-01T10:00:00Z", "ends_at": "2026-12-01T11:00:00Z" });
    let one = format!("{path}?scope=this&occurrence=2026-11-30T15:05:00");
    let moved = stage.call("PATCH", &one).by_token("host").json(change).send().await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    assert_eq!(moved.json()["starts_at"], session["starts_at"], "the next one is another");
    let off = stage.call("DELETE", &format!("{path}?scope=this")).by_token("host").send().await;
    assert_eq!(off.json()["starts_at"], "2026-12-01T10:00:00Z", "on to the next one");
    let standing = |at: &str, word: &str| (at.to_owned(), word.to_owned());
    assert_eq!(
        occurrences(&stage, &session).await,
        [
            standing("2026-11-23T14:05:00Z", "cancelled"),
            standing("2026-12-01T10:00:00Z", "moved"),
            standing("2026-12-07T14:05:00Z", "planned"),
        ]
    );
    let later = json!({ "starts_at": "2026-12-07T16:00:00Z", "ends_at": "2026-12-07T17:00:00Z", "kind": { "type": "recurring", "rule": "FREQ=DAILY;COUNT=2" } });
    let following = format!("{path}?scope=following&occurrence=2026-12-07T15:05:00");
    let changed = stage.call("PATCH", &following).by_token("host").json(later).send().await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    let days: Vec<String> = occurrences(&stage, &session).await.into_iter().map(|(at, _)| at).collect();
    assert_eq!(days, ["2026-12-01T10:00:00Z", "2026-12-07T16:00:00Z", "2026-12-08T16:00:00Z"]);
}

#[tokio::test]
async fn faults_of_kinds_are_named() {
    let stage = Stage::new().await;
    for (kind, field, code) in [
        (json!({ "type": "yearly" }), "kind.type", "not_a_choice"),
        (json!({ "type": "one_time", "rule": "FREQ=DAILY;COUNT=2" }), "kind.rule", "unknown_field"),
        (json!({ "type": "open", "closes": "17:00" }), "kind.opens", "blank"),
        (json!({ "type": "open", "opens": "late", "closes": "17:00" }), "kind.opens", "not_a_time"),
        (json!({ "type": "open", "opens": "17:00", "closes": "09:00" }), "kind.closes", "ends_before_start"),
        (json!({ "type": "open", "opens": "09:00", "closes": "17:00", "days": ["XX"] }), "kind.days", "not_a_choice"),
        (json!({ "type": "open", "opens": "09:00", "closes": "17:00", "days": ["SU"] }), "kind.days", "never_open"),
        (json!({ "type": "recurring" }), "kind.rule", "blank"),
        (json!({ "type": "recurring", "rule": "FREQ=HOURLY;COUNT=3" }), "kind.rule", "rule_malformed"),
        (json!({ "type": "recurring", "rule": "FREQ=DAILY;UNTIL=20290101" }), "kind.rule", "too_many"),
    ] {
        let mut body = new_session();
        body["kind"] = kind.clone();
        let reply = stage.host_post("/api/v1/sessions", body).send().await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
        assert_eq!(reply.faults(), [(field.to_owned(), code.to_owned())], "{kind}");
    }
    let session = made(&stage, weekly()).await;
    let path = format!("/api/v1/sessions/{}", text(&session["id"]));
    for (query, field) in [
        ("scope=all", "scope"),
        ("occurrence=2026-11-30T15:05:00", "scope"),
        ("scope=this&occurrence=soon", "occurrence"),
        ("scope=this&occurrence=2026-11-24T15:05:00", "occurrence"),
    ] {
        for method in ["PATCH", "DELETE"] {
            let body = if method == "PATCH" { json!({ "starts_at": "2026-11-23T14:10:00Z" }) } else { json!({}) };
            let reply = stage.call(method, &format!("{path}?{query}")).by_token("host").json(body).send().await;
            assert_eq!(reply.faults().first().map(|fault| fault.0.clone()), Some(field.to_owned()), "{method} {query}");
        }
    }
}

#[tokio::test]
async fn a_copy_is_a_session_of_its_own() {
    let stage = Stage::new().await;
    let session = made(&stage, json!({ "capacity": 12 })).await;
    let id = text(&session["id"]);
    stage.invite(&id, json!({ "email": "mia@example.com", "role": "presenter" })).await;
    let path = format!("/api/v1/sessions/{id}/clone");
    let plain = stage.host_post(&path, json!({})).send().await;
    assert_eq!(plain.status, StatusCode::CREATED, "{}", plain.text());
    let plain = plain.json();
    assert_eq!((&plain["title"], &plain["capacity"], &plain["version"]), (&session["title"], &json!(12), &json!(1)));
    assert_eq!(plain["starts_at"], "2026-11-30T14:05:00Z");
    assert_ne!((&plain["id"], &plain["link"]), (&session["id"], &session["link"]));
    let wish = json!({ "title": "Again", "starts_at": "2026-12-24T10:00:00Z", "with_invitations": true });
    let listed = stage.host_post(&path, wish).send().await.json();
    assert_eq!((&listed["title"], &listed["starts_at"]), (&json!("Again"), &json!("2026-12-24T10:00:00Z")));
    let list = stage.get(&format!("/api/v1/sessions/{}/invitations", text(&listed["id"]))).by_token("host");
    assert_eq!(list.send().await.json()["items"][0]["role"], "presenter");
    let faulty = stage.host_post(&path, json!({ "title": " " })).send().await;
    assert_eq!(faulty.faults(), [("title".to_owned(), "blank".to_owned())]);
}

#[tokio::test]
async fn the_calendar_address_is_a_secret_that_can_be_renewed() {
    let stage = Stage::new().await;
    let session = made(&stage, weekly()).await;
    let address = async |method: &str, path: &str| {
        let reply = stage.call(method, path).by_token("host").send().await.json();
        text(&reply["url"]).replace("https://jigsaw.example", "")
    };
    let first = address("GET", "/api/v1/me/calendar").await;
    let feed = stage.get(&first).send().await;
    assert_eq!(
        (feed.status, feed.header("content-type")),
        (StatusCode::OK, Some("text/calendar; charset=utf-8; method=PUBLISH"))
    );
    assert!(feed.text().contains(&format!("UID:{}", text(&session["id"]))));
    let tag = feed.header("etag").unwrap().to_owned();
    assert_eq!(stage.get(&first).header("if-none-match", &tag).send().await.status, StatusCode::NOT_MODIFIED);
    let second = address("POST", "/api/v1/me/calendar/renew").await;
    assert_ne!(first, second);
    for unknown in [first.as_str(), "/calendar/x.ics", "/calendar/.ics", &second.replace(".ics", "")] {
        assert_eq!(stage.get(unknown).send().await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    assert_eq!(stage.get(&second).send().await.status, StatusCode::OK);
    let key = second.trim_start_matches("/calendar/").trim_end_matches(".ics");
    assert_eq!(
        stage.get(&format!("/api/v1/join/{key}")).send().await.status,
        StatusCode::NOT_FOUND,
        "it opens no door"
    );
}
