//! What a host does: sessions, invitations, roster, decisions, mailbox.

use jigsaw_testkit::build;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Stage, new_session, text};

#[tokio::test]
async fn a_session_is_created_with_all_its_settings() {
    let stage = Stage::new().await;
    let mut body = new_session();
    let settings = json!({
        "room": { "kind": "url", "url": "https://meet.example/bio" },
        "waiting_room": "guests",
        "wait_for_host": false,
        "early_entry_minutes": 30,
        "joinable_until": build::minutes(90).to_rfc3339(),
        "capacity": 40,
        "email_proof": "code",
        "reminders": [60, 1440],
    });
    body.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    let reply = stage.host_post("/api/v1/sessions", body).send().await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let made = reply.json();
    let path = format!("/api/v1/sessions/{}", text(&made["id"]));
    assert_eq!(reply.header("location"), Some(format!("https://jigsaw.example{path}").as_str()));
    assert_eq!(reply.header("etag"), Some("\"1\""));
    assert!(text(&made["link"]).starts_with("https://jigsaw.example/j/"));
    assert!(!text(&made["access_summary"]).is_empty());
    assert_eq!(made["starts_at"], "2026-11-23T14:05:00Z");
    assert_eq!(made["opens_at"], "2026-11-23T13:35:00Z");
    assert_eq!(made["room"], json!({ "kind": "url", "url": "https://meet.example/bio" }));
    assert_eq!(made["reminders"], json!([1440, 60]));
    for (field, value) in settings.as_object().unwrap() {
        if !["room", "reminders", "joinable_until"].contains(&field.as_str()) {
            assert_eq!(&made[field], value, "{field}");
        }
    }
    let shown = stage.get(&path).by_token("host").send().await.json();
    // What came too late is news when it is saved, and not later.
    let mut later = made.clone();
    later["conflicts"] = shown["conflicts"].clone();
    assert_eq!(shown, later);
    assert_eq!(stage.get(&path).header("cookie", &Stage::sign_in("host")).send().await.json(), shown);
}

#[tokio::test]
async fn changes_leave_what_they_do_not_name() {
    let stage = Stage::new().await;
    let (id, _) = stage.session_with(json!({ "capacity": 40, "early_entry_minutes": 30 })).await;
    let path = format!("/api/v1/sessions/{id}");
    let patch = |body: Value| stage.call("PATCH", &path).by_token("host").json(body);

    let before = stage.get(&path).by_token("host").send().await.json();
    let unchanged = patch(json!({})).send().await;
    assert_eq!(unchanged.status, StatusCode::OK);
    assert_eq!(unchanged.json(), before, "an empty change changes nothing");

    let edited = patch(json!({ "title": "Biology 102", "waiting_room": "everyone" })).send().await;
    assert_eq!(edited.header("etag"), Some("\"2\""));
    let edited = edited.json();
    assert_eq!((&edited["title"], &edited["capacity"]), (&json!("Biology 102"), &json!(40)));
    assert_eq!(edited["early_entry_minutes"], 30);
    assert_eq!(edited["link"], before["link"], "the link stays");

    let cleared = patch(json!({ "capacity": null })).send().await.json();
    assert_eq!(cleared["capacity"], Value::Null);
    assert_eq!(cleared["waiting_room"], "everyone");

    let moved = patch(json!({ "starts_at": build::minutes(20).to_rfc3339() })).send().await.json();
    assert_eq!((&moved["starts_at"], &moved["ends_at"]), (&json!("2026-11-23T14:20:00Z"), &before["ends_at"]));
    let zoned = patch(json!({ "time_zone": "America/New_York" })).send().await.json();
    assert_eq!((&zoned["starts_at"], &zoned["time_zone"]), (&moved["starts_at"], &json!("America/New_York")));

    let expiring = patch(json!({ "link_expires_at": build::minutes(30).to_rfc3339() })).send().await.json();
    assert_eq!(expiring["link_expires_at"], "2026-11-23T14:30:00Z");
    assert_eq!(patch(json!({ "link_expires_at": null })).send().await.json()["link_expires_at"], Value::Null);
}

#[tokio::test]
async fn if_match_guards_a_change() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let path = format!("/api/v1/sessions/{id}");
    let patch = |tag: &str| {
        stage
            .call("PATCH", &path)
            .by_token("host")
            .header("if-match", tag)
            .json(json!({ "title": format!("As of {}", tag.trim_matches('"')) }))
    };
    assert_eq!(patch("\"1\"").send().await.status, StatusCode::OK);
    let stale = patch("\"1\"").send().await;
    assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "version_moved"));
    assert_eq!(patch("*").send().await.status, StatusCode::OK);
    assert_eq!(patch("\"99\"").send().await.status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn a_session_runs_from_start_to_end() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("link_password_not_requested").await;
    let step = |verb: &str, body: Value| stage.host_post(&format!("/api/v1/sessions/{id}/{verb}"), body);
    let state = |reply: &crate::stage::Reply| text(&reply.json()["state"]);

    let early = step("end", json!({})).send().await;
    assert_eq!((early.status, early.code().as_str()), (StatusCode::CONFLICT, "session_not_live"));
    assert_eq!(state(&step("start", json!({})).send().await), "live");
    assert_eq!(state(&step("start", json!({})).send().await), "live", "starting twice is starting once");
    let locked = step("lock", json!({ "message": "We have begun." })).send().await.json();
    assert_eq!((&locked["locked"], &locked["lock_message"]), (&json!(true), &json!("We have begun.")));
    // An empty body is fine where nothing is needed.
    let unlocked = stage.call("POST", &format!("/api/v1/sessions/{id}/unlock")).by_token("host").send().await;
    assert_eq!(unlocked.json()["locked"], false);
    assert_eq!(state(&step("end", json!({})).send().await), "ended");
    let again = step("start", json!({})).send().await;
    assert_eq!((again.status, again.code().as_str()), (StatusCode::CONFLICT, "session_ended"));
}

#[tokio::test]
async fn rotating_renews_the_link_and_cancelling_ends_the_session() {
    let stage = Stage::new().await;
    let (id, old) = stage.session("link_password_not_requested").await;
    let rotated = stage.host_post(&format!("/api/v1/sessions/{id}/rotate-link"), json!({})).send().await.json();
    let new = crate::stage::key(rotated["link"].as_str().unwrap());
    assert_ne!(old, new);
    let door = stage.get(&format!("/api/v1/join/{old}")).send().await.json();
    assert_eq!(door, json!({ "state": "link_revoked", "needs": [] }), "a dead link says nothing else");
    let refused =
        stage.join(&old, json!({ "email": "mike@example.org", "first_name": "Mike", "last_name": "M" })).await;
    assert_eq!((&refused["outcome"], &refused["reasons"][0]["code"]), (&json!("refused"), &json!("link_revoked")));

    let path = format!("/api/v1/sessions/{id}");
    let cancelled = stage.call("DELETE", &path).by_token("host").json(json!({ "reason": "I am ill." })).send().await;
    assert_eq!(cancelled.status, StatusCode::OK);
    assert_eq!(
        (&cancelled.json()["state"], &cancelled.json()["cancel_reason"]),
        (&json!("cancelled"), &json!("I am ill."))
    );
    let refused =
        stage.join(&new, json!({ "email": "mike@example.org", "first_name": "Mike", "last_name": "M" })).await;
    assert_eq!(refused["reasons"][0]["code"], "cancelled");
    // Calling off twice is calling off once, also without a body.
    assert_eq!(stage.call("DELETE", &path).by_token("host").send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let stage = Stage::new().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(stage.session("invitation_list").await.0);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = stage.get(&format!("/api/v1/sessions?limit=2{cursor}")).by_token("host").send().await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| text(&item["id"])));
        assert!(page["items"].as_array().unwrap().len() <= 2);
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    seen.sort();
    made.sort();
    assert_eq!(seen, made);
    for (which, count) in [("all", 5), ("upcoming", 5), ("past", 0)] {
        let page = stage.get(&format!("/api/v1/sessions?which={which}")).by_token("host").send().await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{which}");
        assert_eq!(page["next_cursor"], Value::Null);
    }
    assert!(
        stage.get("/api/v1/sessions").by_token("other").send().await.json()["items"].as_array().unwrap().is_empty()
    );
}

#[tokio::test]
async fn people_are_invited_all_or_nobody() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let path = format!("/api/v1/sessions/{id}/invitations");
    let rows = json!([
        { "email": "anna@example.org" },
        { "email": "not an address", "role": "boss", "first_name": " " },
        { "email": "ANNA@example.org" },
    ]);
    let refused = stage.host_post(&path, json!({ "invitations": rows })).send().await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let faults = refused.faults();
    let named: Vec<(&str, &str)> = faults.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
    assert_eq!(
        named,
        [
            ("invitations[1].email", "email_malformed"),
            ("invitations[1].role", "not_a_choice"),
            ("invitations[1].first_name", "blank"),
        ]
    );
    let twice = json!({ "invitations": [{ "email": "anna@example.org" }, { "email": "ANNA@Example.org" }, { "email": "host@example.org" }] });
    let refused = stage.host_post(&path, twice).send().await;
    // One address in two spellings: the domain does not tell upper case apart, and neither does the local part.
    assert_eq!(
        refused.faults(),
        [("invitations[1].email".into(), "duplicate".into()), ("invitations[2].email".into(), "host_invited".into())]
    );
    assert!(stage.get(&path).by_token("host").send().await.json()["items"].as_array().unwrap().is_empty());

    let good = json!({ "invitations": [
        { "email": "anna@example.org", "role": "co_host", "first_name": "Anna", "last_name": "Alt" },
        { "email": "ben@example.org" },
    ] });
    let made = stage.host_post(&path, good.clone()).send().await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json();
    assert_eq!((&made["created"], &made["existing"]), (&json!(2), &json!(0)));
    assert_eq!(made["items"][0]["role"], "co_host");
    assert_eq!(made["items"][1]["role"], "attendee");
    let again = stage.host_post(&path, good).send().await.json();
    assert_eq!((&again["created"], &again["existing"]), (&json!(0), &json!(2)));
    assert_eq!(again["items"][0]["id"], made["items"][0]["id"]);

    let listed = stage.get(&path).by_token("host").send().await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let of = |listed: &Value, email: &str| {
        listed["items"].as_array().unwrap().iter().find(|item| item["email"] == email).unwrap().clone()
    };
    assert_eq!(of(&listed, "anna@example.org")["first_name"], "Anna");
    let ben = of(&listed, "ben@example.org");
    assert_eq!((&ben["delivery"], &ben["state"]), (&json!("queued"), &json!("active")));

    let first = format!("{path}/{}", text(&made["items"][0]["id"]));
    let resent = stage.call("POST", &format!("{first}/resend")).by_token("host").send().await;
    assert_eq!((resent.status, &resent.json()["link"]), (StatusCode::ACCEPTED, &made["items"][0]["link"]));
    assert_eq!(stage.call("DELETE", &first).by_token("host").send().await.status, StatusCode::NO_CONTENT);
    assert_eq!(stage.call("DELETE", &first).by_token("host").send().await.status, StatusCode::NO_CONTENT);
    let dead = stage.call("POST", &format!("{first}/resend")).by_token("host").send().await;
    assert_eq!((dead.status, dead.code().as_str()), (StatusCode::CONFLICT, "invitation_revoked"));
    let listed = stage.get(&path).by_token("host").send().await.json();
    let anna = of(&listed, "anna@example.org");
    assert_eq!((&anna["state"], &anna["link"]), (&json!("revoked"), &Value::Null));
}

#[tokio::test]
async fn a_long_list_is_one_call_and_more_than_ten_thousand_are_too_many() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let path = format!("/api/v1/sessions/{id}/invitations");
    let rows = |count: usize| -> Value {
        json!({ "invitations": (0..count).map(|n| json!({ "email": format!("person{n}@example.org") })).collect::<Vec<_>>() })
    };
    let refused = stage.host_post(&path, rows(10_001)).send().await;
    assert_eq!(refused.faults(), [("invitations".to_owned(), "too_many".to_owned())]);
    let made = stage.host_post(&path, rows(2_000)).send().await;
    assert_eq!((made.status, &made.json()["created"]), (StatusCode::CREATED, &json!(2_000)));
    let page = stage.get(&format!("{path}?limit=1000")).by_token("host").send().await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1000);
    assert!(page["next_cursor"].is_string());
}

#[tokio::test]
async fn the_host_runs_the_room() {
    let stage = Stage::new().await;
    let (id, key) = stage.session_with(json!({ "waiting_room": "everyone" })).await;
    stage.start(&id).await;
    let waiting =
        stage.join(&key, json!({ "email": "anna@example.org", "first_name": "Anna", "last_name": "Alt" })).await;
    assert_eq!(
        (&waiting["outcome"], &waiting["reasons"][0]["code"]),
        (&json!("waiting"), &json!("awaiting_admission"))
    );
    let person = text(&waiting["participant_id"]);
    let people = format!("/api/v1/sessions/{id}/participants");
    let act = |verb: &str, body: Value| stage.host_post(&format!("{people}/{person}/{verb}"), body);

    let roster = stage.get(&format!("/api/v1/sessions/{id}/roster")).by_token("host").send().await.json();
    assert_eq!(roster["items"][0]["state"], "waiting");
    assert_eq!(roster["items"][0]["email"], "anna@example.org");
    assert_eq!(roster["items"][0]["participant_id"].as_str(), Some(person.as_str()));

    assert_eq!(act("deny", json!({})).send().await.json()["state"], "denied");
    assert_eq!(act("admit", json!({})).send().await.json()["state"], "admitted");
    let fixed = stage
        .call("PATCH", &format!("{people}/{person}"))
        .by_token("host")
        .json(json!({ "role": "presenter" }))
        .send()
        .await;
    assert_eq!((fixed.status, fixed.code().as_str()), (StatusCode::CONFLICT, "address_not_proved"));
    let removed = act("remove", json!({ "reason": "Wrong room." })).send().await.json();
    assert_eq!((&removed["state"], &removed["message"]), (&json!("removed"), &json!("Wrong room.")));
    assert_eq!(act("forgive", json!({})).send().await.json()["state"], "left");

    for name in ["ben", "cleo"] {
        let evidence = json!({ "email": format!("{name}@example.org"), "first_name": name, "last_name": "X" });
        assert_eq!(stage.join(&key, evidence).await["outcome"], "waiting");
    }
    let all = stage.call("POST", &format!("{people}/admit-all")).by_token("host").send().await;
    assert_eq!(all.json(), json!({ "admitted": 2 }));
}

#[tokio::test]
async fn decisions_and_the_simulator_say_why() {
    let stage = Stage::new().await;
    let (id, key) = stage.session("invitation_list").await;
    stage.start(&id).await;
    stage.join(&key, json!({ "email": "stranger@example.org" })).await;
    let page = stage.get(&format!("/api/v1/sessions/{id}/decisions")).by_token("host").send().await.json();
    let record = &page["items"][0];
    assert_eq!((&record["email"], &record["outcome"]), (&json!("stranger@example.org"), &json!("refused")));
    let findings = record["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["code"] == "not_on_list" && finding["disclosure"] == "address"),
        "{record}"
    );

    let question = json!({ "email": "stranger@example.org", "link": "session", "at": build::minutes(10).to_rfc3339() });
    let told = stage.host_post(&format!("/api/v1/sessions/{id}/explain"), question).send().await.json();
    assert_eq!((&told["outcome"], &told["relation"]), (&json!("refused"), &json!("stranger")));
    assert_eq!(told["shown"]["needs"], json!(["code"]), "the guest is shown what every address is shown");
    assert_eq!(told["at"], "2026-11-23T14:10:00Z");
}

#[tokio::test]
async fn captured_mail_is_for_operators_and_for_everyone_in_the_demo() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    stage.invite(&id, json!({ "email": "anna@example.org" })).await;
    stage.door.drain_outbox(10).await.unwrap();
    let mails = stage.get("/api/v1/mailbox").by_token("host").send().await.json();
    let mail = &mails[0];
    assert_eq!(
        (&mail["to"], &mail["kind"], &mail["on_the_fly"]),
        (&json!("anna@example.org"), &json!("invitation"), &json!(false))
    );
    let one = format!("/api/v1/mailbox/{}", text(&mail["id"]));
    assert_eq!(&stage.get(&one).by_token("host").send().await.json(), mail);
    assert_eq!(mail["eml_url"], format!("https://jigsaw.example{one}/message.eml"));
    let raw = stage.get(&format!("{one}/message.eml")).by_token("host").send().await;
    assert_eq!((raw.status, raw.header("content-type")), (StatusCode::OK, Some("message/rfc822")));
    for (who, status) in [("other", 403), ("guest", 403)] {
        assert_eq!(stage.get("/api/v1/mailbox").by_token(who).send().await.status.as_u16(), status, "{who}");
    }
    assert_eq!(stage.get("/api/v1/mailbox").send().await.status, StatusCode::UNAUTHORIZED);

    let demo = Stage::set(crate::stage::Set { http: |http| http.mailbox_is_open = true, ..Default::default() }).await;
    assert_eq!(demo.get("/api/v1/mailbox").send().await.status, StatusCode::UNAUTHORIZED, "only the page is open");
    assert_eq!(demo.get("/api/v1/mailbox").by_token("host").send().await.json(), json!([]));
    let sending = Stage::set(crate::stage::Set { http: |http| http.mailbox = None, ..Default::default() }).await;
    assert_eq!(sending.get("/api/v1/mailbox").by_token("host").send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn me_is_the_account_behind_the_token() {
    let stage = Stage::new().await;
    let me = stage.get("/api/v1/me").by_token("host").send().await.json();
    assert_eq!(
        (&me["email"], &me["standing"], &me["first_name"]),
        (&json!("host@example.org"), &json!("operator"), &json!("Hanna"))
    );
    assert_eq!(me["scopes"], json!(["sessions:read", "sessions:write", "mailbox:read"]));
    let by_cookie = stage.get("/api/v1/me").header("cookie", &Stage::sign_in("guest")).send().await.json();
    assert_eq!((&by_cookie["standing"], &by_cookie["scopes"]), (&json!("guest"), &Value::Null));
}

#[tokio::test]
async fn me_is_changed_field_by_field() {
    let stage = Stage::new().await;
    let edit = |change: Value| stage.call("PATCH", "/api/v1/me").by_token("host").json(change);
    let me = edit(json!({ "language": "de", "time_zone": "Asia/Tokyo" })).send().await.json();
    assert_eq!((&me["language"], &me["time_zone"]), (&json!("de"), &json!("Asia/Tokyo")));
    assert_eq!((&me["first_name"], &me["email"]), (&json!("Hanna"), &json!("host@example.org")));
    let me = edit(json!({ "last_name": "Wirtin" })).send().await.json();
    assert_eq!((&me["language"], &me["last_name"]), (&json!("de"), &json!("Wirtin")));
    assert_eq!(edit(json!({ "language": null })).send().await.json()["language"], Value::Null);
    assert_eq!(stage.get("/api/v1/me").by_token("host").send().await.json()["last_name"], json!("Wirtin"));

    let wrong = edit(json!({ "first_name": " ", "time_zone": "Mars/Olympus", "language": "tlh" })).send().await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<String> = wrong.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["first_name", "time_zone", "language"]);
    assert_eq!(edit(json!({ "email": "new@example.org" })).send().await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(edit(json!({ "first_name": null })).send().await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Problem details are for programs: they speak English, whatever is asked for.
#[tokio::test]
async fn the_api_speaks_english() {
    let stage = Stage::new().await;
    let asked = |language: &str| stage.get("/api/v1/me").header("accept-language", language);
    let (german, english) = (asked("de").send().await.json(), asked("en").send().await.json());
    assert!(german["detail"].is_string());
    assert_eq!(german["detail"], english["detail"]);
}

#[tokio::test]
async fn a_co_host_with_an_account_of_their_own_runs_by_their_pass() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let (pass, _) = stage.pass_as(&id, "co_host").await;
    let short = id.replace('-', "").split_off(20);
    let roster = |sign_in: &str| {
        let cookies = format!("{}; __Host-jigsaw-pass-{short}={pass}", Stage::sign_in(sign_in));
        stage.get(&format!("/api/v1/sessions/{id}/roster")).header("cookie", &cookies)
    };
    // Another host by account, co-host by pass: here the pass counts.
    assert_eq!(roster("other").send().await.status, StatusCode::OK);
    // The session's own host stays host, whatever pass the browser holds.
    assert_eq!(roster("host").send().await.status, StatusCode::OK);
    let invite = |sign_in: &str| {
        let cookies = format!("{}; __Host-jigsaw-pass-{short}={pass}", Stage::sign_in(sign_in));
        stage
            .call("POST", &format!("/api/v1/sessions/{id}/invitations"))
            .header("cookie", &cookies)
            .header("sec-fetch-site", "same-origin")
            .json(json!({ "invitations": [{ "email": "a@example.com" }] }))
    };
    assert_eq!(invite("other").send().await.status, StatusCode::FORBIDDEN);
    assert_eq!(invite("host").send().await.status, StatusCode::CREATED);
}
