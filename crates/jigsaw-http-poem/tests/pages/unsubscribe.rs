//! Ending reminders: looking changes nothing, one click does it, and it is taken back.

use jigsaw_domain::link::{Generation, Link, LinkTarget};
use jigsaw_domain::port::{Change, Suppressions as _};
use jigsaw_testkit::build;
use jigsaw_testkit::fakes::keyring;
use poem::http::StatusCode;

use super::server::{Server, path_of};

/// Mike is invited; where his reminders are ended.
async fn invited() -> (Server, String) {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let invitation = build::invitation(&session, "mike@example.org");
    let link = Link { target: LinkTarget::Unsubscribe(invitation.id), generation: Generation::FIRST };
    server.house.write([Change::InsertInvitations(vec![invitation])]).await;
    let door = server.house.front_door();
    let path = path_of(&door.address().of(door.keyring(), link));
    (server, path)
}

async fn is_unsubscribed(server: &Server) -> bool {
    let address = keyring().address_digest(build::email("mike@example.org").key());
    !server.house.store.unsubscribed(build::host().id, vec![address]).await.unwrap().is_empty()
}

#[tokio::test]
async fn looking_changes_nothing_and_a_button_does_and_undoes_it() {
    let (server, path) = invited().await;
    let mut mike = server.browser();
    mike.head(&path).await;
    let page = mike.get(&path).await;
    page.shows(200, "Reminders from Hanna Host").shows(200, "mike@example.org");
    assert!(!is_unsubscribed(&server).await, "scanners open links");
    let stopped = mike.submit(&page.form("Stop reminders")).await;
    stopped.shows(200, "No more reminders").shows(200, "Invitations, changes and cancellations still come");
    assert!(is_unsubscribed(&server).await);
    mike.submit(&stopped.form("Get reminders again")).await.shows(200, "Stop reminders");
    assert!(!is_unsubscribed(&server).await);
}

/// From a mail program or its maker's machines: no cookie, and whatever origin.
#[tokio::test]
async fn one_click_needs_no_cookie_and_no_origin_and_is_not_sent_on() {
    for from in
        [("x-nothing", "1"), ("origin", "null"), ("origin", "https://mail.example"), ("sec-fetch-site", "cross-site")]
    {
        let (server, path) = invited().await;
        let reply = server.browser().post_from(&path, from, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(reply.status, StatusCode::OK, "{from:?}");
        assert!(is_unsubscribed(&server).await, "{from:?}");
        let again = server.browser().post_from(&path, from, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(again.status, StatusCode::OK, "twice is fine");
    }
}

#[tokio::test]
async fn nothing_else_is_a_wish_and_no_other_link_unsubscribes() {
    let (server, path) = invited().await;
    let mut anyone = server.browser();
    for fields in [&[][..], &[("reminders", "perhaps")], &[("List-Unsubscribe", "Two-Clicks")]] {
        assert_eq!(anyone.post(&path, fields).await.status, StatusCode::SEE_OTHER, "{fields:?}");
    }
    assert!(!is_unsubscribed(&server).await);
    let door = server.house.front_door();
    let invitation = server.house.store.all_invitations().remove(0);
    let personal = path_of(&door.address().of(door.keyring(), invitation.current_link()));
    let wrong = personal.replace("/i/", "/u/");
    assert_eq!(anyone.get(&wrong).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anyone.post(&wrong, &[("List-Unsubscribe", "One-Click")]).await.status, StatusCode::NOT_FOUND);
    for path in [path.replace("/u/", "/i/"), path.replace("/u/", "/j/"), path.replace("/u/", "/api/v1/join/")] {
        assert_eq!(anyone.get(&path).await.status, StatusCode::NOT_FOUND, "it opens nothing");
    }
}
