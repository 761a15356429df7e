use super::*;
use crate::admission::LinkKind;
use crate::audit::Actor;
use crate::id::PassId;
use crate::port::PortError;
use crate::secret::{Secret, SecretKind};
use crate::session::{Session, SessionState};
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

fn mike(state: ParticipantState) -> Participant {
    Participant { state, ..participant(MIKE) }
}

fn waiting() -> ParticipantState {
    ParticipantState::Waiting { reasons: vec![ReasonCode::WaitingForHost] }
}

fn removed() -> ParticipantState {
    ParticipantState::Removed { reason: Some(words()), banned: true }
}

fn words() -> HostText {
    HostText::parse("Please rest").unwrap()
}

fn over() -> Session {
    live_with(|parts| parts.state = SessionState::Ended { at: now() })
}

fn cancelled() -> Session {
    live_with(|parts| parts.state = SessionState::Cancelled { at: now(), reason: None })
}

/// A pass of a person in this state, that ended like this, in this session.
fn held(state: ParticipantState, ended: Option<PassEnd>, session: &Session) -> PassHolder {
    let mut holder = holder(&mike(state), session);
    holder.pass.ended = ended;
    holder
}

#[test]
fn what_a_pass_is_worth() {
    use PassState::{Admitted, Denied, Ended, Left, Removed, Replaced, Waiting};
    let (in_there, denied, left) = (ParticipantState::Admitted, ParticipantState::Denied, ParticipantState::Left);
    let (gone, replaced) = (Some(PassEnd::Left), Some(PassEnd::Replaced));
    for (name, state, ended, session, expected) in [
        ("waiting", waiting(), None, live_session(), Waiting),
        ("in", in_there.clone(), None, live_session(), Admitted),
        ("in before it begins", in_there.clone(), None, session(), Admitted),
        ("sent away", denied.clone(), None, live_session(), Denied),
        ("removed", removed(), None, live_session(), Removed),
        ("left with the last device", left, None, live_session(), Left),
        ("left on this device", in_there.clone(), gone, live_session(), Left),
        ("moved elsewhere", in_there.clone(), replaced, live_session(), Replaced),
        ("over", in_there.clone(), None, over(), Ended),
        ("called off", waiting(), None, cancelled(), Ended),
        ("removed, and over", removed(), None, over(), Removed),
        ("removed after this device left", removed(), gone, live_session(), Removed),
        ("sent away, and over", denied, None, over(), Denied),
        ("moved elsewhere, and over", in_there, replaced, over(), Replaced),
    ] {
        assert_eq!(held(state, ended, &session).state(now()), expected, "{name}");
    }
}

fn view(holder: &PassHolder) -> PassView {
    Mocks::new().front_door().view_pass(holder)
}

#[test]
fn a_waiting_person_sees_title_host_and_their_own_state() {
    let holder = held(waiting(), None, &session());
    let PassView { state, title, host_name, starts_at, opens_at, role, reasons, message } = view(&holder);
    assert_eq!((state, role, message), (PassState::Waiting, None, None), "no role before they are in");
    assert_eq!((title, host_name), (session().title().clone(), host().name));
    assert_eq!((starts_at, opens_at), (minutes(60), minutes(50)));
    assert_eq!(reasons, [ReasonCode::WaitingForHost]);
}

#[test]
fn each_state_says_its_own_reason_and_nothing_else() {
    let in_there = ParticipantState::Admitted;
    for (holder, role, reasons, message) in [
        (held(in_there.clone(), None, &live_session()), Some(Role::Attendee), vec![], None),
        (held(ParticipantState::Denied, None, &live_session()), None, vec![ReasonCode::AdmissionDenied], None),
        (held(removed(), None, &live_session()), None, vec![ReasonCode::Removed], Some(words())),
        (held(in_there.clone(), Some(PassEnd::Replaced), &live_session()), None, vec![ReasonCode::SeatTakenOver], None),
        (
            held(ParticipantState::Denied, Some(PassEnd::Replaced), &live_session()),
            None,
            vec![ReasonCode::SeatTakenOver],
            None,
        ),
        (held(waiting(), Some(PassEnd::Replaced), &live_session()), None, vec![ReasonCode::SeatTakenOver], None),
        (held(in_there.clone(), Some(PassEnd::Left), &live_session()), None, vec![], None),
        (held(waiting(), None, &over()), None, vec![], None),
        (held(in_there, None, &over()), None, vec![], None),
    ] {
        let shown = view(&holder);
        assert_eq!((shown.role, shown.reasons, shown.message), (role, reasons, message), "{:?}", shown.state);
    }
}

fn beat(holder: &PassHolder) -> (PassState, Vec<ChangeSet>) {
    let mut mocks = Mocks::new();
    let written = mocks.commits();
    let state = block_on(mocks.front_door().heartbeat(holder)).unwrap();
    (state, written.take())
}

#[test]
fn heartbeats_write_seldom_but_often_enough() {
    for (seconds, writes) in [(0, 0), (11, 0), (12, 1), (40, 1)] {
        let mut holder = held(ParticipantState::Admitted, None, &live_session());
        holder.pass.seen_at = now() - chrono::TimeDelta::seconds(seconds);
        let (state, written) = beat(&holder);
        assert_eq!((state, written.len()), (PassState::Admitted, writes), "{seconds} s");
        for changes in written {
            assert!(
                matches!(changes.changes.as_slice(), [Change::TouchPass(id, at)] if (*id, *at) == (holder.pass.id, now()))
            );
            assert!(changes.events.is_empty() && changes.audit.is_empty(), "it says nothing new");
        }
    }
    assert!(chrono::TimeDelta::seconds(15 + 12) < Pass::ABSENT_AFTER, "two beats may come late");
}

#[test]
fn a_pass_that_is_over_is_not_kept_present() {
    for holder in [held(removed(), None, &live_session()), held(ParticipantState::Admitted, None, &over())] {
        let mut holder = holder;
        holder.pass.seen_at = minutes(-5);
        assert_eq!(beat(&holder).1.len(), 0);
    }
}

#[test]
fn the_room_is_for_those_who_are_in() {
    let mut mocks = Mocks::new();
    mocks.rooms.expect_ticket().once().returning(|entry| {
        assert_eq!((entry.participant, entry.role, entry.epoch), (participant(MIKE).id, Role::Attendee, 0));
        Ok(RoomTicket { kind: "builtin", url: "/room".to_owned() })
    });
    let front_door = mocks.front_door();
    block_on(front_door.enter_room(&held(ParticipantState::Admitted, None, &live_session()))).unwrap();
    for outside in [
        held(waiting(), None, &live_session()),
        held(removed(), None, &live_session()),
        held(ParticipantState::Admitted, Some(PassEnd::Replaced), &live_session()),
        held(ParticipantState::Admitted, None, &over()),
    ] {
        assert_eq!(block_on(front_door.enter_room(&outside)), Err(UseCaseError::Forbidden));
    }
}

/// Another device of the person, heard of so many seconds ago.
fn other_device(number: u8, seconds: i64) -> Pass {
    let secret = Secret::mint(SecretKind::Pass, [number; 32]);
    let seen_at = now() - chrono::TimeDelta::seconds(seconds);
    Pass {
        id: PassId::mint(now(), [number; 16]),
        digest: secret.digest(),
        link: LinkKind::Session,
        seen_at,
        ..pass(&participant(MIKE))
    }
}

/// The stored holder, and everything of the person that is open.
fn leaving(holder: &PassHolder, others: Vec<Pass>) -> Mocks {
    let mut mocks = Mocks::new();
    let stored = holder.clone();
    mocks.participants.expect_by_pass().returning(move |_| Ok(Some(stored.clone())));
    let mut found = situation(holder.session.clone());
    found.passes = others.into_iter().chain([holder.pass.clone()]).collect();
    mocks.door.expect_situation().returning(move |_| Ok(Some(found.clone())));
    mocks
}

fn leave(mut mocks: Mocks, holder: &PassHolder) -> Vec<ChangeSet> {
    let written = mocks.commits();
    block_on(mocks.front_door().leave(&by_pass(holder.clone()))).unwrap();
    written.take()
}

#[test]
fn the_last_device_frees_the_seat() {
    for state in [ParticipantState::Admitted, waiting()] {
        let holder = held(state, None, &live_session());
        let written = leave(leaving(&holder, vec![other_device(1, 46)]), &holder);
        let changes = &written[0];
        assert_eq!(changes.kinds(), ["end passes", "update participants"]);
        assert_eq!(changes.ended_passes(), Some(([holder.pass.id].as_slice(), PassEnd::Left)));
        assert_eq!((&changes.person().state, changes.person().state_since), (&ParticipantState::Left, now()));
        assert!(changes.person().epoch > holder.participant.epoch);
        assert_eq!(changes.told(), [EventKind::ParticipantChanged(holder.participant.id)]);
        assert_eq!(changes.actions(), ["participant.left"]);
        assert_eq!(changes.audit[0].actor, Actor::Participant(holder.participant.id));
    }
}

#[test]
fn the_seat_goes_to_whoever_waits_for_one() {
    let capacity = Some(crate::session::Capacity::parse(1).unwrap());
    let full = live_with(|parts| parts.door.capacity = capacity);
    let holder = held(ParticipantState::Admitted, None, &full);
    let waits = Participant {
        state: ParticipantState::Waiting { reasons: vec![ReasonCode::Full] },
        ..participant("w@example.org")
    };
    let mut mocks = leaving(&holder, Vec::new());
    mocks.knows(&full);
    let waiting = waits.clone();
    mocks.participants.expect_waiting().once().returning(move |_| Ok(vec![waiting.clone()]));
    mocks.participants.expect_seats_taken().returning(|_| Ok(0));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    let written = leave(mocks, &holder);
    assert_eq!((written[1].person().id, &written[1].person().state), (waits.id, &ParticipantState::Admitted));

    let mut mocks = leaving(&holder, Vec::new());
    mocks.participants.expect_waiting().once().returning(|_| Err(PortError::Unavailable("away".to_owned())));
    assert_eq!(leave(mocks, &holder).len(), 1, "they have left all the same");
}

#[test]
fn another_device_keeps_the_seat() {
    let holder = held(ParticipantState::Admitted, None, &live_session());
    let written = leave(leaving(&holder, vec![other_device(1, 44)]), &holder);
    let changes = &written[0];
    assert_eq!(changes.ended_passes(), Some(([holder.pass.id].as_slice(), PassEnd::Left)));
    assert_eq!(changes.person(), &holder.participant, "unchanged, and guarded: see below");
    assert!(changes.audit.is_empty());
}

#[test]
fn two_devices_that_leave_at_once_free_the_seat() {
    // Both see the other one; the guard lets one through, and the other one finds itself the last.
    let holder = held(ParticipantState::Admitted, None, &live_session());
    let mut mocks = Mocks::new();
    let stored = holder.clone();
    mocks.participants.expect_by_pass().times(2).returning(move |_| Ok(Some(stored.clone())));
    let mut found = situation(live_session());
    found.passes = vec![holder.pass.clone()];
    let mut before = found.clone();
    before.passes.push(other_device(1, 0));
    let mut situations = vec![found, before];
    mocks.door.expect_situation().times(2).returning(move |_| Ok(situations.pop()));
    let written = mocks.commits_after(vec![PortError::Conflict]);
    block_on(mocks.front_door().leave(&by_pass(holder))).unwrap();
    assert_eq!(written.only().person().state, ParticipantState::Left);
}

#[test]
fn leaving_twice_is_fine_and_only_a_pass_leaves() {
    for holder in [held(ParticipantState::Left, None, &live_session()), held(removed(), None, &live_session())] {
        assert!(leave(leaving(&holder, Vec::new()), &holder).is_empty());
    }
    let holder = held(ParticipantState::Admitted, None, &live_session());
    let mut gone = Mocks::new();
    gone.participants.expect_by_pass().returning(|_| Ok(None));
    assert!(leave(gone, &holder).is_empty());
    let front_door = Mocks::new().front_door();
    for caller in [anonymous(), as_host(), command_line()] {
        assert_eq!(block_on(front_door.leave(&caller)), Err(UseCaseError::SignInRequired));
    }
}
