use super::*;
use crate::id::InvitationId;
use crate::port::ChangeSet;
use crate::session::Session;
use crate::text::NamePart;
use crate::usecase::testing::*;

fn mocks(session: &Session, list: Vec<Invitation>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    mocks.invitations.expect_find_by_emails().returning(move |_, emails| {
        Ok(list.iter().filter(|listed| emails.contains(listed.email.key())).cloned().collect())
    });
    mocks.invitations.expect_list().returning(|_, _, _| Ok(Vec::new()));
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks.unlimited();
    mocks
}

fn read(text: &str) -> AddressList {
    AddressList::read_pasted(text).unwrap()
}

fn listed(address: &str, role: Role) -> Invitation {
    Invitation { id: InvitationId::mint(now(), [7; 16]), role, ..invitation(address) }
}

fn faults(faults: &[RowFault]) -> Vec<(u32, Column, &str)> {
    faults.iter().map(|fault| (fault.number, fault.column, fault.fault.code())).collect()
}

#[test]
fn a_preview_says_what_becomes_of_everyone_and_writes_nothing() {
    let list = vec![
        listed("same@example.org", Role::Attendee),
        listed("role@example.org", Role::Presenter),
        listed("named@example.org", Role::Attendee),
        listed("gone@example.org", Role::Attendee).revoked(now()),
    ];
    // A commit would fail the test: the mock expects none.
    let door = mocks(&session(), list).front_door();
    let text = "new@example.org\nsame@example.org\nrole@example.org\nMia Ito <named@example.org>\ngone@example.org\n\
                NEW@example.org\nnobody\nhost@example.org";
    let preview = block_on(door.preview_list(&as_host(), session().id(), &read(text), Some(Role::Attendee))).unwrap();
    let outlooks: Vec<_> = preview.people.iter().map(|one| (one.person.number, one.outlook, one.is_mailed())).collect();
    assert_eq!(
        outlooks,
        [
            (1, Outlook::New, true),
            (2, Outlook::Listed, false),
            (3, Outlook::Changed { role: Some(Role::Presenter), name: false, mailed: true }, true),
            (4, Outlook::Changed { role: None, name: true, mailed: false }, false),
            (5, Outlook::Renewed, true),
        ]
    );
    assert_eq!(faults(&preview.faults), [(7, Column::Email, "email_malformed"), (8, Column::Email, "host_invited")]);
    assert_eq!((preview.merged, preview.on_the_fly), (1, false));
    let kept = block_on(door.preview_list(&as_host(), session().id(), &read("role@example.org"), None)).unwrap();
    assert_eq!((kept.people[0].outlook, kept.people[0].person.role), (Outlook::Listed, Some(Role::Presenter)));
    let live = mocks(&live_session(), Vec::new()).front_door();
    let preview = block_on(live.preview_list(&as_host(), session().id(), &read("a@example.org"), None)).unwrap();
    assert!(preview.on_the_fly);
}

fn invite(text: &str, faulty: FaultyRows) -> (Result<Invited, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = mocks(&session(), Vec::new());
    let written = mocks.commits();
    let done = block_on(mocks.front_door().invite_list(&as_host(), session().id(), (&read(text), None), faulty));
    (done, written.take())
}

#[test]
fn with_a_faulty_row_nobody_is_invited_unless_the_host_leaves_it_out() {
    let text = "Mia Ito <a@example.org>\nnobody\nb@example.org\nhost@example.org";
    let (refused, written) = invite(text, FaultyRows::Refuse);
    let Err(UseCaseError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!((fields, written.len()), (vec!["rows[2].email", "rows[4].email"], 0));
    let (done, written) = invite(text, FaultyRows::LeaveOut);
    assert_eq!(done.unwrap().invitations.len(), 2);
    let made = written[0].invitations();
    assert_eq!(made[0].first_name, Some(NamePart::parse("Mia").unwrap()));
    assert_eq!(written.len(), 1, "one change set");
    for nothing in ["", "nobody"] {
        let (none, written) = invite(nothing, FaultyRows::LeaveOut);
        assert_eq!((none.unwrap_err(), written.len()), (UseCaseError::field("rows", Malformed::Blank), 0));
    }
}

#[test]
fn of_several_captioners_the_first_is_taken_and_the_others_are_faults() {
    let list = || {
        let mut list = read("a@example.org\nb@example.org\nc@example.org\nd@example.org");
        for place in [1, 2, 3] {
            list.people[place].role = Some(Role::Captioner);
        }
        list
    };
    let door = mocks(&session(), Vec::new()).front_door();
    let preview = block_on(door.preview_list(&as_host(), session().id(), &list(), None)).unwrap();
    assert_eq!(faults(&preview.faults), [(3, Column::Role, "second_captioner"), (4, Column::Role, "second_captioner")]);
    assert_eq!(preview.people.len(), 2);
    // Somebody else has the role already.
    let mut mocks = Mocks::new();
    mocks.knows(&session());
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    mocks.invitations.expect_list().returning(|_, _, _| {
        let invitation = listed("z@example.org", Role::Captioner);
        Ok(vec![crate::port::ListedInvitation::unseen(invitation)])
    });
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    let preview = block_on(mocks.front_door().preview_list(&as_host(), session().id(), &list(), None)).unwrap();
    assert_eq!((preview.faults.len(), preview.people.len()), (3, 1));
}

#[test]
fn lists_are_the_hosts_alone_and_only_before_the_end() {
    let door = mocks(&session(), Vec::new()).front_door();
    let (id, list) = (session().id(), read("a@example.org"));
    let asked = |caller: &Caller| {
        let preview = block_on(door.preview_list(caller, id, &list, None)).unwrap_err();
        let invited = block_on(door.invite_list(caller, id, (&list, None), FaultyRows::Refuse)).unwrap_err();
        assert_eq!(preview, invited);
        preview
    };
    assert_eq!(asked(&anonymous()), UseCaseError::SignInRequired);
    let other = crate::account::Account { standing: crate::account::Standing::Host, ..account("other@example.org") };
    assert_eq!(asked(&caller(crate::usecase::Subject::Account(other))), UseCaseError::NotFound);
    let over = session_with(|parts| parts.state = crate::session::SessionState::Ended { at: now() });
    let door = mocks(&over, Vec::new()).front_door();
    let late = block_on(door.preview_list(&as_host(), id, &list, None)).unwrap_err();
    assert_eq!(late.code(), "session_ended");
}
