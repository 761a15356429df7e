//! What stands before every handler: the request's id, who it is from, whether another site sent it, how large it may
//! be; and behind every handler: errors as problems or pages, headers, one line in the log.

mod body;
mod headers;
mod refuse;
mod site;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt as _;
use jigsaw_domain::id::CorrelationId;
use jigsaw_domain::usecase::ClientNetwork;
use poem::http::Method;
use poem::{Endpoint, Error, IntoResponse, PathPattern, Request, Response};

use crate::caller::Asking;
use crate::context::{Answered, Context};
use crate::network::client_address;
use crate::problem::Problem;

pub(crate) use body::unsupported;

/// The guard around the whole app.
pub(crate) struct Guard<E> {
    inner: E,
    context: Context,
}

impl<E> Guard<E> {
    pub(crate) const fn new(inner: E, context: Context) -> Self {
        Self { inner, context }
    }
}

/// Whom an answer is for, by the path that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    /// Programs: errors are problem details.
    Programs,
    /// People: errors are pages.
    People,
}

impl Audience {
    fn of(path: &str) -> Self {
        if path == "/api" || path.starts_with("/api/") { Self::Programs } else { Self::People }
    }
}

impl<E: Endpoint> Endpoint for Guard<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let started = Instant::now();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let audience = Audience::of(&path);
        let asking = self.asking(&request);
        request.set_data(asking.clone());

        // The panic's own message was written by the panic hook; it never reaches the outside.
        let answer = AssertUnwindSafe(self.answer(request, &asking)).catch_unwind().await;
        let answer = answer.unwrap_or_else(|_| Err(Problem::internal("a handler panicked").into()));
        let pattern = match &answer {
            Ok(response) => response.data::<PathPattern>(),
            Err(error) => error.data::<PathPattern>(),
        };
        let pattern = pattern.map(|pattern| pattern.0.clone());
        let mut response = match answer {
            Ok(response) => response,
            Err(error) => refuse::response(error, &asking, audience, (&method, &path, pattern.as_deref())).await,
        };
        headers::complete(&mut response, &asking);
        self.log(&method, pattern, &response, (started, asking.correlation()));
        Ok(response)
    }
}

impl<E: Endpoint> Guard<E> {
    fn asking(&self, request: &Request) -> Asking {
        let ports = self.context.door.ports();
        let correlation = CorrelationId::mint(ports.clock.now(), ports.random.id_bytes());
        // A peer without an address (a socket of the same machine's) counts as one network, and is never a proxy.
        let nowhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let peer = request.remote_addr().as_socket_addr().map_or(nowhere, SocketAddr::ip);
        let client = client_address(peer, request.headers(), &self.context.http.trusted_proxies);
        Asking::read(self.context.clone(), request.headers(), ClientNetwork::of(client), correlation)
    }

    async fn answer(&self, mut request: Request, asking: &Asking) -> Result<Response, Error> {
        site::check_head(&request, &self.context)?;
        if !is_safe(request.method()) {
            let proof = site::source_of(&request, asking);
            // Only for someone who shows anything at all: large bodies are kept in memory.
            let may_import = asking.has_bearer() || asking.cookies().carries_authority();
            let is_import = may_import && is_import(request.uri().path());
            let bytes = body::read(&mut request, is_import, &self.context.http.limits).await?;
            site::check(proof, request.content_type(), &bytes, asking)?;
            request.set_body(bytes);
        }
        let changes_sessions = !is_safe(request.method()) && is_about_sessions(request.uri().path());
        let answer = self.inner.call(request).await.map(IntoResponse::into_response);
        if changes_sessions {
            // Whatever came of it: a host who changed something sees it at once on the session's public page.
            self.context.views.forget_all();
        }
        answer
    }

    fn log(
        &self,
        method: &Method,
        pattern: Option<Arc<str>>,
        response: &Response,
        (started, id): (Instant, CorrelationId),
    ) {
        let answered = Answered {
            method: known_method(method),
            pattern: pattern.filter(|known| !known.is_empty()).map_or_else(|| "unmatched".into(), crate::api::named),
            status: response.status().as_u16(),
            took: started.elapsed(),
        };
        tracing::info!(
            target: "jigsaw::access",
            method = answered.method,
            path = &*answered.pattern,
            status = answered.status,
            duration_us = u64::try_from(answered.took.as_micros()).unwrap_or(u64::MAX),
            request_id = %id,
        );
        if let Some(meter) = &self.context.http.meter {
            meter.answered(&answered);
        }
    }
}

/// Methods that change nothing, ever.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Calls by which hosts change sessions; joining is none of them.
fn is_about_sessions(path: &str) -> bool {
    path.starts_with("/sessions") || path.starts_with("/api/v1/sessions")
}

/// Lists of people are the one body that may be large.
fn is_import(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let about_a_list = path.strip_suffix("/import").or_else(|| path.strip_suffix("/preview"));
    let about_a_list = about_a_list.or_else(|| path.strip_suffix("/bulk")).unwrap_or(path);
    about_a_list.ends_with("/invitations")
}

/// Methods by name; whatever else a client makes up is one label.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::PUT => "PUT",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
