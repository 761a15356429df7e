//! What a guest sees: a question, or an answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono_tz::Tz;
use jigsaw_domain::admission::{Evidence, LinkKind, PassHolder, Reason, ReasonCode};
use jigsaw_domain::malformed::FieldProblem;
use jigsaw_domain::session::Phase;
use jigsaw_domain::text::{NamePart, PersonName};
use poem::http::HeaderValue;

use super::super::frame::Visit;
use super::super::posted::Posted;
use super::super::{faults, room, times, words};
use super::doorstep::Doorstep;
use super::evidence::Step;
use crate::cookie::CookieWriter;
use crate::view::{Ask, Coming, Errors, Given, JoinAnswerPage, JoinHead, JoinPage, JoinReason, Notice, Tone, Wait};

/// The name that was last joined with on this device.
const NAME: &str = "jigsaw-name";
const NAME_SECONDS: i64 = 365 * 24 * 3600;

/// One guest in front of one session.
pub(super) struct Screen<'a> {
    pub(super) visit: &'a Visit,
    pub(super) doorstep: &'a Doorstep,
    /// The zone that times are shown in.
    pub(super) zone: Tz,
}

/// The reason of a code. What only insiders may know is a plain "try again".
pub(super) fn reason(code: ReasonCode) -> JoinReason {
    JoinReason::parse(code.as_str()).unwrap_or(JoinReason::TryAgain)
}

/// The first of these that speaks is the one that is shown: what nothing can mend before what waiting mends.
const ORDER: [JoinReason; 16] = [
    JoinReason::LinkRevoked,
    JoinReason::LinkExpired,
    JoinReason::Cancelled,
    JoinReason::Ended,
    JoinReason::Removed,
    JoinReason::AdmissionDenied,
    JoinReason::NotOnList,
    JoinReason::AccountLocked,
    JoinReason::WrongPassword,
    JoinReason::CodeExpired,
    JoinReason::CodeWrong,
    JoinReason::Locked,
    JoinReason::Full,
    JoinReason::TooEarly,
    JoinReason::WaitingForHost,
    JoinReason::AwaitingAdmission,
];

fn foremost(reasons: impl Iterator<Item = ReasonCode>) -> Option<JoinReason> {
    let reasons: Vec<JoinReason> = reasons.map(reason).collect();
    ORDER.into_iter().find(|reason| reasons.contains(reason)).or_else(|| reasons.first().copied())
}

/// Whether nothing else follows a question, as far as the door has said what it needs.
pub(super) fn is_last(ask: Ask, needs: &[Evidence]) -> bool {
    match ask {
        Ask::Email | Ask::Account => false,
        Ask::PasswordOrAccount => true,
        _ => needs.len() <= 1,
    }
}

impl Screen<'_> {
    pub(super) fn head(&self) -> JoinHead {
        let session = &self.doorstep.session;
        JoinHead {
            title: session.title.to_string(),
            host_name: session.host_name.to_string(),
            when: times::span(&self.visit.text, (session.starts_at, session.ends_at), self.zone),
            live: session.phase == Phase::Live,
        }
    }

    /// What is known before anything is typed.
    pub(super) fn given_so_far(&self) -> Given {
        let invitee = self.doorstep.session.invitee.as_ref();
        Given {
            email: invitee.map(|invitee| invitee.email.as_typed().to_owned()).unwrap_or_default(),
            email_may_change: invitee.is_none(),
            // The script proposes the browser's own zone in its place.
            time_zone: Tz::UTC.name().to_owned(),
            ..Given::default()
        }
    }

    /// The same with what a form brought.
    pub(super) fn given_in(&self, posted: &Posted, step: Step) -> Given {
        let before = self.given_so_far();
        let typed = |field: &str, known: String| posted.get(field).map_or(known, str::to_owned);
        Given {
            email: posted.filled("email").map_or(before.email, |email| email.trim().to_owned()),
            email_may_change: before.email_may_change,
            first_name: typed("first_name", before.first_name),
            last_name: typed("last_name", before.last_name),
            time_zone: typed("time_zone", before.time_zone),
            takes_seat: step == Step::Seat || posted.is_on("take_seat"),
            knocks: step == Step::Knock || posted.is_on("knock"),
            profile_ticket: posted.text("profile_ticket").to_owned(),
        }
    }

    /// A question. It is taken for the last one until the door says otherwise.
    pub(super) fn question(&self, ask: Ask, mut given: Given, errors: Errors) -> JoinPage {
        // A remembered name is proposed where names are asked; nobody joins under it unseen.
        let asks_name = matches!(ask, Ask::Name | Ask::Account | Ask::PasswordOrAccount);
        if asks_name && errors.is_empty() && given.first_name.is_empty() && given.last_name.is_empty() {
            (given.first_name, given.last_name) = self.remembered_name();
        }
        JoinPage {
            page: self.visit.page(None),
            head: self.head(),
            action: self.doorstep.action.clone(),
            last: is_last(ask, &[]),
            may_knock: ask == Ask::ListCode && !given.knocks,
            coming: self.coming().filter(|_| self.visit.now() < self.doorstep.session.starts_at),
            ask,
            given,
            errors,
        }
    }

    /// Will you come? Asked of invitees by their own link.
    pub(super) fn coming(&self) -> Option<Coming> {
        let invitee = self.doorstep.session.invitee.as_ref()?;
        let said = invitee.rsvp.map(|rsvp| words::said(rsvp.answer));
        Some(Coming { action: format!("{}/answer", self.doorstep.action), said, chosen: None })
    }

    /// The question for what is missing; `None` when nothing that can be given would help.
    pub(super) fn ask(&self, needs: &[Evidence]) -> Option<Ask> {
        // Whether the place moves here is asked first: what comes after it is not asked twice.
        if needs.contains(&Evidence::Seat) {
            return Some(Ask::Seat);
        }
        Some(match needs.first()? {
            Evidence::Email => Ask::Email,
            Evidence::Name => Ask::Name,
            Evidence::Password | Evidence::Account
                if needs.contains(&Evidence::Password) && needs.contains(&Evidence::Account) =>
            {
                Ask::PasswordOrAccount
            }
            Evidence::Password => Ask::Password,
            Evidence::Account => Ask::Account,
            Evidence::Code if self.doorstep.is_for_a_list() => Ask::ListCode,
            Evidence::Code => Ask::Code,
            Evidence::Seat => Ask::Seat,
        })
    }

    /// Faults at their fields.
    pub(super) fn faults(&self, problems: &[FieldProblem]) -> Errors {
        faults::errors(&self.visit.text, problems, |field| match field.strip_prefix("account.").unwrap_or(field) {
            "email" => "email",
            "first_name" | "name" => "first_name",
            "last_name" => "last_name",
            "password" if field != "password" => "new_password",
            "password" => "password",
            "new_password" => "new_password",
            "time_zone" => "time_zone",
            "code" => "code",
            _ => "",
        })
    }

    /// An answer that asks for nothing.
    pub(super) fn answer(&self, reason: JoinReason, given: Given) -> JoinAnswerPage {
        // A link that counts no more shows nothing of its session.
        let shows_session = !matches!(reason, JoinReason::LinkRevoked | JoinReason::LinkExpired);
        let may_knock = reason == JoinReason::NotOnList && self.doorstep.kind == LinkKind::Session;
        JoinAnswerPage {
            page: self.visit.page(None),
            head: shows_session.then(|| self.head()),
            action: self.doorstep.action.clone(),
            reason,
            host_words: None,
            given,
            wait: None,
            retry_after: None,
            may_knock,
        }
    }

    /// A refusal, with the host's words if there are any.
    pub(super) fn refused(&self, reasons: &[Reason], given: Given) -> JoinAnswerPage {
        let shown = foremost(reasons.iter().map(|reason| reason.code)).unwrap_or(JoinReason::TryAgain);
        let told = reasons.iter().find(|told| reason(told.code) == shown);
        let words = told.and_then(|told| told.params.iter().find(|(name, _)| *name == "message"));
        JoinAnswerPage { host_words: words.map(|(_, words)| words.clone()), ..self.answer(shown, given) }
    }

    /// An answer about the person behind a pass.
    pub(super) fn about(&self, reason: JoinReason, holder: &PassHolder) -> JoinAnswerPage {
        let person = &holder.participant;
        let given = Given { email: person.email.as_typed().to_owned(), ..self.given_so_far() };
        let words = self.visit.door().view_pass(holder).message;
        JoinAnswerPage { host_words: words.map(|words| words.to_string()), ..self.answer(reason, given) }
    }

    /// The page of somebody who waits; it keeps itself up to date.
    pub(super) fn waiting(&self, holder: &PassHolder) -> JoinAnswerPage {
        let view = self.visit.door().view_pass(holder);
        let reason = foremost(view.reasons.into_iter()).unwrap_or(JoinReason::AwaitingAdmission);
        let (events_url, heartbeat_url) = room::stream_urls(holder.session.id());
        let opens = (reason == JoinReason::TooEarly).then(|| times::stamp(&self.visit.text, view.opens_at, self.zone));
        let wait = Wait {
            // The invited have the entry in their mail; nobody is given a link that they did not come by.
            calendar_url: (opens.is_some() && self.doorstep.kind == LinkKind::Session)
                .then(|| format!("{}/session.ics", self.doorstep.action)),
            opens,
            source_url: self.doorstep.action.clone(),
            events_url,
            heartbeat_url,
            leave_action: format!("/room/{}/leave", holder.session.id()),
        };
        JoinAnswerPage { wait: Some(wait), ..self.about(reason, holder) }
    }

    /// The word after a new code was asked for. It is the same whether or not one was mailed.
    pub(super) fn asked_again(&self) -> Notice {
        Notice { tone: Tone::Good, text: self.visit.text.t("code-asked-again"), undo: None }
    }

    fn remembered_name(&self) -> (String, String) {
        self.visit.note(NAME).and_then(recall_name).unwrap_or_default()
    }
}

/// Remembers a name on this device.
pub(super) fn remember_name(writer: CookieWriter, name: &PersonName) -> HeaderValue {
    let both = format!("{}\n{}", name.first(), name.last());
    writer.note(NAME, &URL_SAFE_NO_PAD.encode(both), NAME_SECONDS)
}

/// What is remembered comes from the browser, so it is checked like anything else.
fn recall_name(value: &str) -> Option<(String, String)> {
    let both = String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
    let (first, last) = both.split_once('\n')?;
    let part = |text: &str| NamePart::parse(text).map(|part| part.to_string()).ok();
    Some((part(first)?, part(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_remembered_and_not_believed() {
        let both = |text: &str| recall_name(&URL_SAFE_NO_PAD.encode(text));
        assert_eq!(both("Zoë\nÅngström"), Some(("Zoë".to_owned(), "Ångström".to_owned())));
        assert_eq!(both("Mia"), None);
        assert_eq!(both("Mia\n\u{202E}x"), None);
        assert_eq!(recall_name("***"), None);
    }

    #[test]
    fn what_nothing_mends_is_shown_first() {
        let shown = |codes: &[ReasonCode]| foremost(codes.iter().copied());
        assert_eq!(shown(&[ReasonCode::Full, ReasonCode::LinkRevoked]), Some(JoinReason::LinkRevoked));
        assert_eq!(shown(&[ReasonCode::FactUnknown]), Some(JoinReason::TryAgain));
        assert_eq!(shown(&[]), None);
    }
}
