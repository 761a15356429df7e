use super::*;
use crate::admission::{LinkKind, Via};
use crate::id::ParticipantId;
use crate::invitation::{InvitationState, Origin, Role};
use crate::port::PortError;
use crate::session::{Capacity, SessionState, Tell, WaitingRoom};
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

fn waits_for(reason: ReasonCode) -> Participant {
    Participant { state: ParticipantState::Waiting { reasons: vec![reason] }, ..participant(MIKE) }
}

fn by_personal_link(person: Participant) -> Participant {
    let invited = invitation(person.email.as_typed());
    Participant {
        proof: Proof::Mailbox,
        invitation: Some(invited.id),
        via: Via { link: LinkKind::Personal, generation: invited.generation },
        ..person
    }
}

/// The session, those who wait at its door, the invitations of their addresses, and the seats that are taken.
fn mocks_at(session: &Session, waiting: Vec<Participant>, listed: Vec<Invitation>, seats: u32) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    mocks.participants.expect_waiting().returning(move |_| Ok(waiting.clone()));
    mocks.accounts.expect_find_by_email().returning(|key| {
        let account = account("guarded@example.org");
        Ok((key == account.email.key()).then_some(account))
    });
    mocks.participants.expect_seats_taken().returning(move |_| Ok(seats));
    mocks.invitations.expect_find_by_emails().returning(move |_, _| Ok(listed.clone()));
    mocks
}

fn promote(mut mocks: Mocks) -> (u32, Vec<ChangeSet>) {
    let written = mocks.commits();
    let entered = block_on(mocks.front_door().promote_waiting(session().id())).unwrap();
    (entered, written.take())
}

/// What becomes of one waiting person: the state they are written with, or `None` when nothing is.
fn becomes(session: &Session, person: &Participant, listed: Vec<Invitation>) -> Option<Participant> {
    let (entered, mut written) = promote(mocks_at(session, vec![person.clone()], listed, 0));
    let changes = written.pop()?;
    let after = changes.person().clone();
    assert_eq!(entered, u32::from(after.state == ParticipantState::Admitted));
    assert_eq!(changes.told(), [EventKind::ParticipantChanged(person.id)]);
    assert_eq!((changes.actions(), changes.audit[0].actor), (vec!["participant.judged_again"], Actor::System));
    Some(after)
}

#[track_caller]
fn assert_enters(session: &Session, person: &Participant, listed: Vec<Invitation>) -> Participant {
    let after = becomes(session, person, listed).expect("a change");
    assert_eq!((&after.state, after.state_since), (&ParticipantState::Admitted, now()));
    assert!(after.epoch > person.epoch);
    after
}

#[track_caller]
fn assert_waits(session: &Session, person: &Participant, listed: Vec<Invitation>, reasons: &[ReasonCode]) {
    let after = becomes(session, person, listed).expect("a change");
    assert_eq!(after.state, ParticipantState::Waiting { reasons: reasons.to_vec() });
    assert_eq!((after.epoch, after.state_since), (person.epoch, person.state_since), "nothing moved for them");
}

#[test]
fn people_enter_when_what_they_waited_for_has_come() {
    for reason in [ReasonCode::TooEarly, ReasonCode::WaitingForHost] {
        assert_enters(&live_session(), &waits_for(reason), Vec::new());
    }
    let room = live_with(|parts| parts.door.waiting_room = WaitingRoom::Everyone);
    let approved = Participant { approved: true, ..waits_for(ReasonCode::AwaitingAdmission) };
    assert_enters(&room, &approved, Vec::new());
    let nobody_waited_for = session_with(|parts| {
        parts.door.wait_for_host = false;
        parts.door.early_entry = crate::session::EarlyEntry::parse(60).unwrap();
    });
    assert_enters(&nobody_waited_for, &waits_for(ReasonCode::TooEarly), Vec::new());
}

#[test]
fn what_is_waited_for_is_kept_up_to_date() {
    let in_the_window = session_with(|parts| parts.door.early_entry = crate::session::EarlyEntry::parse(60).unwrap());
    assert_waits(&in_the_window, &waits_for(ReasonCode::TooEarly), Vec::new(), &[ReasonCode::WaitingForHost]);
    let room = live_with(|parts| parts.door.waiting_room = WaitingRoom::Guests);
    assert_waits(&room, &waits_for(ReasonCode::WaitingForHost), Vec::new(), &[ReasonCode::AwaitingAdmission]);
    let locked = live_session().locked(None, now()).unwrap();
    assert_waits(&locked, &waits_for(ReasonCode::WaitingForHost), Vec::new(), &[ReasonCode::Locked]);
    let over = live_with(|parts| parts.state = SessionState::Ended { at: now() });
    assert_waits(&over, &waits_for(ReasonCode::WaitingForHost), Vec::new(), &[ReasonCode::Ended]);
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let early = waits_for(ReasonCode::TooEarly);
    assert_eq!(becomes(&session(), &early, Vec::new()), None);
    let room = live_with(|parts| parts.door.waiting_room = WaitingRoom::Guests);
    assert_eq!(becomes(&room, &waits_for(ReasonCode::AwaitingAdmission), Vec::new()), None);
    let mut nobody = Mocks::new();
    nobody.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    assert_eq!(promote(nobody).0, 0, "and nothing more is read when nobody waits");
}

#[test]
fn links_that_count_no_more_keep_people_out() {
    let rotated = live_session().rotate_link(Tell::Invitees, now()).unwrap();
    assert_waits(&rotated, &waits_for(ReasonCode::WaitingForHost), Vec::new(), &[ReasonCode::LinkRevoked]);
    let came_later = Participant {
        via: Via { link: LinkKind::Session, generation: rotated.link().generation },
        ..waits_for(ReasonCode::WaitingForHost)
    };
    assert_enters(&rotated, &came_later, Vec::new());

    let invited = by_personal_link(waits_for(ReasonCode::WaitingForHost));
    assert_enters(&live_session(), &invited, vec![invitation(MIKE)]);
    let revoked = invitation(MIKE).revoked(now());
    let renewed = invitation(MIKE).renewed().unwrap();
    for listed in [vec![revoked], vec![renewed], Vec::new()] {
        assert_waits(&live_session(), &invited, listed, &[ReasonCode::LinkRevoked]);
    }
}

#[test]
fn the_last_seats_go_to_those_who_came_first_and_no_further() {
    let limited = live_with(|parts| parts.door.capacity = Some(Capacity::parse(5).unwrap()));
    let came = |address: &str, minutes_ago: i64| Participant {
        state_since: minutes(-minutes_ago),
        ..Participant { email: email(address), id: participant(address).id, ..waits_for(ReasonCode::WaitingForHost) }
    };
    let crowd = vec![came("third@example.org", 1), came("first@example.org", 3), came("second@example.org", 2)];
    let (entered, written) = promote(mocks_at(&limited, crowd, Vec::new(), 3));
    assert_eq!(entered, 2);
    let states: Vec<_> =
        written[0].people().iter().map(|person| (person.email.as_typed(), person.state.clone())).collect();
    let full = ParticipantState::Waiting { reasons: vec![ReasonCode::Full] };
    let expected = [
        ("first@example.org", ParticipantState::Admitted),
        ("second@example.org", ParticipantState::Admitted),
        ("third@example.org", full),
    ];
    assert_eq!(states, expected);
    assert!(written[0].changes.iter().any(|change| matches!(change, Change::LimitSeats(_, limit) if limit.get() == 5)));

    let (entered, written) = promote(mocks_at(&limited, vec![waits_for(ReasonCode::WaitingForHost)], Vec::new(), 5));
    assert_eq!((entered, written[0].has("limit seats")), (0, false));
}

#[test]
fn a_crowd_that_comes_in_is_one_event() {
    let crowd: Vec<Participant> = (0..50)
        .map(|number| {
            let address = format!("p{number}@example.org");
            Participant { state: waits_for(ReasonCode::WaitingForHost).state, ..participant(&address) }
        })
        .collect();
    let (entered, written) = promote(mocks_at(&live_session(), crowd, Vec::new(), 0));
    assert_eq!((entered, written.len()), (50, 1));
    assert_eq!(written[0].told(), [EventKind::PeopleChanged]);
    assert_eq!(written[0].actions().len(), 50, "and still one audit row each");
}

#[test]
fn those_who_run_it_take_no_seat_of_the_batch() {
    let limited = live_with(|parts| parts.door.capacity = Some(Capacity::parse(1).unwrap()));
    let co_host = Participant { role: Role::CoHost, ..by_personal_link(waits_for(ReasonCode::AwaitingAdmission)) };
    let other = Participant {
        id: ParticipantId::mint(now(), [7; 16]),
        email: email("other@example.org"),
        ..waits_for(ReasonCode::WaitingForHost)
    };
    let listed = Invitation { role: Role::CoHost, ..invitation(MIKE) };
    assert_eq!(promote(mocks_at(&limited, vec![co_host, other], vec![listed], 0)).0, 2);
}

#[test]
fn a_promotion_is_guarded_by_all_that_it_stands_on() {
    let invited = by_personal_link(waits_for(ReasonCode::WaitingForHost));
    let (_, written) = promote(mocks_at(&live_session(), vec![invited], vec![invitation(MIKE)], 0));
    assert_eq!(written[0].kinds(), ["guard session", "guard invitation", "update participants"]);
    let stays = by_personal_link(waits_for(ReasonCode::TooEarly));
    let locked = live_session().locked(None, now()).unwrap();
    let (_, written) = promote(mocks_at(&locked, vec![stays], vec![invitation(MIKE)], 0));
    assert_eq!(written[0].kinds(), ["guard session", "update participants"], "who stays outside stands on nothing");
}

#[test]
fn an_invitation_that_is_taken_back_meanwhile_lets_nobody_in() {
    let invited = by_personal_link(waits_for(ReasonCode::WaitingForHost));
    let mut mocks = Mocks::new();
    mocks.knows(&live_session());
    mocks.participants.expect_waiting().returning(move |_| Ok(vec![invited.clone()]));
    let mut found = vec![invitation(MIKE).revoked(now()), invitation(MIKE)];
    mocks.invitations.expect_find_by_emails().times(2).returning(move |_, _| Ok(found.pop().into_iter().collect()));
    let written = mocks.commits_after(vec![PortError::Conflict]);
    assert_eq!(block_on(mocks.front_door().promote_waiting(session().id())), Ok(0));
    assert_eq!(written.only().person().state, ParticipantState::Waiting { reasons: vec![ReasonCode::LinkRevoked] });
}

#[test]
fn roles_come_from_the_invitation_and_what_the_host_gave_meanwhile_stands() {
    let listed = Invitation { role: Role::Presenter, ..invitation(MIKE) };
    let typed = waits_for(ReasonCode::WaitingForHost);
    assert_eq!(assert_enters(&live_session(), &typed, vec![listed.clone()]).role, Role::Attendee, "unproved");
    let given = Participant { role: Role::CoHost, ..by_personal_link(waits_for(ReasonCode::WaitingForHost)) };
    assert_eq!(assert_enters(&live_session(), &given, vec![listed.clone()]).role, Role::CoHost);
    let revoked = Invitation { state: InvitationState::Revoked { at: now() }, ..listed };
    let by_code = Participant { proof: Proof::Mailbox, role: Role::Presenter, ..waits_for(ReasonCode::WaitingForHost) };
    assert_eq!(assert_enters(&live_session(), &by_code, vec![revoked]).role, Role::Attendee, "taken back");
}

#[test]
fn the_address_of_a_presenter_with_an_account_stays_guarded() {
    let typed = Participant { email: email("guarded@example.org"), ..waits_for(ReasonCode::WaitingForHost) };
    let listed = |role| vec![Invitation { role, ..invitation("guarded@example.org") }];
    assert_waits(&live_session(), &typed, listed(Role::Presenter), &[ReasonCode::PasswordRequired]);
    assert_enters(&live_session(), &typed, listed(Role::Attendee));
    let host = Participant { email: host().email, ..waits_for(ReasonCode::WaitingForHost) };
    assert_waits(&live_session(), &host, Vec::new(), &[ReasonCode::PasswordRequired]);
}

#[test]
fn on_a_list_the_hosts_word_or_an_invitation_lets_a_knock_in() {
    let list = live_with(|parts| parts.invitation_type = InvitationType::InvitationList);
    let knocked = Participant { knocked: true, ..waits_for(ReasonCode::AwaitingAdmission) };
    assert_eq!(becomes(&list, &knocked, Vec::new()), None);
    assert_eq!(becomes(&list, &knocked, vec![invitation(MIKE)]), None, "a typed address is not the invited person");
    assert_enters(&list, &Participant { approved: true, ..knocked.clone() }, Vec::new());
    let proved = Participant { proof: Proof::Mailbox, ..knocked };
    assert_enters(&list, &proved, vec![invitation(MIKE)]);
    let called = Invitation { origin: Origin::OnTheFly, ..invitation(MIKE) };
    let room = live_with(|parts| parts.door.waiting_room = WaitingRoom::Everyone);
    assert_enters(&room, &by_personal_link(waits_for(ReasonCode::AwaitingAdmission)), vec![called]);
}

#[test]
fn what_a_guest_may_not_know_is_not_told_while_they_wait() {
    let list = live_with(|parts| parts.invitation_type = InvitationType::InvitationList);
    let typed = Participant { knocked: false, ..waits_for(ReasonCode::WaitingForHost) };
    assert_waits(&list, &typed, Vec::new(), &[ReasonCode::ProofRequired]);
}

#[test]
fn where_passwords_are_asked_only_accounts_come_in() {
    let session = live_with(|parts| parts.invitation_type = InvitationType::LinkPasswordRequested);
    let member = Participant { proof: Proof::Account, ..waits_for(ReasonCode::WaitingForHost) };
    assert_enters(&session, &member, Vec::new());
    let typed = waits_for(ReasonCode::WaitingForHost);
    assert_waits(&session, &typed, Vec::new(), &[ReasonCode::AccountRequired]);
}

#[test]
fn a_session_or_host_that_is_gone_lets_nobody_in() {
    let mut mocks = Mocks::new();
    mocks.participants.expect_waiting().returning(|_| Ok(vec![waits_for(ReasonCode::TooEarly)]));
    mocks.sessions.expect_find().returning(|_| Ok(None));
    assert_eq!(promote(mocks).0, 0);
}

#[test]
fn a_session_begins_with_staff_who_came_before_its_window() {
    let in_the_window = session_with(|parts| parts.door.early_entry = crate::session::EarlyEntry::parse(60).unwrap());
    let presenter = Participant { role: Role::Presenter, ..participant(MIKE) };
    let there = pass(&presenter);
    let absent = crate::admission::Pass { seen_at: minutes(-1), ..there.clone() };
    let left = presenter.clone().moved(ParticipantState::Left, now());
    for (session, person, device, begins) in [
        (in_the_window.clone(), presenter.clone(), there.clone(), true),
        (in_the_window.clone(), presenter.clone(), absent, false),
        (in_the_window.clone(), participant(MIKE), there.clone(), false),
        (in_the_window, left, there.clone(), false),
        (session(), presenter.clone(), there.clone(), false),
        (live_session(), presenter, there, false),
    ] {
        let mut mocks = Mocks::new();
        mocks.participants.expect_list().returning(move |_| Ok(vec![person.clone()]));
        let mut found = situation(session.clone());
        found.passes = vec![device];
        mocks.door.expect_situation().returning(move |_| Ok(Some(found.clone())));
        assert_eq!(block_on(mocks.front_door().began_before_its_window(&session, now())), Ok(begins));
    }
}
