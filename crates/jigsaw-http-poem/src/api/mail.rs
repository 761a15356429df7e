//! What became of the mail of a list.

use jigsaw_domain::delivery::Suppression;
use jigsaw_domain::invitation::Progress;
use jigsaw_domain::usecase::MailStatus;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::by::{By, Host};
use super::input::Input;
use super::sessions::Nothing;
use super::words::{CauseWord, Id, Moment, StepWord};
use super::{Answer, Tag};

pub(crate) struct MailOfLists;

/// Why nothing is sent to an address.
#[derive(Debug, Object)]
#[oai(rename = "Suppressed")]
pub(crate) struct SuppressedBody {
    /// Why.
    cause: CauseWord,
    /// What the relay said.
    #[oai(nullable)]
    reason: Option<String>,
    /// Since when.
    since: Moment,
}

/// How far an invited person has come.
#[derive(Debug, Object)]
#[oai(rename = "Progress")]
pub(crate) struct ProgressBody {
    /// How far.
    step: StepWord,
    /// Since when.
    since: Moment,
    /// Whether the address is proved to be theirs.
    proved: bool,
    /// Codes of the reasons for waiting, or for being turned away.
    reasons: Vec<String>,
}

/// A session's active invitations, counted by where their mail stands.
#[derive(Debug, Object)]
#[oai(rename = "MailStatus")]
struct StatusBody {
    /// All of them.
    active: u64,
    /// No mail was written.
    unmailed: u64,
    /// Not tried yet.
    queued: u64,
    /// Tried in vain, and to be tried again.
    deferred: u64,
    /// Taken by the relay.
    sent: u64,
    /// The mailbox does not take it.
    bounced: u64,
    /// Not sent on purpose.
    dropped: u64,
    /// Given up.
    parked: u64,
    /// When the oldest of those that wait was written.
    #[oai(nullable)]
    waiting_since: Option<Moment>,
    /// Since when the mail relay has been out of order. Nothing goes out then, and nothing is lost.
    #[oai(nullable)]
    relay_out_of_order_since: Option<Moment>,
}

#[derive(ApiResponse)]
enum Lifted {
    /// Mail is sent to the address.
    #[oai(status = 204)]
    Mailed,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Invitations")]
impl MailOfLists {
    /// Show how far the mail of a list is
    ///
    /// Cheap enough to be asked every second while a long list goes out.
    #[oai(path = "/sessions/:session_id/mail", method = "get", operation_id = "getMailStatus")]
    async fn status(&self, by: By<Host>, session_id: Path<Id>) -> Answer<Json<StatusBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        Ok(Json(StatusBody::of(&by.context().door.mail_status(&caller, id).await?)))
    }

    /// Mail an address again that bounced or complained
    ///
    /// Nothing is sent by it: mail the invitation again where it did not arrive. What bounces again is suppressed again.
    #[oai(
        path = "/sessions/:session_id/invitations/:invitation_id/mail-again",
        method = "post",
        operation_id = "mailAgain"
    )]
    async fn mail_again(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        invitation_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Lifted> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        by.context().door.lift_suppression(&caller, id, invitation_id.invitation()?).await?;
        Ok(Lifted::Mailed)
    }
}

impl SuppressedBody {
    pub(crate) fn of(one: &Suppression) -> Self {
        Self { cause: one.cause.as_str().into(), reason: one.words.clone(), since: Moment::of(one.since) }
    }
}

impl ProgressBody {
    pub(crate) fn of(progress: Progress) -> Self {
        Self {
            step: progress.step.as_str().into(),
            since: Moment::of(progress.since),
            proved: progress.proved,
            reasons: progress.reasons,
        }
    }
}

impl StatusBody {
    fn of(status: &MailStatus) -> Self {
        let tally = &status.tally;
        Self {
            active: tally.active(),
            unmailed: tally.unmailed,
            queued: tally.queued,
            deferred: tally.deferred,
            sent: tally.sent,
            bounced: tally.bounced,
            dropped: tally.dropped,
            parked: tally.parked,
            waiting_since: tally.waiting_since.map(Moment::of),
            relay_out_of_order_since: status.relay_out_since.map(Moment::of),
        }
    }
}
