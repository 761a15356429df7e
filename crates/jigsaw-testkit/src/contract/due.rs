//! [`Sessions`](jigsaw_domain::port::Sessions): what time makes of sessions, and reminders.

use super::stage::{Stage, ids, sorted};
use crate::StorePorts;
use crate::build::{self, minutes, now, offset, session};
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::{Participant, ParticipantState, ReasonCode};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Session, SessionState};

async fn overdue(stage: &Stage, at: DateTime<Utc>) -> Vec<SessionId> {
    ids(&stage.ports.sessions.overdue(at, 100).await.expect("overdue sessions"))
}

/// A scheduled session that waits for nobody is overdue from its start, any other from its end (or the later end of joining);
/// sessions that are live, ended or cancelled in storage do not lag.
pub async fn must_3_overdue_gives_what_lags_behind_its_phase(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let by_itself = session().titled("begins by itself").waits_for_nobody().build();
    let open_longer = session().titled("open longer").joinable_until(minutes(150)).build();
    let shut_early = session().titled("shut early").joinable_until(minutes(70)).build();
    let others = [
        session().titled("ended").ended().build(),
        session().titled("cancelled").starts_in(-100).cancelled().build(),
        session().titled("live").live().build(),
    ];
    let lagging = [by_itself.clone(), open_longer.clone(), shut_early.clone()];
    stage.write(lagging.into_iter().chain(others).map(Change::InsertSession)).await;
    let plain = stage.session.id();
    // The live one is out of its time, too, from minute 50 on; it is asked for elsewhere.
    let lags = async |at: i64| {
        let mut found = overdue(&stage, minutes(at)).await;
        found.retain(|id| [plain, by_itself.id(), open_longer.id(), shut_early.id()].contains(id));
        sorted(found)
    };
    assert_eq!(lags(59).await, [], "before the start");
    assert_eq!(lags(60).await, [by_itself.id()], "from the start on");
    assert_eq!(lags(119).await, [by_itself.id()]);
    assert_eq!(lags(120).await, sorted(vec![plain, by_itself.id(), shut_early.id()]), "from the end on");
    assert_eq!(lags(150).await, sorted(vec![plain, by_itself.id(), shut_early.id(), open_longer.id()]));
    let all = overdue(&stage, minutes(40)).await;
    assert_eq!(all, [], "nothing lags before any time is over");
}

fn waiting(session: &Session, address: &str) -> Participant {
    let reasons = vec![ReasonCode::TooEarly];
    Participant { state: ParticipantState::Waiting { reasons }, ..build::participant(session, address) }
}

/// A scheduled session whose early window has opened is given while someone waits.
pub async fn must_3_overdue_gives_open_windows_with_people_waiting(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let called = session().titled("called").build();
    let patient = waiting(&called, "mike@example.org");
    stage.write([Change::InsertSession(called.clone()), Change::InsertParticipant(patient.clone())]).await;
    stage.write([Change::InsertParticipant(build::participant(&stage.session, "mike@example.org"))]).await;
    assert_eq!(overdue(&stage, minutes(49)).await, [], "the window is shut");
    assert_eq!(overdue(&stage, minutes(50)).await, [called.id()], "ten minutes before the start");
    stage.write([Change::UpdateParticipants(vec![patient.moved(ParticipantState::Left, now())])]).await;
    assert_eq!(overdue(&stage, minutes(50)).await, [], "nobody waits any more");
}

/// An open session begins anew each day: whoever waits is looked at again, also when it was live the day before.
pub async fn must_3_overdue_gives_open_sessions_with_people_waiting_every_day(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let open = session().titled("open").open_for(3).in_state(SessionState::Live { since: minutes(60) }).build();
    stage
        .write([Change::InsertSession(open.clone()), Change::InsertParticipant(waiting(&open, "mike@example.org"))])
        .await;
    let given = overdue(&stage, minutes(50 + 24 * 60)).await;
    assert!(given.contains(&open.id()), "ten minutes before the second opening: {given:?}");
}

/// A series whose occurrence was ended is given until it has gone on to the next one; one that is live makes room when the
/// door of the next one opens, whoever is in; the last one makes room for nothing.
pub async fn must_3_overdue_gives_series_that_go_on(ports: StorePorts) {
    let weekly = |title: &str| session().titled(title).recurring("FREQ=WEEKLY;COUNT=2");
    let stage = Stage::set(ports, weekly("ended").in_state(SessionState::Ended { at: minutes(90) })).await;
    let live = weekly("live").in_state(SessionState::Live { since: minutes(60) }).build();
    let once = session().titled("once").in_state(SessionState::Ended { at: minutes(90) }).build();
    let called_off = weekly("called off").cancelled().build();
    let person = build::participant(&live, "mike@example.org");
    let pass = build::pass(&person, "pass");
    let insert = [live.clone(), once, called_off].map(Change::InsertSession);
    stage.write(insert.into_iter().chain([Change::InsertParticipant(person), Change::InsertPass(pass.clone())])).await;
    let next = minutes(60) + TimeDelta::days(7);
    let second = TimeDelta::seconds(1);
    assert_eq!(overdue(&stage, minutes(90) - second).await, [], "not before its end");
    assert_eq!(overdue(&stage, minutes(90)).await, [stage.session.id()], "at once");
    let opens = next - TimeDelta::minutes(10);
    stage.write([Change::TouchPass(pass.id, opens)]).await;
    assert_eq!(overdue(&stage, opens - second).await, [stage.session.id()], "someone is still in the live one");
    assert_eq!(sorted(overdue(&stage, opens).await), sorted(vec![stage.session.id(), live.id()]), "it makes room");
    let rolled = stage.session.clone().roll_on(opens);
    stage.write([Change::UpdateSession(rolled.clone())]).await;
    assert_eq!(overdue(&stage, opens).await, [live.id()], "gone on");
    let last = rolled.committed().start(next).expect("a start").end(next).expect("an end");
    stage.write([Change::UpdateSession(last)]).await;
    assert_eq!(overdue(&stage, next + TimeDelta::days(70)).await, [live.id()], "no next one");
}

/// A live session past its end is given once nobody is in: none came, or all left.
pub async fn must_3_overdue_gives_live_sessions_past_their_end_with_nobody_in(ports: StorePorts) {
    let stage = Stage::set(ports, session().live()).await;
    let busy = session().titled("busy").live().build();
    let person = build::participant(&busy, "mike@example.org");
    let pass = build::pass(&person, "pass");
    let end = busy.schedule().ends_at();
    stage.write([Change::InsertSession(busy.clone()), Change::InsertParticipant(person.clone())]).await;
    stage.write([Change::InsertPass(pass.clone())]).await;
    stage.write([Change::TouchPass(pass.id, end)]).await;
    assert_eq!(overdue(&stage, end - TimeDelta::seconds(1)).await, [], "its time is not over");
    assert_eq!(overdue(&stage, end).await, [stage.session.id()], "one is empty, in the other someone is in");
    stage.write([Change::UpdateParticipants(vec![person.moved(ParticipantState::Left, end)])]).await;
    assert_eq!(sorted(overdue(&stage, end).await), sorted(vec![stage.session.id(), busy.id()]), "all left");
}

/// The port does not say when someone is "in". Settled here: an admitted person with an open pass that is present
/// ([`Pass::is_present`](jigsaw_domain::admission::Pass::is_present)); a browser that was closed keeps no session alive.
pub async fn must_3_who_was_not_heard_of_lately_is_not_in(ports: StorePorts) {
    let stage = Stage::set(ports, session().live()).await;
    let person = build::participant(&stage.session, "mike@example.org");
    let pass = build::pass(&person, "pass");
    let end = stage.session.schedule().ends_at();
    stage.write([Change::InsertParticipant(person), Change::InsertPass(pass.clone())]).await;
    stage.write([Change::TouchPass(pass.id, end - TimeDelta::seconds(44))]).await;
    assert_eq!(overdue(&stage, end).await, [], "heard of 44 seconds ago");
    assert_eq!(overdue(&stage, end + TimeDelta::seconds(1)).await, [stage.session.id()], "45 seconds ago");
}

/// No more than `limit` are given; the rest stays due.
pub async fn overdue_and_reminders_keep_to_their_limit(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let more = ["a", "b", "c", "d"].map(|title| Change::InsertSession(session().titled(title).build()));
    stage.write(more).await;
    assert_eq!(stage.ports.sessions.overdue(minutes(500), 3).await.expect("sessions").len(), 3);
    assert_eq!(stage.ports.sessions.overdue(minutes(500), 100).await.expect("sessions").len(), 5);
    assert_eq!(stage.ports.sessions.reminders_due(minutes(55), 7).await.expect("reminders").len(), 7);
    assert_eq!(stage.ports.sessions.reminders_due(minutes(55), 100).await.expect("reminders").len(), 10);
}

async fn due(stage: &Stage, at: DateTime<Utc>) -> Vec<(SessionId, u32)> {
    let reminders = stage.ports.sessions.reminders_due(at, 100).await.expect("reminders");
    let mut found: Vec<_> = reminders.iter().map(|due| (due.session.id(), due.offset.minutes())).collect();
    found.sort_unstable();
    found
}

/// An offset is due from `starts_at - offset` on, and no more from `starts_at` on.
pub async fn must_4_reminders_are_due_from_their_offset_until_the_start(ports: StorePorts) {
    let stage = Stage::set(ports, session().starts_in(120).reminders(&[60, 10])).await;
    let id = stage.session.id();
    let second = TimeDelta::seconds(1);
    assert_eq!(due(&stage, minutes(60) - second).await, []);
    assert_eq!(due(&stage, minutes(60)).await, [(id, 60)]);
    assert_eq!(due(&stage, minutes(110)).await, [(id, 10), (id, 60)]);
    assert_eq!(due(&stage, minutes(120) - second).await, [(id, 10), (id, 60)]);
    assert_eq!(due(&stage, minutes(120)).await, [], "never after the start");
    let given = stage.ports.sessions.reminders_due(minutes(60), 1).await.expect("reminders");
    assert_eq!(given[0].session, stage.session, "with the session as it is stored");
}

/// Once marked, an offset is no longer due for this start; for another start it is.
pub async fn must_4_a_marked_reminder_is_due_again_for_another_start_only(ports: StorePorts) {
    let stage = Stage::set(ports, session().starts_in(120).reminders(&[60, 10])).await;
    let id = stage.session.id();
    stage.write([Change::MarkReminded(id, offset(60), minutes(120))]).await;
    assert_eq!(due(&stage, minutes(110)).await, [(id, 10)], "the other offset stays due");
    let mut parts = stage.session.parts().clone();
    parts.schedule = session().starts_in(180).build().schedule().clone();
    stage.write([Change::UpdateSession(Session::from_parts(parts))]).await;
    assert_eq!(due(&stage, minutes(119)).await, []);
    assert_eq!(due(&stage, minutes(120)).await, [(id, 60)], "moved by an hour, it is due again");
    assert_eq!(due(&stage, minutes(170)).await, [(id, 10), (id, 60)]);
    stage.write([Change::MarkReminded(id, offset(60), minutes(180))]).await;
    assert_eq!(due(&stage, minutes(170)).await, [(id, 10)]);
}

/// Sessions that are live, ended or called off are not reminded of.
pub async fn must_4_only_scheduled_sessions_are_reminded_of(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let soon = || session().starts_in(60);
    stage
        .write([
            Change::InsertSession(soon().titled("live").in_state(SessionState::Live { since: now() }).build()),
            Change::InsertSession(soon().titled("ended").in_state(SessionState::Ended { at: now() }).build()),
            Change::InsertSession(soon().titled("cancelled").cancelled().build()),
        ])
        .await;
    let id = stage.session.id();
    assert_eq!(due(&stage, minutes(55)).await, [(id, 10), (id, 1_440)]);
}
