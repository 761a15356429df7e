//! Joining: one call for every step, with all evidence so far.

use jigsaw_domain::account::Password;
use jigsaw_domain::admission::ReasonCode;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::language::Language;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::port::RoomTicket;
use jigsaw_domain::session::Phase;
use jigsaw_domain::text::{NamePart, PersonName};
use jigsaw_domain::usecase::{JoinAnswer, JoinEvidence, JoinRequest, Profile, PublicSession, UseCaseError};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::by::{Anyone, By};
use super::input::{Input, given, given_object};
use super::reason::ReasonBody;
use super::sessions::zone;
use super::words::{DoorWord, EvidenceWord, Id, InvitationTypeWord, LanguageWord, Moment, OutcomeWord};
use super::{Answer, Tag};
use crate::context::Context;
use crate::counted;
use crate::problem::{FieldFault, Problem};

pub(crate) struct Joins;

/// What anyone with the link may know.
#[derive(Debug, Object)]
#[oai(rename = "Door", skip_serializing_if_is_none)]
struct DoorBody {
    /// Where the session stands, or what became of the link: then nothing else is said.
    state: DoorWord,
    /// The session's title.
    title: Option<String>,
    /// The host's name.
    host_name: Option<String>,
    /// When it starts.
    starts_at: Option<Moment>,
    /// When it ends.
    ends_at: Option<Moment>,
    /// When attendees may enter.
    opens_at: Option<Moment>,
    /// The session's zone.
    time_zone: Option<String>,
    /// How people are invited.
    invitation_type: Option<InvitationTypeWord>,
    /// What to give first.
    needs: Vec<EvidenceWord>,
}

/// All evidence so far. What is absent is asked for if it is needed.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "Evidence")]
struct JoinInput {
    /// The address; a personal link brings its own.
    #[serde(default, deserialize_with = "given")]
    email: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "given")]
    first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "given")]
    last_name: Option<String>,
    /// The account's password.
    #[serde(default, deserialize_with = "given")]
    password: Option<String>,
    /// The six digits that were mailed.
    #[serde(default, deserialize_with = "given")]
    code: Option<String>,
    /// A profile to create. A code is mailed first; give both together then.
    #[serde(default, deserialize_with = "given_object")]
    account: Option<ProfileInput>,
    /// Move here from the other device that uses this personal link.
    #[serde(default, deserialize_with = "given")]
    take_seat: Option<bool>,
    /// Ask to be let in without an invitation.
    #[serde(default, deserialize_with = "given")]
    knock: Option<bool>,
    /// The language that the person is asked in; an account made on the way keeps it, and mails to it speak it.
    #[serde(default, deserialize_with = "given")]
    language: Option<LanguageWord>,
}

/// A profile to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewProfile")]
struct ProfileInput {
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// A password of 8 to 1024 bytes that is not easily guessed.
    password: String,
    /// IANA time zone; the session's unless told.
    #[serde(default, deserialize_with = "given")]
    time_zone: Option<String>,
}

/// What was decided. A refusal is an answer, not an error.
#[derive(Debug, Object)]
#[oai(rename = "JoinAnswer", skip_serializing_if_is_none)]
struct AnswerBody {
    /// What was decided.
    outcome: OutcomeWord,
    /// What to give next, in this order.
    needs: Vec<EvidenceWord>,
    /// Why.
    reasons: Vec<ReasonBody>,
    /// Your public identifier, once admitted or waiting.
    participant_id: Option<Id>,
    /// Your pass, once admitted or waiting. Keep it to yourself; send it as a bearer token.
    pass: Option<String>,
    /// Where to go, once admitted.
    room: Option<RoomBody>,
}

/// A way into the room, for one person, made just now.
#[derive(Debug, Object)]
#[oai(rename = "RoomTicket")]
pub(crate) struct RoomBody {
    /// `builtin`, `url`, …
    kind: String,
    /// The address to open.
    url: String,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Join")]
impl Joins {
    /// Look at a door
    ///
    /// What anyone with the link may know. Changes nothing.
    #[oai(path = "/join/:key", method = "get", operation_id = "lookAtDoor")]
    async fn look(
        &self,
        by: By<Anyone>,
        /// The secret of a session link or of a personal link: the part behind `/j/` or `/i/`.
        key: Path<String>,
    ) -> Answer<Json<DoorBody>> {
        let link = open(by.context(), &key.0)?;
        let session = by.context().look(link).await.map_err(unknown_when_absent)?;
        Ok(Json(DoorBody::of(&session)))
    }

    /// Take a step towards entering
    ///
    /// Give all evidence so far with each call, starting with `email`, or with nothing on a personal link. The answer says
    /// what is missing. No cookie is needed or set; a sign-in of this browser counts for its own address, API tokens never
    /// join.
    #[oai(path = "/join/:key", method = "post", operation_id = "join")]
    async fn join(
        &self,
        by: By<Anyone>,
        /// The secret of a session link or of a personal link.
        key: Path<String>,
        input: Input<JoinInput>,
    ) -> Answer<Json<AnswerBody>> {
        let context = by.context();
        let link = open(context, &key.0)?;
        let request = JoinRequest {
            link,
            evidence: input.0.read()?,
            signed_in: if by.has_bearer() { None } else { by.signed_in_account().await? },
            pass: by.pass_at(link).await.map_err(unknown_when_absent)?,
            network: by.network(),
            correlation: by.correlation(),
        };
        let answer = counted::join(&context.door, &request).await.map_err(unknown_when_absent)?;
        Ok(Json(AnswerBody::of(answer)))
    }
}

/// Opens a session link or a personal link.
fn open(context: &Context, key: &str) -> Result<Link, Problem> {
    let link = context
        .door
        .keyring()
        .open(key)
        .filter(|link| matches!(link.target, LinkTarget::Session(_) | LinkTarget::Invitation(_)));
    link.ok_or_else(Problem::unknown_link)
}

/// A link whose object is gone is as unknown as one that was never made.
fn unknown_when_absent(error: UseCaseError) -> Problem {
    match error {
        UseCaseError::NotFound => Problem::unknown_link(),
        error => error.into(),
    }
}

impl JoinInput {
    fn read(self) -> Result<JoinEvidence, Problem> {
        let mut problems = Problems::default();
        let email = problems.take_optional("email", self.email.as_deref(), EmailAddress::parse);
        let first = problems.take_optional("first_name", self.first_name.as_deref(), NamePart::parse);
        let last = problems.take_optional("last_name", self.last_name.as_deref(), NamePart::parse);
        let password = problems.take_optional("password", self.password.as_deref(), Password::parse_given);
        // A code is compared, not kept; what a name may not be, a code may not be either.
        problems.take_optional("code", self.code.as_deref(), NamePart::parse);
        let language =
            problems.take_optional("language", self.language.as_ref(), |word| Language::parse(word.as_str()));
        let profile = self.account.and_then(|profile| profile.read(&mut problems));
        if !problems.is_empty() {
            return Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()));
        }
        Ok(JoinEvidence {
            email,
            name: first.zip(last).map(|(first, last)| PersonName::new(first, last)),
            password,
            code: self.code,
            profile,
            take_seat: self.take_seat.unwrap_or_default(),
            knock: self.knock.unwrap_or_default(),
            language,
            // Programs give the profile itself with each call.
            profile_ticket: None,
        })
    }
}

impl ProfileInput {
    fn read(self, problems: &mut Problems) -> Option<Profile> {
        let first = problems.take("account.first_name", NamePart::parse(&self.first_name));
        let last = problems.take("account.last_name", NamePart::parse(&self.last_name));
        let password = problems.take("account.password", Password::parse_new(&self.password));
        let time_zone = problems.take_optional("account.time_zone", self.time_zone.as_deref(), zone);
        Some(Profile { name: PersonName::new(first?, last?), password: password?, time_zone })
    }
}

impl DoorBody {
    fn of(session: &PublicSession) -> Self {
        let silent = Self {
            state: session.phase.as_str().into(),
            title: None,
            host_name: None,
            starts_at: None,
            ends_at: None,
            opens_at: None,
            time_zone: None,
            invitation_type: None,
            needs: Vec::new(),
        };
        if let Some(standing) = session.link_standing {
            let state = if standing == ReasonCode::LinkExpired { "link_expired" } else { "link_revoked" };
            return Self { state: state.into(), ..silent };
        }
        let is_over = matches!(session.phase, Phase::Ended | Phase::Cancelled);
        let asks_email = session.invitee.is_none() && !is_over;
        Self {
            title: Some(session.title.to_string()),
            host_name: Some(session.host_name.to_string()),
            starts_at: Some(Moment::of(session.starts_at)),
            ends_at: Some(Moment::of(session.ends_at)),
            opens_at: Some(Moment::of(session.opens_at)),
            time_zone: Some(session.zone.name().to_owned()),
            invitation_type: Some(session.invitation_type.as_str().into()),
            needs: if asks_email { vec!["email".into()] } else { Vec::new() },
            ..silent
        }
    }
}

impl AnswerBody {
    fn of(answer: JoinAnswer) -> Self {
        Self {
            outcome: answer.decision.outcome.as_str().into(),
            needs: answer.decision.needs.iter().map(|evidence| evidence.as_str().into()).collect(),
            reasons: answer.decision.reasons.iter().map(ReasonBody::of).collect(),
            participant_id: answer.participant.map(Id::from),
            pass: answer.pass.map(|pass| pass.reveal().to_owned()),
            room: answer.room.map(RoomBody::of),
        }
    }
}

impl RoomBody {
    pub(crate) fn of(ticket: RoomTicket) -> Self {
        Self { kind: ticket.kind.to_owned(), url: ticket.url }
    }
}
