//! What is done from the live page. Each action is one use case, which asks who may do it.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{ParticipantId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::{HostText, NamePart};
use jigsaw_domain::usecase::{Caller, NewInvitation, UseCaseError};
use poem::handler;
use poem::http::StatusCode;
use poem::web::Path;

use super::console::session_id;
use super::frame::{Answer, Turn, Visit, see_other, show_as};
use super::posted::Posted;
use super::{faults, live};
use crate::problem::Problem;
use crate::view::{self, InviteForm, Notice, Tone};

/// Starts the session.
#[handler]
pub(super) async fn start(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().start(&caller, session).await;
    after(&visit, &id, result.map(|_| "done=started".to_owned())).await
}

/// Ends it for everyone.
#[handler]
pub(super) async fn end(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().end(&caller, session).await;
    after(&visit, &id, result.map(|_| "done=ended".to_owned())).await
}

/// Lets nobody new in.
#[handler]
pub(super) async fn lock(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["message"])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = match words(&posted, "message") {
        Ok(message) => visit.door().lock(&caller, session, message).await,
        Err(error) => Err(error),
    };
    after(&visit, &id, result.map(|_| "done=locked".to_owned())).await
}

/// Lets people in again.
#[handler]
pub(super) async fn unlock(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().unlock(&caller, session).await;
    after(&visit, &id, result.map(|_| "done=unlocked".to_owned())).await
}

/// Lets everyone in who waits.
#[handler]
pub(super) async fn admit_all(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().admit_all(&caller, session).await;
    after(&visit, &id, result.map(|_| "done=admitted".to_owned())).await
}

/// Lets one person in. Where another rule still holds them, they come in when it no longer does.
#[handler]
pub(super) async fn admit(visit: Visit, Path((id, person)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().admit(&caller, session, participant(&person)?).await;
    let word = |person: jigsaw_domain::admission::Participant| match person.state {
        jigsaw_domain::admission::ParticipantState::Admitted => "done=admitted".to_owned(),
        _ => "done=approved".to_owned(),
    };
    after(&visit, &id, result.map(word)).await
}

/// Sends one person away.
#[handler]
pub(super) async fn deny(visit: Visit, Path((id, person)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().deny(&caller, session, participant(&person)?).await;
    after(&visit, &id, result.map(|person| format!("done=denied&person={}", person.id))).await
}

/// Removes a person.
#[handler]
pub(super) async fn remove(visit: Visit, Path((id, person)): Path<(String, String)>, posted: Posted) -> Answer {
    let posted = posted.only(&["reason", "ban"])?;
    let (caller, session) = open(&visit, &id).await?;
    let person = participant(&person)?;
    let result = match words(&posted, "reason") {
        Ok(reason) => visit.door().remove(&caller, session, person, (reason, posted.is_on("ban"))).await,
        Err(error) => Err(error),
    };
    after(&visit, &id, result.map(|person| format!("done=removed&person={}", person.id))).await
}

/// Takes a removal or a refusal back.
#[handler]
pub(super) async fn forgive(visit: Visit, Path((id, person)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = visit.door().forgive(&caller, session, participant(&person)?).await;
    after(&visit, &id, result.map(|_| "done=forgiven".to_owned())).await
}

/// Gives a person another role.
#[handler]
pub(super) async fn change_role(visit: Visit, Path((id, person)): Path<(String, String)>, posted: Posted) -> Answer {
    let posted = posted.only(&["role"])?;
    let (caller, session) = open(&visit, &id).await?;
    let person = participant(&person)?;
    let result = match Role::parse_invited(posted.text("role")) {
        Ok(role) => visit.door().change_role(&caller, session, person, role).await,
        Err(fault) => Err(UseCaseError::field("role", fault)),
    };
    after(&visit, &id, result.map(|_| "done=role".to_owned())).await
}

/// Invites on the fly. The page that follows shows the personal link.
#[handler]
pub(super) async fn invite(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["email", "first_name", "last_name", "role"])?;
    let (caller, session) = open(&visit, &id).await?;
    let result = match invitation(&posted) {
        Ok(row) => visit.door().invite(&caller, session, vec![row]).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(invited) => {
            let made =
                invited.invitations.first().map(|one| format!("?invited={}", one.invitation.id)).unwrap_or_default();
            Ok(see_other(&format!("/sessions/{session}/live{made}")))
        }
        Err(UseCaseError::Invalid(problems)) => {
            let (console, people) = live::open(&visit, &id).await?;
            if !console.is_host() {
                // What is wrong with the form is not theirs to mend.
                return Err(UseCaseError::Forbidden.into());
            }
            let mut view = live::view(&visit, &console, &people);
            view.errors = faults::errors(&visit.text, &problems, invite_field);
            view.invite = InviteForm {
                email: posted.text("email").to_owned(),
                first_name: posted.text("first_name").to_owned(),
                last_name: posted.text("last_name").to_owned(),
                role: view::Role::parse(posted.text("role")).unwrap_or(view::Role::Attendee),
            };
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => live::conflicting(&visit, &id, error).await,
    }
}

fn invitation(posted: &Posted) -> Result<NewInvitation, UseCaseError> {
    let mut problems = Problems::default();
    let email = problems.take("email", EmailAddress::parse(posted.text("email")));
    let first_name = problems.take_optional("first_name", posted.filled("first_name"), NamePart::parse);
    let last_name = problems.take_optional("last_name", posted.filled("last_name"), NamePart::parse);
    let role = problems.take_optional("role", posted.filled("role"), Role::parse_invited);
    match email {
        Some(email) if problems.is_empty() => Ok(NewInvitation { email, role, first_name, last_name, language: None }),
        _ => Err(problems.into_vec().into()),
    }
}

fn invite_field(field: &str) -> &'static str {
    match field.rsplit('.').next() {
        Some("email") => "email",
        Some("first_name") => "first_name",
        Some("last_name") => "last_name",
        Some("role") => "role",
        _ => "",
    }
}

async fn open(visit: &Visit, id: &str) -> Result<(Caller, SessionId), Turn> {
    let session = session_id(id)?;
    Ok((visit.caller_in(session).await?, session))
}

fn participant(text: &str) -> Result<ParticipantId, Problem> {
    ParticipantId::parse(text).ok_or_else(Problem::not_found)
}

/// The host's words, if any were typed.
fn words(posted: &Posted, field: &'static str) -> Result<Option<HostText>, UseCaseError> {
    let words = posted.filled(field).map(HostText::parse).transpose();
    words.map_err(|fault| UseCaseError::field(field, fault))
}

async fn after(visit: &Visit, id: &str, result: Result<String, UseCaseError>) -> Answer {
    match result {
        Ok(query) => Ok(see_other(&format!("/sessions/{id}/live?{query}"))),
        Err(UseCaseError::Invalid(problems)) => {
            let (console, people) = live::open(visit, id).await?;
            let mut view = live::view(visit, &console, &people);
            // Small forms in panels: the panel is closed now, so the fault is said at the top.
            let said =
                problems.first().map(|problem| faults::sentence(&visit.text, &problem.fault)).unwrap_or_default();
            view.page.notice = Some(Notice { tone: Tone::Bad, text: said, undo: None });
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => live::conflicting(visit, id, error).await,
    }
}
