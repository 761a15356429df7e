//! A pasted list: lines, and in each one person or several.
//!
//! A line is parted at the strongest separator it has (tab, then semicolon, then comma), outside quotes. Pieces with an
//! address are people. One address on a line makes the line a record: what stands beside it is the name. Several addresses
//! make it a list, where a name needs angle brackets, or has to stand before every address alike; anything else is a
//! fault, so that a broken address never becomes somebody's name.

use super::clean::{bare_address, clean};
use super::name::{RawName, begins_like_name, may_be_name};
use super::{Column, Gathering, RawRow, Record, header, table};
use crate::malformed::Malformed;

const NO_ADDRESS: Malformed = Malformed::Email("there is no @");

/// Separators, strongest first; full-width and Arabic ones are what keyboards there have.
const SEPARATORS: [&[char]; 3] = [&['\t'], &[';', '；', '؛'], &[',', '，', '、', '،']];

/// What people put before the entries of a list, without being asked to.
const LABELS: [&str; 8] = ["to:", "cc:", "bcc:", "an:", "kopie:", "à:", "cci:", "para:"];

pub(super) fn read(text: &str, gathering: &mut Gathering) {
    let text = clean(text);
    let lines = || (1_u32..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty());
    let first = lines().next().map_or("", |(_, line)| line);
    let separator = strongest(first).unwrap_or(&[',']);
    if table::is_heading(&cut(first, separator)) {
        let record = |(number, line)| Record { number, cells: cells(line, separator) };
        table::read(lines().map(record).collect(), gathering);
        return;
    }
    for (number, line) in lines() {
        if gathering.is_over() {
            return;
        }
        read_part(number, unlabelled(line), gathering);
    }
}

/// A line without bullet, number or label.
fn unlabelled(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_prefix(['-', '*', '•', '·', '–', '>', '▪', '‣']).unwrap_or(line).trim_start();
    let after_number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let line = match after_number.strip_prefix(['.', ')']).filter(|_| after_number.len() < line.len()) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => line,
    };
    let labelled = LABELS.iter().find_map(|label| {
        let (head, rest) = line.split_at_checked(label.len())?;
        (head.to_lowercase() == **label).then_some(rest)
    });
    labelled.unwrap_or(line).trim()
}

/// One line, or what stands between the strongest separators of one.
fn read_part(number: u32, part: &str, gathering: &mut Gathering) {
    let part = part.trim();
    let Some(separator) = strongest(part) else {
        return read_piece(number, part, gathering);
    };
    let pieces: Vec<&str> = cut(part, separator).into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect();
    match pieces.iter().filter(|piece| piece.contains('@')).count() {
        // Separators alone say nothing.
        0 if !part.contains(|letter: char| !letter.is_whitespace() && !",;，；؛、،".contains(letter)) => {}
        0 => gathering.fault(number, Column::Email, part, NO_ADDRESS),
        1 => read_record(number, &pieces, gathering),
        _ if pieces.len().is_multiple_of(2) && pieces.chunks(2).all(is_named_address) => {
            for pair in pieces.chunks(2) {
                read_record(number, pair, gathering);
            }
        }
        _ => read_several(number, &pieces, gathering),
    }
}

/// `[name, address]`, the address bare.
fn is_named_address(pair: &[&str]) -> bool {
    let [name, address] = pair else { return false };
    !name.contains('@') && begins_like_name(name) && address.contains('@') && !address.contains(char::is_whitespace)
}

/// Pieces of which one has an address.
fn read_record(number: u32, pieces: &[&str], gathering: &mut Gathering) {
    let Some(place) = pieces.iter().position(|piece| piece.contains('@')) else { return };
    let (before, rest) = pieces.split_at(place);
    let Some((own, after)) = rest.split_first() else { return };
    let (role, mut names) = (role_among(pieces), Vec::new());
    for piece in before.iter().chain(after).copied().filter(|piece| header::role(piece).is_none()) {
        if may_be_name(piece) {
            names.push(piece);
        } else if piece.contains('.') && !piece.chars().all(|letter| letter.is_ascii_digit() || letter == '.') {
            // What is left of another address must not be lost.
            gathering.fault(number, Column::Email, piece, NO_ADDRESS);
        }
    }
    if own.matches('@').count() > 1 {
        for piece in names {
            gathering.fault(number, Column::Email, piece, NO_ADDRESS);
        }
        return read_part(number, own, gathering);
    }
    let (beside, email) = name_and_address(own).unwrap_or(("", bare_address(own)));
    let name = match (beside, names.as_slice(), before.len()) {
        ("", [], _) => RawName::None,
        ("", [full], _) => RawName::Full(full),
        ("", [first, last, ..], _) => RawName::Parts(first, last),
        // `Ito, Mia <mia@example.org>`, without the quotes that it needs.
        (first, [last, ..], 1) => RawName::Parts(first, last),
        (full, ..) => RawName::Full(full),
    };
    gathering.add(number, &RawRow { email, name, role, language: "" });
}

fn role_among<'a>(pieces: &[&'a str]) -> &'a str {
    pieces.iter().copied().find(|piece| header::role(piece).is_some()).unwrap_or_default()
}

/// Pieces of which several have an address.
fn read_several(number: u32, pieces: &[&str], gathering: &mut Gathering) {
    let mut left: Option<&str> = None;
    for piece in pieces {
        let is_last_name = |last: &&str| may_be_name(last) && piece.contains('<') && piece.matches('@').count() == 1;
        if !piece.contains('@') {
            if let Some(alone) = left.replace(piece) {
                gathering.fault(number, Column::Email, alone, NO_ADDRESS);
            }
        } else if let Some(last) = left.filter(is_last_name) {
            left = None;
            read_record(number, &[last, piece], gathering);
        } else {
            if let Some(alone) = left.take() {
                gathering.fault(number, Column::Email, alone, NO_ADDRESS);
            }
            read_part(number, piece, gathering);
        }
    }
    if let Some(alone) = left {
        gathering.fault(number, Column::Email, alone, NO_ADDRESS);
    }
}

/// A piece without separators: one person, or several with spaces between.
fn read_piece(number: u32, piece: &str, gathering: &mut Gathering) {
    if piece.is_empty() {
        return;
    }
    if !piece.contains('@') {
        return gathering.fault(number, Column::Email, piece, NO_ADDRESS);
    }
    let mut rest = piece;
    // `Mia <mia@example.org> Bo <bo@example.org>`
    while rest.matches('@').count() > 1
        && let Some((person, others)) = rest.split_once('>')
        && person.contains('<')
    {
        read_one(number, person, gathering);
        rest = others.trim();
    }
    if rest.matches('@').count() > 1 && !rest.contains('<') && rest.split_whitespace().all(|word| word.contains('@')) {
        for word in rest.split_whitespace() {
            read_one(number, word, gathering);
        }
    } else if !rest.is_empty() {
        read_one(number, rest, gathering);
    }
}

fn read_one(number: u32, piece: &str, gathering: &mut Gathering) {
    let (name, email) = name_and_address(piece).unwrap_or(("", bare_address(piece)));
    gathering.add(number, &RawRow { email, name: RawName::Full(name), ..RawRow::default() });
}

/// `Mia Ito <mia@example.org>`, `Mia Ito mia@example.org`, `mia@example.org (Mia Ito)`; `None` if it is not that.
pub(super) fn name_and_address(piece: &str) -> Option<(&str, &str)> {
    if let Some((name, address)) = piece.rsplit_once('<') {
        return Some((name.trim(), bare_address(address)));
    }
    let mut words = piece.split_whitespace().filter(|word| word.contains('@'));
    let (Some(address), None) = (words.next(), words.next()) else { return None };
    let (before, after) = piece.split_once(address)?;
    let before = match before.trim() {
        // `E-mail: mia@example.org`
        label if label.ends_with(':') => "",
        name => name,
    };
    let after = after.trim().trim_matches(['(', ')']);
    let ((name, "") | ("", name)) = (before, after) else { return None };
    (name.is_empty() || begins_like_name(name)).then_some((name, bare_address(address)))
}

/// The strongest separator that stands outside quotes.
fn strongest(text: &str) -> Option<&'static [char]> {
    SEPARATORS.into_iter().find(|separator| cut(text, separator).len() > 1)
}

/// Parts a text at separators outside quotes. A quote that nobody closes protects nothing.
fn cut<'a>(text: &'a str, separator: &[char]) -> Vec<&'a str> {
    let protects = text.matches('"').count().is_multiple_of(2);
    let mut quoted = false;
    text.split(|letter: char| {
        quoted ^= protects && letter == '"';
        !quoted && separator.contains(&letter)
    })
    .collect()
}

/// The fields of a line of a table, without their quotes.
fn cells(line: &str, separator: &[char]) -> Vec<String> {
    let unquoted = |cell: &str| {
        let cell = cell.trim();
        match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => cell.to_owned(),
        }
    };
    cut(line, separator).into_iter().map(unquoted).collect()
}
