//! Mailed codes: when one is mailed, at what cost, and what it counts for.

use super::*;
use crate::delivery::{MessageBody, Priority};

#[test]
fn a_code_is_mailed_once_a_minute() {
    for (earlier, mails) in [(None, true), (Some(59), false), (Some(60), true)] {
        let code = earlier.map(|ago| mailed(CodePurpose::Proof, ago));
        let door = DoorSituation { code, ..listed(door(LIST), Role::Attendee) };
        let (answer, changes) = join(&door, &call(&door, typed(MIKE)));
        assert_needs(&answer, &[Evidence::Code]);
        assert_eq!((changes.code().is_some(), changes.messages.len()), (mails, usize::from(mails)), "{earlier:?}");
        let Some(code) = changes.code() else { continue };
        assert_eq!((&code.email, code.session, code.wrong_tries), (&email(MIKE), session().id(), 0));
        assert_eq!((&code.purpose, code.created_at), (&CodePurpose::Proof, now()));
        let message = &changes.messages[0];
        assert_eq!((message.body, message.priority), (MessageBody::Code { code: code.id }, Priority::Urgent));
        assert_eq!(message.deadline, Some(now() + MailCode::LIFETIME), "nobody is mailed digits that are over");
    }
}

#[test]
fn a_code_that_was_guessed_at_is_replaced_at_once() {
    let worn = MailCode { wrong_tries: MailCode::MAX_WRONG_TRIES, ..mailed(CodePurpose::Proof, 5) };
    let door = DoorSituation { code: Some(worn), ..listed(door(LIST), Role::Attendee) };
    assert!(join(&door, &call(&door, typed(MIKE))).1.code().is_some());
}

#[test]
fn every_address_costs_the_same_on_a_list_and_only_listed_ones_are_mailed() {
    let banned = mike(ParticipantState::Removed { reason: None, banned: true }, Proof::Mailbox);
    let taken_back = listed(door(LIST), Role::Attendee);
    let taken_back = taken_back.invitation.map(|invitation| invitation.revoked(now()));
    let doors = [
        (listed(door(LIST), Role::Attendee), true),
        (listed(with_account(door(LIST)), Role::Presenter), true),
        (known(listed(door(LIST), Role::Attendee), &banned, &[]), true),
        (known(door(LIST), &banned, &[]), true),
        (door(LIST), false),
        (with_account(door(LIST)), false),
        (DoorSituation { invitation: taken_back, ..door(LIST) }, false),
    ];
    for (door, is_mailed) in doors {
        let (answer, changes) = join(&door, &call(&door, typed(MIKE)));
        assert_needs(&answer, &[Evidence::Code]);
        assert_eq!(codes_of(&answer), [ReasonCode::ProofRequired]);
        assert_eq!(changes.kinds(), ["record decision", "put code"]);
        assert_eq!((changes.messages.len(), changes.events.len(), changes.audit.len()), (1, 0, 0));
        assert_eq!(changes.code().unwrap().deliverable, is_mailed);
    }
}

#[test]
fn the_code_of_an_address_that_is_not_listed_never_counts() {
    let code = MailCode { deliverable: false, ..mailed(CodePurpose::Proof, 20) };
    let door = DoorSituation { code: Some(code.clone()), ..door(LIST) };
    let (answer, changes) = join(&door, &call(&door, with_code(&code)));
    assert_refused(&answer, ReasonCode::CodeWrong);
    assert!(changes.has("count wrong try"));
}

#[test]
fn wrong_codes_are_counted_and_nothing_is_mailed_for_them() {
    let code = mailed(CodePurpose::Proof, 90);
    let door = DoorSituation { code: Some(code.clone()), ..listed(door(LIST), Role::Attendee) };
    let wrong = JoinEvidence { code: Some("00000x".to_owned()), ..typed(MIKE) };
    let (answer, changes) = join(&door, &call(&door, wrong.clone()));
    assert_refused(&answer, ReasonCode::CodeWrong);
    assert_eq!(answer.decision.needs, [Evidence::Code], "it may be typed again");
    assert!(
        matches!(changes.changes.as_slice(), [Change::RecordDecision(_), Change::CountWrongTry(id)] if *id == code.id)
    );
    assert!(changes.messages.is_empty());

    let none = DoorSituation { code: None, ..door };
    let (answer, changes) = join(&none, &call(&none, wrong));
    assert_refused(&answer, ReasonCode::CodeWrong);
    assert_eq!(changes.kinds(), ["record decision"], "there is nothing to count");
}

#[test]
fn a_code_counts_for_ten_minutes_and_five_tries() {
    let fresh = mailed(CodePurpose::Proof, 599);
    let stale = mailed(CodePurpose::Proof, 600);
    let worn = MailCode { wrong_tries: MailCode::MAX_WRONG_TRIES, ..mailed(CodePurpose::Proof, 20) };
    for (code, counts) in [(fresh, true), (stale, false), (worn, false)] {
        let door = DoorSituation { code: Some(code.clone()), ..listed(door(LIST), Role::Attendee) };
        let (answer, changes) =
            join(&door, &call(&door, JoinEvidence { name: Some(name("Mia T")), ..with_code(&code) }));
        if counts {
            assert_admitted(&answer);
            assert!(matches!(changes.changes.first(), Some(Change::UseCode(id)) if *id == code.id), "it works once");
        } else {
            assert_refused(&answer, ReasonCode::CodeExpired);
            assert!(!changes.has("count wrong try"));
        }
    }
}

#[test]
fn a_code_that_someone_else_has_just_used_is_not_used_again() {
    let code = mailed(CodePurpose::Proof, 20);
    let fresh = DoorSituation { code: Some(code.clone()), ..listed(door(LIST), Role::Attendee) };
    let used = DoorSituation { code: None, ..fresh.clone() };
    let mut mocks = finding(vec![fresh.clone(), used]);
    mocks.unlimited();
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let evidence = JoinEvidence { name: Some(name("Mia T")), ..with_code(&code) };
    let answer = block_on(mocks.front_door().join(&call(&fresh, evidence))).unwrap();
    assert_refused(&answer, ReasonCode::CodeWrong);
    assert_eq!(written.only().kinds(), ["record decision"]);
}

#[test]
fn guesses_of_codes_spend_their_budgets() {
    let code = mailed(CodePurpose::Proof, 20);
    let door = DoorSituation { code: Some(code.clone()), ..listed(door(LIST), Role::Attendee) };
    for refused in [Budget::Guesses, Budget::GuessesAtAddress] {
        let mut mocks = finding(vec![door.clone()]);
        refuse(&mut mocks, refused);
        let answer = block_on(mocks.front_door().join(&call(&door, with_code(&code))));
        assert_eq!(answer.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: wait() }, "{refused:?}");
    }
}

#[test]
fn codes_to_one_address_are_rationed() {
    for door in [listed(door(LIST), Role::Attendee), door(LIST)] {
        let mut mocks = finding(vec![door.clone()]);
        refuse(&mut mocks, Budget::CodesToAddress);
        let answer = block_on(mocks.front_door().join(&call(&door, typed(MIKE))));
        assert_eq!(answer.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: wait() });
    }
}
