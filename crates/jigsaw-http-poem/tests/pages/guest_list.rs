//! The invitation list: a typed address is proved, and everyone sees the same page.

use jigsaw_domain::admission::Proof;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;

use super::guest_open::give_email;
use super::server::Server;

async fn with_list(server: &Server) -> (Session, String) {
    let session = server.session(build::session().titled("Algebra").invitation_list().live()).await;
    let mut invited = build::invitation(&session, "mike@example.org");
    invited.first_name = Some(build::name("Mike Miller").first().clone());
    invited.last_name = Some(build::name("Mike Miller").last().clone());
    server.house.write([Change::InsertInvitations(vec![invited])]).await;
    let link = server.link(&session);
    (session, link)
}

#[tokio::test]
async fn a_listed_address_is_proved_by_a_code() {
    let server = Server::new().await;
    let (session, link) = with_list(&server).await;
    let mut mike = server.browser();
    let asked = give_email(&mut mike, &link, "MIKE@Example.ORG").await;
    asked.shows(200, "If this address is on the list, a code is on its way").lacks("First name");
    assert!(server.house.store.all_participants().is_empty(), "a typed address alone never admits");

    let mut form = asked.form("Join");
    form.set("code", "12 34");
    let wrong = mike.submit(&form).await;
    wrong.shows(422, "This is not the code we mailed");
    let mut form = wrong.form("Join");
    form.set("code", &server.code("mike@example.org").await);
    let sent_on = mike.send(&form).await;
    assert_eq!(sent_on.location(), format!("/room/{}", session.id()));
    mike.follow(sent_on).await.shows(200, "Mike Miller").shows(200, "Email proved");
    assert_eq!(server.house.store.all_participants()[0].proof, Proof::Mailbox);
}

#[tokio::test]
async fn listed_or_not_the_page_is_the_same() {
    let server = Server::new().await;
    let (_, link) = with_list(&server).await;
    let mut pages = Vec::new();
    for address in ["mike@example.org", "mike+x@example.org", "eve@example.org", "host@example.org"] {
        let mut browser = server.browser();
        let page = give_email(&mut browser, &link, address).await;
        let mut form = page.form("Join");
        form.set("code", "000000");
        let wrong = browser.submit(&form).await;
        pages.push((page.status, page.text().replace(address, "…"), wrong.status, wrong.text().replace(address, "…")));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:#?}");
    server.mail().await;
    assert!(server.house.mailer.last_code_to("eve@example.org").is_none());
    assert!(server.house.mailer.last_code_to("mike@example.org").is_some());
}

#[tokio::test]
async fn asking_the_host_to_be_let_in() {
    let server = Server::new().await;
    let (session, link) = with_list(&server).await;
    let mut eve = server.browser();
    let asked = give_email(&mut eve, &link, "eve@example.org").await;
    let named = eve.submit(&asked.form("Ask the host to let you in")).await;
    named.shows(200, "First name");
    let mut form = named.form("Join");
    form.set("first_name", "Eve").set("last_name", "Adams");
    let sent_on = eve.send(&form).await;
    assert_eq!(sent_on.location(), link, "whoever waits does so on the page of the link");
    let waiting = eve.follow(sent_on).await;
    waiting.shows(200, "Waiting to be let in").shows(200, "You are waiting as eve@example.org");

    let mut host = server.host().await;
    let live = host.get(&format!("/sessions/{}/live", session.id())).await;
    live.shows(200, "Eve Adams").shows(200, "example.org · Email not proved · asks to be let in");
    host.submit(&live.form("Admit")).await.shows(200, "Let in.");
    assert_eq!(eve.get(&link).await.location(), format!("/room/{}", session.id()));
}

#[tokio::test]
async fn a_signed_in_stranger_is_told_and_may_ask() {
    let server = Server::new().await;
    let (_, link) = with_list(&server).await;
    let guest = server.account("guest@example.org", jigsaw_domain::account::Standing::Guest).await;
    let mut guest = server.signed_in(&guest).await;
    let page = guest.get(&link).await;
    let refused = guest.submit(&page.form("Join")).await;
    refused.shows(200, "This address is not on the invitation list");
    guest.submit(&refused.form("Ask the host to let you in")).await.shows(200, "Waiting to be let in");
}
