//! `/sessions/{id}`: what a session is, its link, and calling it off.

use jigsaw_domain::session::{Occasion, SessionEdit, SessionState};
use jigsaw_domain::text::HostText;
use jigsaw_domain::usecase::{SessionView, UseCaseError};
use jigsaw_domain::version::Version;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

use super::console::{Console, session_id};
use super::frame::{Answer, Turn, Visit, see_other, show, show_as, show_faulty};
use super::posted::Posted;
use super::{faults, links, notice, preview, session_form, summary};
use crate::view::{DetailsPage, Errors, LinkCard, SessionForm, SharePanel};

/// Session details.
#[handler]
pub(super) async fn show_details(visit: Visit, Path(id): Path<String>) -> Answer {
    let (console, session) = Console::of_host(&visit, &id).await?;
    let form = session_form::stored(&session.session);
    show(&view(&visit, &console, &session, (form, Errors::none())).await?)
}

/// Saves the form. An edit that shuts people out is asked about first; whoever goes back finds what they typed.
#[handler]
pub(super) async fn save(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = session_form::only(posted)?;
    let (console, session) = Console::of_host(&visit, &id).await?;
    if posted.is_on(session_form::BACK) {
        return show(&view(&visit, &console, &session, (session_form::typed(&posted), Errors::none())).await?);
    }
    let seen = posted.get("version").and_then(|version| version.parse().ok()).map(Version::new);
    let moved = seen.is_some_and(|seen| seen != session.session.version());
    let saved = match session_form::check(&posted) {
        Ok(checked) => {
            let edit = SessionEdit {
                title: Some(checked.title),
                schedule: Some(checked.schedule),
                invitation_type: Some(checked.invitation_type),
                door: Some(checked.door),
                reminders: Some(checked.reminders),
                message: Some(checked.message),
                tell: checked.tell,
                ..SessionEdit::default()
            };
            let asks = !posted.is_on(session_form::ANYWAY) && !moved;
            match preview::if_anyone_is_shut_out(&visit, &console, edit.clone(), asks).await {
                Ok(Some(preview)) => return show(&preview::view(&visit, &console, &posted, &preview).await?),
                Ok(None) => visit.door().edit_session(&console.caller, console.id(), edit, seen).await,
                Err(error) => Err(error),
            }
        }
        Err(problems) => Err(UseCaseError::Invalid(problems)),
    };
    match saved {
        Ok(_) => Ok(done(&console, "saved")),
        Err(UseCaseError::Invalid(problems)) => {
            let errors = faults::errors(&visit.text, &problems, session_form::field_of);
            show_faulty(&view(&visit, &console, &session, (session_form::typed(&posted), errors)).await?)
        }
        Err(error) => {
            // What is stored now, as the version to go on from; what was typed stays.
            let (console, session) = Console::of_host(&visit, &id).await?;
            let shown = if matches!(error, UseCaseError::Port(_)) || console.is_open(&visit) {
                error
            } else {
                UseCaseError::Contradiction("over")
            };
            let Some(notice) = notice::conflict(&visit.text, &shown) else {
                return Err(shown.into());
            };
            let version = session.session.version().get().to_string();
            let form = SessionForm { version, ..session_form::typed(&posted) };
            let mut view = view(&visit, &console, &session, (form, Errors::none())).await?;
            view.page.notice = Some(notice);
            show_as(StatusCode::CONFLICT, &view)
        }
    }
}

/// Replaces the session link.
#[handler]
pub(super) async fn rotate_link(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["tell"])?;
    let (console, session) = Console::of_host(&visit, &id).await?;
    let rotated = visit.door().rotate_link(&console.caller, console.id(), session_form::tell(&posted)).await;
    after(&visit, (&console, &session), rotated.map(|_| "rotated")).await
}

/// Calls the session off.
#[handler]
pub(super) async fn cancel(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["reason", "tell"])?;
    let (console, session) = Console::of_host(&visit, &id).await?;
    let cancelled = match posted.filled("reason").map(HostText::parse).transpose() {
        Ok(reason) => {
            let tell = session_form::tell(&posted);
            visit.door().cancel_session(&console.caller, console.id(), reason, tell).await
        }
        Err(fault) => Err(UseCaseError::field("reason", fault)),
    };
    after(&visit, (&console, &session), cancelled.map(|_| "cancelled")).await
}

/// Addresses of actions lead back to their page.
#[handler]
pub(super) fn back(Path(id): Path<String>) -> Answer {
    Ok(see_other(&format!("/sessions/{}", session_id(&id)?)))
}

/// The page after the limits of the link were changed, or not: then with what was typed.
pub(super) async fn after_limits(
    visit: &Visit,
    id: &str,
    result: Result<&'static str, UseCaseError>,
    typed: impl FnOnce(&mut SharePanel),
) -> Answer {
    let (console, session) = Console::of_host(visit, id).await?;
    let (status, errors, notice) = match result {
        Ok(word) => return Ok(done(&console, word)),
        Err(UseCaseError::Invalid(problems)) => {
            let field_of = |field: &str| if field == "link_people" { "link_people" } else { "link_expires" };
            (StatusCode::UNPROCESSABLE_ENTITY, faults::errors(&visit.text, &problems, field_of), None)
        }
        Err(error) => match notice::conflict(&visit.text, &error) {
            Some(notice) => (StatusCode::CONFLICT, Errors::none(), Some(notice)),
            None => return Err(error.into()),
        },
    };
    let form = session_form::stored(&session.session);
    let mut view = view(visit, &console, &session, (form, errors)).await?;
    if let Some(panel) = &mut view.share {
        typed(panel);
    }
    view.page.notice = notice.or(view.page.notice);
    show_as(status, &view)
}

async fn after(
    visit: &Visit,
    (console, session): (&Console, &SessionView),
    result: Result<&'static str, UseCaseError>,
) -> Answer {
    let (status, errors, notice) = match result {
        Ok(word) => return Ok(done(console, word)),
        Err(UseCaseError::Invalid(problems)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, faults::errors(&visit.text, &problems, |_| ""), None)
        }
        Err(error) => match notice::conflict(&visit.text, &error) {
            Some(notice) => (StatusCode::CONFLICT, Errors::none(), Some(notice)),
            None => return Err(error.into()),
        },
    };
    let form = session_form::stored(&session.session);
    let mut view = view(visit, console, session, (form, errors)).await?;
    view.page.notice = notice.or(view.page.notice);
    show_as(status, &view)
}

fn done(console: &Console, word: &str) -> Response {
    see_other(&format!("/sessions/{}?done={word}", console.id()))
}

async fn view(
    visit: &Visit,
    console: &Console,
    session: &SessionView,
    (form, errors): (SessionForm, Errors),
) -> Result<DetailsPage, Turn> {
    let cancelled_because = match session.session.state() {
        SessionState::Cancelled { reason, .. } => Some(reason.as_ref().map(ToString::to_string).unwrap_or_default()),
        _ => None,
    };
    // On the page that follows a saving, what came too late is told as well.
    let occasion = match visit.query("done") {
        Some("created" | "saved") => Occasion::Saving,
        _ => Occasion::Looking,
    };
    let conflicts = visit.door().conflicts(&console.caller, console.id(), occasion).await?;
    let can_edit = console.is_open(visit);
    let told = if can_edit { visit.door().count_told(&console.caller, console.id()).await? } else { 0 };
    Ok(DetailsPage {
        page: console.page(visit),
        head: console.counted_head(visit).await?,
        link: Some(LinkCard::new(&session.link)),
        share: Some(links::panel(visit, console, session).await?),
        access_summary: summary::sentence(&visit.text, &session.session.access_summary()),
        conflicts: conflicts.iter().map(|found| visit.text.odd(found.code.as_str(), &found.numbers)).collect(),
        form,
        can_edit,
        told,
        errors,
        cancelled_because,
    })
}
