//! [`Sessions`](jigsaw_domain::port::Sessions): finding and listing. What time makes of them is in [`due`](super::due).

use super::stage::{Stage, ids, sorted};
use crate::StorePorts;
use crate::build::{self, minutes, now, session};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{Change, SessionsOf};
use jigsaw_domain::session::{
    DailyHours, Deviation, DoorSettings, EarlyEntry, EmailProof, Exception, InvitationType, Recurrence, Room, Rule,
    Schedule, Session, SessionKind, SessionState, Slot, WaitingRoom,
};
use jigsaw_domain::text::HostText;

/// A moment as exact as the port of time gives it.
fn exact(after: i64) -> DateTime<Utc> {
    minutes(after) + TimeDelta::microseconds(123_456)
}

fn some_days() -> DailyHours {
    let time = |hour| NaiveTime::from_hms_opt(hour, 5, 7).expect("a time");
    DailyHours::new(time(9), time(17), vec![Weekday::Sun, Weekday::Mon]).expect("hours")
}

/// A series with everything that can become of one.
fn with_a_past() -> Recurrence {
    let at = |hour| build::now().date_naive().and_hms_micro_opt(hour, 59, 59, 123_456).expect("a time");
    let slot = |hour| Slot { starts: at(hour), lasts: TimeDelta::microseconds(5_400_000_001) };
    let exception = |hour, deviation| Exception { original: at(hour), deviation };
    Recurrence {
        rule: Rule::parse("FREQ=MONTHLY;BYDAY=-1FR,2MO;UNTIL=20280229T101112", chrono_tz::UTC).expect("a rule"),
        first: slot(9),
        exceptions: vec![exception(1, Deviation::Cancelled), exception(2, Deviation::Moved(slot(3)))],
        kept: vec![slot(5), slot(6)],
        over: Some(exact(-500)),
    }
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
        session().titled("open").open_for(20).build(),
        session().titled("open on some days").of_kind(SessionKind::Open(some_days())).build(),
        session().titled("a series").recurring("FREQ=WEEKLY;INTERVAL=2;COUNT=9").build(),
        session().titled("a series with a past").of_kind(SessionKind::Recurring(Box::new(with_a_past()))).build(),
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
