//! The signed hook for relays.

use chrono::TimeDelta;
use jigsaw_domain::delivery::{DeliveryState, HookSecret};
use jigsaw_domain::port::Suppressions as _;
use jigsaw_testkit::build::email;
use jigsaw_testkit::fakes::keyring;
use poem::http::StatusCode;
use serde_json::json;

use super::stage::{Set, Stage};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const HOOK: &str = "/api/v1/hooks/mail";

/// A server with a secret, a mail that its relay took, and the Message-ID of that.
async fn sent() -> (Stage, String) {
    let stage = Stage::set(Set { http: |http| http.hook_secret = HookSecret::parse(SECRET), ..Set::default() }).await;
    let (session, _) = stage.session("invitation_list").await;
    stage.invite(&session, json!({ "email": "mia@example.org" })).await;
    assert_eq!(stage.door.drain_outbox(10).await.unwrap().sent, 1);
    let id = stage.store.messages()[0].0.id;
    (stage, format!("<{id}@jigsaw.example>"))
}

fn report(message_id: &str, kind: &str) -> Vec<u8> {
    json!({ "message_id": message_id, "kind": kind, "reason": "550 <mia@example.org> unknown" })
        .to_string()
        .into_bytes()
}

/// Sends a body under a name, signed so many seconds after now.
async fn send(stage: &Stage, name: &str, after: i64, body: &[u8]) -> (StatusCode, String) {
    let timestamp = (stage.http.door.ports().clock.now() + TimeDelta::seconds(after)).timestamp().to_string();
    let signature = HookSecret::parse(SECRET).unwrap().sign(name, &timestamp, body);
    let call = stage.call("POST", HOOK).header("webhook-id", name).header("webhook-timestamp", &timestamp);
    let reply = call.header("webhook-signature", &signature).body("application/json", body).send().await;
    let code = if reply.status.is_success() { String::new() } else { reply.code() };
    (reply.status, code)
}

/// Where the one mail stands, and whether its address is mailed.
async fn told(stage: &Stage) -> (DeliveryState, usize) {
    let address = keyring().address_digest(email("mia@example.org").key());
    (stage.store.messages()[0].1, stage.store.suppressed(vec![address]).await.unwrap().len())
}

#[tokio::test]
async fn a_signed_report_is_taken_and_the_address_is_not_mailed_any_more() {
    for (kind, state, suppressed) in [
        ("bounced", DeliveryState::Bounced, 1),
        ("complained", DeliveryState::Sent, 1),
        ("deferred", DeliveryState::Deferred, 0),
    ] {
        let (stage, id) = sent().await;
        assert_eq!(send(&stage, "one", 0, &report(&id, kind)).await, (StatusCode::NO_CONTENT, String::new()));
        assert_eq!(told(&stage).await, (state, suppressed), "{kind}");
    }
}

#[tokio::test]
async fn what_is_not_signed_or_stale_or_foreign_or_known_changes_nothing() {
    let (stage, id) = sent().await;
    let good = report(&id, "bounced");
    let before = told(&stage).await;
    let refused = |status: StatusCode, code: &str| (status, code.to_owned());
    let unsigned = stage.call("POST", HOOK).body("application/json", good.clone()).send().await;
    assert_eq!((unsigned.status, unsigned.code().as_str()), (StatusCode::UNAUTHORIZED, "not_signed"));
    let by_token = stage.host_post(HOOK, serde_json::from_slice(&good).unwrap()).send().await;
    assert_eq!(by_token.status, StatusCode::UNAUTHORIZED, "a token is no signature");
    assert_eq!(send(&stage, "old", -301, &good).await, refused(StatusCode::UNAUTHORIZED, "stale_signature"));
    assert_eq!(send(&stage, "new", 301, &good).await, refused(StatusCode::UNAUTHORIZED, "stale_signature"));
    let foreign = report("<0199d3b0-0000-7000-8000-000000000001@other.example>", "bounced");
    assert_eq!(send(&stage, "foreign", 0, &foreign).await, refused(StatusCode::NOT_FOUND, "not_found"));
    assert_eq!(send(&stage, "odd", 0, &report("<x@y>", "bounced")).await, refused(StatusCode::NOT_FOUND, "not_found"));
    assert_eq!(send(&stage, "kind", 0, &report(&id, "eaten")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&stage, "json", 0, b"{").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told(&stage).await, before);

    assert_eq!(send(&stage, "one", 0, &report(&id, "deferred")).await.0, StatusCode::NO_CONTENT);
    assert_eq!(send(&stage, "one", 1, &good).await, refused(StatusCode::CONFLICT, "report_taken"));
    assert_eq!(told(&stage).await, (DeliveryState::Deferred, 0), "a name is good once, whatever is sent under it");
}

#[tokio::test]
async fn without_a_secret_there_is_no_hook() {
    let stage = Stage::new().await;
    assert_eq!(send(&stage, "one", 0, &report("<x@y>", "bounced")).await.0, StatusCode::NOT_FOUND);
}
