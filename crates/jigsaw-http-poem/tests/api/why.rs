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

/// A stage at whose open door several people were, some of them by personal links.
async fn visited() -> (Stage, String) {
    let stage = Stage::new().await;
    let (id, key) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    for address in ["mike@example.org", "mia@example.org"] {
        stage.join(&key, json!({ "email": address })).await;
        stage.clock.advance(chrono::TimeDelta::seconds(1));
        stage.join(&key, json!({ "email": address, "first_name": "=1+1", "last_name": "Guest" })).await;
    }
    stage.join(&key, json!({ "email": "+sum@example.org" })).await;
    (stage, id)
}

#[tokio::test]
async fn decisions_are_narrowed_by_address_outcome_and_reason() {
    let (stage, id) = visited().await;
    let list = async |query: &str| {
        let path = format!("/api/v1/sessions/{id}/decisions{query}");
        stage.get(&path).by_token("host").send().await
    };
    for (query, number) in [
        ("", 5),
        ("?address=MI", 4),
        ("?outcome=admitted", 2),
        ("?address=mike&outcome=needs", 1),
        ("?reason=name_required", 3),
        ("?reason=full", 0),
        ("?address=%25", 0),
    ] {
        let found = list(query).await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), number, "{query}");
    }
    let first = list("?outcome=needs&limit=2").await.json();
    let cursor = text(&first["next_cursor"]);
    let rest = list(&format!("?outcome=needs&limit=2&cursor={cursor}")).await.json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    for query in ["?outcome=maybe", "?reason=because"] {
        assert_eq!(list(query).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}

#[tokio::test]
async fn decisions_are_exported_as_a_file_that_computes_nothing() {
    let (stage, id) = visited().await;
    let path = format!("/api/v1/sessions/{id}/decisions.csv");
    let reply = stage.get(&path).by_token("host").send().await;
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, Some("text/csv; charset=utf-8")));
    assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"decisions.csv\""));
    let file = reply.text();
    let lines: Vec<&str> = file.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "id,at,outcome,reasons,email,link,participant_id,policy,request_id,rules");
    assert_eq!(lines.len(), 6);
    assert!(lines[1].contains(",needs,name_required,'+sum@example.org,session,"), "newest first: {}", lines[1]);
    assert!(lines[5].contains("anyone_with_the_link permit"), "{}", lines[5]);
    let narrowed = stage.get(&format!("{path}?outcome=admitted")).by_token("host").send().await.text();
    assert_eq!(narrowed.split_terminator("\r\n").count(), 3);
    assert_eq!(stage.get(&format!("{path}?outcome=x")).by_token("host").send().await.status.as_u16(), 422);
}

#[tokio::test]
async fn a_long_export_is_whole_and_each_decision_stands_in_it_once() {
    use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
    let stage = Stage::new().await;
    let (id, _) = stage.session("link_password_not_requested").await;
    let session = stage.store.all_sessions().remove(0);
    let records = (0..1_234).map(|n| Change::RecordDecision(build::decision_record(&session, build::minutes(n))));
    stage.store.commit(ChangeSet::of(records)).await.unwrap();
    let file = stage.get(&format!("/api/v1/sessions/{id}/decisions.csv")).by_token("host").send().await.text();
    let ids: std::collections::BTreeSet<&str> =
        file.split_terminator("\r\n").skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids.len(), 1_234);
}

#[tokio::test]
async fn links_tell_who_never_came_and_what_was_passed_on() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    stage.start(&id).await;
    stage.invite(&id, json!({ "email": "never@example.org" })).await;
    stage.invite(&id, json!({ "email": "many@example.org" })).await;
    let many = stage.store.all_invitations().into_iter().find(|one| one.email.as_typed() == "many@example.org");
    let link = many.unwrap().current_link();
    for network in 1..=5 {
        let mut request = build::join_request(link, "many@example.org");
        request.network = jigsaw_domain::usecase::ClientNetwork::of(format!("192.0.2.{network}").parse().unwrap());
        stage.door.join(&request).await.unwrap();
        let path = format!("/api/v1/sessions/{id}/links");
        let listed = stage.get(&path).by_token("host").send().await.json();
        let of = |address: &str| {
            listed["items"].as_array().unwrap().iter().find(|one| one["email"] == address).unwrap().clone()
        };
        assert_eq!(
            (&of("never@example.org")["opened"], &of("never@example.org")["first_at"]),
            (&json!(0), &Value::Null)
        );
        let used = of("many@example.org");
        assert_eq!((&used["opened"], &used["networks"]), (&json!(network), &json!(network)));
        assert_eq!(used["forwarded"], json!(network >= 5));
    }
    let records = stage.store.decision_records();
    assert!(!format!("{records:?}").contains("192.0.2"), "no address is kept");
}
