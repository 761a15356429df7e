use super::*;
use crate::admission::Standing;
use crate::port::PortError;
use crate::session::{KindWish, Rule, Scope, Tell};
use crate::usecase::Swept;
use crate::usecase::testing::*;

/// Every Monday, three times; the first was ended just now.
fn ended() -> Session {
    let plain = session();
    let rule = Rule::parse("FREQ=WEEKLY;COUNT=3", plain.schedule().zone()).unwrap();
    let (kind, schedule) = KindWish::Recurring(rule).plan(plain.schedule().clone()).unwrap();
    session_with(|parts| {
        (parts.kind, parts.schedule) = (kind, schedule);
        parts.state = SessionState::Ended { at: now() };
    })
}

fn people() -> Vec<Participant> {
    let banned = ParticipantState::Removed { reason: None, banned: true };
    let removed = ParticipantState::Removed { reason: None, banned: false };
    vec![
        Participant { approved: true, knocked: true, ..participant("in@example.org") },
        participant("waits@example.org").moved(ParticipantState::Waiting { reasons: Vec::new() }, now()),
        participant("denied@example.org").moved(ParticipantState::Denied, now()),
        participant("removed@example.org").moved(removed, now()),
        participant("banned@example.org").moved(banned, now()),
        participant("left@example.org").moved(ParticipantState::Left, now()),
    ]
}

fn mocks_with(overdue: &Session) -> Mocks {
    let mut mocks = Mocks::new();
    let found = overdue.clone();
    mocks.sessions.expect_overdue().returning(move |_, _| Ok(vec![found.clone()]));
    mocks.sessions.expect_reminders_due().returning(|_, _| Ok(Vec::new()));
    mocks.participants.expect_list().returning(|_| Ok(people()));
    mocks.participants.expect_standing().returning(|_| {
        let there = people().into_iter().take(2);
        let standing = |person: Participant| Standing {
            pass: pass(&person).id,
            ended: None,
            participant: person.id,
            role: person.role,
            state: person.state,
        };
        Ok(there.map(standing).collect())
    });
    mocks
}

#[test]
fn the_sweep_goes_on_to_the_next_occurrence_and_sees_everyone_off_but_the_banned() {
    let before = ended();
    let mut mocks = mocks_with(&before);
    let written = mocks.commits();
    assert_eq!(block_on(mocks.front_door().sweep()), Ok(Swept { rolled: 1, ..Swept::default() }));
    let changes = written.only();
    assert_eq!(changes.kinds(), ["update session", "end passes", "update participants"]);
    let next = changes.session();
    assert_eq!((next.version(), next.state()), (before.version(), &SessionState::Scheduled), "guarded");
    assert_eq!(next.schedule().starts_at(), minutes(60) + chrono::TimeDelta::weeks(1));
    let passes: Vec<_> = people().iter().take(2).map(|person| pass(person).id).collect();
    assert_eq!(changes.ended_passes(), Some((passes.as_slice(), PassEnd::Over)));
    let gone: Vec<&str> = changes.people().iter().map(|person| person.email.as_typed()).collect();
    assert_eq!(gone, ["in@example.org", "waits@example.org", "denied@example.org", "removed@example.org"]);
    assert!(changes.people().iter().all(|person| person.state == ParticipantState::Left && !person.approved));
    assert_eq!(changes.told(), [EventKind::SessionChanged, EventKind::PeopleChanged], "its end was told before");
    assert_eq!(changes.actions(), [["session.rolled_on"].as_slice(), &["participant.left"; 4]].concat());
    let rows = &changes.audit;
    assert!(rows.iter().all(|row| (row.actor, row.correlation) == (Actor::System, rows[0].correlation)));
    assert_eq!(rows[1].object, changes.people()[0].id.as_uuid(), "each is written down");
    assert_eq!(rows[1].changes[0], FieldChange::between("state", "admitted", "left").unwrap());
}

#[test]
fn an_occurrence_that_nobody_ended_is_told_to_be_over() {
    let mut parts = ended().parts().clone();
    parts.state = SessionState::Scheduled;
    let mut mocks = mocks_with(&Session::from_parts(parts));
    mocks.hands.set(minutes(121));
    let written = mocks.commits();
    assert_eq!(block_on(mocks.front_door().sweep()), Ok(Swept { rolled: 1, ..Swept::default() }));
    assert_eq!(written.only().told()[0], EventKind::SessionEnded);
}

#[test]
fn a_series_that_ran_out_has_ended() {
    let mut mocks = mocks_with(&ended());
    mocks.hands.set(minutes(60) + chrono::TimeDelta::weeks(10));
    let written = mocks.commits();
    assert_eq!(block_on(mocks.front_door().sweep()), Ok(Swept { ended: 1, ..Swept::default() }));
    let changes = written.only();
    assert_eq!(changes.kinds(), ["update session"], "who was there stays where they stand");
    assert_eq!(changes.session().state(), &SessionState::Ended { at: now() }, "as it was ended");
    assert_eq!(changes.session().rolls_on_at(), None);
}

#[test]
fn two_servers_go_on_once() {
    let mut mocks = mocks_with(&ended());
    let written = mocks.commits_after(vec![PortError::Conflict]);
    assert_eq!(block_on(mocks.front_door().sweep()), Ok(Swept::default()));
    assert!(written.take().is_empty());
}

#[test]
fn calling_off_the_next_occurrence_sends_those_home_who_wait_for_it() {
    let mut parts = ended().parts().clone();
    parts.state = SessionState::Scheduled;
    let session = Session::from_parts(parts);
    let mut mocks = mocks_with(&session);
    mocks.knows(&session);
    let written = mocks.commits();
    let done = block_on(mocks.front_door().cancel_occurrence(
        &as_host(),
        session.id(),
        (Scope::This(None), None),
        Tell::Nobody,
    ));
    assert!(done.is_ok(), "{done:?}");
    let changes = written.only();
    assert_eq!(changes.kinds(), ["update session", "end passes", "update participants"]);
    assert_eq!(changes.actions(), [["session.occurrence_cancelled"].as_slice(), &["participant.left"; 4]].concat());
    assert!(changes.audit.iter().all(|row| row.actor == as_host().subject.actor()), "by the host");
    assert_eq!(changes.told(), [EventKind::SessionChanged, EventKind::PeopleChanged]);
}
