//! Reading a list of people, however a host has it: pasted from a mail, a chat or a spreadsheet, or the records of a file.
//!
//! Whatever is given, each row becomes a person or a fault that names the row; nothing is left out in silence. Reading is
//! pure and never fails for one row: what is done about faulty rows is the host's to say.

mod clean;
mod header;
mod name;
mod pasted;
mod table;
#[cfg(test)]
mod tests;
mod write;

use std::collections::HashMap;

use super::Role;
use crate::email_address::{EmailAddress, EmailKey};
use crate::language::Language;
use crate::malformed::Malformed;
use crate::text::NamePart;

use name::RawName;

pub use write::{Headings, write_table};

/// One row of a list that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Where it stands: the line of a pasted list, the row of a file as a spreadsheet counts it. One-based.
    pub number: u32,
    /// The address.
    pub email: EmailAddress,
    /// First name, if the list has one.
    pub first_name: Option<NamePart>,
    /// Last name, if the list has one.
    pub last_name: Option<NamePart>,
    /// The role, if the list names one.
    pub role: Option<Role>,
    /// The language, if the list names one of ours.
    pub language: Option<Language>,
}

/// One row that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Where it stands, counted as in [`ListedPerson`].
    pub number: u32,
    /// Which part of the row is at fault.
    pub column: Column,
    /// The piece of text at fault, shortened.
    pub text: String,
    /// What is wrong with it.
    pub fault: Malformed,
}

/// A part of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The address.
    Email,
    /// First name, last name, or both in one.
    Name,
    /// The role.
    Role,
}

impl Column {
    /// The word in the names of faulty fields.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Role => "role",
        }
    }
}

/// One record of a table: where it stands, and its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// One-based, as a spreadsheet counts its rows.
    pub number: u32,
    /// The fields as they are written.
    pub cells: Vec<String>,
}

/// What a list says.
///
/// ```
/// use jigsaw_domain::invitation::AddressList;
///
/// let list = AddressList::read_pasted("Mia Ito <mia@example.org>; \"Berg, Bo\" <bo@example.org>\nnobody\nMIA@example.org")?;
/// let people: Vec<&str> = list.people.iter().map(|one| one.email.as_typed()).collect();
/// assert_eq!(people, ["mia@example.org", "bo@example.org"]);
/// assert_eq!((list.merged, list.faults[0].number, list.faults[0].text.as_str()), (1, 2, "nobody"));
/// # Ok::<(), jigsaw_domain::malformed::Malformed>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressList {
    /// Everyone on the list, each address once, in the order of their first rows.
    pub people: Vec<ListedPerson>,
    /// Every row that cannot be used, in order.
    pub faults: Vec<RowFault>,
    /// How many rows said an address again that an earlier one had, and were put together with it.
    pub merged: usize,
}

impl AddressList {
    /// Most rows of one list.
    pub const MAX_ROWS: usize = 10_000;
    /// Most bytes of one list.
    pub const MAX_BYTES: usize = 4 << 20;

    /// Reads what someone pasted: addresses with or without names, one on a line or many, separated by commas, semicolons
    /// or tabs; or rows of a table with a heading. Fails only for a list that is too long as a whole.
    pub fn read_pasted(text: &str) -> Result<Self, Malformed> {
        if text.len() > Self::MAX_BYTES {
            return Err(Malformed::TooLong { max: Self::MAX_BYTES });
        }
        let mut gathering = Gathering::default();
        pasted::read(text, &mut gathering);
        gathering.into_list()
    }

    /// Reads the records of a table: with a heading in English, German, French or Spanish and the columns in any order, or
    /// without one. Fails only for a table that is too long as a whole.
    pub fn read_table(records: impl IntoIterator<Item = Record>) -> Result<Self, Malformed> {
        let mut gathering = Gathering::default();
        // One more than there may be rows, for the heading, and one that tells that there are too many.
        table::read(records.into_iter().take(Self::MAX_ROWS + 2).collect(), &mut gathering);
        gathering.into_list()
    }

    /// How many rows were read: people, rows that repeat one, and faulty ones.
    pub const fn rows(&self) -> usize {
        self.people.len() + self.merged + self.faults.len()
    }
}

/// A row before it is checked.
#[derive(Debug, Default)]
struct RawRow<'a> {
    email: &'a str,
    name: RawName<'a>,
    role: &'a str,
    language: &'a str,
}

/// What was read so far.
#[derive(Default)]
struct Gathering {
    list: AddressList,
    /// Where in the list each address stands.
    places: HashMap<EmailKey, usize>,
}

impl Gathering {
    /// Whether more has come than is taken; reading further is idle then.
    const fn is_over(&self) -> bool {
        self.list.rows() > AddressList::MAX_ROWS
    }

    fn fault(&mut self, number: u32, column: Column, text: &str, fault: Malformed) {
        self.list.faults.push(RowFault { number, column, text: clean::shortened(text), fault });
    }

    /// Checks a row and adds it, to the person of the same address if there is one.
    fn add(&mut self, number: u32, raw: &RawRow<'_>) {
        match checked(number, raw) {
            Ok(person) => self.merge(person),
            Err((column, text, fault)) => self.fault(number, column, &text, fault),
        }
    }

    fn merge(&mut self, person: ListedPerson) {
        let known = self.places.get(person.email.key()).and_then(|place| self.list.people.get_mut(*place));
        let Some(known) = known else {
            self.places.insert(person.email.key().clone(), self.list.people.len());
            self.list.people.push(person);
            return;
        };
        self.list.merged += 1;
        // A name is taken whole: the first name of one row and the last name of another are nobody's.
        if known.first_name.is_none() && known.last_name.is_none() {
            known.first_name = person.first_name;
            known.last_name = person.last_name;
        }
        known.role = known.role.or(person.role);
        known.language = known.language.or(person.language);
    }

    fn into_list(self) -> Result<AddressList, Malformed> {
        if self.is_over() { Err(Malformed::TooMany { max: AddressList::MAX_ROWS }) } else { Ok(self.list) }
    }
}

fn checked(number: u32, raw: &RawRow<'_>) -> Result<ListedPerson, (Column, String, Malformed)> {
    let at = |column: Column, text: &str| {
        let text = text.to_owned();
        move |fault: Malformed| (column, text, fault)
    };
    let email = EmailAddress::parse(raw.email).map_err(at(Column::Email, raw.email))?;
    let (first, last) = raw.name.split();
    let part = |text: &str| match text {
        "" => Ok(None),
        text => NamePart::parse(text).map(Some).map_err(at(Column::Name, text)),
    };
    let role = match raw.role {
        "" => None,
        word => Some(header::role(word).ok_or(ROLES).map_err(at(Column::Role, word))?),
    };
    let (first_name, last_name) = (part(&first)?, part(&last)?);
    Ok(ListedPerson { number, email, first_name, last_name, role, language: header::language(raw.language) })
}

const ROLES: Malformed = Malformed::NotAChoice("co_host, presenter, captioner, attendee");
