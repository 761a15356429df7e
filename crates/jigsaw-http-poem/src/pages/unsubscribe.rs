//! `/u/{token}`: ending a host's reminders (RFC 8058). Mail scanners open links, so looking changes nothing.

use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::usecase::{Reminding, UseCaseError};
use poem::handler;
use poem::web::Path;

use super::frame::{Answer, Turn, Visit, see_other, show};
use super::posted::Posted;
use crate::problem::Problem;
use crate::view::UnsubscribePage;

/// What mail programs post; without a person who could be sent on to another page.
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");

/// Whether reminders are sent, with a button.
#[handler]
pub(super) async fn look(visit: Visit, Path(key): Path<String>) -> Answer {
    let reminding = visit.door().look_reminding(link(&visit, &key)?).await.map_err(unknown)?;
    show(&page(&visit, &key, &reminding))
}

/// Ends reminders, or begins them again.
#[handler]
pub(super) async fn answer(visit: Visit, Path(key): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["reminders", ONE_CLICK.0])?;
    let link = link(&visit, &key)?;
    let is_one_click = posted.get(ONE_CLICK.0) == Some(ONE_CLICK.1);
    let wanted = match (posted.get("reminders"), is_one_click) {
        (Some("off"), false) | (None, true) => false,
        (Some("on"), false) => true,
        _ => return Ok(see_other(&format!("/u/{key}"))),
    };
    let reminding = visit.door().remind_again(link, wanted).await.map_err(unknown)?;
    if is_one_click { show(&page(&visit, &key, &reminding)) } else { Ok(see_other(&format!("/u/{key}"))) }
}

fn link(visit: &Visit, key: &str) -> Result<Link, Problem> {
    let link = visit.door().keyring().open(key).filter(|link| matches!(link.target, LinkTarget::Unsubscribe(_)));
    link.ok_or_else(Problem::unknown_link)
}

/// A link whose invitation is gone is as unknown as one that was never made.
fn unknown(error: UseCaseError) -> Turn {
    match error {
        UseCaseError::NotFound => Problem::unknown_link().into(),
        other => other.into(),
    }
}

fn page(visit: &Visit, key: &str, reminding: &Reminding) -> UnsubscribePage {
    UnsubscribePage {
        page: visit.page(None),
        action: format!("/u/{key}"),
        host_name: reminding.host_name.to_string(),
        email: reminding.email.as_typed().to_owned(),
        wanted: reminding.wanted,
    }
}
