use super::*;
use crate::admission::PassHolder;
use crate::delivery::DeliveryState;
use crate::port::{LimitKey, ListedInvitation, PortError, Spend};
use crate::session::{InvitationType, SessionState, Tell};
use crate::usecase::Subject;
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

fn row(address: &str) -> NewInvitation {
    NewInvitation { email: email(address), role: None, first_name: None, last_name: None, language: None }
}

fn as_a(role: Role, address: &str) -> NewInvitation {
    NewInvitation { role: Some(role), ..row(address) }
}

/// This session, its list, and the people it knows.
fn mocks_at(session: &Session, list: Vec<Invitation>, people: Vec<Participant>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    let (by_email, by_id) = (list.clone(), list.clone());
    mocks.invitations.expect_find_by_emails().returning(move |_, emails| {
        Ok(by_email.iter().filter(|listed| emails.contains(listed.email.key())).cloned().collect())
    });
    mocks.invitations.expect_find().returning(move |id| Ok(by_id.iter().find(|listed| listed.id == id).cloned()));
    mocks.invitations.expect_list().returning(move |_, after, limit| {
        let from = list.iter().position(|listed| Some(listed.id) == after).map_or(0, |index| index + 1);
        let page = list[from..].iter().take(limit as usize).cloned();
        Ok(page
            .map(|invitation| ListedInvitation {
                mail: Some(DeliveryState::Sent),
                ..ListedInvitation::unseen(invitation)
            })
            .collect())
    });
    mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks
}

type Done = (Result<Invited, UseCaseError>, Vec<ChangeSet>);

fn invite_with(mut mocks: Mocks, rows: Vec<NewInvitation>) -> Done {
    let written = mocks.commits();
    let done = block_on(mocks.front_door().invite(&as_host(), session().id(), rows));
    (done, written.take())
}

fn invite(session: &Session, list: Vec<Invitation>, people: Vec<Participant>, rows: Vec<NewInvitation>) -> Done {
    let mut mocks = mocks_at(session, list, people);
    mocks.unlimited();
    invite_with(mocks, rows)
}

#[track_caller]
fn assert_problems(done: &Done, expected: &[(&str, Malformed)]) {
    let Err(UseCaseError::Invalid(problems)) = &done.0 else { panic!("{:?}", done.0) };
    let found: Vec<_> = problems.iter().map(|problem| (problem.field.as_str(), problem.fault.clone())).collect();
    assert_eq!(found, expected);
    assert!(done.1.is_empty(), "all or nothing");
}

#[test]
fn a_list_is_invited_and_mailed_when_there_is_time() {
    let named = NewInvitation {
        first_name: Some(NamePart::parse("Pia").unwrap()),
        last_name: Some(NamePart::parse("Presenter").unwrap()),
        ..as_a(Role::Presenter, "pia@example.org")
    };
    let (done, written) = invite(&session(), Vec::new(), Vec::new(), vec![row(MIKE), named]);
    let answers = done.unwrap().invitations;
    let changes = &written[0];
    assert_eq!(changes.kinds(), ["guard session", "insert invitations"]);
    assert_eq!(changes.told(), [EventKind::InvitationsChanged]);
    assert_eq!(changes.actions(), ["invitation.made", "invitation.made"]);
    let made = changes.invitations();
    assert_eq!((made[0].role, made[1].role), (Role::Attendee, Role::Presenter));
    assert_eq!(made[1].name(), Some(name("Pia Presenter")));
    for (invitation, answer) in made.iter().zip(&answers) {
        assert_eq!((invitation.origin, invitation.state), (Origin::List, InvitationState::Active));
        assert_eq!((invitation.generation, invitation.version), (Generation::FIRST, Version::FIRST));
        assert_eq!((&answer.invitation, answer.is_new), (*invitation, true));
        assert_eq!(answer.link, address().of(&keyring(), invitation.current_link()));
    }
    for (message, invitation) in changes.messages.iter().zip(&made) {
        assert_eq!(message.body, MessageBody::Invitation { invitation: invitation.id, on_the_fly: false });
        assert_eq!((message.priority, message.not_before), (Priority::Bulk, now()));
    }
    assert_eq!(changes.messages.len(), 2);
}

#[test]
fn while_it_is_live_an_invitation_is_on_the_fly() {
    for kind in InvitationType::ALL {
        let live = live_with(|parts| parts.invitation_type = *kind);
        let (done, written) = invite(&live, Vec::new(), Vec::new(), vec![row(MIKE)]);
        let made = done.unwrap().invitations.remove(0).invitation;
        assert_eq!(made.origin, Origin::OnTheFly);
        assert_eq!(written[0].told(), [EventKind::InvitedOnTheFly(made.id), EventKind::InvitationsChanged]);
        let message = &written[0].messages[0];
        assert_eq!(message.body, MessageBody::Invitation { invitation: made.id, on_the_fly: true });
        assert_eq!(message.priority, Priority::Urgent, "ahead of bulk mail");
    }
}

#[test]
fn only_the_host_invites() {
    let front_door = mocks_at(&live_session(), vec![invitation(MIKE)], Vec::new()).front_door();
    let inside = |role| {
        let person = Participant { role, proof: Proof::Mailbox, ..participant(MIKE) };
        by_pass(PassHolder { participant: person.clone(), ..holder(&person, &live_session()) })
    };
    let other_host =
        crate::account::Account { standing: crate::account::Standing::Host, ..account("other@example.org") };
    let (id, listed) = (session().id(), invitation(MIKE).id);
    for (caller, expected) in [
        (anonymous(), UseCaseError::SignInRequired),
        (inside(Role::CoHost), UseCaseError::Forbidden),
        (inside(Role::Presenter), UseCaseError::Forbidden),
        (inside(Role::Attendee), UseCaseError::Forbidden),
        (caller(Subject::Account(other_host.clone())), UseCaseError::NotFound),
        (
            caller(Subject::Token { account: other_host, scopes: crate::account::Scope::ALL.to_vec() }),
            UseCaseError::NotFound,
        ),
        (
            caller(Subject::Token { account: host(), scopes: vec![crate::account::Scope::SessionsRead] }),
            UseCaseError::Forbidden,
        ),
    ] {
        assert_eq!(block_on(front_door.invite(&caller, id, vec![row(MIKE)])).unwrap_err(), expected);
        assert_eq!(block_on(front_door.revoke(&caller, id, listed)), Err(expected.clone()));
        assert_eq!(block_on(front_door.resend(&caller, id, listed)).unwrap_err(), expected);
    }
}

#[test]
fn problems_are_named_by_row_and_nobody_is_invited() {
    let rows =
        vec![row("a@example.org"), row("HOST@example.org"), row("A@Example.ORG"), as_a(Role::Host, "b@example.org")];
    let problems = [
        ("invitations[1].email", Malformed::HostInvited),
        ("invitations[2].email", Malformed::Duplicate { row: 1 }),
        ("invitations[3].role", Malformed::NotAChoice("co_host, presenter, captioner, attendee")),
    ];
    assert_problems(&invite(&session(), Vec::new(), Vec::new(), rows), &problems);
    let nothing = invite(&session(), Vec::new(), Vec::new(), Vec::new());
    assert_problems(&nothing, &[("invitations", Malformed::Blank)]);
}

#[test]
fn ten_thousand_rows_are_taken_and_not_one_more() {
    let rows = |count: usize| (0..count).map(|number| row(&format!("guest{number}@example.org"))).collect::<Vec<_>>();
    let (done, written) = invite(&session(), Vec::new(), Vec::new(), rows(10_000));
    assert_eq!((done.unwrap().invitations.len(), written[0].messages.len()), (10_000, 10_000));
    let (too_many, written) = invite(&session(), Vec::new(), Vec::new(), rows(10_001));
    assert_eq!(too_many.unwrap_err(), UseCaseError::field("invitations", Malformed::TooMany { max: 10_000 }));
    assert!(written.is_empty());
}

fn captioner(address: &str) -> Invitation {
    Invitation { role: Role::Captioner, ..invitation(address) }
}

#[test]
fn a_session_has_one_captioner() {
    let wants = || vec![row("a@example.org"), as_a(Role::Captioner, MIKE)];
    let second = |index: usize| (format!("invitations[{index}].role"), Malformed::SecondCaptioner);
    let (at_1, fault) = second(1);
    let clash = |list, people| assert_problems(&invite(&session(), list, people, wants()), &[(&at_1, fault.clone())]);

    assert!(invite(&session(), Vec::new(), Vec::new(), wants()).0.is_ok());
    clash(vec![captioner("b@example.org")], Vec::new());
    let there = Participant { role: Role::Captioner, proof: Proof::Mailbox, ..participant("b@example.org") };
    clash(Vec::new(), vec![there.clone()]);
    let far_down = (0..1_500).map(|number| invitation(&format!("guest{number}@example.org")));
    clash(far_down.chain([captioner("b@example.org")]).collect(), Vec::new());

    let gone = there.moved(ParticipantState::Left, now());
    let revoked = captioner("b@example.org").revoked(now());
    assert!(invite(&session(), vec![revoked.clone()], vec![gone], wants()).0.is_ok());

    let two = vec![as_a(Role::Captioner, MIKE), as_a(Role::Captioner, "a@example.org")];
    assert_problems(&invite(&session(), Vec::new(), Vec::new(), two), &[(&at_1, fault.clone())]);
    // A row without a role keeps the one they had.
    let back = vec![row("c@example.org"), row("b@example.org")];
    let list = vec![captioner(MIKE), revoked];
    assert_problems(&invite(&session(), list, Vec::new(), back), &[(&at_1, fault)]);
}

#[test]
fn the_captioners_role_may_change_hands_in_one_call() {
    let rows = vec![as_a(Role::Attendee, "b@example.org"), as_a(Role::Captioner, MIKE)];
    let (done, written) = invite(&session(), vec![captioner("b@example.org")], Vec::new(), rows);
    assert!(done.is_ok());
    assert!(written[0].has("update session"), "of two captioners who are invited at once one is the second");
    let again = vec![as_a(Role::Captioner, MIKE)];
    assert!(invite(&session(), vec![captioner(MIKE)], Vec::new(), again).1.is_empty(), "who is it already");
}

#[test]
fn a_captioner_who_is_gone_does_not_come_back_as_one() {
    let gone = Participant { role: Role::Captioner, proof: Proof::Account, ..participant("b@example.org") }
        .moved(ParticipantState::Left, now());
    let (done, written) = invite(&session(), Vec::new(), vec![gone.clone()], vec![as_a(Role::Captioner, MIKE)]);
    assert!(done.is_ok());
    assert_eq!((written[0].person().id, written[0].person().role), (gone.id, Role::Attendee));
    assert_eq!(written[0].actions(), ["invitation.made", "participant.role_changed"]);
    let other = invite(&session(), Vec::new(), vec![gone], vec![row(MIKE)]).1;
    assert!(other[0].people().is_empty(), "nobody else is named");
}

#[test]
fn a_co_host_who_is_in_becomes_an_attendee_only_where_a_seat_is_free() {
    let session = live_with(|parts| parts.door.capacity = Some(crate::session::Capacity::parse(1).unwrap()));
    let inside = Participant { role: Role::CoHost, proof: Proof::Mailbox, ..participant(MIKE) };
    let listed = Invitation { role: Role::CoHost, ..invitation(MIKE) };
    for (taken, fits) in [(0, true), (1, false)] {
        let mut mocks = mocks_at(&session, vec![listed.clone()], vec![inside.clone()]);
        mocks.unlimited();
        mocks.participants.expect_seats_taken().returning(move |_| Ok(taken));
        let (done, written) = invite_with(mocks, vec![as_a(Role::Attendee, MIKE)]);
        if fits {
            assert!(written[0].has("limit seats"));
        } else {
            assert_eq!((done.unwrap_err(), written.len()), (UseCaseError::Contradiction("session_full"), 0));
        }
    }
}

#[test]
fn an_address_that_is_listed_already_is_nothing_new() {
    for rows in [vec![row(MIKE)], vec![as_a(Role::Attendee, "MIKE@Example.ORG")]] {
        let (done, written) = invite(&session(), vec![invitation(MIKE)], Vec::new(), rows);
        let answer = done.unwrap().invitations.remove(0);
        assert_eq!((&answer.invitation, answer.is_new), (&invitation(MIKE), false));
        assert_eq!(answer.link, address().of(&keyring(), invitation(MIKE).current_link()), "their link stays good");
        assert!(written.is_empty());
    }
}

#[test]
fn another_name_is_kept_and_not_mailed() {
    let named = NewInvitation { first_name: Some(NamePart::parse("Mike").unwrap()), ..row(MIKE) };
    let (done, written) = invite(&session(), vec![invitation(MIKE)], Vec::new(), vec![named]);
    assert!(!done.unwrap().invitations[0].is_new);
    assert_eq!((written[0].kinds(), written[0].messages.len()), (vec!["guard session", "update invitations"], 0));
    assert_eq!(written[0].actions(), ["invitation.changed"]);
    assert_eq!(written[0].invitations()[0].generation, invitation(MIKE).generation);
}

#[test]
fn another_role_and_a_return_make_a_new_link() {
    let again = |listed: Invitation, people, row| {
        let (done, written) = invite(&session(), vec![listed], people, vec![row]);
        let answer = done.unwrap().invitations.remove(0);
        assert!(answer.is_new);
        assert_eq!(written[0].messages.len(), 1);
        assert_eq!(written[0].actions().last(), Some(&"invitation.made"));
        let next = written[0].invitations()[0].clone();
        assert_eq!((next.id, next.state), (invitation(MIKE).id, InvitationState::Active));
        assert_eq!(next.version, invitation(MIKE).version, "guarded by its version");
        assert!(next.generation > invitation(MIKE).generation, "the older link never admits again");
        assert_eq!(answer.link, address().of(&keyring(), next.current_link()));
        (next, written)
    };
    assert_eq!(again(invitation(MIKE), Vec::new(), as_a(Role::CoHost, MIKE)).0.role, Role::CoHost);
    let presenter = Invitation { role: Role::Presenter, ..invitation(MIKE) };
    assert_eq!(again(presenter.revoked(now()), Vec::new(), row(MIKE)).0.role, Role::Presenter, "the role they had");
    for state in [ParticipantState::Removed { reason: None, banned: true }, ParticipantState::Denied] {
        let person = participant(MIKE).moved(state, minutes(-1));
        let (_, written) = again(invitation(MIKE), vec![person.clone()], row(MIKE));
        assert_eq!((written[0].person().id, &written[0].person().state), (person.id, &ParticipantState::Left));
        assert!(written[0].told().contains(&EventKind::ParticipantChanged(person.id)));
        assert_eq!(written[0].actions(), ["participant.invited", "invitation.made"], "both are written down");
    }
}

#[test]
fn someone_removed_who_was_never_listed_is_let_back_by_an_invitation() {
    let person = participant(MIKE).moved(ParticipantState::Removed { reason: None, banned: true }, minutes(-1));
    let (_, written) = invite(&live_session(), Vec::new(), vec![person], vec![row(MIKE)]);
    assert_eq!(written[0].kinds(), ["guard session", "update participants", "insert invitations"]);
    assert_eq!(written[0].person().state, ParticipantState::Left);
}

#[test]
fn a_role_that_the_host_names_is_theirs_at_once() {
    let known = |role, state, proof| Participant { role, proof, ..participant(MIKE).moved(state, minutes(-1)) };
    let removed = || ParticipantState::Removed { reason: None, banned: true };
    let co_host = || Invitation { role: Role::CoHost, ..invitation(MIKE) };
    let after = |listed: Vec<Invitation>, person: Participant, row| {
        let (done, written) = invite(&session(), listed, vec![person.clone()], vec![row]);
        assert!(done.is_ok());
        let people: Vec<Participant> = written.iter().flat_map(ChangeSet::people).cloned().collect();
        people.into_iter().next().map_or(person.role, |person| person.role)
    };
    // Otherwise a co-host who is called back as an attendee would come back as a co-host.
    let person = || known(Role::CoHost, removed(), Proof::Mailbox);
    assert_eq!(after(vec![co_host()], person(), as_a(Role::Attendee, MIKE)), Role::Attendee);
    assert_eq!(
        after(vec![invitation(MIKE)], person(), row(MIKE)),
        Role::Attendee,
        "given live, and lost with the removal"
    );
    assert_eq!(after(vec![invitation(MIKE).revoked(now())], person(), row(MIKE)), Role::Attendee);
    let inside = || known(Role::CoHost, ParticipantState::Admitted, Proof::Mailbox);
    assert_eq!(after(vec![co_host()], inside(), as_a(Role::Presenter, MIKE)), Role::Presenter);
    assert_eq!(after(vec![invitation(MIKE)], inside(), row(MIKE)), Role::CoHost, "nothing was named");
    let typed = known(Role::Attendee, ParticipantState::Admitted, Proof::Unverified);
    assert_eq!(after(Vec::new(), typed, as_a(Role::Presenter, MIKE)), Role::Attendee, "roles come with proof");
}

#[test]
fn someone_on_the_list_who_is_called_while_it_is_live_keeps_the_link_and_is_called() {
    let (done, written) = invite(&live_session(), vec![invitation(MIKE)], Vec::new(), vec![row(MIKE)]);
    let answer = done.unwrap().invitations.remove(0);
    assert!(answer.is_new);
    assert_eq!(answer.link, address().of(&keyring(), invitation(MIKE).current_link()));
    assert_eq!(written[0].invitations()[0].origin, Origin::OnTheFly);
    assert_eq!(written[0].messages[0].priority, Priority::Urgent);
    let called = Invitation { origin: Origin::OnTheFly, ..invitation(MIKE) };
    assert!(invite(&live_session(), vec![called], Vec::new(), vec![row(MIKE)]).1.is_empty(), "once is enough");
}

#[test]
fn sessions_that_are_over_or_called_off_take_no_invitations() {
    let ended = live_with(|parts| parts.state = SessionState::Ended { at: now() });
    let cancelled = session().cancel(None, Tell::Invitees, now()).unwrap();
    for (session, expected) in [(ended, LifecycleError::Ended), (cancelled, LifecycleError::Cancelled)] {
        // The limiter is not asked: what is not mailed costs nothing.
        let (done, written) =
            invite_with(mocks_at(&session, vec![invitation(MIKE)], Vec::new()), vec![row("a@example.org")]);
        assert_eq!((done.unwrap_err(), written.len()), (expected.into(), 0));
        let front_door = mocks_at(&session, vec![invitation(MIKE)], Vec::new()).front_door();
        let resent = block_on(front_door.resend(&as_host(), session.id(), invitation(MIKE).id));
        assert_eq!(resent.unwrap_err(), expected.into());
    }
}

fn spends(mocks: &mut Mocks, mails: u32, answer: Spend) {
    let of_host = LimitKey(host().id.to_string());
    mocks
        .limiter
        .expect_spend()
        .withf(move |budget, key, amount, _| (*budget, key, *amount) == (Budget::MailsOfHost, &of_host, mails))
        .once()
        .returning(move |_, _, _, _| Ok(answer));
}

#[test]
fn mails_are_paid_for_once_and_only_those_that_are_written() {
    let mut mocks = mocks_at(&session(), vec![invitation(MIKE)], Vec::new());
    spends(&mut mocks, 2, Spend::Allowed);
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let rows = vec![row(MIKE), row("a@example.org"), row("b@example.org")];
    block_on(mocks.front_door().invite(&as_host(), session().id(), rows)).unwrap();
    assert_eq!(written.only().messages.len(), 2);

    let mut mocks = mocks_at(&session(), Vec::new(), Vec::new());
    let retry_after = chrono::TimeDelta::hours(3);
    spends(&mut mocks, 1, Spend::Refused { retry_after });
    let (done, written) = invite_with(mocks, vec![row(MIKE)]);
    assert_eq!((done.unwrap_err(), written.len()), (UseCaseError::TooManyAttempts { retry_after }, 0));
}

#[test]
fn a_session_that_begins_meanwhile_makes_it_on_the_fly() {
    let mut mocks = mocks_at(&session(), Vec::new(), Vec::new());
    mocks.sessions.checkpoint();
    let mut stored = vec![live_session(), session(), session()];
    mocks.sessions.expect_find().returning(move |_| Ok(stored.pop()));
    mocks.unlimited();
    let written = mocks.commits_after(vec![PortError::Conflict]);
    block_on(mocks.front_door().invite(&as_host(), session().id(), vec![row(MIKE)])).unwrap();
    assert_eq!(written.only().invitations()[0].origin, Origin::OnTheFly);
}

fn revoke(listed: Invitation) -> (Result<(), UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = mocks_at(&session(), vec![listed], Vec::new());
    mocks.invitations.expect_mailed().returning(|_, _| Ok(Vec::new()));
    let written = mocks.commits();
    (block_on(mocks.front_door().revoke(&as_host(), session().id(), invitation(MIKE).id)), written.take())
}

#[test]
fn taking_an_invitation_back_is_done_once_and_leaves_people_inside() {
    let (done, written) = revoke(invitation(MIKE));
    assert!(done.is_ok());
    assert_eq!(written[0].kinds(), ["update invitations"], "nobody is put out");
    assert_eq!(written[0].invitations()[0].state, InvitationState::Revoked { at: now() });
    assert_eq!(
        (written[0].told(), written[0].actions()),
        (vec![EventKind::InvitationsChanged], vec!["invitation.revoked"])
    );
    assert!(revoke(invitation(MIKE).revoked(minutes(-5))).1.is_empty());
}

#[test]
fn an_invitation_is_mailed_again_with_the_same_link() {
    let mut mocks = mocks_at(&session(), vec![invitation(MIKE)], Vec::new());
    spends(&mut mocks, 1, Spend::Allowed);
    let written = mocks.commits_after(vec![PortError::Conflict]);
    let resent = block_on(mocks.front_door().resend(&as_host(), session().id(), invitation(MIKE).id));
    assert_eq!(resent.unwrap(), invitation(MIKE));
    let changes = written.only();
    assert_eq!((changes.kinds(), changes.actions()), (vec!["guard invitation"], vec!["invitation.resent"]));
    assert_eq!(
        changes.messages[0].body,
        MessageBody::Invitation { invitation: invitation(MIKE).id, on_the_fly: false }
    );

    let revoked = mocks_at(&session(), vec![invitation(MIKE).revoked(now())], Vec::new()).front_door();
    let refused = block_on(revoked.resend(&as_host(), session().id(), invitation(MIKE).id));
    assert_eq!(refused.unwrap_err(), UseCaseError::Contradiction("invitation_revoked"));
}

#[test]
fn invitations_of_other_sessions_are_not_found() {
    let strange = Invitation { session: SessionId::mint(now(), [1; 16]), ..invitation(MIKE) };
    let front_door = mocks_at(&session(), vec![strange.clone()], Vec::new()).front_door();
    assert_eq!(block_on(front_door.revoke(&as_host(), session().id(), strange.id)), Err(UseCaseError::NotFound));
    let resent = block_on(front_door.resend(&as_host(), session().id(), strange.id));
    assert_eq!(resent.unwrap_err(), UseCaseError::NotFound);
}

#[test]
fn the_list_shows_the_links_that_count() {
    let list = vec![invitation(MIKE), invitation("b@example.org").revoked(now()), invitation("c@example.org")];
    let front_door = mocks_at(&session(), list, Vec::new()).front_door();
    let page = block_on(front_door.list_invitations(&as_host(), session().id(), None, 2)).unwrap();
    let shown: Vec<bool> = page.iter().map(|view| view.link.is_some()).collect();
    assert_eq!(shown, [true, false]);
    let cursor = page.last().map(|view| view.listed.invitation.id);
    let rest = block_on(front_door.list_invitations(&as_host(), session().id(), cursor, 2)).unwrap();
    assert_eq!(rest.len(), 1);
    let at_least_one = block_on(front_door.list_invitations(&as_host(), session().id(), None, 0)).unwrap();
    assert_eq!(at_least_one.len(), 1);
}
