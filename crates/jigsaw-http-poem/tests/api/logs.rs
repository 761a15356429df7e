//! What the log never holds.

use std::cell::RefCell;
use std::io::Write;

use serde_json::json;

use crate::stage::{PASSWORD, Stage, text};

thread_local! {
    /// What this thread's requests wrote: each test runs on a thread of its own.
    static KEPT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Keep;

impl Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.with_borrow_mut(|kept| kept.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn one_line_a_request_and_no_secret_in_it() {
    // For the whole process: tracing remembers of each line whether anyone listens, and a subscriber of one thread alone
    // comes too late for lines that other tests have met already.
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(|| Keep).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let stage = Stage::new().await;
    let (_, key) = stage.session("link_password_requested").await;
    let (id, _) = stage.session("link_password_not_requested").await;
    stage.start(&id).await;
    let (pass, person) = stage.pass_as(&id, "co_host").await;
    stage.join(&key, json!({ "email": "guest@example.org", "password": PASSWORD })).await;
    stage.join(&key, json!({ "email": "guest@example.org", "password": "wrong horse" })).await;
    stage.get(&format!("/api/v1/join/{key}")).send().await;
    stage.get(&format!("/j/{key}")).send().await;
    stage.get(&format!("/no/such/{key}?token={pass}")).send().await;
    stage.get("/api/v1/pass").bearer(&pass).send().await;
    stage.host_post(&format!("/api/v1/sessions/{id}/participants/{person}/remove"), json!({})).send().await;
    stage.call("POST", &format!("/api/v1/join/{key}")).json(json!({ "email": 7 })).send().await;
    let last = stage.get("/healthz").send().await;

    let log = String::from_utf8(KEPT.take()).unwrap();
    let secrets = [
        key.as_str(),
        &pass,
        &Stage::token("host"),
        PASSWORD,
        "wrong horse",
        "guest@example.org",
        "co_host@example.org",
        &id,
        &person,
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} in:\n{log}");
    }
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("jigsaw::access")).collect();
    assert_eq!(lines.len(), 14, "{log}");
    let line = lines.last().unwrap();
    assert!(line.contains("method=\"GET\" path=\"/healthz\" status=200"), "{line}");
    assert!(line.contains(&format!("request_id={}", text(&last.header("x-request-id").into()))), "{line}");
    assert!(log.contains("path=\"/api/v1/join/{key}\""), "{log}");
}
