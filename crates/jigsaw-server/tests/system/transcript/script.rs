//! What is asked: first every call once and its typical faults, then calls by chance in the world that they made.

use std::time::Duration;

use serde_json::{Value, json};

use super::run::Run;
use crate::support::api::session;

/// Calls of a transcript.
pub(crate) const CALLS: usize = 300;

const LIST: &str = "invitation_list";
const MEMBERS: &str = "link_password_requested";
const OPEN: &str = "link_password_not_requested";
const PASSWORD: &str = "tiny lamp bridge seven";

/// The whole of it.
pub(crate) fn play(run: &mut Run<'_>) {
    sessions(run);
    bad_input(run);
    invitation_list(run);
    members(run);
    open_with_waiting_room(run);
    endings(run);
    while run.entries.len() < CALLS - 2 {
        by_chance(run);
    }
    // Everything that was to be mailed has been: two idle looks of the worker.
    std::thread::sleep(Duration::from_secs(1));
    run.host("GET", "/mailbox", &Value::Null);
    run.host("GET", "/sessions", &Value::Null);
}

fn planned(kind: &str, title: &str) -> Value {
    json!({
        "title": title, "starts_at": "2031-01-06T09:00:00Z", "ends_at": "2031-01-06T10:30:00Z",
        "time_zone": "Europe/Berlin", "invitation_type": kind,
    })
}

fn sessions(run: &mut Run<'_>) {
    run.host("GET", "/me", &Value::Null);
    run.host("GET", "/sessions", &Value::Null);
    // Names that collations order differently.
    let titles = ["algebra", "Äpfel", "Zebra", "éclair", "Algebra", "_x", "日本", "zebra"];
    for (number, title) in titles.iter().enumerate() {
        run.create(&planned([LIST, MEMBERS, OPEN][number % 3], title));
    }
    let id = run.sessions[0].id.clone();
    let path = format!("/sessions/{id}");
    run.host("GET", &path, &Value::Null);
    run.host("PATCH", &path, &json!({ "title": "Algebra II", "capacity": 30 }));
    run.host("PATCH", &path, &json!({ "capacity": null, "reminders": [60, 5] }));
    let bearer = format!("Bearer {}", run.api.token);
    for version in ["\"1\"", "\"3\"", "nonsense"] {
        let headers = [("authorization", bearer.as_str()), ("if-match", version)];
        run.record("PATCH", &format!("/api/v1{path}"), &headers, &json!({ "title": "Algebra III" }));
    }
    run.host("POST", &format!("{path}/rotate-link"), &Value::Null);
    for query in
        ["?limit=3", "?which=upcoming&limit=100", "?which=past", "?which=nonsense", "?limit=0", "?cursor=nonsense"]
    {
        run.host("GET", &format!("/sessions{query}"), &Value::Null);
    }
    pages(run, "/sessions", 3);
    let last = run.sessions.pop().unwrap().id;
    run.host("DELETE", &format!("/sessions/{last}"), &json!({ "reason": "No room" }));
    run.host("GET", &format!("/sessions/{last}"), &Value::Null);
    run.host("DELETE", &format!("/sessions/{last}"), &Value::Null);
}

/// Follows a list to its end.
fn pages(run: &mut Run<'_>, path: &str, limit: usize) {
    let mut cursor = String::new();
    for _ in 0..8 {
        let page = run.host("GET", &format!("{path}?limit={limit}{cursor}"), &Value::Null);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return,
        }
    }
}

fn bad_input(run: &mut Run<'_>) {
    let id = run.sessions[0].id.clone();
    for (field, value) in [
        ("title", json!("")),
        ("title", json!("x".repeat(300))),
        ("time_zone", json!("Mars/Olympus")),
        ("ends_at", json!("2030-01-01T00:00:00Z")),
        ("capacity", json!(0)),
        ("colour", json!("red")),
        ("invitation_type", json!("open")),
    ] {
        let mut body = planned(LIST, "Faulty");
        body[field] = value;
        run.host("POST", "/sessions", &body);
    }
    let unknown = "01890000-0000-7000-8000-000000000000";
    for path in ["", "/roster", "/invitations", "/decisions"] {
        run.host("GET", &format!("/sessions/{unknown}{path}"), &Value::Null);
    }
    run.host("GET", "/sessions/nonsense", &Value::Null);
    for action in ["admit", "deny", "remove", "forgive"] {
        run.host("POST", &format!("/sessions/{id}/participants/{unknown}/{action}"), &Value::Null);
    }
    run.host("DELETE", &format!("/sessions/{id}/invitations/{unknown}"), &Value::Null);
    run.host(
        "POST",
        &format!("/sessions/{id}/invitations"),
        &json!({ "invitations": [{ "email": "nonsense" }, { "email": "" }] }),
    );
    run.host("POST", &format!("/sessions/{id}/invitations"), &json!({ "invitations": [] }));
    run.anyone("GET", &format!("/sessions/{id}"), &Value::Null);
    run.anyone("GET", "/pass", &Value::Null);
    run.anyone("GET", "/join/nonsense", &Value::Null);
    run.anyone("POST", "/join/nonsense", &json!({ "email": "a@example.org" }));
}

fn live(run: &mut Run<'_>, settings: &Value) -> (String, String) {
    let made = run.create(&session(settings));
    run.host("POST", &format!("/sessions/{}/start", made.id), &Value::Null);
    (made.id, made.link)
}

fn invitation_list(run: &mut Run<'_>) {
    let (id, link) = live(run, &json!({ "invitation_type": LIST, "title": "By list" }));
    for (email, role) in [
        ("mike@example.org", "attendee"),
        ("Nina@Example.org", "presenter"),
        ("zoë@exämple.org", "attendee"),
        ("olga@example.org", "captioner"),
    ] {
        run.invite(&id, &json!([{ "email": email, "role": role, "first_name": "Given", "last_name": "Name" }]));
    }
    run.invite(&id, &json!([{ "email": "MIKE@example.org" }]));
    pages(run, &format!("/sessions/{id}/invitations"), 2);
    run.join(&id, &link, &json!({ "email": "stranger@example.org" }));
    run.join(&id, &link, &json!({ "email": "mike@example.org" }));
    run.join(&id, &link, &json!({ "email": "mike@example.org", "code": "000000" }));
    let code = run.api.code("mike@example.org");
    run.join(&id, &link, &json!({ "email": "Mike@Example.ORG", "code": code }));
    let personal = run.invited.clone();
    run.join(&id, &personal[1].2, &json!({ "email": "mike@example.org" }));
    run.join(&id, &personal[1].2, &json!({}));
    run.join(&id, &personal[1].2, &json!({}));
    run.join(&id, &personal[1].2, &json!({ "take_seat": true }));
    run.host("DELETE", &format!("/sessions/{id}/invitations/{}", personal[3].1), &Value::Null);
    run.join(&id, &personal[3].2, &json!({}));
    run.host("POST", &format!("/sessions/{id}/invitations/{}/resend", personal[0].1), &Value::Null);
    run.host("POST", &format!("/sessions/{id}/invitations/{}/resend", personal[3].1), &Value::Null);
    for email in ["mike@example.org", "olga@example.org", "stranger@example.org", "host@example.org"] {
        run.host("POST", &format!("/sessions/{id}/explain"), &json!({ "email": email }));
    }
    run.host(
        "POST",
        &format!("/sessions/{id}/explain"),
        &json!({ "email": "nina@example.org", "link": "personal", "at": "2031-06-01T00:00:00Z" }),
    );
    pages(run, &format!("/sessions/{id}/decisions"), 3);
    pages(run, &format!("/sessions/{id}/roster"), 2);
}

fn members(run: &mut Run<'_>) {
    let (id, link) = live(run, &json!({ "invitation_type": MEMBERS, "title": "For members", "capacity": 2 }));
    let account = json!({ "first_name": "Vera", "last_name": "Ívarsdóttir", "password": PASSWORD });
    run.join(&id, &link, &json!({}));
    run.join(&id, &link, &json!({ "email": "vera@example.org" }));
    run.join(&id, &link, &json!({ "email": "vera@example.org", "account": { "first_name": "V", "last_name": "I", "password": "12345678" } }));
    run.join(&id, &link, &json!({ "email": "vera@example.org", "account": account }));
    let code = run.api.code("vera@example.org");
    run.join(&id, &link, &json!({ "email": "vera@example.org", "account": account, "code": code }));
    run.join(&id, &link, &json!({ "email": "VERA@example.org", "password": "something else" }));
    run.join(&id, &link, &json!({ "email": "VERA@example.org", "password": PASSWORD }));
    run.host("GET", &format!("/sessions/{id}/roster"), &Value::Null);
}

fn open_with_waiting_room(run: &mut Run<'_>) {
    let (id, link) =
        live(run, &json!({ "invitation_type": OPEN, "title": "Open", "waiting_room": "guests", "capacity": 3 }));
    let path = format!("/sessions/{id}");
    for (number, name) in ["Ada", "björn", "Zoë", "李", "o'Brien"].iter().enumerate() {
        run.join(&id, &link, &json!({ "email": format!("w{number}@example.org") }));
        run.join(
            &id,
            &link,
            &json!({ "email": format!("w{number}@example.org"), "first_name": name, "last_name": "L\"ast" }),
        );
    }
    let own: Vec<String> = run.people.iter().filter(|(at, _)| *at == id).map(|(_, person)| person.clone()).collect();
    let passes: Vec<String> = run.passes.iter().rev().take(5).rev().cloned().collect();
    run.host("POST", &format!("{path}/participants/{}/admit", own[0]), &Value::Null);
    run.host("POST", &format!("{path}/participants/{}/deny", own[1]), &Value::Null);
    run.host("PATCH", &format!("{path}/participants/{}", own[0]), &json!({ "role": "presenter" }));
    run.host("PATCH", &format!("{path}/participants/{}", own[0]), &json!({ "role": "king" }));
    run.host("POST", &format!("{path}/participants/admit-all"), &Value::Null);
    for (pass, way) in passes.iter().zip(["/pass", "/pass", "/pass", "/pass", "/pass"]) {
        run.holder(pass, "GET", way);
    }
    run.holder(&passes[0], "POST", "/pass/heartbeat");
    run.holder(&passes[0], "POST", "/pass/room");
    run.holder(&passes[1], "POST", "/pass/room");
    run.host("POST", &format!("{path}/participants/{}/remove", own[2]), &json!({ "reason": "Noise", "ban": true }));
    run.join(&id, &link, &json!({ "email": "w2@example.org", "first_name": "Z", "last_name": "L" }));
    run.host("POST", &format!("{path}/participants/{}/forgive", own[2]), &Value::Null);
    run.join(&id, &link, &json!({ "email": "w2@example.org", "first_name": "Z", "last_name": "L" }));
    run.host("POST", &format!("{path}/lock"), &json!({ "message": "Full house" }));
    run.join(&id, &link, &json!({ "email": "late@example.org", "first_name": "La", "last_name": "Te" }));
    run.host("POST", &format!("{path}/unlock"), &Value::Null);
    run.holder(&passes[0], "DELETE", "/pass");
    run.host("GET", &format!("{path}/roster?limit=500"), &Value::Null);
}

fn endings(run: &mut Run<'_>) {
    let (id, link) = live(run, &json!({ "invitation_type": OPEN, "title": "Short" }));
    run.join(&id, &link, &json!({ "email": "x@example.org", "first_name": "Xa", "last_name": "Ver" }));
    let pass = run.passes.last().unwrap().clone();
    run.host("POST", &format!("/sessions/{id}/end"), &Value::Null);
    run.host("POST", &format!("/sessions/{id}/end"), &Value::Null);
    run.host("POST", &format!("/sessions/{id}/start"), &Value::Null);
    run.holder(&pass, "GET", "/pass");
    run.join(&id, &link, &json!({ "email": "y@example.org", "first_name": "Yo", "last_name": "Ko" }));
    let (id, link) = live(run, &json!({ "invitation_type": LIST, "title": "Knocking" }));
    run.join(&id, &link, &json!({ "email": "knock@example.org", "knock": true }));
    run.host("GET", &format!("/sessions/{id}/roster"), &Value::Null);
}

/// Something that somebody may do next.
fn by_chance(run: &mut Run<'_>) {
    let made = {
        let live = run.sessions[run.sessions.len() - 5..].to_vec();
        run.pick(&live)
    };
    let path = format!("/sessions/{}", made.id);
    let email = format!("r{}@example.org", run.chance.between(0, 12));
    match run.chance.between(0, 16) {
        0..=3 => {
            run.join(&made.id, &made.link, &json!({ "email": email, "first_name": "R", "last_name": "Andom" }));
        }
        4 => {
            run.join(&made.id, &made.link, &json!({ "email": email, "knock": true, "code": "123456" }));
        }
        5 => {
            let (id, _, link) = {
                let all = run.invited.clone();
                run.pick(&all)
            };
            run.join(&id, &link, &json!({ "take_seat": true }));
        }
        6 => run.invite(&made.id, &json!([{ "email": email, "role": "attendee" }])),
        7 => {
            let (id, invitation, _) = {
                let all = run.invited.clone();
                run.pick(&all)
            };
            run.host("DELETE", &format!("/sessions/{id}/invitations/{invitation}"), &Value::Null);
        }
        8 | 9 => {
            let (id, person) = {
                let all = run.people.clone();
                run.pick(&all)
            };
            let action = run.pick(&["admit", "deny", "remove", "forgive"]);
            run.host("POST", &format!("/sessions/{id}/participants/{person}/{action}"), &Value::Null);
        }
        10 => {
            let pass = {
                let all = run.passes.clone();
                run.pick(&all)
            };
            let (method, way) =
                run.pick(&[("GET", "/pass"), ("POST", "/pass/heartbeat"), ("POST", "/pass/room"), ("DELETE", "/pass")]);
            run.holder(&pass, method, way);
        }
        11 => {
            let action = run.pick(&["lock", "unlock", "rotate-link", "participants/admit-all"]);
            let answer = run.host("POST", &format!("{path}/{action}"), &Value::Null);
            if let Some(link) = answer["link"].as_str() {
                let known = run.sessions.iter_mut().find(|one| one.id == made.id).unwrap();
                link.clone_into(&mut known.link);
            }
        }
        12 => {
            let change = run.pick(&[
                json!({ "capacity": 2 }),
                json!({ "capacity": null }),
                json!({ "waiting_room": "everyone" }),
                json!({ "waiting_room": "off" }),
                json!({ "invitation_type": OPEN }),
                json!({ "invitation_type": LIST }),
            ]);
            run.host("PATCH", &path, &change);
        }
        13 => {
            run.host("POST", &format!("{path}/explain"), &json!({ "email": email }));
        }
        14 => {
            let list = run.pick(&["roster", "invitations", "roster?limit=2"]);
            run.host("GET", &format!("{path}/{list}"), &Value::Null);
        }
        _ => {
            // What a link shows may be a second old.
            std::thread::sleep(Duration::from_millis(1050));
            let way = format!("/join/{}", crate::support::api::key(&made.link));
            run.anyone("GET", &way, &Value::Null);
        }
    }
}
