//! `/room/{id}`: the built-in room, which the pass opens, and how it ends.

use jigsaw_domain::admission::{LinkKind, ParticipantState, PassHolder, PassState};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::usecase::{RosterEntry, Subject};
use poem::handler;
use poem::http::StatusCode;
use poem::web::Path;

use super::console::session_id;
use super::frame::{Answer, Turn, Visit, see_other, show, show_as};
use super::posted::Posted;
use super::{times, words};
use crate::view::{Closing, Me, RoleCount, RoomClosedPage, RoomPage, RoomRow};

/// People up to whom names are shown; above, counts.
const MOST_NAMES: usize = 200;

/// The room, or how it ended.
#[handler]
pub(super) async fn show_room(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = session_id(&id)?;
    let Some(holder) = visit.asking.presented_pass(Some(id)).await? else {
        return show_as(StatusCode::FORBIDDEN, &gone(&visit));
    };
    match holder.state(visit.now()) {
        PassState::Admitted => {
            present(&visit, &holder).await?;
            inside(&visit, &holder).await
        }
        // Whoever waits does so on the page of their link.
        PassState::Waiting => Ok(see_other(&way_back(&visit, &holder))),
        state => show(&closed(&visit, &holder, state)),
    }
}

/// Leaves, and shows that one has left.
#[handler]
pub(super) async fn leave(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let id = session_id(&id)?;
    let Some(holder) = visit.asking.presented_pass(Some(id)).await? else {
        return show_as(StatusCode::FORBIDDEN, &gone(&visit));
    };
    visit.door().leave(&visit.asking.as_subject(Subject::Pass(Box::new(holder)))).await?;
    Ok(see_other(&format!("/room/{id}")))
}

/// The address of the action leads back to the room.
#[handler]
pub(super) fn back(Path(id): Path<String>) -> Answer {
    Ok(see_other(&format!("/room/{}", session_id(&id)?)))
}

/// Somebody looks at a page by their pass: without a script, that is how they say that they are still there. A look
/// changes nothing else.
pub(super) async fn present(visit: &Visit, holder: &PassHolder) -> Result<(), Turn> {
    if visit.is_seen() {
        visit.door().heartbeat(holder).await?;
    }
    Ok(())
}

/// Where a pass is told of changes, and where it says that it is still there.
pub(super) fn stream_urls(id: SessionId) -> (String, String) {
    (format!("/api/v1/pass?session={id}"), format!("/api/v1/pass/heartbeat?session={id}"))
}

/// The link that the person came by, as it was then: when it counts no more, its page says so.
pub(super) fn way_back(visit: &Visit, holder: &PassHolder) -> String {
    let via = holder.participant.via;
    let (folder, target) = match (via.link, holder.participant.invitation) {
        (LinkKind::Personal, Some(invitation)) => ("i", LinkTarget::Invitation(invitation)),
        _ => ("j", LinkTarget::Session(holder.session.id())),
    };
    let key = visit.door().keyring().seal(Link { target, generation: via.generation });
    format!("/{folder}/{key}")
}

async fn inside(visit: &Visit, holder: &PassHolder) -> Answer {
    let (session, me) = (&holder.session, &holder.participant);
    let roster = visit.door().room_roster(holder).await?.unwrap_or_default();
    let ticket = visit.door().enter_room(holder).await?;
    let (events_url, heartbeat_url) = stream_urls(session.id());
    let has_names = roster.len() <= MOST_NAMES;
    show(&RoomPage {
        page: visit.page(None),
        id: session.id().to_string(),
        title: session.title().to_string(),
        host_name: holder.host_name.to_string(),
        when: times::schedule(&visit.text, session.schedule(), session.schedule().zone()),
        me: Me { name: me.name.to_string(), role: words::role(me.role), proof: words::proof(me.proof) },
        roster: if has_names { rows(&roster, holder) } else { Vec::new() },
        counts: if has_names { Vec::new() } else { counts(&roster) },
        inside: count(roster.len()),
        console_url: me.role.runs_session().then(|| format!("/sessions/{}/live", session.id())),
        outside_url: (ticket.kind != "builtin").then_some(ticket.url),
        events_url,
        heartbeat_url,
    })
}

/// By role, and within a role in the order they came.
fn rows(roster: &[RosterEntry], holder: &PassHolder) -> Vec<RoomRow> {
    let of = |role: Role| roster.iter().filter(move |entry| entry.role == role);
    Role::ALL
        .iter()
        .flat_map(|role| of(*role))
        .map(|entry| RoomRow {
            id: entry.participant.map(|person| person.to_string()).unwrap_or_default(),
            name: entry.name.clone(),
            role: words::role(entry.role),
            proof: words::proof(entry.proof),
            is_me: entry.participant == Some(holder.participant.id),
        })
        .collect()
}

fn counts(roster: &[RosterEntry]) -> Vec<RoleCount> {
    let of = |role: Role| count(roster.iter().filter(|entry| entry.role == role).count());
    let all = Role::ALL.iter().map(|role| RoleCount { role: words::role(*role), count: of(*role) });
    all.filter(|row| row.count > 0).collect()
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

fn closed(visit: &Visit, holder: &PassHolder, state: PassState) -> RoomClosedPage {
    let closing = match state {
        PassState::Left => Closing::Left,
        PassState::Ended => Closing::Ended,
        PassState::Removed => Closing::Removed,
        PassState::Replaced => Closing::Replaced,
        PassState::Denied => Closing::Denied,
        PassState::Waiting | PassState::Admitted => Closing::Gone,
    };
    let banned = matches!(holder.participant.state, ParticipantState::Removed { banned: true, .. });
    let may_return = matches!(closing, Closing::Left | Closing::Replaced) || (closing == Closing::Removed && !banned);
    RoomClosedPage {
        page: visit.page(None),
        title: Some(holder.session.title().to_string()),
        closing,
        host_words: visit.door().view_pass(holder).message.map(|words| words.to_string()),
        return_url: may_return.then(|| way_back(visit, holder)),
    }
}

fn gone(visit: &Visit) -> RoomClosedPage {
    RoomClosedPage { page: visit.page(None), title: None, closing: Closing::Gone, host_words: None, return_url: None }
}
