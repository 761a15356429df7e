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

#[tokio::test]
async fn decisions_are_narrowed_and_the_next_page_is_narrowed_too() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    for number in 0..60 {
        server.house.clock.advance(chrono::TimeDelta::seconds(1));
        join(&mut server.browser(), &link, &format!("guest{number}@example.org"), ("Gus", "Guest")).await;
    }
    let mut host = server.host().await;
    let path = format!("/sessions/{}/access", session.id());
    let admitted = host.get(&format!("{path}?who=GUEST&outcome=admitted")).await;
    admitted.shows(200, "guest59@example.org").lacks("Asked for more guest59").shows(200, "Show all");
    let next = super::form::tags(&admitted.body, "a").find(|tag| tag.contains("before=")).unwrap();
    let next = super::form::attribute(next, "href").unwrap().replace("&amp;", "&").replace("&#38;", "&");
    assert!(next.contains("outcome=admitted") && next.contains("who=GUEST"), "{next}");
    host.get(&next).await.shows(200, "guest5@example.org").lacks("guest59@");
    host.get(&format!("{path}?who=nobody")).await.shows(200, "No decision fits.");
    let export = super::form::tags(&admitted.body, "a").find(|tag| tag.contains("decisions.csv")).unwrap();
    assert!(super::form::attribute(export, "href").unwrap().contains("outcome=admitted"), "{export}");
    host.get(&format!("{path}?reason=name_required&who=guest7%40")).await.shows(200, "guest7@").lacks("guest8@");
}

#[tokio::test]
async fn the_simulator_knows_how_somebody_comes() {
    let server = Server::new().await;
    let session = server.session(build::session().password_requested().live()).await;
    server.account("mia@example.org", jigsaw_domain::account::Standing::Guest).await;
    let mut host = server.host().await;
    let mut form = host.get(&format!("/sessions/{}/access", session.id())).await.form("Find out");
    form.set("email", "mia@example.org");
    host.submit(&form).await.shows(200, "mia@example.org would be asked for more: Password needed.");
    form.set("signed_in", "on");
    let answer = host.submit(&form).await;
    answer.shows(200, "mia@example.org would be let in at once.");
    assert_eq!(answer.form("Find out").value("signed_in"), Some("on"));
}

#[tokio::test]
async fn links_that_nobody_used_and_links_that_went_round_are_told() {
    use jigsaw_domain::port::Change;
    use jigsaw_domain::usecase::ClientNetwork;
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let (quiet, loud) = ("quiet@example.org", "loud@example.org");
    let listed = [quiet, loud].map(|address| build::invitation(&session, address));
    server.house.write([Change::InsertInvitations(listed.to_vec())]).await;
    for network in 1..=6 {
        let mut request = build::join_request(listed[1].current_link(), loud);
        request.network = ClientNetwork::of(format!("192.0.2.{network}").parse().unwrap());
        server.house.front_door().join(&request).await.unwrap();
    }
    let mut host = server.host().await;
    let page = host.get(&format!("/sessions/{}/access", session.id())).await;
    page.shows(200, "quiet@example.org Never")
        .shows(200, "loud@example.org 6 times, from 6 networks So many networks are");
}
