//! `/sessions`: My sessions, and the form for a new one.

use jigsaw_domain::account::Account;
use jigsaw_domain::port::SessionsOf;
use jigsaw_domain::session::Room;
use jigsaw_domain::usecase::{Caller, CreateSession, SessionView, UseCaseError};
use poem::{Response, handler};

use super::frame::{Answer, Turn, Visit, see_other, show, show_faulty};
use super::posted::Posted;
use super::{faults, repeats, session_form, times, words};
use crate::view::{Errors, NewSessionPage, SessionForm, SessionRow, SessionsPage};

/// Sessions of one kind that are shown.
const MOST_ROWS: u32 = 200;
/// Invitations of one session that are counted; the list itself says the rest.
const MOST_COUNTED: u32 = 1000;

/// My sessions.
#[handler]
pub(super) async fn list(visit: Visit) -> Answer {
    let (caller, account) = visit.signed_in().await?;
    let now = visit.now();
    let upcoming = rows(&visit, (&caller, &account), SessionsOf::Upcoming(now)).await?;
    let past = rows(&visit, (&caller, &account), SessionsOf::Past(now)).await?;
    let calendar_url = if account.may_host() { Some(visit.door().calendar_address(&caller).await?) } else { None };
    show(&SessionsPage { page: visit.page(Some(&account)), upcoming, past, calendar_url })
}

/// Renews the private address of the calendar.
#[handler]
pub(super) async fn renew_calendar(visit: Visit, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (caller, _) = visit.signed_in().await?;
    visit.door().renew_calendar_address(&caller).await?;
    Ok(see_other("/sessions?done=calendar_renewed"))
}

/// Addresses of actions lead back to their page.
#[handler]
pub(super) fn back() -> Response {
    see_other("/sessions")
}

async fn rows(
    visit: &Visit,
    (caller, account): (&Caller, &Account),
    which: SessionsOf,
) -> Result<Vec<SessionRow>, Turn> {
    let (views, _) = visit.door().list_sessions(caller, which, None, MOST_ROWS).await?;
    let mut rows = Vec::with_capacity(views.len());
    for view in views {
        rows.push(row(visit, account, &view).await?);
    }
    Ok(rows)
}

async fn row(visit: &Visit, account: &Account, view: &SessionView) -> Result<SessionRow, Turn> {
    let (session, ports) = (&view.session, visit.door().ports());
    let invited = ports.invitations.list(session.id(), None, MOST_COUNTED).await?;
    let invited = invited.iter().filter(|listed| listed.invitation.is_active()).count();
    Ok(SessionRow {
        id: session.id().to_string(),
        title: session.title().to_string(),
        state: words::phase(session.phase(visit.now())),
        when: times::schedule(&visit.text, session.schedule(), account.time_zone),
        repeats: repeats::sentence(&visit.text, session, visit.now()),
        invitation_type: words::invitation_type(session.invitation_type()),
        invited: u32::try_from(invited).unwrap_or(u32::MAX),
        inside: ports.participants.seats_taken(session.id()).await?,
    })
}

/// The form for a new session.
#[handler]
pub(super) async fn form_for_new(visit: Visit) -> Answer {
    let (_, account) = visit.signed_in().await?;
    show(&view(&visit, &account, session_form::empty(account.time_zone), Errors::none()))
}

/// Creates a session.
#[handler]
pub(super) async fn create(visit: Visit, posted: Posted) -> Answer {
    let posted = session_form::only(posted)?;
    let (caller, account) = visit.signed_in().await?;
    let created = match session_form::check(&posted) {
        Ok(checked) => match checked.kind.plan(checked.schedule) {
            Ok((kind, schedule)) => {
                let draft = CreateSession {
                    title: checked.title,
                    kind,
                    schedule,
                    invitation_type: checked.invitation_type,
                    door: checked.door,
                    reminders: checked.reminders,
                    room: Room::Builtin,
                    message: checked.message,
                };
                visit.door().create_session(&caller, draft).await
            }
            Err((field, fault)) => Err(UseCaseError::field(field, fault)),
        },
        Err(problems) => Err(UseCaseError::Invalid(problems)),
    };
    match created {
        Ok(made) => Ok(see_other(&format!("/sessions/{}?done=created", made.session.id()))),
        Err(UseCaseError::Invalid(problems)) => {
            let errors = faults::errors(&visit.text, &problems, session_form::field_of);
            show_faulty(&view(&visit, &account, session_form::typed(&posted), errors))
        }
        Err(error) => Err(error.into()),
    }
}

fn view(visit: &Visit, account: &Account, form: SessionForm, errors: Errors) -> NewSessionPage {
    NewSessionPage { page: visit.page(Some(account)), form, errors }
}
