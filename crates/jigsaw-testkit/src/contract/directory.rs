//! [`Directory`](jigsaw_domain::port::Directory).

use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::id::{ContactId, GroupId};
use jigsaw_domain::invitation::SearchText;
use jigsaw_domain::language::Language;
use jigsaw_domain::port::{Change, ChangeSet, GroupSize, PortError};
use jigsaw_domain::text::{ContactNote, GroupName, NamePart};

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, account, contact, email, group, host, minutes};

fn other() -> Account {
    Account { standing: Standing::Host, ..account("other@example.org") }
}

/// A store with two hosts.
async fn two_hosts(ports: StorePorts) -> Stage {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::InsertAccount(other())]).await;
    stage
}

fn named(contact: Contact, first: &str, last: &str) -> Contact {
    let part = |text: &str| (!text.is_empty()).then(|| NamePart::parse(text).expect("a name"));
    Contact { first_name: part(first), last_name: part(last), ..contact }
}

/// `contact` and `group` give back exactly what was committed, also after a change.
pub async fn must_1_everything_is_given_back_exactly_as_committed(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let directory = &stage.ports.directory;
    let plain = contact(&host(), "Mike@Example.ORG");
    let full = Contact {
        language: Some(Language::German),
        note: Some(ContactNote::parse("met in Zürich\nlikes '; DROP TABLE").expect("a note")),
        shared: true,
        ..named(contact(&other(), "zoë@bücher.example"), "Zoë", "O'Neil-Ünal")
    };
    stage.write([Change::InsertContacts(vec![plain.clone(), full.clone()])]).await;
    for made in [&plain, &full] {
        let found = directory.contact(made.id).await.expect("read").expect("stored");
        assert_eq!((&found, found.email.as_typed()), (made, made.email.as_typed()));
    }
    let changed = Contact { shared: true, email: email("new@example.org"), ..plain.clone() };
    stage.write([Change::UpdateContact(changed.clone())]).await;
    let expected = Contact { version: changed.version.next(), ..changed };
    assert_eq!(directory.contact(plain.id).await, Ok(Some(expected)));
    let made = group(&host(), "Class 7b");
    stage.write([Change::InsertGroup(made.clone())]).await;
    assert_eq!(directory.group(made.id).await, Ok(Some(made.clone())));
    let renamed = Group { name: GroupName::parse("Class 8b").expect("a name"), shared: true, ..made.clone() };
    stage.write([Change::UpdateGroup(renamed.clone())]).await;
    let expected = Group { version: renamed.version.next(), ..renamed };
    assert_eq!(directory.group(made.id).await, Ok(Some(expected)));
    assert_eq!(directory.contact(ContactId::mint(minutes(9), [9; 16])).await, Ok(None));
    assert_eq!(directory.group(GroupId::mint(minutes(9), [9; 16])).await, Ok(None));
}

/// `contacts_by_emails` gives the owner's own, by key, and not what others share.
pub async fn must_2_contacts_by_emails_are_the_owners_own(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let mike = contact(&host(), "Mike@Example.ORG");
    let theirs = Contact { shared: true, ..contact(&other(), "mike@example.org") };
    let unasked = contact(&host(), "unasked@example.org");
    stage.write([Change::InsertContacts(vec![mike.clone(), theirs, unasked])]).await;
    let many = (0..2_000).map(|n| email(&format!("p{n}@example.org")).key().clone());
    let keys = many.chain([email("MIKE@example.org").key().clone()]).collect();
    assert_eq!(stage.ports.directory.contacts_by_emails(host().id, keys).await, Ok(vec![mike]));
    assert_eq!(stage.ports.directory.contacts_by_emails(host().id, Vec::new()).await, Ok(Vec::new()));
}

async fn pages(stage: &Stage, reader: &Account, search: &ContactSearch, limit: u32) -> Vec<Contact> {
    let mut all: Vec<Contact> = Vec::new();
    loop {
        let after = all.last().map(|last| last.id);
        let page = stage.ports.directory.contacts(reader.id, search.clone(), after, limit).await.expect("a page");
        assert!(page.len() <= limit as usize, "a page holds `limit` contacts at most");
        if page.is_empty() {
            return all;
        }
        let is_new = page.iter().all(|one| all.iter().all(|known| known.id != one.id));
        assert!(is_new, "each contact once, in pages of {limit}: {search:?}");
        all.extend(page);
    }
}

/// `contacts` gives what a host may read and a search finds, each once over all pages, in the order of names.
pub async fn must_3_pages_give_what_a_host_may_read_in_the_order_of_names(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let shared = |contact: Contact| Contact { shared: true, ..contact };
    let all = vec![
        named(contact(&host(), "a@example.org"), "Zoë", "Ünal"),
        named(contact(&host(), "b@example.org"), "zoe", "unal"),
        shared(named(contact(&host(), "c_d@example.com"), "Σοφία", "Berg")),
        contact(&host(), "100%@example.org"),
        shared(named(contact(&other(), "x@example.org"), "Ada", "Ünal")),
        named(contact(&other(), "private@example.org"), "Zoë", "Private"),
        shared(contact(&other(), "b@example.org")),
    ];
    let made = group(&host(), "Some");
    let inside = [all[0].id, all[4].id, all[5].id];
    stage.write([Change::InsertContacts(all.clone()), Change::InsertGroup(made.clone())]).await;
    stage.write([Change::AddToGroup(made.id, inside.to_vec())]).await;
    let text = |text: &str| ContactSearch { text: SearchText::parse(text).expect("a search"), group: None };
    let mut searches: Vec<ContactSearch> =
        ["", "zoe", "example.org", "unal ada", "_", "%", "nobody"].map(text).to_vec();
    searches.push(ContactSearch { group: Some(made.id), ..ContactSearch::default() });
    searches.push(ContactSearch { group: Some(made.id), ..text("zoe") });
    for reader in [host(), other()] {
        for search in &searches {
            let mut expected: Vec<Contact> = all
                .iter()
                .filter(|one| one.is_readable_by(reader.id) && search.text.is_in(&one.sought()))
                .filter(|one| search.group.is_none() || inside.contains(&one.id))
                .cloned()
                .collect();
            expected.sort_by_key(|one| (one.place().into_bytes(), one.id));
            for limit in [1, 2, 100] {
                assert_eq!(pages(&stage, &reader, search, limit).await, expected, "{search:?} in pages of {limit}");
            }
        }
    }
}

/// `contacts_by_ids` gives what the reader may read, and leaves out the rest.
pub async fn must_4_contacts_by_ids_are_those_that_may_be_read(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let own = contact(&host(), "own@example.org");
    let private = contact(&other(), "private@example.org");
    let shared = Contact { shared: true, ..contact(&other(), "shared@example.org") };
    stage.write([Change::InsertContacts(vec![own.clone(), private.clone(), shared.clone()])]).await;
    let unknown = (0..1_000).map(|n| ContactId::mint(minutes(0), build::id_seed(&n.to_string())));
    let ids = unknown.chain([own.id, private.id, shared.id]).collect();
    let mut found = stage.ports.directory.contacts_by_ids(host().id, ids).await.expect("contacts");
    found.sort_by_key(Contact::place);
    assert_eq!(found, [own, shared]);
}

/// `groups` gives one's own and what is shared, by name, and counts what the reader may read in each.
pub async fn must_5_groups_are_counted_as_the_reader_sees_them(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let (open, secret) = (group(&host(), "beta"), group(&host(), "Alpha"));
    let open = Group { shared: true, ..open };
    let theirs = group(&other(), "Ärzte");
    let private = contact(&host(), "private@example.org");
    let shared = Contact { shared: true, ..contact(&host(), "shared@example.org") };
    let groups = [&open, &secret, &theirs].map(|one| Change::InsertGroup(one.clone()));
    stage.write(groups.into_iter().chain([Change::InsertContacts(vec![private.clone(), shared.clone()])])).await;
    let both = vec![private.id, shared.id];
    stage.write([Change::AddToGroup(open.id, both.clone()), Change::AddToGroup(open.id, both)]).await;
    let size = |group: &Group, contacts| GroupSize { group: group.clone(), contacts };
    assert_eq!(stage.ports.directory.groups(host().id).await, Ok(vec![size(&secret, 0), size(&open, 2)]));
    assert_eq!(stage.ports.directory.groups(other().id).await, Ok(vec![size(&theirs, 0), size(&open, 1)]));
    stage.write([Change::RemoveFromGroup(open.id, vec![shared.id, ContactId::mint(minutes(0), [7; 16])])]).await;
    assert_eq!(stage.ports.directory.groups(other().id).await, Ok(vec![size(&theirs, 0), size(&open, 0)]));
}

/// A contact that is deleted leaves its groups; a group that is deleted leaves its contacts.
pub async fn must_6_what_was_deleted_is_gone_from_everywhere(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let (mia, bo) = (contact(&host(), "mia@example.org"), contact(&host(), "bo@example.org"));
    let made = group(&host(), "Some");
    stage.write([Change::InsertContacts(vec![mia.clone(), bo.clone()]), Change::InsertGroup(made.clone())]).await;
    stage.write([Change::AddToGroup(made.id, vec![mia.id, bo.id])]).await;
    stage.write([Change::DeleteContact(mia.id)]).await;
    let inside = ContactSearch { group: Some(made.id), ..ContactSearch::default() };
    assert_eq!(pages(&stage, &host(), &inside, 10).await, std::slice::from_ref(&bo));
    stage.write([Change::DeleteGroup(made.id)]).await;
    assert_eq!(stage.ports.directory.group(made.id).await, Ok(None));
    assert_eq!(pages(&stage, &host(), &ContactSearch::default(), 10).await, [bo]);
    for gone in [Change::DeleteContact(mia.id), Change::DeleteGroup(made.id)] {
        assert_eq!(stage.commit(ChangeSet::of([gone])).await, Err(PortError::Conflict));
    }
}

/// A change from an older version, or to an address that the directory has, is a conflict.
pub async fn contacts_and_groups_are_guarded_by_version_and_address(ports: StorePorts) {
    let stage = two_hosts(ports).await;
    let (mia, bo) = (contact(&host(), "mia@example.org"), contact(&host(), "bo@example.org"));
    let made = group(&host(), "Some");
    stage.write([Change::InsertContacts(vec![mia.clone(), bo.clone()]), Change::InsertGroup(made.clone())]).await;
    stage.write([Change::UpdateContact(mia.clone()), Change::UpdateGroup(made.clone())]).await;
    let twin = Contact { id: ContactId::mint(minutes(1), [1; 16]), ..contact(&host(), "BO@example.org") };
    for late in [
        Change::UpdateContact(mia),
        Change::UpdateGroup(made),
        Change::InsertContacts(vec![twin.clone()]),
        Change::UpdateContact(Contact { email: email("mia@example.org"), ..bo }),
    ] {
        assert_eq!(stage.commit(ChangeSet::of([late.clone()])).await, Err(PortError::Conflict), "{late:?}");
    }
    // Another host may know the same person.
    stage.write([Change::InsertContacts(vec![Contact { owner: other().id, ..twin }])]).await;
}
