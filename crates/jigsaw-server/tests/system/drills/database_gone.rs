//! PostgreSQL goes away and comes back; the server does not.

use std::time::{Duration, Instant};

use jigsaw_testkit::postgres::{Options, Stop};
use serde_json::{Value, json};

use crate::support::api::{Api, at_once, await_true, key};
use crate::support::clients::{OPEN, guest};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::node::{Node, probe};
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;
use crate::support::wire::Stream;

/// In this time everything must have been answered, be it with 503: the store's patience, and a little for the machine.
const SOON: Duration = Duration::from_secs(7);

#[test]
fn a_database_that_goes_away_is_waited_for() {
    let Some(site) = Site::own_postgres(Options::default()) else { return };
    let _machine = Machine::alone();
    let node = site.start();
    let pid = node.pid();
    for (round, how) in [Stop::Fast, Stop::Immediate].iter().enumerate().cycle().take(short_or_long(2, 20)) {
        one_outage(&site, &node, *how, &format!("{round}"));
    }
    assert_eq!(node.pid(), pid);
    assert_whole(&site);
}

fn one_outage(site: &Site, node: &Node, how: Stop, mark: &str) {
    let (id, link) = node.live(&json!({ "invitation_type": OPEN, "waiting_room": "everyone" }));
    let joined = node.join(&link, &guest(&format!("before-{mark}@example.org")));
    assert_eq!(joined.outcome(), "waiting", "{joined:?}");
    let (person, pass) = (joined.body["participant_id"].as_str(), joined.body["pass"].as_str().unwrap());
    let mut own = Stream::of_pass(node.port, pass, &[]).unwrap();
    own.until(Duration::from_secs(5), |stream| stream.said_state("waiting")).unwrap();
    let mut hosts = Stream::of_session(node.port, &node.token, &id, &[]).unwrap();
    hosts.until(Duration::from_secs(5), |stream| !stream.messages.is_empty()).unwrap();

    site.cluster().stop(how);
    let unready = await_true("the server says that it is not ready", SOON, || probe(node.port, "/readyz") == Some(503));
    assert_eq!(probe(node.port, "/healthz"), Some(200), "it lives");
    let slowest = refused_meanwhile(node, &id, &link, mark);

    site.cluster().start_again().unwrap();
    let back =
        await_true("the server is ready again", Duration::from_secs(10), || probe(node.port, "/readyz") == Some(200));
    let after = node.join(&link, &guest(&format!("after-{mark}@example.org")));
    assert_eq!(after.outcome(), "waiting", "{after:?}");

    // Streams that lived through it hear what happens next; those that ended were told to come back, and hear it then.
    let survived = resume(&mut own, |_| Stream::of_pass(node.port, pass, &[]));
    let kept = resume(&mut hosts, |last| Stream::of_session(node.port, &node.token, &id, &[("Last-Event-ID", last)]));
    let path = format!("/sessions/{id}/participants/{}/admit", person.unwrap());
    assert_eq!(node.call("POST", &path, &Value::Null).status, 200);
    let heard = own.until(Duration::from_secs(5), |stream| stream.said_state("admitted"));
    assert!(heard.is_some(), "the guest's stream hears the admission: {own:?}");
    let heard = hosts.until(Duration::from_secs(5), |stream| stream.said("participant_changed"));
    assert!(heard.is_some(), "the host's stream hears what happened: {hosts:?}");
    figures(
        "database-gone",
        &format!("{}, {how:?}", site.database),
        &format!(
            "not ready after {} ms, slowest 503 {} ms, ready again after {} ms without a restart, streams: guest's {}, host's {}",
            unready.as_millis(),
            slowest.as_millis(),
            back.as_millis(),
            if survived { "survived" } else { "resumed" },
            if kept { "survived" } else { "resumed" },
        ),
    );
}

/// Everything that needs the database is a 503 problem, soon; the slowest of them.
fn refused_meanwhile(node: &Node, id: &str, link: &str, mark: &str) -> Duration {
    let api = Api::patient(&node.url, &node.token, Duration::from_secs(20));
    let join = format!("/join/{}", key(link));
    let calls = [
        ("GET", format!("/sessions/{id}"), Value::Null),
        ("GET", format!("/sessions/{id}/roster"), Value::Null),
        ("POST", join, guest(&format!("meanwhile-{mark}@example.org"))),
        ("POST", format!("/sessions/{id}/invitations"), json!({ "invitations": [{ "email": "m@example.org" }] })),
        ("POST", format!("/sessions/{id}/rotate-link"), Value::Null),
    ];
    let took = at_once(calls.len(), |number| {
        let (method, path, body) = &calls[number];
        let began = Instant::now();
        let answer = api.call(method, path, body);
        let took = began.elapsed();
        assert_eq!(answer.status, 503, "{method} {path}: {answer:?}");
        assert!(answer.body["code"].is_string() && answer.body["request_id"].is_string(), "a problem: {answer:?}");
        assert!(took < SOON, "{method} {path} took {took:?}");
        took
    });
    took.into_iter().max().unwrap()
}

/// Opens a stream again if it has ended; whether it had not.
fn resume(stream: &mut Stream, again: impl Fn(&str) -> Result<Stream, u16>) -> bool {
    stream.read();
    if !stream.is_over {
        return true;
    }
    let last = stream.last_id().to_owned();
    *stream = again(&last).unwrap();
    false
}
