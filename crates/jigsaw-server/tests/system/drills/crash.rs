//! `kill -9` at random moments: what was answered with success is there afterwards, and nothing is half there.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jigsaw_testkit::postgres::{Options, Stop};
use serde_json::json;

use crate::support::api::{at_once, await_true};
use crate::support::chance::Chance;
use crate::support::clients::{OPEN, Told, Work, guest};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::node::probe;
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;

/// The bar of a start on what a kill left behind.
const READY: Duration = Duration::from_secs(2);

/// A moment of chance that slow machines reach as well: after so many acknowledged effects, and a little later.
struct Moment {
    effects: usize,
    later: Duration,
}

impl Moment {
    fn after(chance: &mut Chance, low: u64, high: u64) -> Self {
        let effects = usize::try_from(chance.between(low, high)).unwrap();
        Self { effects, later: Duration::from_micros(chance.between(0, 30_000)) }
    }

    fn come(&self, done: &AtomicUsize) {
        await_true("the clients are busy", Duration::from_secs(30), || done.load(Ordering::Relaxed) >= self.effects);
        std::thread::sleep(self.later);
    }
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    eight_clients(&Site::sqlite());
}

#[test]
fn nothing_acknowledged_is_lost_on_postgresql() {
    if let Some(site) = Site::postgres() {
        eight_clients(&site);
    }
}

fn eight_clients(site: &Site) {
    let _machine = Machine::alone();
    let mut chance = Chance::new(1);
    let cycles = short_or_long(25, 200);
    let (mut all, mut slowest) = (Told::default(), Duration::ZERO);
    let mut node = site.start();
    for cycle in 0..cycles {
        let done = AtomicUsize::new(0);
        let (work, moment) = (Work { api: &node, done: &done }, Moment::after(&mut chance, 10, 100));
        let told = at_once(9, |client| {
            if client < 8 {
                return work.until_gone(&format!("c{cycle}-{client}"));
            }
            moment.come(&done);
            node.kill_now();
            Told::default()
        });
        node.kill();
        node = site.start();
        slowest = slowest.max(node.ready_after);
        assert!(node.ready_after <= READY, "cycle {cycle}: ready after {:?}", node.ready_after);
        assert_whole(site);
        at_once(told.len(), |client| told[client].assert_kept(&node));
        for client in told {
            all.add(client);
        }
    }
    // Once more at the end: a later crash takes nothing back that an earlier one had left.
    all.assert_kept(&node);
    assert!(all.all() >= 10 * cycles && all.joins() > cycles && all.invitations() > cycles, "the clients were busy");
    figures(
        "crash",
        site.database,
        &format!(
            "{cycles} kills, {} acknowledged effects ({} joins, {} invitations), 0 lost, 0 half there, ready again within {} ms",
            all.all(),
            all.joins(),
            all.invitations(),
            slowest.as_millis()
        ),
    );
}

#[test]
fn nothing_acknowledged_is_lost_between_group_commits_on_sqlite() {
    a_crowd(&Site::sqlite());
}

#[test]
fn nothing_acknowledged_is_lost_between_group_commits_on_postgresql() {
    if let Some(site) = Site::postgres() {
        a_crowd(&site);
    }
}

/// 256 clients join one session at once, so that commits are grouped; the kill falls somewhere among the groups.
fn a_crowd(site: &Site) {
    let _machine = Machine::alone();
    let mut chance = Chance::new(2);
    let cycles = short_or_long(3, 20);
    let mut node = site.start();
    let (mut joined, mut lost) = (0, 0);
    for cycle in 0..cycles {
        let (id, link) = node.live(&json!({ "invitation_type": OPEN }));
        let (done, moment) = (AtomicUsize::new(0), Moment::after(&mut chance, 100, 600));
        let people = at_once(257, |client| {
            let mut people = Vec::new();
            if client == 256 {
                moment.come(&done);
                node.kill_now();
            } else {
                for number in 0.. {
                    let email = format!("c{cycle}-{client}-{number}@example.org");
                    let Some(answer) = node.try_join(&link, &guest(&email)) else { break };
                    if answer.outcome() == "admitted" {
                        people.push(answer.body["participant_id"].as_str().unwrap().to_owned());
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
            people
        });
        node.kill();
        node = site.start();
        let roster = node.roster(&id);
        let there: std::collections::HashSet<&str> =
            roster.iter().filter_map(|entry| entry["participant_id"].as_str()).collect();
        let told: Vec<&String> = people.iter().flatten().collect();
        joined += told.len();
        lost += told.iter().filter(|person| !there.contains(person.as_str())).count();
        assert_whole(site);
    }
    figures(
        "crash, 256 clients",
        site.database,
        &format!("{cycles} kills, {joined} acknowledged joins, {lost} lost, 0 half there"),
    );
    assert_eq!(lost, 0, "of {joined} joins that were answered");
    assert!(joined >= 100 * cycles, "the clients were busy: {joined}");
}

#[test]
fn nothing_acknowledged_is_lost_when_postgresql_is_killed() {
    let Some(site) = Site::own_postgres(Options { fsync: true, ..Options::default() }) else { return };
    let _machine = Machine::alone();
    let mut chance = Chance::new(3);
    let cycles = short_or_long(3, 40);
    let node = site.start();
    let (mut all, mut slowest) = (Told::default(), Duration::ZERO);
    for cycle in 0..cycles {
        // The clients outlive the database: they are told 503 and try again, until the time is over.
        let until = Instant::now() + Duration::from_millis(chance.between(1500, 2500));
        let (done, told) = (AtomicUsize::new(0), Mutex::new(Told::default()));
        let (work, moment) = (Work { api: &node, done: &done }, Moment::after(&mut chance, 10, 60));
        let back = at_once(9, |client| {
            if client < 8 {
                work.until(&format!("k{cycle}-{client}"), until, &told);
                return Duration::ZERO;
            }
            moment.come(&done);
            site.cluster().stop(Stop::Kill);
            site.cluster().start_again().unwrap();
            let is_ready = || probe(node.port, "/readyz") == Some(200);
            await_true("the server is ready again", Duration::from_secs(10), is_ready)
        });
        slowest = back.into_iter().fold(slowest, Duration::max);
        assert_whole(&site);
        let told = told.into_inner().unwrap();
        told.assert_kept(&node);
        all.add(told);
    }
    all.assert_kept(&node);
    figures(
        "crash of the database",
        site.database,
        &format!(
            "{cycles} kills of the postmaster, {} acknowledged effects ({} joins), 0 lost, 0 half there, ready again without a restart within {} ms",
            all.all(),
            all.joins(),
            slowest.as_millis()
        ),
    );
    assert!(all.joins() > cycles, "the clients were busy: {}", all.joins());
}
