//! Links as the host hands them over: pictures to print, words to send, limits, one personal link.

use chrono::TimeDelta;
use jigsaw_testkit::build;

use super::form::{attribute, tags};
use super::server::{Server, path_of};

#[tokio::test]
async fn the_session_link_is_handed_over_with_words_pictures_and_its_state() {
    let server = Server::new().await;
    let session = server.session(build::session().titled("Weekly \"sync\" & more")).await;
    let path = format!("/sessions/{}", session.id());
    let mut host = server.host().await;
    let page = host.get(&path).await;
    page.shows(200, "The link works since").shows(200, "It ends with the session.");
    page.shows(200, "Nobody came by it yet.").shows(200, "You need no account.");
    let link = server.link(&session);
    assert!(page.body.contains(&link), "in the text to send");
    let mail = tags(&page.body, "a").find(|tag| tag.contains("mailto:")).unwrap();
    let mail = attribute(mail, "href").unwrap();
    assert!(mail.starts_with("mailto:?subject=Weekly%20%22sync%22%20%26%20more&body="), "{mail}");
    assert!(!mail.contains(['+', ' ', '\n']), "{mail}");

    for (format, kind) in [("svg", "image/svg+xml"), ("png", "image/png")] {
        let file = host.get(&format!("{path}/qr.{format}")).await;
        assert_eq!((file.status.as_u16(), &file.headers["content-type"]), (200, &kind.parse().unwrap()));
        let disposition = file.headers["content-disposition"].to_str().unwrap();
        assert_eq!(disposition, format!("attachment; filename=\"qr-weekly-sync-more.{format}\""));
        let nobody = server.browser().open(&format!("{path}/qr.{format}")).await;
        nobody.shows(200, "Sign in");
    }
}

#[tokio::test]
async fn the_link_ends_when_the_host_says_and_holds_so_many_people() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let path = format!("/sessions/{}", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Save limits");
    form.set("link_expires", "tomorrow").set("link_people", "0");
    let wrong = host.send(&form).await;
    wrong.shows(422, "Link ends:").shows(422, "People at most:");
    let mut form = wrong.form("Save limits");
    assert_eq!((form.value("link_people"), form.value("link_expires")), (Some("0"), Some("tomorrow")), "kept as typed");

    let end = build::now() + TimeDelta::minutes(5);
    let local = end.with_timezone(&session.schedule().zone()).format("%Y-%m-%dT%H:%M").to_string();
    form.set("link_expires", &local).set("link_people", "7");
    host.submit(&form).await.shows(200, "It ends").shows(200, "at most 7 people");
    let stored = server.house.store.all_sessions().remove(0);
    assert_eq!(stored.link().expires_at, Some(end));
    assert_eq!(stored.door().capacity.unwrap().get(), 7);

    let mut guest = server.browser();
    guest.get(&server.link(&session)).await.shows(200, "Email");
    server.house.clock.set(end);
    guest.get(&server.link(&session)).await.shows(200, "This link could be used for a limited time only");
    host.get(&path).await.shows(200, "The link ended");
    // Seen before somebody else changed it.
    host.submit(&form).await.shows(409, "changed");
}

#[tokio::test]
async fn one_personal_link_is_shown_when_asked_for_and_renewed() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Invite");
    form.set("emails", "mia@example.org");
    let list = host.submit(&form).await;
    let first = server.personal_link("mia@example.org").await;
    assert!(!list.body.contains(&first), "not without being asked for");
    let shown = host.send(&list.form("Link")).await;
    shown.shows(200, "mia@example.org").shows(200, "it is written down");
    let input = tags(&shown.body, "input").find(|tag| tag.contains("readonly")).unwrap();
    assert_eq!(path_of(&attribute(input, "value").unwrap()), first);
    let actions = || server.house.store.audit().into_iter().map(|row| row.action).collect::<Vec<_>>();
    assert_eq!(actions().iter().filter(|action| **action == "invitation.link_shown").count(), 1);
    let file = host.send(&shown.form("QR code as PNG")).await;
    assert_eq!(&file.headers["content-type"], "image/png");
    assert_eq!(actions().iter().filter(|action| **action == "invitation.link_shown").count(), 2);

    let mut quiet = shown.form("Renew link");
    quiet.clear("tell");
    host.submit(&quiet).await.shows(200, "The link is renewed");
    server.browser().get(&first).await.shows(200, "This link no longer works");
    let mails = server.house.mailer.letters_to("mia@example.org").len();
    server.mail().await;
    assert_eq!(server.house.mailer.letters_to("mia@example.org").len(), mails, "nobody was told");
    host.submit(&shown.form("Renew link")).await.shows(200, "The link is renewed");
    let newest = server.personal_link("mia@example.org").await;
    assert_ne!(newest, first);
    server.browser().get(&newest).await.shows(200, "Joining as mia@example.org");
}
