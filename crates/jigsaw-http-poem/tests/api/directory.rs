//! The directory of participants over the API.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, text};

const CONTACTS: &str = "/api/v1/directory/contacts";
const GROUPS: &str = "/api/v1/directory/groups";

async fn add(stage: &Stage, who: &str, body: Value) -> String {
    let reply = stage.call("POST", CONTACTS).by_token(who).json(body).send().await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    text(&reply.json()["id"])
}

async fn listed(stage: &Stage, who: &str, query: &str) -> Vec<String> {
    let reply = stage.get(&format!("{CONTACTS}{query}")).by_token(who).send().await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()["items"].as_array().unwrap().iter().map(|one| text(&one["email"])).collect()
}

#[tokio::test]
async fn contacts_are_kept_shared_and_taken_away() {
    let stage = Stage::new().await;
    let mia = json!({ "email": "mia@example.org", "first_name": "Mia", "last_name": "Ito", "language": "fr", "note": "Sings" });
    let mia = add(&stage, "host", mia).await;
    let bo = add(&stage, "host", json!({ "email": "bo@example.org", "shared": true, "note": "Shy" })).await;
    assert_eq!(listed(&stage, "host", "").await, ["bo@example.org", "mia@example.org"]);
    assert_eq!(listed(&stage, "host", "?q=ito").await, ["mia@example.org"]);
    assert_eq!(listed(&stage, "other", "").await, ["bo@example.org"]);
    let seen = stage.get(&format!("{CONTACTS}/{bo}")).by_token("other").send().await.json();
    assert_eq!((&seen["note"], &seen["own"]), (&Value::Null, &json!(false)), "a note is its owner's");
    for (method, id, status) in [
        ("GET", &mia, StatusCode::NOT_FOUND),
        ("PATCH", &mia, StatusCode::NOT_FOUND),
        ("DELETE", &mia, StatusCode::NOT_FOUND),
        ("PATCH", &bo, StatusCode::FORBIDDEN),
        ("DELETE", &bo, StatusCode::FORBIDDEN),
    ] {
        let call = stage.call(method, &format!("{CONTACTS}/{id}")).by_token("other");
        let call = if method == "GET" { call } else { call.json(json!({})) };
        assert_eq!(call.send().await.status, status, "{method}");
    }
    let edit = json!({ "last_name": null, "language": "de", "shared": true });
    let edited = stage.call("PATCH", &format!("{CONTACTS}/{mia}")).by_token("host").json(edit).send().await.json();
    assert_eq!(
        (&edited["first_name"], &edited["last_name"], &edited["note"]),
        (&json!("Mia"), &Value::Null, &json!("Sings"))
    );
    assert_eq!(listed(&stage, "other", "?q=mia").await, ["mia@example.org"]);
    let again = stage.call("POST", CONTACTS).by_token("host").json(json!({ "email": "MIA@example.org" })).send().await;
    assert_eq!(again.faults(), [("email".to_owned(), "in_directory".to_owned())]);
    let wrong = json!({ "email": "x", "first_name": " ", "language": "pt" });
    let wrong = stage.call("POST", CONTACTS).by_token("host").json(wrong).send().await;
    assert_eq!(wrong.faults().len(), 3);
    let gone = stage.call("DELETE", &format!("{CONTACTS}/{mia}")).by_token("host").send().await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(listed(&stage, "host", "").await, ["bo@example.org"]);
}

#[tokio::test]
async fn groups_are_invited_and_lists_fill_the_directory() {
    let stage = Stage::new().await;
    let (session, _) = stage.session("invitation_list").await;
    stage.invite(&session, json!({ "email": "mia@example.org", "first_name": "Mia" })).await;
    assert_eq!(listed(&stage, "host", "").await, ["mia@example.org"], "whoever is invited is remembered");
    assert!(listed(&stage, "other", "").await.is_empty(), "and by nobody else");
    let bo = add(&stage, "host", json!({ "email": "bo@example.org" })).await;
    let group = stage.host_post(GROUPS, json!({ "name": "Class 7b" })).send().await.json();
    let path = format!("{GROUPS}/{}", text(&group["id"]));
    let filled =
        stage.call("PATCH", &path).by_token("host").json(json!({ "add": [bo], "name": "Class 8b" })).send().await;
    assert_eq!(filled.json()["name"], "Class 8b");
    let groups = stage.get(GROUPS).by_token("host").send().await.json();
    assert_eq!(groups["items"][0]["contacts"], 1);
    let inside = format!("?group={}", text(&group["id"]));
    assert_eq!(listed(&stage, "host", &inside).await, ["bo@example.org"]);
    let hidden = stage.get(&format!("{CONTACTS}{inside}")).by_token("other").send().await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    for method in ["GET", "PATCH", "DELETE"] {
        let call = stage.call(method, &path).by_token("other");
        let call = if method == "GET" { call } else { call.json(json!({})) };
        assert_eq!(call.send().await.status, StatusCode::NOT_FOUND, "{method}");
    }
    let invite = |body: Value| stage.host_post(&format!("/api/v1/sessions/{session}/invitations/directory"), body);
    let done = invite(json!({ "groups": [group["id"]], "role": "presenter" })).send().await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    assert_eq!((&done.json()["created"], &done.json()["items"][0]["role"]), (&json!(1), &json!("presenter")));
    let nobody = invite(json!({})).send().await;
    assert_eq!(nobody.faults(), [("contacts".to_owned(), "blank".to_owned())]);
    let foreign = invite(json!({ "contacts": ["0199d3b0-0000-7000-8000-000000000001"] })).send().await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.call("DELETE", &path).by_token("host").send().await.status, StatusCode::NO_CONTENT);
    assert_eq!(listed(&stage, "host", "").await.len(), 2, "its contacts stay");
}
