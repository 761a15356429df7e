//! The session link without a password: address, name, in.

use jigsaw_domain::admission::{ParticipantState, Proof};
use jigsaw_domain::session::{EmailProof, Room};
use jigsaw_testkit::build;

use super::browser::Browser;
use super::server::Server;

/// Gives an address on the first page of a link.
pub(crate) async fn give_email(browser: &mut Browser, link: &str, email: &str) -> super::browser::Reply {
    let mut form = browser.get(link).await.form("Continue");
    form.set("email", email);
    browser.submit(&form).await
}

/// Joins without a password, as far as the door lets one.
pub(crate) async fn join(
    browser: &mut Browser,
    link: &str,
    email: &str,
    (first, last): (&str, &str),
) -> super::browser::Reply {
    let asked = give_email(browser, link, email).await;
    if !asked.offers("Join") {
        return asked;
    }
    let mut form = asked.form("Join");
    form.set("first_name", first).set("last_name", last);
    browser.submit(&form).await
}

#[tokio::test]
async fn address_name_in() {
    let server = Server::new().await;
    let session = server.session(build::session().titled("Open evening").live()).await;
    let link = server.link(&session);
    let mut mia = server.browser();

    let first = mia.get(&link).await;
    first.shows(200, "Open evening").shows(200, "Hosted by Hanna Host").shows(200, "Email");
    let second = give_email(&mut mia, &link, "mia@example.org").await;
    second.shows(200, "Joining as mia@example.org").shows(200, "First name").lacks("Password");
    assert!(server.house.store.all_participants().is_empty());

    let mut form = second.form("Join");
    form.set("first_name", "Mia").set("last_name", "Ito");
    let sent_on = mia.send(&form).await;
    assert_eq!(sent_on.location(), format!("/room/{}", session.id()));
    let room = mia.follow(sent_on).await;
    room.shows(200, "You are in").shows(200, "Mia Ito").shows(200, "Email not proved");
    assert!(room.body.contains(&format!("data-events=\"/api/v1/pass?session={}\"", session.id())));

    let people = server.house.store.all_participants();
    assert_eq!((people.len(), people[0].proof), (1, Proof::Unverified));
    // The link leads back into the room now.
    assert_eq!(mia.get(&link).await.location(), format!("/room/{}", session.id()));
    // Leaving, and coming back as the same person.
    let left = mia.submit(&room.form("Leave")).await;
    left.shows(200, "You have left");
    assert!(left.body.contains(&format!("href=\"{link}\"")), "the way back is the link one came by");
    assert_eq!(server.house.store.all_participants()[0].state, ParticipantState::Left);
    let mut again = give_email(&mut mia, &link, "MIA@Example.org").await.form("Join");
    assert_eq!(again.value("first_name"), Some("Mia"), "remembered on this device");
    again.set("last_name", "Ito");
    mia.submit(&again).await.shows(200, "You are in");
    assert_eq!(server.house.store.all_participants().len(), 1);
}

#[tokio::test]
async fn names_are_not_told_to_other_devices_and_not_used_unseen() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    let mut mia = server.browser();
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");
    let other = give_email(&mut server.browser(), &link, "mia@example.org").await;
    assert_eq!(other.form("Join").value("first_name"), Some(""));
    other.lacks("Mia");

    let list = server.session(build::session().titled("List").invitation_list().live()).await;
    let asked = give_email(&mut mia, &server.link(&list), "mia@example.org").await;
    assert_eq!(asked.form("Join").value("first_name"), None, "a remembered name is proposed, never sent along");
}

#[tokio::test]
async fn the_address_can_be_changed_and_what_is_wrong_is_said_at_its_field() {
    let server = Server::new().await;
    let link = server.link(&server.session(build::session().live()).await);
    let mut mia = server.browser();
    let wrong = give_email(&mut mia, &link, "mia@example").await;
    wrong.shows(422, "Write a whole email address");
    assert_eq!(wrong.form("Continue").value("email"), Some("mia@example"));
    assert!(wrong.body.contains("aria-invalid=\"true\""));
    give_email(&mut mia, &link, " ").await.shows(422, "Fill this in");

    let second = give_email(&mut mia, &link, "mia@example.org").await;
    let mut form = second.form("Join");
    form.set("first_name", "  ").set("last_name", "Ito");
    let wrong = mia.submit(&form).await;
    wrong.shows(422, "First name: Fill this in.");
    assert_eq!(wrong.form("Join").value("last_name"), Some("Ito"));
    let changed = mia.submit(&wrong.form("change the email address")).await;
    assert_eq!(changed.form("Continue").value("email"), Some("mia@example.org"));
    assert!(server.house.store.all_participants().is_empty());
}

#[tokio::test]
async fn a_session_may_ask_for_a_code_after_the_name() {
    let server = Server::new().await;
    let session = server.session(build::session().email_proof(EmailProof::Code).live()).await;
    let link = server.link(&session);
    let mut mia = server.browser();
    let asked = join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await;
    asked.shows(200, "We have mailed a code to mia@example.org");

    let mut form = asked.form("Join");
    form.set("code", "000 000");
    let wrong = mia.submit(&form).await;
    wrong.shows(422, "This is not the code we mailed");
    assert_eq!(wrong.form("Join").value("code"), Some(""), "codes are not kept");

    let more = mia.submit(&wrong.form("Send a new code")).await;
    more.shows(200, "A new code was asked for");
    let mut form = more.form("Join");
    form.set("code", &server.code("mia@example.org").await);
    mia.submit(&form).await.shows(200, "You are in").shows(200, "Mia Ito").shows(200, "Email proved");
}

#[tokio::test]
async fn guarded_addresses_ask_for_the_password() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    let mut anyone = server.browser();
    let asked = give_email(&mut anyone, &link, "HOST@example.org").await;
    asked.shows(200, "Enter the password");
    let mut form = asked.form("Join");
    form.set("password", "not the password");
    let wrong = anyone.submit(&form).await;
    wrong.shows(422, "This is not the password of this account").shows(422, "Joining as HOST@example.org");
    assert!(!wrong.body.contains("not the password\""), "a password is never shown again");
    let mut form = wrong.form("Join");
    form.set("password", super::server::PASSWORD);
    let room = anyone.submit(&form).await;
    room.shows(200, "You are in").shows(200, "Hanna Host").shows(200, "Manage this session");
}

#[tokio::test]
async fn a_signed_in_person_skips_what_is_known() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    let mut host = server.host().await;
    let page = host.get(&link).await;
    page.shows(200, "Joining as host@example.org").lacks("First name").lacks("Password");
    host.submit(&page.form("Join")).await.shows(200, "You are in").shows(200, "Signed in");
}

#[tokio::test]
async fn links_that_lead_nowhere_look_alike_and_show_nothing() {
    let server = Server::new().await;
    let session = server.session(build::session().titled("Secret board").live()).await;
    let link = server.link(&session);
    let mut mia = server.browser();
    let mut bodies = Vec::new();
    for at in [3, 10, 25, 40, 49] {
        let mut changed: Vec<char> = link.chars().collect();
        changed[at] = if changed[at] == 'x' { 'y' } else { 'x' };
        let reply = mia.get(&changed.into_iter().collect::<String>()).await;
        reply.shows(404, "This link leads nowhere").lacks("Secret board");
        bodies.push(reply.body);
    }
    bodies.push(mia.get("/j/x").await.body);
    bodies.push(mia.get(&link.replace("/j/", "/i/")).await.body);
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "every wrong link has the same page");
    mia.post(&link.replace("/j/", "/i/"), &[("step", "join")]).await.shows(404, "This link leads nowhere");
}

#[tokio::test]
async fn a_link_that_was_replaced_says_so_and_lets_nobody_in() {
    let server = Server::new().await;
    let session = server.session(build::session().titled("Secret board").live()).await;
    let old = server.link(&session);
    let mut mia = server.browser();
    let open = give_email(&mut mia, &old, "mia@example.org").await;
    let mut host = server.host().await;
    let details = host.get(&format!("/sessions/{}", session.id())).await;
    host.submit(&details.form("Rotate link")).await.shows(200, "The link is replaced");

    mia.get(&old).await.shows(200, "This link no longer works").lacks("Secret board");
    let mut form = open.form("Join");
    form.set("first_name", "Mia").set("last_name", "Ito");
    mia.submit(&form).await.shows(200, "This link no longer works");
    assert!(server.house.store.all_participants().is_empty());
}

#[tokio::test]
async fn doors_that_stay_shut_say_why() {
    let server = Server::new().await;
    let shut = [
        (build::session().titled("a").ended(), "The session has ended"),
        (build::session().titled("b").cancelled(), "The session was cancelled"),
    ];
    for (session, words) in shut {
        let link = server.link(&server.session(session).await);
        server.browser().get(&link).await.shows(200, words);
    }
    let locked = server.session(build::session().titled("c").live().locked(Some("Back at ten"))).await;
    let full = server.session(build::session().titled("d").live().capacity(1)).await;
    for (session, words) in [(locked, "Back at ten"), (full, "The session is full")] {
        let link = server.link(&session);
        join(&mut server.browser(), &link, "ann@example.org", ("Ann", "Ask")).await;
        let refused = join(&mut server.browser(), &link, "mia@example.org", ("Mia", "Ito")).await;
        refused.shows(200, words);
        let again = refused.form("Try again");
        assert_eq!(again.value("email"), Some("mia@example.org"), "what was typed is kept");
    }
}

#[tokio::test]
async fn rooms_elsewhere_are_opened_from_the_room_page() {
    let server = Server::new().await;
    let room = Room::parse_url("https://meet.example/board?x=1").unwrap();
    let session = server.session(build::session().live().room(room)).await;
    let page = join(&mut server.browser(), &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    page.shows(200, "Open the room");
    assert!(page.body.contains("href=\"https://meet.example/board?x=1\""));
}
