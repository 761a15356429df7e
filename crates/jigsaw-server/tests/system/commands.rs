//! The command line: exit codes, one line of cause and one of mend, and a stop that loses nothing.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::support::demo::Demo;
use crate::support::node::binary;

fn jigsaw(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    Command::new(binary())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[test]
fn wrong_use_is_2_and_says_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, settings) in [
        (&["frobnicate"][..], &[][..]),
        (&["config"], &[("JIGSAW_LISTNE", "x")]),
        (&["config", "--check"], &[("JIGSAW_PUBLIC_URL", "http://jigsaw.example")]),
        (&["explain", "--session", "x", "--email", "a@example.org"], &[]),
        (&["host", "add", "--email", "nonsense", "--name", "A B"], &[]),
    ] {
        let output = jigsaw(folder.path(), arguments, settings);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn hosts_and_tokens_are_made_beside_a_database() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(jigsaw(folder.path(), &["migrate", "--check"], &[]).status.code(), Some(1));
    assert_eq!(jigsaw(folder.path(), &["migrate"], &[]).status.code(), Some(0));
    assert_eq!(jigsaw(folder.path(), &["migrate", "--check"], &[]).status.code(), Some(0));
    let host = jigsaw(folder.path(), &["host", "add", "--email", "h@example.org", "--name", "Ha Host"], &[]);
    assert!(text(&host.stdout).contains("/setup/"), "{}", text(&host.stderr));
    let again = jigsaw(folder.path(), &["host", "reset", "--email", "h@example.org"], &[]);
    assert_ne!(text(&again.stdout), text(&host.stdout), "a new link");
    let token =
        jigsaw(folder.path(), &["token", "create", "--email", "h@example.org", "--scope", "sessions:read"], &[]);
    assert!(text(&token.stdout).starts_with("jt_"), "{}", text(&token.stderr));
    let nobody = jigsaw(folder.path(), &["token", "create", "--email", "n@example.org"], &[]);
    assert_eq!(nobody.status.code(), Some(1));
}

#[test]
fn explain_tells_the_same_as_the_door() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (id, link) = demo.live(&json!({ "invitation_type": "invitation_list" }));
    demo.invite(&id, &json!([{ "email": "l@example.org" }]));
    let database = format!("sqlite://{}", folder.path().join("jigsaw.db").display());
    for (email, met) in [("l@example.org", "needs"), ("s@example.org", "needs")] {
        assert_eq!(demo.join(&link, &json!({ "email": email })).outcome(), met);
        let settings = [("JIGSAW_DATABASE_URL", database.as_str())];
        let output = jigsaw(folder.path(), &["explain", "--session", &id, "--email", email, "--json"], &settings);
        let explained: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
        let after = explained["after_all_that_is_asked"]["outcome"].as_str().unwrap();
        assert_eq!(after, if email.starts_with('l') { "admitted" } else { "refused" }, "{explained}");
        if email.starts_with('s') {
            assert!(explained.to_string().contains("not_on_list"));
        }
    }
}

#[test]
fn a_stop_signal_ends_it_cleanly_and_the_same_folder_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (facts, token) = (demo.facts.clone(), demo.token.clone());
    assert_eq!(demo.terminate(), Some(0));
    let again = Demo::start(folder.path());
    assert_eq!(again.facts["host"], facts["host"]);
    let ids = |facts: &Value| facts["sessions"].as_array().unwrap().iter().map(|s| s["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&again.facts), ids(&facts));
    assert_ne!(again.token, token);
}

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Demo::start(folder.path());
    let output = jigsaw(folder.path(), &["demo", "--listen", "127.0.0.1:0", "--data", "."], &[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
}

#[test]
fn generated_pages_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    for (command, expected) in [
        (&["openapi"][..], "\"openapi\": \"3."),
        (&["config", "--reference"], "JIGSAW_LISTEN"),
        (&["reasons"], "`not_on_list`"),
        (&["config"], "listen = "),
    ] {
        let output = jigsaw(folder.path(), command, &[]);
        assert!(text(&output.stdout).contains(expected), "{command:?}: {}", text(&output.stderr));
    }
}
