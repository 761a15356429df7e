//! [`Commits`](jigsaw_domain::port::Commits): what must hold while many commit at the same time. Everything here really runs
//! in parallel, on several threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jigsaw_domain::admission::{Participant, ParticipantState, ReasonCode};
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{Change, PortError};
use jigsaw_domain::session::{Capacity, Session, Tell};

use super::stage::{Stage, all_at_once, assert_conflict};
use crate::StorePorts;
use crate::build::{self, mail_code, now, participant, session};

fn capacity(of: &Session) -> Capacity {
    of.door().capacity.expect("a session with a capacity")
}

fn written_among<T>(answers: &[Result<T, PortError>]) -> usize {
    answers.iter().filter(|answer| answer.is_ok()).count()
}

/// A hundred updates from one version at the same time: one is written, the others are conflicts.
pub async fn must_2_of_concurrent_updates_from_one_version_one_wins(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let tasks = (0..100).map(|_| {
        let stage = stage.clone();
        async move { stage.try_write([Change::UpdateSession(stage.session.clone())]).await }
    });
    let answers = all_at_once(tasks).await;
    assert_eq!(written_among(&answers), 1);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(()) | Err(PortError::Conflict))), "{answers:?}");
    assert_eq!(stage.stored_session(stage.session.id()).await, stage.session.clone().committed());
}

/// The same address a hundred times at the same time: one person, the others are conflicts.
pub async fn must_2_the_same_person_a_hundred_times_is_one_person(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let tasks = (0..100_u8).map(|n| {
        let stage = stage.clone();
        let id = ParticipantId::mint(now(), [n; 16]);
        let address = if n % 2 == 0 { "Mike@example.org" } else { "mike@EXAMPLE.org" };
        let person = Participant { id, ..participant(&stage.session, address) };
        let pass = build::pass(&person, &n.to_string());
        async move { stage.try_write([Change::InsertParticipant(person), Change::InsertPass(pass)]).await }
    });
    let answers = all_at_once(tasks).await;
    assert_eq!(written_among(&answers), 1);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(()) | Err(PortError::Conflict))), "{answers:?}");
    assert_eq!(stage.ports.participants.list(stage.session.id()).await.expect("people").len(), 1);
}

/// One code, used by many at the same time, counts for one of them.
pub async fn must_2_a_code_is_used_by_one_of_many(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let code = mail_code(&stage.session, "mike@example.org");
    stage.write([Change::PutCode(code.clone())]).await;
    let tasks = (0..40).map(|_| {
        let stage = stage.clone();
        let id = code.id;
        async move { stage.try_write([Change::UseCode(id)]).await }
    });
    let answers = all_at_once(tasks).await;
    assert_eq!(written_among(&answers), 1);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(()) | Err(PortError::Conflict))), "{answers:?}");
}

/// Joins that are guarded by the session's version run while the link is renewed: none that begins after the renewal was
/// acknowledged gets in, and the joins do not move the version.
pub async fn must_2_no_guarded_join_gets_in_after_the_link_was_renewed(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let renewed = Arc::new(AtomicBool::new(false));
    let joiners = (0..8_u8).map(|joiner| {
        let (stage, renewed) = (stage.clone(), renewed.clone());
        async move {
            let mut late = 0;
            for n in 0..500_u32 {
                let begun_after = renewed.load(Ordering::SeqCst);
                let person = participant(&stage.session, &format!("p{joiner}-{n}@example.org"));
                let guard = Change::GuardSession(stage.session.id(), stage.session.version());
                let answer = stage.try_write([guard, Change::InsertParticipant(person)]).await;
                match answer {
                    Ok(()) => assert!(!begun_after, "a join by the old link got in"),
                    Err(PortError::Conflict) => late += 1,
                    Err(fault) => panic!("{fault}"),
                }
                if late == 3 {
                    return;
                }
            }
            panic!("no join was refused");
        }
    });
    let host = {
        let (stage, renewed) = (stage.clone(), renewed.clone());
        async move {
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            let next = stage.session.clone().rotate_link(Tell::Nobody, now()).expect("a generation");
            stage.write([Change::UpdateSession(next)]).await;
            renewed.store(true, Ordering::SeqCst);
        }
    };
    let host = tokio::spawn(host);
    all_at_once(joiners).await;
    host.await.expect("joins do not move the session's version, so the host's change is written");
}

/// `LimitSeats` counts after the whole change set, wherever it stands in it, and counts seats only.
pub async fn must_3_the_limit_counts_after_the_whole_change_set(ports: StorePorts) {
    let stage = Stage::set(ports, session().capacity(2)).await;
    let limit = || Change::LimitSeats(stage.session.id(), capacity(&stage.session));
    let person = |address: &str| participant(&stage.session, address);
    let enters = |address: &str| Change::InsertParticipant(person(address));
    assert_conflict(
        stage.try_write([limit(), enters("a@example.org"), enters("b@example.org"), enters("c@example.org")]).await,
        "three people on two seats, the limit being first",
    );
    stage.write([limit(), enters("a@example.org"), enters("b@example.org")]).await;
    assert_conflict(stage.try_write([enters("c@example.org"), limit()]).await, "a third one");
    let co_host = Participant { role: Role::CoHost, ..person("host@example.org") };
    let reasons = vec![ReasonCode::AwaitingAdmission];
    let waits = Participant { state: ParticipantState::Waiting { reasons }, ..person("d@example.org") };
    stage.write([Change::InsertParticipant(co_host), limit()]).await;
    stage.write([Change::InsertParticipant(waits), limit()]).await;
    let leaves = person("a@example.org").moved(ParticipantState::Left, now());
    stage.write([enters("c@example.org"), limit(), Change::UpdateParticipants(vec![leaves])]).await;
    assert_eq!(stage.ports.participants.seats_taken(stage.session.id()).await, Ok(2));
    let other = session().titled("other").capacity(1).build();
    let elsewhere = participant(&other, "a@example.org");
    let limit_there = Change::LimitSeats(other.id(), capacity(&other));
    stage.write([Change::InsertSession(other), Change::InsertParticipant(elsewhere), limit_there]).await;
}

/// A commit that says "full" is believed only when it is: a store may report a conflict for reasons of its own.
async fn until_full(stage: &Stage, changes: impl Fn() -> Vec<Change>) -> bool {
    for _ in 0..100 {
        match stage.try_write(changes()).await {
            Ok(()) => return true,
            Err(PortError::Conflict) => {}
            Err(fault) => panic!("{fault}"),
        }
        let taken = stage.ports.participants.seats_taken(stage.session.id()).await.expect("seats");
        if taken >= capacity(&stage.session).get() {
            return false;
        }
    }
    panic!("conflicts without end while there are free seats");
}

/// Two hundred people at the same time for ten seats, again and again: exactly ten get in each time.
pub async fn must_3_the_limit_holds_under_concurrent_commits(ports: StorePorts) {
    let mut stage = Stage::set(ports, session().capacity(10)).await;
    for round in 0..3 {
        let next = session().titled(&format!("round {round}")).capacity(10).build();
        stage.write([Change::InsertSession(next.clone())]).await;
        stage.session = next;
        let tasks = (0..200).map(|n| {
            let stage = stage.clone();
            async move {
                let person = participant(&stage.session, &format!("p{n}@example.org"));
                let pass = build::pass(&person, &format!("{}{n}", stage.session.id()));
                let changes = || {
                    vec![
                        Change::GuardSession(stage.session.id(), stage.session.version()),
                        Change::InsertParticipant(person.clone()),
                        Change::InsertPass(pass.clone()),
                        Change::LimitSeats(stage.session.id(), capacity(&stage.session)),
                    ]
                };
                until_full(&stage, changes).await
            }
        });
        let admitted = all_at_once(tasks).await.into_iter().filter(|admitted| *admitted).count();
        assert_eq!(admitted, 10);
        assert_eq!(stage.ports.participants.seats_taken(stage.session.id()).await, Ok(10));
        assert_eq!(stage.ports.participants.list(stage.session.id()).await.expect("people").len(), 10);
        assert_eq!(stage.stored_session(stage.session.id()).await.version(), stage.session.version());
    }
}

/// The same for people who waited and are let in at the same time: the limit counts updates, too.
pub async fn must_3_the_limit_counts_people_who_are_let_in_later(ports: StorePorts) {
    let stage = Stage::set(ports, session().capacity(5)).await;
    let waiting = |n: u32| {
        let state = ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] };
        Participant { state, ..participant(&stage.session, &format!("p{n}@example.org")) }
    };
    stage.write((0..60).map(|n| Change::InsertParticipant(waiting(n)))).await;
    let tasks = (0..60).map(|n| {
        let stage = stage.clone();
        let admitted = waiting(n).moved(ParticipantState::Admitted, now());
        async move {
            let limit = Change::LimitSeats(stage.session.id(), capacity(&stage.session));
            until_full(&stage, || vec![Change::UpdateParticipants(vec![admitted.clone()]), limit.clone()]).await
        }
    });
    let admitted = all_at_once(tasks).await.into_iter().filter(|admitted| *admitted).count();
    assert_eq!(admitted, 5);
    assert_eq!(stage.ports.participants.seats_taken(stage.session.id()).await, Ok(5));
}
