//! A disk that is full, and one that has become read-only: writes are refused, reads go on, and all is well afterwards.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::{Answer, await_true, key};
use crate::support::clients::{OPEN, guest};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::node::{Node, probe};
use crate::support::report::{figures, left_out, short_or_long};
use crate::support::site::Site;
use crate::support::strace::Tracer;

/// A small file system in memory, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap().keep();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&folder).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        std::fs::remove_dir(&folder).unwrap();
        left_out("disk", "a small file system cannot be mounted", "run it as root");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server that still has files open there is being ended, too.
        Command::new("umount").arg("-l").arg(&self.0).status().unwrap();
        std::fs::remove_dir(&self.0).ok();
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let Some(disk) = SmallDisk::mount() else { return };
    let site = Site::sqlite_in(tempfile::tempdir_in(&disk.0).unwrap());
    let ballast = disk.0.join("ballast");
    let fill = |_: &Node| {
        let mut file = File::create(&ballast).unwrap();
        // Down to the last byte: pages first, then what is left.
        for size in [4096, 512, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        Some(())
    };
    drill(&site, "full", fill, |()| std::fs::remove_file(&ballast).unwrap());
}

/// What a file system that has become read-only answers to whoever has its files open. A mount cannot be turned while they
/// are, so the answer is put in the kernel's mouth by the tracer.
#[test]
fn a_read_only_disk_loses_nothing() {
    let site = Site::sqlite();
    let turn = |node: &Node| {
        const WRITING: &str = "write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate";
        let (trace, inject) = (format!("trace={WRITING}"), format!("inject={WRITING}:error=EROFS"));
        let files = ["jigsaw.db", "jigsaw.db-wal", "jigsaw.db-journal"].map(|name| site.path(name));
        let mut words = vec!["-e", trace.as_str(), "-e", inject.as_str()];
        words.extend(files.iter().flat_map(|file| ["-P", file.to_str().unwrap()]));
        Tracer::attach("disk", &[node.pid()], site.folder(), &words)
    };
    drill(&site, "read-only", turn, drop);
}

fn drill<T>(site: &Site, how: &str, break_it: impl Fn(&Node) -> Option<T>, mend: impl Fn(T)) {
    let _machine = Machine::alone();
    let node = site.start();
    let (id, link) = node.live(&json!({ "invitation_type": OPEN }));
    let mut people = Vec::new();
    let rounds = short_or_long(2, 20);
    let (mut refused, mut slowest, mut back) = (0, Duration::ZERO, Duration::ZERO);
    for round in 0..rounds {
        for number in 0..20 {
            let answer = node.join(&link, &guest(&format!("before-{round}-{number}@example.org")));
            people.push(admitted(&answer).unwrap_or_else(|| panic!("{answer:?}")));
        }
        let Some(broken) = break_it(&node) else { return };
        for number in 0..40 {
            let began = Instant::now();
            let answer = node.join(&link, &guest(&format!("meanwhile-{round}-{number}@example.org")));
            if let Some(person) = admitted(&answer) {
                // A little may still fit into what the database had reserved.
                people.push(person);
                continue;
            }
            assert_problem(&answer);
            slowest = slowest.max(began.elapsed());
            refused += 1;
            if refused > 3 * (round + 1) {
                break;
            }
        }
        assert!(refused > 3 * round, "the disk is {how}");
        assert_reads(&node, &id, &link);
        for (path, body) in [
            (format!("/sessions/{id}/rotate-link"), Value::Null),
            (format!("/sessions/{id}/invitations"), json!({ "invitations": [{ "email": "late@example.org" }] })),
        ] {
            assert_problem(&node.call("POST", &path, &body));
        }
        mend(broken);
        back = back.max(await_true("joins go on", Duration::from_secs(10), || {
            let answer = node.join(&link, &guest(&format!("after-{round}@example.org")));
            admitted(&answer).map(|person| people.push(person)).is_some()
        }));
    }
    // A power cut on top: what was acknowledged is in the files, and not only in the memory of the process.
    node.kill();
    let node = site.start();
    let roster = node.roster(&id);
    let there = |person: &String| roster.iter().any(|entry| entry["participant_id"] == person.as_str());
    let lost = people.iter().filter(|person| !there(person)).count();
    figures(
        "disk",
        &format!("{}, {how}", site.database),
        &format!(
            "{rounds} times, {} acknowledged joins, {lost} lost, {refused} refused with 503 within {} ms, joins again after {} ms \
             without a restart",
            people.len(),
            slowest.as_millis(),
            back.as_millis()
        ),
    );
    assert_eq!(lost, 0);
    assert_whole(site);
}

fn admitted(answer: &Answer) -> Option<String> {
    let person = answer.body["participant_id"].as_str()?;
    (answer.outcome() == "admitted").then(|| person.to_owned())
}

fn assert_problem(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.body["code"].is_string() && answer.body["request_id"].is_string(), "a problem: {answer:?}");
}

fn assert_reads(node: &Node, id: &str, link: &str) {
    assert_eq!(probe(node.port, "/healthz"), Some(200));
    assert_eq!(probe(node.port, &format!("/j/{}", key(link))), Some(200), "the join page");
    for path in [format!("/sessions/{id}"), format!("/sessions/{id}/roster"), "/sessions".to_owned()] {
        let answer = node.call("GET", &path, &Value::Null);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
    }
}
