//! [`Sessions`](jigsaw_domain::port::Sessions).

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::{Participant, ParticipantState, ReasonCode};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{Change, SessionsOf};
use jigsaw_domain::session::{
    DoorSettings, EarlyEntry, EmailProof, InvitationType, Room, Schedule, Session, SessionState, WaitingRoom,
};
use jigsaw_domain::text::HostText;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, minutes, now, offset, session};

/// A moment as exact as the port of time gives it.
fn exact(after: i64) -> DateTime<Utc> {
    minutes(after) + TimeDelta::microseconds(123_456)
}

/// Every type, state, setting and spelling.
fn one_of_each() -> Vec<Session> {
    let words = || Some(HostText::parse("Back at ten.\n\u{2764}\u{fe0f} 'quoted' \"too\"").expect("a text"));
    let everything = DoorSettings {
        early_entry: EarlyEntry::parse(45).expect("minutes"),
        wait_for_host: false,
        waiting_room: WaitingRoom::Everyone,
        capacity: build::session().capacity(1_000_000).build().door().capacity,
        email_proof: EmailProof::Code,
        joinable_until: Some(exact(70)),
    };
    let fold = "2026-10-25T01:30:00Z".parse::<DateTime<Utc>>().expect("a time");
    let second_half_past_two =
        Schedule::from_instants(fold, fold + TimeDelta::hours(1), chrono_tz::Europe::Berlin).expect("a schedule");
    let mut all: Vec<Session> = InvitationType::ALL
        .iter()
        .map(|kind| session().titled(kind.as_str()).of_type(*kind).created(exact(-60)).build())
        .collect();
    all.extend([
        session().titled("Ünïcode \u{1F9E9} 'title' \\ %_").door(everything).locked(None).build(),
        session().titled("locked").locked(Some("Back at ten.\nWait here.")).waiting_room(WaitingRoom::Guests).build(),
        session().titled("renewed").link(65_535, Some(exact(500))).version(7).build(),
        session().titled("no reminders").reminders(&[]).build(),
        session().titled("all reminders").reminders(&[40_320, 1_440, 60, 10, 1]).build(),
        session().titled("elsewhere").room(Room::parse_url("https://meet.example/r?x=1").expect("a room")).build(),
        session().titled("folded").scheduled(second_half_past_two).build(),
        session().titled("live").in_state(SessionState::Live { since: exact(-1) }).build(),
        session().titled("ended").in_state(SessionState::Ended { at: exact(-1) }).build(),
        session().titled("cancelled").in_state(SessionState::Cancelled { at: exact(-1), reason: words() }).build(),
        session().titled("cancelled in silence").cancelled().build(),
    ]);
    all
}

/// `find` gives back exactly what was committed: types, states, settings, times to the microsecond, the side of a repeated
/// hour, text as it was typed; what was inserted and what was updated.
pub async fn must_1_find_gives_back_exactly_what_was_committed(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    for made in one_of_each() {
        stage.write([Change::InsertSession(made.clone())]).await;
        assert_eq!(stage.stored_session(made.id()).await, made, "inserted: {}", made.title());
        stage.write([Change::UpdateSession(made.clone())]).await;
        assert_eq!(stage.stored_session(made.id()).await, made.committed(), "updated");
    }
    let stored = stage.stored_session(stage.session.id()).await;
    for changed in one_of_each() {
        let mut parts = changed.parts().clone();
        let before = stage.stored_session(stored.id()).await;
        (parts.id, parts.version) = (stored.id(), before.version());
        // What a session never changes.
        (parts.host, parts.created_at) = (stored.host(), stored.parts().created_at);
        let changed = Session::from_parts(parts);
        stage.write([Change::UpdateSession(changed.clone())]).await;
        assert_eq!(stage.stored_session(stored.id()).await, changed.committed(), "turned into another one");
    }
}

/// What is absent is `Ok(None)`.
pub async fn must_1_an_unknown_session_is_none(ports: StorePorts) {
    let unknown = session().titled("unknown").build();
    assert_eq!(ports.sessions.find(unknown.id()).await, Ok(None));
}

/// Every page of a list, each of `limit` sessions at most.
async fn pages(stage: &Stage, which: SessionsOf, limit: u32) -> Vec<SessionId> {
    let (mut ids, mut after) = (Vec::new(), None);
    for _ in 0..100 {
        let page = stage.ports.sessions.list(stage.host.id, which, after, limit).await.expect("a page");
        assert!(page.items.len() <= limit as usize, "a page holds `limit` sessions at most");
        ids.extend(page.items.iter().map(Session::id));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
    panic!("the pages never end");
}

/// Sessions in all phases, and one of another host.
async fn many(ports: StorePorts) -> (Stage, Vec<Session>) {
    let stage = Stage::set(ports, session().titled("zero").starts_in(5).created(minutes(-100))).await;
    let other = build::account("other@example.org");
    let foreign = session().titled("foreign").hosted_by(&other).build();
    let mine = vec![
        session().titled("one").starts_in(300).created(minutes(-90)).build(),
        session().titled("two").starts_in(60).created(minutes(-80)).build(),
        session().titled("three").created(minutes(-70)).live().build(),
        session().titled("four").created(minutes(-60)).ended().build(),
        session().titled("five").starts_in(30).created(minutes(-50)).cancelled().build(),
        session().titled("six").starts_in(-300).created(minutes(-40)).build(),
        // Created and begun at one moment: only the identifier tells them apart.
        session().titled("seven").starts_in(200).created(minutes(-30)).build(),
        session().titled("eight").starts_in(200).created(minutes(-30)).build(),
    ];
    stage.write([Change::InsertAccount(other), Change::InsertSession(foreign)]).await;
    stage.write(mine.iter().cloned().map(Change::InsertSession)).await;
    let mut all = vec![stage.session.clone()];
    all.extend(mine);
    (stage, all)
}

fn sorted(mut ids: Vec<SessionId>) -> Vec<SessionId> {
    ids.sort_unstable();
    ids
}

fn ids<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Vec<SessionId> {
    sessions.into_iter().map(Session::id).collect()
}

/// All pages together give each session of the host once, newest first, and nobody else's; whatever the size of a page.
pub async fn must_2_pages_give_each_session_of_the_host_once(ports: StorePorts) {
    let (stage, all) = many(ports).await;
    for limit in [1, 2, 3, 9, 100] {
        let found = pages(&stage, SessionsOf::All, limit).await;
        assert_eq!(found[2..], ids(all.iter().rev().skip(2)), "newest first, in pages of {limit}");
        assert_eq!(sorted(found), sorted(ids(&all)), "each one once, in pages of {limit}");
        let upcoming = pages(&stage, SessionsOf::Upcoming(now()), limit).await;
        let past = pages(&stage, SessionsOf::Past(now()), limit).await;
        assert_eq!(sorted([upcoming, past].concat()), sorted(ids(&all)), "each session is either to come or past");
    }
}

/// `Upcoming` is every session whose phase at that moment is scheduled or live, soonest start first.
pub async fn must_2_upcoming_is_what_is_not_over_soonest_first(ports: StorePorts) {
    let (stage, all) = many(ports).await;
    let found = pages(&stage, SessionsOf::Upcoming(now()), 2).await;
    let expected = ids([&all[3], &all[0], &all[2]]);
    assert_eq!(found[..3], expected, "live, in 5 minutes, in an hour");
    assert_eq!(sorted(found[3..5].to_vec()), sorted(ids([&all[7], &all[8]])), "both in 200 minutes");
    assert_eq!(found[5..], ids([&all[1]]), "in 300 minutes");
}

/// `Past` is every session whose phase at that moment is ended or cancelled, latest start first: one that nobody came to is
/// past by its time, whatever is stored.
pub async fn must_2_past_is_what_is_over_or_called_off_latest_first(ports: StorePorts) {
    let (stage, all) = many(ports).await;
    let found = pages(&stage, SessionsOf::Past(now()), 2).await;
    assert_eq!(found, ids([&all[5], &all[4], &all[6]]), "cancelled, ended, never begun");
    let later = pages(&stage, SessionsOf::Past(minutes(1_000)), 2).await;
    let expected = ids(all.iter().filter(|session| session.id() != all[3].id()));
    assert_eq!(sorted(later), sorted(expected), "all but the live one are over by then");
}

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
