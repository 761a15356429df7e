//! What errors look like.

use std::sync::Arc;

use chrono::TimeDelta;
use jigsaw_domain::port::{Budget, CapturedMail, Mailbox, PortError};
use jigsaw_http_poem::Http;
use jigsaw_testkit::memory::Limits;
use serde_json::{Value, json};

use crate::stage::{Set, Stage};

#[tokio::test]
async fn problem_bodies() {
    let limits = Limits::off().with(Budget::Joins, 1, TimeDelta::seconds(90));
    let stage = Stage::set(Set { limits, ..Set::default() }).await;
    let (id, key) = stage.session("link_password_not_requested").await;
    let session = format!("/api/v1/sessions/{id}");
    let join = format!("/api/v1/join/{key}");
    stage.join(&key, json!({})).await;
    let calls = [
        ("invalid", stage.host_post("/api/v1/sessions", json!({ "title": "x", "nonsense": 1 }))),
        (
            "invalid rows",
            stage.host_post(
                &format!("{session}/invitations"),
                json!({ "invitations": [{ "email": "x" }, { "email": "y" }] }),
            ),
        ),
        ("sign_in_required", stage.get("/api/v1/me")),
        ("forbidden", stage.call("POST", "/api/v1/sessions").by_token("guest").json(crate::stage::new_session())),
        ("not_found", stage.get("/api/v1/sessions/x").by_token("host")),
        ("unknown_link", stage.get("/api/v1/join/x")),
        ("lifecycle", stage.host_post(&format!("{session}/end"), json!({}))),
        ("contradiction", stage.call("PATCH", &session).by_token("host").header("if-match", "\"7\"").json(json!({}))),
        ("too_many_attempts", stage.call("POST", &join).json(json!({}))),
        ("too_large", stage.host_post("/api/v1/sessions", json!({ "title": "x".repeat(70_000) }))),
        ("media type", stage.call("POST", &join).body("text/plain", "x")),
        ("method", stage.call("PUT", &session).by_token("host")),
        ("cross_site", stage.call("POST", &join).header("origin", "https://evil.example").json(json!({}))),
    ];
    let mut shown = String::new();
    for (name, call) in calls {
        let reply = call.send().await;
        let mut body = reply.json();
        assert_eq!(body["status"], reply.status.as_u16());
        assert_eq!(body["request_id"].as_str(), reply.header("x-request-id"));
        body["request_id"] = Value::from("…");
        shown.push_str(&format!("## {name}\n{}\n", serde_json::to_string_pretty(&body).unwrap()));
        for header in ["retry-after", "allow", "www-authenticate"] {
            if let Some(value) = reply.header(header) {
                shown.push_str(&format!("{header}: {value}\n"));
            }
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

/// A mailbox that fails in one way or another.
struct Faulty(fn() -> PortError);

#[async_trait::async_trait]
impl Mailbox for Faulty {
    async fn list(&self) -> Result<Vec<CapturedMail>, PortError> {
        Err(self.0())
    }

    async fn find(&self, _: &str) -> Result<Option<CapturedMail>, PortError> {
        Err(self.0())
    }

    async fn raw(&self, _: &str) -> Result<Option<Vec<u8>>, PortError> {
        Err(self.0())
    }
}

#[tokio::test]
async fn faults_inside_are_told_without_their_cause() {
    type Fault = (u16, &'static str, fn(&mut Http));
    let faults: [Fault; 4] = [
        (503, "unavailable", |http| {
            http.mailbox = Some(Arc::new(Faulty(|| PortError::Unavailable("db.internal is away".into()))));
        }),
        (503, "unavailable", |http| {
            http.mailbox = Some(Arc::new(Faulty(|| PortError::Conflict)));
        }),
        (500, "internal", |http| {
            http.mailbox = Some(Arc::new(Faulty(|| PortError::Backend("db.internal: no such table".into()))));
        }),
        (500, "internal", |http| {
            http.mailbox = Some(Arc::new(Faulty(|| panic!("db.internal is on fire"))));
        }),
    ];
    for (status, code, http) in faults {
        let stage = Stage::set(Set { http, ..Set::default() }).await;
        let reply = stage.get("/api/v1/mailbox").by_token("host").send().await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code));
        assert!(!reply.text().contains("db.internal"), "{}", reply.text());
        assert_eq!(reply.header("retry-after").is_some(), status == 503);
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        // The process lives.
        assert_eq!(stage.get("/api/v1/me").by_token("host").send().await.status.as_u16(), 200);
    }
}
