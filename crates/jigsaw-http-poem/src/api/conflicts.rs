//! Settings that cancel each other or surprise, and what an edit would do.

use jigsaw_domain::admission::Difference;
use jigsaw_domain::session::Conflict;
use jigsaw_domain::usecase::{ChangedPeople, EditPreview};
use poem_openapi::Object;

use super::words::Moment;
use crate::text::Text;

/// Settings that cancel each other or surprise. Named, never forbidden.
#[derive(Debug, Object)]
#[oai(rename = "Conflict")]
pub(crate) struct ConflictBody {
    /// The stable code, such as `list_empty`.
    code: String,
    /// The settings concerned.
    fields: Vec<String>,
    /// The same in words.
    detail: String,
}

impl ConflictBody {
    pub(crate) fn all_of(conflicts: &[Conflict]) -> Vec<Self> {
        let text = Text::default();
        let one = |conflict: &Conflict| Self {
            code: conflict.code.as_str().to_owned(),
            fields: conflict.code.fields().iter().map(|field| (*field).to_owned()).collect(),
            detail: text.odd(conflict.code.as_str(), &conflict.numbers),
        };
        conflicts.iter().map(one).collect()
    }
}

/// What an edit would do, before it is made.
#[derive(Debug, Object)]
#[oai(rename = "EditPreview")]
pub(crate) struct PreviewBody {
    /// The moment that is judged: the start as it would be, or now if that is later or the session is live.
    at: Moment,
    /// How many people were looked at: host, invitees, and everyone who came.
    looked_at: u32,
    /// Whether that is everyone; of more than 10,000 the first are looked at.
    complete: bool,
    /// Whom it concerns, by what it does to them. Those of whom nothing else becomes are in none.
    changes: Vec<ChangeBody>,
    /// What it does to someone whom nobody knows, who comes by the session link.
    #[oai(nullable)]
    strangers: Option<StrangersBody>,
    /// What would be odd about the settings.
    conflicts: Vec<ConflictBody>,
}

/// People to whom an edit does the same.
#[derive(Debug, Object)]
#[oai(rename = "AccessChange")]
pub(crate) struct ChangeBody {
    /// `shut_out`, `must_wait`, `let_in`, `waits_no_more` or `asked_otherwise`.
    change: String,
    /// How many they are.
    count: u32,
    /// The first of them, at most 50.
    people: Vec<ChangedBody>,
}

/// Someone whom an edit concerns.
#[derive(Debug, Object)]
#[oai(rename = "ChangedPerson")]
pub(crate) struct ChangedBody {
    /// Their address.
    email: String,
    /// What they are called, if the session knows.
    #[oai(nullable)]
    name: Option<String>,
    /// Reason codes: what shuts them out or holds them, what did so far, or what they are asked for.
    reasons: Vec<String>,
}

/// What an edit does to strangers.
#[derive(Debug, Object)]
#[oai(rename = "ChangedStrangers")]
pub(crate) struct StrangersBody {
    /// As in `changes`.
    change: String,
    /// Reason codes.
    reasons: Vec<String>,
}

impl PreviewBody {
    pub(crate) fn of(preview: &EditPreview) -> Self {
        Self {
            at: Moment::of(preview.at),
            looked_at: preview.looked_at,
            complete: preview.is_complete,
            changes: preview.changes.iter().map(ChangeBody::of).collect(),
            strangers: preview.strangers.as_ref().map(StrangersBody::of),
            conflicts: ConflictBody::all_of(&preview.conflicts),
        }
    }
}

impl ChangeBody {
    fn of(changed: &ChangedPeople) -> Self {
        let people = changed.people.iter().map(|person| ChangedBody {
            email: person.email.as_typed().to_owned(),
            name: person.name.as_ref().map(ToString::to_string),
            reasons: person.reasons.iter().map(|code| code.as_str().to_owned()).collect(),
        });
        Self { change: changed.change.as_str().to_owned(), count: changed.count, people: people.collect() }
    }
}

impl StrangersBody {
    fn of(difference: &Difference) -> Self {
        Self {
            change: difference.change.as_str().to_owned(),
            reasons: difference.reasons.iter().map(|code| code.as_str().to_owned()).collect(),
        }
    }
}
