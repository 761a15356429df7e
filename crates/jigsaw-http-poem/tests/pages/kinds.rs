//! Sessions that take place more than once.

use jigsaw_domain::session::{SessionKind, Standing};

use super::form::Form;
use super::server::Server;

fn weekly(mut form: Form) -> Form {
    form.set("title", "Weekly seminar")
        .set("starts", "2026-11-24T14:00")
        .set("ends", "2026-11-24T15:30")
        .set("time_zone", "Europe/Berlin")
        .set("kind", "recurring")
        .set("day_TU", "on")
        .set("day_TH", "on")
        .set("times", "4");
    form
}

#[tokio::test]
async fn a_series_is_made_moved_cancelled_and_copied() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let form = weekly(host.get("/sessions/new").await.form("Save"));
    let details = host.submit(&form).await;
    details.shows(200, "Coming times").shows(200, "Every week on Tue, Thu, 4 more times");
    details.shows(200, "Thu 26 Nov 2026, 14:00–15:30 Berlin time");
    let id = server.house.store.all_sessions()[0].id();

    let mut move_it = host.get(&format!("/sessions/{id}/occurrences/2026-11-26T14:00:00")).await.form("Move");
    assert_eq!(move_it.value("starts"), Some("2026-11-26T14:00"));
    move_it.set("starts", "2026-11-24T15:00").set("ends", "2026-11-24T16:00");
    let wrong = host.send(&move_it).await;
    wrong.shows(422, "Starts: This overlaps another time of this session. Choose another one.");
    move_it.set("starts", "2026-11-27T10:00").set("ends", "2026-11-27T11:00");
    host.submit(&move_it).await.shows(200, "Fri 27 Nov 2026, 10:00–11:00 Berlin time").shows(200, "Moved");

    let cancel = host.get(&format!("/sessions/{id}")).await.form("Cancel this one");
    let after = host.submit(&cancel).await;
    after.shows(200, "This time is cancelled.").shows(200, "Every week on Tue, Thu, 3 more times");
    let session = server.house.store.all_sessions()[0].clone();
    let standings: Vec<Standing> = session.occurrences().iter().map(|one| one.standing).collect();
    assert_eq!(standings, [Standing::Cancelled, Standing::Moved, Standing::Planned, Standing::Planned]);

    // Saved as it stands, nothing about its times changes.
    let same = host.get(&format!("/sessions/{id}")).await.form("Save");
    host.submit(&same).await.shows(200, "Saved.");
    assert_eq!(server.house.store.all_sessions()[0].kind(), session.kind());

    let clone = host.get(&format!("/sessions/{id}")).await.form("Clone session");
    host.submit(&clone).await.shows(200, "This is the new session.");
    assert_eq!(server.house.store.all_sessions().len(), 2);
    host.get("/sessions").await.shows(200, "Every week on Tue, Thu");
    assert_eq!(host.get(&format!("/sessions/{id}/occurrences/2026-11-25T14:00:00")).await.status.as_u16(), 404);
}

#[tokio::test]
async fn an_open_session_is_made_of_its_first_and_last_day() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let mut form = weekly(host.get("/sessions/new").await.form("Save"));
    form.set("kind", "open").set("ends", "2026-12-11T17:00");
    host.submit(&form).await.shows(200, "Open from 14:00 to 17:00 on Tue, Thu").shows(200, "Coming times");
    let session = server.house.store.all_sessions()[0].clone();
    assert!(matches!(session.kind(), SessionKind::Open(_)));
    assert_eq!(session.occurrences().len(), 6);
}

#[tokio::test]
async fn faults_of_a_series_are_named_and_what_was_typed_is_kept() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let mut form = weekly(host.get("/sessions/new").await.form("Save"));
    form.set("times", "").set("every", "2");
    let wrong = host.send(&form).await;
    wrong.shows(422, "So many times: Fill this in.");
    let kept = wrong.form("Save");
    for (field, value) in [("kind", "recurring"), ("every", "2"), ("unit", "weeks"), ("day_TU", "on")] {
        assert_eq!(kept.value(field), Some(value), "{field}");
    }
}

#[tokio::test]
async fn the_calendar_address_is_shown_and_renewed() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let page = host.get("/sessions").await;
    page.shows(200, "Your calendar");
    let renewed = host.submit(&page.form("Renew address")).await;
    renewed.shows(200, "The calendar address is renewed.");
}
