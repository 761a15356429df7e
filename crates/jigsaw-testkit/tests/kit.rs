//! The kit itself: every contract is run, the same call builds the same object, faults strike where they are told to.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use jigsaw_domain::admission::PersonState;
use jigsaw_domain::event::EventKind;
use jigsaw_domain::port::{Change, ChangeSet, Clock as _, Events as _, PortError, Random as _};
use jigsaw_testkit::build::{self, Situation, session};
use jigsaw_testkit::fakes::{FixedClock, SeededRandom};
use jigsaw_testkit::faults::{self, Faults, Moment};
use jigsaw_testkit::memory::MemoryStore;

/// A contract that is written and in no list would never be run.
#[test]
fn every_contract_is_in_the_list_of_a_macro() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/contract");
    let lists = include_str!("../src/contract.rs");
    let mut written = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let declared = source.lines().filter_map(|line| line.strip_prefix("pub async fn "));
        written.extend(declared.map(|rest| rest.split('(').next().unwrap().to_owned()));
    }
    let listed: BTreeSet<&str> = lists.split_whitespace().collect();
    let missing: Vec<&String> = written.iter().filter(|name| !listed.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "written and never run: {missing:?}");
    assert!(written.len() > 80, "{}", written.len());
}

#[test]
fn the_same_call_builds_the_same_object() {
    assert_eq!(build::now().to_rfc3339(), "2026-11-23T14:00:00+00:00");
    let made = || build::participant(&session().titled("one").build(), "mike@example.org");
    assert_eq!(made(), made());
    assert_ne!(made().id, build::participant(&session().titled("two").build(), "mike@example.org").id);
    assert_ne!(build::seed("p1"), build::seed("p2"));
    let many: BTreeSet<_> = (0..10_000).map(|n| build::id_seed(&n.to_string())).collect();
    assert_eq!(many.len(), 10_000);
}

#[test]
fn time_and_chance_do_as_they_are_told() {
    let clock = FixedClock::new();
    let hand = clock.clone();
    assert_eq!(hand.advance(TimeDelta::minutes(5)), build::minutes(5));
    assert_eq!(clock.now(), build::minutes(5));
    clock.set(build::minutes(-5));
    assert_eq!(hand.now(), build::minutes(-5));
    let (random, again, other) = (SeededRandom::new(7), SeededRandom::new(7), SeededRandom::new(8));
    let drawn: Vec<[u8; 32]> = (0..100).map(|_| random.bytes()).collect();
    assert_eq!(drawn, (0..100).map(|_| again.bytes()).collect::<Vec<_>>());
    assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 100);
    assert_ne!(drawn[0], other.bytes());
    assert_eq!(random.drawn(), 100);
}

#[test]
fn a_table_of_situations_is_short() {
    let live = || Situation::of(session().live()).typed("mike@example.org");
    let listed = || Situation::of(session().invitation_list().live()).typed("mike@example.org").invited();
    for (situation, expected) in [
        (live(), "needs"),
        (live().named(), "admitted"),
        (live().named().with_old_link(), "refused"),
        (Situation::of(session().live().capacity(3)).typed("mike@example.org").named().seats_taken(3), "refused"),
        (Situation::of(session()).typed("mike@example.org").named(), "waiting"),
        (Situation::of(session().cancelled()).typed("mike@example.org").named(), "refused"),
        (listed(), "needs"),
        (listed().by_personal_link().named(), "admitted"),
        (listed().by_personal_link_of_another().named(), "needs"),
        (listed().by_personal_link().with_withdrawn_link(), "refused"),
        (live().named().returning(PersonState::Banned, jigsaw_domain::admission::Proof::Mailbox), "refused"),
    ] {
        assert_eq!(situation.decide().outcome().as_str(), expected, "{situation:#?}");
    }
}

#[tokio::test]
async fn faults_strike_before_or_after_the_call() {
    let insert = || ChangeSet::of([Change::InsertAccount(build::host())]);
    for (moment, accounts) in [(Moment::Before, 0), (Moment::After, 1)] {
        let (store, faults) = (MemoryStore::new(), Faults::none());
        let ports = faults.ports(store.ports());
        ports.accounts.any_host().await.unwrap();
        faults.strike(2, moment, PortError::Unavailable("gone".to_owned()));
        ports.accounts.any_host().await.unwrap();
        assert!(!faults.has_struck());
        assert_eq!(ports.commits.commit(insert()).await, Err(PortError::Unavailable("gone".to_owned())));
        assert_eq!(store.all_accounts().len(), accounts);
        assert!(faults.has_struck());
        ports.accounts.any_host().await.unwrap();
        assert_eq!(faults.calls(), 4);
    }
}

#[tokio::test]
async fn at_every_call_visits_every_call() {
    let struck = std::cell::RefCell::new(Vec::new());
    faults::at_every_call(async |faults| {
        let ports = faults.ports(MemoryStore::new().ports());
        let first = ports.accounts.any_host().await.is_err();
        let second = ports.commits.commit(ChangeSet::default()).await.is_err();
        struck.borrow_mut().push((first, second));
    })
    .await;
    let (none, first, second) = ((false, false), (true, false), (false, true));
    assert_eq!(struck.into_inner(), [none, first, second, first, second]);
}

#[tokio::test]
async fn a_feed_ends_with_the_store() {
    let store = MemoryStore::new();
    let made = session().build();
    let changes = vec![Change::InsertAccount(build::host()), Change::InsertSession(made.clone())];
    let mut feed = store.subscribe(made.id()).await.unwrap();
    let mut orphan = MemoryStore::new().subscribe(made.id()).await.unwrap();
    let events = vec![build::event(&made, EventKind::SessionChanged)];
    let set = ChangeSet { changes, events, ..ChangeSet::default() };
    store.ports().commits.commit(set).await.unwrap();
    store.close();
    assert!(feed.next().await.is_some(), "what was committed is told");
    assert!(feed.next().await.is_none(), "then it is over");
    assert!(orphan.next().await.is_none(), "its store is gone");
}

#[tokio::test]
async fn a_write_that_refers_to_nothing_is_told_as_a_mistake() {
    let store = MemoryStore::new();
    let orphan = ChangeSet::of([Change::InsertSession(session().build())]);
    let answer = store.ports().commits.commit(orphan).await;
    assert!(matches!(answer, Err(PortError::Backend(_))), "{answer:?}");
}
