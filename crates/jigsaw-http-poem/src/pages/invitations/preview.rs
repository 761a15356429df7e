//! What a list would do, in the reader's words.

use jigsaw_domain::invitation::{AddressList, RowFault};
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{ListPreview, Outlook, PreviewedPerson};

use super::super::{faults, words};
use crate::text::Text;
use crate::view::{self, FaultyLine, PreviewCard, PreviewRow};

/// Rows that are shown of each kind; the numbers are of all.
const SHOWN: usize = 200;

pub(super) fn card(text: &Text, list: &AddressList, preview: &ListPreview, seen: String) -> PreviewCard {
    PreviewCard {
        rows: number(list.rows()),
        good: number(preview.people.len()),
        sums: sums(text, preview),
        faulty: preview.faults.iter().take(SHOWN).map(|fault| faulty(text, fault)).collect(),
        faults: number(preview.faults.len()),
        people: preview.people.iter().take(SHOWN).map(row).collect(),
        seen,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Every number that is not zero, as a sentence.
fn sums(text: &Text, preview: &ListPreview) -> Vec<String> {
    let count = |is: fn(Outlook) -> bool| number(preview.people.iter().filter(|one| is(one.outlook)).count());
    let new = count(|outlook| outlook == Outlook::New);
    let renewed = count(|outlook| outlook == Outlook::Renewed);
    let changed = count(|outlook| matches!(outlook, Outlook::Changed { .. }));
    let listed = count(|outlook| outlook == Outlook::Listed);
    let mails = number(preview.people.iter().filter(|one| one.is_mailed()).count());
    let merged = number(preview.merged);
    [
        (new, text.t1("preview-new", "count", new)),
        (renewed, text.t1("preview-renewed", "count", renewed)),
        (changed, text.t1("preview-changed", "count", changed)),
        (listed, text.t1("preview-listed", "count", listed)),
        (merged, text.t1("preview-merged", "count", merged)),
        (mails, text.t1("preview-mails", "count", mails)),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, sentence)| sentence)
    .collect()
}

fn faulty(text: &Text, fault: &RowFault) -> FaultyLine {
    FaultyLine { line: fault.number, typed: fault.text.clone(), message: faults::sentence(text, &fault.fault) }
}

fn row(previewed: &PreviewedPerson) -> PreviewRow {
    let person = &previewed.person;
    let parts = [&person.first_name, &person.last_name];
    let name: Vec<&str> = parts.into_iter().flatten().map(NamePart::as_str).collect();
    let former = match previewed.outlook {
        Outlook::Changed { role, .. } => role,
        _ => None,
    };
    PreviewRow {
        line: person.number,
        email: person.email.as_typed().to_owned(),
        name: name.join(" "),
        role: person.role.map_or(view::Role::Attendee, words::role),
        former_role: former.map(words::role),
        outlook: match previewed.outlook {
            Outlook::New => view::Outlook::New,
            Outlook::Renewed => view::Outlook::Renewed,
            Outlook::Changed { .. } => view::Outlook::Changed,
            Outlook::Listed => view::Outlook::Listed,
        },
    }
}
