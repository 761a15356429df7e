//! The personal link: a button, a name if unknown, one place.

use jigsaw_domain::account::Standing;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;

use super::browser::Browser;
use super::server::{PASSWORD, Server, path_of};

/// Invites on the fly by the live page, and gives the personal link that it shows.
async fn invite(host: &mut Browser, session: &Session, email: &str) -> String {
    let live = host.get(&format!("/sessions/{}/live", session.id())).await;
    let mut form = live.form("Invite on the fly");
    form.set("email", email);
    let shown = host.submit(&form).await;
    shown.shows(200, &format!("{email} is invited"));
    assert!(shown.body.contains("class=\"qr\""), "with its picture");
    let input = super::form::tags(&shown.body, "input").find(|tag| tag.contains("readonly")).unwrap();
    path_of(&super::form::attribute(input, "value").unwrap())
}

#[tokio::test]
async fn invited_on_the_fly_in_by_a_button() {
    let server = Server::new().await;
    for session in [
        build::session().titled("list").invitation_list().live(),
        build::session().titled("open").waiting_room(jigsaw_domain::session::WaitingRoom::Everyone).live(),
    ] {
        let session = server.session(session).await;
        let mut host = server.host().await;
        let link = invite(&mut host, &session, "mia@example.org").await;
        assert_eq!(link, server.personal_link("mia@example.org").await, "the mail has the same link");

        let mut mia = server.browser();
        let page = mia.get(&link).await;
        page.shows(200, "Joining as mia@example.org").shows(200, "First name");
        let mut form = page.form("Join");
        form.set("first_name", "Mia").set("last_name", "Ito");
        let sent_on = mia.send(&form).await;
        assert_eq!(sent_on.location(), format!("/room/{}", session.id()), "an invited person skips the waiting room");
        mia.follow(sent_on).await.shows(200, "Email proved");
        host.get(&format!("/sessions/{}/live", session.id())).await.shows(200, "Mia Ito").shows(200, "Inside");
    }
}

async fn known(server: &Server, session: &Session, email: &str) -> String {
    let mut invited = build::invitation(session, email);
    invited.first_name = Some(build::name("Mia Ito").first().clone());
    invited.last_name = Some(build::name("Mia Ito").last().clone());
    let door = server.house.front_door();
    let link = door.address().of(door.keyring(), invited.current_link());
    server.house.write([Change::InsertInvitations(vec![invited])]).await;
    path_of(&link)
}

#[tokio::test]
async fn a_known_name_leaves_only_the_button_and_the_place_moves_when_asked() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list().live()).await;
    let link = known(&server, &session, "mia@example.org").await;
    let (mut phone, mut laptop) = (server.browser(), server.browser());
    let page = phone.get(&link).await;
    page.lacks("First name");
    phone.submit(&page.form("Join")).await.shows(200, "You are in");

    let page = laptop.get(&link).await;
    let asked = laptop.submit(&page.form("Join")).await;
    asked.shows(200, "Your place is in use on another device");
    phone.open(&link).await.shows(200, "You are in");
    laptop.submit(&asked.form("Move here")).await.shows(200, "You are in").shows(200, "Mia Ito");

    let room = phone.get(&format!("/room/{}", session.id())).await;
    room.shows(200, "Your place has moved");
    assert!(room.body.contains(&format!("href=\"{link}\"")));
    let moved = phone.get(&link).await;
    moved.shows(200, "You are in this session on another device");
    phone.submit(&moved.form("Move here")).await.shows(200, "You are in");
    assert_eq!(server.house.store.all_participants().len(), 1);
}

#[tokio::test]
async fn where_passwords_are_asked_the_link_fills_in_the_address_only() {
    let server = Server::new().await;
    let session = server.session(build::session().password_requested().live()).await;
    let link = known(&server, &session, "mike@example.org").await;
    server.account("mike@example.org", Standing::Guest).await;
    let mut mike = server.browser();
    let page = mike.get(&link).await;
    let asked = mike.submit(&page.form("Join")).await;
    asked.shows(200, "Welcome back").lacks("change the email address");
    let mut form = asked.form("Join");
    form.set("password", PASSWORD);
    mike.submit(&form).await.shows(200, "You are in");

    // On a second device, the password comes first: without it nobody learns that the place is in use.
    let mut laptop = server.browser();
    let page = laptop.get(&link).await;
    let asked = laptop.submit(&page.form("Join")).await;
    let mut form = asked.form("Join");
    form.set("password", PASSWORD);
    let seat = laptop.submit(&form).await;
    seat.shows(200, "Your place is in use on another device").shows(200, "enter your password once more");
    let mut form = seat.form("Move here");
    form.set("password", "wrong password");
    let wrong = laptop.submit(&form).await;
    wrong.shows(422, "This is not the password of this account");
    let mut form = wrong.form("Join");
    form.set("password", PASSWORD);
    laptop.submit(&form).await.shows(200, "You are in");
    mike.get(&format!("/room/{}", session.id())).await.shows(200, "Your place has moved");
}

#[tokio::test]
async fn a_link_that_was_taken_back_shows_nothing() {
    let server = Server::new().await;
    let session = server.session(build::session().titled("Secret board").invitation_list().live()).await;
    let link = known(&server, &session, "mia@example.org").await;
    let mut mia = server.browser();
    let open = mia.get(&link).await;
    let mut host = server.host().await;
    let list = host.get(&format!("/sessions/{}/invitations", session.id())).await;
    host.submit(&list.form("Revoke")).await.shows(200, "The invitation is taken back");
    mia.get(&link).await.shows(200, "This link no longer works").lacks("Secret board");
    mia.submit(&open.form("Join")).await.shows(200, "This link no longer works");
    assert!(server.house.store.all_participants().is_empty());
}
