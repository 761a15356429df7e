//! What only a real connection shows: client addresses, bodies that are cut off, streams on the line.

use std::net::SocketAddr;

use chrono::TimeDelta;
use jigsaw_domain::port::Budget;
use jigsaw_testkit::memory::Limits;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::stage::{Set, Stage};

/// Serves the app of a stage on a port of its own.
async fn serve(stage: &Stage) -> SocketAddr {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let address = *acceptor.local_addr()[0].as_socket_addr().unwrap();
    let app = jigsaw_http_poem::app(stage.http.clone());
    tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(app));
    address
}

async fn send(address: SocketAddr, head: &str, body: &[u8]) -> String {
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(head.replace('\n', "\r\n").as_bytes()).await.unwrap();
    // The server may answer and close before all is sent.
    line.write_all(body).await.ok();
    let mut answer = Vec::new();
    tokio::time::timeout(std::time::Duration::from_secs(20), line.read_to_end(&mut answer)).await.unwrap().ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(path: &str, headers: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\nHost: jigsaw.example\nConnection: close\nContent-Type: application/json\nContent-Length: {length}\n{headers}\n"
    )
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn a_client_cannot_spoof_its_address() {
    let limits = || Limits::off().with(Budget::Joins, 2, TimeDelta::minutes(1));
    // Nobody is trusted: another X-Forwarded-For is not another client.
    let stage = Stage::set(Set { limits: limits(), ..Set::default() }).await;
    let (_, key) = stage.session("link_password_not_requested").await;
    let address = serve(&stage).await;
    let path = format!("/api/v1/join/{key}");
    let mut seen = Vec::new();
    for client in 1..=3 {
        seen.push(
            status(&send(address, &post(&path, &format!("X-Forwarded-For: 192.0.2.{client}\n"), 2), b"{}").await)
                .to_owned(),
        );
    }
    assert_eq!(seen, ["200", "200", "429"]);

    // Behind a trusted proxy the rightmost untrusted entry counts, whatever the client wrote in front of it.
    let trusting = |http: &mut jigsaw_http_poem::Http| {
        http.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    };
    let stage = Stage::set(Set { limits: limits(), http: trusting, ..Set::default() }).await;
    let (_, key) = stage.session("link_password_not_requested").await;
    let address = serve(&stage).await;
    let path = format!("/api/v1/join/{key}");
    for (forwarded, expected) in [
        ("192.0.2.1", "200"),
        ("10.1.1.1, 192.0.2.1", "200"),
        ("10.2.2.2, 192.0.2.1", "429"),
        ("192.0.2.1, 192.0.2.2", "200"),
        ("2001:db8:1:1::1", "200"),
        ("2001:db8:1:1::2", "200"),
        ("2001:db8:1:1:ffff::3", "429"),
    ] {
        let answer = send(address, &post(&path, &format!("X-Forwarded-For: {forwarded}\n"), 2), b"{}").await;
        assert_eq!(status(&answer), expected, "{forwarded}");
    }
}

#[tokio::test]
async fn a_client_that_sends_too_much_sees_the_answer() {
    let stage = Stage::new().await;
    let (_, key) = stage.session("link_password_not_requested").await;
    let address = serve(&stage).await;
    let path = format!("/api/v1/join/{key}");
    let body = vec![b' '; 10 << 20];
    let answer = send(address, &post(&path, "", body.len()), &body).await;
    assert_eq!(status(&answer), "413", "{answer}");
    assert!(answer.contains("\"code\":\"too_large\""));

    // Without a length, in chunks.
    let head = format!(
        "POST {path} HTTP/1.1\nHost: jigsaw.example\nConnection: close\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n"
    );
    let mut chunks = Vec::new();
    for _ in 0..100 {
        chunks.extend_from_slice(b"1000\r\n");
        chunks.extend(std::iter::repeat_n(b' ', 0x1000));
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(status(&send(address, &head, &chunks).await), "413");

    // A client that asks first is told before it sends anything.
    let answer = send(address, &post(&path, "Expect: 100-continue\n", body.len()), b"").await;
    assert_eq!(status(&answer), "413");
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let set = Set { http: |http| http.limits.body_time = std::time::Duration::from_millis(200), ..Set::default() };
    let stage = Stage::set(set).await;
    let (_, key) = stage.session("link_password_not_requested").await;
    let address = serve(&stage).await;
    let answer = send(address, &post(&format!("/api/v1/join/{key}"), "", 1000), b"{").await;
    assert_eq!(status(&answer), "408", "{answer}");
}

#[tokio::test]
async fn a_stream_on_the_line_ends_when_the_server_stops() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let address = serve(&stage).await;
    let shutdown = stage.http.shutdown.clone();
    tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        shutdown.begin();
    });
    let head = format!(
        "GET /api/v1/sessions/{id}/events HTTP/1.1\nHost: jigsaw.example\nConnection: close\nAuthorization: Bearer {}\n\n",
        Stage::token("host")
    );
    let answer = send(address, &head, b"").await;
    assert_eq!(status(&answer), "200");
    assert!(answer.to_lowercase().contains("x-accel-buffering: no") && answer.contains("retry: "), "{answer}");
}
