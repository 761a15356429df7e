//! A server in memory.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_http_poem::{Http, Limits, app};
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;
use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt as _, Response};

use super::browser::Browser;

/// The password of every account of [`build`].
pub(crate) const PASSWORD: &str = "correct horse";

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) house: House,
    app: Arc<BoxEndpoint<'static, Response>>,
}

impl Server {
    /// With a host.
    pub(crate) async fn new() -> Self {
        Self::of(House::with_host().await)
    }

    /// Of this house.
    pub(crate) fn of(house: House) -> Self {
        Self::with(house, |_| {})
    }

    /// Of this house, with other settings.
    pub(crate) fn with(house: House, change: impl FnOnce(&mut Http)) -> Self {
        let mut http = Http {
            limits: Limits { view_age: Duration::ZERO, ..Limits::default() },
            mailbox: Some(Arc::new(house.mailer.clone())),
            mailbox_is_open: true,
            ..Http::new(house.front_door())
        };
        change(&mut http);
        Self { house, app: Arc::new(app(http).boxed()) }
    }

    /// A browser that was never here.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(Arc::clone(&self.app))
    }

    /// A browser that is signed in as the host.
    pub(crate) async fn host(&self) -> Browser {
        self.signed_in(&build::host()).await
    }

    /// A browser that is signed in to this account.
    pub(crate) async fn signed_in(&self, account: &Account) -> Browser {
        let mut browser = self.browser();
        let mut form = browser.get("/").await.form("Sign in");
        form.set("email", account.email.as_typed()).set("password", PASSWORD);
        let reply = browser.send(&form).await;
        assert_eq!(reply.location(), "/sessions", "{}", reply.body);
        browser
    }

    /// Another account.
    pub(crate) async fn account(&self, address: &str, standing: Standing) -> Account {
        let account = Account { standing, ..build::account(address) };
        self.house.write([Change::InsertAccount(account.clone())]).await;
        account
    }

    /// A session.
    pub(crate) async fn session(&self, session: impl Into<Session>) -> Session {
        self.house.add_session(session).await
    }

    /// The session link, as a path.
    pub(crate) fn link(&self, session: &Session) -> String {
        let door = self.house.front_door();
        path_of(&door.address().of(door.keyring(), session.current_link()))
    }

    /// Sends what waits to be mailed.
    pub(crate) async fn mail(&self) {
        self.house.front_door().drain_outbox(100).await.unwrap();
    }

    /// The code that was mailed last to an address.
    pub(crate) async fn code(&self, address: &str) -> String {
        self.mail().await;
        self.house.mailer.last_code_to(address).unwrap_or_else(|| panic!("no code for {address}"))
    }

    /// The personal link that was mailed last to an address, as a path.
    pub(crate) async fn personal_link(&self, address: &str) -> String {
        self.mail().await;
        path_of(&self.house.mailer.last_link_to(address).unwrap_or_else(|| panic!("no link for {address}")))
    }

    /// Everything that is stored, for comparing.
    pub(crate) fn snapshot(&self) -> String {
        let store = &self.house.store;
        format!(
            "{:#?}",
            (
                (store.audit(), store.messages(), store.decision_records(), store.all_events()),
                (store.all_sessions(), store.all_invitations(), store.all_participants(), store.all_passes()),
                (store.all_codes(), store.all_accounts(), store.all_sign_ins()),
            )
        )
    }
}

/// One of the server's own addresses as a path.
pub(crate) fn path_of(url: &str) -> String {
    url.strip_prefix("https://jigsaw.example").expect("an address of this server").to_owned()
}
