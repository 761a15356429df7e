//! The times of a series: the list on the details page, and `/sessions/{id}/occurrences/{name}` to change one of them.

use chrono::NaiveDateTime;
use jigsaw_domain::malformed::{Malformed, Problems};
use jigsaw_domain::session::{self, Occurrence, Schedule, Scope, SessionEdit, SessionKind, Tell};
use jigsaw_domain::usecase::{SessionView, UseCaseError};
use poem::handler;
use poem::http::StatusCode;
use poem::web::Path;

use super::console::Console;
use super::frame::{Answer, Turn, Visit, see_other, show, show_as};
use super::posted::Posted;
use super::{faults, notice, session_form, times};
use crate::problem::Problem;
use crate::view::{Errors, OccurrencePage, OccurrenceRow, Standing};

/// Times that the details page shows.
const SHOWN: usize = 20;
const NAME: &str = "%Y-%m-%dT%H:%M:%S";

/// The next times of a session that has more than one, and how many come after them.
pub(super) fn coming(visit: &Visit, console: &Console) -> (Vec<OccurrenceRow>, usize) {
    let session = &console.session;
    if matches!(session.kind(), SessionKind::OneTime) || !console.is_open(visit) {
        return (Vec::new(), 0);
    }
    let now = visit.now();
    let coming: Vec<Occurrence> =
        session.occurrences().into_iter().filter(|one| one.schedule.ends_at() > now).collect();
    let rows = coming.iter().take(SHOWN).map(|one| OccurrenceRow {
        name: one.original.format(NAME).to_string(),
        when: times::schedule(&visit.text, &one.schedule, console.zone()),
        standing: standing(one.standing),
        can_change: session.series().is_some() && one.standing != session::Standing::Cancelled,
    });
    (rows.collect(), coming.len().saturating_sub(SHOWN))
}

const fn standing(standing: session::Standing) -> Standing {
    match standing {
        session::Standing::Planned => Standing::Planned,
        session::Standing::Moved => Standing::Moved,
        session::Standing::Cancelled => Standing::Cancelled,
    }
}

/// The form that moves one.
#[handler]
pub(super) async fn form(visit: Visit, Path((id, name)): Path<(String, String)>) -> Answer {
    let (console, session) = Console::of_host(&visit, &id).await?;
    let one = named(&session, &name)?;
    let fields = (times::field(one.schedule.starts()), times::field(one.schedule.ends()));
    show(&view(&visit, &console, &one, (fields, Errors::none())).await?)
}

/// Moves it.
#[handler]
pub(super) async fn move_it(visit: Visit, Path((id, name)): Path<(String, String)>, posted: Posted) -> Answer {
    let posted = posted.only(&["starts", "ends"])?;
    let (console, session) = Console::of_host(&visit, &id).await?;
    let one = named(&session, &name)?;
    let moved = match schedule(&posted, &session) {
        Ok(to) => {
            let scope = Scope::This(Some(one.original));
            let edit = SessionEdit { schedule: Some(to), scope, ..SessionEdit::default() };
            visit.door().edit_session(&console.caller, console.id(), edit, None).await
        }
        Err(faults) => Err(faults),
    };
    let fields = (posted.text("starts").to_owned(), posted.text("ends").to_owned());
    match moved {
        Ok(_) => Ok(see_other(&format!("/sessions/{}?done=saved", console.id()))),
        Err(UseCaseError::Invalid(problems)) => {
            let errors = faults::errors(&visit.text, &problems, session_form::field_of);
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &view(&visit, &console, &one, (fields, errors)).await?)
        }
        Err(error) => refused(&visit, (&console, &one), fields, error).await,
    }
}

/// Calls it off.
#[handler]
pub(super) async fn cancel_it(visit: Visit, Path((id, name)): Path<(String, String)>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let (console, session) = Console::of_host(&visit, &id).await?;
    let one = named(&session, &name)?;
    let scope = Scope::This(Some(one.original));
    match visit.door().cancel_occurrence(&console.caller, console.id(), (scope, None), Tell::default()).await {
        Ok(_) => Ok(see_other(&format!("/sessions/{}?done=occurrence_cancelled", console.id()))),
        Err(error) => {
            let fields = (times::field(one.schedule.starts()), times::field(one.schedule.ends()));
            refused(&visit, (&console, &one), fields, error).await
        }
    }
}

async fn refused(
    visit: &Visit,
    (console, one): (&Console, &Occurrence),
    fields: (String, String),
    error: UseCaseError,
) -> Answer {
    let Some(notice) = notice::conflict(&visit.text, &error) else { return Err(error.into()) };
    let mut view = view(visit, console, one, (fields, Errors::none())).await?;
    view.page.notice = Some(notice);
    show_as(StatusCode::CONFLICT, &view)
}

fn schedule(posted: &Posted, session: &SessionView) -> Result<Schedule, UseCaseError> {
    let mut problems = Problems::default();
    let starts = problems.take("starts_at", times::parse_local(posted.text("starts")));
    let ends = problems.take("ends_at", times::parse_local(posted.text("ends")));
    let zone = session.session.schedule().zone();
    let made = starts.zip(ends).and_then(|(starts, ends)| {
        Schedule::from_local(starts, ends, zone)
            .map_err(|(field, fault): (_, Malformed)| problems.note(field, fault))
            .ok()
    });
    made.ok_or_else(|| UseCaseError::Invalid(problems.into_vec()))
}

/// One of the times of a series; an address that names none is not there.
fn named(session: &SessionView, name: &str) -> Result<Occurrence, Problem> {
    let original = NaiveDateTime::parse_from_str(name, NAME).map_err(|_| Problem::not_found())?;
    let found = session.session.occurrences().into_iter().find(|one| one.original == original);
    found.filter(|_| session.session.series().is_some()).ok_or_else(Problem::not_found)
}

async fn view(
    visit: &Visit,
    console: &Console,
    one: &Occurrence,
    ((starts, ends), errors): ((String, String), Errors),
) -> Result<OccurrencePage, Turn> {
    Ok(OccurrencePage {
        page: console.page(visit),
        head: console.counted_head(visit).await?,
        name: one.original.format(NAME).to_string(),
        when: times::schedule(&visit.text, &one.schedule, console.zone()),
        starts,
        ends,
        zone: visit.text.zone(one.schedule.zone()),
        errors,
    })
}
