//! SIGTERM in the middle of the evening: open work is finished, streams are told to come back, and the process is gone in time.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::api::{at_once, await_some, key};
use crate::support::clients::{OPEN, guest};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::node::probe;
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;
use crate::support::wire::{Fate, Line, Stream};

/// Clients that join without a pause.
const CLIENTS: usize = 16;

#[test]
fn a_stop_under_load_breaks_nothing_off_on_sqlite() {
    drill(&Site::sqlite());
}

#[test]
fn a_stop_under_load_breaks_nothing_off_on_postgresql() {
    if let Some(site) = Site::postgres() {
        drill(&site);
    }
}

/// What the clients saw, from first to last.
#[derive(Debug, Default)]
struct Seen {
    /// Participants whose join was answered.
    admitted: Vec<String>,
    /// Addresses whose join was not.
    unanswered: Vec<String>,
    broken: Vec<(String, Fate)>,
    turned_away: usize,
}

fn drill(site: &Site) {
    let _machine = Machine::alone();
    let listeners = short_or_long(500, 2000);
    let mut node = site.start();
    let (id, link) = node.live(&json!({ "invitation_type": OPEN, "wait_for_host": false }));
    let mut streams = listen(node.port, &link, listeners);
    let (stopping, seen) = (AtomicBool::new(false), Mutex::new(Seen::default()));
    let (mut fell, mut ended) = (Duration::ZERO, Duration::ZERO);
    let mut code = None;
    std::thread::scope(|scope| {
        let (stopping, seen, link, port) = (&stopping, &seen, key(&link), node.port);
        for client in 0..CLIENTS {
            scope.spawn(move || keep_joining(port, link, client, stopping, seen));
        }
        std::thread::sleep(Duration::from_millis(700));
        let began = Instant::now();
        node.signal("-TERM");
        while probe(port, "/readyz") == Some(200) {
            assert!(began.elapsed() < Duration::from_secs(5), "it still says that it is ready");
        }
        fell = began.elapsed();
        code = node.ended(Duration::from_secs(40)).and_then(|status| status.code());
        ended = began.elapsed();
        stopping.store(true, Ordering::SeqCst);
    });
    for stream in &mut streams {
        stream.until(Duration::from_secs(1), |stream| stream.is_over);
    }
    let told = streams.iter().filter(|stream| stream.is_over && stream.retry.is_some()).count();

    let node = site.start();
    let roster = node.roster(&id);
    let people: HashSet<&str> = roster.iter().filter_map(|entry| entry["participant_id"].as_str()).collect();
    let emails: HashSet<&str> = roster.iter().filter_map(|entry| entry["email"].as_str()).collect();
    let seen = seen.into_inner().unwrap();
    let lost = seen.admitted.iter().filter(|person| !people.contains(person.as_str())).count();
    // A connection may end unanswered when its request had not been taken; done and unanswered is a broken promise.
    let done: Vec<&String> = seen.unanswered.iter().filter(|email| emails.contains(email.as_str())).collect();
    let failures = seen.broken.len() + done.len();
    figures(
        "stop",
        site.database,
        &format!(
            "{} joins answered, {} connections refused afterwards, {} ended before their request was taken, {failures} in-flight \
             failures, {lost} lost, {told} of {listeners} streams told to come back, not ready after {} ms, exit {code:?} after {} ms",
            seen.admitted.len(),
            seen.turned_away,
            seen.unanswered.len() - done.len(),
            fell.as_millis(),
            ended.as_millis()
        ),
    );
    assert!(seen.broken.is_empty(), "{:?}", seen.broken);
    assert!(done.is_empty(), "done, and not answered: {done:?}");
    assert!(seen.admitted.len() > CLIENTS * 2, "the clients were busy: {}", seen.admitted.len());
    assert_eq!(lost, 0);
    assert_eq!(told, listeners, "streams that were told to come back");
    assert!(fell < Duration::from_millis(500), "readiness fell after {fell:?}");
    assert_eq!(code, Some(0));
    assert!(ended < Duration::from_secs(30), "ended after {ended:?}");
    assert_whole(site);
}

/// As many guests as wanted, each with an open stream that has told its state.
fn listen(port: u16, link: &str, listeners: usize) -> Vec<Stream> {
    let each = listeners / 20;
    let path = format!("/api/v1/join/{}", key(link));
    let opened = at_once(20, |batch| {
        let mut own = Line::new(port);
        let one = |number: usize| {
            let body = guest(&format!("listener-{batch}-{number}@example.org")).to_string();
            // Twenty at once from nothing may be more than a debug build has connections for: told 503, one tries again.
            let pass = await_some(Duration::from_secs(30), || match own.ask("POST", &path, &[], &body) {
                Fate::Answered(200, text) => {
                    serde_json::from_str::<Value>(&text).unwrap()["pass"].as_str().map(str::to_owned)
                }
                _ => None,
            });
            Stream::of_pass(port, &pass.expect("a guest gets in"), &[]).unwrap()
        };
        (0..each).map(one).collect::<Vec<_>>()
    });
    let mut streams: Vec<Stream> = opened.into_iter().flatten().collect();
    for stream in &mut streams {
        assert!(stream.until(Duration::from_secs(20), |stream| stream.said_state("admitted")).is_some(), "{stream:?}");
    }
    streams
}

fn keep_joining(port: u16, key: &str, client: usize, stopping: &AtomicBool, seen: &Mutex<Seen>) {
    let path = format!("/api/v1/join/{key}");
    let mut kept = Line::new(port);
    for number in 0.. {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let email = format!("joiner-{client}-{number}@example.org");
        let body = guest(&email).to_string();
        // Half of them keep their connection, half come anew each time.
        let fate = if client.is_multiple_of(2) {
            kept.ask("POST", &path, &[], &body)
        } else {
            Line::new(port).ask("POST", &path, &[("Connection", "close")], &body)
        };
        let mut seen = seen.lock().unwrap();
        match fate {
            Fate::Answered(200, text) => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                seen.admitted.push(answer["participant_id"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned());
            }
            Fate::Refused => {
                seen.turned_away += 1;
                drop(seen);
                std::thread::sleep(Duration::from_millis(50));
            }
            Fate::Unanswered => seen.unanswered.push(email),
            broken => seen.broken.push((email, broken)),
        }
    }
}
