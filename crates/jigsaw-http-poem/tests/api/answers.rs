//! Answers to invitations by programs: what an invitee says, what the host reads, what is mailed when.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, text};

async fn answer(stage: &Stage, key: &str, body: Value) -> (StatusCode, Value) {
    let answered = stage.call("POST", &format!("/api/v1/join/{key}/answer")).json(body).send().await;
    (answered.status, answered.json())
}

fn key_of(link: &Value) -> String {
    text(link).rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_answer_is_noted_changed_and_shown_to_the_host() {
    let stage = Stage::new().await;
    let (id, session_key) = stage.session("invitation_list").await;
    let path = format!("/api/v1/sessions/{id}/invitations");
    let people = json!({ "invitations": [{ "email": "a@example.com" }, { "email": "b@example.com" }] });
    let made = stage.host_post(&path, people).send().await.json();
    let key = key_of(&made["items"][0]["link"]);
    for said in ["declined", "tentative"] {
        let (status, noted) = answer(&stage, &key, json!({ "answer": said })).await;
        assert_eq!(
            (status, &noted["outcome"], &noted["rsvp"]["answer"]),
            (StatusCode::OK, &json!("noted"), &json!(said))
        );
    }
    let (status, problem) = answer(&stage, &key, json!({ "answer": "perhaps" })).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("answer")));
    let (status, problem) = answer(&stage, &session_key, json!({ "answer": "accepted" })).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::NOT_FOUND, &json!("unknown_link")),
        "a session link is nobody's"
    );

    let listed = stage.get(&path).by_token("host").send().await.json();
    let of = |address| listed["items"].as_array().unwrap().iter().find(|one| one["email"] == address).unwrap();
    assert_eq!(of("a@example.com")["rsvp"]["answer"], "tentative");
    assert_eq!(of("b@example.com")["rsvp"], Value::Null);
    let counts = stage.get(&format!("/api/v1/sessions/{id}/answers")).by_token("host").send().await.json();
    assert_eq!(counts, json!({ "accepted": 0, "tentative": 1, "declined": 0, "unanswered": 1 }));

    let invitation = text(&made["items"][0]["id"]);
    stage.call("DELETE", &format!("{path}/{invitation}")).by_token("host").send().await;
    let (status, refused) = answer(&stage, &key, json!({ "answer": "accepted" })).await;
    assert_eq!((status, &refused["outcome"]), (StatusCode::OK, &json!("refused")));
    assert_eq!(refused["reasons"], json!([{ "code": "link_revoked" }]));
}

#[tokio::test]
async fn the_mail_calendar_tells_what_is_mailed_when_and_to_how_many() {
    let stage = Stage::new().await;
    let fields = json!({ "invitation_type": "invitation_list", "reminders": [1] });
    let (id, _) = stage.session_with(fields).await;
    let people = json!({ "invitations": [{ "email": "a@example.com" }, { "email": "b@example.com" }] });
    let made = stage.host_post(&format!("/api/v1/sessions/{id}/invitations"), people).send().await.json();
    answer(&stage, &key_of(&made["items"][0]["link"]), json!({ "answer": "declined" })).await;
    let calendar = async || {
        let path = format!("/api/v1/sessions/{id}/mail-calendar");
        let shown = stage.get(&path).by_token("host").send().await.json();
        shown["items"].as_array().unwrap().clone()
    };
    let before = calendar().await;
    let invitations = before.iter().find(|one| one["kind"] == "invitation").unwrap();
    assert_eq!((&invitations["stage"], &invitations["queued"]), (&json!("under_way"), &json!(2)));
    let soon = before.iter().find(|one| one["offset_minutes"] == 1).unwrap();
    assert_eq!((&soon["stage"], &soon["people"]), (&json!("planned"), &json!(1)), "one has declined");
    stage.door.drain_outbox(10).await.unwrap();
    let after = calendar().await;
    let invitations = after.iter().find(|one| one["kind"] == "invitation").unwrap();
    assert_eq!((&invitations["stage"], &invitations["sent"]), (&json!("done"), &json!(2)));
}

#[tokio::test]
async fn a_renewed_personal_link_is_the_only_one_that_counts() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    stage.start(&id).await;
    let path = format!("/api/v1/sessions/{id}/invitations");
    let made = stage.host_post(&path, json!({ "invitations": [{ "email": "a@example.com" }] })).send().await.json();
    let (old, invitation) = (key_of(&made["items"][0]["link"]), text(&made["items"][0]["id"]));
    let renew = format!("{path}/{invitation}/renew-link");
    let renewed = stage.host_post(&renew, json!({ "tell": false })).send().await.json();
    let new = key_of(&renewed["link"]);
    assert_ne!(new, old);
    assert_eq!(stage.join(&old, json!({})).await["reasons"][0]["code"], "link_revoked");
    let name = json!({ "first_name": "Anna", "last_name": "Adler" });
    assert_eq!(stage.join(&new, name).await["outcome"], "admitted");
}
