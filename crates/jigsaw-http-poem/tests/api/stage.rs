//! A server in process: the real app and use cases on a store in memory, with a host, another host and a guest.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::port::{Change, ChangeSet};
use jigsaw_domain::secret::SecretKind;
use jigsaw_domain::usecase::{FrontDoor, Ports, Settings};
use jigsaw_http_poem::{Http, Limits, app};
use jigsaw_testkit::build;
use jigsaw_testkit::fakes::{self, CapturingMailer, FakeRooms, FixedClock, PlainHasher, SeededRandom};
use jigsaw_testkit::faults::Faults;
use jigsaw_testkit::memory::{self, MemoryStore};
use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Endpoint as _, EndpointExt as _, Request, Response};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "correct horse";

pub(crate) struct Stage {
    pub(crate) app: BoxEndpoint<'static, Response>,
    pub(crate) door: FrontDoor,
    pub(crate) store: MemoryStore,
    /// Counts the calls of the storage ports, and lets one fail.
    pub(crate) calls: Faults,
    pub(crate) clock: FixedClock,
    pub(crate) mailer: CapturingMailer,
    pub(crate) http: Http,
}

/// What a test wants to be different.
pub(crate) struct Set {
    pub(crate) limits: memory::Limits,
    pub(crate) http: fn(&mut Http),
    pub(crate) address: jigsaw_domain::link::PublicAddress,
}

impl Default for Set {
    fn default() -> Self {
        Self { limits: memory::Limits::off(), http: |_| {}, address: fakes::public_address() }
    }
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::set(Set::default()).await
    }

    pub(crate) async fn set(set: Set) -> Self {
        let store = MemoryStore::with_limits(set.limits);
        let (clock, mailer) = (FixedClock::new(), CapturingMailer::new());
        let calls = Faults::none();
        let parts = calls.ports(store.ports());
        let ports = Ports {
            clock: Arc::new(clock.clone()),
            random: Arc::new(SeededRandom::default()),
            passwords: Arc::new(PlainHasher::new()),
            limiter: Arc::new(store.clone()),
            sessions: parts.sessions,
            invitations: parts.invitations,
            participants: parts.participants,
            door: parts.door,
            accounts: parts.accounts,
            decisions: parts.decisions,
            directory: parts.directory,
            events: parts.events,
            outbox: parts.outbox,
            suppressions: parts.suppressions,
            mailer: Arc::new(mailer.clone()),
            rooms: Arc::new(FakeRooms::new()),
            commits: parts.commits,
        };
        let door = FrontDoor::new(ports, fakes::keyring(), set.address, Settings::default());
        let operator = Account { standing: Standing::Operator, ..build::host() };
        let other = Account {
            name: build::name("Olaf Other"),
            standing: Standing::Host,
            ..build::account("other@example.org")
        };
        let mut changes = ChangeSet::default();
        for (account, name) in [(operator, "host"), (other, "other"), (build::guest(), "guest")] {
            changes.push(Change::InsertAccount(account.clone()));
            changes.push(Change::InsertToken(build::api_token(&account, name)));
            changes.push(Change::InsertSignIn(build::sign_in(&account, name)));
        }
        door.ports().commits.commit(changes).await.unwrap();
        let mut http = Http {
            mailbox: Some(Arc::new(mailer.clone())),
            api_docs: true,
            // The public view may be a second old; tests look at once.
            limits: Limits { view_age: Duration::ZERO, ..Limits::default() },
            ..Http::new(door.clone())
        };
        (set.http)(&mut http);
        Self { app: app(http.clone()).boxed(), door, store, calls, clock, mailer, http }
    }

    /// The API token of `host`, `other` or `guest`.
    pub(crate) fn token(name: &str) -> String {
        build::secret(SecretKind::ApiToken, name).reveal().to_owned()
    }

    /// The sign-in cookie of `host`, `other` or `guest`, over https.
    pub(crate) fn sign_in(name: &str) -> String {
        format!("__Host-jigsaw={}", build::secret(SecretKind::SignIn, name).reveal())
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call {
            stage: self,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    /// A POST of JSON by the host.
    pub(crate) fn host_post(&self, path: &str, body: Value) -> Call<'_> {
        self.call("POST", path).by_token("host").json(body)
    }

    /// A session of the host's: its id and the key of its link.
    pub(crate) async fn session(&self, invitation_type: &str) -> (String, String) {
        self.session_with(json!({ "invitation_type": invitation_type })).await
    }

    /// The same with other settings; it starts in five minutes, so the early window is open.
    pub(crate) async fn session_with(&self, settings: Value) -> (String, String) {
        let mut body = new_session();
        body.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        let reply = self.host_post("/api/v1/sessions", body).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        let link = reply.json()["link"].as_str().unwrap().to_owned();
        (reply.json()["id"].as_str().unwrap().to_owned(), key(&link))
    }

    pub(crate) async fn start(&self, session: &str) {
        let reply = self.host_post(&format!("/api/v1/sessions/{session}/start"), json!({})).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    }

    /// One step at a door, by nobody in particular.
    pub(crate) async fn join(&self, key: &str, evidence: Value) -> Value {
        let reply = self.call("POST", &format!("/api/v1/join/{key}")).json(evidence).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json()
    }

    /// Invites one address and answers the key of the personal link.
    pub(crate) async fn invite(&self, session: &str, row: Value) -> String {
        let body = json!({ "invitations": [row] });
        let reply = self.host_post(&format!("/api/v1/sessions/{session}/invitations"), body).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        key(reply.json()["items"][0]["link"].as_str().unwrap())
    }

    /// Sends what the outbox holds, and gives the digits that were mailed last.
    pub(crate) async fn code(&self, address: &str) -> Option<String> {
        self.door.drain_outbox(100).await.unwrap();
        self.mailer.last_code_to(address)
    }

    /// A pass with this role, of someone who is in.
    pub(crate) async fn pass_as(&self, session: &str, role: &str) -> (String, String) {
        let key = self.invite(session, json!({ "email": format!("{role}@example.org"), "role": role })).await;
        let answer = self.join(&key, json!({ "first_name": "Rita", "last_name": "Role" })).await;
        assert_eq!(answer["outcome"], "admitted", "{answer}");
        (text(&answer["pass"]), text(&answer["participant_id"]))
    }
}

/// A session that starts in five minutes and lasts an hour.
pub(crate) fn new_session() -> Value {
    json!({
        "title": "Biology 101",
        "starts_at": build::minutes(5).to_rfc3339(),
        "ends_at": build::minutes(65).to_rfc3339(),
        "time_zone": "Europe/Berlin",
        "invitation_type": "link_password_not_requested",
    })
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

/// The last step of an address.
pub(crate) fn key(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

/// A request to come.
#[derive(Clone)]
pub(crate) struct Call<'a> {
    stage: &'a Stage,
    method: String,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call<'_> {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub(crate) fn by_token(self, name: &str) -> Self {
        let token = Stage::token(name);
        self.bearer(&token)
    }

    pub(crate) fn bearer(self, secret: &str) -> Self {
        self.header("authorization", &format!("Bearer {secret}"))
    }

    pub(crate) fn json(self, body: Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    pub(crate) fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        self.body = body.into();
        self
    }

    async fn response(self) -> Response {
        let mut builder =
            Request::builder().method(Method::from_bytes(self.method.as_bytes()).unwrap()).uri_str(&self.path);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        self.stage.app.get_response(builder.body(self.body)).await
    }

    pub(crate) async fn send(self) -> Reply {
        let response = self.response().await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().into_vec().await.unwrap();
        Reply { status, headers, body }
    }

    /// Opens a stream.
    pub(crate) async fn open(self) -> Stream {
        let response = self.response().await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.content_type().unwrap().starts_with("text/event-stream"));
        Stream { chunks: Box::pin(response.into_body().into_bytes_stream().map(|chunk| chunk.unwrap().to_vec())) }
    }
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        text(&self.json()["code"])
    }

    /// The faulty fields of a problem, with their codes.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
    }
}

/// An open event stream.
pub(crate) struct Stream {
    chunks: std::pin::Pin<Box<dyn futures_util::Stream<Item = Vec<u8>> + Send>>,
}

/// One message of a stream.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: Option<u64>,
    pub(crate) event: String,
    pub(crate) data: Value,
    pub(crate) retry: Option<u64>,
}

impl Stream {
    /// The next message that is not a comment; `None` when the stream is over. Fails when nothing comes in two seconds.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            let chunk = tokio::time::timeout(Duration::from_secs(2), self.chunks.next()).await;
            let chunk = chunk.expect("nothing came")?;
            let text = String::from_utf8(chunk).unwrap();
            if text != ":\n\n" {
                return Some(read(&text));
            }
        }
    }

    /// The next message of this name.
    pub(crate) async fn find(&mut self, event: &str) -> Message {
        loop {
            let message = self.next().await.expect("the stream is over");
            if message.event == event {
                return message;
            }
        }
    }

    /// Reads on to the end, which must come soon.
    pub(crate) async fn end(&mut self) {
        while self.next().await.is_some() {}
    }

    /// Nothing comes for a while.
    pub(crate) async fn is_silent(&mut self, wait: Duration) -> bool {
        tokio::time::timeout(wait, self.chunks.next()).await.is_err()
    }
}

fn read(text: &str) -> Message {
    let mut message = Message::default();
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("id", id)) => message.id = id.parse().ok(),
            Some(("event", name)) => name.clone_into(&mut message.event),
            Some(("data", data)) => message.data = serde_json::from_str(data).unwrap(),
            Some(("retry", wait)) => message.retry = wait.parse().ok(),
            _ => {}
        }
    }
    message
}
