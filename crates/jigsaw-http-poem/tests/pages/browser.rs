//! A browser without scripts.

use std::collections::BTreeMap;
use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, Method, StatusCode, Uri, header};
use poem::{Endpoint as _, Request, Response};

use super::form::{self, Form};

/// What a browser says of a page of ours.
const SAME_ORIGIN: (&str, &str) = ("sec-fetch-site", "same-origin");

#[derive(Clone)]
pub(crate) struct Browser {
    app: Arc<BoxEndpoint<'static, Response>>,
    pub(crate) cookies: BTreeMap<String, String>,
    /// What it says in `Accept-Language`.
    languages: &'static str,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) path: String,
}

impl Browser {
    pub(crate) fn new(app: Arc<BoxEndpoint<'static, Response>>) -> Self {
        Self { app, cookies: BTreeMap::new(), languages: "en-GB,en;q=0.8" }
    }

    /// The same browser of somebody who reads these languages.
    pub(crate) fn reading(self, languages: &'static str) -> Self {
        Self { languages, ..self }
    }

    /// Opens a page, without going on.
    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.request(Method::GET, path, None, SAME_ORIGIN).await
    }

    /// Asks for the head of a page only.
    pub(crate) async fn head(&mut self, path: &str) -> Reply {
        self.request(Method::HEAD, path, None, SAME_ORIGIN).await
    }

    /// Opens a page and goes on until there is one.
    pub(crate) async fn open(&mut self, path: &str) -> Reply {
        let reply = self.get(path).await;
        self.follow(reply).await
    }

    /// Goes on as long as the server sends the browser on.
    pub(crate) async fn follow(&mut self, mut reply: Reply) -> Reply {
        for _ in 0..5 {
            if reply.status != StatusCode::SEE_OTHER {
                return reply;
            }
            let next = reply.location().to_owned();
            reply = self.get(&next).await;
        }
        panic!("sent on and on: {}", reply.path)
    }

    /// Sends a form, without going on.
    pub(crate) async fn send(&mut self, form: &Form) -> Reply {
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&form.action, &fields).await
    }

    /// Sends a form and goes on until there is a page.
    pub(crate) async fn submit(&mut self, form: &Form) -> Reply {
        let reply = self.send(form).await;
        self.follow(reply).await
    }

    /// Posts fields as a page of ours does.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.post_body(path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Posts anything.
    pub(crate) async fn post_body(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Reply {
        self.request(Method::POST, path, Some((kind, body)), SAME_ORIGIN).await
    }

    /// Posts fields with this header as the only word about where they come from.
    pub(crate) async fn post_from(&mut self, path: &str, from: (&str, &str), fields: &[(&str, &str)]) -> Reply {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.request(Method::POST, path, Some(("application/x-www-form-urlencoded", body.into_bytes())), from).await
    }

    async fn request(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
        from: (&str, &str),
    ) -> Reply {
        let uri: Uri = path.parse().unwrap_or_else(|_| panic!("not a path: {path}"));
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, "jigsaw.example")
            .header(header::ACCEPT_LANGUAGE, self.languages)
            .header(from.0, from.1);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = match body {
            Some((kind, body)) => request.content_type(kind).body(body),
            None => request.finish(),
        };
        let response = self.app.get_response(request).await;
        self.keep_cookies(response.headers());
        let (parts, body) = response.into_parts();
        let bytes = body.into_bytes().await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            path: path.to_owned(),
        }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{line}");
            assert!(name.starts_with("__Host-") && attributes.contains("Secure"), "{line}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Reply {
    /// Where the browser is sent on to.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        let Some(location) = self.headers.get(header::LOCATION) else {
            panic!("{} is not sent on: {} {}", self.path, self.status, self.text())
        };
        location.to_str().unwrap()
    }

    /// The form with this button.
    #[track_caller]
    pub(crate) fn form(&self, button: &str) -> Form {
        form::find(&self.body, button, 0)
            .unwrap_or_else(|| panic!("no button {button:?} on {}: {}", self.path, self.text()))
    }

    /// The form with this button, below the place where `after` stands.
    #[track_caller]
    pub(crate) fn form_after(&self, after: &str, button: &str) -> Form {
        let from = self.body.find(after).unwrap_or_else(|| panic!("no {after:?} on {}: {}", self.path, self.text()));
        form::find(&self.body, button, from)
            .unwrap_or_else(|| panic!("no button {button:?} after {after:?} on {}", self.path))
    }

    /// Whether there is a form with this button.
    pub(crate) fn offers(&self, button: &str) -> bool {
        form::find(&self.body, button, 0).is_some()
    }

    /// What a person reads.
    pub(crate) fn text(&self) -> String {
        form::text_of(&self.body)
    }

    /// Checks the status and that a person reads this.
    #[track_caller]
    pub(crate) fn shows(&self, status: u16, words: &str) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.path, self.text());
        assert!(self.text().contains(words), "{words:?} is not on {}: {}", self.path, self.text());
        self
    }

    /// Checks that a person does not read this.
    #[track_caller]
    pub(crate) fn lacks(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "{words:?} is on {}: {}", self.path, self.text());
        self
    }
}
