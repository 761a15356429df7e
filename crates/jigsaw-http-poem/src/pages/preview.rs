//! What an edit would do, asked about before it is saved.

use jigsaw_domain::admission::{AccessChange, ReasonCode};
use jigsaw_domain::session::SessionEdit;
use jigsaw_domain::usecase::{ChangedPeople, EditPreview, UseCaseError};

use super::console::Console;
use super::frame::{Turn, Visit};
use super::posted::Posted;
use super::{session_form, times};
use crate::text::Text;
use crate::view::{PreviewGroup, PreviewPage, PreviewPerson};

/// What an edit would do, if it shuts out anyone whom the session knows. One that does not is saved without a question.
pub(super) async fn if_anyone_is_shut_out(
    visit: &Visit,
    console: &Console,
    edit: SessionEdit,
    asks: bool,
) -> Result<Option<EditPreview>, UseCaseError> {
    if !asks {
        return Ok(None);
    }
    let preview = visit.door().preview_edit(&console.caller, console.id(), edit).await?;
    Ok(Some(preview).filter(|preview| preview.of(AccessChange::ShutOut).is_some()))
}

/// The question.
pub(super) async fn view(
    visit: &Visit,
    console: &Console,
    posted: &Posted,
    preview: &EditPreview,
) -> Result<PreviewPage, Turn> {
    let text = &visit.text;
    let buttons = ["form_token", session_form::ANYWAY, session_form::BACK];
    let kept = posted.fields().filter(|(name, _)| !buttons.contains(name));
    Ok(PreviewPage {
        page: console.page(visit),
        head: console.counted_head(visit).await?,
        kept: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        when: times::stamp(text, preview.at, console.zone()),
        groups: preview.changes.iter().map(|changed| group(text, changed)).collect(),
        others: preview
            .strangers
            .as_ref()
            .map(|difference| text.changed_others(difference.change.as_str(), &because(text, &difference.reasons))),
        incomplete: (!preview.is_complete).then(|| text.t1("preview-incomplete", "count", preview.looked_at)),
        conflicts: preview.conflicts.iter().map(|found| text.odd(found.code.as_str(), &found.numbers)).collect(),
    })
}

fn group(text: &Text, changed: &ChangedPeople) -> PreviewGroup {
    let people = changed.people.iter().map(|person| PreviewPerson {
        name: person.name.as_ref().map(ToString::to_string),
        email: person.email.as_typed().to_owned(),
        because: because(text, &person.reasons),
    });
    let unnamed = changed.count.saturating_sub(u32::try_from(changed.people.len()).unwrap_or(u32::MAX));
    PreviewGroup {
        heading: text.changed_people(changed.change.as_str(), changed.count),
        people: people.collect(),
        more: (unnamed > 0).then(|| text.t1("preview-more", "count", unnamed)),
    }
}

fn because(text: &Text, reasons: &[ReasonCode]) -> String {
    let reasons: Vec<String> = reasons.iter().map(|code| text.reason(code.as_str())).collect();
    reasons.join(&text.t("list-separator"))
}
