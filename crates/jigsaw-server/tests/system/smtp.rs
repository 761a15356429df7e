//! Mail over SMTP, with relays that refuse, delay, hang, break and go away: nothing is lost, doubles come of lost replies alone,
//! and pages stay fast meanwhile.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::{await_some, await_true, key};
use crate::support::machine::Machine;
use crate::support::node::Node;
use crate::support::sink::{Manner, Sink};
use crate::support::site::Site;

const SOON: Duration = Duration::from_secs(20);

/// A server that sends through this sink.
fn serve(site: &Site, url: &str) -> Node {
    let connections = ("JIGSAW_SMTP__CONNECTIONS", "4");
    site.start_with(&[
        ("JIGSAW_SMTP_URL", url),
        ("JIGSAW_SMTP__TIMEOUT_SECONDS", "1"),
        ("JIGSAW_LOG", "info"),
        ("JIGSAW_LEAVE_SECONDS", "0"),
        connections,
    ])
}

fn addresses(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("guest{number}@example.net")).collect()
}

fn invite(node: &Node, id: &str, addresses: &[String]) {
    let list: Vec<Value> = addresses.iter().map(|email| json!({ "email": email })).collect();
    let answer = node.invite(id, &json!(list));
    assert_eq!(answer.status, 201, "{answer:?}");
}

/// A session that has not begun: its mail has time.
fn planned(node: &Node) -> String {
    let created = node.try_create(&json!({ "title": "Planned", "invitation_type": "invitation_list" })).unwrap();
    assert_eq!(created.status, 201, "{created:?}");
    created.body["id"].as_str().unwrap().to_owned()
}

/// The words of every line of this level in the server's log.
fn logged(node: &Node, level: &str, words: &str) -> usize {
    let log = node.log();
    log.lines().filter(|line| line.contains(&format!("\"level\":\"{level}\"")) && line.contains(words)).count()
}

fn alerts(node: &Node) -> usize {
    logged(node, "ERROR", "out of order")
}

fn delivery_of(node: &Node, id: &str, email: &str) -> String {
    let all = node.all(&format!("/sessions/{id}/invitations"));
    let one = all.iter().find(|one| one["email"] == email).unwrap();
    one["delivery"].as_str().unwrap_or_default().to_owned()
}

/// Every page and call is answered at once, whatever the relay does.
fn assert_pages_are_fast(node: &Node) {
    for path in ["/", "/healthz", "/readyz", "/api/v1/sessions"] {
        let began = Instant::now();
        let token = format!("Bearer {}", node.token);
        let answer = node.send("GET", path, &[("authorization", &token)], b"").unwrap();
        assert!(answer.status < 500, "{path}: {answer:?}");
        assert!(began.elapsed() < Duration::from_secs(1), "{path} took {:?}", began.elapsed());
    }
}

fn assert_each_arrives_once(sink: &Sink, addresses: &[String]) {
    await_true("every invitation arrives", SOON, || sink.copies().len() == addresses.len());
    let copies = sink.copies();
    for address in addresses {
        assert_eq!(copies.get(address), Some(&1), "{address}");
    }
}

#[test]
fn an_invitation_arrives_and_its_link_lets_in() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::Take));
    let node = serve(&site, &sink.url());
    let (id, _) = node.live(&json!({ "invitation_type": "invitation_list" }));
    invite(&node, &id, &["mia@example.net".to_owned()]);
    let mail = await_some(SOON, || sink.arrived_to("mia@example.net")).expect("the invitation arrives");
    let link = mail.text.split_whitespace().find(|word| word.contains("/i/")).expect("a personal link").to_owned();
    let evidence = json!({ "email": "mia@example.net", "first_name": "Mia", "last_name": "M" });
    assert_eq!(node.join(key(&link), &evidence).outcome(), "admitted");
    await_true("the host sees that it was sent", SOON, || delivery_of(&node, &id, "mia@example.net") == "sent");
    for path in ["/mailbox", "/api/v1/mailbox"] {
        let token = format!("Bearer {}", node.token);
        let answer = node.send("GET", path, &[("authorization", &token)], b"").unwrap();
        assert_eq!(answer.status, 404, "mail that is sent is not kept to be read: {path}");
    }
}

#[test]
fn a_refused_address_is_not_mailed_again_until_the_host_says_so_and_the_others_get_theirs() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::Take));
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    invite(&node, &id, &["no-one@example.net".to_owned(), "mia@example.net".to_owned()]);
    await_true("it is sent back", SOON, || delivery_of(&node, &id, "no-one@example.net") == "bounced");
    assert_each_arrives_once(&sink, &["mia@example.net".to_owned()]);
    assert_eq!(alerts(&node), 0, "one address is not the relay");
    let log = node.log();
    assert!(log.contains("550") && !log.contains("no-one@"), "the relay's words without the address: {log}");

    // Whatever session it is for, nothing is sent there any more.
    let other = planned(&node);
    invite(&node, &other, &["No-One@example.net".to_owned()]);
    await_true("it is not sent", SOON, || delivery_of(&node, &other, "No-One@example.net") == "dropped");
    let listed = node.all(&format!("/sessions/{other}/invitations")).remove(0);
    assert_eq!(listed["delivery_error"], "suppressed");
    assert_eq!(listed["suppressed"]["cause"], "bounced");
    assert!(listed["suppressed"]["reason"].as_str().unwrap().contains("550"), "{listed}");
    // The host knows better, and it is tried again.
    let at = format!("/sessions/{other}/invitations/{}", listed["id"].as_str().unwrap());
    assert_eq!(node.call("POST", &format!("{at}/mail-again"), &json!({})).status, 204);
    assert_eq!(node.call("POST", &format!("{at}/resend"), &json!({})).status, 202);
    await_true("it is tried again", SOON, || delivery_of(&node, &other, "No-One@example.net") == "bounced");
}

#[test]
fn greylisted_mail_arrives_at_the_next_try() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::Greylist));
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    let everyone = addresses(10);
    invite(&node, &id, &everyone);
    assert_each_arrives_once(&sink, &everyone);
    assert_eq!(alerts(&node), 0);
}

#[test]
fn a_busy_relay_is_one_alert_and_loses_nothing() {
    out_of_order(Some(Manner::Busy));
}

#[test]
fn a_mute_relay_is_one_alert_and_loses_nothing() {
    out_of_order(Some(Manner::Mute));
}

#[test]
fn a_relay_that_is_gone_is_one_alert_and_loses_nothing() {
    out_of_order(None);
}

/// In this trouble (none: the port is closed) mail waits, nobody else notices, and afterwards everything goes out, once.
fn out_of_order(trouble: Option<Manner>) {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(trouble.unwrap_or(Manner::Take)));
    if trouble.is_none() {
        sink.go_away();
    }
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    let everyone = addresses(40);
    invite(&node, &id, &everyone);
    await_true("the operator is alerted", SOON, || alerts(&node) > 0);
    // Through several looks at the relay.
    let until = Instant::now() + Duration::from_millis(2_500);
    while Instant::now() < until {
        assert_pages_are_fast(&node);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!((alerts(&node), sink.arrived().len()), (1, 0), "{}", node.log());
    match trouble {
        Some(_) => sink.behave(Manner::Take),
        None => sink.come_back(),
    }
    assert_each_arrives_once(&sink, &everyone);
    assert_eq!(alerts(&node), 1);
    await_true("its end is told", SOON, || logged(&node, "INFO", "in order again") == 1);
    for email in &everyone {
        await_true("the host sees it", SOON, || delivery_of(&node, &id, email) == "sent");
    }
}

#[test]
fn broken_starttls_is_one_alert_and_nothing_is_sent_in_the_open() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::BreakTls));
    let mut node = serve(&site, &format!("smtp+starttls://me:hunter2@127.0.0.1:{}", sink.port));
    let id = planned(&node);
    let everyone = addresses(20);
    invite(&node, &id, &everyone);
    await_true("the operator is alerted", SOON, || alerts(&node) > 0);
    assert_pages_are_fast(&node);
    assert!(!node.log().contains("hunter2"));
    node.signal("-TERM");
    assert_eq!(node.ended(SOON).and_then(|status| status.code()), Some(0));
    assert!(sink.arrived().is_empty(), "nothing without TLS");
    // The operator corrects the address: everything is still there.
    sink.behave(Manner::Take);
    let _node = serve(&site, &sink.url());
    assert_each_arrives_once(&sink, &everyone);
}

#[test]
fn a_lost_reply_doubles_a_mail_and_loses_none() {
    unanswered(Manner::LoseReply);
}

#[test]
fn a_relay_that_hangs_on_a_letter_doubles_it_and_loses_none() {
    unanswered(Manner::HangAfterData);
}

/// The relay has the letter and nobody knows: it is sent again, under the same Message-ID.
fn unanswered(manner: Manner) {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(manner));
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    let everyone = addresses(8);
    invite(&node, &id, &everyone);
    await_true("the relay has them", SOON, || sink.copies().len() == everyone.len());
    assert_pages_are_fast(&node);
    sink.behave(Manner::Take);
    await_true("they are sent again", SOON, || everyone.iter().all(|email| delivery_of(&node, &id, email) == "sent"));
    let copies = sink.copies();
    assert_eq!(copies.keys().cloned().collect::<HashSet<_>>(), everyone.iter().cloned().collect());
    assert!(copies.values().all(|copies| (2..=4).contains(copies)), "{copies:?}");
    assert_eq!(alerts(&node), 0, "the relay answers others");
}

#[test]
fn a_call_to_a_live_session_goes_ahead_of_a_big_import() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::Take));
    sink.take_time(Duration::from_millis(100));
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    let everyone = addresses(400);
    // Ten seconds of work for the relay.
    invite(&node, &id, &everyone);
    await_true("the import is on its way", SOON, || sink.arrived().len() > 8);
    let (live, _) = node.live(&json!({ "invitation_type": "invitation_list" }));
    invite(&node, &live, &["now@example.net".to_owned()]);
    let before = sink.arrived().len();
    let call = await_some(SOON, || sink.arrived_to("now@example.net")).expect("the call arrives");
    let arrived = sink.arrived();
    let ahead = arrived.iter().filter(|other| other.at <= call.at).count().saturating_sub(before);
    // Counted, not timed: a busy machine makes everything later, but lets nothing pass that was not in hand already.
    assert!(ahead <= 40, "{ahead} letters of the import went ahead of the call");
    assert!(arrived.len() < 300, "most of the import was still to come: {}", arrived.len());
}

#[test]
fn what_a_killed_server_had_in_hand_goes_out_when_it_is_back() {
    let _machine = Machine::shared();
    let (site, sink) = (Site::sqlite(), Sink::start(Manner::HangAfterData));
    let node = serve(&site, &sink.url());
    let id = planned(&node);
    let everyone = addresses(6);
    invite(&node, &id, &everyone);
    await_true("some are on their way", SOON, || !sink.arrived().is_empty());
    node.kill();
    sink.behave(Manner::Take);
    let began = Instant::now();
    let node = serve(&site, &sink.url());
    await_true("all are sent", SOON, || everyone.iter().all(|email| delivery_of(&node, &id, email) == "sent"));
    assert!(began.elapsed() < Duration::from_secs(15), "no lease of a minute is waited for: {:?}", began.elapsed());
    assert_eq!(sink.copies().len(), everyone.len());
}
