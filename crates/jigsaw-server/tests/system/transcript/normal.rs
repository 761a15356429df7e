//! Answers without what differs by nature: identifiers and links become numbers in order of appearance, moments a word.

use std::collections::HashMap;

use serde_json::Value;

/// Years that the transcript gives itself; moments in them are kept.
const OWN_TIMES: &str = "203";

/// What has appeared so far.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    /// The same value without what differs by nature.
    pub(crate) fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(all) => all.iter().map(|one| self.value(one)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), self.field(name, value))).collect()
            }
            plain => plain.clone(),
        }
    }

    fn field(&mut self, name: &str, value: &Value) -> Value {
        match (name, value) {
            ("pass", Value::String(secret)) => self.named("pass", secret).into(),
            ("code", Value::String(digits))
                if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                "<code>".into()
            }
            ("next_cursor", Value::String(_)) => "<cursor>".into(),
            // Mails leave when the worker comes to them.
            ("delivery", Value::String(word)) if word == "queued" || word == "sent" => "<on its way>".into(),
            _ => self.value(value),
        }
    }

    /// Replaces identifiers, moments, link keys and addresses of the server.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let word: &str = {
                let end =
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.+".contains(c))).unwrap_or(rest.len());
                &rest[..end]
            };
            if word.is_empty() {
                out.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let is_key = ["/j/", "/i/", "/join/", "/setup/"].iter().any(|before| out.ends_with(before));
            if is_key {
                out.push_str(&self.named("link", word));
            } else if is_uuid(word) {
                out.push_str(&self.named("id", word));
            } else if is_moment(word) {
                out.push_str(if word.starts_with(OWN_TIMES) { word } else { "<time>" });
            } else if word.starts_with("127.0.0.1:") {
                out.push_str("<server>");
            } else {
                out.push_str(word);
            }
            rest = &rest[word.len()..];
        }
        out
    }

    fn named(&mut self, kind: &str, raw: &str) -> String {
        let number = self.0.values().filter(|name| name.starts_with(&format!("<{kind} "))).count() + 1;
        self.0.entry(raw.to_owned()).or_insert_with(|| format!("<{kind} {number}>")).clone()
    }
}

/// Text of a mail: dates of live sessions and codes are numbers.
pub(crate) fn without_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            _ => out.push(c),
        }
    }
    out
}

fn is_uuid(word: &str) -> bool {
    word.len() == 36
        && word
            .char_indices()
            .all(|(at, c)| if [8, 13, 18, 23].contains(&at) { c == '-' } else { c.is_ascii_hexdigit() })
}

fn is_moment(word: &str) -> bool {
    let shape = word.char_indices().take(19).all(|(at, c)| match at {
        4 | 7 => c == '-',
        10 => c == 'T',
        13 | 16 => c == ':',
        _ => c.is_ascii_digit(),
    });
    word.len() >= 20 && shape
}

#[test]
fn what_differs_by_nature_is_named_in_order() {
    let mut names = Names::default();
    let one = "01a20a9e-e638-7b5b-85aa-06d4a9cb0db1";
    let text = names
        .text(&format!("{one} at 2026-11-23T22:55:15.514Z, not 2031-01-06T09:00:00Z: http://127.0.0.1:20003/j/AbC-_9"));
    assert_eq!(text, "<id 1> at <time>, not 2031-01-06T09:00:00Z: http://<server>/j/<link 1>");
    assert_eq!(
        names.text(&format!("({one}) /api/v1/join/AbC-_9 {}", one.replace('0', "1"))),
        "(<id 1>) /api/v1/join/<link 1> <id 2>"
    );
    assert_eq!(without_digits("Code 123456, 9:00"), "Code #, #:#");
}
