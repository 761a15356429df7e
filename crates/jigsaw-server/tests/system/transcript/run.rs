//! Calls, and what was answered to each.

use serde_json::{Value, json};

use super::normal::{Names, without_digits};
use crate::support::api::{Api, key};
use crate::support::chance::Chance;

/// A call and its answer, normalised.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) call: String,
    pub(crate) answer: String,
}

/// A session that the transcript made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) link: String,
}

/// One run of the transcript against one server.
pub(crate) struct Run<'a> {
    pub(crate) api: &'a Api,
    pub(crate) chance: Chance,
    names: Names,
    pub(crate) entries: Vec<Entry>,
    pub(crate) sessions: Vec<Made>,
    /// Session and participant.
    pub(crate) people: Vec<(String, String)>,
    /// Session and invitation, with the personal link.
    pub(crate) invited: Vec<(String, String, String)>,
    pub(crate) passes: Vec<String>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(api: &'a Api, seed: u64) -> Self {
        Self {
            api,
            chance: Chance::new(seed),
            names: Names::default(),
            entries: Vec::new(),
            sessions: Vec::new(),
            people: Vec::new(),
            invited: Vec::new(),
            passes: Vec::new(),
        }
    }

    /// A call of the host.
    pub(crate) fn host(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let bearer = format!("Bearer {}", self.api.token);
        self.record(method, &format!("/api/v1{path}"), &[("authorization", &bearer)], body)
    }

    /// A call of whoever holds this pass.
    pub(crate) fn holder(&mut self, pass: &str, method: &str, path: &str) {
        let bearer = format!("Bearer {pass}");
        self.record(method, &format!("/api/v1{path}"), &[("authorization", &bearer)], &Value::Null);
    }

    /// A call of anyone.
    pub(crate) fn anyone(&mut self, method: &str, path: &str, body: &Value) -> Value {
        self.record(method, &format!("/api/v1{path}"), &[], body)
    }

    /// A call with a header of its own.
    pub(crate) fn record(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Value {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let mut all = headers.to_vec();
        if !body.is_null() {
            all.push(("content-type", "application/json"));
        }
        let answer = self.api.send(method, path, &all, &bytes).expect("the server answers");
        let words = if body.is_null() { String::new() } else { format!(" {}", self.names.value(body)) };
        let call = format!("{method} {}{words}", self.names.text(path));
        let mut shown = answer.body.clone();
        if path.starts_with("/api/v1/mailbox") {
            tidy_mails(&mut shown);
        }
        let shown = self.names.value(&shown);
        let answer_text = format!("{}\n{}", answer.status, serde_json::to_string_pretty(&shown).unwrap());
        self.entries.push(Entry { call, answer: answer_text });
        answer.body
    }

    pub(crate) fn create(&mut self, body: &Value) -> Made {
        let made = self.host("POST", "/sessions", body);
        let text = |name: &str| made[name].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let made = Made { id: text("id"), link: text("link") };
        self.sessions.push(made.clone());
        made
    }

    pub(crate) fn invite(&mut self, id: &str, list: &Value) {
        let answer = self.host("POST", &format!("/sessions/{id}/invitations"), &json!({ "invitations": list }));
        for one in answer["items"].as_array().into_iter().flatten() {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            self.invited.push((id.to_owned(), text("id"), text("link")));
        }
    }

    /// A join; who came of it is remembered.
    pub(crate) fn join(&mut self, session: &str, link: &str, evidence: &Value) -> Value {
        let answer = self.anyone("POST", &format!("/join/{}", key(link)), evidence);
        if let Some(person) = answer["participant_id"].as_str() {
            let known = (session.to_owned(), person.to_owned());
            if !self.people.contains(&known) {
                self.people.push(known);
            }
        }
        self.passes.extend(answer["pass"].as_str().map(str::to_owned));
        answer
    }

    /// One of several, by chance.
    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let at = self.chance.between(0, u64::try_from(of.len()).unwrap());
        of[usize::try_from(at).unwrap()].clone()
    }
}

/// In an order of their own: they were sent when a worker came to them.
fn tidy_mails(shown: &mut Value) {
    let Some(mails) = shown.as_array_mut() else { return };
    for mail in mails.iter_mut() {
        for part in ["text", "html"] {
            // Links have digits, too; that they are there is seen where they are followed.
            let words = mail[part].as_str().unwrap_or_default();
            let words: Vec<&str> = words.split_whitespace().filter(|word| !word.contains("://")).collect();
            mail[part] = without_digits(&words.join(" ")).into();
        }
        mail["id"] = "<mail>".into();
        mail["eml_url"] = "<address>".into();
    }
    mails.sort_by_key(|mail| format!("{} {} {}", mail["to"], mail["kind"], mail["text"]));
}
