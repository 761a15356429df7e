//! Looking changes nothing: GET and HEAD of every page, by everyone, leave the store as it was. And every page is a whole
//! page: language, title, one heading, nothing inline.

use chrono::TimeDelta;
use jigsaw_domain::account::Standing;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Session, WaitingRoom};
use jigsaw_testkit::build;

use super::browser::{Browser, Reply};
use super::form::tags;
use super::guest_open::join;
use super::server::{Server, path_of};

#[tokio::test]
async fn looking_changes_nothing_and_every_page_is_whole() {
    let server = Server::new().await;
    let (paths, browsers) = furnish(&server).await;
    // Time has passed since everyone was last heard of, but not enough to be a sign of life.
    server.house.clock.advance(TimeDelta::seconds(5));
    let before = server.snapshot();
    for browser in browsers {
        for path in &paths {
            let mut browser = browser.clone();
            let reply = browser.get(path).await;
            assert!(!reply.status.is_server_error(), "{path}: {}", reply.status);
            if reply.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html")) {
                whole(&reply);
            }
            let head = browser.head(path).await;
            assert_eq!(head.status, reply.status, "{path}");
            assert_eq!(server.snapshot(), before, "{path} changed something");
        }
    }
}

fn whole(reply: &Reply) {
    let (path, html) = (&reply.path, &reply.body);
    if path.ends_with("/html") {
        return;
    }
    assert!(html.starts_with("<!doctype html>"), "{path}");
    assert!(tags(html, "html").next().unwrap().contains("lang=\"en\""), "{path}");
    assert_eq!(tags(html, "title").count(), 1, "{path}");
    assert!(!html.contains("<title> –") && !html.contains("<title></title>"), "{path}");
    assert_eq!(tags(html, "h1").count(), 1, "{path}");
    assert_eq!(tags(html, "main").count(), 1, "{path}");
    assert_eq!(tags(html, "style").count(), 0, "{path}");
    for tag in tags(html, "script") {
        assert!(tag.contains(" src=\"/assets/"), "{path}: inline script");
    }
    let inside: Vec<&str> = html.split('<').collect();
    for tag in inside {
        let tag = tag.split('>').next().unwrap_or_default();
        assert!(
            !tag.contains(" style=") && !tag.contains(" onclick=") && !tag.contains("javascript:"),
            "{path}: <{tag}>"
        );
    }
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
    assert_eq!(reply.headers["cache-control"], "no-store", "{path}");
    assert_eq!(reply.headers["referrer-policy"], "no-referrer", "{path}");
    ids_are_unique(path, html);
}

fn ids_are_unique(path: &str, html: &str) {
    let mut ids: Vec<&str> = html
        .split('<')
        .filter_map(|tag| tag.split('>').next())
        .filter_map(|tag| tag.split_once(" id=\"").and_then(|(_, rest)| rest.split('"').next()))
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{path}: ids repeat");
}

/// A bit of everything, every address, and everyone.
async fn furnish(server: &Server) -> (Vec<String>, Vec<Browser>) {
    let open = server.session(build::session().titled("Open").live()).await;
    let held = server.session(build::session().titled("Held").live().waiting_room(WaitingRoom::Everyone)).await;
    let list = server.session(build::session().titled("List").invitation_list()).await;
    let password = server.session(build::session().titled("Password").password_requested().live()).await;
    let ended = server.session(build::session().titled("Ended").ended()).await;
    let cancelled = server.session(build::session().titled("Cancelled").cancelled()).await;
    let series = server.session(build::session().titled("Series").recurring("FREQ=WEEKLY;COUNT=3")).await;
    let hours = server.session(build::session().titled("Hours").open_for(5)).await;

    let mut invitation = build::invitation(&open, "co@example.org");
    invitation.role = Role::CoHost;
    invitation.first_name = Some(build::name("Co Host").first().clone());
    invitation.last_name = Some(build::name("Co Host").last().clone());
    let listed = build::invitation(&list, "mike@example.org");
    let door = server.house.front_door();
    let personal = [&invitation, &listed].map(|one| path_of(&door.address().of(door.keyring(), one.current_link())));
    server.house.write([Change::InsertInvitations(vec![invitation]), Change::InsertInvitations(vec![listed])]).await;

    let host = server.host().await;
    let other = server.account("other@example.org", Standing::Operator).await;
    let other = server.signed_in(&other).await;
    let mut co_host = server.browser();
    let page = co_host.get(&personal[0]).await;
    co_host.submit(&page.form("Join")).await.shows(200, "You are in");
    let mut attendee = server.browser();
    join(&mut attendee, &server.link(&open), "mia@example.org", ("Mia", "Ito")).await.shows(200, "You are in");
    join(&mut attendee, &server.link(&held), "mia@example.org", ("Mia", "Ito")).await.shows(200, "Waiting");
    let mut gone = server.browser();
    let room = join(&mut gone, &server.link(&open), "gus@example.org", ("Gus", "Gone")).await;
    gone.submit(&room.form("Leave")).await.shows(200, "You have left");
    server.mail().await;

    let sessions = [&open, &held, &list, &password, &ended, &cancelled, &series, &hours];
    let mut paths = addresses(server, &sessions);
    for link in &personal {
        paths.extend([link.clone(), format!("{link}/answer"), format!("{link}/answer?answer=decline")]);
    }
    (paths, vec![server.browser(), host, other, co_host, attendee, gone])
}

/// Every address that there is.
fn addresses(server: &Server, sessions: &[&Session]) -> Vec<String> {
    let mut paths: Vec<String> = [
        "/",
        "/sign-in",
        "/forgot",
        "/sessions",
        "/sessions/new",
        "/sessions/calendar/renew",
        "/calendar/x.ics",
        "/mailbox",
        "/account",
        "/language",
        "/nothing",
        "/setup/x",
    ]
    .map(str::to_owned)
    .to_vec();
    for session in sessions {
        for tab in [
            "",
            "/invitations",
            "/invitations/sample.csv",
            "/invitations/bulk",
            "/live",
            "/access",
            "/rotate-link",
            "/link",
            "/qr.svg",
            "/qr.png",
            "/cancel",
            "/start",
            "/end",
            "/live/invite",
        ] {
            paths.push(format!("/sessions/{}{tab}", session.id()));
        }
        for one in session.series().iter().flat_map(|_| session.occurrences()) {
            let path = format!("/sessions/{}/occurrences/{}", session.id(), one.original.format("%Y-%m-%dT%H:%M:%S"));
            paths.extend([format!("{path}/cancel"), path]);
        }
        for file in ["/clone", "/session.ics"] {
            paths.push(format!("/sessions/{}{file}", session.id()));
        }
        paths.push(format!("{}/session.ics", server.link(session)));
        paths.push(format!("/room/{}", session.id()));
        paths.push(format!("/room/{}/leave", session.id()));
        paths.push(server.link(session));
    }
    for person in server.house.store.all_participants() {
        for action in ["admit", "deny", "remove", "forgive", "role"] {
            paths.push(format!("/sessions/{}/participants/{}/{action}", person.session, person.id));
        }
    }
    for invitation in server.house.store.all_invitations() {
        let path = format!("/sessions/{}/invitations/{}", invitation.session, invitation.id);
        paths.extend(["resend", "revoke", "link", "qr", "renew-link"].map(|action| format!("{path}/{action}")));
        paths.push(format!("/sessions/{}/live?invited={}", invitation.session, invitation.id));
    }
    for letter in server.house.mailer.letters() {
        let path = format!("/mailbox/{}", letter.id);
        paths.extend([format!("{path}.eml"), format!("{path}/html"), path]);
    }
    paths
}
