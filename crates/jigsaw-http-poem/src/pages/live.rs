//! `/sessions/{id}/live`: who waits, who is in, and the host's hands on the session. Co-hosts open it with their pass and
//! see what they may do.

use std::collections::HashSet;

use jigsaw_domain::id::{InvitationId, ParticipantId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::usecase::{RosterEntry, RosterState, UseCaseError};
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Request, handler};

use super::console::{Console, session_id};
use super::frame::{Answer, Turn, Visit, see_other, show, show_as};
use super::{notice, times, words};
use crate::view::{Errors, InviteForm, InvitedCard, LinkCard, LivePage, RosterRow, SessionState, Undo, WaitingRow};

/// Invitations that are looked through for the one just made.
const PAGE: u32 = 1000;

/// The live page.
#[handler]
pub(super) async fn show_live(visit: Visit, Path(id): Path<String>) -> Answer {
    let (console, people) = open(&visit, &id).await?;
    let mut view = view(&visit, &console, &people);
    view.invited = invited(&visit, &console).await?;
    if let Some(person) = visit.query("person").and_then(ParticipantId::parse) {
        offer_undo(&visit, &console, &mut view, person);
    }
    show(&view)
}

/// Addresses of actions lead back to the page.
#[handler]
pub(super) fn back(request: &Request) -> Answer {
    // Some of them name a person, too.
    let id = request.raw_path_param("id").unwrap_or_default();
    Ok(see_other(&format!("/sessions/{}/live", session_id(id)?)))
}

/// Everyone whom the page shows.
pub(super) struct People {
    roster: Vec<RosterEntry>,
    knocking: HashSet<ParticipantId>,
}

/// The session and its people, for those who may run it.
pub(super) async fn open(visit: &Visit, id: &str) -> Result<(Console, People), Turn> {
    let id = session_id(id)?;
    let caller = visit.caller_in(id).await?;
    let (session, roster) = visit.door().roster(&caller, id).await?;
    let is_host = caller.subject.account().is_some_and(|account| account.id == session.host());
    let view = if is_host { Some(visit.door().view_session(&caller, id).await?) } else { None };
    let waiting = visit.door().ports().participants.waiting(id).await?;
    let knocking = waiting.iter().filter(|person| person.knocked).map(|person| person.id).collect();
    Ok((Console { caller, session, view }, People { roster, knocking }))
}

/// The page with nothing typed.
pub(super) fn view(visit: &Visit, console: &Console, people: &People) -> LivePage {
    let of = |state| people.roster.iter().filter(move |entry| entry.state == state);
    let head = console.head(visit, of(RosterState::Waiting).count());
    let is_over = matches!(head.state, SessionState::Ended | SessionState::Cancelled);
    let order =
        [RosterState::Admitted, RosterState::Invited, RosterState::Denied, RosterState::Removed, RosterState::Left];
    let lock = console.session.lock();
    LivePage {
        page: console.page(visit),
        head,
        locked: lock.map(|lock| lock.message.as_ref().map(ToString::to_string).unwrap_or_default()),
        waiting: of(RosterState::Waiting).filter_map(|entry| waiting(visit, console, (entry, people))).collect(),
        roster: order.into_iter().flat_map(of).map(|entry| row(visit, console, entry)).collect(),
        inside: u32::try_from(of(RosterState::Admitted).count()).unwrap_or(u32::MAX),
        invite: InviteForm::default(),
        errors: Errors::none(),
        invited: None,
        events_url: (!is_over).then(|| format!("/api/v1/sessions/{}/events", console.id())),
    }
}

fn waiting(visit: &Visit, console: &Console, (entry, people): (&RosterEntry, &People)) -> Option<WaitingRow> {
    let person = entry.participant?;
    let address = entry.email.as_ref().map(jigsaw_domain::email_address::EmailAddress::as_typed).unwrap_or_default();
    Some(WaitingRow {
        id: person.to_string(),
        name: entry.name.clone(),
        domain: address.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned(),
        proof: words::proof(entry.proof),
        since: times::clock(&visit.text, entry.since, console.zone()),
        knocks: people.knocking.contains(&person),
    })
}

fn row(visit: &Visit, console: &Console, entry: &RosterEntry) -> RosterRow {
    let email = entry.email.as_ref().map(|email| email.as_typed().to_owned()).unwrap_or_default();
    let is_inside = entry.state == RosterState::Admitted;
    RosterRow {
        id: entry.participant.map_or_else(
            || entry.invitation.map(|invitation| invitation.to_string()).unwrap_or_default(),
            |person| person.to_string(),
        ),
        name: if entry.name.is_empty() { email.clone() } else { entry.name.clone() },
        // Co-hosts see who waits and who is in; the addresses are the host's.
        email: if console.is_host() { email } else { String::new() },
        role: words::role(entry.role),
        proof: entry.participant.map(|_| words::proof(entry.proof)),
        state: words::person(entry.state),
        since: Some(times::clock(&visit.text, entry.since, console.zone())),
        can_remove: is_inside && entry.role != Role::Host,
        can_change_role: is_inside && entry.role != Role::Host && console.is_host(),
    }
}

/// The invitation that was just made on the fly, for handing over its link.
async fn invited(visit: &Visit, console: &Console) -> Result<Option<InvitedCard>, Turn> {
    let Some(wanted) = visit.query("invited").and_then(InvitationId::parse).filter(|_| console.is_host()) else {
        return Ok(None);
    };
    let mut after = None;
    loop {
        let page = visit.door().list_invitations(&console.caller, console.id(), after, PAGE).await?;
        if let Some(found) = page.iter().find(|view| view.listed.invitation.id == wanted) {
            return Ok(found.link.as_ref().map(|link| InvitedCard {
                email: found.listed.invitation.email.as_typed().to_owned(),
                link: LinkCard::new(link),
            }));
        }
        after = page.last().map(|view| view.listed.invitation.id);
        if page.len() < PAGE as usize {
            return Ok(None);
        }
    }
}

/// "Undo" beside the word about a removal, or about somebody who was not let in.
fn offer_undo(visit: &Visit, console: &Console, view: &mut LivePage, person: ParticipantId) {
    if let (Some("removed" | "denied"), Some(notice)) = (visit.query("done"), view.page.notice.as_mut()) {
        notice.undo = Some(Undo { action: format!("/sessions/{}/participants/{person}/forgive", console.id()) });
    }
}

/// The page after an action that does not fit the state of things.
pub(super) async fn conflicting(visit: &Visit, id: &str, error: UseCaseError) -> Answer {
    let Some(notice) = notice::conflict(&visit.text, &error) else {
        return Err(error.into());
    };
    let (console, people) = open(visit, id).await?;
    let mut view = view(visit, &console, &people);
    view.page.notice = Some(notice);
    show_as(StatusCode::CONFLICT, &view)
}
