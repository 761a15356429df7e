//! Whatever went wrong, as a problem for programs or a page for people.

use askama::Template as _;
use poem::error::{MethodNotAllowedError, NotFoundError, ParsePathError};
use poem::http::{Method, StatusCode};
use poem::{Error, Response};
use poem_openapi::error::{ContentTypeError, ParseParamError};

use super::Audience;
use crate::caller::Asking;
use crate::problem::{FieldFault, Problem};
use crate::text::Text;
use crate::view::{ErrorKind, ErrorPage, Page};

/// The answer to a request that failed.
pub(super) async fn response(
    error: Error,
    asking: &Asking,
    audience: Audience,
    (method, path, pattern): (&Method, &str, Option<&str>),
) -> Response {
    // A handler that made its own answer knows what it wants.
    if error.is_from_response() {
        return error.into_response();
    }
    let problem = if error.is::<MethodNotAllowedError>() {
        Problem::method_not_allowed(allowed(method, pattern))
    } else {
        problem_of(&error)
    };
    if problem.status().is_server_error() {
        let cause = problem.cause().unwrap_or("not said");
        tracing::error!(request_id = %asking.correlation(), code = problem.code(), cause, "request failed");
    }
    match audience {
        Audience::Programs => problem.to_json(asking.correlation()),
        Audience::People => page(&problem, &reader(asking, &problem).await, path),
    }
}

/// A page about an error speaks the language of the reader's account, too, unless something is broken: then nothing more is
/// asked of it.
async fn reader(asking: &Asking, problem: &Problem) -> Asking {
    if problem.status().is_server_error() {
        return asking.clone();
    }
    asking.clone().reading().await.unwrap_or_else(|_| asking.clone())
}

/// An error of poem's own or of ours as a problem.
fn problem_of(error: &Error) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if error.is::<NotFoundError>() || error.is::<ParsePathError>() || error.is::<poem_openapi::error::ParsePathError>()
    {
        return Problem::not_found();
    }
    if let Some(bad) = error.downcast_ref::<ParseParamError>() {
        return Problem::invalid(vec![FieldFault::new(bad.name, "wrong_type", "cannot be read")]);
    }
    if error.is::<ContentTypeError>() {
        return super::body::unsupported("Send JSON with Content-Type: application/json.");
    }
    match error.status() {
        StatusCode::NOT_FOUND => Problem::not_found(),
        status if status.is_client_error() => Problem::new(status, "bad_request", "This request cannot be read."),
        _ => Problem::internal(error.to_string()),
    }
}

/// What may be asked of a path instead. Pages know GET and POST only; the API says it exactly.
fn allowed(method: &Method, pattern: Option<&str>) -> std::borrow::Cow<'static, str> {
    if let Some(known) = pattern.and_then(crate::api::methods_of) {
        return known.to_owned().into();
    }
    match *method {
        Method::GET | Method::HEAD => "POST".into(),
        Method::POST => "GET, HEAD".into(),
        _ => "GET, HEAD, POST".into(),
    }
}

fn page(problem: &Problem, asking: &Asking, path: &str) -> Response {
    let view = ErrorPage {
        page: Page {
            text: Text::new(asking.language()),
            form_token: asking.form_token(),
            here: path.to_owned(),
            ..Page::default()
        },
        kind: kind(problem),
        retry_after: problem.retry_after().and_then(|seconds| u32::try_from(seconds).ok()),
        request_id: asking.correlation().to_string(),
    };
    let html = view.render().unwrap_or_else(|error| {
        tracing::error!(request_id = %asking.correlation(), %error, "the error page cannot be written");
        format!("{}\n", problem.code())
    });
    let mut response = Response::builder().status(problem.status()).content_type("text/html; charset=utf-8").body(html);
    problem.add_headers(&mut response);
    response
}

fn kind(problem: &Problem) -> ErrorKind {
    match (problem.status(), problem.code()) {
        (_, "cross_site") => ErrorKind::FormExpired,
        (_, "set_up_link_used") | (StatusCode::GONE, _) => ErrorKind::SetUpLinkUsed,
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST, _) => ErrorKind::Forbidden,
        (StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED, _) => ErrorKind::NotFound,
        (StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED, _) => ErrorKind::Conflict,
        (StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG, _) => ErrorKind::TooLarge,
        (StatusCode::TOO_MANY_REQUESTS, _) => ErrorKind::TooMany,
        (StatusCode::SERVICE_UNAVAILABLE, _) => ErrorKind::Unavailable,
        (status, _) if status.is_client_error() => ErrorKind::Unusable,
        _ => ErrorKind::Broken,
    }
}
