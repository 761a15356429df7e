//! Whole lists over the API: looking, inviting, changing many at once.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, text};

/// Five thousand rows as a host's spreadsheet has them: a byte order mark, semicolons, quoted commas and semicolons, names
/// of many scripts, addresses repeated in capitals, and thirty rows that cannot be used.
fn messy_list() -> (Vec<u8>, Vec<u64>) {
    let names = [
        "Zoë;Müller",
        "Þórdís;Ægisdóttir",
        "Σοφία;Παπαδοπούλου",
        "小明;王",
        "ليلى;الحسن",
        "\"Ann; Mary\";\"O'Neil, PhD\"",
    ];
    let bad = [
        "bo",
        "bo@",
        "@example.org",
        "bo@example",
        "bo@@example.org",
        "",
        "bo example.org",
        "b o@exa mple.org",
        "bo@-x.org",
        "bo..b@example.org",
    ];
    let mut file = String::from("\u{FEFF}Vorname;Nachname;E-Mail;Rolle\r\n");
    let mut faulty = Vec::new();
    for row in 2..=5_001_u64 {
        let name = names[usize::try_from(row).unwrap() % names.len()];
        let address = match row {
            row if row % 166 == 7 && faulty.len() < 30 => {
                let address = bad[faulty.len() % bad.len()].to_owned();
                faulty.push(row);
                address
            }
            row if row % 50 == 1 => format!("GUEST-{}@Example.ORG", row - 13),
            row => format!("guest-{row}@example.org"),
        };
        file.push_str(&format!("{name};{address};\r\n"));
    }
    assert_eq!(faulty.len(), 30);
    (file.into_bytes(), faulty)
}

async fn listed(stage: &Stage) -> String {
    stage.session("invitation_list").await.0
}

async fn total(stage: &Stage, session: &str) -> u64 {
    let progress = stage.get(&format!("/api/v1/sessions/{session}/mail")).by_token("host").send().await;
    progress.json()["active"].as_u64().unwrap()
}

#[tokio::test]
async fn five_thousand_messy_rows_are_read_with_exactly_the_bad_ones_named() {
    let stage = Stage::new().await;
    let session = listed(&stage).await;
    let (file, faulty) = messy_list();
    let path = format!("/api/v1/sessions/{session}/invitations");
    let call =
        |what: &str| stage.call("POST", &format!("{path}/{what}")).by_token("host").body("text/csv", file.clone());
    let preview = call("preview").send().await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let preview = preview.json();
    let rows: Vec<u64> = preview["errors"].as_array().unwrap().iter().map(|one| one["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, faulty);
    let codes: Vec<String> = preview["errors"].as_array().unwrap().iter().map(|one| text(&one["code"])).collect();
    assert!(codes.iter().all(|code| ["email_malformed", "blank"].contains(&code.as_str())), "{codes:?}");
    assert_eq!(codes.iter().filter(|code| *code == "blank").count(), 3);
    let (new, merged) = (preview["new"].as_u64().unwrap(), preview["merged"].as_u64().unwrap());
    assert_eq!((new + merged + 30, preview["mails"].as_u64()), (5_000, Some(new)));
    assert!(merged > 90, "{merged}");
    let ann = preview["people"].as_array().unwrap().iter().find(|one| one["first_name"] == "Ann; Mary").unwrap();
    assert_eq!(ann["last_name"], "O'Neil, PhD");
    assert_eq!(total(&stage, &session).await, 0, "nothing is written");

    let refused = call("import").send().await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    let fields: Vec<String> = refused.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, faulty.iter().map(|row| format!("rows[{row}].email")).collect::<Vec<_>>());
    assert_eq!(total(&stage, &session).await, 0, "nobody is invited");

    let done = call("import?faulty=leave_out").send().await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    let done = done.json();
    assert_eq!(
        (done["created"].as_u64(), done["left_out"].as_u64(), done["merged"].as_u64()),
        (Some(new), Some(30), Some(merged))
    );
    assert_eq!(total(&stage, &session).await, new);
}

#[tokio::test]
async fn what_is_pasted_is_read_as_text_and_roles_are_given() {
    let stage = Stage::new().await;
    let session = listed(&stage).await;
    let path = format!("/api/v1/sessions/{session}/invitations/import?role=presenter");
    let done = stage
        .call("POST", &path)
        .by_token("host")
        .body("text/plain", "Mia Ito <mia@example.org>; bo@example.org")
        .send()
        .await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    assert!(done.json()["items"].as_array().unwrap().iter().all(|one| one["role"] == "presenter"));
    for (content_type, body, status) in [
        ("application/json", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/csv", "PK\u{3}\u{4}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/csv", "", StatusCode::UNPROCESSABLE_ENTITY),
        ("text/plain", "nobody", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let reply = stage.call("POST", &path).by_token("host").body(content_type, body).send().await;
        assert_eq!(reply.status, status, "{content_type} {body}");
    }
    let large = vec![b'x'; (4 << 20) + 1];
    let reply = stage.call("POST", &path).by_token("host").body("text/csv", large).send().await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = (0..10_001).map(|row| format!("p{row}@example.org")).collect::<Vec<_>>().join("\n");
    let reply = stage.call("POST", &path).by_token("host").body("text/csv", many).send().await;
    assert_eq!(reply.faults(), [("rows".to_owned(), "too_many".to_owned())]);
    for query in ["role=host", "role=king"] {
        let path = format!("/api/v1/sessions/{session}/invitations/preview?{query}");
        let reply = stage.call("POST", &path).by_token("host").body("text/plain", "a@example.org").send().await;
        assert_eq!(reply.faults(), [("role".to_owned(), "not_a_choice".to_owned())], "{query}");
    }
    let path = format!("/api/v1/sessions/{session}/invitations/import?faulty=ignore");
    let reply = stage.call("POST", &path).by_token("host").body("text/plain", "a@example.org").send().await;
    assert_eq!(reply.faults(), [("faulty".to_owned(), "not_a_choice".to_owned())]);
}

#[tokio::test]
async fn a_list_is_searched_and_changed_in_bulk() {
    let stage = Stage::new().await;
    let session = listed(&stage).await;
    let path = format!("/api/v1/sessions/{session}/invitations");
    let rows = "email,first name,last name,role\na@example.org,Zoë,Ünal,\nb@example.org,Bo,Berg,presenter\nc@example.com,Zoe,Ito,\n";
    stage.call("POST", &format!("{path}/import")).by_token("host").body("text/csv", rows).send().await;
    let find = async |query: &str| {
        let reply = stage.get(&format!("{path}?{query}")).by_token("host").send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let items = reply.json()["items"].as_array().unwrap().clone();
        items.iter().map(|one| text(&one["email"])).collect::<Vec<_>>()
    };
    assert_eq!(find("q=zoe").await, ["a@example.org", "c@example.com"]);
    assert_eq!(find("q=zoe%20.com").await, ["c@example.com"]);
    assert_eq!(find("role=presenter&state=active").await, ["b@example.org"]);
    assert_eq!(find("q=zoe&limit=1").await, ["a@example.org"]);
    assert!(find("state=sent").await.is_empty());
    let wrong = stage.get(&format!("{path}?state=lost&role=host")).by_token("host").send().await;
    assert_eq!(
        wrong.faults(),
        [("role", "not_a_choice"), ("state", "not_a_choice")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );

    let change = async |body: Value| stage.host_post(&format!("{path}/bulk"), body).send().await;
    let done = change(json!({ "action": "role", "role": "presenter", "search": { "text": "zoe" } })).await;
    assert_eq!(done.json(), json!({ "changed": 2, "left": 0 }));
    let listed = stage.get(&path).by_token("host").send().await.json();
    let ids: Vec<Value> = listed["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(
        change(json!({ "action": "revoke", "invitations": [ids[0]] })).await.json(),
        json!({ "changed": 1, "left": 0 })
    );
    assert_eq!(change(json!({ "action": "resend", "search": {} })).await.json(), json!({ "changed": 2, "left": 1 }));
    for (body, field, code) in [
        (json!({ "action": "resend" }), "search", "contradicts"),
        (json!({ "action": "resend", "search": {}, "invitations": [ids[0]] }), "search", "contradicts"),
        (json!({ "action": "resend", "invitations": [] }), "invitations", "blank"),
        (json!({ "action": "burn", "search": {} }), "action", "not_a_choice"),
        (json!({ "action": "role", "search": {} }), "role", "blank"),
        (json!({ "action": "revoke", "role": "presenter", "search": {} }), "role", "unknown_field"),
        (json!({ "action": "role", "role": "captioner", "search": {} }), "role", "second_captioner"),
        (json!({ "action": "resend", "search": { "state": "lost" } }), "search.state", "not_a_choice"),
    ] {
        let reply = change(body.clone()).await;
        assert_eq!(reply.faults(), [(field.to_owned(), code.to_owned())], "{body}");
    }
    let foreign = change(json!({ "action": "resend", "invitations": ["0199d3b0-0000-7000-8000-0123456789ab"] })).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(total(&stage, &session).await, 2);
}
