//! A running demo and its API.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A server on a free port of loopback; ended when dropped.
pub(crate) struct Demo {
    child: Child,
    agent: ureq::Agent,
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) facts: Value,
    pub(crate) ready_after: Duration,
}

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

impl Demo {
    /// A demo in a folder, with rates off unless a test is about them.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(
            folder,
            &[("JIGSAW_LIMITS__JOINS_PER_MINUTE", "0"), ("JIGSAW_LIMITS__GUESSES_PER_MINUTE", "0")],
        )
    }

    pub(crate) fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_jigsaw"))
            .args(["demo", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(folder)
            .env_clear()
            .env("JIGSAW_LOG", "warn")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready_after = began.elapsed();
        let facts: Value = serde_json::from_str(&line).expect("the demo prints one line of JSON");
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        Self {
            child,
            agent,
            url: facts["base_url"].as_str().unwrap().to_owned(),
            token: facts["api_token"].as_str().unwrap().to_owned(),
            facts,
            ready_after,
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`; killed already is fine.
    pub(crate) fn kill(mut self) {
        self.child.kill().ok();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
        self.child.wait().unwrap().code()
    }

    /// A raw request; `None` when the server is gone.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
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
        let key = link.rsplit('/').next().unwrap();
        let headers = [("content-type", "application/json")];
        self.send("POST", &format!("/api/v1/join/{key}"), &headers, evidence.to_string().as_bytes())
    }

    pub(crate) fn join(&self, link: &str, evidence: &Value) -> Answer {
        self.try_join(link, evidence).expect("the server answers")
    }

    /// A live session with these settings; its id and link.
    #[expect(clippy::disallowed_methods, reason = "the server under test goes by the machine's clock")]
    pub(crate) fn live(&self, settings: &Value) -> (String, String) {
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
        let created = self.call("POST", "/sessions", &body);
        assert_eq!(created.status, 201, "{created:?}");
        let id = created.body["id"].as_str().unwrap().to_owned();
        let started = self.call("POST", &format!("/sessions/{id}/start"), &Value::Null);
        assert_eq!(started.status, 200, "{started:?}");
        (id, created.body["link"].as_str().unwrap().to_owned())
    }

    pub(crate) fn roster(&self, id: &str) -> Vec<Value> {
        self.call("GET", &format!("/sessions/{id}/roster"), &Value::Null).body["items"].as_array().unwrap().clone()
    }

    pub(crate) fn invite(&self, id: &str, invitations: &Value) -> Answer {
        self.call("POST", &format!("/sessions/{id}/invitations"), &json!({ "invitations": invitations }))
    }

    /// The newest captured mail of a kind to an address, waited for.
    pub(crate) fn mail(&self, to: &str, kind: &str) -> Value {
        // A message that a killed process had claimed waits until its lease is over: a minute.
        for _ in 0..800 {
            let all = self.call("GET", "/mailbox", &Value::Null).body;
            let fits = |mail: &&Value| mail["kind"] == kind && mail["to"].as_str().unwrap().contains(to);
            if let Some(mail) = all.as_array().unwrap().iter().find(fits) {
                return mail.clone();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no {kind} mail came for {to}");
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

impl Drop for Demo {
    fn drop(&mut self) {
        // Gone already is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Runs the same work on several threads at once, and collects what each gives.
pub(crate) fn at_once<T: Send>(people: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..people).map(|person| scope.spawn(move || work(person))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
