//! How a command fails: one line of cause, one of mend, and an exit code.

use std::fmt::Display;
use std::process::ExitCode;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    cause: String,
    mend: String,
    code: u8,
}

impl Failure {
    /// It failed while running: exit code 1.
    pub(crate) fn running(cause: impl Display, mend: impl Display) -> Self {
        Self { cause: cause.to_string(), mend: mend.to_string(), code: 1 }
    }

    /// It was used or configured wrongly: exit code 2.
    pub(crate) fn usage(cause: impl Display, mend: impl Display) -> Self {
        Self { cause: cause.to_string(), mend: mend.to_string(), code: 2 }
    }

    /// What went wrong.
    pub(crate) fn cause(&self) -> &str {
        &self.cause
    }

    /// What to do about it.
    pub(crate) fn mend(&self) -> &str {
        &self.mend
    }

    /// Tells it on standard error.
    #[expect(clippy::print_stderr, reason = "the command line speaks to its user")]
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("jigsaw: {}\n  mend: {}", self.cause, self.mend);
        ExitCode::from(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_use_and_failure_have_their_own_codes() {
        assert_eq!(Failure::running("a", "b").code, 1);
        assert_eq!(Failure::usage("a", "b").code, 2);
    }
}
