//! Bad input: a coded problem that names the field, and a process that lives.

use serde_json::{Value, json};

use crate::support::demo::Demo;

fn session(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut body = json!({
        "title": "A session", "starts_at": "2030-01-01T10:00:00Z", "ends_at": "2030-01-01T11:00:00Z",
        "time_zone": "Europe/Berlin", "invitation_type": "invitation_list",
    });
    change(&mut body);
    body.to_string().into_bytes()
}

#[test]
fn each_fault_is_named_and_the_process_lives() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let token = format!("Bearer {}", demo.token);
    let as_host = [("authorization", token.as_str()), ("content-type", "application/json")];
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let table: Vec<(&str, Vec<u8>, u16, Option<&str>)> = vec![
        ("empty title", session(|b| b["title"] = json!("")), 422, Some("title")),
        ("invisible title", session(|b| b["title"] = json!("\u{200B}\u{200D}")), 422, Some("title")),
        ("long title", session(|b| b["title"] = json!("x".repeat(10_000))), 422, Some("title")),
        ("control in title", session(|b| b["title"] = json!("a\u{7}b")), 422, Some("title")),
        ("title is a number", session(|b| b["title"] = json!(7)), 422, Some("title")),
        ("title is null", session(|b| b["title"] = Value::Null), 422, Some("title")),
        ("end before start", session(|b| b["ends_at"] = json!("2029-01-01T10:00:00Z")), 422, Some("ends_at")),
        ("no such zone", session(|b| b["time_zone"] = json!("Mars/Olympus")), 422, Some("time_zone")),
        ("no such type", session(|b| b["invitation_type"] = json!("open")), 422, Some("invitation_type")),
        ("unknown field", session(|b| b["colour"] = json!("red")), 422, Some("colour")),
        ("capacity of none", session(|b| b["capacity"] = json!(0)), 422, Some("capacity")),
        ("huge capacity", session(|b| b["capacity"] = json!(u64::MAX)), 422, Some("capacity")),
        ("not JSON", b"{".to_vec(), 422, None),
        ("a list", b"[]".to_vec(), 422, None),
        ("deep", deep.into_bytes(), 422, None),
        ("ten megabytes", vec![b' '; 10 << 20], 413, None),
    ];
    for (name, body, status, field) in table {
        let answer =
            demo.send("POST", "/api/v1/sessions", &as_host, &body).unwrap_or_else(|| panic!("{name}: no answer"));
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        assert!(answer.body["code"].is_string() && answer.body["request_id"].is_string(), "{name}: {answer:?}");
        if let Some(field) = field {
            assert!(answer.body.to_string().contains(field), "{name} names {field}: {answer:?}");
        }
    }
    let form = [("authorization", token.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let wrong_type = demo.send("POST", "/api/v1/sessions", &form, b"title=x").unwrap();
    assert!([415, 422].contains(&wrong_type.status), "{wrong_type:?}");
    assert_eq!(demo.call("GET", "/sessions", &Value::Null).status, 200, "still there");
}

#[test]
fn evidence_is_checked_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (_, link) = demo.live(&json!({ "invitation_type": "link_password_not_requested" }));
    for (evidence, field) in [
        (json!({ "email": "" }), "email"),
        (json!({ "email": null }), "email"),
        (json!({ "email": ["a@example.org", "b@example.org"] }), "email"),
        (json!({ "email": "a@example.org\r\nBcc: b@example.org" }), "email"),
        (json!({ "email": "a@example.org", "first_name": "\u{200B}", "last_name": "B" }), "first_name"),
        (json!({ "email": "a@example.org", "first_name": "A", "last_name": null }), "last_name"),
        (json!({ "email": "a@example.org", "role": "host" }), "role"),
    ] {
        let answer = demo.join(&link, &evidence);
        assert_eq!(answer.status, 422, "{evidence}: {answer:?}");
        assert!(answer.body["errors"].to_string().contains(field), "{evidence} names {field}: {answer:?}");
    }
    assert_eq!(demo.join(&link, &json!({})).needs(), ["email"]);
    let joiner = json!({ "email": "a@example.org", "first_name": "می\u{200C}خواهم", "last_name": "B" });
    assert_eq!(demo.join(&link, &joiner).outcome(), "admitted");
}

#[test]
fn unknown_links_are_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (_, link) = demo.live(&json!({ "invitation_type": "link_password_not_requested" }));
    let key = link.rsplit('/').next().unwrap();
    let ask = |key: &str| {
        let mut answer = demo.send("GET", &format!("/api/v1/join/{key}"), &[], b"").unwrap();
        if let Some(body) = answer.body.as_object_mut() {
            body.remove("request_id");
        }
        (answer.status, answer.body.to_string())
    };
    assert_eq!(ask(key).0, 200);
    let unknown = ask(&"A".repeat(48));
    assert_eq!(unknown.0, 404);
    for at in 0..key.len() {
        let mut changed = key.to_owned();
        let other = if &key[at..=at] == "A" { "B" } else { "A" };
        changed.replace_range(at..=at, other);
        assert_eq!(ask(&changed), unknown, "character {at}");
    }
    for odd in ["x", "..", &"A".repeat(5_000)] {
        assert_eq!(ask(odd).0, 404, "{odd}");
    }
}
