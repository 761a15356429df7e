//! Waiting: too early, for the host, to be let in; and what comes of it.

use chrono::TimeDelta;
use jigsaw_domain::session::WaitingRoom;
use jigsaw_testkit::build;

use super::guest_open::join;
use super::server::Server;

#[tokio::test]
async fn too_early_counts_down_and_leads_in_by_itself() {
    let server = Server::new().await;
    let session = server.session(build::session().waits_for_nobody()).await;
    let link = server.link(&session);
    let mut mia = server.browser();
    let page = join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await;
    assert_eq!(page.path, link, "the page keeps its place across a refresh");
    page.shows(200, "The doors are not open yet").shows(200, "The doors open: Mon 23 Nov 2026, 15:50 Berlin time");
    assert!(page.body.contains(&format!("data-source=\"{link}\"")));
    assert!(page.body.contains("data-countdown=\"2026-11-23T14:50:00Z\""));
    assert_eq!(mia.get(&format!("/room/{}", session.id())).await.location(), link);
    let entry = mia.get(&format!("{link}/session.ics")).await;
    assert!(page.body.contains(&format!("href=\"{link}/session.ics\"")));
    assert!(
        entry.body.contains("DTSTART:20261123T150000Z\r\n") && entry.body.contains("SUMMARY:Autumn term\\, week 8\r\n")
    );
    assert!(entry.body.contains(&format!("UID:{}\r\n", session.id())), "{}", entry.body);

    server.house.clock.advance(TimeDelta::minutes(61));
    server.house.front_door().sweep().await.unwrap();
    assert_eq!(mia.get(&link).await.location(), format!("/room/{}", session.id()));
}

#[tokio::test]
async fn the_host_arrives_by_starting() {
    let server = Server::new().await;
    let session = server.session(build::session().starts_in(5)).await;
    let link = server.link(&session);
    let mut mia = server.browser();
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito"))
        .await
        .shows(200, "The session begins when the host arrives");
    let mut host = server.host().await;
    let live = host.get(&format!("/sessions/{}/live", session.id())).await;
    host.submit(&live.form("Start")).await.shows(200, "The session is live").shows(200, "Mia Ito");
    mia.open(&link).await.shows(200, "You are in");
}

#[tokio::test]
async fn the_waiting_room() {
    let server = Server::new().await;
    let session = server.session(build::session().live().waiting_room(WaitingRoom::Everyone)).await;
    let (link, id) = (server.link(&session), session.id());
    let (mut mia, mut eve, mut ann) = (server.browser(), server.browser(), server.browser());
    for (browser, email, first) in [
        (&mut mia, "mia@example.org", "Mia"),
        (&mut eve, "eve@example.org", "Eve"),
        (&mut ann, "ann@example.org", "Ann"),
    ] {
        let page = join(browser, &link, email, (first, "Ito")).await;
        page.shows(200, "The host sees that you are here").lacks("People inside");
    }
    let mut host = server.host().await;
    let live = host.get(&format!("/sessions/{id}/live")).await;
    live.shows(200, "Mia Ito").shows(200, "Eve Ito").shows(200, "Waiting to be let in 3");
    host.submit(&live.form_after("Eve Ito", "Deny")).await.shows(200, "told that they are not let in");
    eve.get(&link).await.shows(200, "The host has not let you in").lacks("Ask the host");

    let stopped = ann.get(&link).await.form("Stop waiting");
    ann.submit(&stopped).await.shows(200, "You have left");

    let live = host.get(&format!("/sessions/{id}/live")).await;
    host.submit(&live.form("Admit all")).await.shows(200, "Let in.");
    mia.open(&link).await.shows(200, "You are in");

    // Changing one's mind.
    let live =
        host.get(&format!("/sessions/{id}/live?done=denied&person={}", person(&server, "eve@example.org"))).await;
    host.submit(&live.form("Undo")).await.shows(200, "may come in again");
    join(&mut eve, &link, "eve@example.org", ("Eve", "Ito")).await.shows(200, "The host sees that you are here");
}

#[tokio::test]
async fn removed_people_are_told_and_stay_out_until_it_is_undone() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let (link, id) = (server.link(&session), session.id());
    let mut mia = server.browser();
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");
    let mut host = server.host().await;
    let live = host.get(&format!("/sessions/{id}/live")).await;
    let mut form = live.form_after("Mia Ito", "Remove");
    form.set("reason", "Too loud");
    let removed = host.submit(&form).await;
    removed.shows(200, "The person was removed");
    mia.get(&format!("/room/{id}")).await.shows(200, "You were removed").shows(200, "Too loud").lacks("Come back");
    mia.get(&link).await.shows(200, "The host has removed you").shows(200, "Too loud");
    host.submit(&removed.form("Undo")).await.shows(200, "may come in again");
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");

    // Without a ban one may come back.
    let live = host.get(&format!("/sessions/{id}/live")).await;
    let mut form = live.form_after("Mia Ito", "Remove");
    form.clear("ban");
    host.submit(&form).await;
    mia.get(&format!("/room/{id}")).await.shows(200, "You were removed").shows(200, "Come back");
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");
}

#[tokio::test]
async fn the_end_is_told() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let (link, id) = (server.link(&session), session.id());
    let mut mia = server.browser();
    join(&mut mia, &link, "mia@example.org", ("Mia", "Ito")).await;
    let mut host = server.host().await;
    let live = host.get(&format!("/sessions/{id}/live")).await;
    host.submit(&live.form("End session")).await.shows(200, "The session has ended").shows(200, "This session is over");
    mia.get(&format!("/room/{id}")).await.shows(200, "The session has ended");
    mia.get(&link).await.shows(200, "The session has ended");
    server.browser().get(&format!("/room/{id}")).await.shows(403, "You are not inside");
}

#[tokio::test]
async fn a_look_at_the_page_says_that_one_is_still_there() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut mia = server.browser();
    join(&mut mia, &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    let seen = || server.house.store.all_passes()[0].seen_at;
    let then = seen();
    server.house.clock.advance(TimeDelta::seconds(20));
    mia.head(&format!("/room/{}", session.id())).await;
    assert_eq!(seen(), then, "a HEAD is not a look");
    mia.get(&format!("/room/{}", session.id())).await;
    assert_eq!(seen(), then + TimeDelta::seconds(20));
}

fn person(server: &Server, email: &str) -> String {
    let people = server.house.store.all_participants();
    people.iter().find(|person| person.email == build::email(email)).unwrap().id.to_string()
}
