//! Why a measurement cannot be had: one line.

use std::fmt;

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

#[derive(Clone, Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(cause: impl Into<String>) -> Self {
        Self(cause.into())
    }

    /// Says what was being done.
    pub(crate) fn at(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! from {
    ($($error:ty),+) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        }
    )+};
}

from!(std::io::Error, serde_json::Error, httparse::Error, tokio::task::JoinError, std::num::ParseIntError);
