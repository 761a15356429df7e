//! What the log of a real server never holds, at the loudest level that is its own.

use std::io::Read as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::api::{Api, await_some, await_true, key};
use crate::support::node::Node;
use crate::support::operate::everywhere;
use crate::support::sink::{Manner, Sink};
use crate::support::site::Site;

const PASSWORD: &str = "quiet lamp under seven bridges";
const WRONG: &str = "not the lamp but the bridge";
const SOON: Duration = Duration::from_secs(20);

/// Everything that was used and must not be told, each once as it is.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    fn note(&mut self, secret: &str) -> String {
        self.0.push(secret.to_owned());
        secret.to_owned()
    }

    /// The same in the ways that others write it.
    fn spellings(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for secret in &self.0 {
            let lower = secret.to_lowercase();
            all.extend([lower.replace('@', "%40"), lower.replace(' ', "+"), lower.replace(' ', "%20"), lower]);
        }
        all
    }
}

fn letter(sink: &Sink, to: &str, what: &str) -> String {
    let found = await_some(SOON, || {
        sink.arrived().into_iter().rev().find(|one| one.to == to && one.text.contains(what)).map(|one| one.text)
    });
    found.unwrap_or_else(|| panic!("no letter with {what} to {to}"))
}

fn six_digits(text: &str) -> String {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == 6).expect("a code of six digits").to_owned()
}

/// By a code that was mailed, into an account with a password.
fn with_password(node: &Node, sink: &Sink, secrets: &mut Secrets) {
    let title = secrets.note("Zeppelin accounts review");
    let settings = json!({ "title": title, "invitation_type": "link_password_requested" });
    let (id, link) = node.live(&settings);
    secrets.note(&id);
    secrets.note(key(&link));
    let email = secrets.note("petra.profile@people.example");
    let (first, last) = (secrets.note("Petronella"), secrets.note("Profilova"));
    let account = json!({ "first_name": first, "last_name": last, "password": secrets.note(PASSWORD) });
    let asked = node.join(&link, &json!({ "email": email, "account": account }));
    assert_eq!(asked.needs(), ["code"], "{asked:?}");
    let code = six_digits(&letter(sink, &email, "code"));
    let wrong = node.join(&link, &json!({ "email": email, "account": account, "code": "000 000" }));
    assert_ne!(wrong.outcome(), "admitted");
    let joined = node.join(&link, &json!({ "email": email, "account": account, "code": secrets.note(&code) }));
    assert_eq!(joined.outcome(), "admitted", "{joined:?}");
    secrets.note(joined.body["pass"].as_str().unwrap());
    let refused = node.join(&link, &json!({ "email": email, "password": secrets.note(WRONG) }));
    assert_eq!(refused.codes(), ["wrong_password"], "{refused:?}");
    // The same by the page.
    for fields in
        ["step=email&email=petra.profile%40people.example", "step=password&email=petra.profile%40people.example"]
    {
        let body = format!("{fields}&password={}", WRONG.replace(' ', "+"));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", node.url.as_str())];
        node.send("POST", &format!("/j/{}", key(&link)), &headers, body.as_bytes()).unwrap();
    }
}

/// By links that were mailed, and to people whom the relay does not know.
fn on_a_list(node: &Node, sink: &Sink, secrets: &mut Secrets) {
    let title = secrets.note("Merger with Umbrella");
    let (id, link) = node.live(&json!({ "title": title, "invitation_type": "invitation_list" }));
    secrets.note(key(&link));
    let (email, unknown) =
        (secrets.note("listed.person@people.example"), secrets.note("no-such.person@people.example"));
    let answer = node.invite(&id, &json!([{ "email": email, "first_name": "Lisbeth" }, { "email": unknown }]));
    assert_eq!(answer.status, 201, "{answer:?}");
    secrets.note("Lisbeth");
    let text = letter(sink, &email, "/i/");
    let personal = text.split_whitespace().find(|word| word.contains("/i/")).unwrap().to_owned();
    secrets.note(key(&personal));
    let joined = node.join(&personal, &json!({ "first_name": "Lisbeth", "last_name": secrets.note("Listowska") }));
    assert_eq!(joined.outcome(), "admitted", "{joined:?}");
    let pass = secrets.note(joined.body["pass"].as_str().unwrap());
    node.send("GET", "/api/v1/pass", &[("authorization", &format!("Bearer {pass}"))], b"").unwrap();
    let sent_back = || {
        let all = node.all(&format!("/sessions/{id}/invitations"));
        all.iter().any(|one| one["email"] == unknown.as_str() && one["delivery"].to_string().contains("bounced"))
    };
    await_true("the relay refused one of them", SOON, sent_back);
    let person = joined.body["participant_id"].as_str().unwrap();
    node.call(
        "POST",
        &format!("/sessions/{id}/participants/{person}/remove"),
        &json!({ "reason": secrets.note("shouted at us") }),
    );
}

/// What does not work.
fn badly(node: &Node, secrets: &mut Secrets) {
    let (_, link) = node.live(&json!({ "invitation_type": "link_password_not_requested" }));
    let key = secrets.note(key(&link));
    let email = secrets.note("bad.input@people.example");
    let anyone = Api::new(&node.url, "");
    for (method, path, body) in [
        ("GET", format!("/j/{key}?email={}", email.replace('@', "%40")), String::new()),
        ("GET", format!("/nothing/{email}/{key}"), String::new()),
        ("GET", format!("/i/{}", "B".repeat(48)), String::new()),
        (
            "POST",
            format!("/api/v1/join/{key}"),
            format!("{{\"email\": \"{email}\", \"password\": \"{PASSWORD}\", \"x\": 1}}"),
        ),
        ("POST", format!("/api/v1/join/{key}"), format!("{{\"email\": \"{email}\", \"password\": 7")),
        ("POST", format!("/api/v1/join/{key}"), format!("{{\"email\": \"{email} and more\"}}")),
        ("POST", format!("/api/v1/join/{key}/{email}"), "{}".to_owned()),
        ("PATCH", format!("/api/v1/sessions/{email}"), format!("{{\"title\": \"{email}\"}}")),
    ] {
        let answer = anyone.send(method, &path, &[("content-type", "application/json")], body.as_bytes()).unwrap();
        assert!(answer.status == 200 || answer.status >= 400, "{method} {path}: {answer:?}");
    }
    let sign_in = format!("email={}&password={}", email.replace('@', "%40"), WRONG.replace(' ', "+"));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", node.url.as_str())];
    anyone.send("POST", "/sign-in", &headers, sign_in.as_bytes()).unwrap();
    anyone.send("POST", "/", &headers, sign_in.as_bytes()).unwrap();
    anyone.send("GET", "/api/v1/sessions", &[("authorization", "Bearer jt_wrong-token-in-a-header")], b"").unwrap();
    secrets.note("wrong-token-in-a-header");
}

fn goes_quietly(site: &Site) {
    let sink = Sink::start(Manner::Take);
    let url = sink.url();
    let settings = [("JIGSAW_LOG", "trace"), ("JIGSAW_SMTP_URL", url.as_str()), ("JIGSAW_SMTP__TIMEOUT_SECONDS", "1")];
    let mut node = site.start_with(&settings);
    let mut secrets = Secrets::default();
    secrets.note(&node.token);
    secrets.note("host@example.org");
    with_password(&node, &sink, &mut secrets);
    on_a_list(&node, &sink, &mut secrets);
    badly(&node, &mut secrets);
    // And a relay that is out of order.
    sink.behave(Manner::Busy);
    let (id, _) = node.live(&json!({ "invitation_type": "invitation_list" }));
    let email = secrets.note("too.late@people.example");
    assert_eq!(node.invite(&id, &json!([{ "email": email }])).status, 201);
    await_true("the relay was tried", SOON, || {
        node.log().matches("\"level\":\"ERROR\"").count() > 0 || is_deferred(&node, &id)
    });
    node.signal("-TERM");
    assert_eq!(node.ended(Duration::from_secs(28)).expect("it ends").code(), Some(0));

    let log = node.log();
    let lower = log.to_lowercase();
    for secret in secrets.spellings() {
        if let Some(at) = lower.find(&secret) {
            let line = lower[..at].matches('\n').count();
            panic!("{}: `{secret}` in the log: {}", site.database, log.lines().nth(line).unwrap());
        }
    }
    lines_are_json(&log);
}

fn is_deferred(node: &Node, id: &str) -> bool {
    node.all(&format!("/sessions/{id}/invitations")).iter().any(|one| one["delivery"].to_string().contains("queued"))
}

/// One request one line, and every line an object.
fn lines_are_json(log: &str) {
    let mut requests = 0;
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
        let fields = &line["fields"];
        if fields["request_id"].is_string() && fields["duration_us"].is_u64() {
            requests += 1;
            assert!(fields["method"].is_string() && fields["path"].is_string() && fields["status"].is_u64(), "{line}");
        }
    }
    assert!(requests > 20, "requests are logged: {requests}");
}

#[test]
fn no_line_of_the_log_tells_an_address_a_link_a_code_a_password_a_name_or_a_title() {
    for site in everywhere() {
        goes_quietly(&site);
    }
}

#[test]
fn one_request_is_one_line() {
    let site = Site::sqlite();
    let node = site.start_with(&[("JIGSAW_LOG", "info")]);
    let lines = || node.log().matches("\"path\":\"/healthz\"").count();
    assert_eq!(lines(), 0);
    for count in 1..=5 {
        Api::new(&node.url, "").send("GET", "/healthz", &[], b"").unwrap();
        await_true("each is told once", Duration::from_secs(2), || lines() == count);
    }
}

#[test]
fn the_log_goes_to_standard_error_and_nothing_else_does() {
    let site = Site::sqlite();
    site.token();
    let output = site.command(&["config"], &[("JIGSAW_LOG", "trace")]).output().unwrap();
    let mut printed = String::new();
    output.stdout.as_slice().read_to_string(&mut printed).unwrap();
    assert!(printed.contains("listen = ") && !printed.contains("\"level\""), "{printed}");
}
