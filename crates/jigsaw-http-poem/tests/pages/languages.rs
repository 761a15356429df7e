//! Which language a page speaks, and how that is chosen.

use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::language::Language;
use jigsaw_domain::port::Change;
use jigsaw_http_poem::Limits;
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;

use super::browser::{Browser, Reply};
use super::server::{Server, path_of};

const NEW_PASSWORD: &str = "unlikely giraffe vacuum";

/// What the `lang` of a page says, which has to be the language of its button, too.
#[track_caller]
fn spoken(reply: &Reply) -> &'static str {
    let words =
        [("en", "Change language"), ("de", "Sprache ändern"), ("fr", "Changer de langue"), ("es", "Cambiar de idioma")];
    let (language, button) = words
        .into_iter()
        .find(|(language, _)| reply.body.contains(&format!("<html lang=\"{language}\" dir=\"ltr\">")))
        .unwrap_or_else(|| panic!("{} speaks no language of ours: {}", reply.path, reply.body));
    assert!(reply.text().contains(button), "{}: {}", reply.path, reply.text());
    language
}

/// Chooses a language at the foot of a page.
async fn choose(browser: &mut Browser, page: &Reply, language: &str) -> Reply {
    let mut form = ["Change language", "Sprache ändern", "Changer de langue", "Cambiar de idioma"]
        .into_iter()
        .find(|button| page.offers(button))
        .map(|button| page.form(button))
        .unwrap();
    form.set("language", language);
    browser.submit(&form).await
}

fn stored(server: &Server, address: &str) -> Account {
    let all = server.house.store.all_accounts();
    all.into_iter().find(|account| account.email == build::email(address)).unwrap()
}

#[tokio::test]
async fn a_page_speaks_the_first_of_our_languages_that_the_browser_asks_for() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    for (wishes, language) in [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("pt-BR, pt;q=0.9, fr;q=0.8, en;q=0.2", "fr"),
        ("es-419", "es"),
        ("pt-BR,ja", "en"),
        ("\u{e9};q=nonsense,,;", "en"),
        ("", "en"),
    ] {
        let mut guest = server.browser().reading(wishes);
        for path in [&*link, "/", "/nothing", "/j/nothing"] {
            assert_eq!(spoken(&guest.get(path).await), language, "{path} for {wishes:?}");
        }
        assert!(!guest.cookies.keys().any(|name| name.contains("language")), "nothing is kept that was not chosen");
    }
}

/// The view of a session is kept for a moment; what is kept speaks no language.
#[tokio::test]
async fn two_languages_share_one_view_of_a_session() {
    let house = House::with_host().await;
    let server = Server::with(house, |http| http.limits = Limits::default());
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    server.browser().reading("de").get(&link).await.shows(200, "Gastgeber: Hanna Host");
    server.browser().reading("fr").get(&link).await.shows(200, "Hôte : Hanna Host");
    server.browser().get(&link).await.shows(200, "Hosted by Hanna Host");
}

#[tokio::test]
async fn the_choice_at_the_foot_keeps_the_page_and_wins_over_the_browser() {
    let server = Server::new().await;
    let session = server.session(build::session().live()).await;
    let link = server.link(&session);
    let mut guest = server.browser().reading("de");
    let page = guest.get(&link).await;
    assert_eq!(page.form("Sprache ändern").value("language"), Some("de"));
    let page = choose(&mut guest, &page, "fr").await;
    assert_eq!((spoken(&page), &*page.path), ("fr", &*link));
    assert_eq!(guest.cookies["__Host-jigsaw-language"], "fr");
    assert_eq!(spoken(&guest.get("/nothing").await), "fr");
    // A cookie that somebody made up is no choice.
    guest.cookies.insert("__Host-jigsaw-language".to_owned(), "tlh".to_owned());
    assert_eq!(spoken(&guest.get(&link).await), "de");
}

#[tokio::test]
async fn the_choice_at_the_foot_leads_nowhere_else() {
    let server = Server::new().await;
    let mut guest = server.browser();
    let page = guest.get("/?return_to=%2Fsessions%2Fnew&done=saved").await;
    let form = page.form("Change language");
    assert_eq!(form.value("to"), Some("/?return_to=%2Fsessions%2Fnew"), "without the word about the last action");
    for evil in ["https://evil.example/", "//evil.example", "/\\evil.example", ""] {
        let mut form = form.clone();
        form.set("to", evil).set("language", "es");
        assert_eq!(guest.send(&form).await.location(), "/", "{evil}");
    }
    let mut unknown = form.clone();
    unknown.set("language", "tlh");
    assert_eq!(guest.send(&unknown).await.status.as_u16(), 422);
    let elsewhere = ("sec-fetch-site", "cross-site");
    let refused = guest.post_from("/language", elsewhere, &[("language", "fr"), ("to", "/")]).await;
    assert_eq!(refused.status.as_u16(), 403);
    assert_eq!(guest.get("/language").await.location(), "/");
}

#[tokio::test]
async fn an_account_is_spoken_to_in_its_own_language_and_changes_it_in_two_places() {
    let server = Server::new().await;
    let mut host = server.host().await.reading("de");
    assert_eq!(spoken(&host.get("/sessions").await), "de", "it has not chosen yet");

    let page = host.get("/account").await;
    let mut form = page.form("Speichern");
    assert_eq!((form.value("first_name"), form.value("language")), (Some("Hanna"), Some("")));
    form.set("first_name", "Johanna").set("time_zone", "Europe/Madrid").set("language", "es");
    let saved = host.submit(&form).await;
    saved.shows(200, "Su cuenta está guardada").shows(200, "Johanna Host");
    assert_eq!(spoken(&saved), "es");
    let account = stored(&server, "host@example.org");
    assert_eq!((account.language, account.time_zone), (Some(Language::Spanish), chrono_tz::Europe::Madrid));

    // Another browser of the same account, which asks for another language and has chosen a third one.
    let mut elsewhere = server.signed_in(&account).await.reading("de");
    elsewhere.cookies.insert("__Host-jigsaw-language".to_owned(), "fr".to_owned());
    assert_eq!(spoken(&elsewhere.get("/sessions").await), "es");
    assert_eq!(spoken(&elsewhere.get("/nothing").await), "es", "pages about errors know the reader, too");

    let page = elsewhere.get("/sessions").await;
    let page = choose(&mut elsewhere, &page, "de").await;
    assert_eq!((spoken(&page), &*page.path), ("de", "/sessions"));
    assert_eq!(stored(&server, "host@example.org").language, Some(Language::German));

    let mut form = host.get("/account").await.form("Speichern");
    form.set("language", "");
    host.submit(&form).await;
    assert_eq!(stored(&server, "host@example.org").language, None, "left to the browser again");
}

#[tokio::test]
async fn faults_of_the_account_page_are_named_and_nothing_is_saved() {
    let server = Server::new().await;
    let mut host = server.host().await;
    let mut form = host.get("/account").await.form("Save");
    form.set("first_name", " ").set("last_name", "New").set("time_zone", "Mars/Olympus").set("language", "tlh");
    let wrong = host.submit(&form).await;
    wrong.shows(422, "First name: Fill this in.").shows(422, "Time zone: Choose a time zone");
    wrong.shows(422, "Language: Choose one of the offered values.");
    assert_eq!(wrong.form("Save").value("last_name"), Some("New"));
    let account = stored(&server, "host@example.org");
    assert_eq!((account.name, account.time_zone, account.language), {
        let before = build::host();
        (before.name, before.time_zone, before.language)
    });
    assert_eq!(server.browser().get("/account").await.location(), "/?return_to=%2Faccount");
}

#[tokio::test]
async fn an_account_keeps_the_language_of_the_page_that_it_was_made_on() {
    let server = Server::new().await;
    let session = server.session(build::session().password_requested().live()).await;
    let mut mia = server.browser().reading("fr");
    let mut form = mia.get(&server.link(&session)).await.form("Continuer");
    form.set("email", "mia@example.org");
    let mut form = mia.submit(&form).await.form("Continuer");
    form.set("first_name", "Mia").set("last_name", "Ito").set("new_password", NEW_PASSWORD);
    let mut form = mia.submit(&form).await.form("Participer");
    form.set("code", &server.code("mia@example.org").await);
    mia.submit(&form).await.shows(200, "Vous y êtes");
    assert_eq!(stored(&server, "mia@example.org").language, Some(Language::French));

    let newcomer = Account { password: None, standing: Standing::Host, ..build::account("ada@example.org") };
    server.house.write([Change::InsertAccount(newcomer.clone())]).await;
    let door = server.house.front_door();
    let caller = build::caller(jigsaw_domain::usecase::Subject::CommandLine);
    let link = door.reset_host(&caller, &newcomer.email).await.unwrap().link;
    let mut ada = server.browser().reading("es");
    let mut form = ada.get(&path_of(&door.address().of(door.keyring(), link))).await.form("Crear la cuenta");
    form.set("new_password", NEW_PASSWORD);
    ada.submit(&form).await.shows(200, "Mis sesiones");
    assert_eq!(stored(&server, "ada@example.org").language, Some(Language::Spanish));
}
