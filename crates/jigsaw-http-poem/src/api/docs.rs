//! The rendered page of the API: plain HTML made from the document, without script and without anyone else's files.

use std::sync::LazyLock;

use askama::Template;
use poem::http::header;
use poem::{Response, handler};
use serde_json::Value;

/// The page, made once.
static PAGE: LazyLock<Result<String, askama::Error>> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(&super::DOCUMENT).unwrap_or_default();
    DocsPage::of(&document).render()
});

const STYLE: &str = include_str!("docs.css");

#[handler]
pub(super) fn page() -> Result<Response, crate::problem::Problem> {
    let html = PAGE.as_ref().map_err(|error| crate::problem::Problem::internal(error.to_string()))?;
    Ok(Response::builder().content_type("text/html; charset=utf-8").body(html.as_str()))
}

#[handler]
pub(super) fn style() -> Response {
    Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "public, max-age=300")
        .body(STYLE)
}

#[derive(Debug, Template)]
#[template(path = "api_docs.html")]
struct DocsPage {
    title: String,
    version: String,
    about: Prose,
    credentials: Vec<Credential>,
    subjects: Vec<Subject>,
    records: Vec<Record>,
}

#[derive(Debug)]
struct Credential {
    name: String,
    about: Prose,
}

#[derive(Debug)]
struct Subject {
    name: String,
    about: Prose,
    calls: Vec<Call>,
}

#[derive(Debug)]
struct Call {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: Prose,
    credentials: String,
    parameters: Vec<Field>,
    body: Option<Kind>,
    answers: Vec<Answer>,
}

#[derive(Debug)]
struct Answer {
    status: String,
    about: Prose,
    kinds: Vec<(String, Kind)>,
}

#[derive(Debug)]
struct Record {
    name: String,
    about: Prose,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    name: String,
    place: String,
    required: bool,
    kind: Kind,
    about: Prose,
}

/// A type, in words, with the record that it names.
#[derive(Debug)]
struct Kind {
    words: String,
    record: Option<String>,
}

/// Prose in pieces; every second one is code, written between backticks.
#[derive(Debug, Default)]
struct Prose(Vec<(bool, String)>);

impl Prose {
    fn of(value: &Value) -> Self {
        let pieces = text(value).split('`').map(str::to_owned).collect::<Vec<_>>();
        let marked = pieces.into_iter().enumerate().map(|(place, piece)| (place % 2 == 1, piece));
        Self(marked.filter(|(_, piece)| !piece.is_empty()).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What stands at a path; null where nothing does.
fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().try_fold(value, |value, step| value.get(step)).unwrap_or(&Value::Null)
}

/// Where a call stands in the code.
fn place(operation: &str) -> usize {
    static ORDER: LazyLock<Vec<&'static str>> = LazyLock::new(super::operations);
    ORDER.iter().position(|known| *known == operation).unwrap_or(usize::MAX)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

impl DocsPage {
    fn of(document: &Value) -> Self {
        let info = at(document, &["info"]);
        let mut subjects: Vec<Subject> =
            list(at(document, &["tags"])).map(|tag| Subject::of(tag, at(document, &["paths"]))).collect();
        // As they are written down in the code: the document sorts them by name.
        subjects.sort_by_key(|subject| subject.calls.first().map(|call| place(&call.id)));
        let schemes = entries(at(document, &["components", "securitySchemes"]));
        Self {
            title: text(at(info, &["title"])),
            version: text(at(info, &["version"])),
            about: Prose::of(at(info, &["description"])),
            credentials: schemes
                .map(|(name, scheme)| Credential { name: name.clone(), about: Prose::of(at(scheme, &["description"])) })
                .collect(),
            subjects,
            records: entries(at(document, &["components", "schemas"]))
                .map(|(name, schema)| Record::of(name, schema))
                .collect(),
        }
    }
}

impl Subject {
    fn of(tag: &Value, paths: &Value) -> Self {
        let name = text(at(tag, &["name"]));
        let mut calls: Vec<Call> = entries(paths)
            .flat_map(|(path, operations)| entries(operations).map(move |(method, call)| (path, method, call)))
            .filter(|(_, _, call)| list(at(call, &["tags"])).any(|own| own.as_str() == Some(&name)))
            .map(|(path, method, call)| Call::of(path, method, call))
            .collect();
        calls.sort_by_key(|call| place(&call.id));
        Self { about: Prose::of(at(tag, &["description"])), calls, name }
    }
}

impl Call {
    fn of(path: &str, method: &str, call: &Value) -> Self {
        let names: Vec<&str> =
            list(at(call, &["security"])).flat_map(|scheme| entries(scheme).map(|(name, _)| name.as_str())).collect();
        let body = entries(at(call, &["requestBody", "content"]))
            .next()
            .map(|(_, content)| Kind::of(at(content, &["schema"])));
        Self {
            id: text(at(call, &["operationId"])),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(at(call, &["summary"])),
            about: Prose::of(at(call, &["description"])),
            credentials: names.join(", "),
            parameters: list(at(call, &["parameters"])).map(Field::parameter).collect(),
            body,
            answers: entries(at(call, &["responses"])).map(|(status, answer)| Answer::of(status, answer)).collect(),
        }
    }
}

impl Answer {
    fn of(status: &str, answer: &Value) -> Self {
        let kinds = entries(at(answer, &["content"])).map(|(media, content)| {
            (media.split(';').next().unwrap_or(media).to_owned(), Kind::of(at(content, &["schema"])))
        });
        let status = if status == "default" { "else" } else { status };
        Self { status: status.to_owned(), about: Prose::of(at(answer, &["description"])), kinds: kinds.collect() }
    }
}

impl Record {
    fn of(name: &str, schema: &Value) -> Self {
        let required: Vec<&str> = list(at(schema, &["required"])).filter_map(Value::as_str).collect();
        let fields = entries(at(schema, &["properties"])).map(|(field, own)| Field {
            name: field.clone(),
            place: String::new(),
            required: required.contains(&field.as_str()),
            kind: Kind::of(own),
            about: Prose::of(at(own, &["description"])),
        });
        Self { name: name.to_owned(), about: Prose::of(at(schema, &["description"])), fields: fields.collect() }
    }
}

impl Field {
    fn parameter(parameter: &Value) -> Self {
        Self {
            name: text(at(parameter, &["name"])),
            place: text(at(parameter, &["in"])),
            required: at(parameter, &["required"]).as_bool().unwrap_or_default(),
            kind: Kind::of(at(parameter, &["schema"])),
            about: Prose::of(at(parameter, &["description"])),
        }
    }
}

impl Kind {
    fn of(schema: &Value) -> Self {
        let mut kind = Self::plain(schema);
        if at(schema, &["nullable"]).as_bool().unwrap_or_default() {
            kind.words.push_str(" or null");
        }
        kind
    }

    fn plain(schema: &Value) -> Self {
        let named = |reference: &str| reference.rsplit('/').next().map(str::to_owned);
        if let Some(reference) = at(schema, &["$ref"]).as_str() {
            return Self { words: String::new(), record: named(reference) };
        }
        // A described reference is written as allOf; its first part is the type.
        if let Some(first) = list(at(schema, &["allOf"])).next() {
            return Self::plain(first);
        }
        let choices: Vec<&str> = list(at(schema, &["enum"])).filter_map(Value::as_str).collect();
        if !choices.is_empty() {
            return Self { words: choices.join(" | "), record: None };
        }
        match at(schema, &["type"]).as_str() {
            Some("array") => {
                let item = Self::of(at(schema, &["items"]));
                let words =
                    if item.words.is_empty() { "list of".to_owned() } else { format!("list of {}", item.words) };
                Self { words, record: item.record }
            }
            Some(plain) => {
                let words = at(schema, &["format"]).as_str().filter(|_| plain == "string").unwrap_or(plain);
                Self { words: words.to_owned(), record: None }
            }
            None => Self { words: "any".to_owned(), record: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_every_call_and_no_dead_link() {
        let html = PAGE.as_ref().unwrap();
        for (method, path) in super::super::calls() {
            assert!(html.contains(&format!("<code>{path}</code>")), "{method} {path}");
        }
        let targets: Vec<&str> = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(targets.len() > 50);
        for target in targets {
            assert!(html.contains(&format!("id=\"{target}\"")), "{target}");
        }
        assert!(!html.contains("<script") && !html.contains("style=") && !html.contains("http://"));
    }
}
