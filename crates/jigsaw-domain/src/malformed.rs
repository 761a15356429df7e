//! What can be wrong with a value that came from outside, and where it stood.

use std::fmt;

/// Why a value was refused. Each has a stable code for programs and a plain sentence for people;
/// pages translate by code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// Nothing, only spaces, or only invisible characters.
    #[error("must not be blank")]
    Blank,
    /// Fewer than `min` characters (bytes for passwords).
    #[error("must have at least {min} characters")]
    TooShort {
        /// The least that is accepted.
        min: usize,
    },
    /// More than `max` characters (octets for addresses, bytes for passwords).
    #[error("must have at most {max} characters")]
    TooLong {
        /// The most that is accepted.
        max: usize,
    },
    /// A control character, or one that turns the direction of the text around it.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// Not an address that mail can be sent to; the text names the fault.
    #[error("is not an email address: {0}")]
    Email(&'static str),
    /// A number outside its range.
    #[error("must be between {min} and {max}")]
    OutOfRange {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Not one of the listed words.
    #[error("must be one of: {0}")]
    NotAChoice(&'static str),
    /// Not a name of the IANA time zone database.
    #[error("is not an IANA time zone such as Europe/Berlin")]
    UnknownZone,
    /// Not a date and time in the expected form.
    #[error("is not a date and time such as 2026-11-23T14:00:00Z")]
    NotATime,
    /// A local time that the zone's clocks skip.
    #[error("does not exist in this time zone: the clocks go forward over it")]
    SkippedByClock,
    /// The end is not after the start.
    #[error("must be after the start")]
    EndsBeforeStart,
    /// A session may last at most `days` days.
    #[error("must be at most {days} days after the start")]
    LastsTooLong {
        /// The longest session.
        days: i64,
    },
    /// A moment that has passed where a coming one is needed.
    #[error("must be in the future")]
    InThePast,
    /// A password that is easily guessed.
    #[error("is too easy to guess")]
    Guessable,
    /// The same value stands in an earlier row.
    #[error("is already in row {row}")]
    Duplicate {
        /// One-based row of the first occurrence.
        row: usize,
    },
    /// More entries than are taken at once.
    #[error("must have at most {max} entries")]
    TooMany {
        /// The most entries.
        max: usize,
    },
    /// The role exists once in a session and is taken.
    #[error("a session has one captioner")]
    SecondCaptioner,
    /// The host's own address on the host's own list.
    #[error("is the host's own address")]
    HostInvited,
    /// The address stands in the directory already.
    #[error("is in the directory already")]
    InDirectory,
    /// An address of a room that is not an absolute http(s) address.
    #[error("must be an https address")]
    NotAnAddress,
    /// A field that this call does not know.
    #[error("is not a field of this call")]
    UnknownField,
    /// The wrong JSON type, or a missing value; the text says what was expected.
    #[error("{0}")]
    WrongType(String),
}

impl Malformed {
    /// The stable code of this fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
            Self::Email(_) => "email_malformed",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotAChoice(_) => "not_a_choice",
            Self::UnknownZone => "unknown_time_zone",
            Self::NotATime => "not_a_time",
            Self::SkippedByClock => "time_skipped",
            Self::EndsBeforeStart => "ends_before_start",
            Self::LastsTooLong { .. } => "lasts_too_long",
            Self::InThePast => "in_the_past",
            Self::Guessable => "password_guessable",
            Self::Duplicate { .. } => "duplicate",
            Self::TooMany { .. } => "too_many",
            Self::SecondCaptioner => "second_captioner",
            Self::HostInvited => "host_invited",
            Self::InDirectory => "in_directory",
            Self::NotAnAddress => "not_an_address",
            Self::UnknownField => "unknown_field",
            Self::WrongType(_) => "wrong_type",
        }
    }
}

/// One faulty field: where, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name as the caller knows it, e.g. `invitations[3].email`.
    pub field: String,
    /// What is wrong with it.
    pub fault: Malformed,
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.fault)
    }
}

/// Collects every problem of an input, so that a person mends all of them at once.
///
/// ```
/// use jigsaw_domain::{malformed::Problems, text::Title};
///
/// let mut problems = Problems::default();
/// let title = problems.take("title", Title::parse("  "));
/// assert!(title.is_none());
/// assert_eq!(problems.into_result().unwrap_err()[0].field, "title");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Keeps the value, or notes what is wrong with the field.
    pub fn take<T>(&mut self, field: impl Into<String>, parsed: Result<T, Malformed>) -> Option<T> {
        parsed.map_err(|fault| self.note(field, fault)).ok()
    }

    /// The same for a field that may be absent: absent is fine, present must parse.
    pub fn take_optional<I, T>(
        &mut self,
        field: impl Into<String>,
        given: Option<I>,
        parse: impl FnOnce(I) -> Result<T, Malformed>,
    ) -> Option<T> {
        given.and_then(|value| self.take(field, parse(value)))
    }

    /// Notes a fault found by other means.
    pub fn note(&mut self, field: impl Into<String>, fault: Malformed) {
        self.0.push(FieldProblem { field: field.into(), fault });
    }

    /// Whether nothing was wrong so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing was wrong, otherwise every problem.
    pub fn into_result(self) -> Result<(), Vec<FieldProblem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// Every problem noted.
    pub fn into_vec(self) -> Vec<FieldProblem> {
        self.0
    }
}
