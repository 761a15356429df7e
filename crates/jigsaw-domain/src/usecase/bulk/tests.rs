use super::*;
use crate::invitation::{InvitationState, ListState};
use crate::port::ListedInvitation;
use crate::session::Session;
use crate::usecase::testing::*;

fn people() -> Vec<Invitation> {
    let presenter = Invitation { role: Role::Presenter, ..invitation("p@example.org") };
    vec![
        invitation("a@example.org"),
        invitation("b@example.org"),
        presenter,
        invitation("gone@example.org").revoked(now()),
    ]
}

fn mocks(session: &Session) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    mocks
        .invitations
        .expect_find_all()
        .returning(|_, ids| Ok(people().into_iter().filter(|listed| ids.contains(&listed.id)).collect()));
    mocks.invitations.expect_search().returning(|_, search, after, _| {
        let found = people().into_iter().filter(|listed| after.is_none() && search.finds(listed, None));
        Ok(found.map(ListedInvitation::unseen).collect())
    });
    mocks
        .invitations
        .expect_find_by_emails()
        .returning(|_, emails| Ok(people().into_iter().filter(|listed| emails.contains(listed.email.key())).collect()));
    mocks.invitations.expect_list().returning(|_, _, _| Ok(Vec::new()));
    mocks.invitations.expect_mailed().returning(|_, _| Ok(vec![people().remove(0)]));
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks
}

fn change(selection: &Selection, change: ListChange) -> (Result<ChangedList, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = mocks(&session());
    mocks.unlimited();
    let written = mocks.commits();
    let done = block_on(mocks.front_door().change_invitations(&as_host(), session().id(), selection, change));
    (done, written.take())
}

fn everyone() -> Selection {
    Selection::Matching(ListSearch::default())
}

#[test]
fn all_that_a_search_finds_are_mailed_again_by_one_change_set() {
    let (done, written) = change(&everyone(), ListChange::Resend);
    assert_eq!(done, Ok(ChangedList { changed: 3, left: 1 }));
    assert_eq!((written.len(), written[0].messages.len()), (1, 3));
    assert_eq!(written[0].actions(), ["invitation.resent"; 3]);
    assert_eq!(written[0].kinds(), ["guard session"]);
}

#[test]
fn those_selected_are_taken_back_and_each_is_written_down() {
    let ids = || people().iter().map(|listed| listed.id).collect::<Vec<_>>();
    let (done, written) = change(&Selection::These([ids(), ids()].concat()), ListChange::Revoke);
    assert_eq!(done, Ok(ChangedList { changed: 3, left: 1 }));
    assert_eq!(written[0].kinds(), ["guard session", "update invitations"]);
    assert!(written[0].invitations().iter().all(|one| one.state == InvitationState::Revoked { at: now() }));
    assert_eq!((written[0].actions().len(), written[0].told().len()), (3, 1));
    assert_eq!(written[0].messages.len(), 1, "whoever was mailed is told");
}

#[test]
fn a_role_makes_new_links_and_tells_those_who_have_another_one() {
    let active = ListSearch { state: Some(ListState::Active), ..ListSearch::default() };
    let (done, written) = change(&Selection::Matching(active), ListChange::Role(Role::Presenter));
    assert_eq!(done, Ok(ChangedList { changed: 2, left: 1 }));
    let moved = written[0].invitations();
    assert!(moved.len() == 2 && moved.iter().all(|one| one.role == Role::Presenter));
    assert_eq!(written[0].messages.len(), 2);
    let (captioners, written) = change(&everyone(), ListChange::Role(Role::Captioner));
    assert_eq!(captioners, Err(UseCaseError::field("role", Malformed::SecondCaptioner)));
    assert!(written.is_empty());
    let (host, _) = change(&everyone(), ListChange::Role(Role::Host));
    assert_eq!(host.unwrap_err().code(), "invalid");
}

#[test]
fn a_preview_of_a_change_says_whom_and_writes_nothing() {
    let door = mocks(&session()).front_door();
    for (what, expected) in
        [(ListChange::Resend, (3, 1)), (ListChange::Revoke, (3, 1)), (ListChange::Role(Role::Presenter), (2, 2))]
    {
        let (whom, left) = block_on(door.preview_change(&as_host(), session().id(), &everyone(), what)).unwrap();
        assert_eq!((whom.len(), left), expected, "{what:?}");
    }
}

#[test]
fn a_foreign_invitation_stops_all_and_nothing_selected_is_said() {
    let foreign = InvitationId::mint(now(), [9; 16]);
    let ids = vec![people()[0].id, foreign];
    for what in [ListChange::Resend, ListChange::Revoke, ListChange::Role(Role::Presenter)] {
        let (done, written) = change(&Selection::These(ids.clone()), what);
        assert_eq!((done, written.len()), (Err(UseCaseError::NotFound), 0));
        let (none, _) = change(&Selection::These(Vec::new()), what);
        assert_eq!(none, Err(UseCaseError::field("invitations", Malformed::Blank)));
        let (nobody, written) = change(
            &Selection::Matching(ListSearch {
                text: crate::invitation::SearchText::parse("nowhere").unwrap(),
                ..ListSearch::default()
            }),
            what,
        );
        assert_eq!((nobody, written.len()), (Ok(ChangedList { changed: 0, left: 0 }), 0));
    }
}

#[test]
fn only_the_host_changes_the_list() {
    let door = mocks(&session()).front_door();
    for what in [ListChange::Resend, ListChange::Revoke, ListChange::Role(Role::Presenter)] {
        let done = block_on(door.change_invitations(&anonymous(), session().id(), &everyone(), what));
        assert_eq!(done, Err(UseCaseError::SignInRequired));
        let preview = block_on(door.preview_change(&anonymous(), session().id(), &everyone(), what));
        assert_eq!(preview.unwrap_err(), UseCaseError::SignInRequired);
    }
    let over = session_with(|parts| parts.state = crate::session::SessionState::Ended { at: now() });
    let late =
        block_on(mocks(&over).front_door().change_invitations(&as_host(), over.id(), &everyone(), ListChange::Resend));
    assert_eq!(late.unwrap_err().code(), "session_ended");
}
