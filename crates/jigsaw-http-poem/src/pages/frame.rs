//! What every handler begins and ends with: the reader, the frame of the page, the answer.

use chrono::{DateTime, Utc};
use jigsaw_domain::account::{Account, Standing};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::PortError;
use jigsaw_domain::usecase::{Caller, FrontDoor, Subject, UseCaseError};
use poem::http::{HeaderMap, StatusCode, header};
use poem::{FromRequest, Request, RequestBody, Response};

use super::notice;
use crate::caller::Asking;
use crate::context::Context;
use crate::problem::Problem;
use crate::text::Text;
use crate::view::{Page, Viewer};

/// One request of a reader. An extractor.
pub(super) struct Visit {
    pub(super) asking: Asking,
    pub(super) text: Text,
    headers: HeaderMap,
    query: Vec<(String, String)>,
    path: String,
    is_head: bool,
}

/// How a handler ends.
pub(super) type Answer = Result<Response, Turn>;

/// Anything but the page that was asked for.
pub(super) enum Turn {
    /// Something is wrong: the guard writes the page about it.
    Wrong(Box<Problem>),
    /// Another answer instead.
    Instead(Box<Response>),
}

impl<'a> FromRequest<'a> for Visit {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let asking = Asking::from_request(request, body).await?.reading().await?;
        let query = request.uri().query().unwrap_or_default();
        Ok(Self {
            text: Text::new(asking.language()),
            asking,
            headers: request.headers().clone(),
            query: serde_urlencoded::from_str(query).unwrap_or_default(),
            path: request.uri().path().to_owned(),
            is_head: request.method() == poem::http::Method::HEAD,
        })
    }
}

impl Visit {
    pub(super) fn context(&self) -> &Context {
        self.asking.context()
    }

    pub(super) fn door(&self) -> &FrontDoor {
        &self.context().door
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.door().ports().clock.now()
    }

    /// A parameter of the address.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A page's own cookie.
    pub(super) fn note(&self, name: &str) -> Option<&str> {
        crate::cookie::note(&self.headers, name, self.context().is_secure())
    }

    /// Whether somebody looks at the page: not a `HEAD`, and not a browser that only fetches ahead.
    pub(super) fn is_seen(&self) -> bool {
        let ahead = |name: &str| self.headers.get(name).is_some_and(|value| value.as_bytes().starts_with(b"prefetch"));
        !self.is_head && !ahead("sec-purpose") && !ahead("purpose")
    }

    /// The frame for this reader, with the word about their last action.
    pub(super) fn page(&self, account: Option<&Account>) -> Page {
        let http = &self.context().http;
        let is_operator = account.is_some_and(|account| account.standing == Standing::Operator);
        Page {
            text: self.text.clone(),
            form_token: self.asking.form_token(),
            viewer: account
                .map(|account| Viewer { name: account.name.to_string(), email: account.email.as_typed().to_owned() }),
            notice: self.notice(),
            here: self.here(),
            mailbox: http.mailbox.is_some() && (http.mailbox_is_open || is_operator),
        }
    }

    /// The address of this page, without the word about the last action.
    fn here(&self) -> String {
        let kept: Vec<&(String, String)> =
            self.query.iter().filter(|(name, _)| !matches!(name.as_str(), "done" | "count")).collect();
        match serde_urlencoded::to_string(kept) {
            Ok(query) if !query.is_empty() => format!("{}?{query}", self.path),
            _ => self.path.clone(),
        }
    }

    fn notice(&self) -> Option<crate::view::Notice> {
        let count = self.query("count").and_then(|count| count.parse().ok());
        notice::of(&self.text, self.query("done")?, count)
    }

    /// The signed-in account and its caller; anyone else is asked to sign in first.
    pub(super) async fn signed_in(&self) -> Result<(Caller, Account), Turn> {
        match self.asking.signed_in_account().await? {
            Some(account) => Ok((self.asking.as_subject(Subject::Account(account.clone())), account)),
            None => Err(self.sign_in_first()),
        }
    }

    /// Who asks about a session: its host by sign-in, or a person of it by their pass. Anyone else is asked to sign in.
    ///
    /// A host who is in by their pass, and whose sign-in has run out, is asked to sign in again: the pass is worth no
    /// more than a co-host's.
    pub(super) async fn caller_in(&self, session: SessionId) -> Result<Caller, Turn> {
        use jigsaw_domain::invitation::Role;

        let caller = self.asking.caller_in(session).await?;
        match &caller.subject {
            Subject::Anonymous => Err(self.sign_in_first()),
            Subject::Pass(holder) if holder.participant.role == Role::Host => Err(self.sign_in_first()),
            // The room's page says how it ended.
            Subject::Pass(holder) if holder.state(self.now()).is_over() => {
                Err(Turn::Instead(Box::new(see_other(&format!("/room/{session}")))))
            }
            _ => Ok(caller),
        }
    }

    /// The sign-in page, which leads back here.
    fn sign_in_first(&self) -> Turn {
        let to = match return_target(&self.path) {
            Some(path) if path != "/sessions" => {
                let query = serde_urlencoded::to_string([("return_to", path)]).unwrap_or_default();
                format!("/?{query}")
            }
            _ => "/".to_owned(),
        };
        Turn::Instead(Box::new(see_other(&to)))
    }
}

/// A page.
pub(super) fn show(view: &impl askama::Template) -> Answer {
    show_as(StatusCode::OK, view)
}

/// A page with another status.
pub(super) fn show_as(status: StatusCode, view: &impl askama::Template) -> Answer {
    let html = view.render().map_err(|error| Problem::internal(format!("a page cannot be written: {error}")))?;
    Ok(Response::builder().status(status).content_type("text/html; charset=utf-8").body(html))
}

/// A form with its faults.
pub(super) fn show_faulty(view: &impl askama::Template) -> Answer {
    show_as(StatusCode::UNPROCESSABLE_ENTITY, view)
}

/// Sends the browser on to a local path.
pub(super) fn see_other(path: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, path).finish()
}

/// The local paths that may follow a sign-in, rebuilt from their parts; anything else is nothing.
pub(super) fn return_target(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let fixed = |path: &str| Some(path.to_owned());
    match (parts.next()?, parts.next(), parts.next()) {
        ("account", None, None) => fixed("/account"),
        ("mailbox", None, None) => fixed("/mailbox"),
        ("sessions", None, None) => fixed("/sessions"),
        ("sessions", Some("new"), None) => fixed("/sessions/new"),
        ("sessions", Some(id), tab) => {
            let id = SessionId::parse(id)?;
            Some(match tab {
                Some(tab @ ("invitations" | "access" | "live")) => format!("/sessions/{id}/{tab}"),
                // Actions on people belong to the live tab.
                Some("participants" | "start" | "end" | "lock" | "unlock" | "admit-all") => {
                    format!("/sessions/{id}/live")
                }
                _ => format!("/sessions/{id}"),
            })
        }
        _ => None,
    }
}

impl From<Problem> for Turn {
    fn from(problem: Problem) -> Self {
        Self::Wrong(Box::new(problem))
    }
}

impl From<UseCaseError> for Turn {
    fn from(error: UseCaseError) -> Self {
        Problem::from(error).into()
    }
}

impl From<PortError> for Turn {
    fn from(error: PortError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Turn> for poem::Error {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Wrong(problem) => (*problem).into(),
            Turn::Instead(response) => Self::from_response(*response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_follow_a_sign_in() {
        let id = "0199d3b0-0000-7000-8000-0123456789ab";
        for (path, target) in [
            ("/sessions", Some("/sessions".to_owned())),
            ("/mailbox", Some("/mailbox".to_owned())),
            ("/account", Some("/account".to_owned())),
            (&format!("/sessions/{id}"), Some(format!("/sessions/{id}"))),
            (&format!("/sessions/{id}/live"), Some(format!("/sessions/{id}/live"))),
            (&format!("/sessions/{id}/live/invite"), Some(format!("/sessions/{id}/live"))),
            (&format!("/sessions/{id}/participants/x/admit"), Some(format!("/sessions/{id}/live"))),
            (&format!("/sessions/{id}/rotate-link"), Some(format!("/sessions/{id}"))),
            ("//evil.example/sessions", None),
            ("https://evil.example", None),
            ("/\\evil.example", None),
            ("/sessions/../sign-out", None),
            ("", None),
        ] {
            assert_eq!(return_target(path), target, "{path}");
        }
    }
}
