//! Will you come? By the link of a mail and a button, on the personal link's own page, and what the host sees of it.

use jigsaw_domain::invitation::Answer;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;

use super::server::{Server, path_of};

async fn invited(server: &Server, session: &Session, email: &str) -> String {
    let invitation = build::invitation(session, email);
    let door = server.house.front_door();
    let link = door.address().of(door.keyring(), invitation.current_link());
    server.house.write([Change::InsertInvitations(vec![invitation])]).await;
    path_of(&link)
}

fn said(server: &Server) -> Option<Answer> {
    server.house.store.all_invitations()[0].rsvp.map(|rsvp| rsvp.answer)
}

#[tokio::test]
async fn a_link_of_the_mail_prepares_an_answer_and_its_button_gives_it() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let link = invited(&server, &session, "mia@example.org").await;
    let mut mia = server.browser();
    let page = mia.get(&format!("{link}/answer?answer=decline")).await;
    page.shows(200, "Will you come?").shows(200, "Opening this page has not sent anything");
    assert_eq!(said(&server), None, "looking answers nothing");
    assert!(page.body.contains("value=\"declined\" class=\"primary\""), "one button away");
    let done = mia.submit(&page.form("No, I cannot come")).await;
    done.shows(200, "Your answer is noted").shows(200, "Will not come");
    assert_eq!(said(&server), Some(Answer::Declined));
    mia.submit(&done.form("Maybe")).await.shows(200, "May come");
    assert_eq!(said(&server), Some(Answer::Tentative));

    let unknown = mia.get(&format!("{link}/answer?answer=perhaps")).await;
    unknown.shows(200, "Will you come?");
    assert!(!unknown.body.contains("class=\"primary\""), "a word that is no answer prepares none");
}

#[tokio::test]
async fn the_personal_link_asks_before_the_session_and_whoever_declined_still_comes_in() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let link = invited(&server, &session, "mia@example.org").await;
    let mut mia = server.browser();
    let page = mia.get(&link).await;
    page.shows(200, "Will you come?");
    mia.submit(&page.form("No, I cannot come")).await.shows(200, "Your answer is noted");
    let page = mia.get(&link).await;
    page.shows(200, "Will not come");

    let mut host = server.host().await;
    let list = host.get(&format!("/sessions/{}/invitations", session.id())).await;
    list.shows(200, "1 will not come").shows(200, "Mail calendar").shows(200, "Reminder, 10 minutes before");
    list.shows(200, "to nobody");
    let started = host.get(&format!("/sessions/{}/live", session.id())).await.form("Start");
    host.submit(&started).await;
    server.house.clock.set(build::minutes(61));
    let page = mia.get(&link).await;
    assert!(!page.body.contains("Will you come?"), "it has begun");
    let mut form = page.form("Join");
    form.set("first_name", "Mia").set("last_name", "Ito");
    mia.submit(&form).await.shows(200, "You are in");
}

#[tokio::test]
async fn a_link_that_counts_no_more_takes_no_answer() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let link = invited(&server, &session, "mia@example.org").await;
    let mut mia = server.browser();
    let form = mia.get(&format!("{link}/answer")).await.form("Maybe");
    let gone = server.house.store.all_invitations().remove(0).revoked(build::now());
    server.house.write([Change::UpdateInvitations(vec![gone])]).await;
    let refused = mia.submit(&form).await;
    refused.shows(200, "This link no longer works");
    assert!(!refused.body.contains("Will you come?") && !refused.body.contains(session.title().as_str()));
    assert_eq!(said(&server), None);
    let nobody = mia.get(&format!("/i/{}/answer", "A".repeat(48))).await;
    nobody.shows(404, "This link leads nowhere");
    let session_link = server.link(&session).replace("/j/", "/i/");
    mia.get(&format!("{session_link}/answer")).await.shows(404, "This link leads nowhere");
}
