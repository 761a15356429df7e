use chrono::TimeDelta;

use crate::malformed::{FieldProblem, Malformed};
use crate::port::PortError;
use crate::session::{EditError, LifecycleError};

/// Why a use case did not do what it was asked. A refusal at the door is not an error: see
/// [`Decision`](crate::admission::Decision).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UseCaseError {
    /// Something that was given cannot be taken; every problem is named by field.
    #[error("some of what was given cannot be taken")]
    Invalid(Vec<FieldProblem>),
    /// Nobody is known to be asking.
    #[error("sign in first")]
    SignInRequired,
    /// This caller may see it, but not do it.
    #[error("this is not yours to do")]
    Forbidden,
    /// There is no such thing, or none that this caller may know of.
    #[error("there is no such thing")]
    NotFound,
    /// The session's state does not allow it.
    #[error(transparent)]
    Lifecycle(#[from] LifecycleError),
    /// It contradicts what is there; the code says how.
    #[error("it contradicts what is there: {0}")]
    Contradiction(&'static str),
    /// Email or password do not fit; which, is not said.
    #[error("email or password are not right")]
    WrongCredentials,
    /// Too often; try again after this time.
    #[error("too many attempts")]
    TooManyAttempts {
        /// How long to wait.
        retry_after: TimeDelta,
    },
    /// A port failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl UseCaseError {
    /// One faulty field.
    pub fn field(field: impl Into<String>, fault: Malformed) -> Self {
        Self::Invalid(vec![FieldProblem { field: field.into(), fault }])
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::SignInRequired => "sign_in_required",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Lifecycle(error) => error.code(),
            Self::Contradiction(code) => code,
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::Port(PortError::Conflict | PortError::Unavailable(_)) => "unavailable",
            Self::Port(PortError::Corrupt(_) | PortError::Backend(_)) => "internal",
        }
    }
}

impl From<EditError> for UseCaseError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Lifecycle(error) => Self::Lifecycle(error),
            EditError::Field(field, fault) => Self::field(field, fault),
        }
    }
}

impl From<Vec<FieldProblem>> for UseCaseError {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self::Invalid(problems)
    }
}
