//! The person, their pass and their seat: what is written for a place that is taken.

use super::*;
use crate::event::EventKind;
use crate::session::Schedule;

/// This device carries the person's own pass.
fn on_own_device(situation: &DoorSituation, person: &Participant, evidence: JoinEvidence) -> JoinRequest {
    JoinRequest { pass: Some(pass_secret(person)), ..call(situation, evidence) }
}

#[test]
fn a_newcomer_is_written_whole() {
    let door = listed(door(OPEN), Role::Presenter);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_eq!(
        changes.kinds(),
        ["insert participant", "insert pass", "guard invitation", "guard session", "record decision"]
    );
    let person = changes.person();
    assert_eq!((person.session, &person.email, person.epoch), (session().id(), &email(MIKE), 0));
    assert_eq!((&person.state, person.state_since, person.created_at), (&ParticipantState::Admitted, now(), now()));
    assert_eq!(person.invitation, Some(invitation(MIKE).id));
    assert_eq!(person.via, Via { link: LinkKind::Session, generation: Generation::FIRST });
    assert!(!person.approved && !person.knocked);
    let pass = changes.pass().unwrap();
    assert_eq!((pass.participant, pass.session, pass.link), (person.id, person.session, LinkKind::Session));
    assert_eq!((pass.opened_at, pass.seen_at, pass.ended), (now(), now(), None));
    assert_eq!(answer.pass.as_ref().map(Secret::digest), Some(pass.digest), "the secret itself is not stored");
    assert_eq!((answer.participant, changes.decision().participant), (Some(person.id), Some(person.id)));
    assert_eq!(changes.told(), [EventKind::ParticipantChanged(person.id)]);
}

#[test]
fn someone_who_is_in_and_comes_again_on_the_same_device_changes_nothing() {
    for kind in [OPEN, LIST] {
        let person = mike(ParticipantState::Admitted, Proof::Mailbox);
        let door = known(listed(door(kind), Role::Attendee), &person, &[pass(&person)]);
        let (answer, changes) = join(&door, &on_own_device(&door, &person, named()));
        assert_admitted(&answer);
        assert_eq!(changes.kinds(), ["touch pass", "guard invitation", "guard session", "record decision"]);
        assert!(changes.events.is_empty() && changes.audit.is_empty());
        assert_eq!(answer.pass.unwrap().digest(), pass(&person).digest, "the pass is kept");
    }
}

#[test]
fn unproved_people_of_one_address_share_a_person_with_a_pass_each() {
    let person = mike(ParticipantState::Admitted, Proof::Unverified);
    let door = known(door(OPEN), &person, &[pass(&person)]);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_admitted(&answer);
    assert_eq!(answer.participant, Some(person.id));
    assert_eq!(changes.kinds(), ["insert pass", "guard session", "record decision"], "nobody is renamed");
}

#[test]
fn a_second_device_of_a_personal_link_moves_the_seat_there() {
    let person = mike(ParticipantState::Admitted, Proof::Mailbox);
    let (there, by_session) = (device(&person, 1, LinkKind::Personal), device(&person, 2, LinkKind::Session));
    let door = known(linked(listed(door(LIST), Role::Attendee)), &person, &[there.clone(), by_session]);
    let (answer, _) = join(&door, &personally(&door, JoinEvidence::default()));
    assert_needs(&answer, &[Evidence::Seat]);
    let moves = JoinEvidence { take_seat: true, ..JoinEvidence::default() };
    let (answer, changes) = join(&door, &personally(&door, moves));
    assert_admitted(&answer);
    assert_eq!(changes.kinds(), ["end passes", "insert pass", "guard invitation", "guard session", "record decision"]);
    assert_eq!(
        changes.ended_passes(),
        Some(([there.id].as_slice(), PassEnd::Replaced)),
        "the session link's has no seat"
    );
    assert_eq!(changes.told(), [EventKind::ParticipantChanged(person.id)], "the older place is told");
    assert_eq!(changes.pass().unwrap().link, LinkKind::Personal);
}

#[test]
fn a_device_that_is_gone_or_another_persons_is_not_in_the_seat() {
    let person = mike(ParticipantState::Admitted, Proof::Mailbox);
    let absent = Pass { seen_at: now() - Pass::ABSENT_AFTER, ..device(&person, 1, LinkKind::Personal) };
    let door = known(linked(listed(door(LIST), Role::Attendee)), &person, std::slice::from_ref(&absent));
    let (answer, changes) = join(&door, &personally(&door, JoinEvidence::default()));
    assert_admitted(&answer);
    assert_eq!(changes.ended_passes(), Some(([absent.id].as_slice(), PassEnd::Replaced)), "one seat all the same");

    let strange =
        JoinRequest { pass: Some(pass_secret(&participant(ANOTHER))), ..personally(&door, JoinEvidence::default()) };
    assert_ne!(join(&door, &strange).0.pass.unwrap().digest(), pass(&participant(ANOTHER)).digest);
}

#[test]
fn whoever_proves_the_address_ends_the_passes_of_those_who_did_not() {
    // Someone typed a co-host's address before the co-host came: their pass must not become the co-host's.
    for state in [ParticipantState::Admitted, waiting()] {
        let typed_by_anyone = mike(state, Proof::Unverified);
        let theirs = device(&typed_by_anyone, 1, LinkKind::Session);
        let door = known(linked(listed(door(OPEN), Role::CoHost)), &typed_by_anyone, std::slice::from_ref(&theirs));
        let evidence = JoinEvidence { name: Some(name("Mia Real")), ..JoinEvidence::default() };
        let (answer, changes) = join(&door, &personally(&door, evidence));
        assert_admitted(&answer);
        assert_eq!(changes.ended_passes(), Some(([theirs.id].as_slice(), PassEnd::Replaced)));
        let person = changes.person();
        assert_eq!((person.role, person.proof, &person.name), (Role::CoHost, Proof::Mailbox, &name("Mia Real")));
        assert!(person.epoch > typed_by_anyone.epoch, "streams of the older role close");
    }
}

#[test]
fn the_own_pass_stays_when_its_owner_proves_more() {
    let person = mike(ParticipantState::Admitted, Proof::Unverified);
    let door = known(with_account(listed(door(OPEN), Role::Attendee)), &person, &[pass(&person)]);
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..on_own_device(&door, &person, typed(MIKE)) };
    let (answer, changes) = join(&door, &request);
    assert_admitted(&answer);
    assert_eq!(changes.kinds()[..2], ["update participants", "touch pass"]);
    assert_eq!(changes.person().proof, Proof::Account);
    let fields: Vec<&str> = changes.audit[0].changes.iter().map(|change| change.field).collect();
    assert_eq!(fields, ["proof"]);
}

#[test]
fn an_address_that_is_in_with_proof_asks_everyone_else_for_it() {
    let person = mike(ParticipantState::Admitted, Proof::Mailbox);
    let door = known(door(OPEN), &person, &[pass(&person)]);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_needs(&answer, &[Evidence::Code]);
    assert!(changes.people().is_empty());
}

#[test]
fn a_role_that_was_given_live_outlasts_a_better_proof() {
    let person = Participant { role: Role::Presenter, ..mike(ParticipantState::Admitted, Proof::Mailbox) };
    let door = known(with_account(door(OPEN)), &person, &[pass(&person)]);
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, typed(MIKE)) };
    let (_, changes) = join(&door, &request);
    assert_eq!((changes.person().role, changes.person().proof), (Role::Presenter, Proof::Account));
}

#[test]
fn two_people_waiting_under_one_address_do_not_rename_each_other() {
    let person = mike(waiting(), Proof::Unverified);
    let mut door = known(door(OPEN), &person, &[pass(&person)]);
    door.session = live_with(|parts| parts.door.waiting_room = WaitingRoom::Guests);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_eq!(answer.decision.outcome, PublicOutcome::Waiting);
    assert_eq!(changes.kinds(), ["insert pass", "guard session", "record decision"]);
    let (_, changes) = join(&door, &on_own_device(&door, &person, named()));
    assert_eq!(changes.person().name, name("Mia Typed"), "a slip of one's own may be mended");
    assert_eq!(changes.person().epoch, person.epoch);
}

#[test]
fn nothing_puts_out_whoever_is_in() {
    // The host moves the session while people are in: it is too early again.
    let person = mike(ParticipantState::Admitted, Proof::Unverified);
    let own = DoorSituation { session: session(), ..known(with_account(door(OPEN)), &person, &[pass(&person)]) };
    for signed_in in [None, Some(account(MIKE))] {
        let request = JoinRequest { signed_in, ..on_own_device(&own, &person, named()) };
        let (_, changes) = join(&own, &request);
        assert!(changes.people().iter().all(|person| person.state == ParticipantState::Admitted));
    }
}

/// The session begins in so many minutes, and the window is ten minutes long.
fn before_start(minutes_left: i64) -> DoorSituation {
    let schedule = Schedule::from_instants(minutes(minutes_left), minutes(90), chrono_tz::Europe::Berlin).unwrap();
    situation(session_with(|parts| parts.schedule = schedule))
}

fn as_presenter(situation: DoorSituation) -> (DoorSituation, JoinRequest) {
    let door = listed(with_account(situation), Role::Presenter);
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, typed(MIKE)) };
    (door, request)
}

#[test]
fn whoever_waits_by_anothers_personal_link_is_judged_by_the_sessions_own() {
    let lent = DoorSituation { linked_invitation: Some(invitation(ANOTHER)), ..before_start(30) };
    let (answer, changes) = join(&lent, &personally(&lent, named()));
    assert_eq!(codes_of(&answer), [ReasonCode::TooEarly]);
    let own = lent.session.link().generation;
    assert_eq!(changes.person().via, Via { link: LinkKind::Session, generation: own });
}

#[test]
fn staff_inside_the_window_begin_the_session() {
    let (door, request) = as_presenter(before_start(10));
    let (answer, changes) = join(&door, &request);
    assert_admitted(&answer);
    assert_eq!(changes.session().phase(now()), Phase::Live);
    assert_eq!(changes.session().version(), door.session.version(), "guarded by its version");
    assert!(!changes.has("guard session"));
    assert!(changes.told().contains(&EventKind::SessionStarted));
    assert_eq!(changes.actions(), ["participant.joined", "session.started"]);

    let host = as_the_host(before_start(5));
    let request =
        JoinRequest { signed_in: Some(crate::usecase::testing::host()), ..call(&host, JoinEvidence::default()) };
    let (_, changes) = join(&host, &request);
    assert_eq!((changes.person().role, changes.session().phase(now())), (Role::Host, Phase::Live));
}

#[test]
fn before_the_window_and_once_live_an_entry_begins_nothing() {
    for situation in [before_start(11), door(OPEN)] {
        let (door, request) = as_presenter(situation);
        let (answer, changes) = join(&door, &request);
        assert_admitted(&answer);
        assert!(changes.has("guard session") && !changes.has("update session"));
        assert_eq!(changes.actions(), ["participant.joined"]);
    }
    let captioner = listed(with_account(before_start(10)), Role::Captioner);
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..call(&captioner, typed(MIKE)) };
    let (answer, changes) = join(&captioner, &request);
    assert_eq!(codes_of(&answer), [ReasonCode::WaitingForHost]);
    assert!(!changes.has("update session"));
}

#[test]
fn whoever_waits_for_the_host_follows() {
    let (door, request) = as_presenter(before_start(10));
    let waits = Participant {
        state: ParticipantState::Waiting { reasons: vec![ReasonCode::WaitingForHost] },
        ..participant(ANOTHER)
    };
    let mut mocks = Mocks::new();
    let found = door.clone();
    mocks.door.expect_situation().returning(move |_| Ok(Some(found.clone())));
    mocks.unlimited();
    open_rooms(&mut mocks);
    mocks.participants.expect_waiting().once().returning(move |_| Ok(vec![waits.clone()]));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    mocks.knows(&door.session.clone().start(now()).unwrap().committed());
    let written = mocks.commits();
    block_on(mocks.front_door().join(&request)).unwrap();
    let all = written.take();
    assert_eq!(all.len(), 2);
    assert_eq!((&all[1].person().email, &all[1].person().state), (&email(ANOTHER), &ParticipantState::Admitted));
}

#[test]
fn a_failure_of_the_rest_does_not_take_the_entry_back() {
    let (door, request) = as_presenter(before_start(10));
    let mut mocks = Mocks::new();
    let found = door;
    mocks.door.expect_situation().returning(move |_| Ok(Some(found.clone())));
    mocks.unlimited();
    mocks.participants.expect_waiting().returning(|_| Err(PortError::Backend("gone".to_owned())));
    mocks.rooms.expect_ticket().returning(|_| Err(PortError::Unavailable("no room".to_owned())));
    let (answer, _) = join_with(mocks, &request);
    assert_eq!((answer.decision.outcome, answer.room), (PublicOutcome::Admitted, None));
    assert!(answer.pass.is_some(), "with it the room is asked again");
}
