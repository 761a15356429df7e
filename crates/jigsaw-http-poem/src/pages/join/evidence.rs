//! What a form of the join pages gives.

use jigsaw_domain::account::Password;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::{FieldProblem, Malformed, Problems};
use jigsaw_domain::text::{NamePart, PersonName};
use jigsaw_domain::usecase::{JoinEvidence, Profile};
use poem::http::StatusCode;

use super::super::posted::Posted;
use super::super::times;
use super::doorstep::Doorstep;
use crate::problem::Problem;
use crate::view::Ask;

/// Every field of every step.
pub(super) const FIELDS: [&str; 11] = [
    "step",
    "email",
    "first_name",
    "last_name",
    "password",
    "new_password",
    "time_zone",
    "profile_ticket",
    "code",
    "take_seat",
    "knock",
];

/// Which question a form answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Email,
    Name,
    Password,
    Account,
    Code,
    Join,
    Seat,
    Knock,
    Resend,
    Retry,
    Change,
}

impl Step {
    /// A form without the word is judged by its fields alone.
    pub(super) fn parse(word: &str) -> Result<Self, Problem> {
        Ok(match word {
            "email" => Self::Email,
            "name" => Self::Name,
            "password" => Self::Password,
            "account" => Self::Account,
            "code" => Self::Code,
            "join" | "" => Self::Join,
            "seat" => Self::Seat,
            "knock" => Self::Knock,
            "resend" => Self::Resend,
            "retry" => Self::Retry,
            "change" => Self::Change,
            _ => {
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "There is no such step."));
            }
        })
    }
}

/// What cannot be taken, and the question to ask again.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) ask: Ask,
    pub(super) problems: Vec<FieldProblem>,
}

/// Reads one form.
pub(super) fn read(
    posted: &Posted,
    step: Step,
    doorstep: &Doorstep,
    (is_signed_in, language): (bool, Language),
) -> Result<JoinEvidence, Wrong> {
    let email = email(posted, step, is_signed_in || doorstep.session.invitee.is_some())?;
    let mut evidence = JoinEvidence {
        email,
        take_seat: step == Step::Seat || posted.is_on("take_seat"),
        knock: step == Step::Knock || posted.is_on("knock"),
        profile_ticket: posted.filled("profile_ticket").map(str::to_owned),
        language: Some(language),
        ..JoinEvidence::default()
    };
    if step == Step::Account || posted.get("new_password").is_some() {
        let ask = if doorstep.session.hides_accounts { Ask::PasswordOrAccount } else { Ask::Account };
        evidence.profile = Some(profile(posted).map_err(|problems| Wrong { ask, problems })?);
    } else {
        evidence.name = name(posted, step).map_err(|problems| Wrong { ask: Ask::Name, problems })?;
    }
    if step == Step::Password || posted.get("password").is_some() {
        let ask = if doorstep.session.hides_accounts && doorstep.asks_for_accounts() {
            Ask::PasswordOrAccount
        } else {
            Ask::Password
        };
        evidence.password = Some(one("password", ask, Password::parse_given(posted.text("password")))?);
    }
    if step == Step::Code || (step != Step::Resend && posted.filled("code").is_some()) {
        let ask = if doorstep.is_for_a_list() { Ask::ListCode } else { Ask::Code };
        let code = posted.filled("code").map(str::to_owned).ok_or(Malformed::Blank);
        evidence.code = Some(one("code", ask, code)?);
    }
    Ok(evidence)
}

fn email(posted: &Posted, step: Step, is_known: bool) -> Result<Option<EmailAddress>, Wrong> {
    match posted.filled("email") {
        Some(email) => one("email", Ask::Email, EmailAddress::parse(email)).map(Some),
        None if is_known && step != Step::Email => Ok(None),
        None => one("email", Ask::Email, Err(Malformed::Blank)),
    }
}

/// The name, if the form has one: asked for, or carried along from before.
fn name(posted: &Posted, step: Step) -> Result<Option<PersonName>, Vec<FieldProblem>> {
    let is_there = posted.filled("first_name").is_some() || posted.filled("last_name").is_some();
    if step != Step::Name && !is_there {
        return Ok(None);
    }
    let mut problems = Problems::default();
    let name = full_name(posted, &mut problems);
    name.map(Some).ok_or_else(|| problems.into_vec())
}

fn profile(posted: &Posted) -> Result<Profile, Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let name = full_name(posted, &mut problems);
    let password = problems.take("new_password", Password::parse_new(posted.text("new_password")));
    let time_zone = problems.take_optional("time_zone", posted.filled("time_zone"), times::parse_zone);
    match (name, password) {
        (Some(name), Some(password)) if problems.is_empty() => Ok(Profile { name, password, time_zone }),
        _ => Err(problems.into_vec()),
    }
}

fn full_name(posted: &Posted, problems: &mut Problems) -> Option<PersonName> {
    let first = problems.take("first_name", NamePart::parse(posted.text("first_name")));
    let last = problems.take("last_name", NamePart::parse(posted.text("last_name")));
    first.zip(last).map(|(first, last)| PersonName::new(first, last))
}

fn one<T>(field: &str, ask: Ask, parsed: Result<T, Malformed>) -> Result<T, Wrong> {
    parsed.map_err(|fault| Wrong { ask, problems: vec![FieldProblem { field: field.to_owned(), fault }] })
}
