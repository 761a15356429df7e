//! Errors as RFC 9457 problem details, made in one place.
//!
//! Handlers return [`Problem`]; the guard at the root writes it as JSON under `/api` and as a page elsewhere, and adds
//! the request's id.

use std::borrow::Cow;

use chrono::TimeDelta;
use jigsaw_domain::id::CorrelationId;
use jigsaw_domain::malformed::{FieldProblem, Malformed};
use jigsaw_domain::port::PortError;
use jigsaw_domain::usecase::UseCaseError;
use poem::error::ResponseError;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Body, Response};
use poem_openapi::Object;
use poem_openapi::types::ToJSON as _;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong, for programs and for people.
///
/// Boxed, because every handler's answer has room for one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.0.code)]
pub struct Problem(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: Cow<'static, str>,
    errors: Vec<FieldFault>,
    retry_after: Option<u64>,
    allow: Option<Cow<'static, str>>,
    cause: Option<String>,
}

/// One faulty field.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
#[oai(rename = "FieldError")]
pub struct FieldFault {
    /// Where: the field's path in the body, such as `invitations[3].email`, or the parameter's name.
    pub field: String,
    /// What is wrong, for programs, such as `blank` or `too_long`.
    pub code: String,
    /// The same in words.
    pub detail: String,
}

impl FieldFault {
    /// From its parts.
    pub fn new(field: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), detail: detail.into() }
    }
}

impl From<FieldProblem> for FieldFault {
    fn from(problem: FieldProblem) -> Self {
        Self::new(problem.field, problem.fault.code(), problem.fault.to_string())
    }
}

/// The body of every error (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub(crate) struct ProblemBody {
    /// A URI that names the kind of problem: `urn:jigsaw:problem:` and the code.
    #[oai(rename = "type")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do about it.
    detail: String,
    /// The kind for programs; stable.
    code: String,
    /// Every faulty field, when the code is `invalid`.
    errors: Option<Vec<FieldFault>>,
    /// Names this request in the server's log.
    request_id: String,
}

impl Problem {
    /// From status, stable code and a sentence that says what to do.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            status,
            code: code.into(),
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            cause: None,
        }))
    }

    fn with(mut self, set: impl FnOnce(&mut Parts)) -> Self {
        set(&mut self.0);
        self
    }

    /// 404, the same for what does not exist and for what is somebody else's.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here, or nothing that you may see.")
    }

    /// 404 for every link that this server did not make, or that opens nothing any more.
    pub fn unknown_link() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "unknown_link",
            "This link opens nothing. Ask whoever sent it for the right one.",
        )
    }

    /// 401.
    pub fn sign_in_required() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign_in_required",
            "Sign in, or send an API token or a pass as a bearer token.",
        )
    }

    /// 401 for a bearer token that is none.
    pub(crate) fn unknown_bearer() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign_in_required",
            "This bearer token is not known here, or it has ended. Make a new one, or join again for a new pass.",
        )
    }

    /// 422 with every faulty field.
    pub fn invalid(errors: Vec<FieldFault>) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "Some of what was given cannot be taken; see the errors.",
        )
        .with(|parts| parts.errors = errors)
    }

    /// 422 for one field.
    pub fn field(field: impl Into<String>, fault: &Malformed) -> Self {
        Self::invalid(vec![FieldFault::new(field, fault.code(), fault.to_string())])
    }

    /// 422 for a form that is not what a browser sends.
    pub(crate) fn unreadable_form() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "This form cannot be read.")
    }

    /// 413.
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("The body may have at most {limit} bytes here. Send less, or in parts."),
        )
    }

    /// 405 with the methods that there are.
    pub(crate) fn method_not_allowed(allow: Cow<'static, str>) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This address does not take this method; see the Allow header.",
        )
        .with(|parts| parts.allow = Some(allow))
    }

    /// 503 for a while.
    pub fn unavailable(retry_after: u64) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "The server cannot do this right now. Try again after the time in Retry-After.",
        )
        .with(|parts| parts.retry_after = Some(retry_after))
    }

    /// 500; the cause goes to the log only.
    pub fn internal(cause: impl Into<String>) -> Self {
        let detail = "Something went wrong on the server. Tell its operator the request_id.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).with(|parts| parts.cause = Some(cause.into()))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// Every faulty field.
    pub fn errors(&self) -> &[FieldFault] {
        &self.0.errors
    }

    /// Seconds until another try makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        self.0.retry_after
    }

    /// What only the operator sees.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The headers that belong to it, whatever the body is.
    pub(crate) fn add_headers(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(allow) = self.0.allow.as_deref().and_then(|allow| HeaderValue::from_str(allow).ok()) {
            headers.insert(header::ALLOW, allow);
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"jigsaw\""));
        }
    }

    /// As JSON.
    pub(crate) fn to_json(&self, request: CorrelationId) -> Response {
        let body = ProblemBody {
            kind: format!("urn:jigsaw:problem:{}", self.0.code),
            title: self.title().to_owned(),
            status: self.0.status.as_u16(),
            detail: self.0.detail.clone().into_owned(),
            code: self.0.code.clone().into_owned(),
            errors: (!self.0.errors.is_empty()).then(|| self.0.errors.clone()),
            request_id: request.to_string(),
        };
        let mut response = Response::builder()
            .status(self.0.status)
            .content_type(PROBLEM_JSON)
            .body(Body::from_string(body.to_json_string()));
        self.add_headers(&mut response);
        response
    }

    fn title(&self) -> &'static str {
        match self.0.status {
            StatusCode::UNAUTHORIZED => "Not signed in",
            StatusCode::FORBIDDEN => "Not allowed",
            StatusCode::NOT_FOUND => "Not found",
            StatusCode::CONFLICT => "Does not fit the state of things",
            StatusCode::PAYLOAD_TOO_LARGE => "Too large",
            StatusCode::UNPROCESSABLE_ENTITY => "Cannot be taken",
            StatusCode::TOO_MANY_REQUESTS => "Too many attempts",
            StatusCode::SERVICE_UNAVAILABLE => "Not available right now",
            StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong",
            other => other.canonical_reason().unwrap_or("Error"),
        }
    }
}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        let code = error.code();
        match error {
            UseCaseError::Invalid(problems) => Self::invalid(problems.into_iter().map(FieldFault::from).collect()),
            UseCaseError::SignInRequired => Self::sign_in_required(),
            UseCaseError::Forbidden => Self::new(StatusCode::FORBIDDEN, code, "This is not yours to do."),
            UseCaseError::NotFound => Self::not_found(),
            UseCaseError::Lifecycle(cause) => {
                Self::new(StatusCode::CONFLICT, code, format!("{}.", capital(&cause.to_string())))
            }
            // The one contradiction that has its own status: If-Match did not hold.
            UseCaseError::Contradiction("version_moved") => Self::new(
                StatusCode::PRECONDITION_FAILED,
                code,
                "Somebody else changed it meanwhile. Read it again, then repeat your change.",
            ),
            UseCaseError::Contradiction(code) => {
                Self::new(StatusCode::CONFLICT, code, format!("{}.", capital(&code.replace('_', " "))))
            }
            UseCaseError::WrongCredentials => {
                Self::new(StatusCode::UNAUTHORIZED, code, "Email or password are not right.")
            }
            UseCaseError::TooManyAttempts { retry_after } => {
                let detail = "Too many attempts. Try again after the time in Retry-After.";
                Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail)
                    .with(|parts| parts.retry_after = Some(whole_seconds(retry_after)))
            }
            UseCaseError::Port(error) => error.into(),
        }
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        match error {
            PortError::Conflict | PortError::Unavailable(_) => {
                let cause = error.to_string();
                Self::unavailable(2).with(|parts| parts.cause = Some(cause))
            }
            PortError::Corrupt(_) | PortError::Backend(_) => Self::internal(error.to_string()),
        }
    }
}

/// Rounded up, so that whoever waits exactly that long is served; never zero.
fn whole_seconds(wait: TimeDelta) -> u64 {
    let seconds = wait.num_milliseconds().max(1).saturating_add(999) / 1000;
    u64::try_from(seconds).unwrap_or(1)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_rounded_up() {
        assert_eq!(whole_seconds(TimeDelta::milliseconds(1)), 1);
        assert_eq!(whole_seconds(TimeDelta::milliseconds(1001)), 2);
        assert_eq!(whole_seconds(TimeDelta::seconds(3)), 3);
        assert_eq!(whole_seconds(TimeDelta::seconds(-3)), 1);
    }

    #[test]
    fn the_cause_stays_inside() {
        let problem = Problem::from(PortError::Backend("table secret_things is gone".to_owned()));
        assert_eq!(problem.cause(), Some("backend: table secret_things is gone"));
        assert!(
            !format!("{:?}", problem.to_json(CorrelationId::from_uuid(uuid::Uuid::nil())).headers()).contains("secret")
        );
    }
}
