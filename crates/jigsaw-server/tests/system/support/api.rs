//! The API of a running server, as a program sees it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// An answer: status and JSON body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn outcome(&self) -> &str {
        self.body["outcome"].as_str().unwrap_or_default()
    }

    pub(crate) fn needs(&self) -> Vec<&str> {
        self.body["needs"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(crate) fn codes(&self) -> Vec<&str> {
        self.body["reasons"].as_array().into_iter().flatten().filter_map(|reason| reason["code"].as_str()).collect()
    }
}

/// A client with the host's token.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    agent: ureq::Agent,
    pub(crate) url: String,
    pub(crate) token: String,
    /// A header that every request bears.
    also: Option<(String, String)>,
}

impl Api {
    pub(crate) fn new(url: &str, token: &str) -> Self {
        Self::patient(url, token, Duration::from_secs(30))
    }

    /// One that gives up on a call after `patience`.
    pub(crate) fn patient(url: &str, token: &str, patience: Duration) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            // A client of 256 threads keeps its connections: what is measured is the server.
            .max_idle_connections(512)
            .max_idle_connections_per_host(512)
            .build()
            .into();
        Self { agent, url: url.to_owned(), token: token.to_owned(), also: None }
    }

    /// The same with a header on every request: which node a proxy is to choose.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        Self { also: Some((name.to_owned(), value.to_owned())), ..self.clone() }
    }

    /// A raw request; `None` when the server is gone.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        let also = self.also.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in headers.iter().copied().chain(also) {
            request = request.header(name, value);
        }
        let mut answer = self.agent.run(request.body(body).unwrap()).ok()?;
        let text = answer.body_mut().read_to_string().ok()?;
        let status = answer.status().as_u16();
        Some(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) })
    }

    /// A call of the API as the host; `None` when the server is gone.
    pub(crate) fn try_call(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        let token = format!("Bearer {}", self.token);
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        self.send(method, &format!("/api/v1{path}"), &headers[..if body.is_null() { 1 } else { 2 }], &bytes)
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.try_call(method, path, body).expect("the server answers")
    }

    /// A join without cookies; `None` when the server is gone.
    pub(crate) fn try_join(&self, link: &str, evidence: &Value) -> Option<Answer> {
        let headers = [("content-type", "application/json")];
        self.send("POST", &format!("/api/v1/join/{}", key(link)), &headers, evidence.to_string().as_bytes())
    }

    pub(crate) fn join(&self, link: &str, evidence: &Value) -> Answer {
        self.try_join(link, evidence).expect("the server answers")
    }

    /// A session from now on with these settings; `None` when the server is gone.
    pub(crate) fn try_create(&self, settings: &Value) -> Option<Answer> {
        self.try_call("POST", "/sessions", &session(settings))
    }

    /// A live session with these settings; its id and link.
    pub(crate) fn live(&self, settings: &Value) -> (String, String) {
        let created = self.try_create(settings).expect("the server answers");
        assert_eq!(created.status, 201, "{created:?}");
        let id = created.body["id"].as_str().unwrap().to_owned();
        let started = self.call("POST", &format!("/sessions/{id}/start"), &Value::Null);
        assert_eq!(started.status, 200, "{started:?}");
        (id, created.body["link"].as_str().unwrap().to_owned())
    }

    pub(crate) fn roster(&self, id: &str) -> Vec<Value> {
        self.all(&format!("/sessions/{id}/roster"))
    }

    /// Every item of a list, page by page.
    pub(crate) fn all(&self, path: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.call("GET", &format!("{path}?limit=1000{cursor}"), &Value::Null);
            assert_eq!(page.status, 200, "{path}: {page:?}");
            all.extend(page.body["items"].as_array().unwrap().iter().cloned());
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }

    pub(crate) fn invite(&self, id: &str, invitations: &Value) -> Answer {
        self.call("POST", &format!("/sessions/{id}/invitations"), &json!({ "invitations": invitations }))
    }

    /// All captured mail.
    pub(crate) fn mailbox(&self) -> Vec<Value> {
        self.call("GET", "/mailbox", &Value::Null).body.as_array().unwrap().clone()
    }

    /// The newest captured mail of a kind to an address, waited for.
    pub(crate) fn mail(&self, to: &str, kind: &str) -> Value {
        let fits = |mail: &&Value| mail["kind"] == kind && mail["to"].as_str().unwrap().contains(to);
        // A message that a killed process had claimed waits until its lease is over: a minute.
        await_some(Duration::from_secs(80), || self.mailbox().iter().find(fits).cloned())
            .unwrap_or_else(|| panic!("no {kind} mail came for {to}"))
    }

    /// The six digits of the newest code mailed to an address.
    pub(crate) fn code(&self, to: &str) -> String {
        let text = self.mail(to, "code")["text"].as_str().unwrap().to_owned();
        let runs = text.split(|c: char| !c.is_ascii_digit());
        runs.into_iter().find(|run| run.len() == 6).expect("a code of six digits").to_owned()
    }

    /// The personal link in the newest invitation to an address.
    pub(crate) fn personal_link(&self, to: &str) -> String {
        let text = self.mail(to, "invitation")["text"].as_str().unwrap().to_owned();
        let words = text.split_whitespace();
        words.into_iter().find(|word| word.contains("/i/")).expect("a personal link").to_owned()
    }
}

/// The key of a link: it stays the same when the address of the server changes.
pub(crate) fn key(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

/// The body of a new session that begins now and lasts two hours.
#[expect(clippy::disallowed_methods, reason = "the server under test goes by the machine's clock")]
pub(crate) fn session(settings: &Value) -> Value {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let mut body = json!({
        "title": "A session",
        "starts_at": now.to_rfc3339(),
        "ends_at": (now + chrono::TimeDelta::hours(2)).to_rfc3339(),
        "time_zone": "Europe/Berlin",
    });
    for (name, value) in settings.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Asks again and again until there is something, for so long at most.
pub(crate) fn await_some<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        if let Some(found) = ask() {
            return Some(found);
        }
        if began.elapsed() > patience {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until something is so; how long it took.
pub(crate) fn await_true(what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    await_some(patience, || is_so().then_some(())).unwrap_or_else(|| panic!("not within {patience:?}: {what}"));
    began.elapsed()
}

/// Runs the same work on several threads at once, and collects what each gives.
pub(crate) fn at_once<T: Send>(people: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..people).map(|person| scope.spawn(move || work(person))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
