//! Bad input over the forms: a page that says so, what was typed is kept, the process lives.

use jigsaw_testkit::build;

use super::server::Server;

const FORM: &str = "application/x-www-form-urlencoded";

fn nasty() -> Vec<String> {
    let mut nasty: Vec<String> = [
        "",
        " ",
        "\u{200B}",
        "a\0b",
        "a\r\nBcc: eve@example.org",
        "\u{202E}gro.elpmaxe",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "' OR 1=1 --",
    ]
    .map(str::to_owned)
    .to_vec();
    nasty.push("x".repeat(10_000));
    nasty.push("é".repeat(5_000));
    nasty
}

#[tokio::test]
async fn every_field_takes_anything_and_every_answer_is_a_page() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let (link, id) = (server.link(&session), session.id());
    let forms: [(&str, String, &[&str]); 9] = [
        (
            "host",
            "/sessions/new".to_owned(),
            &[
                "title",
                "starts",
                "ends",
                "time_zone",
                "invitation_type",
                "early_entry_minutes",
                "capacity",
                "waiting_room",
                "email_proof",
                "joinable_until",
            ],
        ),
        ("host", format!("/sessions/{id}/invitations"), &["emails", "role", "step", "format", "seen", "file"]),
        (
            "host",
            format!("/sessions/{id}/invitations/bulk"),
            &["selected", "which", "action", "q", "in_role", "in_state", "sure"],
        ),
        ("host", format!("/sessions/{id}/live/invite"), &["email", "first_name", "last_name", "role"]),
        ("host", format!("/sessions/{id}/access"), &["email", "at", "link"]),
        ("host", format!("/sessions/{id}/lock"), &["message"]),
        ("guest", "/".to_owned(), &["email", "password", "return_to"]),
        ("guest", link.clone(), &["step", "email", "first_name", "last_name", "password", "code"]),
        ("guest", link, &["new_password", "time_zone", "take_seat", "knock", "profile_ticket", "email"]),
    ];
    let mut host = server.host().await;
    for (who, path, fields) in forms {
        for value in nasty() {
            let all: Vec<(&str, &str)> = fields.iter().map(|field| (*field, value.as_str())).collect();
            let mut guest = server.browser();
            let browser = if who == "host" { &mut host } else { &mut guest };
            let reply = browser.post(&path, &all).await;
            assert!(!reply.status.is_server_error(), "{path} {value:?}: {}", reply.status);
            assert!(!reply.body.contains("<script>alert"), "{path} {value:?}");
        }
    }
    host.get("/sessions").await.shows(200, "My sessions");
}

#[tokio::test]
async fn unknown_and_repeated_fields_are_refused() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let mut host = server.host().await;
    let mut form = host.get(&format!("/sessions/{}", session.id())).await.form("Save");
    form.smuggle("host", "me@example.org");
    host.send(&form).await.shows(422, "This could not be read");
    let mut guest = server.browser();
    let link = server.link(&session);
    for fields in
        [[("email", "a@example.org"), ("email", "b@example.org")], [("email", "a@example.org"), ("role", "host")]]
    {
        guest.post(&link, &fields).await.shows(422, "This could not be read");
    }
    guest.post(&link, &[("step", "fly")]).await.shows(422, "This could not be read");
}

#[tokio::test]
async fn other_kinds_of_bodies_are_refused() {
    let server = Server::new().await;
    let link = server.link(&server.session(build::session().live()).await);
    let mut guest = server.browser();
    let json = br#"{"email":"mia@example.org"}"#.to_vec();
    assert_eq!(guest.post_body(&link, "application/json", json.clone()).await.status, 415);
    assert_eq!(guest.post_body(&link, "multipart/form-data; boundary=x", json.clone()).await.status, 415);
    assert_eq!(guest.post_body(&link, "text/plain", json).await.status, 415);
    let large = vec![b'x'; 10 << 20];
    guest.post_body(&link, FORM, large).await.shows(413, "This is too much at once");
    guest.post_body(&link, FORM, b"%FF%FE=%C3%28&&&==&email=%".to_vec()).await;
    guest.get(&link).await.shows(200, "Email");
}

#[tokio::test]
async fn addresses_that_lead_nowhere_have_a_page() {
    let server = Server::new().await;
    let mut host = server.host().await;
    for path in [
        "/nothing",
        "/sessions/1",
        "/sessions/new/x",
        "/sessions/0199d3b0-0000-7000-8000-0123456789ab",
        "/room/1",
        "/j/",
        "/sessions/%00",
        "/assets/nothing.css",
        "/sessions/0199d3b0-0000-7000-8000-0123456789ab/live",
    ] {
        let reply = host.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    host.get("/nothing").await.shows(404, "There is nothing here");
    assert_eq!(host.post("/mailbox", &[]).await.status, 405);
}
