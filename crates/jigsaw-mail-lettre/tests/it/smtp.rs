//! Sending, to a relay of a few lines that answers what a test tells it.

use std::sync::{Arc, Mutex};

use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{DeliveryError, Mailer as _};
use jigsaw_mail_lettre::SmtpMailer;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::samples::{VOICES, from, invitation, write};

/// Answers `reply` to commands that begin with `to`, and takes everything else. Gives its address and what it heard.
async fn relay(to: &'static str, reply: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, to, reply, Arc::clone(&log)));
        }
    });
    (url, heard)
}

async fn converse(stream: TcpStream, to: &str, reply: &str, log: Arc<Mutex<Vec<String>>>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut body = false;
    writing.write_all(b"220 relay ESMTP\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        log.lock().unwrap().push(line.clone());
        if body && line != "." {
            continue;
        }
        let answer = match line.as_str() {
            line if !to.is_empty() && line.starts_with(to) => reply,
            "DATA" => "354 go on",
            line if line.starts_with("EHLO") => "250-relay\r\n250 8BITMIME",
            _ => "250 fine",
        };
        body = line == "DATA" && answer.starts_with("354");
        if answer.is_empty() || writing.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            // Hangs up, as a relay that crashed.
            return;
        }
    }
}

#[tokio::test]
async fn a_letter_goes_to_its_one_address_as_it_was_written() {
    let (url, heard) = relay("", "").await;
    let mailer = SmtpMailer::new(&url, from()).unwrap();
    let letter = invitation(&VOICES[0], Role::Attendee, false);
    mailer.deliver(&letter).await.unwrap();
    mailer.deliver(&letter).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    let recipients: Vec<&String> = heard.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(recipients, ["RCPT TO:<mia@example.org>"; 2]);
    let start = heard.iter().position(|line| line == "DATA").unwrap() + 1;
    let end = heard.iter().position(|line| line == ".").unwrap();
    // A dot at the start of a line is doubled on the way (RFC 5321 §4.5.2).
    let undoubled = heard[start..end].iter().map(|line| line.strip_prefix('.').unwrap_or(line));
    let sent = undoubled.collect::<Vec<_>>().join("\r\n");
    let expected = String::from_utf8(write(&letter).to_bytes()).unwrap();
    assert_eq!(sent.trim_end(), expected.trim_end());
    assert_eq!(heard.iter().filter(|line| line.starts_with("Message-ID: ")).count(), 2);
}

#[tokio::test]
async fn what_the_relay_says_decides_what_becomes_of_a_letter() {
    let letter = invitation(&VOICES[0], Role::Attendee, false);
    for (to, reply, kind) in [
        ("RCPT", "450 4.7.1 greylisted, try again", "temporary"),
        ("RCPT", "550 5.1.1 <mia@example.org>: no such MIA@EXAMPLE.ORG here", "permanent"),
        ("MAIL", "421 4.3.2 going down", "temporary"),
        ("MAIL", "530 5.7.0 authentication required", "relay"),
        ("DATA", "554 5.7.1 looks like spam", "permanent"),
        (".", "", "temporary"),
        (".", "451 4.3.0 disk full", "temporary"),
    ] {
        let (url, _) = relay(to, reply).await;
        let failed = SmtpMailer::new(&url, from()).unwrap().deliver(&letter).await.unwrap_err();
        let (is, words) = match &failed {
            DeliveryError::Temporary(words) => ("temporary", words),
            DeliveryError::Permanent(words) => ("permanent", words),
            DeliveryError::Relay(words) => ("relay", words),
            DeliveryError::Unwritable(words) => ("unwritable", words),
        };
        assert_eq!(is, kind, "{to} {reply}: {words}");
        assert!(!words.to_lowercase().contains("mia@"), "an address in an error: {words}");
    }
}

#[tokio::test]
async fn no_relay_at_all_is_tried_again_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let letter = invitation(&VOICES[0], Role::Attendee, false);
    let failed = SmtpMailer::new(&url, from()).unwrap().deliver(&letter).await.unwrap_err();
    assert!(matches!(failed, DeliveryError::Temporary(_)), "{failed:?}");
}
