//! Who may call what: every call of the document × every kind of caller, as a table that misses none.

use std::collections::BTreeSet;

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::stage::{Call, Stage, new_session, text};

/// Statuses by caller, in the order of [`CALLERS`]. A call that changes things is made on a stage of its own.
const MATRIX: &str = include_str!("matrix.txt");

const CALLERS: [&str; 8] = ["anonymous", "waiting", "attendee", "presenter", "co_host", "other", "read_only", "host"];

/// One call with everything that it needs to succeed for whoever may make it.
struct Set {
    stage: Stage,
    session: String,
    key: String,
    /// Someone who waits, and their pass.
    person: String,
    waiting: String,
    invitation: String,
    contact: String,
    group: String,
    /// The secret of its personal link.
    personal: String,
    mail: String,
}

impl Set {
    async fn up() -> Self {
        let stage = Stage::new().await;
        let (session, key) = stage.session_with(json!({ "waiting_room": "guests" })).await;
        stage.start(&session).await;
        let evidence = json!({ "email": "waits@example.com", "first_name": "Wanda", "last_name": "Waits" });
        let waiting = stage.join(&key, evidence).await;
        assert_eq!(waiting["outcome"], "waiting");
        let made = stage
            .host_post(
                &format!("/api/v1/sessions/{session}/invitations"),
                json!({ "invitations": [{ "email": "i@example.com" }] }),
            )
            .send()
            .await
            .json();
        let contacts = stage.get("/api/v1/directory/contacts?q=i@example.com").by_token("host").send().await.json();
        let contact = text(&contacts["items"][0]["id"]);
        let group = stage.host_post("/api/v1/directory/groups", json!({ "name": "Class" })).send().await.json();
        stage.door.drain_outbox(10).await.unwrap();
        let mails = stage.get("/api/v1/mailbox").by_token("host").send().await.json();
        Self {
            session,
            key,
            person: text(&waiting["participant_id"]),
            waiting: text(&waiting["pass"]),
            contact,
            group: text(&group["id"]),
            invitation: text(&made["items"][0]["id"]),
            personal: text(&made["items"][0]["link"]).rsplit('/').next().unwrap().to_owned(),
            mail: text(&mails[0]["id"]),
            stage,
        }
    }

    fn path(&self, pattern: &str) -> String {
        pattern
            .replace("{session_id}", &self.session)
            .replace("{participant_id}", &self.person)
            .replace("{invitation_id}", &self.invitation)
            .replace("{contact_id}", &self.contact)
            .replace("{group_id}", &self.group)
            .replace("{mail_id}", &self.mail)
            .replace("join/{key}/answer", &format!("join/{}/answer", self.personal))
            .replace("{key}", &self.key)
    }

    fn body(method: &str, pattern: &str) -> Option<Value> {
        Some(match (method, pattern) {
            ("POST", "/api/v1/sessions") => new_session(),
            ("PATCH", "/api/v1/sessions/{session_id}") => json!({ "title": "Another" }),
            ("POST", "/api/v1/sessions/{session_id}/preview-edit") => json!({ "capacity": 1 }),
            ("POST", "/api/v1/sessions/{session_id}/invitations") => {
                json!({ "invitations": [{ "email": "n@example.com" }] })
            }
            ("POST", "/api/v1/directory/contacts") => json!({ "email": "d@example.com" }),
            ("PATCH", "/api/v1/directory/contacts/{contact_id}") => json!({ "note": "Sings" }),
            ("POST", "/api/v1/directory/groups") => json!({ "name": "Choir" }),
            ("PATCH", "/api/v1/directory/groups/{group_id}") => json!({ "shared": true }),
            ("POST", "/api/v1/sessions/{session_id}/invitations/bulk") => {
                json!({ "action": "resend", "search": {} })
            }
            ("PATCH", "/api/v1/sessions/{session_id}/participants/{participant_id}") => {
                json!({ "role": "attendee" })
            }
            ("POST", "/api/v1/sessions/{session_id}/explain") => {
                json!({ "email": "a@example.com" })
            }
            ("PATCH", "/api/v1/me") => json!({ "language": "de" }),
            ("POST", "/api/v1/password-reset") => json!({ "email": "host@example.org" }),
            ("POST", "/api/v1/join/{key}/answer") => json!({ "answer": "declined" }),
            ("POST", "/api/v1/join/{key}") => json!({ "email": "j@example.com" }),
            _ => return None,
        })
    }

    /// The call with what it needs to succeed.
    fn call(&self, method: &str, pattern: &str, path: &str) -> Call<'_> {
        let call = self.stage.call(method, path);
        match Self::body(method, pattern) {
            _ if pattern.ends_with("/preview") || pattern.ends_with("/import") => {
                call.body("text/csv", "email\nn@example.com\n")
            }
            _ if pattern.ends_with("/invitations/directory") => call.json(json!({ "contacts": [self.contact] })),
            Some(body) => call.json(body),
            None => call,
        }
    }

    async fn as_caller<'a>(&'a self, call: Call<'a>, caller: &str) -> Call<'a> {
        match caller {
            "anonymous" => call,
            "waiting" => call.bearer(&self.waiting),
            "host" | "other" => call.by_token(caller),
            "read_only" => {
                let email = jigsaw_testkit::build::email("host@example.org");
                let scopes = vec![jigsaw_domain::account::Scope::SessionsRead];
                let operator = jigsaw_testkit::build::caller(jigsaw_domain::usecase::Subject::CommandLine);
                let (_, secret) = self.stage.door.create_token(&operator, &email, scopes, None).await.unwrap();
                call.bearer(secret.reveal())
            }
            role => {
                let (pass, _) = self.stage.pass_as(&self.session, role).await;
                call.bearer(&pass)
            }
        }
    }
}

async fn status(method: &str, pattern: &str, caller: &str) -> StatusCode {
    let set = Set::up().await;
    let call = set.as_caller(set.call(method, pattern, &set.path(pattern)), caller).await;
    if pattern.ends_with("/events") && ["host", "co_host", "read_only"].contains(&caller) {
        drop(call.open().await);
        return StatusCode::OK;
    }
    call.send().await.status
}

#[tokio::test]
async fn every_call_answers_every_caller_as_the_table_says() {
    let mut table = String::new();
    table.push_str(&format!("{:<6} {:<78}", "", ""));
    table.push_str(&CALLERS.join(" "));
    table.push('\n');
    for (method, pattern) in jigsaw_http_poem::calls() {
        table.push_str(&format!("{method:<6} {pattern:<78}"));
        for caller in CALLERS {
            let status = status(&method, &pattern, caller).await;
            table.push_str(&format!("{:<width$} ", status.as_u16(), width = caller.len()));
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    // To renew it after a wanted change: JIGSAW_RENEW=1 cargo test -p jigsaw-http-poem matrix
    if std::env::var_os("JIGSAW_RENEW").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/matrix.txt"), &table).unwrap();
        return;
    }
    assert_eq!(table, MATRIX);
}

/// A pass or a token of one session is nothing at another's.
#[tokio::test]
async fn foreign_ids_are_not_there() {
    let set = Set::up().await;
    let (foreign, _) = set.stage.session("invitation_list").await;
    let (pass, _) = set.stage.pass_as(&set.session, "co_host").await;
    let nobodys = "0199d3b0-0000-7000-8000-000000000001";
    let patterns: BTreeSet<(String, String)> =
        jigsaw_http_poem::calls().into_iter().filter(|(_, path)| path.contains("{session_id}")).collect();
    for (method, pattern) in patterns {
        let of = |session: &str| set.path(&pattern.replace("{session_id}", session));
        for (path, secret) in [
            (of(&foreign), pass.clone()),
            (of(&set.session), Stage::token("other")),
            (of(nobodys), Stage::token("host")),
            (of("NOT-AN-ID"), Stage::token("host")),
        ] {
            let reply = set.call(&method, &pattern, &path).bearer(&secret).send().await;
            assert_eq!((reply.status, reply.code().as_str()), (StatusCode::NOT_FOUND, "not_found"), "{method} {path}");
        }
        // Ids of one session in the path of another.
        if pattern.contains("{participant_id}") || pattern.contains("{invitation_id}") {
            let call = set.call(&method, &pattern, &of(&foreign)).by_token("host");
            assert_eq!(call.send().await.status, StatusCode::NOT_FOUND, "{method} {pattern}");
        }
    }
}

#[tokio::test]
async fn credentials_that_are_gone_are_an_error_and_not_nobody() {
    let stage = Stage::new().await;
    for bearer in ["jt_wrong", "jp_wrong", "x", &Stage::token("nobody"), &format!("jp_{}", "A".repeat(43))] {
        let reply = stage.get("/api/v1/me").bearer(bearer).header("cookie", &Stage::sign_in("host")).send().await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::UNAUTHORIZED, "sign_in_required"), "{bearer}");
        assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
    }
    let basic = stage.get("/api/v1/me").header("authorization", "Basic aG9zdDpob3N0").send().await;
    assert_eq!(basic.status, StatusCode::UNAUTHORIZED);
    let cookie = stage.get("/api/v1/me").header("cookie", &Stage::sign_in("nobody")).send().await;
    assert_eq!(cookie.status, StatusCode::UNAUTHORIZED);
}
