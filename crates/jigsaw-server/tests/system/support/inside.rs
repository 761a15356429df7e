//! What stands in the tables, read past the server: effects that are half there do not show in the API.

use std::process::Command;

use serde_json::json;

use super::clients::{OPEN, guest};
use super::machine::Machine;
use super::report::left_out;
use super::site::Site;

/// Each finds rows that a commit should have written together with others and that stand there alone. Sessions of one
/// database only ever grow while a drill runs, so a finding is a fault.
const HALF_THERE: &[(&str, &str)] = &[
    (
        "people inside without a pass",
        "SELECT p.email FROM participants p WHERE p.state = 'admitted' \
         AND NOT EXISTS (SELECT 1 FROM passes x WHERE x.participant_id = p.id)",
    ),
    (
        "people without a decision",
        "SELECT p.email FROM participants p \
         WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.participant_id = p.id)",
    ),
    (
        "people whom no event told of",
        "SELECT p.email FROM participants p \
         WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.session_id = p.session_id AND e.subject = p.id)",
    ),
    (
        "people without an audit row",
        "SELECT p.email FROM participants p WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.object = p.id)",
    ),
    (
        "admissions of people who are not there",
        "SELECT d.email FROM decisions d WHERE d.outcome = 'admitted' \
         AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.id = d.participant_id)",
    ),
    (
        "invitations without a mail",
        "SELECT i.email FROM invitations i \
         WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.invitation_id = i.id AND o.kind = 'invitation')",
    ),
    (
        "invitation mails without an invitation",
        "SELECT o.kind FROM outbox o WHERE o.invitation_id IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.id = o.invitation_id)",
    ),
    (
        "live sessions whose start no event told of",
        "SELECT s.title FROM sessions s WHERE s.state = 'live' \
         AND NOT EXISTS (SELECT 1 FROM events e WHERE e.session_id = s.id AND e.kind = 'session_started')",
    ),
    (
        "sessions without an audit row",
        "SELECT s.title FROM sessions s WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.object = s.id)",
    ),
    (
        "sessions with more people than seats",
        "SELECT s.title FROM sessions s WHERE s.capacity IS NOT NULL AND s.capacity < \
         (SELECT COUNT(*) FROM participants p WHERE p.session_id = s.id AND p.state = 'admitted' AND p.holds_seat)",
    ),
];

/// Fails when something is half there, or when the database itself finds a fault in its file.
pub(crate) fn assert_whole(site: &Site) {
    if let Some(found) = findings(site) {
        let fine: &[&str] = if site.is_sqlite() { &["ok"] } else { &[] };
        assert_eq!(found, fine, "half there, on {}", site.database);
    }
}

fn findings(site: &Site) -> Option<Vec<String>> {
    let query: Vec<String> =
        HALF_THERE.iter().map(|(what, found)| found.replacen("SELECT ", &format!("SELECT '{what}', "), 1)).collect();
    let mut queries = vec![query.join(" UNION ALL ")];
    if site.is_sqlite() {
        queries.extend(["PRAGMA integrity_check", "PRAGMA foreign_key_check"].map(str::to_owned));
    }
    rows(site, &queries)
}

/// The rows of queries, columns divided by `|`; `None` when they cannot be read here, which has been said.
fn rows(site: &Site, queries: &[String]) -> Option<Vec<String>> {
    let text = if site.is_sqlite() { of_sqlite(site, queries)? } else { site.psql(&queries.join(";\n")) };
    Some(text.lines().map(str::to_owned).collect())
}

/// With the SQLite that comes with Python: another build than the server's, so it also is a second opinion on the file.
fn of_sqlite(site: &Site, queries: &[String]) -> Option<String> {
    const READ: &str = "import sqlite3, sys\n\
        database = sqlite3.connect(sys.argv[1], timeout=10)\n\
        for query in sys.argv[2:]:\n    \
        for row in database.execute(query):\n        \
        print('|'.join(str(column) for column in row))";
    let read = Command::new("python3").args(["-c", READ]).arg(site.path("jigsaw.db")).args(queries).output();
    let Ok(read) = read else {
        left_out(
            "integrity of SQLite files",
            "python3 does not run",
            "apt-get install -y --no-install-recommends python3",
        );
        return None;
    };
    assert!(read.status.success(), "{queries:?}: {}", String::from_utf8_lossy(&read.stderr));
    Some(String::from_utf8(read.stdout).unwrap())
}

/// A check that finds nothing where nothing is wrong proves nothing.
#[test]
fn what_is_half_there_is_found() {
    let Some(site) = Site::postgres() else { return };
    let _machine = Machine::shared();
    let node = site.start();
    let (id, link) = node.live(&json!({ "invitation_type": OPEN, "capacity": 2 }));
    node.invite(&id, &json!([{ "email": "invited@example.org" }]));
    for person in ["one", "two"] {
        assert_eq!(node.join(&link, &guest(&format!("{person}@example.org"))).outcome(), "admitted");
    }
    node.kill();
    assert_eq!(findings(&site).unwrap(), Vec::<String>::new());
    for (statement, expected) in [
        ("DELETE FROM passes", "people inside without a pass|"),
        ("DELETE FROM decisions", "people without a decision|"),
        ("DELETE FROM events", "live sessions whose start no event told of|"),
        ("DELETE FROM outbox", "invitations without a mail|"),
        ("DELETE FROM audit", "sessions without an audit row|"),
        ("UPDATE sessions SET capacity = 1", "sessions with more people than seats|"),
    ] {
        site.psql(statement);
        let found = findings(&site).unwrap();
        assert!(found.iter().any(|line| line.starts_with(expected)), "{statement}: {found:?}");
    }
}
