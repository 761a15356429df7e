//! What a commit stands on, and what happens when that has moved.

use std::sync::Arc;

use super::*;
use crate::admission::rules::AnyoneWithTheLink;
use crate::admission::{InvitationPolicy as _, PolicyBook, RuleSet};
use crate::malformed::Malformed;
use crate::session::Capacity;

fn limited(seats_taken: u32) -> DoorSituation {
    let session = live_with(|parts| parts.door.capacity = Some(Capacity::parse(10).unwrap()));
    DoorSituation { seats_taken, ..situation(session) }
}

#[test]
fn an_admission_is_guarded_by_session_and_invitations() {
    let own = linked(listed(door(LIST), Role::Attendee));
    let named = JoinEvidence { name: Some(name("Mia T")), ..JoinEvidence::default() };
    let (_, changes) = join(&own, &personally(&own, named.clone()));
    let guards: Vec<_> =
        changes.changes.iter().filter(|change| matches!(change, Change::GuardInvitation(..))).collect();
    let listed = invitation(MIKE);
    assert!(
        matches!(guards.as_slice(), [Change::GuardInvitation(id, version)] if (*id, *version) == (listed.id, listed.version))
    );
    assert!(changes.changes.iter().any(|change| {
        matches!(change, Change::GuardSession(id, version) if (*id, *version) == (own.session.id(), own.session.version()))
    }));

    // By another's personal link both count: theirs opened the door, the own one gave the role.
    let borrowed = DoorSituation { linked_invitation: Some(invitation(ANOTHER)), ..with_account(own) };
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..personally(&borrowed, typed(MIKE)) };
    let (answer, changes) = join(&borrowed, &request);
    assert_admitted(&answer);
    assert_eq!(changes.kinds().iter().filter(|kind| **kind == "guard invitation").count(), 2);
}

#[test]
fn only_a_seat_that_is_newly_taken_is_counted() {
    let (answer, changes) = join(&limited(9), &call(&limited(9), named()));
    assert_admitted(&answer);
    assert!(
        changes.changes.iter().any(|change| matches!(change, Change::LimitSeats(_, capacity) if capacity.get() == 10))
    );
    assert_refused(&give(&limited(10), named()), ReasonCode::Full);

    let person = mike(ParticipantState::Admitted, Proof::Unverified);
    let inside = known(limited(10), &person, &[pass(&person)]);
    let (answer, changes) = join(&inside, &call(&inside, named()));
    assert_admitted(&answer);
    assert!(!changes.has("limit seats"), "whoever is in keeps their seat");

    let co_host = listed(with_account(limited(10)), Role::CoHost);
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..call(&co_host, typed(MIKE)) };
    let (answer, changes) = join(&co_host, &request);
    assert_admitted(&answer);
    assert!(!changes.has("limit seats"), "those who run it hold no seat");

    // Whoever ran it, and comes back as somebody who does not, takes a seat like anyone.
    let ran = Participant { role: Role::CoHost, ..mike(ParticipantState::Admitted, Proof::Unverified) };
    let withdrawn = invitation(MIKE).revoked(now());
    let back = DoorSituation { invitation: Some(withdrawn), ..known(with_account(limited(9)), &ran, &[pass(&ran)]) };
    let request = JoinRequest { signed_in: Some(account(MIKE)), ..call(&back, typed(MIKE)) };
    let (answer, changes) = join(&back, &request);
    assert_admitted(&answer);
    assert_eq!(changes.person().role, Role::Attendee);
    assert!(changes.has("limit seats"));

    let unlimited = door(OPEN);
    assert!(!join(&unlimited, &call(&unlimited, named())).1.has("limit seats"));
}

#[test]
fn when_something_moved_it_is_decided_again() {
    let mut mocks = finding(vec![limited(9), limited(10)]);
    mocks.unlimited();
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let answer = block_on(mocks.front_door().join(&call(&limited(9), named()))).unwrap();
    assert_refused(&answer, ReasonCode::Full);
    assert_eq!(written.only().kinds(), ["record decision"]);

    // Someone else of the same address was first: one person, two passes.
    let first = mike(ParticipantState::Admitted, Proof::Unverified);
    let mut mocks = finding(vec![door(OPEN), known(door(OPEN), &first, &[])]);
    mocks.unlimited();
    open_rooms(&mut mocks);
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let answer = block_on(mocks.front_door().join(&call(&door(OPEN), named()))).unwrap();
    assert_eq!(answer.participant, Some(first.id));
    assert_eq!(written.only().kinds(), ["insert pass", "guard session", "record decision"]);
}

#[test]
fn a_crowd_that_never_thins_out_is_overload() {
    for (conflicts, settles) in [(24, true), (25, false)] {
        let mut mocks = mocks_at(&door(OPEN));
        let written = mocks.commits_after(vec![PortError::Conflict; conflicts]);
        let answer = block_on(mocks.front_door().join(&call(&door(OPEN), named())));
        assert_eq!(answer.is_ok(), settles);
        assert_eq!(written.take().len(), usize::from(settles));
        if let Err(error) = answer {
            assert!(matches!(error, UseCaseError::Port(PortError::Unavailable(_))));
            assert_eq!(error.code(), "unavailable");
        }
    }
}

#[test]
fn another_failure_is_told_at_once() {
    let mut mocks = mocks_at(&door(OPEN));
    let failure = PortError::Backend("a trigger".to_owned());
    let written = mocks.commits_after(vec![failure.clone()]);
    assert_eq!(block_on(mocks.front_door().join(&call(&door(OPEN), named()))).unwrap_err(), failure.into());
    assert!(written.take().is_empty());
}

#[test]
fn every_call_leaves_its_decision_with_every_rule() {
    let refused = limited(10);
    for (door, evidence, outcome) in [
        (door(OPEN), typed(MIKE), "needs"),
        (door(OPEN), named(), "admitted"),
        (situation(session()), named(), "waiting"),
        (refused, named(), "refused"),
    ] {
        let (_, changes) = join(&door, &call(&door, evidence));
        let record = changes.decision();
        assert_eq!((record.outcome.as_str(), record.session, record.at), (outcome, door.session.id(), now()));
        assert_eq!((&record.email, record.link), (&Some(email(MIKE)), LinkKind::Session));
        assert_eq!(record.findings.len(), RuleSet::built_in(OPEN).rules().len(), "those that abstain included");
    }
}

#[test]
fn under_a_policy_that_asks_for_less_nobody_comes_in_as_nobody() {
    let bare = PolicyBook::built_in().with(OPEN, Arc::new(RuleSet::new(vec![Arc::new(AnyoneWithTheLink)])));
    let front_door = mocks_at(&door(OPEN)).front_door().with_policies(bare);
    let tried = block_on(front_door.join(&call(&door(OPEN), typed(MIKE))));
    assert_eq!(tried.unwrap_err(), UseCaseError::field("name", Malformed::Blank), "least of all under the host's name");
}
