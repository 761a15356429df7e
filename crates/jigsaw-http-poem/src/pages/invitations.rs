//! `/sessions/{id}/invitations`: the list, and inviting people.

mod listing;
mod preview;

use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::{AddressList, Headings, ListedPerson, Role, write_table};
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::usecase::{FaultyRows, UseCaseError};
use poem::Response;
use poem::handler;
use poem::http::{StatusCode, header};
use poem::web::Path;
use sha2::{Digest as _, Sha256};

use super::console::{Console, session_id};
use super::frame::{Answer, Visit, see_other, show, show_as};
use super::posted::Posted;
use super::upload::Upload;
use super::{faults, notice};
use crate::problem::Problem;
use crate::table;
use crate::text::Text;
use crate::view::{self, Errors, TypedList};

pub(super) use listing::{read_search, view};

/// The list.
#[handler]
pub(super) async fn show_list(visit: Visit, Path(id): Path<String>) -> Answer {
    let (console, _) = Console::of_host(&visit, &id).await?;
    show(&view(&visit, &console).await?)
}

/// What a host wants to be done with a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Everyone is invited, or nobody.
    Invite,
    /// Nothing yet.
    Look,
    /// The rows that can be used, after looking.
    Good,
}

/// Invites everyone on the list or nobody, shows what the list would do, or invites without the rows that cannot be used.
#[handler]
pub(super) async fn invite(visit: Visit, Path(id): Path<String>, upload: Upload) -> Answer {
    let posted = upload.posted.only(&["emails", "file", "format", "role", "seen", "step"])?;
    let (console, _) = Console::of_host(&visit, &id).await?;
    let (typed, list, mut errors) = read(&visit.text, &posted, &upload.file);
    let step = match posted.text("step") {
        "" => Step::Invite,
        "good" if posted.text("seen") == seen(&typed) => Step::Good,
        _ => Step::Look,
    };
    let role = Role::parse_invited(typed.role.code()).ok();
    let mut status = if step == Step::Look { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut said = None;
    if let Some(list) = &list
        && errors.is_empty()
        && step != Step::Look
    {
        let faulty = if step == Step::Good { FaultyRows::LeaveOut } else { FaultyRows::Refuse };
        match visit.door().invite_list(&console.caller, console.id(), (list, role), faulty).await {
            Ok(invited) => {
                let new = invited.invitations.iter().filter(|one| one.is_new).count();
                let path = format!("/sessions/{}/invitations?done=invited&count={new}", console.id());
                return Ok(see_other(&path));
            }
            // Which rows they are, the preview says.
            Err(UseCaseError::Invalid(_)) => {}
            Err(error) => match notice::conflict(&visit.text, &error) {
                Some(notice) => {
                    status = StatusCode::CONFLICT;
                    said = Some(notice);
                }
                None => return Err(error.into()),
            },
        }
    }
    let mut view = view(&visit, &console).await?;
    if let Some(list) = list.filter(|_| errors.is_empty() && said.is_none()) {
        match visit.door().preview_list(&console.caller, console.id(), &list, role).await {
            Ok(preview) => view.preview = Some(preview::card(&visit.text, &list, &preview, seen(&typed))),
            Err(error) => match notice::conflict(&visit.text, &error) {
                Some(notice) => {
                    status = StatusCode::CONFLICT;
                    said = Some(notice);
                }
                None => return Err(error.into()),
            },
        }
    }
    if !errors.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    view.page.notice = said;
    std::mem::swap(&mut view.errors, &mut errors);
    view.typed = typed;
    show_as(status, &view)
}

/// The form as it was sent: what is to be shown again, the list if it can be read, and what is wrong with a field.
fn read(text: &Text, posted: &Posted, file: &[u8]) -> (TypedList, Option<AddressList>, Errors) {
    let mut errors = Errors::none();
    let role = match posted.filled("role").map_or(Ok(Role::Attendee), Role::parse_invited) {
        Ok(role) => view::Role::parse(role.as_str()).unwrap_or(view::Role::Attendee),
        Err(fault) => {
            errors.push("role", faults::sentence(text, &fault));
            view::Role::Attendee
        }
    };
    let typed = |text: String, is_file| TypedList { text, is_file, role };
    let typed = match table::decode(file) {
        Ok(content) if !file.is_empty() => typed(content, true),
        Ok(_) => typed(posted.text("emails").to_owned(), posted.text("format") == "table"),
        Err(table::NotText) => {
            errors.push("file", text.t("list-not-text"));
            return (typed(posted.text("emails").to_owned(), false), None, errors);
        }
    };
    let list = if typed.is_file { table::read(&typed.text) } else { AddressList::read_pasted(&typed.text) };
    let fault = match list {
        Ok(list) if list.rows() > 0 => return (typed, Some(list), errors),
        Ok(_) => Malformed::Blank,
        Err(fault) => fault,
    };
    let field = if file.is_empty() { "emails" } else { "file" };
    errors.push(field, faults::sentence(text, &fault));
    (typed, None, errors)
}

/// Tells one list from another.
fn seen(typed: &TypedList) -> String {
    let digest = Sha256::digest(format!("{}\n{}\n{}", typed.is_file, typed.role.code(), typed.text));
    let half = digest.iter().take(16).fold(0_u128, |half, byte| (half << 8) | u128::from(*byte));
    format!("{half:032x}")
}

/// A file to fill in, in the reader's language.
#[handler]
pub(super) async fn sample(visit: Visit, Path(id): Path<String>) -> Answer {
    Console::of_host(&visit, &id).await?;
    let table = sample_table(&visit.text)?;
    Ok(Response::builder()
        .content_type("text/csv; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"jigsaw-invitations.csv\"")
        .body(table))
}

fn sample_table(text: &Text) -> Result<String, Problem> {
    use jigsaw_domain::language::Language;

    let (email, first_name, last_name) =
        (text.t("sample-email"), text.t("sample-first-name"), text.t("sample-last-name"));
    let (role, language) = (text.t("sample-role"), text.t("sample-language"));
    let separator = if text.language() == Language::English { ',' } else { ';' };
    let headings = Headings {
        email: &email,
        first_name: &first_name,
        last_name: &last_name,
        role: &role,
        language: &language,
        separator,
    };
    let people = AddressList::read_pasted("Mia Ito <mia@example.org>\nZoë Müller <zoe@example.org>\nsam@example.org");
    let mut people =
        people.map_err(|fault| Problem::internal(format!("the sample cannot be written: {fault}")))?.people;
    let details: [(Role, Option<Language>); 3] =
        [(Role::Presenter, Some(Language::English)), (Role::Attendee, Some(text.language())), (Role::Attendee, None)];
    for (person, (role, language)) in people.iter_mut().zip(details) {
        *person = ListedPerson { role: Some(role), language, ..person.clone() };
    }
    Ok(write_table(&headings, &people))
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

/// The list again, with a word about what was done or why not.
pub(super) async fn after(visit: &Visit, id: &str, result: Result<&'static str, UseCaseError>) -> Answer {
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

#[cfg(test)]
mod tests {
    use jigsaw_domain::language::Language;

    use super::*;

    #[test]
    fn the_sample_of_every_language_is_read_whole() {
        for language in Language::ALL {
            let written = sample_table(&Text::new(*language)).unwrap();
            for list in [table::read(&written), AddressList::read_pasted(&written)] {
                let list = list.unwrap();
                assert_eq!((list.people.len(), list.faults.len()), (3, 0), "{written}");
                let mia = &list.people[0];
                assert_eq!(
                    mia.first_name.as_ref().map(jigsaw_domain::text::NamePart::as_str),
                    Some("Mia"),
                    "{written}"
                );
                assert_eq!(mia.last_name.as_ref().map(jigsaw_domain::text::NamePart::as_str), Some("Ito"), "{written}");
                assert_eq!((mia.role, mia.language), (Some(Role::Presenter), Some(Language::English)), "{written}");
            }
        }
    }
}
