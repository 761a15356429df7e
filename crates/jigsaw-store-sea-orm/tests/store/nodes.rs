//! Several nodes on one PostgreSQL database: what one commits, feeds of the others tell, completely and in order; and
//! budgets are one budget.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use jigsaw_domain::event::{Event, EventKind, EventSeq};
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::port::{
    Budget, Change, ChangeSet, Commits as _, EventFeed, Events as _, LimitKey, Limiter as _, Spend,
};
use jigsaw_domain::session::Session;
use jigsaw_store_sea_orm::{LimitSettings, Store, StoreOptions};
use jigsaw_testkit::build;
use sea_orm::ConnectionTrait as _;

use crate::support::{On, Opened, column, number, open_on, open_with, options, run};

macro_rules! on_postgres {
    ($($test:ident)*) => {
        mod postgres {$(
            #[test]
            fn $test() {
                super::run(super::On::Postgres, super::$test);
            }
        )*}
    };
}

on_postgres! {
    an_event_is_heard_on_the_other_node_within_a_moment
    what_both_nodes_commit_at_once_is_told_completely_and_in_order
    nothing_is_missed_while_the_connection_is_cut
    a_thousand_listeners_are_told_by_one_read
    a_node_that_nobody_listens_on_holds_no_connection_for_it
    guesses_and_mails_are_one_budget_on_all_nodes
}

fn told(session: &Session, n: u8) -> ChangeSet {
    let who = ParticipantId::mint(build::now(), [n; 16]);
    ChangeSet { events: vec![build::event(session, EventKind::ParticipantChanged(who))], ..ChangeSet::default() }
}

async fn next(feed: &mut Box<dyn EventFeed>) -> Event {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, feed.next()).await.expect("an event comes").expect("the feed goes on")
}

/// Reads until this position, without gaps and without repetitions.
async fn up_to(feed: &mut Box<dyn EventFeed>, last: EventSeq) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    while events.last().is_none_or(|event| event.seq < last) {
        events.push(next(feed).await);
    }
    events
}

async fn two_nodes(on: On) -> (Opened, Store, Session) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let other = opened.another(options()).await;
    (opened, other, session)
}

/// Waits until one of the nodes listens.
async fn listens(opened: &Opened) {
    let db = opened.beside().await;
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let start = Instant::now();
    while number(&db, waiting).await == 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody listens");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn an_event_is_heard_on_the_other_node_within_a_moment(on: On) {
    let (opened, other, session) = two_nodes(on).await;
    let mut feed = other.subscribe(session.id()).await.unwrap();
    listens(&opened).await;
    let mut waits = Vec::new();
    for n in 0..200 {
        opened.store.commit(told(&session, n)).await.unwrap();
        let committed = Instant::now();
        next(&mut feed).await;
        waits.push(committed.elapsed());
    }
    waits.sort_unstable();
    assert!(waits[197] < Duration::from_millis(500), "p99 is {:?}", waits[197]);
}

async fn what_both_nodes_commit_at_once_is_told_completely_and_in_order(on: On) {
    let (opened, other, session) = two_nodes(on).await;
    let second = build::session().titled("another").live().build();
    opened.commit([Change::InsertSession(second.clone())]).await;
    let mut feeds = Vec::new();
    for node in [&opened.store, &other] {
        for session in [&session, &second] {
            feeds.push((session.id(), node.subscribe(session.id()).await.unwrap()));
        }
    }
    let tasks: Vec<_> = (0..16_u8)
        .map(|task| {
            let node = if task % 2 == 0 { opened.store.clone() } else { other.clone() };
            let (session, second) = (session.clone(), second.clone());
            tokio::spawn(async move {
                for round in 0..20_u8 {
                    let session = if (task + round) % 3 == 0 { &second } else { &session };
                    node.commit(told(session, task * 16 + round % 16)).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for (session, mut feed) in feeds {
        let all = opened.store.since(session, EventSeq(0), 1_000).await.unwrap();
        assert!(all.len() > 50, "{}", all.len());
        assert_eq!(up_to(&mut feed, all.last().unwrap().seq).await, all);
    }
}

async fn nothing_is_missed_while_the_connection_is_cut(on: On) {
    let (opened, other, session) = two_nodes(on).await;
    let mut feed = other.subscribe(session.id()).await.unwrap();
    listens(&opened).await;
    let db = opened.beside().await;
    let cut = "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let mut cuts = 0;
    for round in 0..5 {
        cuts += column(&db, cut).await.len();
        // Some before it is back, and some after.
        for n in 0..10 {
            opened.store.commit(told(&session, round * 10 + n)).await.unwrap();
            tokio::time::sleep(Duration::from_millis(u64::from(n))).await;
        }
    }
    assert!(cuts >= 2, "the connection was there to be cut {cuts} times");
    let all = opened.store.since(session.id(), EventSeq(0), 1_000).await.unwrap();
    assert_eq!(all.len(), 50);
    assert_eq!(up_to(&mut feed, all[49].seq).await, all);
}

async fn a_thousand_listeners_are_told_by_one_read(on: On) {
    let (opened, other, session) = two_nodes(on).await;
    let mut feeds = Vec::new();
    for _ in 0..1_000 {
        feeds.push(other.subscribe(session.id()).await.unwrap());
    }
    listens(&opened).await;
    opened.store.commit(told(&session, 0)).await.unwrap();
    let first = next(&mut feeds[0]).await;
    let db = opened.beside().await;
    // Nothing is read from here on: everybody has been told already.
    db.execute_unprepared("ALTER TABLE events RENAME TO hidden").await.unwrap();
    for feed in &mut feeds[1..] {
        assert_eq!(next(feed).await, first);
    }
}

async fn a_node_that_nobody_listens_on_holds_no_connection_for_it(on: On) {
    let (opened, other, session) = two_nodes(on).await;
    other.commit(told(&session, 1)).await.unwrap();
    let db = opened.beside().await;
    let listening = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(number(&db, listening).await, 0);
    let _feed = other.subscribe(session.id()).await.unwrap();
    listens(&opened).await;
    other.close().await;
    let start = Instant::now();
    while number(&db, listening).await > 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "the connection outlives its store");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn guesses_and_mails_are_one_budget_on_all_nodes(on: On) {
    let limits = LimitSettings::off().with(Budget::Guesses, 40, TimeDelta::minutes(1)).with(
        Budget::MailsOfHost,
        100,
        TimeDelta::days(1),
    );
    let options = StoreOptions { limits, ..options() };
    let opened = open_with(on, options.clone()).await;
    let nodes = [opened.store.clone(), opened.another(options.clone()).await, opened.another(options).await];
    let mut seen = HashSet::new();
    for (budget, size, amount) in [(Budget::Guesses, 40, 1), (Budget::MailsOfHost, 100, 3)] {
        let spendings: Vec<_> = (0..150)
            .map(|n| {
                let node = nodes[n % 3].clone();
                let key = LimitKey("somebody".to_owned());
                tokio::spawn(async move { (n % 3, node.spend(budget, &key, amount, build::now()).await.unwrap()) })
            })
            .collect();
        let mut spent = 0;
        for spending in spendings {
            let (node, answer) = spending.await.unwrap();
            if answer == Spend::Allowed {
                spent += amount;
                seen.insert(node);
            }
        }
        assert_eq!(spent, size / amount * amount, "{budget:?}");
    }
    assert!(seen.len() > 1, "several nodes spent");
}
