//! The host's hands on a running session.

use jigsaw_domain::admission::Proof;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::Change;
use jigsaw_testkit::build;

use super::guest_open::join;
use super::server::Server;

#[tokio::test]
async fn the_door_is_locked_and_opened() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let (link, path) = (server.link(&session), format!("/sessions/{}/live", session.id()));
    let mut host = server.host().await;
    let page = host.get(&path).await;
    page.shows(200, "The door is open");
    assert!(page.body.contains(&format!("data-events=\"/api/v1/sessions/{}/events\"", session.id())));
    let mut form = page.form("Lock");
    form.set("message", "We have begun");
    let locked = host.submit(&form).await;
    locked.shows(200, "The door is locked").shows(200, "We have begun");
    join(&mut server.browser(), &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "We have begun");
    host.submit(&locked.form("Unlock")).await.shows(200, "The door is open");
    join(&mut server.browser(), &link, "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");
    form.set("message", &"x".repeat(2000));
    host.submit(&form).await.shows(422, "Use at most 1,000 characters.");
}

#[tokio::test]
async fn roles_are_changed_where_the_address_is_proved() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut proved = build::participant(&session, "ann@example.org");
    proved.proof = Proof::Mailbox;
    proved.name = build::name("Ann Proved");
    let mut typed = build::participant(&session, "mia@example.org");
    typed.name = build::name("Mia Typed");
    server.house.write([Change::InsertParticipant(proved), Change::InsertParticipant(typed)]).await;
    let mut host = server.host().await;
    let page = host.get(&format!("/sessions/{}/live", session.id())).await;
    let mut form = page.form_after("Ann Proved", "Change role");
    form.set("role", "presenter");
    host.submit(&form).await.shows(200, "The role is changed").shows(200, "Presenter");
    let mut form = page.form_after("Mia Typed", "Change role");
    form.set("role", "co_host");
    host.submit(&form).await.shows(409, "This role needs a proved address");
    form.set("role", "host");
    host.submit(&form).await.shows(422, "Choose one of the offered values");
    let roles: Vec<Role> = server.house.store.all_participants().iter().map(|person| person.role).collect();
    assert!(roles.contains(&Role::Presenter) && roles.contains(&Role::Attendee), "{roles:?}");
}

#[tokio::test]
async fn inviting_on_the_fly_keeps_what_was_typed() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut host = server.host().await;
    let path = format!("/sessions/{}/live", session.id());
    let mut form = host.get(&path).await.form("Invite on the fly");
    form.set("email", "mia@").set("first_name", "Mia").set("role", "co_host");
    let wrong = host.submit(&form).await;
    wrong.shows(422, "Email: Write a whole email address");
    let mut kept = wrong.form("Invite on the fly");
    assert_eq!(
        (kept.value("email"), kept.value("first_name"), kept.value("role")),
        (Some("mia@"), Some("Mia"), Some("co_host"))
    );
    kept.set("email", "host@example.org");
    host.submit(&kept).await.shows(422, "This is the host’s own address");
    kept.set("email", "mia@example.org");
    host.submit(&kept).await.shows(200, "mia@example.org is invited").shows(200, "Invited");
    assert_eq!(server.house.store.all_invitations()[0].role, Role::CoHost);
    // Reloading the address that was posted to leads back to the page.
    assert_eq!(host.get(&format!("{path}/invite")).await.location(), path);
}

#[tokio::test]
async fn before_and_after() {
    let server = Server::new().await;
    let (scheduled, ended) = (
        server.session(build::session().titled("To come")).await,
        server.session(build::session().titled("Over").ended()).await,
    );
    let mut host = server.host().await;
    let page = host.get(&format!("/sessions/{}/live", scheduled.id())).await;
    page.shows(200, "Ready to start?");
    assert!(!page.offers("End session") && !page.offers("Invite on the fly"));
    host.post(&format!("/sessions/{}/end", scheduled.id()), &[]).await.shows(409, "Nothing was changed");
    let page = host.get(&format!("/sessions/{}/live", ended.id())).await;
    page.shows(200, "This session is over");
    assert!(!page.offers("Start") && !page.offers("Lock"));
    assert!(!page.body.contains("data-events"));
    host.post(&format!("/sessions/{}/start", ended.id()), &[]).await.shows(409, "Nothing was changed");
}
