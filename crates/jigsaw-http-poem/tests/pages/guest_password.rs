//! The session link with a password: sign in with it, or create an account on the way.

use jigsaw_domain::account::Standing;
use jigsaw_domain::admission::Proof;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;

use super::form::Form;
use super::guest_open::give_email;
use super::server::{PASSWORD, Server};

const NEW_PASSWORD: &str = "unlikely giraffe vacuum";

async fn session(server: &Server) -> (Session, String) {
    let session = server.session(build::session().titled("Webinar").password_requested().live()).await;
    let link = server.link(&session);
    (session, link)
}

fn profile(mut form: Form) -> Form {
    form.set("first_name", "Mia")
        .set("last_name", "Ito")
        .set("new_password", NEW_PASSWORD)
        .set("time_zone", "Asia/Tokyo");
    form
}

#[tokio::test]
async fn a_new_person_creates_an_account_on_the_way() {
    let server = Server::new().await;
    let (session, link) = session(&server).await;
    let mut mia = server.browser();
    let asked = give_email(&mut mia, &link, "mia@example.org").await;
    asked.shows(200, "Create your account to join");

    let mut form = profile(asked.form("Continue"));
    form.set("new_password", "short");
    let wrong = mia.submit(&form).await;
    wrong.shows(422, "Password: Use at least 8 characters.");
    let kept = wrong.form("Continue");
    assert_eq!((kept.value("first_name"), kept.value("time_zone")), (Some("Mia"), Some("Asia/Tokyo")));
    assert_eq!(kept.value("new_password"), Some(""), "a password is not kept");

    let coded = mia.submit(&profile(kept)).await;
    coded.shows(200, "We have mailed a code to mia@example.org");
    assert!(!coded.body.contains(NEW_PASSWORD));
    assert_eq!(server.house.store.all_accounts().len(), 1, "nothing is made before the mailbox is proved");

    let resent = mia.submit(&coded.form("Send a new code")).await;
    let mut form = resent.form("Join");
    form.set("code", "000000");
    let wrong = mia.submit(&form).await;
    wrong.shows(422, "This is not the code we mailed");
    let mut form = wrong.form("Join");
    form.set("code", &server.code("mia@example.org").await);
    let sent_on = mia.send(&form).await;
    assert_eq!(sent_on.location(), format!("/room/{}", session.id()), "in the session, not on a sign-in page");
    mia.follow(sent_on).await.shows(200, "You are in").shows(200, "Mia Ito").shows(200, "Signed in");
    let made =
        server.house.store.all_accounts().into_iter().find(|account| account.standing == Standing::Guest).unwrap();
    assert_eq!((made.name.to_string(), made.time_zone), ("Mia Ito".to_owned(), chrono_tz::Asia::Tokyo));
    assert_eq!(server.house.store.all_participants()[0].proof, Proof::Account);

    // Next time the password is enough.
    let mut elsewhere = server.browser();
    let mut form = give_email(&mut elsewhere, &link, "mia@example.org").await.form("Join");
    form.set("password", NEW_PASSWORD);
    elsewhere.submit(&form).await.shows(200, "You are in");
}

#[tokio::test]
async fn somebody_elses_code_proves_nothing() {
    let server = Server::new().await;
    let (_, link) = session(&server).await;
    // Eve gives a profile with Mia's address and waits for Mia to type the code somewhere.
    let mut eve = server.browser();
    let asked = give_email(&mut eve, &link, "mia@example.org").await;
    eve.submit(&profile(asked.form("Continue"))).await.shows(200, "We have mailed a code");
    let code = server.code("mia@example.org").await;
    let mut mia = server.browser();
    let answer = mia.post(&link, &[("step", "code"), ("email", "mia@example.org"), ("code", &code)]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(server.house.store.all_accounts().len(), 1);
}

#[tokio::test]
async fn an_existing_account_gives_its_password() {
    let server = Server::new().await;
    let (_, link) = session(&server).await;
    server.account("mike@example.org", Standing::Guest).await;
    let mut mike = server.browser();
    let asked = give_email(&mut mike, &link, "mike@example.org").await;
    asked.shows(200, "Welcome back").lacks("First name");
    let mut form = asked.form("Join");
    form.set("password", " ");
    mike.submit(&form).await.shows(422, "Fill this in");
    form.set("password", "wrong password");
    let wrong = mike.submit(&form).await;
    wrong.shows(422, "This is not the password of this account").shows(422, "Joining as mike@example.org");
    let mut form = wrong.form("Join");
    form.set("password", PASSWORD);
    mike.submit(&form).await.shows(200, "You are in").shows(200, "Mike Miller");
    // Signed in, there is nothing to give.
    let account = build::account("mike@example.org");
    let mut signed_in = server.signed_in(&account).await;
    let page = signed_in.get(&link).await;
    signed_in.submit(&page.form("Join")).await.shows(200, "You are in");
}

#[tokio::test]
async fn where_accounts_are_hidden_both_ways_are_offered_to_everyone() {
    let mut house = jigsaw_testkit::house::House::with_host().await;
    house.settings.hide_existence = true;
    let server = Server::of(house);
    let (_, link) = session(&server).await;
    server.account("mike@example.org", Standing::Guest).await;
    let mut pages = Vec::new();
    for address in ["mike@example.org", "mia@example.org"] {
        let mut browser = server.browser();
        let page = give_email(&mut browser, &link, address).await;
        page.shows(200, "I have an account").shows(200, "I am new here");
        let mut form = page.form("Join");
        form.set("password", "wrong password");
        let wrong = browser.submit(&form).await;
        wrong.shows(422, "I am new here");
        let coded = browser.submit(&profile(wrong.form("Continue"))).await;
        coded.shows(200, "We have mailed a code");
        pages.push([page, wrong, coded].map(|page| page.text().replace(address, "…")));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:#?}");
    server.mail().await;
    assert!(server.house.mailer.last_code_to("mike@example.org").is_none());
}
