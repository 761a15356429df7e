//! `/j/{key}` and `/i/{token}`: the way into a session, one question at a time.
//!
//! Each form carries what was given before, but for passwords and codes, so each answer is decided from scratch. Looking
//! at a link changes nothing; joining is a form that is sent.

mod answer;
mod doorstep;
mod evidence;
mod screen;

use jigsaw_domain::admission::{ParticipantState, PassHolder, PassState, PublicOutcome, ReasonCode};
use jigsaw_domain::session::Phase;
use jigsaw_domain::usecase::{JoinAnswer, JoinRequest, UseCaseError};
use poem::handler;
use poem::http::{StatusCode, header};
use poem::web::Path;

use super::frame::{Answer, Turn, Visit, see_other, show, show_as, show_faulty};
use super::posted::Posted;
use super::room;
use crate::counted;
use crate::problem::Problem;
use crate::view::{Ask, Errors, Given, JoinReason};
pub(super) use answer::{take_answer, will_you_come};
pub(super) use doorstep::Doorstep;
use evidence::{Step, Wrong};
use screen::Screen;

/// The session link.
#[handler]
pub(super) async fn by_session_link(visit: Visit, Path(key): Path<String>) -> Answer {
    look(&visit, &Doorstep::session(&visit, &key).await?).await
}

/// Joining by it.
#[handler]
pub(super) async fn join_by_session_link(visit: Visit, Path(key): Path<String>, posted: Posted) -> Answer {
    attempt(&visit, &Doorstep::session(&visit, &key).await?, posted).await
}

/// The personal link.
#[handler]
pub(super) async fn by_personal_link(visit: Visit, Path(key): Path<String>) -> Answer {
    look(&visit, &Doorstep::personal(&visit, &key).await?).await
}

/// Joining by it.
#[handler]
pub(super) async fn join_by_personal_link(visit: Visit, Path(key): Path<String>, posted: Posted) -> Answer {
    attempt(&visit, &Doorstep::personal(&visit, &key).await?, posted).await
}

/// What the link shows before anything is given: where this device stands already, or the first question.
async fn look(visit: &Visit, doorstep: &Doorstep) -> Answer {
    let account = visit.asking.signed_in_account().await?;
    let zone = account.as_ref().map_or(doorstep.session.zone, |account| account.time_zone);
    let screen = Screen { visit, doorstep, zone };
    if let Some(holder) = own_pass(visit, doorstep).await?
        && let Some(answer) = by_pass(&screen, &holder).await?
    {
        return Ok(answer);
    }
    if let Some(code) = doorstep.session.link_standing {
        return show(&screen.answer(screen::reason(code), screen.given_so_far()));
    }
    match doorstep.session.phase {
        Phase::Ended => return show(&screen.answer(JoinReason::Ended, screen.given_so_far())),
        Phase::Cancelled => {
            return show(&screen.answer(JoinReason::Cancelled, screen.given_so_far()));
        }
        Phase::Scheduled | Phase::Live => {}
    }
    let mut given = screen.given_so_far();
    let ask = match (&doorstep.session.invitee, &account) {
        (Some(invitee), _) if invitee.name.is_none() && !doorstep.asks_for_accounts() => Ask::Name,
        (Some(_), _) => Ask::Nothing,
        (None, Some(account)) => {
            account.email.as_typed().clone_into(&mut given.email);
            Ask::Nothing
        }
        (None, None) => Ask::Email,
    };
    show(&screen.question(ask, given, Errors::none()))
}

/// The pass of this device, if it is the one of whoever the link is for.
async fn own_pass(visit: &Visit, doorstep: &Doorstep) -> Result<Option<PassHolder>, Turn> {
    let holder = visit.asking.presented_pass(Some(doorstep.session.id)).await?;
    let invitee = doorstep.session.invitee.as_ref();
    Ok(holder.filter(|holder| invitee.is_none_or(|invitee| invitee.email == holder.participant.email)))
}

/// Where a device stands that has a pass; `None` when it may ask again like anyone.
async fn by_pass(screen: &Screen<'_>, holder: &PassHolder) -> Result<Option<poem::Response>, Turn> {
    let answer = match holder.state(screen.visit.now()) {
        PassState::Admitted => {
            return Ok(Some(see_other(&format!("/room/{}", holder.session.id()))));
        }
        PassState::Waiting => {
            room::present(screen.visit, holder).await?;
            screen.waiting(holder)
        }
        PassState::Denied => screen.about(JoinReason::AdmissionDenied, holder),
        PassState::Removed => match holder.participant.state {
            ParticipantState::Removed { banned: true, .. } => screen.about(JoinReason::Removed, holder),
            _ => return Ok(None),
        },
        PassState::Replaced if screen.doorstep.session.invitee.is_some() => {
            screen.about(JoinReason::SeatTakenOver, holder)
        }
        PassState::Replaced | PassState::Left | PassState::Ended => return Ok(None),
    };
    show(&answer).map(Some)
}

/// One step: reads what was given, asks the door, shows what it says.
async fn attempt(visit: &Visit, doorstep: &Doorstep, posted: Posted) -> Answer {
    let posted = posted.only(&evidence::FIELDS)?;
    let step = Step::parse(posted.text("step"))?;
    let account = visit.asking.signed_in_account().await?;
    let zone = account.as_ref().map_or(doorstep.session.zone, |account| account.time_zone);
    let screen = Screen { visit, doorstep, zone };
    let mut given = screen.given_in(&posted, step);
    if step == Step::Change {
        return show(&screen.question(Ask::Email, given, Errors::none()));
    }
    let evidence = match evidence::read(&posted, step, doorstep, (account.is_some(), visit.text.language())) {
        Ok(evidence) => evidence,
        Err(Wrong { ask, problems }) => {
            return show_faulty(&screen.question(ask, given, screen.faults(&problems)));
        }
    };
    let remembered = evidence.name.clone();
    let request = JoinRequest {
        link: doorstep.link,
        evidence,
        signed_in: account,
        pass: visit.asking.carried_pass(doorstep.session.id).cloned(),
        network: visit.asking.network(),
        correlation: visit.asking.correlation(),
    };
    let answer = match counted::join(visit.door(), &request).await {
        Ok(answer) => answer,
        Err(UseCaseError::Invalid(problems)) => {
            let ask = if doorstep.session.hides_accounts { Ask::PasswordOrAccount } else { Ask::Account };
            return show_faulty(&screen.question(ask, given, screen.faults(&problems)));
        }
        Err(error @ UseCaseError::TooManyAttempts { .. }) => {
            return too_many(&screen, given, &error.into());
        }
        Err(UseCaseError::NotFound) => return Err(doorstep::unknown(visit)),
        Err(error) => return Err(error.into()),
    };
    if let Some(email) = &answer.email {
        email.as_typed().clone_into(&mut given.email);
    }
    match answer.decision.outcome {
        PublicOutcome::Admitted | PublicOutcome::Waiting => Ok(inside(&screen, &answer, remembered.as_ref())),
        PublicOutcome::Needs | PublicOutcome::Refused => {
            given.profile_ticket = answer.profile_ticket.clone().unwrap_or_default();
            next_question(&screen, &answer, given, (step, request.evidence.password.is_some()))
        }
    }
}

/// The pass goes into a cookie, and the browser to where the person stands now.
fn inside(screen: &Screen<'_>, answer: &JoinAnswer, name: Option<&jigsaw_domain::text::PersonName>) -> poem::Response {
    let is_in = answer.decision.outcome == PublicOutcome::Admitted;
    // Outside rooms are opened from there: a form may not lead to another site.
    let to = if is_in { format!("/room/{}", answer.session) } else { screen.doorstep.action.clone() };
    let mut response = see_other(&to);
    let writer = screen.visit.asking.write_cookies();
    if let Some(pass) = &answer.pass {
        response.headers_mut().append(header::SET_COOKIE, writer.pass(answer.session, pass));
    }
    if let Some(name) = name {
        response.headers_mut().append(header::SET_COOKIE, screen::remember_name(writer, name));
    }
    response
}

/// What is missing, with what was wrong at its field; or a refusal that nothing here mends.
fn next_question(
    screen: &Screen<'_>,
    answer: &JoinAnswer,
    given: Given,
    (step, gave_password): (Step, bool),
) -> Answer {
    let decision = &answer.decision;
    let refused = decision.outcome == PublicOutcome::Refused;
    let ask = match screen.ask(&decision.needs) {
        Some(Ask::Seat) if gave_password => Ask::SeatAndPassword,
        Some(ask) => ask,
        None => return show(&screen.refused(&decision.reasons, given)),
    };
    let mut page = screen.question(ask, given, Errors::none());
    let mut errors = Errors::none();
    if refused {
        for reason in &decision.reasons {
            let field = match reason.code {
                ReasonCode::WrongPassword if matches!(ask, Ask::Password | Ask::PasswordOrAccount) => "password",
                ReasonCode::CodeWrong | ReasonCode::CodeExpired if matches!(ask, Ask::Code | Ask::ListCode) => "code",
                _ => "",
            };
            errors.push(field, screen::reason(reason.code).sentence(&page.page));
        }
    } else if step == Step::Resend {
        page.page.notice = Some(screen.asked_again());
    }
    page.last = screen::is_last(ask, &decision.needs);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.errors = errors;
    show_as(status, &page)
}

fn too_many(screen: &Screen<'_>, given: Given, problem: &Problem) -> Answer {
    let mut view = screen.answer(JoinReason::TooManyAttempts, given);
    view.retry_after = problem.retry_after().and_then(|seconds| u32::try_from(seconds).ok());
    let mut page = show_as(StatusCode::TOO_MANY_REQUESTS, &view)?;
    problem.add_headers(&mut page);
    Ok(page)
}
