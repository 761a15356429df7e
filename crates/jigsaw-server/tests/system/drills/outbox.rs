//! `kill -9` while mail goes out: every invitation arrives, doubles come of what was on its way at a kill, nobody who was taken
//! off the list gets any.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::at_once;
use crate::support::machine::Machine;
use crate::support::report::{figures, is_long, short_or_long};
use crate::support::sink::{Manner, Sink};
use crate::support::site::Site;

/// From a start to the kill after it.
const LIFE: Duration = Duration::from_millis(300);
/// Connections to the relay, and the letters that a server has in hand with so many.
const CONNECTIONS: usize = 4;
const IN_FLIGHT: usize = 3 * CONNECTIONS;

#[test]
fn every_invitation_arrives_through_kills_on_sqlite() {
    killed_while_sending(&Site::sqlite(), short_or_long(500, 2_000));
}

#[test]
fn every_invitation_arrives_through_kills_on_postgresql() {
    // What a killed node had in hand waits for its lease of a minute, for another node may be sending it: too long for the
    // short form.
    if let Some(site) = is_long().then(Site::postgres).flatten() {
        killed_while_sending(&site, 500);
    }
}

fn killed_while_sending(site: &Site, invited: usize) {
    let _machine = Machine::alone();
    let sink = Sink::start(Manner::Take);
    // So that the work lasts for many lives.
    sink.take_time(Duration::from_millis(15));
    let (url, connections) = (sink.url(), CONNECTIONS.to_string());
    let paused = [("JIGSAW_SMTP_URL", url.as_str()), ("JIGSAW_SMTP__CONNECTIONS", connections.as_str())];
    let list: Vec<String> = (0..invited).map(|number| format!("guest{number}@example.net")).collect();
    let unwanted: HashSet<String> = (0..20).map(|number| format!("revoked{number}@example.net")).collect();

    // Invited and partly revoked while nothing is sent.
    sink.behave(Manner::Busy);
    let node = site.start_with(&paused);
    let created = node.try_create(&json!({ "title": "Planned", "invitation_type": "invitation_list" })).unwrap();
    let id = created.body["id"].as_str().unwrap().to_owned();
    let everyone: Vec<Value> = list.iter().chain(&unwanted).map(|email| json!({ "email": email })).collect();
    let made = node.invite(&id, &json!(everyone));
    assert_eq!(made.status, 201, "{made:?}");
    let of_unwanted = |one: &&Value| unwanted.contains(one["email"].as_str().unwrap());
    let revoked: Vec<String> = made.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(of_unwanted)
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(revoked.len(), unwanted.len());
    at_once(4, |part| {
        for invitation in revoked.iter().skip(part).step_by(4) {
            let answer = node.call("DELETE", &format!("/sessions/{id}/invitations/{invitation}"), &Value::Null);
            assert!(answer.status < 300, "{answer:?}");
        }
    });
    node.kill();
    sink.behave(Manner::Take);

    let (began, mut kills) = (Instant::now(), 1);
    let has_all = |sink: &Sink| {
        let arrived: HashSet<String> = sink.arrived().into_iter().map(|arrival| arrival.to).collect();
        list.iter().all(|address| arrived.contains(address))
    };
    while !has_all(&sink) {
        assert!(began.elapsed() < Duration::from_mins(10), "{} of {invited} arrived", sink.copies().len());
        let node = site.start_with(&paused);
        std::thread::sleep(LIFE);
        node.kill();
        kills += 1;
    }
    // A last life, to its end: what is still leased or was not written down comes again.
    let node = site.start_with(&paused);
    let done = || {
        let all = node.all(&format!("/sessions/{id}/invitations"));
        all.iter().all(|one| one["delivery"] != "queued" && one["delivery"] != "deferred")
    };
    crate::support::api::await_true("nothing is left", Duration::from_secs(90), done);
    let listed = node.all(&format!("/sessions/{id}/invitations"));
    assert!(listed.iter().all(|one| one["delivery"] != "parked" && one["delivery"] != "bounced"), "nobody is given up");

    let copies = sink.copies();
    for address in &list {
        assert!(copies.contains_key(address), "{address} got nothing");
    }
    assert!(copies.keys().all(|address| !unwanted.contains(address)), "to somebody who was taken off the list");
    let mut ids: HashMap<String, HashSet<String>> = HashMap::new();
    for arrival in sink.arrived() {
        ids.entry(arrival.to).or_default().insert(arrival.message_id);
    }
    assert!(ids.values().all(|ids| ids.len() == 1), "every copy of one person's mail bears one Message-ID");
    let distinct: HashSet<&String> = ids.values().flatten().collect();
    assert_eq!(distinct.len(), invited, "and nobody else's does");
    let doubles: usize = copies.values().map(|count| count - 1).sum();
    assert!(doubles <= kills * IN_FLIGHT, "{doubles} doubles of {kills} kills with {IN_FLIGHT} in flight");
    let took = began.elapsed().as_secs_f32();
    figures(
        "outbox",
        site.database,
        &format!(
            "{invited} invitations, {kills} kills, 0 lost, {doubles} doubles of at most {}, one Message-ID each, 0 to the {} \
             revoked, {took:.1} s",
            kills * IN_FLIGHT,
            unwanted.len()
        ),
    );
}
