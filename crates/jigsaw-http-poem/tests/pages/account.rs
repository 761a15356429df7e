//! Signing in and out, and the one-time set-up link.

use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::port::Change;
use jigsaw_domain::usecase::Subject;
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;

use super::server::{PASSWORD, Server, path_of};

const NEW_PASSWORD: &str = "unlikely giraffe vacuum";

#[tokio::test]
async fn sign_in_and_out() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let sessions = host.open("/").await;
    sessions.shows(200, "My sessions").shows(200, "Your sessions will be here").shows(200, "Hanna Host");
    let out = host.submit(&sessions.form("Sign out")).await;
    out.shows(200, "Sign in");
    assert!(server.house.store.all_sign_ins().is_empty());
    assert_eq!(host.get("/sessions").await.location(), "/");
}

#[tokio::test]
async fn what_does_not_belong_together_is_not_said_apart() {
    let server = Server::new().await;
    let mut browser = server.browser();
    let mut texts = Vec::new();
    for email in ["host@example.org", "nobody@example.org", "no address"] {
        let mut form = browser.get("/").await.form("Sign in");
        form.set("email", email).set("password", "wrong password");
        let wrong = browser.send(&form).await;
        wrong.shows(422, "This email and password do not belong together");
        assert_eq!(wrong.form("Sign in").value("email"), Some(email), "the address is kept");
        assert!(!wrong.body.contains("wrong password"), "the password is not");
        texts.push(wrong.text());
    }
    texts.dedup();
    assert_eq!(texts.len(), 1);
    let mut form = browser.get("/").await.form("Sign in");
    form.set("email", "").set("password", "");
    browser.send(&form).await.shows(422, "Email: Fill this in.").shows(422, "Password: Fill this in.");
}

#[tokio::test]
async fn too_many_tries_pause() {
    use jigsaw_domain::port::Budget;
    use jigsaw_testkit::memory::Limits;

    let house = House::with_limits(Limits::off().with(Budget::Guesses, 2, chrono::TimeDelta::minutes(1)));
    house.write([Change::InsertAccount(build::host())]).await;
    let server = Server::of(house);
    let mut browser = server.browser();
    let mut form = browser.get("/").await.form("Sign in");
    form.set("email", "host@example.org").set("password", "wrong password");
    browser.send(&form).await;
    browser.send(&form).await;
    let paused = browser.send(&form).await;
    paused.shows(429, "Too many tries");
    assert!(paused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn signing_in_leads_back_to_our_own_pages_only() {
    let server = Server::new().await;
    let session = server.session(build::session()).await;
    let mut browser = server.browser();
    let live = format!("/sessions/{}/live", session.id());
    let page = browser.open(&live).await;
    let mut form = page.form("Sign in");
    assert_eq!(form.value("return_to"), Some(live.as_str()));
    form.set("email", "host@example.org").set("password", PASSWORD);
    assert_eq!(browser.send(&form).await.location(), live);
    for evil in ["https://evil.example/", "//evil.example", "/j/../evil", "/\\evil.example", "javascript:alert(1)"] {
        let mut browser = server.browser();
        let query = serde_urlencoded::to_string([("return_to", evil)]).unwrap();
        let page = browser.get(&format!("/?{query}")).await;
        let mut form = page.form("Sign in");
        assert_eq!(form.value("return_to"), Some(""), "{evil}");
        form.set("return_to", evil).set("email", "host@example.org").set("password", PASSWORD);
        assert_eq!(browser.send(&form).await.location(), "/sessions", "{evil}");
    }
}

#[tokio::test]
async fn each_sign_in_is_a_new_one() {
    let server = Server::new().await;
    let mut browser = server.browser();
    browser.cookies.insert("__Host-jigsaw".to_owned(), format!("js_{}", "A".repeat(43)));
    let mut form = browser.get("/").await.form("Sign in");
    form.set("email", "host@example.org").set("password", PASSWORD);
    browser.send(&form).await;
    assert_ne!(browser.cookies["__Host-jigsaw"], format!("js_{}", "A".repeat(43)));
    browser.get("/sessions").await.shows(200, "My sessions");
}

#[tokio::test]
async fn the_first_operator_sets_the_server_up() {
    let server = Server::of(House::new());
    let door = server.house.front_door();
    let link = door.ensure_operator_set_up(&build::caller(Subject::CommandLine)).await.unwrap().unwrap();
    let path = path_of(&door.address().of(door.keyring(), link));
    let mut browser = server.browser();
    let page = browser.get(&path).await;
    page.shows(200, "Set up your account");
    let mut form = page.form("Create account");
    form.set("email", "op@example")
        .set("first_name", "Olga")
        .set("new_password", "short")
        .set("time_zone", "Europe/Oslo");
    let wrong = browser.submit(&form).await;
    wrong
        .shows(422, "Email: Write a whole email address")
        .shows(422, "Last name: Fill this in.")
        .shows(422, "at least 8");
    let mut form = wrong.form("Create account");
    assert_eq!((form.value("email"), form.value("first_name")), (Some("op@example"), Some("Olga")));
    assert_eq!((form.value("new_password"), form.value("time_zone")), (Some(""), Some("Europe/Oslo")));
    form.set("email", "op@example.org").set("last_name", "Op").set("new_password", NEW_PASSWORD);
    browser.submit(&form).await.shows(200, "My sessions").shows(200, "Olga Op").shows(200, "Mailbox");
    let made = server.house.store.all_accounts();
    assert_eq!((made.len(), made[0].standing, made[0].time_zone), (1, Standing::Operator, chrono_tz::Europe::Oslo));

    server.browser().get(&path).await.shows(410, "This set-up link has been used");
    server.browser().submit(&form).await.shows(410, "This set-up link has been used");
    assert_eq!(server.house.store.all_accounts().len(), 1);
}

#[tokio::test]
async fn a_provisioned_host_chooses_a_password() {
    let server = Server::new().await;
    let newcomer = Account { password: None, ..build::account("ada@example.org") };
    server.house.write([Change::InsertAccount(Account { standing: Standing::Host, ..newcomer.clone() })]).await;
    let door = server.house.front_door();
    let set_up = door.reset_host(&build::caller(Subject::CommandLine), &newcomer.email).await.unwrap();
    let path = path_of(&door.address().of(door.keyring(), set_up.link));
    let mut browser = server.browser();
    let page = browser.get(&path).await;
    page.shows(200, "Set up your account");
    let mut form = page.form("Create account");
    assert_eq!((form.value("email"), form.value("first_name")), (None, Some("Mike")), "the address is shown only");
    form.set("first_name", "Ada").set("last_name", "Lovelace").set("new_password", NEW_PASSWORD);
    browser.submit(&form).await.shows(200, "Ada Lovelace");
    browser.get(&path).await.shows(410, "This set-up link has been used");
    browser.get("/setup/nonsense").await.shows(404, "There is nothing here");
}

#[tokio::test]
async fn a_forgotten_password_is_asked_for_without_learning_anything() {
    let server = Server::new().await;
    let mut browser = server.browser();
    let mut answers = Vec::new();
    for email in ["host@example.org", "nobody@example.org"] {
        let mut form = browser.get("/forgot").await.form("Send the link");
        form.set("email", email);
        answers.push(browser.submit(&form).await.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the same for everyone");
    let mut form = browser.get("/forgot").await.form("Send the link");
    form.set("email", "no address");
    let wrong = browser.send(&form).await;
    wrong.shows(422, "Write a whole email address");
    assert_eq!(wrong.form("Send the link").value("email"), Some("no address"), "what was typed is kept");

    let account = server.house.store.all_accounts().into_iter().find(|one| one.email == build::host().email).unwrap();
    let link = Link { target: LinkTarget::Setup(account.id), generation: account.setup_generation };
    let door = server.house.front_door();
    let path = path_of(&door.address().of(door.keyring(), link));
    let mut elsewhere = server.host().await;
    let page = browser.get(&path).await;
    page.shows(200, "Choose a new password");
    let mut form = page.form("Save and sign in");
    form.set("new_password", NEW_PASSWORD);
    browser.submit(&form).await.shows(200, "My sessions");
    assert_eq!(elsewhere.get("/sessions").await.location(), "/", "signed out everywhere else");
}
