//! Creating sessions, and what the host sets about them.

use jigsaw_domain::session::{InvitationType, WaitingRoom};
use jigsaw_testkit::build;

use super::form::Form;
use super::server::Server;

fn filled(mut form: Form, kind: InvitationType) -> Form {
    form.set("title", "Weekly seminar")
        .set("starts", "2026-11-24T14:00")
        .set("ends", "2026-11-24T15:30")
        .set("time_zone", "Europe/Berlin")
        .set("invitation_type", kind.as_str());
    form
}

#[tokio::test]
async fn a_session_of_each_type_is_created() {
    let server = Server::new().await;
    let mut host = server.host().await;
    for kind in InvitationType::ALL {
        let page = host.get("/sessions/new").await;
        page.shows(200, "Invitation list")
            .shows(200, "Link – password requested")
            .shows(200, "Link – password not requested");
        let details = host.submit(&filled(page.form("Save"), *kind)).await;
        details.shows(200, "Weekly seminar").shows(200, "The session is created").shows(200, "Copy link");
        details.shows(200, "Tue 24 Nov 2026, 14:00–15:30 Berlin time");
        assert!(details.body.contains("class=\"qr\""));
    }
    let made = server.house.store.all_sessions();
    assert_eq!(made.len(), 3);
    assert!(made.iter().all(|session| session.schedule().starts_at().to_rfc3339() == "2026-11-24T13:00:00+00:00"));
    host.get("/sessions").await.shows(200, "Upcoming 3").shows(200, "Scheduled").shows(200, "Nobody invited");
}

#[tokio::test]
async fn faults_are_named_at_their_fields_and_everything_typed_is_kept() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let mut form = filled(host.get("/sessions/new").await.form("Save"), InvitationType::LinkPasswordRequested);
    form.set("title", "  ").set("ends", "2026-11-24T13:00").set("capacity", "0").set("waiting_room", "guests");
    form.set("early_entry_minutes", "soon").clear("wait_for_host").set("reminder_60", "on");
    let wrong = host.send(&form).await;
    wrong.shows(422, "Title: Fill this in.").shows(422, "Ends: The end has to be after the start.");
    wrong.shows(422, "Number of people: Choose a number from 1 to 1,000,000.").shows(422, "Early entry, in minutes: ");
    let kept = wrong.form("Save");
    for (field, value) in [
        ("ends", "2026-11-24T13:00"),
        ("capacity", "0"),
        ("waiting_room", "guests"),
        ("early_entry_minutes", "soon"),
        ("invitation_type", "link_password_requested"),
        ("time_zone", "Europe/Berlin"),
        ("reminder_60", "on"),
    ] {
        assert_eq!(kept.value(field), Some(value), "{field}");
    }
    assert_eq!(kept.value("wait_for_host"), None);
    let mut past = filled(wrong.form("Save"), InvitationType::InvitationList);
    past.set("capacity", "")
        .set("early_entry_minutes", "5")
        .set("starts", "2020-01-01T10:00")
        .set("ends", "2020-01-01T11:00");
    host.send(&past).await.shows(422, "Ends: Choose a time that is still to come.");
    past.set("starts", "2027-03-28T02:30").set("ends", "2027-03-28T04:00");
    host.send(&past).await.shows(422, "Starts: The clocks go forward over this time.");
    assert!(server.house.store.all_sessions().is_empty());
}

#[tokio::test]
async fn details_are_edited_and_other_peoples_changes_are_not_overwritten() {
    let server = Server::new().await;
    let session = server.session(build::session()).await;
    let path = format!("/sessions/{}", session.id());
    let mut host = server.host().await;
    let page = host.get(&path).await;
    page.shows(200, "Anyone with the link, from 10 minutes early.");
    let stale = page.form("Save");
    let mut form = page.form("Save");
    assert_eq!(form.value("starts"), Some("2026-11-23T16:00"));
    form.set("title", "Renamed").set("capacity", "40").set("waiting_room", "everyone").clear("wait_for_host");
    form.set("joinable_until", "2026-11-23T16:30");
    let saved = host.submit(&form).await;
    saved
        .shows(200, "Saved.")
        .shows(200, "Renamed")
        .shows(200, "at most 40 people, everyone let in one by one, even before");
    saved.shows(200, "until Mon 23 Nov 2026, 16:30 Berlin time.");
    let stored = &server.house.store.all_sessions()[0];
    assert_eq!((stored.door().waiting_room, stored.door().wait_for_host), (WaitingRoom::Everyone, false));

    let mut late = stale;
    late.set("title", "From another window");
    let conflict = host.send(&late).await;
    conflict.shows(409, "Somebody changed this session");
    assert_eq!(conflict.form("Save").value("title"), Some("From another window"), "what was typed is kept");
    host.submit(&conflict.form("Save")).await.shows(200, "From another window");
    let mut wrong = host.get(&path).await.form("Save");
    wrong.set("title", "");
    host.send(&wrong).await.shows(422, "Title: Fill this in.");
}

#[tokio::test]
async fn a_session_is_called_off_with_a_reason() {
    let server = Server::new().await;
    let session = server.session(build::session()).await;
    let mut host = server.host().await;
    let page = host.get(&format!("/sessions/{}", session.id())).await;
    let mut form = page.form("Cancel session");
    form.set("reason", "Snow");
    let cancelled = host.submit(&form).await;
    cancelled.shows(200, "This session was cancelled. Snow").lacks("Save");
    assert!(!cancelled.offers("Cancel session") && !cancelled.offers("Rotate link"));
    server.browser().get(&server.link(&session)).await.shows(200, "This session does not take place");
    host.get("/sessions").await.shows(200, "Past 1").shows(200, "Cancelled");
    // The page of before is no way around.
    host.submit(&page.form("Save")).await.shows(409, "Nothing was changed");
}

#[tokio::test]
async fn times_are_shown_in_the_readers_own_zone() {
    let server = Server::new().await;
    let session = server.session(build::session()).await;
    let tokyo =
        jigsaw_domain::account::Account { time_zone: chrono_tz::Asia::Tokyo, ..build::account("yu@example.org") };
    server.house.write([jigsaw_domain::port::Change::InsertAccount(tokyo.clone())]).await;
    let link = server.link(&session);
    server.browser().get(&link).await.shows(200, "Mon 23 Nov 2026, 16:00–17:00 Berlin time");
    server.signed_in(&tokyo).await.get(&link).await.shows(200, "Tue 24 Nov 2026, 00:00–01:00 Tokyo time");
}
