use super::*;
use crate::account::{Scope, Standing};
use crate::directory::Group;
use crate::id::GroupId;
use crate::port::{GroupSize, MockDirectory};
use crate::text::GroupName;
use crate::usecase::Subject;
use crate::usecase::testing::*;

fn contact(address: &str) -> Contact {
    Contact {
        id: ContactId::mint(now(), id_bytes(address)),
        version: Version::FIRST,
        owner: host().id,
        email: email(address),
        first_name: None,
        last_name: None,
        language: None,
        note: Some(ContactNote::parse("between us").unwrap()),
        shared: false,
        created_at: now(),
    }
}

fn id_bytes(text: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    bytes
}

fn other() -> Account {
    Account { standing: Standing::Host, ..account("other@example.org") }
}

fn as_other() -> Caller {
    caller(Subject::Account(other()))
}

fn group() -> Group {
    Group {
        id: GroupId::mint(now(), [5; 16]),
        version: Version::FIRST,
        owner: host().id,
        name: GroupName::parse("Class 7b").unwrap(),
        shared: false,
        created_at: now(),
    }
}

/// A directory of these contacts, all of them in [`group`].
fn mocks(contacts: Vec<Contact>, group: Group) -> Mocks {
    let mut mocks = Mocks::new();
    let mut directory = MockDirectory::new();
    let all = contacts.clone();
    directory.expect_contact().returning(move |id| Ok(all.iter().find(|one| one.id == id).cloned()));
    let all = contacts.clone();
    directory.expect_contacts_by_emails().returning(move |owner, emails| {
        Ok(all.iter().filter(|one| one.owner == owner && emails.contains(one.email.key())).cloned().collect())
    });
    let all = contacts.clone();
    directory.expect_contacts_by_ids().returning(move |reader, ids| {
        Ok(all.iter().filter(|one| ids.contains(&one.id) && one.is_readable_by(reader)).cloned().collect())
    });
    directory.expect_contacts().returning(move |reader, _, after, limit| {
        let from = contacts.iter().position(|one| Some(one.id) == after).map_or(0, |place| place + 1);
        let readable = contacts[from..].iter().filter(|one| one.is_readable_by(reader));
        Ok(readable.take(limit as usize).cloned().collect())
    });
    let known = group.clone();
    directory.expect_group().returning(move |id| Ok((id == known.id).then(|| known.clone())));
    directory.expect_groups().returning(move |_| Ok(vec![GroupSize { group: group.clone(), contacts: 1 }]));
    mocks.directory = directory;
    mocks
}

fn draft(address: &str) -> ContactDraft {
    ContactDraft { email: email(address), first_name: None, last_name: None, language: None, note: None, shared: false }
}

#[test]
fn contacts_are_added_changed_and_taken_away_by_their_owner() {
    let mia = contact("mia@example.org");
    let mut mocks = mocks(vec![mia.clone(), contact("bo@example.org")], group());
    let written = mocks.commits();
    let door = mocks.front_door();
    let added = block_on(door.add_contact(&as_host(), &draft("new@example.org"))).unwrap();
    assert_eq!((added.owner, written.only().actions()), (host().id, vec!["contact.added"]));
    let taken = UseCaseError::field("email", Malformed::InDirectory);
    assert_eq!(block_on(door.add_contact(&as_host(), &draft("MIA@example.org"))), Err(taken.clone()));
    assert_eq!(block_on(door.edit_contact(&as_host(), mia.id, &draft("bo@example.org"))), Err(taken));
    let shared = ContactDraft { shared: true, ..draft("mia@example.com") };
    let edited = block_on(door.edit_contact(&as_host(), mia.id, &shared)).unwrap();
    assert!(edited.shared && edited.id == mia.id);
    assert_eq!(written.only().kinds(), ["update contact"]);
    block_on(door.remove_contact(&as_host(), mia.id)).unwrap();
    let removed = written.only();
    assert_eq!((removed.kinds(), removed.actions()), (vec!["delete contact"], vec!["contact.removed"]));
    assert!(!format!("{:?}", removed.audit).contains("mia@"), "whoever is taken out is not kept in the audit");
}

#[test]
fn what_is_private_to_others_is_not_there_and_what_they_share_is_theirs_to_change() {
    let private = contact("mia@example.org");
    let shared = Contact { shared: true, ..contact("bo@example.org") };
    let door = mocks(vec![private.clone(), shared.clone()], group()).front_door();
    assert_eq!(block_on(door.view_contact(&as_other(), private.id)), Err(UseCaseError::NotFound));
    assert_eq!(
        block_on(door.edit_contact(&as_other(), private.id, &draft("x@example.org"))),
        Err(UseCaseError::NotFound)
    );
    assert_eq!(block_on(door.remove_contact(&as_other(), private.id)), Err(UseCaseError::NotFound));
    let seen = block_on(door.view_contact(&as_other(), shared.id)).unwrap();
    assert_eq!((seen.email.clone(), seen.note), (shared.email.clone(), None), "the owner's words stay with the owner");
    assert_eq!(
        block_on(door.edit_contact(&as_other(), shared.id, &draft("x@example.org"))),
        Err(UseCaseError::Forbidden)
    );
    assert_eq!(block_on(door.remove_contact(&as_other(), shared.id)), Err(UseCaseError::Forbidden));
    assert_eq!(block_on(door.view_group(&as_other(), group().id)).unwrap_err(), UseCaseError::NotFound);
    let edit = GroupEdit::default();
    assert_eq!(block_on(door.edit_group(&as_other(), group().id, &edit)).unwrap_err(), UseCaseError::NotFound);
    let open = mocks(vec![private.clone()], Group { shared: true, ..group() }).front_door();
    assert!(block_on(open.view_group(&as_other(), group().id)).is_ok());
    assert_eq!(block_on(open.edit_group(&as_other(), group().id, &edit)).unwrap_err(), UseCaseError::Forbidden);
    assert_eq!(block_on(open.remove_group(&as_other(), group().id)).unwrap_err(), UseCaseError::Forbidden);
}

#[test]
fn the_directory_is_for_hosts_alone_and_tokens_that_read_only_read() {
    let door = mocks(vec![contact("mia@example.org")], group()).front_door();
    let search = ContactSearch::default();
    let listed =
        |caller: &Caller| block_on(door.list_contacts(caller, &search, None, 10)).map(|(found, _)| found.len());
    assert_eq!(listed(&anonymous()), Err(UseCaseError::SignInRequired));
    assert_eq!(listed(&caller(Subject::Account(account("guest@example.org")))), Err(UseCaseError::Forbidden));
    let reads = caller(Subject::Token { account: host(), scopes: vec![Scope::SessionsRead] });
    assert_eq!(listed(&reads), Ok(1));
    assert_eq!(block_on(door.add_contact(&reads, &draft("x@example.org"))), Err(UseCaseError::Forbidden));
    assert_eq!(listed(&as_other()), Ok(0));
    assert_eq!(block_on(door.list_groups(&as_host())).unwrap().len(), 1);
}

#[test]
fn pages_go_on_while_there_is_more() {
    let all = vec![contact("a@example.org"), contact("b@example.org"), contact("c@example.org")];
    let door = mocks(all.clone(), group()).front_door();
    let (first, next) = block_on(door.list_contacts(&as_host(), &ContactSearch::default(), None, 2)).unwrap();
    assert_eq!((first.len(), next), (2, Some(all[1].id)));
    let (last, end) = block_on(door.list_contacts(&as_host(), &ContactSearch::default(), next, 2)).unwrap();
    assert_eq!((last.len(), end), (1, None));
    let foreign = ContactSearch { group: Some(GroupId::mint(now(), [9; 16])), ..ContactSearch::default() };
    assert_eq!(block_on(door.list_contacts(&as_host(), &foreign, None, 2)).unwrap_err(), UseCaseError::NotFound);
}

#[test]
fn groups_are_made_changed_as_a_whole_and_taken_away() {
    let mia = contact("mia@example.org");
    let mut mocks = mocks(vec![mia.clone()], group());
    let written = mocks.commits();
    let door = mocks.front_door();
    let made = block_on(door.add_group(&as_host(), &group().name, true)).unwrap();
    assert!(made.shared && written.only().has("insert group"));
    let edit =
        GroupEdit { name: None, shared: Some(true), add: vec![mia.id, mia.id], remove: vec![contact("x@x.org").id] };
    let edited = block_on(door.edit_group(&as_host(), group().id, &edit)).unwrap();
    assert!(edited.shared);
    assert_eq!(written.only().kinds(), ["update group", "add to group", "remove from group"]);
    let foreign = GroupEdit { add: vec![mia.id, contact("nobody@example.org").id], ..GroupEdit::default() };
    assert_eq!(block_on(door.edit_group(&as_host(), group().id, &foreign)).unwrap_err(), UseCaseError::NotFound);
    block_on(door.remove_group(&as_host(), group().id)).unwrap();
    assert_eq!(written.only().actions(), ["group.removed"]);
}

#[test]
fn groups_and_contacts_are_invited_each_address_once() {
    let (mia, bo) = (contact("mia@example.org"), contact("bo@example.org"));
    let own = contact("host@example.org");
    let mut mocks = mocks(vec![mia.clone(), bo, own.clone()], group());
    mocks.knows(&session());
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks.unlimited();
    let written = mocks.commits();
    let door = mocks.front_door();
    let from = FromDirectory { groups: vec![group().id], contacts: vec![mia.id], role: None };
    let invited = block_on(door.invite_from_directory(&as_host(), session().id(), &from)).unwrap();
    assert_eq!(invited.invitations.len(), 2, "the host is always in, and is left out");
    assert_eq!(written.take().len(), 1);
    let nobody = FromDirectory { contacts: vec![own.id], ..FromDirectory::default() };
    let blank = UseCaseError::field("contacts", Malformed::Blank);
    assert_eq!(block_on(door.invite_from_directory(&as_host(), session().id(), &nobody)).unwrap_err(), blank);
    let foreign = FromDirectory { contacts: vec![contact("x@example.org").id], ..FromDirectory::default() };
    assert_eq!(
        block_on(door.invite_from_directory(&as_host(), session().id(), &foreign)).unwrap_err(),
        UseCaseError::NotFound
    );
    let not_theirs = block_on(door.invite_from_directory(&as_other(), session().id(), &from)).unwrap_err();
    assert_eq!(not_theirs, UseCaseError::NotFound);
}

#[test]
fn whoever_is_invited_is_remembered_by_the_same_change_set() {
    let known = Contact { first_name: Some(NamePart::parse("Maria").unwrap()), ..contact("mia@example.org") };
    let nameless = contact("bo@example.org");
    let mut mocks = mocks(vec![known, nameless], group());
    mocks.knows(&session());
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(Vec::new()));
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks.unlimited();
    let written = mocks.commits();
    let row = |address: &str| NewInvitation {
        email: email(address),
        role: None,
        first_name: Some(NamePart::parse("Given").unwrap()),
        last_name: None,
        language: None,
    };
    let rows = ["mia@example.org", "bo@example.org", "new@example.org"].map(row).to_vec();
    block_on(mocks.front_door().invite(&as_host(), session().id(), rows)).unwrap();
    let changes = written.only();
    assert_eq!(changes.kinds(), ["guard session", "insert invitations", "update contact", "insert contacts"]);
    for change in &changes.changes {
        match change {
            Change::InsertContacts(new) => assert_eq!(new[0].email, email("new@example.org")),
            Change::UpdateContact(named) => {
                assert_eq!((&named.email, named.first_name.is_some()), (&email("bo@example.org"), true));
            }
            _ => {}
        }
    }
}
