//! Several nodes on one PostgreSQL behind `HAProxy`: what happens on one is seen on the others, and one may die.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::{Api, at_once, await_true, session};
use crate::support::clients::{OPEN, guest};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::proxy::{NODE, Nodes, name};
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;
use crate::support::wire::Stream;

/// The bars for what is pressed on one node and seen on another.
const START: Duration = Duration::from_secs(1);
const REMOVAL: Duration = Duration::from_secs(2);

#[test]
fn what_happens_on_one_node_reaches_streams_on_another() {
    let Some(site) = Site::postgres() else { return };
    let _machine = Machine::alone();
    let Some(cluster) = Nodes::start(&site, 2) else { return };
    let (mut start, mut removal) = (Duration::ZERO, Duration::ZERO);
    let rounds = short_or_long(5, 100);
    for round in 0..rounds {
        let (started, removed) = one_evening(&cluster, round);
        start = start.max(started);
        removal = removal.max(removed);
    }
    figures(
        "nodes",
        "PostgreSQL, 2 nodes",
        &format!(
            "{rounds} times, the start pressed on A was seen on B within {} ms, a removal on A closed the stream on B within {} ms",
            start.as_millis(),
            removal.as_millis()
        ),
    );
    assert!(start <= START, "the start took {start:?}");
    assert!(removal <= REMOVAL, "the removal took {removal:?}");
}

/// A guest waits on node B; the host starts on node A, and removes them there. How long each took to be seen.
fn one_evening(cluster: &Nodes, round: usize) -> (Duration, Duration) {
    let (on_a, on_b) = (cluster.api(0), cluster.api(1));
    let created = on_a.call("POST", "/sessions", &soon(360, &json!({ "invitation_type": OPEN })));
    assert_eq!(created.status, 201, "{created:?}");
    let (id, link) = (text(&created.body, "id"), text(&created.body, "link"));
    let joined = on_b.join(&link, &guest(&format!("waits-{round}@example.org")));
    assert_eq!(joined.outcome(), "waiting", "{joined:?}");
    let pass = text(&joined.body, "pass");
    let mut stream = Stream::of_pass(cluster.proxy.port, &pass, &[(NODE, "b")]).unwrap();
    stream.until(Duration::from_secs(5), |stream| stream.said_state("waiting")).unwrap();
    // A stream says one thing a second at most. This guest has waited for longer than that, as guests do.
    std::thread::sleep(Duration::from_millis(1100));

    let pressed = Instant::now();
    let answer = on_a.call("POST", &format!("/sessions/{id}/start"), &Value::Null);
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = stream.until(Duration::from_secs(10), |stream| stream.said_state("admitted"));
    assert!(seen.is_some(), "the guest on B hears of the start on A: {stream:?}");
    let started = pressed.elapsed();

    let pressed = Instant::now();
    let path = format!("/sessions/{id}/participants/{}/remove", text(&joined.body, "participant_id"));
    assert_eq!(on_a.call("POST", &path, &json!({ "reason": "A drill" })).status, 200);
    let closed = stream.until(Duration::from_secs(10), |stream| stream.is_over);
    assert!(closed.is_some(), "the stream on B ends with the removal on A: {stream:?}");
    assert!(stream.said_state("removed"), "and tells why: {stream:?}");
    (started, pressed.elapsed())
}

/// A session that starts in so many seconds; its door is open from 10 minutes before.
#[expect(clippy::disallowed_methods, reason = "the server under test goes by the machine's clock")]
fn soon(seconds: i64, settings: &Value) -> Value {
    let mut body = session(settings);
    let starts =
        chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()) + chrono::TimeDelta::seconds(seconds);
    body["starts_at"] = json!(starts.to_rfc3339());
    body
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}")).to_owned()
}

#[test]
fn each_mail_leaves_one_node_alone() {
    let Some(site) = Site::postgres() else { return };
    let _machine = Machine::alone();
    let Some(cluster) = Nodes::start(&site, 2) else { return };
    let people = short_or_long(300, 2000);
    // Time enough to invite them all before the reminder's moment, and not much more.
    let (on_a, settings) = (cluster.api(0), json!({ "invitation_type": "invitation_list", "reminders": [5] }));
    let created = on_a.call("POST", "/sessions", &soon(5 * 60 + 10, &settings));
    let id = text(&created.body, "id");
    at_once(10, |batch| {
        let list: Vec<Value> =
            (0..people / 10).map(|one| json!({ "email": format!("p{batch}-{one}@example.org") })).collect();
        let answer = cluster.api(batch % 2).invite(&id, &json!(list));
        assert_eq!(answer.status, 201, "{answer:?}");
    });
    let count = |kind: &str| -> (HashMap<String, usize>, Vec<usize>) {
        let of: Vec<Vec<Value>> = cluster.nodes.iter().map(|node| node.mailbox()).collect();
        let shares = of.iter().map(|mails| mails.iter().filter(|mail| mail["kind"] == kind).count()).collect();
        let mut each = HashMap::new();
        for mail in of.iter().flatten().filter(|mail| mail["kind"] == kind) {
            *each.entry(text(mail, "to")).or_default() += 1;
        }
        (each, shares)
    };
    let mut told = Vec::new();
    for kind in ["invitation", "reminder"] {
        await_true(kind, Duration::from_secs(40), || count(kind).0.len() == people);
        // A second one would come with the next look into the outbox, at the latest with the next sweep.
        std::thread::sleep(Duration::from_millis(2500));
        let (each, shares) = count(kind);
        let doubles = each.values().filter(|count| **count > 1).count();
        assert_eq!(doubles, 0, "{kind}s that came twice");
        told.push(format!("{people} {kind}s once each ({} by A, {} by B)", shares[0], shares[1]));
    }
    figures("nodes", "PostgreSQL, 2 nodes", &told.join(", "));
}

#[test]
fn a_killed_node_of_two_loses_nothing() {
    a_node_dies(2);
}

#[test]
fn a_killed_node_of_three_loses_nothing() {
    a_node_dies(3);
}

/// Joins that were answered: session, participant.
type Joined = Mutex<Vec<(String, String)>>;

const SEATS: usize = 10;
/// Joins a second, in all.
const RATE: u32 = 200;
/// Enough that those who wait for an answer do not slow down the others: the rate is what is asked, not what is answered.
const CLIENTS: usize = 400;

fn a_node_dies(count: usize) {
    let Some(site) = Site::postgres() else { return };
    let _machine = Machine::alone();
    let Some(mut cluster) = Nodes::start(&site, count) else { return };
    let api = Api::new(&format!("http://127.0.0.1:{}", cluster.proxy.port), &cluster.nodes[0].token);
    let open = api.live(&json!({ "invitation_type": OPEN }));
    let small: Vec<(String, String)> =
        (0..10).map(|_| api.live(&json!({ "invitation_type": OPEN, "capacity": SEATS }))).collect();
    // The host follows the session on the node that dies.
    let mut follower = Stream::of_session(cluster.proxy.port, &api.token, &open.0, &[(NODE, &name(0))]).unwrap();
    follower.until(Duration::from_secs(5), |stream| !stream.messages.is_empty()).unwrap();

    let time = short_or_long(Duration::from_secs(4), Duration::from_secs(30));
    let (joined, failed) = (Joined::default(), Mutex::new(0_usize));
    let asked = RATE * u32::try_from(time.as_secs()).unwrap();
    let began = Instant::now();
    let latest = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let joining = scope.spawn(|| {
            at_once(CLIENTS, |client| {
                let mine = (0..asked).filter(|number| *number as usize % CLIENTS == client);
                for number in mine {
                    let at = began + Duration::from_secs(1) * number / RATE;
                    std::thread::sleep(at.saturating_duration_since(Instant::now()));
                    latest.fetch_max(began.elapsed().as_micros().try_into().unwrap(), Ordering::Relaxed);
                    // Every second one wants one of few seats.
                    let (id, link) = if number % 2 == 0 { &open } else { &small[number as usize / 2 % small.len()] };
                    match api.try_join(link, &guest(&format!("n{number}@example.org"))) {
                        Some(answer) if answer.outcome() == "admitted" => {
                            joined.lock().unwrap().push((id.clone(), text(&answer.body, "participant_id")));
                        }
                        Some(answer) if answer.status == 200 => assert_eq!(answer.codes(), ["full"], "{answer:?}"),
                        // Its node died with it, or the proxy had not noticed yet: nothing was acknowledged.
                        _ => *failed.lock().unwrap() += 1,
                    }
                }
            });
        });
        std::thread::sleep(time / 3);
        cluster.nodes.remove(0).kill();
        // The stream ends with its node; the proxy has another one for it.
        follower.until(Duration::from_secs(5), |stream| stream.is_over).expect("the stream ends with its node");
        let last = follower.last_id().to_owned();
        let mut heard = std::mem::take(&mut follower.messages);
        follower = resumed(cluster.proxy.port, &api.token, &open.0, &last);
        joining.join().unwrap();
        heard.append(&mut follower.messages);
        follower.messages = heard;
    });
    let joined = joined.into_inner().unwrap();
    let failed = failed.into_inner().unwrap();

    let (mut lost, mut fullest) = (0, 0);
    for (id, _) in small.iter().chain([&open]) {
        let roster = api.roster(id);
        let people: HashSet<&str> = roster.iter().filter_map(|entry| entry["participant_id"].as_str()).collect();
        lost += joined.iter().filter(|(session, person)| session == id && !people.contains(person.as_str())).count();
        if *id != open.0 {
            let inside = roster.iter().filter(|entry| entry["state"] == "admitted").count();
            assert!(inside <= SEATS, "{inside} people on {SEATS} seats");
            fullest = fullest.max(inside);
        }
    }
    let missed = missed(&mut follower, joined.iter().filter(|(session, _)| *session == open.0));
    let rate = f64::from(asked) / Duration::from_micros(latest.into_inner()).as_secs_f64();
    figures(
        "nodes",
        &format!("PostgreSQL, {count} nodes, one killed"),
        &format!(
            "{asked} joins at {rate:.0} a second, {} acknowledged, {failed} unanswered, {lost} lost, at most {fullest} people on {SEATS} \
             seats, the host's stream resumed on another node and missed {missed}",
            joined.len()
        ),
    );
    assert_eq!(lost, 0);
    assert_eq!(fullest, SEATS, "the seats were wanted");
    assert_eq!(missed, 0, "events of joins that the host's stream did not tell");
    assert!(rate > f64::from(RATE) * 0.9, "{rate:.0} joins a second");
    assert_whole(&site);
}

/// The stream again, by the same proxy, behind what was heard.
fn resumed(port: u16, token: &str, id: &str, last: &str) -> Stream {
    let headers = [(NODE, "a"), ("Last-Event-ID", last)];
    let began = Instant::now();
    loop {
        match Stream::of_session(port, token, id, &headers) {
            Ok(stream) => return stream,
            Err(status) => assert!(began.elapsed() < Duration::from_secs(5), "the stream is refused with {status}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// How many people's coming the host was not told of.
fn missed<'a>(stream: &mut Stream, joined: impl Iterator<Item = &'a (String, String)>) -> usize {
    let people: HashSet<&str> = joined.map(|(_, person)| person.as_str()).collect();
    let not_told = |stream: &Stream| {
        let told = stream.messages.iter().filter(|message| message.event == "participant_changed");
        let told: HashSet<String> =
            told.map(|message| text(&serde_json::from_str(&message.data).unwrap(), "participant_id")).collect();
        people.iter().filter(|person| !told.contains(**person)).count()
    };
    stream.until(Duration::from_secs(5), |stream| not_told(stream) == 0);
    not_told(stream)
}
