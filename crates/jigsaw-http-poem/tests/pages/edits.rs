//! Saving an edit: what it would do to people is asked about first, and odd settings are named.

use jigsaw_domain::session::InvitationType;
use jigsaw_testkit::build;

use super::guest_open::join;
use super::server::Server;

const LIST: &str = "invitation_list";

#[tokio::test]
async fn an_edit_that_shuts_people_out_is_asked_about_first() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    for number in 0..4 {
        server.house.clock.advance(chrono::TimeDelta::seconds(1));
        join(&mut server.browser(), &server.link(&session), &format!("p{number}@example.org"), ("Gus", "Guest")).await;
    }
    let path = format!("/sessions/{}", session.id());
    let mut host = server.host().await;
    let before = server.snapshot();
    let mut form = host.get(&path).await.form("Save");
    form.set("invitation_type", LIST).set("title", "For the list").set("reminder_60", "on");
    let asked = host.submit(&form).await;
    asked
        .shows(200, "Save these changes?")
        .shows(200, "These 4 people could no longer enter: Gus Guest p0@example.org Not on the invitation list")
        .shows(200, "Anyone else with the link could no longer enter (Not on the invitation list).")
        .shows(200, "Nobody is on the invitation list yet, so nobody but you gets in.");
    assert_eq!(server.snapshot(), before, "nothing is saved yet");

    let typed = host.submit(&asked.form("Back")).await;
    let kept = typed.form("Save");
    for (field, value) in [("title", "For the list"), ("invitation_type", LIST), ("reminder_60", "on")] {
        assert_eq!(kept.value(field), Some(value), "{field}");
    }
    assert_eq!(server.snapshot(), before);

    host.submit(&asked.form("Save anyway")).await.shows(200, "Saved.").shows(200, "For the list");
    assert_eq!(server.house.store.all_sessions()[0].invitation_type(), InvitationType::InvitationList);
}

#[tokio::test]
async fn an_edit_that_shuts_nobody_out_is_saved_at_once() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    join(&mut server.browser(), &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    let mut host = server.host().await;
    let mut form = host.get(&format!("/sessions/{}", session.id())).await.form("Save");
    form.set("title", "Renamed").set("email_proof", "code");
    host.submit(&form).await.shows(200, "Saved.").shows(200, "Renamed");
}

#[tokio::test]
async fn while_somebody_else_saves_the_question_is_not_about_old_settings() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    join(&mut server.browser(), &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    let mut host = server.host().await;
    let page = host.get(&format!("/sessions/{}", session.id())).await;
    let mut first = page.form("Save");
    host.submit(first.set("title", "From here")).await.shows(200, "Saved.");
    let mut second = page.form("Save");
    host.submit(second.set("invitation_type", LIST)).await.shows(409, "Somebody changed this session");
}

#[tokio::test]
async fn odd_settings_are_named_on_saving_and_on_the_page() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let mut form = host.get("/sessions/new").await.form("Save");
    form.set("title", "Seminar").set("starts", "2026-11-23T16:00").set("ends", "2026-11-23T17:00");
    form.set("time_zone", "Europe/Berlin").set("invitation_type", LIST).set("reminder_1440", "on");
    let details = host.submit(&form).await;
    let list_is_empty = "Nobody is on the invitation list yet, so nobody but you gets in.";
    let too_late = "One reminder is set for a time that has passed already.";
    details.shows(200, list_is_empty).shows(200, too_late);
    let session = server.house.store.all_sessions().remove(0);
    let later = host.get(&format!("/sessions/{}", session.id())).await;
    later.shows(200, list_is_empty).lacks(too_late);
}
