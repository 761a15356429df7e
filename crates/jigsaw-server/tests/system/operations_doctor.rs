//! `doctor`: one line for each thing that a server needs, and the mend.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use serde_json::Value;

use crate::support::machine::free_port;
use crate::support::operate::{everywhere, for_owner_alone, statement, text};
use crate::support::site::Site;

/// What it finds: the status of each check, and the line.
fn doctor(site: &Site, arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, Vec<(String, String, String)>) {
    let mut all = vec!["doctor", "--json"];
    all.extend(arguments);
    let output = site.command(&all, settings).output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    let findings = told["findings"].as_array().unwrap().iter().map(|finding| {
        let word = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(finding["mend"].is_string(), finding["status"] != "ok", "what is wrong has a mend: {finding}");
        (word("check"), word("status"), word("found"))
    });
    (output.status.code(), findings.collect())
}

fn status<'a>(findings: &'a [(String, String, String)], check: &str) -> &'a str {
    findings.iter().find(|(name, _, _)| name == check).map_or("absent", |(_, status, _)| status)
}

#[test]
fn a_sound_site_passes_with_and_without_a_server() {
    for site in everywhere() {
        let before = std::fs::read_dir(site.folder()).unwrap().count();
        if site.is_sqlite() {
            let (code, findings) = doctor(&site, &[], &[]);
            assert_eq!((code, status(&findings, "database")), (Some(0), "warn"), "{findings:?}");
            assert_eq!(std::fs::read_dir(site.folder()).unwrap().count(), before, "nothing is made");
        } else {
            let (code, findings) = doctor(&site, &[], &[]);
            assert_eq!((code, status(&findings, "migrations")), (Some(1), "fail"), "{findings:?}");
        }
        let node = site.start();
        let (code, findings) = doctor(&site, &[], &[]);
        // The clusters of tests run without fsync, which is what doctor is there to find.
        let database = if site.is_sqlite() { "ok" } else { "fail" };
        assert_eq!(code, Some(i32::from(!site.is_sqlite())), "{findings:?}");
        assert_eq!(status(&findings, "database"), database, "{findings:?}");
        for check in ["migrations", "clock", "key file", "outbox", "server", "proxies"] {
            assert_eq!(status(&findings, check), "ok", "{check} on {}: {findings:?}", site.database);
        }
        let server = findings.iter().find(|(name, _, _)| name == "server").unwrap();
        assert!(server.2.contains("one answers"), "{server:?}");
        drop(node);
    }
}

#[test]
fn what_is_wrong_is_found() {
    let site = Site::sqlite();
    site.start().kill();
    let database = site.path("jigsaw.db");
    std::fs::set_permissions(&database, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let (_, findings) = doctor(&site, &[], &[]);
    assert_eq!(status(&findings, "permissions"), "warn", "{findings:?}");
    for_owner_alone(&database);

    let key = site.path("jigsaw.key");
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let (code, findings) = doctor(&site, &[], &[]);
    assert_eq!((code, status(&findings, "key file")), (Some(1), "fail"), "{findings:?}");
    std::fs::write(&key, format!("1 {}\n", "cd".repeat(32))).unwrap();
    for_owner_alone(&key);
    let (code, findings) = doctor(&site, &[], &[]);
    assert_eq!((code, status(&findings, "key file")), (Some(1), "fail"), "{findings:?}");
    std::fs::remove_file(&key).unwrap();
    let (_, findings) = doctor(&site, &[], &[]);
    assert_eq!(status(&findings, "key file"), "fail", "{findings:?}");
    assert!(!key.exists(), "doctor makes none");

    let late = "INSERT INTO events (session_id, kind, at) VALUES (x'00', 'x', 4000000000000000)";
    statement(&site, &site.database_url, late);
    statement(&site, &site.database_url, "INSERT INTO server_state (key, value) VALUES ('paused', 'yes')");
    let (_, findings) = doctor(&site, &[], &[]);
    assert_eq!((status(&findings, "clock"), status(&findings, "paused")), ("fail", "warn"), "{findings:?}");

    let bytes = std::fs::read(&database).unwrap();
    let mut broken = bytes.clone();
    let end = broken.len();
    broken[8192..end].fill(0x5a);
    std::fs::write(&database, broken).unwrap();
    let (code, findings) = doctor(&site, &[], &[]);
    assert_eq!(code, Some(1), "{findings:?}");
    assert!(findings.iter().any(|(check, status, _)| check == "database" && status == "fail"), "{findings:?}");
}

#[test]
fn an_unreachable_database_and_a_foreign_server_are_found() {
    let site = Site::sqlite();
    let nobody = free_port();
    let gone = format!("postgres://me:hidden-word@127.0.0.1:{nobody}/jigsaw");
    let (code, findings) = doctor(&site, &[], &[("JIGSAW_DATABASE_URL", &gone)]);
    assert_eq!((code, status(&findings, "database")), (Some(1), "fail"), "{findings:?}");
    assert!(!format!("{findings:?}").contains("hidden-word"), "{findings:?}");

    let foreign = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = foreign.local_addr().unwrap().to_string();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = foreign.accept().unwrap();
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    });
    let (_, findings) = doctor(&site, &[], &[("JIGSAW_LISTEN", &listen)]);
    answering.join().unwrap();
    assert_eq!(status(&findings, "server"), "fail", "{findings:?}");

    let settings = [("JIGSAW_PUBLIC_URL", "https://jigsaw.example")];
    let (_, findings) = doctor(&site, &[], &settings);
    assert_eq!(status(&findings, "proxies"), "warn", "{findings:?}");
}

#[test]
fn the_relay_is_asked_and_sends_a_test_mail_only_when_told() {
    let site = Site::sqlite();
    let nobody = format!("smtp://127.0.0.1:{}", free_port());
    let (code, findings) = doctor(&site, &[], &[("JIGSAW_SMTP_URL", &nobody)]);
    assert_eq!((code, status(&findings, "mail")), (Some(1), "fail"), "{findings:?}");

    let relay = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", relay.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut heard = Vec::new();
        // One conversation for the handshake alone, two for the one with a test mail, at most.
        relay.set_nonblocking(false).unwrap();
        for stream in relay.incoming().take(2) {
            let mut stream = stream.unwrap();
            heard.push(converse(&mut stream));
        }
        heard
    });
    let (code, findings) = doctor(&site, &[], &[("JIGSAW_SMTP_URL", &url)]);
    assert_eq!((code, status(&findings, "mail"), status(&findings, "test mail")), (Some(0), "ok", "absent"));
    let arguments = ["--send-to", "operator@example.org"];
    let (code, findings) = doctor(&site, &arguments, &[("JIGSAW_SMTP_URL", &url)]);
    assert_eq!((code, status(&findings, "test mail")), (Some(0), "ok"), "{findings:?}");
    let heard = serving.join().unwrap();
    assert!(!heard[0].contains("RCPT") && heard[1].contains("RCPT TO:<operator@example.org>"), "{heard:?}");

    let captured = site.command(&["doctor", "--send-to", "operator@example.org"], &[]).output().unwrap();
    assert_eq!(captured.status.code(), Some(2), "{}", text(&captured.stderr));
}

/// A relay that takes everything; what it heard.
fn converse(stream: &mut std::net::TcpStream) -> String {
    let mut heard = String::new();
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    stream.write_all(b"220 relay.example\r\n").unwrap();
    let mut in_letter = false;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap_or(0) == 0 {
            return heard;
        }
        heard.push_str(&line);
        let answer: &[u8] = match line.trim_end() {
            "." if in_letter => {
                in_letter = false;
                b"250 taken\r\n"
            }
            _ if in_letter => continue,
            "DATA" => {
                in_letter = true;
                b"354 go on\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").ok();
                return heard;
            }
            _ => b"250 fine\r\n",
        };
        if stream.write_all(answer).is_err() {
            return heard;
        }
    }
}
