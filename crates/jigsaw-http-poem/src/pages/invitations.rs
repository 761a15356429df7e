//! `/sessions/{id}/invitations`: the list, and inviting people.

use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::malformed::{FieldProblem, Malformed};
use jigsaw_domain::usecase::{InvitationView, NewInvitation, RosterState, UseCaseError};
use poem::handler;
use poem::http::StatusCode;
use poem::web::Path;

use super::address_list::{Entry, entries};
use super::console::{Console, session_id};
use super::frame::{Answer, Turn, Visit, see_other, show, show_as};
use super::posted::Posted;
use super::{faults, mail_plan, mail_words, notice, times, words};
use crate::problem::Problem;
use crate::view::{self, Errors, FaultyLine, InvitationRow, InvitationsPage};

/// Rows of one page of the list.
const PAGE: u32 = 500;
/// Faulty lines that are shown; a list with more is mended from the top.
const MOST_FAULTS: usize = 50;

/// The list.
#[handler]
pub(super) async fn show_list(visit: Visit, Path(id): Path<String>) -> Answer {
    let (console, _) = Console::of_host(&visit, &id).await?;
    show(&view(&visit, &console).await?)
}

/// Invites everyone on the typed list, or nobody.
#[handler]
pub(super) async fn invite(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["emails", "role"])?;
    let (console, _) = Console::of_host(&visit, &id).await?;
    let entries = entries(posted.text("emails"));
    let invited = match read(&entries, posted.filled("role")) {
        Ok(rows) => visit.door().invite(&console.caller, console.id(), rows).await,
        Err(problems) => Err(UseCaseError::Invalid(problems)),
    };
    let (status, problems, notice) = match invited {
        Ok(invited) => {
            let new = invited.invitations.iter().filter(|one| one.is_new).count();
            return Ok(see_other(&format!("/sessions/{}/invitations?done=invited&count={new}", console.id())));
        }
        Err(UseCaseError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(error) => match notice::conflict(&visit.text, &error) {
            Some(notice) => (StatusCode::CONFLICT, Vec::new(), Some(notice)),
            None => return Err(error.into()),
        },
    };
    let mut view = view(&visit, &console).await?;
    view.page.notice = notice;
    posted.text("emails").clone_into(&mut view.emails);
    view.role = view::Role::parse(posted.text("role")).unwrap_or(view.role);
    view.typed_lines = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    for problem in problems {
        place(&visit, &mut view, &entries, problem);
    }
    show_as(status, &view)
}

/// Every row, or every fault, named by row as the use case does.
fn read(entries: &[Entry<'_>], role: Option<&str>) -> Result<Vec<NewInvitation>, Vec<FieldProblem>> {
    let fault = |field: String, fault| FieldProblem { field, fault };
    let role = match role.map_or(Ok(Role::Attendee), Role::parse_invited) {
        Ok(role) => role,
        Err(wrong) => return Err(vec![fault("role".to_owned(), wrong)]),
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        match entry.parse(role) {
            Ok(row) => rows.push(row),
            Err(wrong) => problems.push(fault(format!("invitations[{index}].email"), wrong)),
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

/// Puts a fault where it can be mended: at its line, or at a field.
fn place(visit: &Visit, view: &mut InvitationsPage, entries: &[Entry<'_>], problem: FieldProblem) {
    let row = problem.field.strip_prefix("invitations[").and_then(|rest| rest.split_once(']'));
    let row = row.and_then(|(index, field)| Some((entries.get(index.parse::<usize>().ok()?)?, field)));
    match row {
        Some((_, ".role")) => view.errors.push("role", faults::sentence(&visit.text, &problem.fault)),
        Some((entry, _)) if view.faulty_lines.len() < MOST_FAULTS => {
            let fault = match problem.fault {
                // The use case counts rows; people look for lines.
                Malformed::Duplicate { row } => {
                    let first = row.checked_sub(1).and_then(|index| entries.get(index)).map_or(1, |first| first.line);
                    Malformed::Duplicate { row: first as usize }
                }
                fault => fault,
            };
            view.faulty_lines.push(FaultyLine {
                line: entry.line,
                typed: entry.typed.chars().take(120).collect(),
                message: faults::sentence(&visit.text, &fault),
            });
        }
        Some(_) => {}
        None => {
            let field = if problem.field == "role" { "role" } else { "emails" };
            view.errors.push(field, faults::sentence(&visit.text, &problem.fault));
        }
    }
}

/// Mails an invitation again.
#[handler]
pub(super) async fn resend(visit: Visit, Path((id, invitation)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (session, invitation) = ids(&id, &invitation)?;
    let caller = visit.caller_in(session).await?;
    let result = visit.door().resend(&caller, session, invitation).await;
    after(&visit, &id, result.map(|_| "resent")).await
}

/// Takes an invitation back.
#[handler]
pub(super) async fn revoke(visit: Visit, Path((id, invitation)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (session, invitation) = ids(&id, &invitation)?;
    let caller = visit.caller_in(session).await?;
    let result = visit.door().revoke(&caller, session, invitation).await;
    after(&visit, &id, result.map(|()| "revoked")).await
}

/// Mails an address again that was on the list of those that are not mailed.
#[handler]
pub(super) async fn mail_again(visit: Visit, Path((id, invitation)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (session, invitation) = ids(&id, &invitation)?;
    let caller = visit.caller_in(session).await?;
    let result = visit.door().lift_suppression(&caller, session, invitation).await;
    after(&visit, &id, result.map(|()| "lifted")).await
}

/// Addresses of actions lead back to their page.
#[handler]
pub(super) fn back(Path((id, _)): Path<(String, String)>) -> Answer {
    Ok(see_other(&format!("/sessions/{}/invitations", session_id(&id)?)))
}

fn ids(session: &str, invitation: &str) -> Result<(SessionId, InvitationId), Problem> {
    Ok((session_id(session)?, InvitationId::parse(invitation).ok_or_else(Problem::not_found)?))
}

async fn after(visit: &Visit, id: &str, result: Result<&'static str, UseCaseError>) -> Answer {
    let error = match result {
        Ok(word) => {
            return Ok(see_other(&format!("/sessions/{id}/invitations?done={word}")));
        }
        Err(error) => error,
    };
    let Some(notice) = notice::conflict(&visit.text, &error) else {
        return Err(error.into());
    };
    let (console, _) = Console::of_host(visit, id).await?;
    let mut view = view(visit, &console).await?;
    view.page.notice = Some(notice);
    show_as(StatusCode::CONFLICT, &view)
}

async fn view(visit: &Visit, console: &Console) -> Result<InvitationsPage, Turn> {
    let after = visit.query("after").and_then(InvitationId::parse);
    let door = visit.door();
    let mut listed = door.list_invitations(&console.caller, console.id(), after, PAGE + 1).await?;
    let goes_on = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let next = listed.last().filter(|_| goes_on).map(|last| last.listed.invitation.id);
    let (_, roster) = door.roster(&console.caller, console.id()).await?;
    let total = roster.iter().filter(|entry| entry.invitation.is_some()).count().max(listed.len());
    let status = door.mail_status(&console.caller, console.id()).await?;
    let mail_waits = status.relay_out_since.filter(|_| status.tally.waiting() > 0);
    let can_invite = console.is_open(visit);
    Ok(InvitationsPage {
        page: console.page(visit),
        head: console.head(visit, roster.iter().filter(|entry| entry.state == RosterState::Waiting).count()),
        invitation_type: words::invitation_type(console.session.invitation_type()),
        can_invite,
        emails: String::new(),
        role: view::Role::Attendee,
        errors: Errors::none(),
        faulty_lines: Vec::new(),
        typed_lines: 0,
        mail_waits: mail_waits.map(|since| times::stamp(&visit.text, since, console.zone())),
        plan: mail_plan::of(visit, console).await?,
        rows: listed.iter().map(|view| row(visit, console, view)).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        next_url: next.map(|id| format!("/sessions/{}/invitations?after={id}", console.id())),
    })
}

fn row(visit: &Visit, console: &Console, view: &InvitationView) -> InvitationRow {
    let listed = &view.listed;
    let invitation = &listed.invitation;
    let parts = [&invitation.first_name, &invitation.last_name];
    let name: Vec<&str> = parts.into_iter().flatten().map(jigsaw_domain::text::NamePart::as_str).collect();
    let progress = listed.seen.progress();
    let since = progress.as_ref().map(|progress| progress.since).or(listed.mail_since);
    InvitationRow {
        id: invitation.id.to_string(),
        email: invitation.email.as_typed().to_owned(),
        name: name.join(" "),
        role: words::role(invitation.role),
        status: words::invitation(listed, progress.as_ref().map(|progress| progress.step)),
        said: invitation.rsvp.map(|rsvp| words::said(rsvp.answer)),
        trouble: mail_words::trouble(&visit.text, view, progress.as_ref()).filter(|_| invitation.is_active()),
        note: mail_words::note(&visit.text, view, console.zone()),
        since: Some(times::stamp(&visit.text, since.unwrap_or(invitation.created_at), console.zone())),
        can_change: invitation.is_active(),
        can_lift: view.suppressed.is_some(),
    }
}
