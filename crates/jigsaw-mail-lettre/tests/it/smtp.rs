//! Sending: what each answer of a relay, and each silence, makes of a letter.

use std::time::{Duration, Instant};

use jigsaw_domain::delivery::Letter;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{DeliveryError, Mailer as _};
use jigsaw_mail_lettre::{RelayAddress, SmtpMailer, SmtpOptions};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::relay::{Relay, Script};
use crate::samples::{VOICES, from, invitation, write};

fn letter() -> Letter {
    invitation(&VOICES[0], Role::Attendee, false)
}

fn mailer_at(url: &str, options: &SmtpOptions) -> SmtpMailer {
    SmtpMailer::new(&RelayAddress::parse(url).unwrap(), options, from()).unwrap()
}

fn mailer(relay: &Relay) -> SmtpMailer {
    mailer_at(&format!("smtp://127.0.0.1:{}", relay.port), &patient())
}

fn hasty_mailer(relay: &Relay) -> SmtpMailer {
    mailer_at(&format!("smtp://127.0.0.1:{}", relay.port), &hasty())
}

/// For relays that answer: they are given their time, however busy this machine is.
fn patient() -> SmtpOptions {
    SmtpOptions { hello: Some("jigsaw.example".to_owned()), ..SmtpOptions::default() }
}

/// For relays that may fall silent.
fn hasty() -> SmtpOptions {
    SmtpOptions { patience: Duration::from_millis(500), ..patient() }
}

/// The kind of an error, and its words.
fn told(error: &DeliveryError) -> (&'static str, &str) {
    match error {
        DeliveryError::Temporary(words) => ("temporary", words),
        DeliveryError::Bounced(words) => ("bounced", words),
        DeliveryError::Permanent(words) => ("permanent", words),
        DeliveryError::Relay(words) => ("relay", words),
        DeliveryError::Unwritable(words) => ("unwritable", words),
    }
}

#[tokio::test]
async fn a_letter_goes_to_its_one_address_as_it_was_written() {
    let relay = Relay::start(Script::default()).await;
    let mailer = mailer(&relay);
    let letter = letter();
    mailer.deliver(&letter).await.unwrap();
    mailer.deliver(&letter).await.unwrap();
    let heard = relay.heard();
    let recipients: Vec<&String> = heard.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(recipients, ["RCPT TO:<mia@example.org>"; 2]);
    assert_eq!(heard[0], "EHLO jigsaw.example");
    let start = heard.iter().position(|line| line == "DATA").unwrap() + 1;
    let end = heard.iter().position(|line| line == ".").unwrap();
    // A dot at the start of a line is doubled on the way (RFC 5321 §4.5.2).
    let undoubled = heard[start..end].iter().map(|line| line.strip_prefix('.').unwrap_or(line));
    let sent = undoubled.collect::<Vec<_>>().join("\r\n") + "\r\n";
    assert_eq!(sent, String::from_utf8(write(&letter).to_bytes()).unwrap());
    assert_eq!(relay.heard_of("Message-ID: "), 2);
    assert_eq!(relay.connections(), 1, "the connection is kept");
}

#[tokio::test]
async fn what_the_relay_says_decides_what_becomes_of_a_letter() {
    for (to, reply, kind) in [
        ("RCPT", "450 4.7.1 greylisted, try again", "temporary"),
        ("RCPT", "550 5.1.1 <mia@example.org>: no such MIA@EXAMPLE.ORG here", "bounced"),
        ("MAIL", "421 4.3.2 going down", "temporary"),
        ("MAIL", "530 5.7.0 authentication required", "relay"),
        // Our sender, and therefore every letter.
        ("MAIL", "550 5.7.1 sender rejected", "relay"),
        ("EHLO", "550 5.7.1 not you", "relay"),
        ("DATA", "554 5.7.1 looks like spam", "permanent"),
        (".", "", "temporary"),
        (".", "…", "temporary"),
        (".", "451 4.3.0 disk full", "temporary"),
        (".", "554 5.6.0 refused", "permanent"),
    ] {
        let relay = Relay::start(Script { to, reply, ..Script::default() }).await;
        let failed = hasty_mailer(&relay).deliver(&letter()).await.unwrap_err();
        let (is, words) = told(&failed);
        assert_eq!(is, kind, "{to} {reply}: {words}");
        assert!(!words.to_lowercase().contains("mia@"), "an address in an error: {words}");
    }
}

#[tokio::test]
async fn a_relay_that_cannot_be_reached_is_the_relays_trouble() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = listener.local_addr().unwrap().port();
    drop(listener);
    let failed = mailer_at(&format!("smtp://127.0.0.1:{gone}"), &hasty()).deliver(&letter()).await.unwrap_err();
    assert_eq!(told(&failed).0, "relay", "{failed:?}");
    for greeting in ["…", "421 4.3.2 not now", "554 no mail here", "nonsense"] {
        let relay = Relay::start(Script { greeting: Some(greeting), ..Script::default() }).await;
        let failed = hasty_mailer(&relay).deliver(&letter()).await.unwrap_err();
        assert_eq!(told(&failed).0, "relay", "{greeting}: {failed:?}");
        assert!(hasty_mailer(&relay).probe().await.is_err(), "{greeting}");
    }
}

#[tokio::test]
async fn silence_ends_in_time() {
    for (to, greeting) in [(".", None), ("RCPT", None), ("", Some("…"))] {
        let relay = Relay::start(Script { to, reply: "…", greeting, ..Script::default() }).await;
        let begun = Instant::now();
        assert!(hasty_mailer(&relay).deliver(&letter()).await.is_err());
        assert!(begun.elapsed() < Duration::from_secs(5), "{to}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_refused_letter_does_not_cost_the_connection() {
    let relay = Relay::start(Script { to: "RCPT", reply: "550 5.1.1 no such user", ..Script::default() }).await;
    let mailer = mailer(&relay);
    for _ in 0..3 {
        assert_eq!(told(&mailer.deliver(&letter()).await.unwrap_err()).0, "bounced");
    }
    assert_eq!((relay.connections(), relay.heard_of("RSET")), (1, 3));
}

#[tokio::test]
async fn a_kept_connection_that_the_relay_has_ended_is_replaced_and_no_letter_is_doubled() {
    let relay = Relay::start(Script { letters: Some(1), ..Script::default() }).await;
    let mailer = mailer(&relay);
    for _ in 0..5 {
        mailer.deliver(&letter()).await.unwrap();
    }
    assert_eq!((relay.connections(), relay.heard_of("DATA")), (5, 5));
}

#[tokio::test]
async fn letters_go_at_once_over_as_many_connections_as_allowed() {
    let relay = Relay::start(Script::default()).await;
    let options = SmtpOptions { connections: 4, ..patient() };
    let mailer = std::sync::Arc::new(mailer_at(&format!("smtp://127.0.0.1:{}", relay.port), &options));
    let mut sending = JoinSet::new();
    for _ in 0..40 {
        let mailer = mailer.clone();
        sending.spawn(async move { mailer.deliver(&letter()).await });
    }
    assert!(sending.join_all().await.iter().all(Result::is_ok));
    assert_eq!(relay.heard_of("DATA"), 40);
    assert!(relay.connections() <= 4, "{}", relay.connections());
}

#[tokio::test]
async fn a_relay_that_takes_fewer_connections_is_not_out_of_order() {
    let relay = Relay::start(Script { most: Some(1), to: "RCPT", reply: "…", ..Script::default() }).await;
    let mailer = std::sync::Arc::new(hasty_mailer(&relay));
    let first = tokio::spawn({
        let mailer = mailer.clone();
        async move { mailer.deliver(&letter()).await }
    });
    while relay.heard_of("RCPT") == 0 {
        tokio::task::yield_now().await;
    }
    let crowded = mailer.deliver(&letter()).await.unwrap_err();
    assert_eq!(told(&crowded).0, "temporary", "{crowded:?}");
    assert!(first.await.unwrap().is_err());
}

#[tokio::test]
async fn a_password_is_sent_after_starttls_or_not_at_all() {
    // Not offered; offered and refused; offered and followed by garbage; offered, and somebody on the way adds a line in the
    // open that would be taken for the relay's word if it were believed.
    for (offers, reply) in [
        ("250-AUTH PLAIN LOGIN\r\n", "220 go ahead"),
        ("250-STARTTLS\r\n250-AUTH PLAIN\r\n", "454 4.7.0 not now"),
        ("250-STARTTLS\r\n250-AUTH PLAIN\r\n", "220 go ahead\r\ngarbage"),
        ("250-STARTTLS\r\n250-AUTH PLAIN\r\n", "220 go ahead\r\n250-relay\r\n250 AUTH PLAIN"),
    ] {
        let relay = Relay::start(Script { offers, to: "STARTTLS", reply, ..Script::default() }).await;
        let url = format!("smtp+starttls://me:secret@127.0.0.1:{}", relay.port);
        let failed = mailer_at(&url, &hasty()).deliver(&letter()).await.unwrap_err();
        assert_eq!(told(&failed).0, "relay", "{offers} {reply}: {failed:?}");
        assert_eq!((relay.heard_of("AUTH"), relay.heard_of("MAIL")), (0, 0), "{offers} {reply}");
    }
    // A relay that does not speak TLS at all.
    let relay = Relay::start(Script::default()).await;
    let url = format!("smtps://me:secret@127.0.0.1:{}", relay.port);
    let failed = mailer_at(&url, &hasty()).deliver(&letter()).await.unwrap_err();
    assert_eq!(told(&failed).0, "relay", "{failed:?}");
    assert_eq!(relay.heard_of("AUTH"), 0);
}

#[tokio::test]
async fn a_refused_sign_in_is_the_relays_trouble_and_tells_no_secret() {
    let script = Script {
        offers: "250-AUTH PLAIN LOGIN\r\n",
        to: "AUTH",
        reply: "535 5.7.8 bad credentials for Me@example.org with hunter2",
        ..Script::default()
    };
    let relay = Relay::start(script).await;
    let url = format!("smtp://me%40example.org:hunter2@127.0.0.1:{}", relay.port);
    let mailer = mailer_at(&url, &hasty());
    for failed in [mailer.deliver(&letter()).await.unwrap_err(), mailer.probe().await.unwrap_err()] {
        let (kind, words) = told(&failed);
        assert_eq!(kind, "relay");
        assert!(words.contains("535") && !words.contains("hunter2") && !words.contains("example.org"), "{words}");
    }
    assert!(!format!("{mailer:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_relay_can_be_looked_at_and_sent_a_test() {
    let relay = Relay::start(Script::default()).await;
    let mailer = mailer(&relay);
    mailer.probe().await.unwrap();
    assert_eq!(relay.heard_of("MAIL"), 0, "nothing is sent");
    let letter = letter();
    mailer.send_test(letter.id, &letter.to).await.unwrap();
    let heard = relay.heard();
    assert!(heard.contains(&"RCPT TO:<mia@example.org>".to_owned()), "{heard:?}");
    assert!(heard.iter().any(|line| line.contains("see whether sending works")), "{heard:?}");
    assert_eq!(relay.heard_of("Message-ID: "), 1);
}
