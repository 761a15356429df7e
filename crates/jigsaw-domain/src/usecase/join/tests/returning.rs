//! People who come back: after leaving, after a removal, after the host's no.

use super::*;

/// Comes back by the personal link, which proves the mailbox.
fn by_link(person: &Participant, role: Role) -> ChangeSet {
    let door = known(linked(listed(door(OPEN), role)), person, &[]);
    let named = JoinEvidence { name: Some(name("Mia Typed")), ..JoinEvidence::default() };
    let (answer, changes) = join(&door, &personally(&door, named));
    assert_admitted(&answer);
    changes
}

/// Comes back by the session link and a typed address alone.
fn by_word(person: &Participant, passes: &[Pass]) -> ChangeSet {
    let door = known(listed(door(OPEN), Role::CoHost), person, passes);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_admitted(&answer);
    changes
}

#[test]
fn with_the_same_proof_a_role_that_was_given_live_is_kept() {
    let presented = Participant { role: Role::Presenter, ..mike(ParticipantState::Left, Proof::Mailbox) };
    let changes = by_link(&presented, Role::Attendee);
    let back = changes.person();
    assert_eq!((back.id, back.role, back.proof), (presented.id, Role::Presenter, Proof::Mailbox));
    assert_eq!((&back.state, back.state_since), (&ParticipantState::Admitted, now()));
    assert!(back.epoch > presented.epoch);
}

#[test]
fn with_a_weaker_proof_neither_role_nor_proof_nor_approval_is_kept() {
    let person = Participant { role: Role::CoHost, approved: true, ..mike(ParticipantState::Left, Proof::Mailbox) };
    let changes = by_word(&person, &[]);
    let back = changes.person();
    assert_eq!((back.role, back.proof, back.approved), (Role::Attendee, Proof::Unverified, false));
    assert_eq!(back.name, name("Mia Typed"), "and not under the name of whoever proved it");
}

#[test]
fn the_hosts_word_is_not_inherited_by_a_typed_address() {
    let approved = Participant { approved: true, ..mike(ParticipantState::Left, Proof::Mailbox) };
    let mut door = known(door(OPEN), &approved, &[]);
    door.session = live_with(|parts| parts.door.waiting_room = WaitingRoom::Guests);
    assert_eq!(codes_of(&give(&door, named())), [ReasonCode::AwaitingAdmission]);
    let unproved = known(door.clone(), &Participant { proof: Proof::Unverified, ..approved }, &[]);
    assert_admitted(&give(&unproved, named()));
}

#[test]
fn a_role_goes_with_the_invitation_that_was_taken_back() {
    let person = Participant { role: Role::CoHost, ..mike(ParticipantState::Left, Proof::Mailbox) };
    let code = mailed(CodePurpose::Proof, 20);
    let mut door = known(listed(door(OPEN), Role::CoHost), &person, &[]);
    door.invitation = door.invitation.map(|invitation| invitation.revoked(minutes(-1)));
    door.session = live_with(|parts| parts.door.email_proof = EmailProof::Code);
    door.code = Some(code.clone());
    let (answer, changes) = join(&door, &call(&door, JoinEvidence { code: Some(digits(&code)), ..named() }));
    assert_admitted(&answer);
    assert_eq!((changes.person().role, changes.person().proof), (Role::Attendee, Proof::Mailbox));
}

#[test]
fn a_seat_that_was_left_is_taken_anew() {
    let person = mike(ParticipantState::Left, Proof::Unverified);
    let mut door = known(door(OPEN), &person, &[]);
    door.session = live_with(|parts| parts.door.capacity = Some(crate::session::Capacity::parse(3).unwrap()));
    door.seats_taken = 2;
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_admitted(&answer);
    assert!(changes.has("limit seats") && changes.has("update participants"));
    door.seats_taken = 3;
    assert_refused(&give(&door, named()), ReasonCode::Full);
}

fn removed(banned: bool) -> Participant {
    mike(ParticipantState::Removed { reason: None, banned }, Proof::Mailbox)
}

#[test]
fn whoever_was_removed_with_a_ban_does_not_come_back_by_any_way() {
    let person = removed(true);
    for kind in InvitationType::ALL {
        let code = mailed(CodePurpose::Proof, 20);
        let door = with_account(linked(listed(door(*kind), Role::CoHost)));
        let door = DoorSituation { code: Some(code.clone()), ..known(door, &person, &[pass(&person)]) };
        let with_name = |evidence| JoinEvidence { name: Some(name("Mia T")), take_seat: true, knock: true, ..evidence };
        let secret = JoinEvidence { password: Some(password("correct horse")), ..typed(MIKE) };
        let ways = [
            ("session link", call(&door, with_name(typed(MIKE)))),
            ("own device", JoinRequest { pass: Some(pass_secret(&person)), ..call(&door, with_name(typed(MIKE))) }),
            ("code", call(&door, with_name(with_code(&code)))),
            ("personal link", personally(&door, with_name(JoinEvidence::default()))),
            ("password", call(&door, with_name(secret))),
            ("sign-in", JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, with_name(typed(MIKE))) }),
        ];
        for (way, request) in ways {
            let (answer, changes) = join(&door, &request);
            let outcome = answer.decision.outcome;
            assert!(matches!(outcome, PublicOutcome::Needs | PublicOutcome::Refused), "{kind:?} by {way}: {answer:#?}");
            assert!(answer.pass.is_none() && answer.room.is_none() && answer.participant.is_none());
            assert!(changes.people().is_empty() && changes.pass().is_none());
            assert_eq!(changes.decision().outcome, "refused", "{kind:?} by {way}");
            assert_eq!(changes.decision().participant, Some(person.id), "the host sees whom it was about");
        }
        let told = join(&door, &personally(&door, with_name(JoinEvidence::default()))).0;
        assert!(codes_of(&told).contains(&ReasonCode::Removed), "{kind:?}: with proof they are told");
    }
}

#[test]
fn without_a_ban_they_may_come_again() {
    let changes = by_link(&removed(false), Role::Attendee);
    assert_eq!(changes.person().state, ParticipantState::Admitted);
}

#[test]
fn whoever_was_sent_away_stays_outside() {
    let person = mike(ParticipantState::Denied, Proof::Unverified);
    assert_refused(&give(&known(door(OPEN), &person, &[]), named()), ReasonCode::AdmissionDenied);
}

#[test]
fn passes_that_are_still_open_do_not_outlive_a_better_proof() {
    let left = mike(ParticipantState::Left, Proof::Unverified);
    let asleep = Pass { seen_at: minutes(-30), ..device(&left, 1, LinkKind::Session) };
    let door = known(linked(listed(door(OPEN), Role::CoHost)), &left, std::slice::from_ref(&asleep));
    let named = JoinEvidence { name: Some(name("Mia Real")), ..JoinEvidence::default() };
    let (_, changes) = join(&door, &personally(&door, named));
    assert_eq!(changes.ended_passes(), Some(([asleep.id].as_slice(), PassEnd::Replaced)));
}

#[test]
fn a_name_that_anyone_may_have_typed_is_asked_for_again() {
    for (proof, needs) in [(Proof::Unverified, vec![Evidence::Name]), (Proof::Mailbox, vec![])] {
        let left = mike(ParticipantState::Left, proof);
        let door = known(linked(listed(door(LIST), Role::Attendee)), &left, &[]);
        let (answer, _) = join(&door, &personally(&door, JoinEvidence::default()));
        assert_eq!(answer.decision.needs, needs);
    }
}
