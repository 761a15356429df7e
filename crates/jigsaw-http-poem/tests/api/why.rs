//! Why: what is odd about settings, what an edit would do, what was decided.

use jigsaw_testkit::build;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, new_session, text};

fn codes(body: &Value) -> Vec<String> {
    body["conflicts"].as_array().unwrap().iter().map(|conflict| text(&conflict["code"])).collect()
}

#[tokio::test]
async fn odd_settings_are_named_where_they_are_saved_and_where_they_are_shown() {
    let stage = Stage::new().await;
    let mut body = new_session();
    let settings = json!({
        "invitation_type": "invitation_list",
        "waiting_room": "guests",
        "early_entry_minutes": 30,
        "reminders": [1440],
    });
    body.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let made = stage.host_post("/api/v1/sessions", body).send().await.json();
    assert_eq!(codes(&made), ["waiting_room_idle", "opens_at_once", "list_empty", "reminders_too_late"]);
    let idle = &made["conflicts"][0];
    assert_eq!(idle["fields"], json!(["waiting_room", "invitation_type"]));
    assert!(text(&idle["detail"]).starts_with("The waiting room will hold nobody"), "{idle}");
    assert_eq!(made["conflicts"][3]["detail"], "One reminder is set for a time that has passed already.");

    let id = text(&made["id"]);
    let path = format!("/api/v1/sessions/{id}");
    let shown = stage.get(&path).by_token("host").send().await.json();
    assert_eq!(codes(&shown), ["waiting_room_idle", "list_empty"], "what came too late is told once");
    stage.invite(&id, json!({ "email": "anna@example.org" })).await;
    let edited = stage.call("PATCH", &path).by_token("host").json(json!({ "waiting_room": "off", "capacity": 1 }));
    assert_eq!(codes(&edited.send().await.json()), ["opens_at_once", "reminders_too_late"]);
    let listed = stage.get("/api/v1/sessions").by_token("host").send().await.json();
    assert_eq!(listed["items"][0].get("conflicts"), None, "lists are not searched for them");
}

#[tokio::test]
async fn what_an_edit_would_do_is_told_and_not_done() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    stage.invite(&id, json!({ "email": "anna@example.org", "first_name": "Anna", "last_name": "Ash" })).await;
    let guest = json!({ "email": "mike@example.org", "first_name": "Mike", "last_name": "Miller" });
    assert_eq!(stage.join(&key, guest).await["outcome"], "admitted");
    let path = format!("/api/v1/sessions/{id}");
    let before = stage.get(&path).by_token("host").send().await.json();

    let edit = json!({ "invitation_type": "invitation_list", "email_proof": "code" });
    let told = stage.host_post(&format!("{path}/preview-edit"), edit).send().await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    let told = told.json();
    assert_eq!((&told["looked_at"], &told["complete"]), (&json!(3), &json!(true)));
    assert_eq!(told["at"], build::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    let mike = json!({ "email": "mike@example.org", "name": "Mike Miller", "reasons": ["not_on_list"] });
    assert_eq!(told["changes"][0], json!({ "change": "shut_out", "count": 1, "people": [mike] }));
    assert_eq!(told["strangers"], json!({ "change": "shut_out", "reasons": ["not_on_list"] }));
    assert_eq!(codes(&told), ["proof_needless"]);
    assert_eq!(stage.get(&path).by_token("host").send().await.json(), before);

    let same = stage.host_post(&format!("{path}/preview-edit"), json!({ "title": "Another" })).send().await.json();
    assert_eq!((&same["changes"], &same["strangers"]), (&json!([]), &Value::Null));
    for (body, status) in [(json!({ "capacity": 0 }), 422), (json!({ "colour": "red" }), 422)] {
        let refused = stage.host_post(&format!("{path}/preview-edit"), body).send().await;
        assert_eq!(refused.status.as_u16(), status);
    }
}
