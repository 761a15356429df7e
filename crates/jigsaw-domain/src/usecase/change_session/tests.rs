use super::*;
use crate::audit::Actor;
use crate::port::PortError;
use crate::session::{
    Capacity, DoorSettings, InvitationType, LifecycleError, Phase, ReminderOffsets, SessionState, WaitingRoom,
};
use crate::text::Title;
use crate::usecase::Subject;
use crate::usecase::testing::*;
use crate::version::Version;

fn hour(from: i64) -> Schedule {
    Schedule::from_instants(minutes(from), minutes(from + 60), chrono_tz::Europe::Berlin).unwrap()
}

fn draft(schedule: Schedule, joinable_until: Option<DateTime<Utc>>) -> CreateSession {
    SessionDraft {
        title: Title::parse("Algebra").unwrap(),
        schedule,
        invitation_type: InvitationType::InvitationList,
        door: DoorSettings { joinable_until, ..DoorSettings::default() },
        reminders: ReminderOffsets::default(),
        room: Room::Builtin,
        message: None,
    }
}

fn create(caller: &Caller, draft: CreateSession) -> (Result<SessionView, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = Mocks::new();
    let written = mocks.commits();
    (block_on(mocks.front_door().create_session(caller, draft)), written.take())
}

#[test]
fn a_host_creates_a_session() {
    let (done, written) = create(&as_host(), draft(hour(60), Some(minutes(90))));
    let view = done.unwrap();
    let changes = &written[0];
    assert_eq!(changes.kinds(), ["insert session"]);
    assert_eq!((changes.session(), changes.session().host()), (&view.session, host().id));
    assert_eq!((view.session.state(), view.session.version()), (&SessionState::Scheduled, Version::FIRST));
    assert_eq!(view.host_name, host().name);
    assert_eq!(view.link, address().of(&keyring(), view.session.current_link()));
    assert_eq!((changes.actions(), changes.audit[0].actor), (vec!["session.created"], Actor::Account(host().id)));
    let fields: Vec<&str> = changes.audit[0].changes.iter().map(|change| change.field).collect();
    assert_eq!(fields, ["title", "invitation_type", "starts_at"]);
}

#[test]
fn times_that_make_no_sense_are_named() {
    for (schedule, until, field, fault) in [
        (hour(-60), None, "ends_at", Malformed::InThePast),
        (hour(-120), None, "ends_at", Malformed::InThePast),
        (hour(60), Some(minutes(60)), "joinable_until", Malformed::EndsBeforeStart),
    ] {
        let (done, written) = create(&as_host(), draft(schedule, until));
        assert_eq!((done.unwrap_err(), written.len()), (UseCaseError::field(field, fault), 0));
    }
    assert!(create(&as_host(), draft(hour(-30), None)).0.is_ok(), "one under way is fine");
}

#[test]
fn only_hosts_create_sessions() {
    let guest = caller(Subject::Account(account("guest@example.org")));
    for (caller, expected) in [
        (anonymous(), UseCaseError::SignInRequired),
        (guest, UseCaseError::Forbidden),
        (command_line(), UseCaseError::SignInRequired),
    ] {
        assert_eq!(create(&caller, draft(hour(60), None)).0.unwrap_err(), expected);
    }
}

/// The stored session, with nobody waiting.
fn mocks_at(session: &Session) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    // Nobody was mailed: what invitees are told, the tests of `announce` say.
    mocks.invitations.expect_mailed().returning(|_, _| Ok(Vec::new()));
    mocks
}

fn edit_if(
    session: &Session,
    edit: SessionEdit,
    if_version: Option<Version>,
) -> (Result<SessionView, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = mocks_at(session);
    let written = mocks.commits();
    (block_on(mocks.front_door().edit_session(&as_host(), session.id(), edit, if_version)), written.take())
}

fn edit(session: &Session, edit: SessionEdit) -> (Result<SessionView, UseCaseError>, Vec<ChangeSet>) {
    edit_if(session, edit, None)
}

/// What the audit row says, as `field: before > after`.
fn told(changes: &ChangeSet) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let fields = changes.audit[0].changes.iter();
    fields.map(|change| format!("{}: {} > {}", change.field, text(&change.before), text(&change.after))).collect()
}

#[test]
fn an_edit_is_told_field_by_field() {
    let change = SessionEdit {
        title: Some(Title::parse("Geometry").unwrap()),
        schedule: Some(hour(90)),
        room: Some(Room::Url("https://rooms.example/a".to_owned())),
        ..SessionEdit::default()
    };
    let (done, written) = edit(&session(), change);
    assert!(done.is_ok());
    let changes = &written[0];
    assert_eq!(changes.kinds(), ["update session"]);
    assert_eq!(changes.session().version(), session().version(), "guarded by its version");
    assert_eq!((changes.told(), changes.actions()), (vec![EventKind::SessionChanged], vec!["session.edited"]));
    assert_eq!(
        told(changes),
        [
            "title: Autumn term, week 8 > Geometry",
            "starts_at: 2026-11-23T15:00:00+00:00 > 2026-11-23T15:30:00+00:00",
            "ends_at: 2026-11-23T16:00:00+00:00 > 2026-11-23T16:30:00+00:00",
            "room: builtin > https://rooms.example/a",
        ]
    );
}

#[test]
fn every_setting_is_told() {
    let door = DoorSettings {
        waiting_room: WaitingRoom::Everyone,
        capacity: Capacity::parse(9).ok(),
        ..DoorSettings::default()
    };
    for (change, field) in [
        (SessionEdit { door: Some(door), ..SessionEdit::default() }, "door"),
        (SessionEdit { link_expires_at: Some(Some(minutes(90))), ..SessionEdit::default() }, "link_expires_at"),
        (SessionEdit { reminders: ReminderOffsets::new(Vec::new()).ok(), ..SessionEdit::default() }, "reminders"),
        (
            SessionEdit { invitation_type: Some(InvitationType::InvitationList), ..SessionEdit::default() },
            "invitation_type",
        ),
    ] {
        let (_, written) = edit(&session(), change);
        assert_eq!(written[0].audit[0].changes.iter().map(|change| change.field).collect::<Vec<_>>(), [field]);
    }
    let room = |url: &str| Room::Url(url.to_owned());
    let there = session_with(|parts| parts.room = room("https://rooms.example/a"));
    let (_, written) =
        edit(&there, SessionEdit { room: Some(room("https://rooms.example/b")), ..SessionEdit::default() });
    assert_eq!(told(&written[0]), ["room: https://rooms.example/a > https://rooms.example/b"]);
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let same = SessionEdit {
        title: Some(session().title().clone()),
        schedule: Some(session().schedule().clone()),
        ..SessionEdit::default()
    };
    for change in [same, SessionEdit::default()] {
        let (done, written) = edit(&session(), change);
        assert_eq!((done.unwrap().session, written.len()), (session(), 0));
    }
}

#[test]
fn another_type_keeps_list_link_and_people() {
    for kind in InvitationType::ALL {
        let (_, written) =
            edit(&live_session(), SessionEdit { invitation_type: Some(*kind), ..SessionEdit::default() });
        let Some(changes) = written.first() else { continue };
        assert_eq!(changes.kinds(), ["update session"], "neither invitations nor people are touched");
        assert_eq!(changes.session().link(), live_session().link());
        assert_eq!(changes.session().phase(now()), Phase::Live);
    }
}

#[test]
fn edited_times_are_checked_and_those_that_are_left_alone_are_not() {
    let moved = |schedule| SessionEdit { schedule: Some(schedule), ..SessionEdit::default() };
    let (done, _) = edit(&session(), moved(hour(-120)));
    assert_eq!(done.unwrap_err(), UseCaseError::field("ends_at", Malformed::InThePast));
    let until = |at| SessionEdit {
        door: Some(DoorSettings { joinable_until: Some(at), ..DoorSettings::default() }),
        ..SessionEdit::default()
    };
    let (done, written) = edit(&session(), until(minutes(30)));
    assert_eq!(done.unwrap_err(), UseCaseError::field("joinable_until", Malformed::EndsBeforeStart));
    assert!(written.is_empty());
    assert!(edit(&session(), until(minutes(61))).0.is_ok());
    let closes = session_with(|parts| parts.door.joinable_until = Some(minutes(70)));
    let (done, _) = edit(&closes, moved(hour(80)));
    assert_eq!(done.unwrap_err(), UseCaseError::field("joinable_until", Malformed::EndsBeforeStart));
    // A live session that runs over its end can still be renamed.
    let late = live_with(|parts| parts.schedule = hour(-90));
    let renamed = SessionEdit { title: Some(Title::parse("Geometry").unwrap()), ..SessionEdit::default() };
    assert!(edit(&late, renamed).0.is_ok());
}

#[test]
fn if_version_refuses_what_somebody_else_has_changed() {
    let renamed = || SessionEdit { title: Some(Title::parse("Geometry").unwrap()), ..SessionEdit::default() };
    assert!(edit_if(&session(), renamed(), Some(session().version())).0.is_ok());
    let (done, written) = edit_if(&session(), renamed(), Some(session().version().next()));
    assert_eq!((done.unwrap_err(), written.len()), (UseCaseError::Contradiction("version_moved"), 0));

    let mut mocks = Mocks::new();
    mocks.invitations.expect_mailed().returning(|_, _| Ok(Vec::new()));
    let mut stored = vec![session().committed(), session()];
    mocks.sessions.expect_find().times(2).returning(move |_| Ok(stored.pop()));
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let version = Some(session().version());
    let done = block_on(mocks.front_door().edit_session(&as_host(), session().id(), renamed(), version));
    assert_eq!(done.unwrap_err(), UseCaseError::Contradiction("version_moved"), "in the very moment, too");
    assert!(written.take().is_empty());
}

#[test]
fn a_finished_session_is_not_edited() {
    let ended = live_session().end(now()).unwrap();
    let cancelled = session().cancel(None, Tell::Invitees, now()).unwrap();
    for (session, expected) in [(ended, LifecycleError::Ended), (cancelled, LifecycleError::Cancelled)] {
        assert_eq!(edit(&session, SessionEdit::default()).0.unwrap_err(), expected.into());
    }
}

#[test]
fn a_rotated_link_is_another_one() {
    let mut mocks = mocks_at(&session());
    let written = mocks.commits();
    block_on(mocks.front_door().rotate_link(&as_host(), session().id(), Tell::Nobody)).unwrap();
    let changes = written.only();
    assert_eq!((changes.kinds(), changes.actions()), (vec!["update session"], vec!["session.link_rotated"]));
    assert_eq!(told(&changes), ["link_generation: 0 > 1"]);
    assert_eq!(changes.told(), [EventKind::SessionChanged]);
}

#[test]
fn a_session_is_called_off_once_with_a_reason() {
    let reason = HostText::parse("The teacher is ill").unwrap();
    let cancel = |session: &Session| {
        let mut mocks = mocks_at(session);
        let written = mocks.commits();
        let done =
            block_on(mocks.front_door().cancel_session(&as_host(), session.id(), Some(reason.clone()), Tell::Nobody));
        (done, written.take())
    };
    for session in [session(), live_session()] {
        let (done, written) = cancel(&session);
        assert!(done.is_ok());
        let state = SessionState::Cancelled { at: now(), reason: Some(reason.clone()) };
        assert_eq!(written[0].session().state(), &state);
        assert_eq!(
            (written[0].told(), written[0].actions()),
            (vec![EventKind::SessionCancelled], vec!["session.cancelled"])
        );
    }
    let cancelled = session().cancel(None, Tell::Invitees, minutes(-5)).unwrap();
    assert!(cancel(&cancelled).1.is_empty(), "the first reason stands");
    let ended = live_session().end(now()).unwrap();
    assert_eq!(cancel(&ended).0.unwrap_err(), LifecycleError::Ended.into());
}

#[test]
fn whoever_waited_for_an_edit_comes_in() {
    let early = crate::admission::Participant {
        state: crate::admission::ParticipantState::Waiting {
            reasons: vec![crate::admission::ReasonCode::AwaitingAdmission],
        },
        ..participant("mike@example.org")
    };
    let mut mocks = Mocks::new();
    let room = live_with(|parts| parts.door.waiting_room = WaitingRoom::Everyone);
    let mut stored = vec![live_session(), live_session(), room];
    mocks.sessions.expect_find().returning(move |_| Ok(stored.pop()));
    mocks.accounts.expect_find().returning(|_| Ok(Some(host())));
    mocks.participants.expect_waiting().returning(move |_| Ok(vec![early.clone()]));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    let written = mocks.commits();
    let open = SessionEdit { door: Some(DoorSettings::default()), ..SessionEdit::default() };
    block_on(mocks.front_door().edit_session(&as_host(), session().id(), open, None)).unwrap();
    assert_eq!(written.take()[1].person().state, crate::admission::ParticipantState::Admitted);
}

#[test]
fn a_session_is_shown_and_changed_by_its_host_alone() {
    let front_door = mocks_at(&session()).front_door();
    let view = block_on(front_door.view_session(&as_host(), session().id())).unwrap();
    assert_eq!((view.session, view.host_name), (session(), host().name));
    let stranger = caller(Subject::Account(account("other@example.org")));
    let co_host =
        crate::admission::Participant { role: crate::invitation::Role::CoHost, ..participant("co@example.org") };
    let co_host = by_pass(holder(&co_host, &session()));
    for (caller, expected) in [
        (anonymous(), UseCaseError::SignInRequired),
        (stranger, UseCaseError::NotFound),
        (co_host, UseCaseError::Forbidden),
    ] {
        let id = session().id();
        assert_eq!(block_on(front_door.view_session(&caller, id)).unwrap_err(), expected);
        assert_eq!(block_on(front_door.rotate_link(&caller, id, Tell::Nobody)).unwrap_err(), expected);
        assert_eq!(block_on(front_door.cancel_session(&caller, id, None, Tell::Nobody)).unwrap_err(), expected);
        assert_eq!(block_on(front_door.edit_session(&caller, id, SessionEdit::default(), None)).unwrap_err(), expected);
    }
    let unknown = SessionId::mint(now(), [1; 16]);
    assert_eq!(block_on(front_door.view_session(&as_host(), unknown)).unwrap_err(), UseCaseError::NotFound);
}
