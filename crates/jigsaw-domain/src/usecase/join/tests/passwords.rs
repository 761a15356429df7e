//! Passwords and limits: budgets come before hashing, and a crowd costs nobody a guess.

use super::*;
use crate::delivery::MessageBody;

fn with_password() -> JoinEvidence {
    JoinEvidence { password: Some(password("correct horse")), ..typed(MIKE) }
}

/// The limiter allows these once each, in this order, and the hasher is called after them.
fn allow_in_order(mocks: &mut Mocks, budgets: &[(Budget, String)]) {
    let mut sequence = mockall::Sequence::new();
    for (budget, key) in budgets.iter().cloned() {
        mocks
            .limiter
            .expect_spend()
            .withf(move |spent, named, amount, at| (*spent, &named.0, *amount, *at) == (budget, &key, 1, now()))
            .once()
            .in_sequence(&mut sequence)
            .returning(|_, _, _, _| Ok(Spend::Allowed));
    }
    mocks.passwords.expect_verify().once().in_sequence(&mut sequence).returning(|_, _| Ok(PasswordVerdict::Right));
}

fn all_budgets() -> [(Budget, String); 3] {
    [
        (Budget::Joins, format!("{}|192.0.2.7", session().id())),
        (Budget::Guesses, format!("{MIKE}|192.0.2.7")),
        (Budget::GuessesAtAddress, MIKE.to_owned()),
    ]
}

fn from_a_network(situation: &DoorSituation, evidence: JoinEvidence) -> JoinRequest {
    JoinRequest { network: ClientNetwork::of("192.0.2.7".parse().unwrap()), ..call(situation, evidence) }
}

#[test]
fn each_budget_is_spent_before_the_password_is_hashed() {
    let door = with_account(door(BY_PASSWORD));
    let mut mocks = finding(vec![door.clone()]);
    open_rooms(&mut mocks);
    allow_in_order(&mut mocks, &all_budgets());
    assert_admitted(&join_with(mocks, &from_a_network(&door, with_password())).0);
}

#[test]
fn what_is_decided_again_is_neither_paid_nor_hashed_again() {
    let door = with_account(door(BY_PASSWORD));
    let mut mocks = finding(vec![door.clone()]);
    open_rooms(&mut mocks);
    allow_in_order(&mut mocks, &all_budgets());
    let written = mocks.commits_after(vec![PortError::Conflict; 5]);
    let answer = block_on(mocks.front_door().join(&from_a_network(&door, with_password()))).unwrap();
    assert_admitted(&answer);
    assert_eq!(written.take().len(), 1);
}

#[test]
fn a_password_that_is_changed_meanwhile_is_compared_again() {
    let before = with_account(door(BY_PASSWORD));
    let mut after = before.clone();
    after.account.as_mut().unwrap().password = Some(hash_of("another"));
    let mut mocks = finding(vec![before.clone(), after]);
    mocks.unlimited();
    hashes(&mut mocks);
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let answer = block_on(mocks.front_door().join(&call(&before, with_password()))).unwrap();
    assert_refused(&answer, ReasonCode::WrongPassword);
    assert_eq!(written.only().kinds(), ["record decision"]);
}

#[test]
fn too_many_guesses_from_one_network_wait() {
    let door = with_account(door(BY_PASSWORD));
    let mut mocks = finding(vec![door.clone()]);
    refuse(&mut mocks, Budget::Guesses);
    let answer = block_on(mocks.front_door().join(&call(&door, with_password())));
    assert_eq!(answer.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: wait() });
}

#[test]
fn too_many_guesses_from_everywhere_lock_the_account_and_tell_its_owner() {
    for (door, letters) in [(with_account(door(BY_PASSWORD)), 1), (door(BY_PASSWORD), 0), (door(LIST), 0)] {
        let mut mocks = finding(vec![door.clone()]);
        refuse(&mut mocks, Budget::GuessesAtAddress);
        let (answer, changes) = join_with(mocks, &call(&door, with_password()));
        assert_refused(&answer, ReasonCode::AccountLocked);
        assert_eq!(changes.actions(), ["account.guesses_refused"], "for an address that nobody has, too");
        assert_eq!(changes.messages.len(), letters);
        if let Some(message) = changes.messages.first() {
            assert_eq!(message.body, MessageBody::LockAlert { account: account(MIKE).id });
            assert!(message.unique_key.is_some(), "told, not flooded");
        }
    }
}

#[test]
fn an_address_without_account_takes_as_long() {
    for kind in [BY_PASSWORD, LIST] {
        let door = door(kind);
        let mut mocks = finding(vec![door.clone()]);
        mocks.unlimited();
        mocks
            .passwords
            .expect_verify()
            .withf(|_, against| against.is_none())
            .once()
            .returning(|_, _| Ok(PasswordVerdict::Wrong));
        assert_refused(&join_with(mocks, &call(&door, with_password())).0, ReasonCode::WrongPassword);
    }
}

#[test]
fn joins_are_rationed_by_network_and_session() {
    let door = door(OPEN);
    let mut mocks = finding(vec![door.clone()]);
    refuse(&mut mocks, Budget::Joins);
    let answer = block_on(mocks.front_door().join(&call(&door, named())));
    assert_eq!(answer.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: wait() });
}

#[test]
fn limits_that_cannot_be_asked_refuse() {
    let door = door(OPEN);
    let mut mocks = finding(vec![door.clone()]);
    let failure = PortError::Unavailable("limits".to_owned());
    let told = failure.clone();
    mocks.limiter.expect_spend().returning(move |_, _, _, _| Err(told.clone()));
    assert_eq!(block_on(mocks.front_door().join(&call(&door, named()))).unwrap_err(), UseCaseError::Port(failure));
}
