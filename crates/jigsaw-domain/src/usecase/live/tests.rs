use super::*;
use crate::admission::{LinkKind, Via};
use crate::audit::Actor;
use crate::invitation::Invitation;
use crate::link::Generation;
use crate::malformed::Malformed;
use crate::port::{ListedInvitation, PortError};
use crate::session::{Phase, SessionState, WaitingRoom};
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

fn mike(state: ParticipantState) -> Participant {
    Participant { state, ..participant(MIKE) }
}

fn waiting() -> ParticipantState {
    ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] }
}

fn words(text: &str) -> HostText {
    HostText::parse(text).unwrap()
}

/// This session, and these people: found, listed, and waiting where they wait. The last commit moves them on.
fn mocks_at(session: &Session, people: Vec<Participant>) -> Mocks {
    mocks_with(session, people, Vec::new())
}

/// The same with people who are invited.
fn mocks_with(session: &Session, people: Vec<Participant>, list: Vec<Invitation>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks
        .invitations
        .expect_list()
        .returning(move |_, _, _| Ok(list.iter().map(|one| ListedInvitation::unseen(one.clone())).collect()));
    mocks.knows(session);
    let (all, those) = (people.clone(), people.clone());
    mocks.participants.expect_find().returning(move |id| Ok(all.iter().find(|person| person.id == id).cloned()));
    mocks.participants.expect_list().returning(move |_| Ok(those.clone()));
    let waits = move |person: &&Participant| matches!(person.state, ParticipantState::Waiting { .. });
    mocks.participants.expect_waiting().returning(move |_| Ok(people.iter().filter(waits).cloned().collect()));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    mocks
}

fn id() -> SessionId {
    session().id()
}

fn run<T>(
    mut mocks: Mocks,
    action: impl AsyncFnOnce(&FrontDoor) -> Result<T, UseCaseError>,
) -> (Result<T, UseCaseError>, Vec<ChangeSet>) {
    let written = mocks.commits();
    let front_door = mocks.front_door();
    (block_on(action(&front_door)), written.take())
}

#[test]
fn a_session_is_started_however_early_and_starting_it_again_changes_nothing() {
    let (done, written) = run(mocks_at(&session(), Vec::new()), async |door| door.start(&as_host(), id()).await);
    let started = done.unwrap();
    assert_eq!((started.phase(now()), started.version()), (Phase::Live, session().version().next()));
    let changes = &written[0];
    assert_eq!(changes.kinds(), ["update session"]);
    assert_eq!(changes.session().version(), session().version(), "guarded by its version");
    assert_eq!((changes.told(), changes.actions()), (vec![EventKind::SessionStarted], vec!["session.started"]));
    let (again, written) = run(mocks_at(&live_session(), Vec::new()), async |door| door.start(&as_host(), id()).await);
    assert_eq!((again.unwrap(), written.len()), (live_session(), 0));
}

#[test]
fn whoever_waited_for_the_start_comes_in() {
    let early = mike(ParticipantState::Waiting { reasons: vec![ReasonCode::TooEarly] });
    let mut mocks = Mocks::new();
    let mut stored = vec![live_session(), session()];
    mocks.sessions.expect_find().times(2).returning(move |_| Ok(stored.pop()));
    mocks.accounts.expect_find().returning(|_| Ok(Some(host())));
    mocks.participants.expect_waiting().returning(move |_| Ok(vec![early.clone()]));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    let (_, written) = run(mocks, async |door| door.start(&as_host(), id()).await);
    assert_eq!(written[1].person().state, ParticipantState::Admitted);
}

#[test]
fn a_session_ends_once() {
    let (done, written) = run(mocks_at(&live_session(), Vec::new()), async |door| door.end(&as_host(), id()).await);
    assert_eq!(done.unwrap().state(), &SessionState::Ended { at: now() });
    assert_eq!((written[0].told(), written[0].actions()), (vec![EventKind::SessionEnded], vec!["session.ended"]));
    let ended = live_session().end(minutes(-1)).unwrap();
    let (again, written) = run(mocks_at(&ended, Vec::new()), async |door| door.end(&as_host(), id()).await);
    assert_eq!((again.unwrap().state(), written.len()), (&SessionState::Ended { at: minutes(-1) }, 0));
    let (refused, _) = run(mocks_at(&ended, Vec::new()), async |door| door.start(&as_host(), id()).await);
    assert_eq!(refused, Err(LifecycleError::Ended.into()));
    let (refused, _) = run(mocks_at(&session(), Vec::new()), async |door| door.end(&as_host(), id()).await);
    assert_eq!(refused, Err(LifecycleError::NotLive.into()));
}

#[test]
fn locking_and_unlocking_twice_is_fine() {
    let say = |text: &str| Some(words(text));
    let lock = |session: &Session, message: Option<HostText>| {
        run(mocks_at(session, Vec::new()), async move |door| door.lock(&as_host(), id(), message).await)
    };
    let (done, written) = lock(&live_session(), say("We are full"));
    let locked = done.unwrap();
    assert_eq!(locked.lock().unwrap().message, say("We are full"));
    assert_eq!((written[0].told(), written[0].actions()), (vec![EventKind::SessionChanged], vec!["session.locked"]));
    assert_eq!(lock(&locked, say("We are full")).1.len(), 0);
    assert_eq!(lock(&locked, say("Come tomorrow")).1.len(), 1, "other words are a change");

    let unlock =
        |session: &Session, people| run(mocks_at(session, people), async |door| door.unlock(&as_host(), id()).await);
    assert_eq!(unlock(&locked, Vec::new()).1[0].actions(), ["session.unlocked"]);
    let (_, written) =
        unlock(&live_session(), vec![mike(ParticipantState::Waiting { reasons: vec![ReasonCode::Locked] })]);
    assert_eq!(written.len(), 1, "nothing to unlock");
    assert_eq!(written[0].person().state, ParticipantState::Admitted, "whoever only waited for that comes in");
}

fn waiting_room() -> Session {
    live_with(|parts| parts.door.waiting_room = WaitingRoom::Everyone)
}

/// The waiting room with one person, whose approval is stored as it is committed.
fn admit(person: Participant, session: &Session) -> (Result<Participant, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    let stored = std::sync::Arc::new(std::sync::Mutex::new(person));
    let (found, waits, kept) = (stored.clone(), stored.clone(), stored.clone());
    mocks.participants.expect_find().returning(move |_| Ok(Some(found.lock().unwrap().clone())));
    mocks.participants.expect_waiting().returning(move |_| {
        let person = waits.lock().unwrap().clone();
        Ok(matches!(person.state, ParticipantState::Waiting { .. }).then_some(person).into_iter().collect())
    });
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    let written = Written::default();
    let log = written.clone();
    mocks.commits.expect_commit().returning(move |changes| {
        let next = changes.person().clone();
        let version = next.version.next();
        *kept.lock().unwrap() = Participant { version, ..next };
        log.keep(changes);
        Ok(())
    });
    let id = stored.lock().unwrap().id;
    let done = block_on(mocks.front_door().admit(&as_host(), session.id(), id));
    (done, written.take())
}

#[test]
fn admitting_approves_and_then_judges_again() {
    for state in [waiting(), ParticipantState::Denied] {
        let (done, written) = admit(mike(state.clone()), &waiting_room());
        assert_eq!(done.unwrap().state, ParticipantState::Admitted, "{state:?}");
        assert_eq!(written.len(), 2);
        assert!(written[0].person().approved);
        assert!(matches!(written[0].person().state, ParticipantState::Waiting { .. }), "waits again, approved");
        assert_eq!(written[0].actions(), ["participant.admitted"]);
        assert_eq!(written[0].audit[0].actor, Actor::Account(host().id));
    }
}

#[test]
fn the_hosts_word_does_not_outvote_the_other_rules() {
    let locked = waiting_room().locked(None, now()).unwrap();
    let (done, written) = admit(mike(waiting()), &locked);
    let still = done.unwrap();
    assert_eq!(
        (still.approved, &still.state),
        (true, &ParticipantState::Waiting { reasons: vec![ReasonCode::Locked] })
    );
    assert_eq!(written.len(), 2);
}

#[test]
fn admitting_twice_is_fine_and_only_those_who_wait_or_were_sent_away_are_admitted() {
    assert_eq!(admit(mike(ParticipantState::Admitted), &waiting_room()).1.len(), 0);
    let locked = waiting_room().locked(None, now()).unwrap();
    let stuck = ParticipantState::Waiting { reasons: vec![ReasonCode::Locked] };
    let approved = Participant { approved: true, ..mike(stuck) };
    assert_eq!(admit(approved, &locked).1.len(), 0, "nothing new, nothing written");
    for state in [ParticipantState::Left, ParticipantState::Removed { reason: None, banned: true }] {
        assert_eq!(admit(mike(state), &waiting_room()).0, Err(UseCaseError::Contradiction("not_waiting")));
    }
}

#[test]
fn everyone_who_waits_is_admitted_at_once() {
    let other = Participant { state: waiting(), ..participant("other@example.org") };
    let approved = Participant { approved: true, ..mike(waiting()) };
    let (done, written) = run(mocks_at(&waiting_room(), vec![other.clone(), approved]), async |door| {
        door.admit_all(&as_host(), id()).await
    });
    assert_eq!(done, Ok(1), "who was approved before; the mock stores nothing");
    assert_eq!((written[0].person().id, written[0].person().approved), (other.id, true));
    assert_eq!(written[0].actions(), ["participant.admitted"]);
    let (nobody, written) =
        run(mocks_at(&waiting_room(), Vec::new()), async |door| door.admit_all(&as_host(), id()).await);
    assert_eq!((nobody, written.len()), (Ok(0), 0));
}

type Done = (Result<Participant, UseCaseError>, Vec<ChangeSet>);

fn deny(person: Participant) -> Done {
    let one = person.id;
    run(mocks_at(&waiting_room(), vec![person]), async |door| door.deny(&as_host(), id(), one).await)
}

fn remove(person: Participant, reason: Option<HostText>, banned: bool) -> Done {
    let one = person.id;
    run(mocks_at(&live_session(), vec![person]), async move |door| {
        door.remove(&as_host(), id(), one, (reason, banned)).await
    })
}

fn forgive(person: Participant) -> Done {
    let one = person.id;
    run(mocks_at(&live_session(), vec![person]), async |door| door.forgive(&as_host(), id(), one).await)
}

#[test]
fn one_is_sent_away() {
    let person = Participant { approved: true, ..mike(waiting()) };
    let (done, written) = deny(person.clone());
    let denied = done.unwrap();
    assert_eq!((&denied.state, denied.approved), (&ParticipantState::Denied, false));
    assert!(denied.epoch > person.epoch, "their streams close");
    assert_eq!(written[0].told(), [EventKind::ParticipantChanged(person.id)]);
    assert_eq!(written[0].actions(), ["participant.denied"]);
    assert_eq!(deny(mike(ParticipantState::Denied)).1.len(), 0);
    for state in [ParticipantState::Admitted, ParticipantState::Left] {
        assert_eq!(deny(mike(state)).0, Err(UseCaseError::Contradiction("not_waiting")));
    }
}

#[test]
fn a_removal_has_a_reason_and_a_ban_or_none() {
    for banned in [true, false] {
        for state in [ParticipantState::Admitted, waiting(), ParticipantState::Left] {
            let person = Participant { approved: true, ..mike(state) };
            let (done, written) = remove(person.clone(), Some(words("Please rest")), banned);
            let removed = done.unwrap();
            assert_eq!(removed.state, ParticipantState::Removed { reason: Some(words("Please rest")), banned });
            assert!(removed.epoch > person.epoch && !removed.approved);
            assert_eq!(written[0].kinds(), ["update participants"]);
            assert_eq!(written[0].told(), [EventKind::ParticipantChanged(person.id)]);
            let fields: Vec<_> = written[0].audit[0].changes.iter().map(|change| change.field).collect();
            assert_eq!(fields, ["state", "approved"]);
        }
    }
    let gone = mike(ParticipantState::Removed { reason: None, banned: true });
    assert_eq!(remove(gone.clone(), None, true).1.len(), 0, "removed as they are");
    assert_eq!(remove(gone, None, false).1.len(), 1, "the ban is lifted");
}

#[test]
fn the_host_is_not_removed() {
    let host = Participant { role: Role::Host, ..mike(ParticipantState::Admitted) };
    let (refused, written) = remove(host, None, true);
    assert_eq!((refused, written.len()), (Err(UseCaseError::Contradiction("host_cannot_be_removed")), 0));
}

#[test]
fn a_removal_and_a_no_can_be_undone() {
    for state in [ParticipantState::Removed { reason: None, banned: true }, ParticipantState::Denied] {
        let (done, written) = forgive(mike(state));
        assert_eq!((done.unwrap().state, written[0].actions()), (ParticipantState::Left, vec!["participant.forgiven"]));
    }
    assert_eq!(forgive(mike(ParticipantState::Admitted)).1.len(), 0);
}

fn proved(address: &str, role: Role) -> Participant {
    Participant { proof: Proof::Mailbox, role, ..participant(address) }
}

fn change_role(person: &Participant, others: Vec<Participant>, role: Role) -> Done {
    change_role_in(mocks_at(&live_session(), [vec![person.clone()], others].concat()), person, role)
}

fn change_role_in(mocks: Mocks, person: &Participant, role: Role) -> Done {
    let one = person.id;
    run(mocks, async |door| door.change_role(&as_host(), id(), one, role).await)
}

#[test]
fn a_role_changes_and_closes_the_streams_of_the_older_one() {
    let person = proved(MIKE, Role::Attendee);
    for role in [Role::CoHost, Role::Presenter, Role::Captioner] {
        let (done, written) = change_role(&person, Vec::new(), role);
        assert_eq!(done.as_ref().map(|person| person.role), Ok(role));
        assert!(done.unwrap().epoch > person.epoch);
        assert_eq!(written[0].actions(), ["participant.role_changed"]);
        assert!(written[0].told().contains(&EventKind::ParticipantChanged(person.id)));
    }
    assert_eq!(change_role(&person, Vec::new(), Role::Attendee).1.len(), 0, "the role they have");
    let (back, _) = change_role(&proved(MIKE, Role::CoHost), Vec::new(), Role::Attendee);
    assert_eq!(back.unwrap().role, Role::Attendee);
}

#[test]
fn an_unproved_address_is_an_attendee_and_the_host_is_the_host() {
    let typed = participant(MIKE);
    for role in [Role::CoHost, Role::Presenter, Role::Captioner] {
        assert_eq!(change_role(&typed, Vec::new(), role).0, Err(UseCaseError::Contradiction("address_not_proved")));
    }
    let fixed = Err(UseCaseError::Contradiction("host_role_is_fixed"));
    assert_eq!(change_role(&proved(MIKE, Role::Host), Vec::new(), Role::Attendee).0, fixed);
    assert_eq!(change_role(&proved(MIKE, Role::CoHost), Vec::new(), Role::Host).0, fixed);
}

#[test]
fn a_session_has_one_captioner_who_is_there() {
    let (person, holds) = (proved(MIKE, Role::Attendee), proved("other@example.org", Role::Captioner));
    let second = Err(UseCaseError::field("role", Malformed::SecondCaptioner));
    assert_eq!(change_role(&person, vec![holds.clone()], Role::Captioner).0, second);
    assert_eq!(change_role(&person, vec![holds.clone().moved(waiting(), now())], Role::Captioner).0, second);
    let gone = [ParticipantState::Left, ParticipantState::Removed { reason: None, banned: false }];
    for state in gone {
        let (done, written) = change_role(&person, vec![holds.clone().moved(state, now())], Role::Captioner);
        assert_eq!(done.unwrap().role, Role::Captioner);
        let roles: Vec<Role> = written[0].people().iter().map(|person| person.role).collect();
        assert_eq!(roles, [Role::Captioner, Role::Attendee], "whoever had it does not come back with it");
        assert!(written[0].has("update session"), "of two who are named at once one is the second");
    }
}

#[test]
fn whoever_is_invited_as_captioner_and_has_not_come_keeps_the_role() {
    let person = proved(MIKE, Role::Attendee);
    let listed = Invitation { role: Role::Captioner, ..invitation("other@example.org") };
    let among = |others: Vec<Participant>, listed: &Invitation| {
        let people = [vec![person.clone()], others].concat();
        change_role_in(mocks_with(&live_session(), people, vec![listed.clone()]), &person, Role::Captioner)
    };
    let second = Err(UseCaseError::field("role", Malformed::SecondCaptioner));
    assert_eq!(among(Vec::new(), &listed).0, second);
    assert_eq!(among(vec![participant("other@example.org")], &listed).0, second, "someone else may have typed it");
    let own = Invitation { email: email(MIKE), ..listed.clone() };
    for free in [listed.clone().revoked(now()), own] {
        assert_eq!(among(Vec::new(), &free).0.map(|person| person.role), Ok(Role::Captioner));
    }

    let gone = proved("other@example.org", Role::Captioner).moved(ParticipantState::Left, now());
    let (done, written) = among(vec![gone], &listed);
    assert_eq!(done.map(|person| person.role), Ok(Role::Captioner));
    let renamed = written[0].invitations()[0];
    assert_eq!((renamed.id, renamed.role, renamed.generation), (listed.id, Role::Attendee, listed.generation));
    assert!(written[0].actions().contains(&"invitation.changed"), "or they would come back as one by their link");
}

/// A full session of one seat, or one that has the seat left.
fn one_seat(people: Vec<Participant>, taken: u32) -> Mocks {
    let capacity = Some(crate::session::Capacity::parse(1).unwrap());
    let mut mocks = mocks_at(&live_with(|parts| parts.door.capacity = capacity), people);
    mocks.participants.expect_seats_taken().returning(move |_| Ok(taken));
    mocks
}

#[test]
fn a_co_host_who_becomes_an_attendee_needs_a_free_seat() {
    let co_host = proved(MIKE, Role::CoHost);
    for role in [Role::Attendee, Role::Presenter, Role::Captioner] {
        let (refused, written) = change_role_in(one_seat(vec![co_host.clone()], 1), &co_host, role);
        assert_eq!((refused, written.len()), (Err(UseCaseError::Contradiction("session_full")), 0));
        let (done, written) = change_role_in(one_seat(vec![co_host.clone()], 0), &co_host, role);
        assert_eq!(done.map(|person| person.role), Ok(role));
        assert!(written[0].has("limit seats"), "whoever takes it meanwhile is seen");
    }
    let outside = co_host.clone().moved(ParticipantState::Left, now());
    assert!(change_role_in(one_seat(vec![outside.clone()], 1), &outside, Role::Attendee).0.is_ok());
    let presenter = proved(MIKE, Role::Presenter);
    assert!(change_role_in(one_seat(vec![presenter.clone()], 1), &presenter, Role::Attendee).0.is_ok(), "has one");
}

#[test]
fn a_seat_that_is_free_goes_to_whoever_waits_for_one() {
    let waits = Participant {
        state: ParticipantState::Waiting { reasons: vec![ReasonCode::Full] },
        ..participant("w@example.org")
    };
    let inside = proved(MIKE, Role::Attendee);
    let people = || vec![inside.clone(), waits.clone()];
    let (done, written) =
        run(one_seat(people(), 0), async |door| door.remove(&as_host(), id(), inside.id, (None, false)).await);
    assert_eq!(done.map(|person| person.id), Ok(inside.id));
    assert_eq!((written[1].person().id, &written[1].person().state), (waits.id, &ParticipantState::Admitted));
    let (_, written) = change_role_in(one_seat(people(), 0), &inside, Role::CoHost);
    assert_eq!((written[1].person().id, &written[1].person().state), (waits.id, &ParticipantState::Admitted));
}

#[test]
fn a_removal_is_done_even_if_the_waiting_cannot_be_judged() {
    let person = mike(ParticipantState::Admitted);
    let mut mocks = mocks_at(&live_session(), vec![person.clone()]);
    mocks.participants.checkpoint();
    let found = person.clone();
    mocks.participants.expect_find().returning(move |_| Ok(Some(found.clone())));
    mocks.participants.expect_waiting().once().returning(|_| Err(PortError::Unavailable("away".to_owned())));
    let (done, written) = run(mocks, async |door| door.remove(&as_host(), id(), person.id, (None, true)).await);
    assert!(done.is_ok());
    assert_eq!(written.len(), 1);
}

#[test]
fn a_captioner_who_was_named_meanwhile_is_seen() {
    let person = proved(MIKE, Role::Attendee);
    let mut mocks = Mocks::new();
    mocks.knows(&live_session());
    mocks.invitations.expect_list().returning(|_, _, _| Ok(Vec::new()));
    let found = person.clone();
    mocks.participants.expect_find().returning(move |_| Ok(Some(found.clone())));
    let mut lists = vec![vec![proved("other@example.org", Role::Captioner)], Vec::new()];
    mocks.participants.expect_list().times(2).returning(move |_| Ok(lists.pop().unwrap_or_default()));
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let done = block_on(mocks.front_door().change_role(&as_host(), id(), person.id, Role::Captioner));
    assert_eq!(done, Err(UseCaseError::field("role", Malformed::SecondCaptioner)));
    assert!(written.take().is_empty());
}

#[test]
fn people_of_other_sessions_and_nobody_are_not_found() {
    let strange = Participant { session: SessionId::mint(now(), [1; 16]), ..mike(waiting()) };
    for people in [vec![strange.clone()], Vec::new()] {
        let front_door = mocks_at(&waiting_room(), people).front_door();
        let one = strange.id;
        let caller = as_host();
        let all = [
            block_on(front_door.admit(&caller, id(), one)),
            block_on(front_door.deny(&caller, id(), one)),
            block_on(front_door.remove(&caller, id(), one, (None, true))),
            block_on(front_door.forgive(&caller, id(), one)),
            block_on(front_door.change_role(&caller, id(), one, Role::Presenter)),
        ];
        assert!(all.into_iter().all(|done| done == Err(UseCaseError::NotFound)));
    }
}

#[test]
fn a_co_host_runs_the_session_and_gives_no_roles() {
    let co_host = Participant {
        role: Role::CoHost,
        via: Via { link: LinkKind::Personal, generation: Generation::FIRST },
        ..participant("co@example.org")
    };
    let caller = by_pass(holder(&co_host, &live_session()));
    let person = mike(ParticipantState::Admitted);
    let (done, written) = run(mocks_at(&live_session(), vec![person.clone()]), async |door| {
        door.remove(&caller, id(), person.id, (None, true)).await
    });
    assert!(done.is_ok());
    assert_eq!(written[0].audit[0].actor, Actor::Participant(co_host.id));
    let front_door = mocks_at(&live_session(), vec![person.clone()]).front_door();
    let refused = block_on(front_door.change_role(&caller, id(), person.id, Role::Presenter));
    assert_eq!(refused, Err(UseCaseError::Forbidden));
}

#[test]
fn nobody_else_runs_it() {
    let front_door = mocks_at(&live_session(), vec![mike(waiting())]).front_door();
    let attendee = by_pass(holder(&participant("a@example.org"), &live_session()));
    let stranger = caller(crate::usecase::Subject::Account(account(MIKE)));
    for (caller, expected) in [
        (anonymous(), UseCaseError::SignInRequired),
        (attendee, UseCaseError::Forbidden),
        (stranger, UseCaseError::NotFound),
    ] {
        assert_eq!(block_on(front_door.start(&caller, id())), Err(expected.clone()));
        assert_eq!(block_on(front_door.end(&caller, id())), Err(expected.clone()));
        assert_eq!(block_on(front_door.lock(&caller, id(), None)), Err(expected.clone()));
        assert_eq!(block_on(front_door.admit_all(&caller, id())), Err(expected.clone()));
        assert_eq!(block_on(front_door.remove(&caller, id(), participant(MIKE).id, (None, true))), Err(expected));
    }
}
