//! Starting, pausing and stopping a server.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::{Api, await_true};
use crate::support::clients::guest;
use crate::support::node::probe;
use crate::support::operate::{everywhere, statement, text};
use crate::support::site::Site;

#[test]
fn a_second_server_on_one_sqlite_file_is_refused_and_names_the_lock() {
    let site = Site::sqlite();
    let _first = site.start();
    let second = site.command(&["serve"], &[("JIGSAW_LISTEN", "127.0.0.1:0")]).output().unwrap();
    let told = text(&second.stderr);
    assert!(second.status.code() == Some(1) && told.contains("jigsaw.db.lock"), "{told}");
    // Commands work beside it.
    assert_eq!(site.run(&["host", "reset", "--email", "host@example.org"]).status.code(), Some(0));
}

#[test]
fn pending_migrations_on_postgresql_are_applied_only_when_told() {
    let Some(site) = Site::postgres() else { return };
    let refused = site.run(&["serve"]);
    let told = text(&refused.stderr);
    assert!(refused.status.code() == Some(1) && told.contains("jigsaw migrate"), "{told}");
    assert_eq!(statement(&site, &site.database_url, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    let mut child = site.command(&["serve", "--migrate"], &[("JIGSAW_LISTEN", "127.0.0.1:0")]).spawn().unwrap();
    let migrated = "SELECT COUNT(*) FROM pg_tables WHERE tablename = 'server_state'";
    await_true("it migrates", Duration::from_secs(20), || statement(&site, &site.database_url, migrated) == "1");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_paused_server_is_ready_says_so_and_goes_on_within_five_seconds_of_resume() {
    for site in everywhere() {
        site.token();
        statement(&site, &site.database_url, "INSERT INTO server_state (key, value) VALUES ('paused', 'yes')");
        let node = site.start();
        assert!(node.log().contains("mailing is paused"), "{}", node.log());
        let (id, link) = node.live(&json!({ "invitation_type": "invitation_list" }));
        assert_eq!(node.invite(&id, &json!([{ "email": "waits@example.org" }])).status, 201);
        let code = node.join(&link, &json!({ "email": "waits@example.org" }));
        assert_eq!(code.needs(), ["code"]);
        std::thread::sleep(Duration::from_secs(1));
        assert!(node.mailbox().is_empty());
        site.succeed(&["resume"]);
        await_true("both mails go", Duration::from_secs(5), || node.mailbox().len() == 2);
    }
}

#[test]
fn a_server_that_is_told_to_stop_is_unready_at_once_and_answers_for_a_while() {
    let site = Site::sqlite();
    let mut node = site.start_with(&[("JIGSAW_LEAVE_SECONDS", "2")]);
    let (_, link) = node.live(&json!({ "invitation_type": "link_password_not_requested" }));
    node.signal("-TERM");
    let told = Instant::now();
    await_true("readiness falls", Duration::from_millis(500), || probe(node.port, "/readyz") == Some(503));
    assert_eq!(probe(node.port, "/healthz"), Some(200));
    let joined = Api::new(&node.url, "").join(&link, &guest("late@example.org"));
    assert_eq!(joined.outcome(), "admitted", "who is there already is served");
    let ended = node.ended(Duration::from_secs(25)).expect("it ends");
    assert_eq!(ended.code(), Some(0));
    assert!(told.elapsed() >= Duration::from_millis(1_900), "it gave proxies their time: {:?}", told.elapsed());
}

#[test]
fn ctrl_c_stops_without_waiting_for_proxies() {
    let site = Site::sqlite();
    let mut node = site.start_with(&[("JIGSAW_LEAVE_SECONDS", "600")]);
    node.signal("-INT");
    assert_eq!(node.ended(Duration::from_secs(20)).expect("it ends").code(), Some(0));
    let mut node = site.start_with(&[("JIGSAW_LEAVE_SECONDS", "600")]);
    node.signal("-TERM");
    await_true("readiness falls", Duration::from_secs(2), || probe(node.port, "/readyz") == Some(503));
    node.signal("-TERM");
    assert_eq!(node.ended(Duration::from_secs(20)).expect("a second signal ends the wait").code(), Some(0));
}

#[test]
fn a_replaced_key_that_is_kept_as_an_older_one_keeps_links_alive() {
    let site = Site::sqlite();
    let node = site.start();
    let (_, link) = node.live(&json!({ "invitation_type": "link_password_not_requested" }));
    node.kill();
    let old = std::fs::read_to_string(site.path("jigsaw.key")).unwrap();
    let path = site.path("jigsaw.key");
    std::fs::write(&path, format!("2 {}\n{old}", "ef".repeat(32))).unwrap();
    let node = site.start();
    assert_eq!(node.join(&link, &guest("still@example.org")).outcome(), "admitted");
    node.kill();
    // From now on the new one is the database's key.
    std::fs::write(&path, format!("2 {}\n", "ef".repeat(32))).unwrap();
    let node = site.start();
    assert_eq!(node.call("GET", "/sessions", &Value::Null).status, 200);
}
