//! Who may do what: everyone sees the controls that are theirs, and the others answer no.

use jigsaw_domain::account::Standing;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;

use super::browser::Browser;
use super::server::{Server, path_of};

/// Joins by a personal link with this role.
async fn invited(server: &Server, session: &Session, (email, role): (&str, Role)) -> Browser {
    let mut invitation = build::invitation(session, email);
    invitation.role = role;
    invitation.first_name = Some(build::name("Co Host").first().clone());
    invitation.last_name = Some(build::name("Co Host").last().clone());
    let door = server.house.front_door();
    let link = path_of(&door.address().of(door.keyring(), invitation.current_link()));
    server.house.write([Change::InsertInvitations(vec![invitation])]).await;
    let mut browser = server.browser();
    let page = browser.get(&link).await;
    browser.submit(&page.form("Join")).await.shows(200, "You are in");
    browser
}

/// Everything that only the host may do, with fields that would be taken.
fn of_the_host(session: &Session) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let at = |path: &str| format!("/sessions/{}{path}", session.id());
    let other = session.id();
    vec![
        (
            at(""),
            vec![
                ("title", "Mine"),
                ("starts", "2026-11-24T14:00"),
                ("ends", "2026-11-24T15:00"),
                ("time_zone", "UTC"),
                ("invitation_type", "invitation_list"),
            ],
        ),
        (at("/rotate-link"), vec![]),
        (at("/cancel"), vec![]),
        (at("/invitations"), vec![("emails", "eve@example.org"), ("role", "co_host")]),
        (at("/live/invite"), vec![("email", "eve@example.org"), ("role", "co_host")]),
        (at("/invitations/bulk"), vec![("which", "found"), ("action", "revoke"), ("sure", "on")]),
        (at(&format!("/invitations/{other}/resend")), vec![]),
        (at(&format!("/invitations/{other}/revoke")), vec![]),
        (at("/access"), vec![("email", "eve@example.org"), ("link", "session")]),
    ]
}

#[tokio::test]
async fn a_co_host_runs_the_session_and_invites_nobody() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut mia = server.browser();
    super::guest_open::join(&mut mia, &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    let mut co_host = invited(&server, &session, ("co@example.org", Role::CoHost)).await;

    let live = co_host.get(&format!("/sessions/{}/live", session.id())).await;
    live.shows(200, "Mia Ito")
        .lacks("Invite on the fly")
        .lacks("mia@example.org")
        .lacks("Details")
        .lacks("Change role");
    assert!(!live.offers("Invite on the fly") && !live.body.contains("/live/invite"));
    let locked = co_host.submit(&live.form("Lock")).await;
    locked.shows(200, "The door is locked");
    co_host.submit(&locked.form("Unlock")).await.shows(200, "The door is open");
    co_host.submit(&live.form_after("Mia Ito", "Remove")).await.shows(200, "The person was removed");

    let before = server.snapshot();
    for (path, fields) in of_the_host(&session) {
        co_host.post(&path, &fields).await.shows(403, "This is not yours to open");
    }
    let people = server.house.store.all_participants();
    let own = people.iter().find(|person| person.role == Role::CoHost).unwrap();
    let role = format!("/sessions/{}/participants/{}/role", session.id(), own.id);
    co_host.post(&role, &[("role", "presenter")]).await.shows(403, "This is not yours to open");
    for tab in ["", "/invitations", "/access"] {
        co_host.get(&format!("/sessions/{}{tab}", session.id())).await.shows(403, "This is not yours to open");
    }
    assert_eq!(server.snapshot(), before);
    let ended = co_host.submit(&live.form("End session")).await;
    ended.shows(200, "The session has ended");
    assert_eq!(ended.path, format!("/room/{}", session.id()), "with the session, the pass is over");
}

#[tokio::test]
async fn presenters_and_attendees_run_nothing() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut presenter = invited(&server, &session, ("pia@example.org", Role::Presenter)).await;
    let mut attendee = server.browser();
    super::guest_open::join(&mut attendee, &server.link(&session), "mia@example.org", ("Mia", "Ito")).await;
    let before = server.snapshot();
    for browser in [&mut presenter, &mut attendee] {
        browser.get(&format!("/room/{}", session.id())).await.shows(200, "You are in").lacks("Manage this session");
        browser.get(&format!("/sessions/{}/live", session.id())).await.shows(403, "This is not yours to open");
        for (path, fields) in of_the_host(&session) {
            browser.post(&path, &fields).await.shows(403, "This is not yours to open");
        }
        for action in ["start", "end", "lock", "unlock", "admit-all"] {
            let reply = browser.post(&format!("/sessions/{}/{action}", session.id()), &[]).await;
            reply.shows(403, "This is not yours to open");
        }
    }
    assert_eq!(server.snapshot(), before);
}

#[tokio::test]
async fn other_peoples_sessions_do_not_exist() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let other = server.account("other@example.org", Standing::Operator).await;
    let mut other = server.signed_in(&other).await;
    let before = server.snapshot();
    for tab in ["", "/invitations", "/live", "/access"] {
        other.get(&format!("/sessions/{}{tab}", session.id())).await.shows(404, "There is nothing here");
    }
    for (path, fields) in of_the_host(&session) {
        other.post(&path, &fields).await.shows(404, "There is nothing here");
    }
    for action in ["start", "end", "lock", "unlock", "admit-all"] {
        other.post(&format!("/sessions/{}/{action}", session.id()), &[]).await.shows(404, "There is nothing here");
    }
    assert_eq!(server.snapshot(), before);
    other.get("/sessions").await.shows(200, "Your sessions will be here");
}

#[tokio::test]
async fn nobody_is_asked_to_sign_in() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let before = server.snapshot();
    let mut nobody = server.browser();
    for tab in ["", "/invitations", "/live", "/access"] {
        let path = format!("/sessions/{}{tab}", session.id());
        let page = nobody.open(&path).await;
        page.shows(200, "Sign in");
        assert_eq!(page.form("Sign in").value("return_to"), Some(path.as_str()));
    }
    for (path, fields) in of_the_host(&session) {
        nobody.post(&path, &fields).await.location();
    }
    for path in ["/sessions", "/sessions/new"] {
        nobody.open(path).await.shows(200, "Sign in");
    }
    assert_eq!(server.snapshot(), before);
}

#[tokio::test]
async fn a_guests_account_creates_no_session() {
    let server = Server::new().await;
    let guest = server.account("guest@example.org", Standing::Guest).await;
    let mut guest = server.signed_in(&guest).await;
    let mut form = guest.get("/sessions/new").await.form("Save");
    form.set("title", "Mine").set("starts", "2026-11-24T14:00").set("ends", "2026-11-24T15:00");
    guest.send(&form).await.shows(403, "This is not yours to open");
}

#[tokio::test]
async fn a_host_whose_sign_in_has_run_out_signs_in_again() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut host = server.host().await;
    let page = host.get(&server.link(&session)).await;
    host.submit(&page.form("Join")).await.shows(200, "You are in");
    host.cookies.remove("__Host-jigsaw");
    host.open(&format!("/sessions/{}/live", session.id())).await.shows(200, "Sign in");
}

#[tokio::test]
async fn another_site_sends_nothing() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let host = server.host().await;
    let before = server.snapshot();
    let path = format!("/sessions/{}/end", session.id());
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")] {
        let reply = host.clone().post_from(&path, (name, value), &[]).await;
        reply.shows(403, "This page was open for too long");
    }
    assert_eq!(server.snapshot(), before);
    // A form that says nothing of where it comes from is known by its token.
    let mut host = host;
    let form = host.get(&format!("/sessions/{}/live", session.id())).await.form("End session");
    let token = form.value("form_token").unwrap();
    assert_eq!(host.post_from(&path, ("origin", "null"), &[("form_token", token)]).await.status, 303);
}
