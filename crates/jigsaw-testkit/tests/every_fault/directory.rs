//! The directory of participants.

use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{ContactDraft, FromDirectory, GroupEdit};
use jigsaw_testkit::build::{as_host, contact, email, group, host, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA};
use crate::run::at_every_call;

fn draft(address: &str) -> ContactDraft {
    ContactDraft { email: email(address), first_name: None, last_name: None, language: None, note: None, shared: true }
}

async fn nothing(_: &House) {}

/// Mike in a group.
async fn a_group(house: &House) -> (Contact, Group) {
    let (mike, made) = (contact(&host(), MIKE), group(&host(), "Class"));
    house.write([Change::InsertContacts(vec![mike.clone()]), Change::InsertGroup(made.clone())]).await;
    house.write([Change::AddToGroup(made.id, vec![mike.id])]).await;
    (mike, made)
}

async fn a_group_and_a_session(house: &House) -> ((Contact, Group), Session) {
    (a_group(house).await, house.add_session(session().invitation_list()).await)
}

#[tokio::test]
async fn add_contact_adds_one() {
    at_every_call(
        nothing,
        async |door, ()| {
            // Of a lost answer the second try is told that the address is there: it looks before it writes.
            match door.add_contact(&as_host(), &draft(MIKE)).await {
                Err(error) if error.code() == "invalid" => door
                    .list_contacts(&as_host(), &ContactSearch::default(), None, 1)
                    .await
                    .map(|(found, _)| found[0].clone()),
                done => done,
            }
        },
        async |seen| assert_eq!((seen.house.store.all_contacts().len(), &seen.answer().email), (1, &email(MIKE))),
    )
    .await;
}

#[tokio::test]
async fn edit_contact_changes_it_once() {
    at_every_call(
        a_group,
        async |door, (mike, _)| door.edit_contact(&as_host(), mike.id, &draft(NORA)).await,
        async |seen| {
            assert_eq!((&seen.answer().email, seen.rows("contact.changed")), (&email(NORA), 1));
            assert_eq!(seen.house.store.all_contacts()[0].email, email(NORA));
        },
    )
    .await;
}

#[tokio::test]
async fn remove_contact_takes_it_away() {
    at_every_call(
        a_group,
        async |door, (mike, _)| match door.remove_contact(&as_host(), mike.id).await {
            // Of a lost answer: it is gone.
            Err(error) if error.code() == "not_found" => Ok(()),
            done => done,
        },
        async |seen| {
            let () = seen.answer();
            assert!(seen.house.store.all_contacts().is_empty());
        },
    )
    .await;
}

#[tokio::test]
async fn add_group_adds_one_and_after_a_lost_answer_another() {
    at_every_call(
        nothing,
        async |door, ()| door.add_group(&as_host(), &group(&host(), "Class").name, false).await,
        async |seen| {
            let _ = seen.answer();
            // Two groups may have one name, so nothing tells a retry from a second wish.
            assert_eq!(seen.house.store.all_groups().len(), seen.once_more_if_lost());
        },
    )
    .await;
}

#[tokio::test]
async fn edit_group_changes_name_and_members_together() {
    at_every_call(
        a_group,
        async |door, (mike, made)| {
            let edit = GroupEdit { shared: Some(true), add: vec![mike.id], ..GroupEdit::default() };
            door.edit_group(&as_host(), made.id, &edit).await
        },
        async |seen| assert!(seen.answer().shared && seen.house.store.all_groups()[0].shared),
    )
    .await;
}

#[tokio::test]
async fn remove_group_leaves_its_contacts() {
    at_every_call(
        a_group,
        async |door, (_, made)| match door.remove_group(&as_host(), made.id).await {
            Err(error) if error.code() == "not_found" => Ok(()),
            done => done,
        },
        async |seen| {
            let () = seen.answer();
            assert!(seen.house.store.all_groups().is_empty() && seen.house.store.all_contacts().len() == 1);
        },
    )
    .await;
}

#[tokio::test]
async fn looking_into_the_directory_writes_nothing() {
    let search = ContactSearch::default;
    at_every_call(
        a_group,
        async |door, (_, made)| {
            door.list_contacts(&as_host(), &ContactSearch { group: Some(made.id), ..search() }, None, 10).await
        },
        async |seen| assert!(seen.answer().0.len() == 1 && !seen.lost),
    )
    .await;
    at_every_call(
        a_group,
        async |door, (mike, _)| door.view_contact(&as_host(), mike.id).await,
        async |seen| assert!(seen.answer().id == seen.it.0.id && !seen.lost),
    )
    .await;
    at_every_call(
        a_group,
        async |door, (_, _)| door.list_groups(&as_host()).await,
        async |seen| assert!(seen.answer().len() == 1 && !seen.lost),
    )
    .await;
    at_every_call(
        a_group,
        async |door, (_, made)| door.view_group(&as_host(), made.id).await,
        async |seen| assert!(seen.answer().id == seen.it.1.id && !seen.lost),
    )
    .await;
}

#[tokio::test]
async fn invite_from_directory_invites_everyone_once() {
    at_every_call(
        a_group_and_a_session,
        async |door, ((_, made), it)| {
            let from = FromDirectory { groups: vec![made.id], ..FromDirectory::default() };
            door.invite_from_directory(&as_host(), it.id(), &from).await
        },
        async |seen| {
            assert_eq!(seen.answer().invitations.len(), 1);
            assert_eq!((seen.house.store.all_invitations().len(), seen.house.store.messages().len()), (1, 1));
        },
    )
    .await;
}
