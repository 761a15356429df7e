//! The steps of each invitation type: what is asked first, what after it, and who is let in.

use super::*;
use crate::delivery::MessageBody;

#[test]
fn the_email_comes_first_and_alone() {
    for kind in InvitationType::ALL {
        assert_needs(&give(&door(*kind), JoinEvidence::default()), &[Evidence::Email]);
    }
}

#[test]
fn without_passwords_an_email_and_a_name_are_enough() {
    let door = door(OPEN);
    assert_needs(&give(&door, typed(MIKE)), &[Evidence::Name]);
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_admitted(&answer);
    assert_eq!(answer.email, Some(email(MIKE)));
    assert_eq!(changes.person().name, name("Mia Typed"));
    assert_eq!((changes.person().role, changes.person().proof), (Role::Attendee, Proof::Unverified));
    assert_eq!(changes.actions(), ["participant.joined"]);
    assert_eq!(changes.decision().outcome, "admitted");
}

#[test]
fn guarded_addresses_give_the_accounts_password_and_others_only_a_name() {
    let guarded = [
        as_the_host(door(OPEN)),
        with_account(listed(door(OPEN), Role::CoHost)),
        with_account(listed(door(OPEN), Role::Presenter)),
    ];
    for (index, guarded) in guarded.into_iter().enumerate() {
        let address = if index == 0 { "host@example.org" } else { MIKE };
        assert_needs(&give(&guarded, typed(address)), &[Evidence::Password]);
        let wrong = JoinEvidence { password: Some(password("wrong")), ..typed(address) };
        let refused = give(&guarded, wrong);
        assert_refused(&refused, ReasonCode::WrongPassword);
        assert_eq!(refused.decision.needs, [Evidence::Password]);
        let right = JoinEvidence { password: Some(password("correct horse")), ..typed(address) };
        let (answer, changes) = join(&guarded, &call(&guarded, right));
        assert_admitted(&answer);
        let expected = guarded.invitation.as_ref().map_or(Role::Host, |invitation| invitation.role);
        assert_eq!((changes.person().role, changes.person().proof), (expected, Proof::Account));
        assert_eq!(changes.person().name, guarded.account.as_ref().unwrap().name, "as the account says");
    }
    let unguarded = [
        with_account(door(OPEN)),
        with_account(listed(door(OPEN), Role::Attendee)),
        listed(door(OPEN), Role::CoHost),
        listed(door(OPEN), Role::Presenter),
    ];
    for unguarded in unguarded {
        assert_needs(&give(&unguarded, typed(MIKE)), &[Evidence::Name]);
        let (_, changes) = join(&unguarded, &call(&unguarded, named()));
        assert_eq!(changes.person().role, Role::Attendee, "an unproved address carries no role");
    }
}

#[test]
fn a_password_that_is_not_asked_for_is_not_looked_at_and_tells_no_name() {
    for open in [with_account(door(OPEN)), with_account(listed(door(OPEN), Role::Attendee))] {
        for guess in ["wrong", "correct horse"] {
            let evidence = JoinEvidence { password: Some(password(guess)), ..typed(MIKE) };
            assert_needs(&give(&open, evidence), &[Evidence::Name]);
        }
    }
}

#[test]
fn a_session_may_ask_for_a_code_after_the_name() {
    let mut door = door(OPEN);
    door.session = live_with(|parts| parts.door.email_proof = EmailProof::Code);
    let (answer, changes) = join(&door, &call(&door, typed(MIKE)));
    assert_needs(&answer, &[Evidence::Name]);
    assert!(changes.messages.is_empty(), "no mail for an address alone");
    let (answer, changes) = join(&door, &call(&door, named()));
    assert_needs(&answer, &[Evidence::Code]);
    assert!(changes.code().unwrap().deliverable);
    let code = mailed(CodePurpose::Proof, 20);
    door.code = Some(code.clone());
    let (answer, changes) = join(&door, &call(&door, JoinEvidence { code: Some(digits(&code)), ..named() }));
    assert_admitted(&answer);
    assert_eq!(changes.person().proof, Proof::Mailbox);
}

#[test]
fn where_passwords_are_asked_the_known_give_theirs_and_the_new_make_a_profile() {
    assert_needs(&give(&with_account(door(BY_PASSWORD)), typed(MIKE)), &[Evidence::Password]);
    assert_needs(&give(&door(BY_PASSWORD), typed(MIKE)), &[Evidence::Account]);
    let evidence = JoinEvidence { password: Some(password("correct horse")), ..typed(MIKE) };
    let (answer, changes) = join(&with_account(door(BY_PASSWORD)), &call(&door(BY_PASSWORD), evidence));
    assert_admitted(&answer);
    assert_eq!((changes.person().proof, &changes.person().name), (Proof::Account, &account(MIKE).name));
}

#[test]
fn where_accounts_are_hidden_everyone_sees_both_ways() {
    let answers = [door(BY_PASSWORD), with_account(door(BY_PASSWORD))].map(|door| {
        let mut mocks = mocks_at(&door);
        mocks.settings.hide_existence = true;
        join_with(mocks, &call(&door, typed(MIKE))).0
    });
    for answer in &answers {
        assert_needs(answer, &[Evidence::Password, Evidence::Account]);
    }
}

#[test]
fn by_the_link_of_a_list_everyone_is_asked_for_a_code() {
    for door in [door(LIST), listed(door(LIST), Role::Attendee), with_account(door(LIST)), as_the_host(door(LIST))] {
        assert_needs(&give(&door, typed(MIKE)), &[Evidence::Code]);
    }
    let code = mailed(CodePurpose::Proof, 20);
    let mut door = listed(door(LIST), Role::Presenter);
    door.code = Some(code.clone());
    assert_needs(&give(&door, with_code(&code)), &[Evidence::Name]);
    let (answer, changes) =
        join(&door, &call(&door, JoinEvidence { name: Some(name("Mia Typed")), ..with_code(&code) }));
    assert_admitted(&answer);
    assert_eq!((changes.person().role, changes.person().proof), (Role::Presenter, Proof::Mailbox));
    door.invitation.as_mut().unwrap().first_name = Some(crate::text::NamePart::parse("Mike").unwrap());
    door.invitation.as_mut().unwrap().last_name = Some(crate::text::NamePart::parse("Listed").unwrap());
    let (answer, changes) = join(&door, &call(&door, with_code(&code)));
    assert_admitted(&answer);
    assert_eq!(changes.person().name, name("Mike Listed"), "as the host wrote it");
}

#[test]
fn a_proved_mailbox_that_is_not_listed_is_told_so() {
    let code = mailed(CodePurpose::Proof, 20);
    let stranger = DoorSituation { code: Some(code.clone()), ..door(LIST) };
    assert_refused(&give(&stranger, JoinEvidence { code: Some(digits(&code)), ..named() }), ReasonCode::NotOnList);
    let revoked = listed(stranger, Role::Attendee);
    let revoked =
        DoorSituation { invitation: revoked.invitation.map(|invitation| invitation.revoked(now())), ..revoked };
    assert_refused(&give(&revoked, JoinEvidence { code: Some(digits(&code)), ..named() }), ReasonCode::NotOnList);
}

#[test]
fn a_personal_link_is_the_proof_of_a_list() {
    let own = linked(listed(door(LIST), Role::CoHost));
    let (answer, _) = join(&own, &personally(&own, JoinEvidence::default()));
    assert_needs(&answer, &[Evidence::Name]);
    let named = JoinEvidence { name: Some(name("Mia Typed")), ..JoinEvidence::default() };
    let (answer, changes) = join(&own, &personally(&own, named.clone()));
    assert_admitted(&answer);
    assert_eq!(answer.email, Some(email(MIKE)));
    assert_eq!((changes.person().role, changes.person().proof), (Role::CoHost, Proof::Mailbox));
    let generation = own.linked_invitation.as_ref().unwrap().generation;
    assert_eq!(changes.person().via, Via { link: LinkKind::Personal, generation });

    // The link is not the account's password: not even the account's name comes with it.
    let known = linked(with_account(listed(door(LIST), Role::Attendee)));
    assert_needs(&join(&known, &personally(&known, JoinEvidence::default())).0, &[Evidence::Name]);
    let seen = block_on(mocks_at(&known).front_door().look(invitation(MIKE).current_link())).unwrap();
    assert_eq!(seen.invitee.unwrap().name, None, "the page asks for it at once");
}

#[test]
fn a_personal_link_is_worth_nothing_with_anothers_address() {
    let mut borrowed = listed(door(LIST), Role::CoHost);
    borrowed.linked_invitation = Some(invitation(ANOTHER));
    let (answer, _) = join(&borrowed, &personally(&borrowed, named()));
    assert_needs(&answer, &[Evidence::Code]);
}

#[test]
fn links_that_were_renewed_or_taken_back_admit_nobody() {
    let own = linked(listed(door(LIST), Role::Attendee));
    let older = JoinRequest {
        link: Link { generation: Generation::new(2), ..invitation(MIKE).current_link() },
        ..personally(&own, named())
    };
    assert_refused(&join(&own, &older).0, ReasonCode::LinkRevoked);
    let mut revoked = own.clone();
    revoked.linked_invitation = revoked.linked_invitation.map(|invitation| invitation.revoked(now()));
    assert_refused(&join(&revoked, &personally(&revoked, named())).0, ReasonCode::LinkRevoked);

    let mut rotated = door(OPEN);
    rotated.session = rotated.session.rotate_link(crate::session::Tell::Nobody, now()).unwrap();
    let older = JoinRequest { link: session().current_link(), ..call(&rotated, named()) };
    assert_refused(&join(&rotated, &older).0, ReasonCode::LinkRevoked);
}

#[test]
fn on_a_password_session_a_personal_link_fills_in_the_address_and_nothing_else() {
    let new = linked(listed(door(BY_PASSWORD), Role::Attendee));
    assert_needs(&join(&new, &personally(&new, JoinEvidence::default())).0, &[Evidence::Account]);
    let known = with_account(new);
    let (answer, _) = join(&known, &personally(&known, JoinEvidence::default()));
    assert_needs(&answer, &[Evidence::Password]);
    assert_eq!(answer.email, Some(email(MIKE)));
}

#[test]
fn a_sign_in_skips_what_it_shows_and_counts_only_for_its_own_address() {
    for kind in InvitationType::ALL {
        let door = with_account(listed(door(*kind), Role::Presenter));
        let signed_in = JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, JoinEvidence::default()) };
        let (answer, changes) = join(&door, &signed_in);
        assert_admitted(&answer);
        assert_eq!((changes.person().role, changes.person().proof), (Role::Presenter, Proof::Account));
        assert_eq!(changes.audit[0].actor, crate::audit::Actor::Account(account(MIKE).id));

        let as_another = JoinRequest { signed_in: Some(account(ANOTHER)), ..call(&door, typed(MIKE)) };
        let needs = if *kind == LIST { Evidence::Code } else { Evidence::Password };
        assert_needs(&join(&door, &as_another).0, &[needs]);
    }
}

#[test]
fn knocking_waits_for_the_host_whoever_is_listed() {
    for door in [door(LIST), listed(door(LIST), Role::Presenter)] {
        let asks = JoinEvidence { knock: true, ..typed(MIKE) };
        assert_needs(&give(&door, asks.clone()), &[Evidence::Name]);
        let (answer, changes) = join(&door, &call(&door, JoinEvidence { name: Some(name("Mia Typed")), ..asks }));
        assert_eq!(
            (answer.decision.outcome, codes_of(&answer)),
            (PublicOutcome::Waiting, vec![ReasonCode::AwaitingAdmission])
        );
        assert!(answer.pass.is_some() && answer.room.is_none(), "a waiting person gets a pass, too");
        let person = changes.person();
        assert_eq!((person.knocked, person.role, &person.state), (true, Role::Attendee, &waiting()));
    }
}

#[test]
fn the_host_is_mailed_of_a_knock_once_in_a_while_and_not_at_once() {
    let knocks = JoinEvidence { knock: true, ..named() };
    let door = door(LIST);
    let (_, changes) = join(&door, &call(&door, knocks.clone()));
    let [message] = &changes.messages[..] else { panic!("one mail was expected: {changes:#?}") };
    assert_eq!(message.body, MessageBody::AccessRequest { session: door.session.id() });
    assert_eq!(message.not_before, now() + chrono::TimeDelta::seconds(30), "whoever looks at the page answers before");
    assert!(message.deadline.is_some_and(|end| end > message.not_before));

    let mut mocks = finding(vec![door.clone()]);
    open_rooms(&mut mocks);
    refuse(&mut mocks, Budget::AccessRequests);
    let (answer, changes) = join_with(mocks, &call(&door, knocks.clone()));
    assert_eq!(answer.decision.outcome, PublicOutcome::Waiting, "they wait all the same");
    assert!(changes.messages.is_empty());

    let there = Participant { knocked: true, ..mike(waiting(), Proof::Unverified) };
    let again = known(door, &there, &[]);
    assert!(join(&again, &call(&again, knocks)).1.messages.is_empty(), "a second knock of one person");
}

#[test]
fn waiting_people_are_held_with_every_reason() {
    let early = situation(session());
    let (answer, changes) = join(&early, &call(&early, named()));
    assert_eq!((answer.decision.outcome, codes_of(&answer)), (PublicOutcome::Waiting, vec![ReasonCode::TooEarly]));
    assert_eq!(changes.person().state, ParticipantState::Waiting { reasons: vec![ReasonCode::TooEarly] });
    assert!(!changes.has("limit seats"), "waiting takes no seat");

    let mut room = door(OPEN);
    room.session = live_with(|parts| parts.door.waiting_room = WaitingRoom::Guests);
    assert_eq!(codes_of(&give(&room, named())), [ReasonCode::AwaitingAdmission]);
}

#[test]
fn unknown_links_and_links_of_another_kind_are_not_found() {
    let mut mocks = Mocks::new();
    mocks.door.expect_situation().returning(|_| Ok(None));
    let front_door = mocks.front_door();
    let request = call(&door(OPEN), named());
    assert_eq!(block_on(front_door.join(&request)).unwrap_err(), UseCaseError::NotFound);
    assert_eq!(block_on(front_door.look(request.link)).unwrap_err(), UseCaseError::NotFound);
    let set_up = Link { target: LinkTarget::Setup(host().id), generation: Generation::FIRST };
    let request = JoinRequest { link: set_up, ..request };
    assert_eq!(block_on(front_door.join(&request)).unwrap_err(), UseCaseError::NotFound);
}

#[test]
fn looking_shows_what_the_link_says_and_writes_nothing() {
    let look = |situation: &DoorSituation, link| block_on(mocks_at(situation).front_door().look(link)).unwrap();
    let open = door(OPEN);
    let seen = look(&open, open.session.current_link());
    assert_eq!((seen.id, seen.host_name, seen.phase), (session().id(), host().name, Phase::Live));
    assert!(seen.link_standing.is_none() && seen.invitee.is_none());

    let own = linked(listed(door(LIST), Role::Attendee));
    let link = invitation(MIKE).current_link();
    assert_eq!(look(&own, link).invitee.unwrap().name, None);
    let typed_by_anyone = known(own.clone(), &mike(ParticipantState::Left, Proof::Unverified), &[]);
    assert_eq!(look(&typed_by_anyone, link).invitee.unwrap().name, None, "anyone may have typed it");
    let before = known(own.clone(), &mike(ParticipantState::Left, Proof::Mailbox), &[]);
    assert_eq!(look(&before, link).invitee.unwrap().name, Some(participant(MIKE).name));
    let older = Link { generation: Generation::new(2), ..link };
    assert_eq!(look(&own, older).link_standing, Some(ReasonCode::LinkRevoked));
    let mut over = door(OPEN);
    over.session = live_with(|parts| parts.link.expires_at = Some(now()));
    assert_eq!(look(&over, session().current_link()).link_standing, Some(ReasonCode::LinkExpired));
}
