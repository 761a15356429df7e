//! Backup beside a running server, restore into a paused one, resume.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::support::api::{Api, await_true, key};
use crate::support::clients::guest;
use crate::support::machine::free_port;
use crate::support::node::{Node, probe};
use crate::support::operate::{elsewhere, everywhere, for_owner_alone, run_on, statement, succeed_on, text};
use crate::support::site::Site;

const OPEN: &str = "link_password_not_requested";

fn backup(site: &Site, name: &str) -> PathBuf {
    let file = site.path(name);
    let told = site.succeed(&["backup", file.to_str().unwrap()]);
    assert!(told.contains("jigsaw.key") && told.contains("mail"), "what is not in it is told: {told}");
    file
}

/// Starts a server on the restored database, with mail of its own.
fn start_on(site: &Site, url: &str) -> Node {
    let mail = site.path("mail-restored").to_string_lossy().into_owned();
    site.start_with(&[("JIGSAW_DATABASE_URL", url), ("JIGSAW_MAIL_FOLDER", mail.as_str())])
}

fn readyz(node: &Node) -> String {
    let answer = Api::new(&node.url, "").send("GET", "/readyz", &[], b"").unwrap();
    assert_eq!(answer.status, 200);
    answer.body.as_str().unwrap().to_owned()
}

#[test]
fn a_restored_server_has_everything_and_mails_nothing_before_resume() {
    for site in everywhere() {
        let node = site.start();
        let (id, link) = node.live(&json!({ "invitation_type": OPEN }));
        let mut people: Vec<String> = (0..20).map(|one| format!("before{one}@example.org")).collect();
        for email in &people {
            assert_eq!(node.join(&link, &guest(email)).outcome(), "admitted");
        }
        let (list, _) = node.live(&json!({ "invitation_type": "invitation_list" }));
        assert_eq!(node.invite(&list, &json!([{ "email": "listed@example.org" }])).status, 201);
        let personal = node.personal_link("listed@example.org");
        // Due when it is restored: the server that it was queued on is gone before it was mailed.
        node.kill();
        pause(&site);
        let node = site.start();
        assert!(readyz(&node).contains("paused"), "readiness tells, and stays");
        assert_eq!(node.invite(&list, &json!([{ "email": "later@example.org" }])).status, 201);
        let file = backup(&site, "one.backup");
        people.push("after@example.org".to_owned());
        assert_eq!(node.join(&link, &guest("after@example.org")).outcome(), "admitted");
        node.kill();

        let url = elsewhere(&site, "restored.db");
        let told = succeed_on(&site, &url, &["restore", file.to_str().unwrap()]);
        assert!(told.contains("resume"), "{told}");
        let node = start_on(&site, &url);
        assert!(readyz(&node).contains("paused"));
        assert_eq!(node.roster(&id).len(), 20, "{}: what was there at the moment of the backup", site.database);
        assert_eq!(node.join(&link, &guest("new@example.org")).outcome(), "admitted", "people can join");
        let admitted = node.join(&personal, &json!({ "first_name": "Lis", "last_name": "Ted" }));
        assert_eq!(admitted.outcome(), "admitted", "links from before work with the key file: {admitted:?}");
        assert_eq!(node.invite(&list, &json!([{ "email": "fresh@example.org" }])).status, 201);
        // Long enough for several rounds of a worker that does not obey.
        std::thread::sleep(Duration::from_secs(2));
        assert!(node.mailbox().is_empty(), "{}: nothing is mailed while it is paused", site.database);

        let told = succeed_on(&site, &url, &["resume"]);
        assert!(told.contains("goes on"), "{told}");
        for email in ["later@example.org", "fresh@example.org"] {
            let mailed = || node.mailbox().iter().any(|mail| mail["to"].as_str().unwrap().contains(email));
            await_true("mail goes after resume", Duration::from_secs(5), mailed);
        }
        assert!(!readyz(&node).contains("paused"));
        assert!(succeed_on(&site, &url, &["resume"]).contains("not paused"));
    }
}

/// Pauses by the row that a restore writes.
fn pause(site: &Site) {
    let upsert = "INSERT INTO server_state (key, value) VALUES ('paused', 'yes') \
                  ON CONFLICT (key) DO UPDATE SET value = 'yes'";
    statement(site, &site.database_url, upsert);
}

#[test]
fn without_its_key_file_a_restored_database_is_not_served_and_accepting_another_kills_the_links() {
    for site in everywhere() {
        let node = site.start();
        let (_, link) = node.live(&json!({ "invitation_type": OPEN }));
        let file = backup(&site, "two.backup");
        node.kill();
        let url = elsewhere(&site, "restored.db");
        succeed_on(&site, &url, &["restore", file.to_str().unwrap()]);
        let other = site.path("other.key").to_string_lossy().into_owned();
        let settings = [("JIGSAW_DATABASE_URL", url.as_str()), ("JIGSAW_KEY_FILE", other.as_str())];
        let missing = site.command(&["serve"], &settings).output().unwrap();
        assert_eq!(missing.status.code(), Some(1));
        assert!(text(&missing.stderr).contains("is missing"), "{}", text(&missing.stderr));
        assert!(!Path::new(&other).exists(), "a key that nobody asked for would hide the loss");
        let doctor = site.command(&["doctor"], &settings).output().unwrap();
        assert_eq!(doctor.status.code(), Some(1));
        assert!(text(&doctor.stdout).contains("fail  key file"), "{}", text(&doctor.stdout));

        std::fs::copy(site.path("jigsaw.key"), site.path("copy.key")).unwrap();
        std::fs::write(site.path("foreign.key"), format!("1 {}\n", "ab".repeat(32))).unwrap();
        let foreign = site.path("foreign.key").to_string_lossy().into_owned();
        for_owner_alone(&site.path("foreign.key"));
        let settings = [("JIGSAW_DATABASE_URL", url.as_str()), ("JIGSAW_KEY_FILE", foreign.as_str())];
        let wrong = site.command(&["serve"], &settings).output().unwrap();
        assert!(text(&wrong.stderr).contains("not the one of this database"), "{}", text(&wrong.stderr));

        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let settings = [settings[0], settings[1], ("JIGSAW_LISTEN", listen.as_str())];
        let accepting = site.command(&["serve", "--accept-key"], &settings);
        let node = Node::start(accepting, port, site.token(), &site.path("accepting.log"));
        let dead = node.join(&link, &guest("late@example.org"));
        assert_eq!(dead.status, 404, "{dead:?}");
        node.kill();
        let back = site.command(&["serve"], &[("JIGSAW_DATABASE_URL", url.as_str())]).output().unwrap();
        assert_eq!(back.status.code(), Some(1), "now the old key is the foreign one");
    }
}

#[test]
fn every_backup_taken_under_load_restores_and_holds_what_was_acknowledged_before_it() {
    for site in everywhere() {
        let node = site.start();
        let (id, link) = node.live(&json!({ "invitation_type": OPEN }));
        let stopping = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for client in 0..4 {
                let (node, link, stopping) = (&node, &link, &stopping);
                scope.spawn(move || {
                    for number in 0.. {
                        if stopping.load(Ordering::SeqCst) {
                            break;
                        }
                        let joined = node.join(link, &guest(&format!("c{client}-{number}@example.org")));
                        assert_eq!(joined.outcome(), "admitted");
                    }
                });
            }
            let before_after: Vec<(usize, PathBuf, usize)> = (0..3)
                .map(|round| {
                    let before = node.roster(&id).len();
                    let file = backup(&site, &format!("load{round}.backup"));
                    (before, file, node.roster(&id).len())
                })
                .collect();
            stopping.store(true, Ordering::SeqCst);
            for (round, (before, file, after)) in before_after.into_iter().enumerate() {
                let url = elsewhere(&site, &format!("restored{round}.db"));
                succeed_on(&site, &url, &["restore", file.to_str().unwrap()]);
                let people = count(&site, &url);
                assert!((before..=after).contains(&people), "{}: {before} ≤ {people} ≤ {after}", site.database);
            }
        });
    }
}

fn count(site: &Site, url: &str) -> usize {
    statement(site, url, "SELECT COUNT(*) FROM participants").parse().unwrap()
}

#[test]
fn a_backup_is_never_overwritten_and_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    for site in everywhere() {
        site.token();
        let file = backup(&site, "kept.backup");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let bytes = std::fs::read(&file).unwrap();
        let again = site.run(&["backup", file.to_str().unwrap()]);
        assert_eq!(again.status.code(), Some(2), "{}", text(&again.stderr));
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
        let nowhere = site.run(&["backup", "/nowhere/at/all.backup"]);
        assert_eq!(nowhere.status.code(), Some(1));
        let left: Vec<_> = std::fs::read_dir(site.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{left:?}");
    }
}

#[test]
fn nothing_is_restored_over_data_or_under_a_running_server() {
    for site in everywhere() {
        let node = site.start();
        let (id, link) = node.live(&json!({ "invitation_type": OPEN }));
        assert_eq!(node.join(&link, &guest("first@example.org")).outcome(), "admitted");
        let file = backup(&site, "three.backup");
        let file = file.to_str().unwrap();
        assert_eq!(node.join(&link, &guest("second@example.org")).outcome(), "admitted");
        for arguments in [&["restore", file][..], &["restore", file, "--replace"]] {
            let refused = site.run(arguments);
            assert_eq!(refused.status.code(), Some(1), "{}: {}", site.database, text(&refused.stderr));
        }
        assert_eq!(node.roster(&id).len(), 2);
        node.kill();
        let refused = site.run(&["restore", file]);
        assert_eq!(refused.status.code(), Some(1), "{}: {}", site.database, text(&refused.stderr));
        let broken = site.path("broken.backup");
        std::fs::write(&broken, "PGDMP and other rubbish").unwrap();
        let url = elsewhere(&site, "restored.db");
        let refused = run_on(&site, &url, &["restore", broken.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
        if site.is_sqlite() {
            let told = site.succeed(&["restore", file, "--replace"]);
            assert!(told.contains(".before-restore-"), "{told}");
            let kept = std::fs::read_dir(site.folder()).unwrap().filter_map(|entry| {
                let path = entry.unwrap().path();
                path.to_string_lossy().contains(".before-restore-").then_some(path)
            });
            let kept: Vec<PathBuf> = kept.collect();
            assert_eq!(kept.len(), 1, "{kept:?}");
            assert_eq!(count(&site, &format!("sqlite://{}", kept[0].display())), 2);
            assert_eq!(count(&site, &site.database_url), 1);
        }
        let node = site.start();
        let people = if site.is_sqlite() { 1 } else { 2 };
        assert_eq!(node.roster(&id).len(), people);
        assert_eq!(probe(node.port, &format!("/j/{}", key(&link))), Some(200));
    }
}

#[test]
fn a_missing_pg_dump_is_named_with_its_package() {
    let Some(site) = Site::postgres() else { return };
    site.token();
    let empty = site.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let file = site.path("none.backup");
    let arguments = ["backup", file.to_str().unwrap()];
    let output = site.command(&arguments, &[("PATH", empty.to_str().unwrap())]).output().unwrap();
    let told = text(&output.stderr);
    assert!(output.status.code() == Some(1) && told.contains("postgresql-client"), "{told}");
    assert!(!file.exists());
}
