//! The list as it is looked through: what is searched for, a page of what was found, and numbers.

use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::{ListSearch, ListState, Role, SearchText};
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{InvitationView, RosterState};

use super::super::console::Console;
use super::super::frame::{Turn, Visit};
use super::super::{mail_plan, mail_words, times, words};
use crate::view::{self, Errors, InvitationRow, InvitationsPage, ListNumbers, SearchForm, TypedList};

/// Rows of one page of the list.
const PAGE: u32 = 100;

/// What is looked for, from the parameters of an address or the fields of a form. What cannot be understood is not looked
/// for.
pub(in super::super) fn read_search(q: &str, role: &str, state: &str) -> (ListSearch, SearchForm) {
    let text = SearchText::parse(q).ok();
    let search = ListSearch {
        text: text.clone().unwrap_or_default(),
        role: Role::parse_invited(role).ok(),
        state: ListState::parse(state).ok(),
    };
    let form = SearchForm {
        q: if text.is_some() { q.trim().to_owned() } else { String::new() },
        role: search.role.map(words::role),
        state: search.state.and_then(|state| view::ListState::parse(state.as_str())),
        found: 0,
    };
    (search, form)
}

/// The page with an empty form.
pub(in super::super) async fn view(visit: &Visit, console: &Console) -> Result<InvitationsPage, Turn> {
    let asked = |name: &str| visit.query(name).unwrap_or_default();
    let (search, mut form) = read_search(asked("q"), asked("role"), asked("state"));
    let after = visit.query("after").and_then(InvitationId::parse);
    let door = visit.door();
    let listed = door.search_invitations(&console.caller, console.id(), &search, (after, PAGE)).await?;
    form.found = listed.found;
    let (_, roster) = door.roster(&console.caller, console.id()).await?;
    let status = door.mail_status(&console.caller, console.id()).await?;
    let mail_waits = status.relay_out_since.filter(|_| status.tally.waiting() > 0);
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let tally = listed.tally;
    let here = |after: Option<InvitationId>| address(console, &form, after);
    Ok(InvitationsPage {
        page: console.page(visit),
        head: console.head(visit, roster.iter().filter(|entry| entry.state == RosterState::Waiting).count()),
        invitation_type: words::invitation_type(console.session.invitation_type()),
        can_invite: console.is_open(visit),
        typed: TypedList { text: String::new(), is_file: false, role: view::Role::Attendee },
        errors: Errors::none(),
        preview: None,
        plan: mail_plan::of(visit, console).await?,
        mail_waits: mail_waits.map(|since| times::stamp(&visit.text, since, console.zone())),
        rows: listed.items.iter().map(|view| row(visit, console, view)).collect(),
        numbers: ListNumbers {
            total: number(tally.active()).saturating_add(listed.revoked),
            waiting: number(tally.waiting()),
            sent: number(tally.sent),
            undelivered: number(tally.bounced + tally.dropped + tally.parked),
        },
        next_url: listed.next.map(|id| here(Some(id))),
        first_url: after.map(|_| here(None)),
        own_url: here(after),
        search: form,
    })
}

/// The address of a page of what was found.
fn address(console: &Console, form: &SearchForm, after: Option<InvitationId>) -> String {
    let after = after.map(|id| id.to_string());
    let parameters = [
        ("q", Some(form.q.as_str()).filter(|q| !q.is_empty())),
        ("role", form.role.map(view::Role::code)),
        ("state", form.state.map(view::ListState::code)),
        ("after", after.as_deref()),
    ];
    let given: Vec<(&str, &str)> = parameters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let path = format!("/sessions/{}/invitations", console.id());
    match serde_urlencoded::to_string(&given) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path,
    }
}

fn row(visit: &Visit, console: &Console, view: &InvitationView) -> InvitationRow {
    let listed = &view.listed;
    let invitation = &listed.invitation;
    let parts = [&invitation.first_name, &invitation.last_name];
    let name: Vec<&str> = parts.into_iter().flatten().map(NamePart::as_str).collect();
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
