//! Handing links over: the state, words and limits of the session link, and one invitee's personal link.

use chrono_tz::Tz;
use jigsaw_domain::id::InvitationId;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::session::{
    AccessProof, Capacity, DoorSettings, InvitationType, Phase, Session, SessionEdit, resolve_local,
};
use jigsaw_domain::usecase::{LinkState, SessionView, UseCaseError};
use jigsaw_domain::version::Version;
use poem::handler;
use poem::web::Path;

use super::console::{Console, session_id};
use super::details;
use super::frame::{Answer, Turn, Visit, see_other, show};
use super::posted::Posted;
use super::times;
use crate::problem::Problem;
use crate::text::Text;
use crate::view::{LinkCard, LinkLimits, PersonalLinkPage, SharePanel};

/// What the details page shows below the session link.
pub(super) async fn panel(visit: &Visit, console: &Console, view: &SessionView) -> Result<SharePanel, Turn> {
    let state = visit.door().link_state(&console.caller, console.id()).await?;
    let (session, text) = (&view.session, &visit.text);
    let words = share_text(text, session, &view.link);
    let mailto = format!("mailto:?subject={}&body={}", encoded(session.title().as_str()), encoded(&words));
    let limits = LinkLimits {
        expires: state.expires_at.map(|at| local(at, session.schedule().zone())).unwrap_or_default(),
        people: session.door().capacity.map(|people| people.get().to_string()).unwrap_or_default(),
        zone: session.schedule().zone().name().to_owned(),
        version: session.version().get().to_string(),
    };
    Ok(SharePanel {
        state: sentences(visit, console, session, &state),
        text: words,
        mailto,
        limits: console.is_open(visit).then_some(limits),
    })
}

/// "Works since …. Ends …. 3 people came by it."
fn sentences(visit: &Visit, console: &Console, session: &Session, state: &LinkState) -> String {
    let (text, now) = (&visit.text, visit.now());
    let moment = |at| times::stamp(text, at, console.zone()).text;
    let mut said = match (session.phase(now), state.expires_at) {
        (Phase::Ended | Phase::Cancelled, _) => vec![text.t("link-over")],
        (_, Some(end)) if end <= now => vec![text.t1("link-expired", "time", moment(end))],
        (_, end) => {
            let since = text.t1("link-since", "time", moment(state.works_since));
            let until = end.map_or_else(|| text.t("link-no-end"), |end| text.t1("link-until", "time", moment(end)));
            vec![since, until]
        }
    };
    said.push(text.t1("link-came", "count", state.came));
    said.join(" ")
}

/// A text to send: what, when, where, and what will be asked, in the host's language and the session's zone.
fn share_text(text: &Text, session: &Session, link: &str) -> String {
    let zone = session.schedule().zone();
    let asked = match (session.invitation_type(), session.access_summary().proof) {
        (InvitationType::InvitationList, _) => text.t("share-asks-list"),
        (InvitationType::LinkPasswordRequested, _) => text.t("share-asks-account"),
        (InvitationType::LinkPasswordNotRequested, AccessProof::Mailbox) => text.t("share-asks-code"),
        (InvitationType::LinkPasswordNotRequested, _) => text.t("share-asks-name"),
    };
    let when = times::schedule(text, session.schedule(), zone).text;
    format!("{}\n{when}\n\n{link}\n\n{asked}", session.title())
}

/// As a part of an address (RFC 6068): spaces, too, for a mail client shows a plus as it stands.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.replace('\n', "\r\n").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0').to_ascii_uppercase();
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

fn local(at: chrono::DateTime<chrono::Utc>, zone: Tz) -> String {
    times::field(at.with_timezone(&zone).naive_local())
}

/// Saves when the session link ends and how many people there may be.
#[handler]
pub(super) async fn save_limits(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["link_expires", "link_people", "version"])?;
    let (console, view) = Console::of_host(&visit, &id).await?;
    let edited = match limits(&posted, &view.session) {
        Ok(edit) => {
            let seen = posted.get("version").and_then(|version| version.parse().ok()).map(Version::new);
            visit.door().edit_session(&console.caller, console.id(), edit, seen).await
        }
        Err(error) => Err(error),
    };
    let typed = |panel: &mut SharePanel| {
        if let Some(limits) = &mut panel.limits {
            posted.text("link_expires").clone_into(&mut limits.expires);
            posted.text("link_people").clone_into(&mut limits.people);
        }
    };
    details::after_limits(&visit, &id, edited.map(|_| "saved"), typed).await
}

fn limits(posted: &Posted, session: &Session) -> Result<SessionEdit, UseCaseError> {
    let mut problems = Problems::default();
    let zone = session.schedule().zone();
    let expires = problems.take_optional("link_expires", posted.filled("link_expires"), |typed| {
        resolve_local(times::parse_local(typed)?, zone)
    });
    let capacity = problems.take_optional("link_people", posted.filled("link_people"), |typed| {
        super::session_form::number(typed).and_then(Capacity::parse)
    });
    problems.into_result()?;
    Ok(SessionEdit {
        door: Some(DoorSettings { capacity, ..session.door().clone() }),
        link_expires_at: Some(expires),
        ..SessionEdit::default()
    })
}

/// Shows one invitee's personal link.
#[handler]
pub(super) async fn show_personal(
    visit: Visit,
    Path((id, invitation)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&[])?;
    let (console, _) = Console::of_host(&visit, &id).await?;
    let invitation = InvitationId::parse(&invitation).ok_or_else(Problem::not_found)?;
    let shown = visit.door().show_link(&console.caller, console.id(), invitation).await?;
    show(&PersonalLinkPage {
        page: console.page(&visit),
        head: console.counted_head(&visit).await?,
        email: shown.invitation.email.as_typed().to_owned(),
        invitation: invitation.to_string(),
        link: LinkCard::new(shown.link),
        can_renew: console.is_open(&visit),
    })
}

/// Renews one invitee's personal link.
#[handler]
pub(super) async fn renew_personal(
    visit: Visit,
    Path((id, invitation)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let posted = posted.only(&["tell"])?;
    let session = session_id(&id)?;
    let caller = visit.caller_in(session).await?;
    let invitation = InvitationId::parse(&invitation).ok_or_else(Problem::not_found)?;
    visit.door().renew_link(&caller, session, invitation, posted.is_on("tell")).await?;
    Ok(see_other(&format!("/sessions/{session}/invitations?done=renewed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_without_recipient_holds_the_whole_text() {
        assert_eq!(encoded("a b\n&?=é"), "a%20b%0D%0A%26%3F%3D%C3%A9");
    }
}
