//! Answers to invitations: what an invitee says, and how many said what.

use std::collections::BTreeMap;

use jigsaw_domain::admission::ReasonCode;
use jigsaw_domain::invitation::{self, Answers, Rsvp};
use jigsaw_domain::link::LinkTarget;
use jigsaw_domain::usecase::{Answered, Caller, Mailing, Subject, UseCaseError};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::by::{Anyone, By, Host};
use super::input::Input;
use super::words::{AnswerWord, Id, MailKindWord, MailingWord, Moment};
use super::{Answer, Tag};
use crate::problem::Problem;

pub(crate) struct Answering;

/// What an invitee says about coming.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "InvitationAnswer")]
struct AnswerInput {
    /// `accepted`, `tentative` or `declined`.
    answer: AnswerWord,
}

/// What an invitee last said.
#[derive(Debug, Object)]
#[oai(rename = "Rsvp")]
pub(crate) struct RsvpBody {
    /// The answer.
    answer: AnswerWord,
    /// When it was given.
    at: Moment,
}

/// What became of an answer. A refusal is an answer, not an error.
#[derive(Debug, Object)]
#[oai(rename = "AnswerTaken", skip_serializing_if_is_none)]
struct TakenBody {
    /// `noted` or `refused`.
    outcome: String,
    /// What is noted now.
    rsvp: Option<RsvpBody>,
    /// Why it was refused: `link_revoked`, `ended` or `cancelled`.
    reasons: Vec<RefusedBody>,
}

/// A reason.
#[derive(Debug, Object)]
#[oai(rename = "AnswerRefused")]
struct RefusedBody {
    /// The stable code.
    code: String,
}

/// How many of the people on the list said what.
#[derive(Debug, Object)]
#[oai(rename = "AnswerCounts")]
struct CountsBody {
    /// Will come.
    accepted: u32,
    /// May come.
    tentative: u32,
    /// Will not come, and are not reminded.
    declined: u32,
    /// Have not said.
    unanswered: u32,
}

/// Everything that is mailed for a session, by time.
#[derive(Debug, Object)]
#[oai(rename = "MailCalendar")]
struct MailCalendarBody {
    /// One reminder, or all mails of one other kind, each.
    items: Vec<MailingBody>,
}

/// Mails that belong together.
#[derive(Debug, Object)]
#[oai(rename = "Mailing", skip_serializing_if_is_none)]
struct MailingBody {
    /// Their kind.
    kind: MailKindWord,
    /// Of a reminder: minutes before the start.
    offset_minutes: Option<u32>,
    /// Of a reminder: the start that it is for.
    starts_at: Option<Moment>,
    /// `planned`, `under_way`, `done`, or `skipped` when its time went by with nothing to write.
    stage: MailingWord,
    /// When it will be written; of what is written, when the latest of it was.
    at: Moment,
    /// How many would get it as things stand; of what is written, how many mails there are.
    people: u32,
    /// Still in the queue.
    queued: u32,
    /// Taken by the relay.
    sent: u32,
    /// Not sent on purpose, by reason: `declined`, `present`, `moved`, …
    dropped: BTreeMap<String, u32>,
    /// Given up.
    failed: u32,
}

#[OpenApi(prefix_path = "/v1")]
impl Answering {
    /// Answer an invitation
    ///
    /// By the secret of a personal link, until the session is over, as often as you like. The door stays as it is: who
    /// declined is not reminded, and may still come.
    #[oai(path = "/join/:key/answer", method = "post", operation_id = "answerInvitation", tag = "Tag::Join")]
    async fn answer(
        &self,
        by: By<Anyone>,
        /// The secret of a personal link: the part behind `/i/`.
        key: Path<String>,
        input: Input<AnswerInput>,
    ) -> Answer<Json<TakenBody>> {
        let context = by.context();
        let opened = context.door.keyring().open(&key.0);
        let link = opened.filter(|link| matches!(link.target, LinkTarget::Invitation(_)));
        let link = link.ok_or_else(Problem::unknown_link)?;
        let answer =
            invitation::Answer::parse(input.0.answer.as_str()).map_err(|fault| Problem::field("answer", &fault))?;
        // Whoever has the link answers for its owner; who else they are does not matter.
        let caller = Caller { subject: Subject::Anonymous, network: by.network(), correlation: by.correlation() };
        let answered = context.door.answer_invitation(&caller, link, answer).await;
        context.views.forget(link);
        Ok(Json(TakenBody::of(answered.map_err(|error| match error {
            UseCaseError::NotFound => Problem::unknown_link(),
            error => error.into(),
        })?)))
    }

    /// Count the answers
    ///
    /// Of everyone on the list but those who were taken off it or removed. What each person said stands in the list of
    /// invitations.
    #[oai(
        path = "/sessions/:session_id/answers",
        method = "get",
        operation_id = "countAnswers",
        tag = "Tag::Invitations"
    )]
    async fn counts(&self, by: By<Host>, session_id: Path<Id>) -> Answer<Json<CountsBody>> {
        let id = session_id.session()?;
        let Answers { accepted, tentative, declined, unanswered } =
            by.context().door.answers(&by.caller_in(id).await?, id).await?;
        Ok(Json(CountsBody { accepted, tentative, declined, unanswered }))
    }

    /// Show the mail calendar
    ///
    /// Everything that will be mailed for the session, when and to how many as things stand, and what became of what was.
    #[oai(
        path = "/sessions/:session_id/mail-calendar",
        method = "get",
        operation_id = "mailCalendar",
        tag = "Tag::Invitations"
    )]
    async fn mail_calendar(&self, by: By<Host>, session_id: Path<Id>) -> Answer<Json<MailCalendarBody>> {
        let id = session_id.session()?;
        let (_, mailings) = by.context().door.mail_calendar(&by.caller_in(id).await?, id).await?;
        Ok(Json(MailCalendarBody { items: mailings.into_iter().map(MailingBody::of).collect() }))
    }
}

impl RsvpBody {
    pub(crate) fn of(rsvp: Rsvp) -> Self {
        Self { answer: rsvp.answer.as_str().into(), at: Moment::of(rsvp.at) }
    }
}

impl TakenBody {
    fn of(answered: Answered) -> Self {
        let refused = |code: ReasonCode| RefusedBody { code: code.as_str().to_owned() };
        match answered {
            Answered::Noted(rsvp) => {
                Self { outcome: "noted".to_owned(), rsvp: Some(RsvpBody::of(rsvp)), reasons: Vec::new() }
            }
            Answered::Refused(reason) => {
                Self { outcome: "refused".to_owned(), rsvp: None, reasons: vec![refused(reason)] }
            }
        }
    }
}

impl MailingBody {
    fn of(mailing: Mailing) -> Self {
        Self {
            kind: mailing.kind.as_str().into(),
            offset_minutes: mailing.reminder.map(|which| which.offset_minutes),
            starts_at: mailing.reminder.map(|which| Moment::of(which.starts_at)),
            stage: mailing.stage.as_str().into(),
            at: Moment::of(mailing.at),
            people: mailing.people,
            queued: mailing.queued,
            sent: mailing.sent,
            dropped: mailing.dropped,
            failed: mailing.failed,
        }
    }
}
