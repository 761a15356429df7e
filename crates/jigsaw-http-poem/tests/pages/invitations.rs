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
        .shows(422, "Nobody was invited yet: 2 of 5 addresses cannot be used")
        .shows(422, "Line 2 nobody: Write a whole")
        .shows(422, "Line 4 host@example.org: This is the host’s own address.");
    let mut form = wrong.form("Invite");
    assert_eq!((form.value("emails"), form.value("role")), (Some(typed), Some("presenter")));
    form.set("emails", &typed.replace("nobody\n", ""));
    let wrong = host.send(&form).await;
    wrong.shows(422, "Line 3 host@example.org: This is the host’s own address.");
    wrong.shows(422, "1 row repeats an address").shows(422, "2 people will be invited");
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
    let next = super::form::tags(&first.body, "a").find(|tag| tag.contains("after=")).unwrap();
    let next = host.get(&super::form::attribute(next, "href").unwrap()).await;
    let rows = |page: &super::browser::Reply| page.body.matches("<tr id=\"i-").count();
    assert_eq!((rows(&first), rows(&next)), (100, 100));
    let mut everyone = format!("{}{}", first.body, next.body);
    let mut page = next;
    let next_of = |page: &super::browser::Reply| {
        let tag = super::form::tags(&page.body, "a").find(|tag| tag.contains("after="))?;
        super::form::attribute(tag, "href")
    };
    while let Some(href) = next_of(&page) {
        page = host.get(&href).await;
        everyone.push_str(&page.body);
    }
    assert_eq!(rows(&page), 20, "the last page");
    page.shows(200, "First page");
    assert!(list.iter().all(|address| everyone.contains(&format!("{address}<"))));
}

#[tokio::test]
async fn a_list_is_looked_at_before_anybody_is_invited() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Invite");
    let typed = "Mia Ito <mia@example.org>\nnobody\nMIA@example.org\nbo@example.org";
    form.set("emails", typed).set("role", "presenter").smuggle("step", "preview");
    let before = server.snapshot();
    let looked = host.send(&form).await;
    looked
        .shows(200, "2 people will be invited")
        .shows(200, "1 row repeats an address")
        .shows(200, "2 mails will be sent");
    looked.shows(200, "Line 2 nobody").shows(200, "Mia Ito mia@example.org Presenter Invited");
    assert_eq!(server.snapshot(), before, "looking writes nothing");
    // Only what was looked at is invited without its faulty rows.
    let good = looked.form("Invite the 2 good rows");
    assert_eq!(good.value("emails"), Some(typed));
    let mut other = good.clone();
    other.set("emails", "eve@example.org\nnobody");
    host.send(&other).await.shows(200, "Invite the 1 good row");
    assert_eq!(server.snapshot(), before);
    host.submit(&good).await.shows(200, "2 people are invited");
    let mut again = host.get(&path).await.form("Invite");
    again
        .set("emails", "Mia Ito <mia@example.org>, new@example.org")
        .set("role", "attendee")
        .smuggle("step", "preview");
    let looked = host.send(&again).await;
    looked.shows(200, "1 person will be invited").shows(200, "1 person is listed already and will change");
    looked.shows(200, "Presenter → Attendee");
    assert!(!looked.offers("Invite the 2 good rows"), "nothing is wrong, so Invite does it");
    host.submit(&looked.form("Invite")).await.shows(200, "2 people are invited");
}

/// A form as a browser sends it when a file was chosen.
fn multipart(fields: &[(&str, &str)], file: &[u8]) -> (&'static str, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    body.extend(head.bytes());
    body.extend(file);
    body.extend(b"\r\n--line--\r\n");
    ("multipart/form-data; boundary=line", body)
}

#[tokio::test]
async fn a_file_is_read_like_a_list_and_nothing_is_lost_when_it_is_faulty() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let form = host.get(&path).await.form("Invite");
    let token = form.value("form_token").unwrap().to_owned();
    let fields = [("form_token", token.as_str()), ("emails", ""), ("role", "attendee")];
    let file = "Vorname;Nachname;E-Mail\r\nZo\u{eb};M\u{fc}ller;zoe@example.org\r\n;;\r\nBo;Berg;bo\r\n";
    let latin: Vec<u8> = file.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let (kind, body) = multipart(&fields, &latin);
    let wrong = host.post_body(&path, kind, body).await;
    wrong.shows(422, "Row 4 bo: Write a whole").shows(422, "Zoë Müller zoe@example.org");
    assert!(server.house.store.all_invitations().is_empty());
    let mut again = wrong.form("Invite");
    assert_eq!(again.value("format"), Some("table"));
    assert!(again.value("emails").unwrap().contains("Bo;Berg;bo"), "the file's text can be mended here");
    let text = again.value("emails").unwrap().replace("Berg;bo", "Berg;bo@example.org");
    host.submit(again.set("emails", &text)).await.shows(200, "2 people are invited").shows(200, "Bo Berg");

    let (kind, body) = multipart(&fields, b"PK\x03\x04 a workbook");
    host.post_body(&path, kind, body).await.shows(422, "This file is not a list in text form");
    let (kind, body) = multipart(&fields, b"");
    host.post_body(&path, kind, body).await.shows(422, "Email addresses: Fill this in.");
    let sample = host.get(&format!("{path}/sample.csv")).await;
    assert!(sample.headers["content-disposition"].to_str().unwrap().contains("attachment"));
    let (kind, body) = multipart(&fields, sample.body.as_bytes());
    let reply = host.post_body(&path, kind, body).await;
    host.follow(reply).await.shows(200, "2 people are invited");
    let (_, body) = multipart(&fields, b"");
    host.post_body(&path, "multipart/form-data; boundary=other", body).await.shows(422, "This could not be read");
}

#[tokio::test]
async fn many_invitations_are_changed_at_once_after_being_asked() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Invite");
    let list: Vec<String> =
        (0..30).map(|number| format!("Guest Number{} <guest{number}@example.org>", "x".repeat(number))).collect();
    form.set("emails", &list.join("\n"));
    let page = host.submit(&form).await;
    page.shows(200, "30 people");

    let mut nobody = page.form("Go on");
    host.submit(nobody.set("action", "revoke")).await.shows(422, "Select people first");
    let two: Vec<String> = server.house.store.all_invitations().iter().take(2).map(|one| one.id.to_string()).collect();
    let mut chosen = page.form("Go on");
    chosen.set("action", "revoke");
    for id in &two {
        chosen.smuggle("selected", id);
    }
    let before = server.snapshot();
    let asked = host.submit(&chosen).await;
    asked.shows(200, "Take back the invitations of 2 people?").shows(200, "Guest Number");
    assert_eq!(server.snapshot(), before, "asking writes nothing");
    host.submit(&asked.form("Take back")).await.shows(200, "2 invitations are taken back");
    let revoked = server.house.store.all_invitations().iter().filter(|one| !one.is_active()).count();
    assert_eq!(revoked, 2);

    // Everyone who is found, on all pages.
    let found = host.get(&format!("{path}?q=number&state=active")).await;
    found.shows(200, "28 people");
    let mut all = found.form("Go on");
    all.set("which", "found").set("action", "presenter");
    let asked = host.submit(&all).await;
    asked.shows(200, "Change the role of 28 people?").shows(200, "And 8 more people");
    host.submit(&asked.form("Make presenters")).await.shows(200, "The role of 28 people is changed");
    host.get(&format!("{path}?role=presenter")).await.shows(200, "28 people");
    host.get(&format!("{path}?q=nowhere")).await.shows(200, "Nobody found").shows(200, "Show everyone");
    let mut captioners = found.form("Go on");
    captioners.set("which", "found").set("action", "captioner").smuggle("sure", "on");
    host.submit(&captioners).await.shows(409, "A session has one captioner");
    let mut resend = found.form("Go on");
    resend.set("which", "found").set("action", "resend").smuggle("sure", "on");
    host.submit(&resend).await.shows(200, "28 invitations are mailed again");
    let mut foreign = found.form("Go on");
    foreign.set("action", "resend").smuggle("selected", "0199d3b0-0000-7000-8000-0123456789ab");
    assert_eq!(host.submit(&foreign).await.status, 404);
}

#[tokio::test]
async fn the_mail_of_a_long_list_has_a_bar() {
    let server = Server::new().await;
    let session = server.session(build::session().invitation_list()).await;
    let path = format!("/sessions/{}/invitations", session.id());
    let mut host = server.host().await;
    let mut form = host.get(&path).await.form("Invite");
    let list: Vec<String> = (0..150).map(|number| format!("guest{number}@example.org")).collect();
    form.set("emails", &list.join(" "));
    let page = host.submit(&form).await;
    page.shows(200, "0 of 150 mails sent");
    assert!(page.body.contains("data-source=\"/sessions/") && page.body.contains("<progress max=\"150\" value=\"0\""));
    server.mail().await;
    host.get(&path).await.shows(200, "100 of 150 mails sent");
    server.mail().await;
    host.get(&path).await.lacks("mails sent").lacks("of 150");
}
