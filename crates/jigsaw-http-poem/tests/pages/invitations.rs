//! The list of a session.

use jigsaw_testkit::build;

use super::server::Server;

#[tokio::test]
async fn a_pasted_list_is_invited_whole_or_not_at_all() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let page = host.get(&path).await;
    page.shows(200, "Nobody is invited yet");
    let mut form = page.form("Invite");
    let typed = "Mia Ito <mia@example.org>, eve@example.org\nnobody\n\neve@example.org; host@example.org";
    form.set("emails", typed).set("role", "presenter");
    let wrong = host.send(&form).await;
    wrong
        .shows(422, "Nobody was invited yet: one of 5 addresses cannot be used")
        .shows(422, "Line 2 nobody: Write a whole");
    let mut form = wrong.form("Invite");
    assert_eq!((form.value("emails"), form.value("role")), (Some(typed), Some("presenter")));
    form.set("emails", &typed.replace("nobody\n", ""));
    let wrong = host.send(&form).await;
    wrong.shows(422, "Line 3 eve@example.org: This address is in line 1 already.");
    wrong.shows(422, "Line 3 host@example.org: This is the host’s own address.");
    assert!(server.house.store.all_invitations().is_empty());

    let mut form = wrong.form("Invite");
    form.set("emails", "Mia Ito <mia@example.org>, eve@example.org");
    let done = host.submit(&form).await;
    done.shows(200, "2 people are invited").shows(200, "Mia Ito mia@example.org").shows(200, "Presenter");
    host.submit(&form).await.shows(200, "Everyone on this list was invited already");
    host.submit(form.set("emails", " , ")).await.shows(422, "Email addresses: Fill this in.");
    host.get("/sessions").await.shows(200, "2 people invited");
}

#[tokio::test]
async fn invitations_are_sent_again_and_taken_back() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Invite");
    form.set("emails", "mia@example.org");
    let page = host.submit(&form).await;
    page.shows(200, "Mail on its way");
    let first = server.personal_link("mia@example.org").await;
    let page = host.submit(&page.form("Send again")).await;
    page.shows(200, "mailed again");
    assert_eq!(server.personal_link("mia@example.org").await, first, "a resent link is the same");
    assert_eq!(server.house.mailer.letters_to("mia@example.org").len(), 2);
    host.get(&path).await.shows(200, "Mail sent");

    let again = page.form("Send again");
    let revoked = host.submit(&page.form("Revoke")).await;
    revoked.shows(200, "Taken back");
    assert!(!revoked.offers("Send again"));
    host.submit(&again).await.shows(409, "This invitation was taken back");
    // Invited again with a new link.
    host.submit(&form).await.shows(200, "1 person is invited");
    assert_ne!(server.personal_link("mia@example.org").await, first);
}

#[tokio::test]
async fn long_lists_go_on() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let list: Vec<String> = (0..620).map(|number| format!("guest{number}@example.org")).collect();
    let mut host = server.host().await;
    let mut form = host.get(&format!("/sessions/{}/invitations", session.id())).await.form("Invite");
    form.set("emails", &list.join("\n"));
    let first = host.submit(&form).await;
    first.shows(200, "620 people are invited").shows(200, "Invitation list 620");
    let next = super::form::tags(&first.body, "a").find(|tag| tag.contains("?after=")).unwrap();
    let next = host.get(&super::form::attribute(next, "href").unwrap()).await;
    let rows = |page: &super::browser::Reply| page.body.matches("<tr id=\"i-").count();
    assert_eq!((rows(&first), rows(&next)), (500, 120));
    let everyone = format!("{}{}", first.body, next.body);
    assert!(list.iter().all(|address| everyone.contains(&format!("{address}<"))));
}
