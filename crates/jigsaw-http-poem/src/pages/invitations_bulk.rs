//! `/sessions/{id}/invitations/bulk`: many invitations at once. First it is asked about by naming what will happen to whom,
//! then it is done.

use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{ListChange, Selection, UseCaseError};
use poem::handler;
use poem::http::StatusCode;
use poem::web::Path;

use super::console::{Console, session_id};
use super::frame::{Answer, Visit, see_other, show, show_as};
use super::invitations::{read_search, view};
use super::posted::Posted;
use super::{faults, notice};
use crate::problem::Problem;
use crate::view::{BulkAction, BulkPage, Notice, Tone};

/// People that the question names; the number is of all.
const NAMED: usize = 20;

/// Asks about a change, or makes it.
#[handler]
pub(super) async fn change(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let known = ["which", "action", "q", "in_role", "in_state", "sure"];
    let (posted, selected) = posted.only_and_many(&known, "selected")?;
    let (console, _) = Console::of_host(&visit, &id).await?;
    let action = BulkAction::parse(posted.text("action"));
    let search = read_search(posted.text("q"), posted.text("in_role"), posted.text("in_state"));
    let all_found = posted.text("which") == "found";
    let (Some(action), false) = (action, selected.is_empty() && !all_found) else {
        let mut view = view(&visit, &console).await?;
        view.page.notice = Some(Notice { tone: Tone::Warn, text: visit.text.t("bulk-nobody"), undo: None });
        return show_as(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let selection = if all_found {
        Selection::Matching(search.0)
    } else {
        let ids: Option<Vec<InvitationId>> = selected.iter().map(|id| InvitationId::parse(id)).collect();
        Selection::These(ids.ok_or_else(Problem::not_found)?)
    };
    let (change, word) = match action {
        BulkAction::Resend => (ListChange::Resend, "bulk-resent"),
        BulkAction::Revoke => (ListChange::Revoke, "bulk-revoked"),
        BulkAction::Attendee => (ListChange::Role(Role::Attendee), "bulk-role"),
        BulkAction::Presenter => (ListChange::Role(Role::Presenter), "bulk-role"),
        BulkAction::CoHost => (ListChange::Role(Role::CoHost), "bulk-role"),
        BulkAction::Captioner => (ListChange::Role(Role::Captioner), "bulk-role"),
    };
    if posted.is_on("sure") {
        let error = match visit.door().change_invitations(&console.caller, console.id(), &selection, change).await {
            Ok(done) => {
                let path = format!("/sessions/{}/invitations?done={word}&count={}", console.id(), done.changed);
                return Ok(see_other(&path));
            }
            Err(error) => error,
        };
        let said = match &error {
            UseCaseError::Invalid(problems) => problems.first().map(|problem| Notice {
                tone: Tone::Bad,
                text: faults::sentence(&visit.text, &problem.fault),
                undo: None,
            }),
            error => notice::conflict(&visit.text, error),
        };
        let Some(said) = said else { return Err(error.into()) };
        let mut view = view(&visit, &console).await?;
        view.page.notice = Some(said);
        return show_as(StatusCode::CONFLICT, &view);
    }
    let (people, left) = visit.door().preview_change(&console.caller, console.id(), &selection, change).await?;
    let named = |invitation: &jigsaw_domain::invitation::Invitation| {
        let parts = [&invitation.first_name, &invitation.last_name];
        let name: Vec<&str> = parts.into_iter().flatten().map(NamePart::as_str).collect();
        (name.join(" "), invitation.email.as_typed().to_owned())
    };
    show(&BulkPage {
        page: console.page(&visit),
        head: console.counted_head(&visit).await?,
        action,
        people: people.iter().take(NAMED).map(named).collect(),
        count: u32::try_from(people.len()).unwrap_or(u32::MAX),
        left: u32::try_from(left).unwrap_or(u32::MAX),
        selected: if all_found { Vec::new() } else { selected },
        search: all_found.then_some(search.1),
    })
}

/// The address leads back to its page.
#[handler]
pub(super) fn back(Path(id): Path<String>) -> Answer {
    Ok(see_other(&format!("/sessions/{}/invitations", session_id(&id)?)))
}
