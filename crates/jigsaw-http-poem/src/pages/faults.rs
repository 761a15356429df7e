//! Faults of fields in the reader's words.

use jigsaw_domain::malformed::{FieldProblem, Malformed};

use crate::text::Text;
use crate::view::Errors;

/// Cause and mend of one fault.
pub(super) fn sentence(text: &Text, fault: &Malformed) -> String {
    let number = |value: i64| usize::try_from(value).unwrap_or_default();
    let numbers: Vec<(&'static str, usize)> = match fault {
        Malformed::TooShort { min } => vec![("min", *min)],
        Malformed::TooLong { max } | Malformed::TooMany { max } => vec![("max", *max)],
        Malformed::OutOfRange { min, max } => vec![("min", number(*min)), ("max", number(*max))],
        Malformed::LastsTooLong { days } => vec![("days", number(*days))],
        Malformed::TooFar { years } => vec![("years", number(*years))],
        Malformed::Duplicate { row } => vec![("row", *row)],
        _ => Vec::new(),
    };
    text.fault(fault.code(), &numbers)
}

/// Every problem at its field. `field_of` translates the names of the domain to those of the form; a field that the form
/// does not have is a fault of the whole form.
pub(super) fn errors(text: &Text, problems: &[FieldProblem], field_of: impl Fn(&str) -> &'static str) -> Errors {
    let mut errors = Errors::none();
    for problem in problems {
        errors.push(field_of(&problem.field), sentence(text, &problem.fault));
    }
    errors
}
