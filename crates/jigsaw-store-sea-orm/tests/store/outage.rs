//! A PostgreSQL that goes away and comes back, and callers that do: nothing has to be started again.

use std::task::Poll;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::port::{
    Accounts as _, Budget, Change, ChangeSet, Commits as _, Door as _, DoorQuery, Events as _, LimitKey, Limiter as _,
    Outbox as _, Participants, PortError, Sessions, SessionsOf,
};
use jigsaw_domain::session::Session;
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::build;
use jigsaw_testkit::postgres::{Cluster, Options, Stop, unless_missing};

use crate::support::{On, number, on_both, open_with, options};

on_both! { a_caller_that_goes_away_leaves_its_connection_as_it_was }

fn join(session: &Session, who: usize) -> ChangeSet {
    let person = build::participant(session, &format!("guest{who}@example.org"));
    ChangeSet {
        events: vec![build::event(session, EventKind::ParticipantChanged(person.id))],
        changes: vec![Change::InsertParticipant(person)],
        ..ChangeSet::default()
    }
}

/// Every way into the database, by number.
async fn ask(store: Store, session: Session, which: usize) {
    let (now, id) = (build::now(), session.id());
    let door = DoorQuery { session: Some(id), invitation: None, email: None, pass: None };
    match which % 10 {
        0 => drop(store.commit(join(&session, which)).await),
        1 => drop(store.spend(Budget::Guesses, &LimitKey(format!("{which}")), 1, now).await),
        2 => drop(store.claim(now, TimeDelta::seconds(1), 5).await),
        3 => drop(store.situation(door).await),
        4 => drop(Participants::list(&store, id).await),
        5 => drop(Sessions::list(&store, build::host().id, SessionsOf::All, None, 10).await),
        6 => drop(store.subscribe(id).await),
        7 => drop(store.prune(now).await),
        8 => drop(store.pending().await),
        _ => drop(store.any_host().await),
    }
}

/// Drops a call when it has to wait for the n-th time; says whether it came to that.
async fn dropped_at(wait: usize, call: impl Future<Output = ()>) -> bool {
    let mut call = std::pin::pin!(call);
    let mut waits = 0;
    std::future::poll_fn(|context| match call.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(false),
        Poll::Pending if waits == wait => Poll::Ready(true),
        Poll::Pending => {
            waits += 1;
            Poll::Pending
        }
    })
    .await
}

async fn a_caller_that_goes_away_leaves_its_connection_as_it_was(on: On) {
    // Two connections: one that is left broken would soon be met again.
    let opened = open_with(on, StoreOptions { connections: 2, readers: 2, ..options() }).await;
    let (_, session) = opened.with(build::session().live()).await;
    let mut cut = 0;
    for round in 0..300_usize {
        cut += usize::from(dropped_at(round / 10 % 2, ask(opened.store.clone(), session.clone(), round)).await);
    }
    assert!(cut > 60, "only {cut} were cut off");
    // What was queued is written to its end, in order.
    opened.store.commit(join(&session, 100_000)).await.unwrap();
    if on == On::Postgres {
        let db = opened.beside().await;
        let open = "SELECT COUNT(*) FROM pg_stat_activity \
                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let start = Instant::now();
        while number(&db, open).await > 0 {
            assert!(start.elapsed() < Duration::from_secs(5), "a transaction was left open");
        }
    }
    for which in 0..40 {
        let asked = ask(opened.store.clone(), session.clone(), which * 7);
        tokio::time::timeout(Duration::from_secs(5), asked).await.expect("a connection is free");
    }
    assert!(Sessions::find(&opened.store, session.id()).await.unwrap().is_some());
    opened.store.commit(join(&session, 100_001)).await.unwrap();
}

const PATIENCE: Duration = Duration::from_secs(1);

async fn a_store_on(cluster: &Cluster) -> (Store, Session) {
    let options = StoreOptions { patience: PATIENCE, ..options() };
    let store = Store::connect(&cluster.database(), options).await.unwrap();
    store.migrate().await.unwrap();
    let session = Session::from(build::session().live());
    let set = [Change::InsertAccount(build::host()), Change::InsertSession(session.clone())];
    store.commit(ChangeSet::of(set)).await.unwrap();
    (store, session)
}

fn is_unavailable<T: std::fmt::Debug>(answer: &Result<T, PortError>, asked: Instant) {
    assert!(matches!(answer, Err(PortError::Unavailable(_))), "{answer:?}");
    assert!(asked.elapsed() < PATIENCE * 4, "that took {:?}", asked.elapsed());
}

/// Until it works again, which must be soon.
async fn again<T, Try: Future<Output = Result<T, PortError>>>(attempt: impl Fn() -> Try) -> T {
    let start = Instant::now();
    loop {
        match attempt().await {
            Ok(value) => return value,
            Err(PortError::Unavailable(_)) if start.elapsed() < Duration::from_secs(15) => {}
            Err(error) => panic!("after {:?}: {error}", start.elapsed()),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_was_away_is_used_again_without_a_restart() {
    let Some(cluster) = unless_missing(Cluster::start(Options::default())) else { return };
    let (store, session) = a_store_on(&cluster).await;
    let mut feed = store.subscribe(session.id()).await.unwrap();
    let mut guests = 0..;
    for how in [Stop::Fast, Stop::Immediate, Stop::Kill] {
        store.commit(join(&session, guests.next().unwrap())).await.unwrap();
        cluster.stop(how);
        let asked = Instant::now();
        let lost = guests.next().unwrap();
        is_unavailable(&store.commit(join(&session, lost)).await, asked);
        let asked = Instant::now();
        is_unavailable(&Sessions::find(&store, session.id()).await, asked);
        let asked = Instant::now();
        is_unavailable(&store.ping().await, asked);
        cluster.start_again().unwrap();
        again(|| store.ping()).await;
        assert!(again(|| Sessions::find(&store, session.id())).await.is_some());
        again(|| store.commit(join(&session, lost))).await;
    }
    // Streams that were open all the time have heard everything.
    let all = again(|| store.since(session.id(), EventSeq(0), 100)).await;
    assert_eq!(all.len(), 6);
    for event in all {
        let told = tokio::time::timeout(Duration::from_secs(15), feed.next()).await.expect("an event comes");
        assert_eq!(told, Some(event));
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_outlives_the_database_server() {
    let durable = Options { fsync: true, ..Options::default() };
    let Some(cluster) = unless_missing(Cluster::start(durable)) else { return };
    let (store, session) = a_store_on(&cluster).await;
    let mut acknowledged = Vec::new();
    let done = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    for cycle in 0..3_usize {
        let clients: Vec<_> = (0..8)
            .map(|client| {
                let (store, session, done) = (store.clone(), session.clone(), done.clone());
                tokio::spawn(async move {
                    let mut joined = Vec::new();
                    for round in 0.. {
                        let who = cycle * 1_000_000 + round * 8 + client;
                        match store.commit(join(&session, who)).await {
                            Ok(()) => {
                                joined.push(who);
                                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            }
                            Err(PortError::Unavailable(_)) => break,
                            Err(error) => panic!("{error}"),
                        }
                    }
                    joined
                })
            })
            .collect();
        let before = acknowledged.len();
        let seen = done.load(std::sync::atomic::Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        // On a busy machine the first join may take longer.
        while done.load(std::sync::atomic::Ordering::Relaxed) == seen {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        cluster.stop(Stop::Kill);
        for client in clients {
            acknowledged.extend(client.await.unwrap());
        }
        assert!(acknowledged.len() > before, "it was killed at work");
        cluster.start_again().unwrap();
    }
    let people = again(|| Participants::list(&store, session.id())).await;
    let there: std::collections::HashSet<_> = people.iter().map(|person| person.email.key().clone()).collect();
    for who in &acknowledged {
        assert!(there.contains(build::email(&format!("guest{who}@example.org")).key()), "{who} is lost");
    }
    // Whole change sets only.
    assert_eq!(store.since(session.id(), EventSeq(0), 1_000_000).await.unwrap().len(), people.len());
}
