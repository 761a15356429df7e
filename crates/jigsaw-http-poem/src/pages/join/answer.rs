//! `/i/{token}/answer`: will you come? A link of the mail opens the page with its answer one button away; looking changes
//! nothing, pressing the button says it.

use jigsaw_domain::invitation::Answer as Said;
use jigsaw_domain::session::Phase;
use jigsaw_domain::usecase::{Answered, Caller, Subject};
use poem::handler;
use poem::web::Path;

use super::super::frame::{Answer, Turn, Visit, see_other, show};
use super::super::posted::Posted;
use super::super::words;
use super::doorstep::{Doorstep, unknown};
use super::screen::{self, Screen};
use crate::problem::Problem;
use crate::view::{ComingPage, JoinAnswerPage, JoinReason};

/// The question.
#[handler]
pub(in super::super) async fn will_you_come(visit: Visit, Path(key): Path<String>) -> Answer {
    let doorstep = Doorstep::personal(&visit, &key).await?;
    let screen = screen(&visit, &doorstep).await?;
    if let Some(over) = over(&screen) {
        return show(&over);
    }
    let mut coming = screen.coming().ok_or_else(|| unknown(&visit))?;
    coming.chosen = visit.query("answer").and_then(Said::of_verb).map(words::said);
    show(&ComingPage { page: visit.page(None), head: screen.head(), coming, enter_url: doorstep.action.clone() })
}

/// The answer.
#[handler]
pub(in super::super) async fn take_answer(visit: Visit, Path(key): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["answer"])?;
    let doorstep = Doorstep::personal(&visit, &key).await?;
    let said = Said::parse(posted.text("answer")).map_err(|fault| Problem::field("answer", &fault))?;
    let asking = &visit.asking;
    // Whoever has the link answers for its owner; who else they are does not matter.
    let caller = Caller { subject: Subject::Anonymous, network: asking.network(), correlation: asking.correlation() };
    let answered = visit.door().answer_invitation(&caller, doorstep.link, said).await;
    visit.context().views.forget(doorstep.link);
    match answered? {
        Answered::Noted(_) => Ok(see_other(&format!("{}/answer?done=answered", doorstep.action))),
        Answered::Refused(reason) => {
            let screen = screen(&visit, &doorstep).await?;
            show(&screen.answer(screen::reason(reason), screen.given_so_far()))
        }
    }
}

async fn screen<'a>(visit: &'a Visit, doorstep: &'a Doorstep) -> Result<Screen<'a>, Turn> {
    let account = visit.asking.signed_in_account().await?;
    let zone = account.map_or(doorstep.session.zone, |account| account.time_zone);
    Ok(Screen { visit, doorstep, zone })
}

/// Why there is nothing to ask any more.
fn over(screen: &Screen<'_>) -> Option<JoinAnswerPage> {
    let session = &screen.doorstep.session;
    let reason = match (session.link_standing, session.phase) {
        (Some(code), _) => screen::reason(code),
        (None, Phase::Ended) => JoinReason::Ended,
        (None, Phase::Cancelled) => JoinReason::Cancelled,
        (None, Phase::Scheduled | Phase::Live) => return None,
    };
    Some(screen.answer(reason, screen.given_so_far()))
}
