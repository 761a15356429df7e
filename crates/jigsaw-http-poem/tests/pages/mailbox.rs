//! Captured mail.

use jigsaw_domain::account::Standing;
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;

use super::guest_open::give_email;
use super::server::Server;

async fn with_a_mail(server: &Server) {
    let session = server.session(build::session().password_requested().live()).await;
    server.account("mike@example.org", Standing::Guest).await;
    let mut mia = server.browser();
    let mut form = give_email(&mut mia, &server.link(&session), "mia@example.org").await.form("Continue");
    form.set("first_name", "Mia").set("last_name", "Ito").set("new_password", "unlikely giraffe vacuum");
    mia.submit(&form).await;
    server.mail().await;
}

#[tokio::test]
async fn mails_are_read_as_text_html_and_message() {
    let server = Server::new().await;
    let mut anyone = server.browser();
    anyone.get("/mailbox").await.shows(200, "No mail yet");
    with_a_mail(&server).await;
    let list = anyone.get("/mailbox").await;
    list.shows(200, "mia@example.org").shows(200, "Code");
    let link = super::form::tags(&list.body, "a").find(|tag| tag.contains("/mailbox/")).unwrap();
    let path = super::form::attribute(link, "href").unwrap();
    let code = server.house.mailer.last_code_to("mia@example.org").unwrap();
    let mail = anyone.get(&path).await;
    mail.shows(200, &code).shows(200, "As mail programs show it");
    assert!(mail.headers["content-security-policy"].to_str().unwrap().contains("frame-src 'self'"));
    let html = anyone.get(&format!("{path}/html")).await;
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox allow-popups") && !policy.contains("script-src"), "{policy}");
    let message = anyone.get(&format!("{path}.eml")).await;
    assert_eq!(message.headers["content-type"], "message/rfc822");
    assert!(message.body.contains("To: <mia@example.org>"));
    for unknown in ["/mailbox/nothing", "/mailbox/nothing.eml", "/mailbox/nothing/html"] {
        anyone.get(unknown).await.shows(404, "There is nothing here");
    }
}

#[tokio::test]
async fn outside_the_demo_it_is_the_operators() {
    let server = Server::with(House::with_host().await, |http| {
        http.mailbox_is_open = false;
    });
    let page = server.browser().open("/mailbox").await;
    assert_eq!(page.form("Sign in").value("return_to"), Some("/mailbox"));
    let mut host = server.host().await;
    host.get("/mailbox").await.shows(403, "This is not yours to open");
    host.get("/sessions").await.lacks("Mailbox");
    let operator = server.account("op@example.org", Standing::Operator).await;
    let mut operator = server.signed_in(&operator).await;
    operator.get("/mailbox").await.shows(200, "No mail yet");
}

#[tokio::test]
async fn where_mail_is_really_sent_there_is_none() {
    let server = Server::with(House::with_host().await, |http| http.mailbox = None);
    let mut host = server.host().await;
    host.get("/mailbox").await.shows(404, "There is nothing here");
    host.get("/sessions").await.lacks("Mailbox");
}
