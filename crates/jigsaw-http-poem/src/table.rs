//! Lists as files: what spreadsheets export, in whatever encoding and with whatever separator they chose.

mod text;

use jigsaw_domain::invitation::{AddressList, Record};
use jigsaw_domain::malformed::Malformed;

pub(crate) use text::{NotText, decode};

/// Lines that are looked at to find the separator.
const SAMPLE: usize = 50;

/// Reads the text of a file of comma-, semicolon- or tab-separated values.
pub(crate) fn read(text: &str) -> Result<AddressList, Malformed> {
    if text.len() > AddressList::MAX_BYTES {
        return Err(Malformed::TooLong { max: AddressList::MAX_BYTES });
    }
    AddressList::read_table(records(text))
}

/// The records of a table, numbered as a spreadsheet shows them: blank rows count, line breaks inside a field do not.
fn records(text: &str) -> Vec<Record> {
    // One kind of line end, so that lines can be counted.
    let mut text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let separator = match named_separator(&text) {
        Some(separator) => {
            // The row that names it stays a row.
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            text = format!("\n{rest}");
            separator
        }
        None => sniffed(&text),
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let (mut records, mut record, mut inside) = (Vec::new(), csv::StringRecord::new(), 0);
    // A text in memory that is UTF-8 and whose records may differ in length has nothing to fail of.
    while records.len() < AddressList::MAX_ROWS + 2 && reader.read_record(&mut record).unwrap_or(false) {
        let breaks = record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        let end = reader.position().line().saturating_sub(1);
        // A quote that nobody closes has eaten the last line end, too.
        let number = u32::try_from(end.saturating_sub(breaks + inside).max(1)).unwrap_or(u32::MAX);
        inside += breaks;
        records.push(Record { number, cells: record.iter().map(str::to_owned).collect() });
    }
    records
}

/// `sep=;` as the first row, which one spreadsheet writes for another.
fn named_separator(text: &str) -> Option<u8> {
    let first = text.lines().next()?.trim().trim_matches('"');
    match first.get(..4)?.eq_ignore_ascii_case("sep=").then(|| first.as_bytes().get(4).copied()) {
        Some(Some(separator)) if separator.is_ascii() => Some(separator),
        // A tab goes with the white space around it.
        Some(_) => Some(b'\t'),
        None => None,
    }
}

/// The separator that stands in most lines outside quotes; of equals the one that names and addresses hold least often.
fn sniffed(text: &str) -> u8 {
    let lines = |separator: char| {
        let has = |line: &&str| {
            let mut quoted = false;
            line.chars().any(|letter| {
                quoted ^= letter == '"';
                !quoted && letter == separator
            })
        };
        text.lines().take(SAMPLE).filter(has).count()
    };
    let mut best = (b',', 0);
    for separator in [b'\t', b';', b','] {
        let count = lines(char::from(separator));
        if count > best.1 {
            best = (separator, count);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, String)> {
        records(text).into_iter().map(|record| (record.number, record.cells.join("|"))).collect()
    }

    fn expected(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
        rows.iter().map(|(number, text)| (*number, (*text).to_owned())).collect()
    }

    #[test]
    fn separators_are_found_and_quotes_protect() {
        let three = expected(&[(1, "email|name"), (2, "a@example.org|Ito, Mia"), (3, "b@example.org|x;y")]);
        for (separator, text) in [
            (',', "email,name\na@example.org,\"Ito, Mia\"\nb@example.org,x;y"),
            (';', "email;name\r\na@example.org;Ito, Mia\r\nb@example.org;\"x;y\"\r\n"),
            ('\t', "email\tname\ra@example.org\tIto, Mia\rb@example.org\tx;y\r"),
            ('|', "sep=|\nemail|name"),
        ] {
            if separator == '|' {
                assert_eq!(rows(text), expected(&[(2, "email|name")]), "the row that names it counts");
            } else {
                assert_eq!(rows(text), three, "{separator:?}");
            }
        }
        assert_eq!(rows("\u{FEFF}email\na@example.org"), expected(&[(1, "email"), (2, "a@example.org")]));
        assert_eq!(rows("SEP=;\na;b"), expected(&[(2, "a|b")]));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "email,note\n\na@example.org,\"two\nlines\"\r\n\r\nb@example.org,\"say \"\"hi\"\"\"\nc@example.org";
        assert_eq!(
            rows(text),
            expected(&[
                (1, "email|note"),
                (3, "a@example.org|two\nlines"),
                (5, "b@example.org|say \"hi\""),
                (6, "c@example.org"),
            ])
        );
        assert_eq!(rows(""), Vec::new());
        assert_eq!(rows("a,\"never closed\nb"), expected(&[(1, "a|never closed\nb\n")]));
    }

    #[test]
    fn a_file_is_a_list_with_its_faults_by_row() {
        let list = read("Vorname;Nachname;E-Mail\nMia;Ito;mia@example.org\n\nBo;Berg;bo\n").unwrap();
        assert_eq!((list.people.len(), list.people[0].number), (1, 2));
        assert_eq!((list.faults[0].number, list.faults[0].text.as_str()), (4, "bo"));
        let many = (0..10_001).map(|number| format!("p{number}@example.org")).collect::<Vec<_>>().join("\n");
        assert_eq!(read(&many), Err(Malformed::TooMany { max: 10_000 }));
    }
}
