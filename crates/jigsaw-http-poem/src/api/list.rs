//! Pages of lists: `limit` and an opaque `cursor`.

use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};

use crate::problem::{FieldFault, Problem};
use jigsaw_domain::malformed::Malformed;

/// Most entries of one page.
const MOST: i64 = 1000;

/// One page of a list.
#[derive(Debug, Object)]
pub(crate) struct Page<T: Type + ParseFromJSON + ToJSON> {
    /// The entries.
    pub(crate) items: Vec<T>,
    /// Hand this back as `cursor` for the next page; `null` at the end.
    #[oai(nullable)]
    pub(crate) next_cursor: Option<String>,
}

impl<T: Type + ParseFromJSON + ToJSON> Page<T> {
    pub(crate) fn new(items: Vec<T>, next_cursor: Option<String>) -> Self {
        Self { items, next_cursor }
    }
}

/// The size of a page, checked.
pub(crate) fn limit(given: Option<i64>, otherwise: u32) -> Result<u32, Problem> {
    match given {
        None => Ok(otherwise),
        Some(number @ 1..=MOST) => Ok(u32::try_from(number).unwrap_or(otherwise)),
        Some(_) => Err(Problem::field("limit", &Malformed::OutOfRange { min: 1, max: MOST })),
    }
}

/// A cursor, read by the type that it was made of.
pub(crate) fn cursor<T>(given: Option<&str>, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let Some(text) = given else { return Ok(None) };
    let fault = || FieldFault::new("cursor", "unknown_cursor", "is not a cursor of this list");
    read(text).map(Some).ok_or_else(|| Problem::invalid(vec![fault()]))
}
