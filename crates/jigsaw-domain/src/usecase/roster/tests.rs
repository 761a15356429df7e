use super::*;
use crate::admission::ReasonCode;
use crate::invitation::Invitation;
use crate::port::ListedInvitation;
use crate::session::SessionState;
use crate::usecase::Subject;
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

fn mocks_at(people: Vec<Participant>, list: Vec<Invitation>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(&live_session());
    mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
    mocks.invitations.expect_list().returning(move |_, after, limit| {
        let from = list.iter().position(|listed| Some(listed.id) == after).map_or(0, |index| index + 1);
        let page = list[from..].iter().take(limit as usize).cloned();
        Ok(page.map(ListedInvitation::unseen).collect())
    });
    mocks
}

fn roster(people: Vec<Participant>, list: Vec<Invitation>) -> Vec<RosterEntry> {
    block_on(mocks_at(people, list).front_door().roster(&as_host(), session().id())).unwrap().1
}

#[test]
fn everyone_is_there_once() {
    let called = Invitation { origin: Origin::OnTheFly, ..invitation(MIKE) };
    let revoked = invitation("revoked@example.org").revoked(now());
    let list = vec![called.clone(), invitation("b@example.org"), revoked];
    let entries = roster(vec![participant("MIKE@Example.ORG"), participant("c@example.org")], list);
    let seen: Vec<_> = entries.iter().map(|e| (e.email.as_ref().unwrap().key().as_str().to_owned(), e.state)).collect();
    let expected = [
        (MIKE, RosterState::Admitted),
        ("c@example.org", RosterState::Admitted),
        ("b@example.org", RosterState::Invited),
    ];
    assert_eq!(seen, expected.map(|(address, state)| (address.to_owned(), state)));
    assert_eq!((entries[0].invitation, entries[0].on_the_fly), (Some(called.id), true));
    assert_eq!((entries[1].invitation, entries[1].on_the_fly), (None, false));
    assert_eq!((entries[2].participant, entries[2].proof), (None, Proof::Unverified));
}

#[test]
fn each_state_is_told_with_what_belongs_to_it() {
    let words = HostText::parse("Please rest").unwrap();
    let reasons = vec![ReasonCode::AwaitingAdmission];
    for (state, word, expected) in [
        (ParticipantState::Waiting { reasons: reasons.clone() }, "waiting", (reasons, None)),
        (ParticipantState::Admitted, "admitted", (vec![], None)),
        (ParticipantState::Denied, "denied", (vec![], None)),
        (ParticipantState::Removed { reason: Some(words.clone()), banned: true }, "removed", (vec![], Some(words))),
        (ParticipantState::Left, "left", (vec![], None)),
    ] {
        let person = Participant { state, ..participant(MIKE) };
        let entry = roster(vec![person.clone()], Vec::new()).remove(0);
        assert_eq!((entry.state.as_str(), entry.since), (word, person.state_since));
        assert_eq!((entry.reasons, entry.message), expected);
    }
}

#[test]
fn long_lists_are_read_to_their_end() {
    for count in [999, 1_000, 1_001, 2_500] {
        let list = (0..count).map(|number| invitation(&format!("guest{number}@example.org"))).collect();
        assert_eq!(roster(Vec::new(), list).len(), count);
    }
}

#[test]
fn host_and_co_hosts_see_it_and_nobody_else() {
    let front_door = mocks_at(vec![participant(MIKE)], Vec::new()).front_door();
    let inside = |role| by_pass(holder(&Participant { role, ..participant(MIKE) }, &live_session()));
    assert!(block_on(front_door.roster(&inside(Role::CoHost), session().id())).is_ok());
    let stranger = caller(Subject::Account(account(MIKE)));
    for (caller, expected) in [
        (inside(Role::Presenter), UseCaseError::Forbidden),
        (stranger, UseCaseError::NotFound),
        (anonymous(), UseCaseError::SignInRequired),
    ] {
        assert_eq!(block_on(front_door.roster(&caller, session().id())).unwrap_err(), expected);
    }
}

#[test]
fn those_who_are_in_see_who_is_in_and_no_addresses() {
    let waits =
        Participant { state: ParticipantState::Waiting { reasons: Vec::new() }, ..participant("waits@example.org") };
    let invited = Participant { invitation: Some(invitation("b@example.org").id), ..participant("b@example.org") };
    let people = vec![participant(MIKE), invited, waits.clone()];
    let front_door = mocks_at(people, Vec::new()).front_door();
    let own = holder(&participant(MIKE), &live_session());
    let seen = block_on(front_door.room_roster(&own)).unwrap().unwrap();
    assert_eq!(seen.len(), 2, "nobody who waits");
    assert!(seen.iter().all(|entry| entry.email.is_none() && entry.invitation.is_none() && entry.message.is_none()));
    assert_eq!(seen[0].name, participant(MIKE).name.to_string());

    let over = live_with(|parts| parts.state = SessionState::Ended { at: now() });
    for outside in [holder(&waits, &live_session()), holder(&participant(MIKE), &over)] {
        assert!(block_on(front_door.room_roster(&outside)).unwrap().is_none());
    }
}
