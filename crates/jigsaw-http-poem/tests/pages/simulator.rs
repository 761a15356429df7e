//! The Access tab: what was decided and why, and what would be.

use jigsaw_testkit::build;

use super::guest_open::{give_email, join};
use super::server::Server;

#[tokio::test]
async fn decisions_are_told_rule_by_rule() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list().live()).await;
    let mut host = server.host().await;
    let path = format!("/sessions/{}/access", session.id());
    host.get(&path).await.shows(200, "Nobody has tried to enter yet").shows(200, "Only people on the invitation list");
    give_email(&mut server.browser(), &server.link(&session), "eve@example.org").await;
    let page = host.get(&path).await;
    page.shows(200, "eve@example.org Not on the invitation list").shows(200, "The address is on the list Refuses");
}

#[tokio::test]
async fn the_simulator_says_what_would_happen_and_changes_nothing() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut host = server.host().await;
    let path = format!("/sessions/{}/access", session.id());
    let before = server.snapshot();
    let mut form = host.get(&path).await.form("Find out");
    form.set("email", "mia@example.org");
    let answer = host.submit(&form).await;
    answer.shows(200, "mia@example.org would be asked for more: Name needed. After that they would be let in.");
    let mut form = answer.form("Find out");
    assert_eq!(form.value("email"), Some("mia@example.org"));
    form.set("at", "2026-11-23T23:59").set("link", "personal");
    host.submit(&form).await.shows(200, "mia@example.org");
    form.set("email", "mia").set("at", "whenever");
    let wrong = host.submit(&form).await;
    wrong.shows(422, "Email: Write a whole email address").shows(422, "Time: Write a date and a time.");
    assert_eq!(wrong.form("Find out").value("at"), Some("whenever"));
    assert_eq!(server.snapshot(), before);
}

#[tokio::test]
async fn older_decisions_are_on_the_next_page() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    for number in 0..60 {
        server.house.clock.advance(chrono::TimeDelta::seconds(1));
        join(&mut server.browser(), &link, &format!("guest{number}@example.org"), ("Gus", "Guest")).await;
    }
    let mut host = server.host().await;
    let first = host.get(&format!("/sessions/{}/access", session.id())).await;
    first.shows(200, "guest59@").lacks("guest1@");
    let next = super::form::tags(&first.body, "a").find(|tag| tag.contains("?before=")).unwrap();
    host.get(&super::form::attribute(next, "href").unwrap()).await.shows(200, "guest20@").lacks("guest59@");
}
