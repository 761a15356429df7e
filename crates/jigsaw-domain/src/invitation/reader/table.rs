//! Rows of a table: which column is what, with a heading or without.

use super::clean::{bare_address, clean_cell};
use super::header::{self, Heading};
use super::name::{RawName, may_be_name};
use super::pasted::name_and_address;
use super::{Column, Gathering, RawRow, Record};
use crate::malformed::Malformed;

/// Where in a row its parts stand.
#[derive(Debug, Default, PartialEq, Eq)]
struct Places {
    email: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    full: Option<usize>,
    role: Option<usize>,
    language: Option<usize>,
}

pub(super) fn read(records: Vec<Record>, gathering: &mut Gathering) {
    let clean = |record: Record| Record {
        number: record.number,
        cells: record.cells.iter().map(|cell| clean_cell(cell)).collect(),
    };
    let mut rows: Vec<Record> = records.into_iter().map(clean).collect();
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let heading = rows.first().and_then(|row| Places::of_heading(&row.cells));
    let mut places = match heading {
        Some(places) => {
            rows.remove(0);
            places
        }
        None => Places::guessed(&rows),
    };
    // A heading that names no address: it is where the addresses are.
    places.email = places.email.or_else(|| fullest(&rows, |cell| cell.contains('@')));
    for row in &rows {
        if gathering.is_over() {
            return;
        }
        places.read(row, gathering);
    }
}

/// Whether these cells are the heading of a table that has addresses.
pub(super) fn is_heading(cells: &[&str]) -> bool {
    let cells: Vec<String> = cells.iter().map(|cell| clean_cell(cell)).collect();
    Places::of_heading(&cells).is_some_and(|places| places.email.is_some())
}

impl Places {
    /// Of a heading; `None` if the row is none.
    fn of_heading(cells: &[String]) -> Option<Self> {
        if cells.iter().any(|cell| cell.contains('@')) {
            return None;
        }
        let known: Vec<Option<Heading>> = cells.iter().map(|cell| header::heading(cell)).collect();
        let place = |wanted: Heading| known.iter().position(|heading| *heading == Some(wanted));
        let mut places = Self {
            email: place(Heading::Email),
            first: place(Heading::FirstName),
            last: place(Heading::LastName),
            full: place(Heading::FullName),
            role: place(Heading::Role),
            language: place(Heading::Language),
        };
        match (place(Heading::FullOrLast), places.first, places.last) {
            (Some(name), Some(_), None) => places.last = Some(name),
            (Some(name), None, None) => places.full = places.full.or(Some(name)),
            _ => {}
        }
        match (place(Heading::FullOrFirst), places.first, places.last) {
            (Some(name), None, Some(_)) => places.first = Some(name),
            (Some(name), None, None) => places.full = places.full.or(Some(name)),
            _ => {}
        }
        (places != Self::default()).then_some(places)
    }

    /// From what stands in the columns.
    fn guessed(rows: &[Record]) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let cell = |row: &'_ Record, place: usize| row.cells.get(place).cloned().unwrap_or_default();
        let email = fullest(rows, |cell| cell.contains('@'));
        let (mut role, mut language, mut names) = (None, None, Vec::new());
        for place in (0..width).filter(|place| Some(*place) != email) {
            let filled: Vec<String> = rows.iter().map(|row| cell(row, place)).filter(|cell| !cell.is_empty()).collect();
            let mostly =
                |fits: &dyn Fn(&str) -> bool| filled.iter().filter(|cell| fits(cell)).count() * 2 > filled.len();
            if role.is_none() && mostly(&|cell| header::role(cell).is_some()) {
                role = Some(place);
            } else if language.is_none() && mostly(&|cell| header::language(cell).is_some()) {
                language = Some(place);
            } else if mostly(&may_be_name) {
                names.push(place);
            }
        }
        let (first, last, full) = match names.as_slice() {
            [] => (None, None, None),
            [full] => (None, None, Some(*full)),
            [first, last, ..] => (Some(*first), Some(*last), None),
        };
        Self { email, first, last, full, role, language }
    }

    fn read(&self, row: &Record, gathering: &mut Gathering) {
        let cell = |place: Option<usize>| place.and_then(|place| row.cells.get(place)).map_or("", String::as_str);
        let written = cell(self.email);
        if written.is_empty() {
            gathering.fault(row.number, Column::Email, &row.cells.join(" "), Malformed::Blank);
            return;
        }
        let (beside, email) = name_and_address(written).unwrap_or(("", bare_address(written)));
        let (first, last, full) = (cell(self.first), cell(self.last), cell(self.full));
        let name = if !first.is_empty() || !last.is_empty() {
            RawName::Parts(first, last)
        } else if !full.is_empty() {
            RawName::Full(full)
        } else {
            RawName::Full(beside)
        };
        gathering.add(row.number, &RawRow { email, name, role: cell(self.role), language: cell(self.language) });
    }
}

/// The column that most often holds such a field; the first of equals.
fn fullest(rows: &[Record], fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut counts: Vec<usize> = Vec::new();
    for row in rows {
        counts.resize(counts.len().max(row.cells.len()), 0);
        for (count, cell) in counts.iter_mut().zip(&row.cells) {
            *count += usize::from(fits(cell));
        }
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}
