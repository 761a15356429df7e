//! What a session is at a moment is decided in the domain; lists and sweeps decide it again in SQL. Both must agree.

use jigsaw_domain::port::{Change, Sessions as _, SessionsOf};
use jigsaw_domain::session::{Phase, Session, SessionState};
use jigsaw_testkit::build;

use crate::support::{On, on_both, open_on};

on_both! { lists_and_sweeps_agree_with_the_phase }

fn every_kind_of_session() -> Vec<Session> {
    let mut sessions = Vec::new();
    for start in [-200, -60, -30, 0, 30] {
        for wait in [true, false] {
            for until in [None, Some(-90), Some(15), Some(120)] {
                for state in 0..4 {
                    let title = format!("{start} {wait} {until:?} {state}");
                    let mut builder = build::session().titled(&title).starts_in(start);
                    if !wait {
                        builder = builder.waits_for_nobody();
                    }
                    if let Some(until) = until {
                        builder = builder.joinable_until(build::minutes(until));
                    }
                    sessions.push(Session::from(builder.in_state(match state {
                        0 => SessionState::Scheduled,
                        1 => SessionState::Live { since: build::minutes(start) },
                        2 => SessionState::Ended { at: build::minutes(start) },
                        _ => SessionState::Cancelled { at: build::minutes(start), reason: None },
                    })));
                }
            }
        }
    }
    sessions
}

async fn lists_and_sweeps_agree_with_the_phase(on: On) {
    let opened = open_on(on).await;
    let sessions = every_kind_of_session();
    opened.commit([Change::InsertAccount(build::host())]).await;
    opened.commit(sessions.iter().cloned().map(Change::InsertSession)).await;
    for minute in [-300, -60, -31, -30, -1, 0, 15, 29, 30, 60, 90, 119, 120, 121, 500] {
        let now = build::minutes(minute);
        let over = |session: &&Session| matches!(session.phase(now), Phase::Ended | Phase::Cancelled);
        let ids = |found: Vec<&Session>| {
            let mut ids: Vec<_> = found.iter().map(|session| session.id()).collect();
            ids.sort();
            ids
        };
        for (which, expected) in [
            (SessionsOf::Past(now), ids(sessions.iter().filter(over).collect())),
            (SessionsOf::Upcoming(now), ids(sessions.iter().filter(|session| !over(session)).collect())),
        ] {
            let listed = opened.store.list(build::host().id, which, None, 1_000).await.unwrap();
            assert_eq!(ids(listed.items.iter().collect()), expected, "{minute} {which:?}");
        }
        let overdue = opened.store.overdue(now, 1_000).await.unwrap();
        let deserted = |session: &Session| {
            matches!(session.state(), SessionState::Live { .. }) && session.schedule().ends_at() <= now
        };
        let expected = sessions.iter().filter(|session| session.is_overdue(now) || deserted(session));
        assert_eq!(ids(overdue.iter().collect()), ids(expected.collect()), "{minute} overdue");
    }
}
