//! Jigsaw in plain maps beside the real use cases on the store in memory: whatever happens in whatever order, calls that
//! crash and are made again included, both answer the same and both are in the same state, and everything that must hold in
//! the store holds after every step.
//!
//! Stories that failed are kept in `model.regressions`, and told again first.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken expectation ends the test")]

#[path = "model/command.rs"]
mod command;
#[path = "model/judge.rs"]
mod judge;
#[path = "model/plain.rs"]
mod plain;
#[path = "model/real.rs"]
mod real;

use chrono::TimeDelta;
use jigsaw_domain::admission::{ParticipantState, Proof};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::SessionState;
use jigsaw_testkit::faults::Faults;
use jigsaw_testkit::laws;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use command::{By, Command, GUESTS, Join, Plan, story};
use plain::{Guest, Model, Phase, Said, State};
use real::Real;

/// The whole takes a few seconds without optimisation.
const STORIES: u32 = 400;

/// Does one thing on both sides.
async fn step(model: &mut Model, real: &mut Real, command: &Command) {
    model.now += 1;
    real.house.clock.advance(TimeDelta::seconds(1));
    if let Command::Rush(session) = command {
        return rush(model, real, *session).await;
    }
    let (what, crash) = match command {
        Command::Crash(what, nth, after) => (what.as_ref(), Some((*nth, *after))),
        _ => (command, None),
    };
    if model.clone().apply(what).is_none() {
        return;
    }
    if let Some((nth, after)) = crash {
        let before = real.written();
        let (said, struck) = real.crash(what, nth, after).await;
        laws::the_world_is_sound(&real.house.store);
        if let Ok(said) = said {
            assert_eq!(Some(said), model.apply(what), "a failure on the way was nobody's business");
        } else {
            if real.written() != before {
                // The answer was lost, and with it the pass that nobody holds.
                let device = model.devices();
                model.apply(what);
                model.restore(&device);
            }
            if model.clone().apply(what).is_some() {
                let said = real.run(what, &Faults::none()).await;
                assert_eq!(said.ok(), model.apply(what), "the second time");
            }
        }
        if struck {
            // What was left undone on the way is done at the next occasion.
            for (index, door) in model.doors.iter_mut().enumerate() {
                real.house.front_door().promote_waiting(real.sessions[index]).await.unwrap();
                door.promote(model.now);
            }
        }
    } else {
        let said = real.run(what, &Faults::none()).await;
        assert_eq!(said.ok(), model.apply(what));
    }
}

/// Everyone comes at once, in an order that is not known before. Whoever gets a place does so on seats that are free; the
/// others may have come before those were taken, or after.
async fn rush(model: &mut Model, real: &mut Real, session: usize) {
    if session >= model.doors.len() {
        return;
    }
    let before = model.clone();
    let mut answers = real.rush(session).await;
    answers.sort_unstable();
    for (said, guest) in answers {
        let join = Join { by: By::Session, same_device: false, knock: false, take_seat: false };
        let command = Command::Join(session, guest, join);
        let early = before.clone().apply(&command);
        if !matches!(said, Said::Waiting | Said::Admitted) && early == Some(said) {
            continue;
        }
        assert_eq!(Some(said), model.apply(&command), "guest {guest} in a rush");
    }
}

/// Everything that the model knows is so in the store.
fn assert_same(model: &mut Model, real: &Real) {
    assert_eq!(model.doors.len(), real.sessions.len());
    for (index, door) in model.doors.iter_mut().enumerate() {
        let session = real.session(index);
        let phase = match session.state() {
            SessionState::Scheduled => Phase::Scheduled,
            SessionState::Live { .. } => Phase::Live,
            SessionState::Ended { .. } | SessionState::Cancelled { .. } => Phase::Ended,
        };
        let is = (phase, session.lock().is_some(), session.link().generation.get());
        assert_eq!(is, (door.phase, door.locked, door.generation), "session {index}");
        for guest in 0..GUESTS {
            let listed = real.invitation(index, guest);
            let is = listed.map(|one| (one.is_active(), one.generation.get(), one.role == Role::CoHost));
            let should = door.invited.get(&guest).map(|one| (one.active, one.generation, one.co_host));
            assert_eq!(is, should, "invitation of guest {guest} to session {index}");
            let person = real.person(index, guest);
            if let (Some(person), Some(guest)) = (&person, door.guests.get_mut(&guest)) {
                guest.tie = person.id.as_uuid().as_u128();
            }
            let open = person.as_ref().map(|person| {
                real.house.store.all_passes().iter().filter(|one| one.participant == person.id && one.is_open()).count()
            });
            let is = person
                .map(|one| (state(&one.state), one.role == Role::CoHost, one.proof > Proof::Unverified, one.approved));
            let should = |one: &Guest| (one.state, one.co_host, one.proved, one.approved);
            assert_eq!(is, door.guests.get(&guest).map(should), "guest {guest} in session {index}");
            let should = door.guests.get(&guest).map(|one| one.passes.iter().filter(|pass| pass.open).count());
            assert_eq!(open, should, "passes of guest {guest} in session {index}");
        }
    }
}

const fn state(state: &ParticipantState) -> State {
    match state {
        ParticipantState::Waiting { .. } => State::Waiting,
        ParticipantState::Admitted => State::In,
        ParticipantState::Denied => State::Denied,
        ParticipantState::Removed { banned, .. } => State::Removed { banned: *banned },
        ParticipantState::Left => State::Left,
    }
}

async fn tell(plan: Plan, commands: &[Command]) {
    let (mut model, mut real) = (Model::default(), Real::new().await);
    for command in [&Command::Create(plan)].into_iter().chain(commands) {
        step(&mut model, &mut real, command).await;
        laws::the_world_is_sound(&real.house.store);
        assert_same(&mut model, &real);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: STORIES,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_use_cases_do_what_plain_maps_do((plan, commands) in story()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(tell(plan, &commands));
    }
}
