//! Writing a list so that it is read again: the sample that hosts fill in, and what programs hand over.

use super::ListedPerson;

/// The headings of a table, in somebody's language.
#[derive(Clone, Copy, Debug)]
pub struct Headings<'a> {
    /// Of the addresses.
    pub email: &'a str,
    /// Of the first names.
    pub first_name: &'a str,
    /// Of the last names.
    pub last_name: &'a str,
    /// Of the roles.
    pub role: &'a str,
    /// Of the languages.
    pub language: &'a str,
    /// What stands between the fields: where a comma parts decimals, spreadsheets expect a semicolon.
    pub separator: char,
}

impl Default for Headings<'_> {
    fn default() -> Self {
        Self {
            email: "email",
            first_name: "first_name",
            last_name: "last_name",
            role: "role",
            language: "language",
            separator: ',',
        }
    }
}

/// A table as separated values (RFC 4180) with a heading. Begins with a byte order mark: without one the most common
/// spreadsheet takes it for another encoding.
pub fn write_table<'a>(headings: &Headings<'_>, people: impl IntoIterator<Item = &'a ListedPerson>) -> String {
    let mut text = String::from('\u{FEFF}');
    let head = [headings.email, headings.first_name, headings.last_name, headings.role, headings.language];
    line(&mut text, headings.separator, head);
    for person in people {
        line(
            &mut text,
            headings.separator,
            [
                person.email.as_typed(),
                person.first_name.as_ref().map_or("", |part| part.as_str()),
                person.last_name.as_ref().map_or("", |part| part.as_str()),
                person.role.map_or("", super::Role::as_str),
                person.language.map_or("", super::Language::as_str),
            ],
        );
    }
    text
}

fn line(text: &mut String, separator: char, cells: [&str; 5]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(separator);
        }
        if cell.contains([',', ';', '"', '\t', '，', '；', '、', '؛', '،']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}
