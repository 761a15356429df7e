//! Change sets that arrive together are committed together, and know nothing of each other.

use std::collections::HashSet;

use jigsaw_domain::event::EventKind;
use jigsaw_domain::port::{Change, ChangeSet, Commits as _, Events as _, Participants as _, PortError};
use jigsaw_domain::session::Capacity;
use jigsaw_store_sea_orm::StoreOptions;
use jigsaw_testkit::build;

use crate::support::{On, number, on_both, open_on, open_with, options};

on_both! {
    ten_seats_are_ten_seats_in_batches
    ten_seats_are_ten_seats_one_by_one
    one_person_a_hundred_times_is_one_participant
    a_broken_set_does_not_take_others_with_it
}

async fn two_hundred_joins(on: On, batch: usize) {
    let opened = open_with(on, StoreOptions { batch, ..options() }).await;
    let (_, session) = opened.with(build::session().live().capacity(10)).await;
    let mut feed = opened.store.subscribe(session.id()).await.unwrap();
    let ten = Capacity::parse(10).unwrap();
    let joins: Vec<_> = (0..200)
        .map(|who| {
            let person = build::participant(&session, &format!("guest{who}@example.org"));
            let pass = build::pass(&person, &format!("pass {who}"));
            let events = vec![build::event(&session, EventKind::ParticipantChanged(person.id))];
            let changes = vec![
                Change::GuardSession(session.id(), session.version()),
                // First, to show that it counts at the end.
                Change::LimitSeats(session.id(), ten),
                Change::InsertParticipant(person),
                Change::InsertPass(pass),
            ];
            let (store, set) = (opened.store.clone(), ChangeSet { changes, events, ..ChangeSet::default() });
            tokio::spawn(async move { store.commit(set).await })
        })
        .collect();
    let mut answers = Vec::new();
    for join in joins {
        answers.push(join.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    assert_eq!(answers.iter().filter(|answer| **answer == Err(PortError::Conflict)).count(), 190);
    assert_eq!(opened.store.seats_taken(session.id()).await.unwrap(), 10);
    let db = opened.beside().await;
    for table in ["participants", "passes", "events"] {
        assert_eq!(number(&db, &format!("SELECT COUNT(*) FROM {table}")).await, 10, "{table}");
    }
    let mut told = HashSet::new();
    let mut last = 0;
    for _ in 0..10 {
        let event = feed.next().await.unwrap();
        assert!(event.seq.0 > last);
        last = event.seq.0;
        told.insert(event.kind);
    }
    assert_eq!(told.len(), 10);
}

async fn ten_seats_are_ten_seats_in_batches(on: On) {
    two_hundred_joins(on, 64).await;
}

async fn ten_seats_are_ten_seats_one_by_one(on: On) {
    two_hundred_joins(on, 1).await;
}

async fn one_person_a_hundred_times_is_one_participant(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let joins: Vec<_> = (0..100)
        .map(|_| {
            let person = build::participant(&session, "guest@example.org");
            let store = opened.store.clone();
            tokio::spawn(async move { store.commit(ChangeSet::of([Change::InsertParticipant(person)])).await })
        })
        .collect();
    let mut admitted = 0;
    for join in joins {
        match join.await.unwrap() {
            Ok(()) => admitted += 1,
            Err(error) => assert_eq!(error, PortError::Conflict),
        }
    }
    assert_eq!(admitted, 1);
}

/// A unit that cannot be written at all fails alone, whoever it shares a transaction with.
async fn a_broken_set_does_not_take_others_with_it(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let elsewhere = build::session().titled("never stored").build();
    let commits: Vec<_> = (0..120)
        .map(|who| {
            let there = if who % 3 == 0 { &elsewhere } else { &session };
            let person = build::participant(there, &format!("guest{who}@example.org"));
            let store = opened.store.clone();
            tokio::spawn(async move { (who, store.commit(ChangeSet::of([Change::InsertParticipant(person)])).await) })
        })
        .collect();
    for commit in commits {
        let (who, answer) = commit.await.unwrap();
        match answer {
            Ok(()) => assert_ne!(who % 3, 0),
            Err(error) => assert!(who % 3 == 0 && matches!(error, PortError::Backend(_)), "{who}: {error}"),
        }
    }
    assert_eq!(opened.store.list(session.id()).await.unwrap().len(), 80);
}
