//! Sessions as calendar entries (RFC 5545): `/j/{key}/session.ics` for those who are early, the same of a host's own
//! session, and `/calendar/{token}.ics`, a host's own sessions as a feed.
//!
//! Entries have the identifiers that the mailed ones have, so that a calendar shows each once, and carry the session link,
//! never a personal one: calendars are shared.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jigsaw_domain::calendar::{EventText, write};
use jigsaw_domain::delivery::CalendarMethod;
use jigsaw_domain::usecase::CalendarOf;
use poem::http::{StatusCode, header};
use poem::web::Path;
use poem::{Request, Response, handler};

use super::console::session_id;
use super::frame::{Answer, Turn, Visit};
use super::join::Doorstep;
use crate::problem::Problem;

const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

/// The entry of the session behind a link that counts.
#[handler]
pub(super) async fn entry(visit: Visit, Path(key): Path<String>) -> Answer {
    let doorstep = Doorstep::session(&visit, &key).await?;
    if doorstep.session.link_standing.is_some() {
        return Err(Problem::unknown_link().into());
    }
    let calendar = visit.door().link_calendar(doorstep.link).await?;
    Ok(attached(&calendar))
}

/// The entry of a session of one's own.
#[handler]
pub(super) async fn own(visit: Visit, Path(id): Path<String>) -> Answer {
    let (caller, _) = visit.signed_in().await?;
    let calendar = visit.door().session_calendar(&caller, session_id(&id)?).await?;
    Ok(attached(&calendar))
}

/// A host's own sessions, for a calendar program that asks again and again: it is told when nothing has changed.
#[handler]
pub(super) async fn feed(visit: Visit, Path(file): Path<String>, request: &Request) -> Answer {
    let link = file.strip_suffix(".ics").and_then(|key| visit.door().keyring().open(key));
    let link = link.ok_or_else(|| Turn::from(Problem::not_found()))?;
    let text = text_of(&visit.door().calendar_feed(link).await?);
    let tag = format!("\"{}\"", fingerprint(&text));
    let known = request.header(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    let answer = Response::builder().header(header::ETAG, &tag).header(header::CACHE_CONTROL, "private, max-age=300");
    if known {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(answer.content_type(CALENDAR).body(text))
}

fn attached(calendar: &CalendarOf) -> Response {
    Response::builder()
        .content_type(CALENDAR)
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"session.ics\"")
        .body(text_of(std::slice::from_ref(calendar)))
}

fn text_of(calendars: &[CalendarOf]) -> String {
    let events: Vec<EventText> = calendars.iter().map(event).collect();
    write(CalendarMethod::Publish, &events)
}

fn event(calendar: &CalendarOf) -> EventText {
    EventText {
        uid: calendar.session.to_string(),
        sequence: calendar.sequence,
        // Of the session, not of the hour: the same entry is the same text.
        stamp: calendar.created_at,
        times: calendar.times.clone(),
        summary: calendar.title.to_string(),
        description: format!("{}\n{}", calendar.host_name, calendar.url),
        url: calendar.url.clone(),
        people: Vec::new(),
        cancelled: calendar.cancelled,
    }
}

/// Tells texts apart.
fn fingerprint(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
