//! Why: what was decided at the door, and the simulator.

use jigsaw_domain::admission::{
    Decision, DecisionRecord, DecisionSearch, LinkKind, LinkUse, PublicDecision, PublicOutcome, ReasonCode, Relation,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{DecisionId, InvitationId};
use jigsaw_domain::malformed::{Malformed, Problems};
use jigsaw_domain::usecase::{Coming, ExplainQuery, Explanation};
use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::by::{By, Host};
use super::input::{Input, given};
use super::list::{Page, cursor, limit};
use super::reason::{FindingBody, PublicBody};
use super::words::{EvidenceWord, Id, LinkWord, Moment, OutcomeWord, RoleWord};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

pub(crate) struct Decisions;

/// One attempt and what was decided.
#[derive(Debug, Object)]
#[oai(rename = "DecisionRecord")]
struct RecordBody {
    /// Its identifier.
    id: Id,
    /// When.
    at: Moment,
    /// The address that was given.
    #[oai(nullable)]
    email: Option<String>,
    /// The person, if the attempt made or met one.
    #[oai(nullable)]
    participant_id: Option<Id>,
    /// Which link.
    link: LinkWord,
    /// What was decided.
    outcome: OutcomeWord,
    /// What each rule said.
    findings: Vec<FindingBody>,
    /// The version of the rules.
    policy: String,
    /// The request that asked.
    request_id: Id,
}

/// A question to the simulator.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "ExplainQuestion")]
struct ExplainInput {
    /// Who comes.
    email: String,
    /// When; now unless told.
    #[serde(default, deserialize_with = "given")]
    at: Option<Moment>,
    /// By which link; `session` unless told.
    #[serde(default, deserialize_with = "given")]
    link: Option<LinkWord>,
    /// Signed in to the account with the address, if there is one; `false` unless told.
    #[serde(default, deserialize_with = "given")]
    signed_in: Option<bool>,
    /// With the device they were last there with, if there is one; `false` unless told.
    #[serde(default, deserialize_with = "given")]
    same_device: Option<bool>,
    /// By the link as it was before it was last renewed; `false` unless told.
    #[serde(default, deserialize_with = "given")]
    old_link: Option<bool>,
}

/// The simulator's answer. Nothing is written and nobody is told.
#[derive(Debug, Object)]
#[oai(rename = "Explanation")]
struct ExplanationBody {
    /// What would be decided on the bare address, nothing else given.
    #[oai(flatten)]
    bare: DecisionBody,
    /// The same once the person has honestly given everything that is asked for.
    satisfied: DecisionBody,
    /// What they gave on the way, in order.
    given: Vec<EvidenceWord>,
    /// What the address is to the session: `host`, `invited` or `stranger`.
    relation: String,
    /// The role that a proved address has.
    role: RoleWord,
    /// The link that was judged: an address that was never invited has no personal one.
    link: LinkWord,
    /// The moment that was judged.
    at: Moment,
}

/// A decision with every rule's verdict.
#[derive(Debug, Object)]
#[oai(rename = "Decision")]
struct DecisionBody {
    /// What follows.
    outcome: OutcomeWord,
    /// What is missing, in this order.
    needs: Vec<EvidenceWord>,
    /// What each rule says.
    findings: Vec<FindingBody>,
    /// What the guest would be shown.
    shown: PublicBody,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Decisions")]
impl Decisions {
    /// List what was decided at a session's door
    ///
    /// Newest first, with every rule's verdict; all of them, or those that fit.
    #[oai(path = "/sessions/:session_id/decisions", method = "get", operation_id = "listDecisions")]
    #[expect(clippy::too_many_arguments, reason = "each parameter of the query is an argument")]
    async fn list(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// Entries of one page, at most 1000; 100 unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
        /// A part of the address that was given.
        address: Query<Option<String>>,
        /// `admitted`, `needs`, `waiting` or `refused`.
        outcome: Query<Option<String>>,
        /// A reason code that a rule gave, such as `not_on_list`.
        reason: Query<Option<String>>,
    ) -> Answer<Json<Page<RecordBody>>> {
        let (id, size) = (session_id.session()?, limit(size.0, 100)?);
        let before = cursor(after.0.as_deref(), DecisionId::parse)?;
        let wanted = search(address.0.as_deref(), outcome.0.as_deref(), reason.0.as_deref())?;
        let caller = by.caller_in(id).await?;
        let records = by.context().door.search_decisions(&caller, id, wanted, (before, size)).await?;
        let full = records.len() >= size as usize;
        let next = records.last().filter(|_| full).map(|record| record.id.to_string());
        Ok(Json(Page::new(records.iter().map(RecordBody::of).collect(), next)))
    }

    /// Export what was decided as CSV
    ///
    /// The same as the list, for spreadsheets: UTF-8, RFC 4180, a head line; a text that a spreadsheet would compute with
    /// stands after an apostrophe.
    #[oai(path = "/sessions/:session_id/decisions.csv", method = "get", operation_id = "exportDecisions")]
    async fn export(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// A part of the address that was given.
        address: Query<Option<String>>,
        /// `admitted`, `needs`, `waiting` or `refused`.
        outcome: Query<Option<String>>,
        /// A reason code that a rule gave, such as `not_on_list`.
        reason: Query<Option<String>>,
    ) -> Answer<CsvFile> {
        let id = session_id.session()?;
        let wanted = search(address.0.as_deref(), outcome.0.as_deref(), reason.0.as_deref())?;
        let body = crate::export::decisions(by.context().door.clone(), by.caller_in(id).await?, id, wanted).await?;
        let response = Response::builder()
            .content_type("text/csv; charset=utf-8")
            .header("content-disposition", "attachment; filename=\"decisions.csv\"")
            .body(body);
        Ok(CsvFile(response))
    }

    /// List what became of the personal links
    ///
    /// Of each invitation that counts: how often somebody tried to enter by its link as it is now, from how many networks, and
    /// when; oldest invitation first. Looking at a link's page is not counted: looking changes nothing.
    #[oai(path = "/sessions/:session_id/links", method = "get", operation_id = "listLinks")]
    async fn links(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// Entries of one page, at most 1000; 100 unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
    ) -> Answer<Json<Page<LinkUseBody>>> {
        let (id, size) = (session_id.session()?, limit(size.0, 100)?);
        let after = cursor(after.0.as_deref(), InvitationId::parse)?;
        let uses = by.context().door.link_uses(&by.caller_in(id).await?, id, after, size).await?;
        let full = uses.len() >= size as usize;
        let next = uses.last().filter(|_| full).map(|last| last.invitation.id.to_string());
        Ok(Json(Page::new(uses.iter().map(LinkUseBody::of).collect(), next)))
    }

    /// Ask who would get in, and why
    #[oai(path = "/sessions/:session_id/explain", method = "post", operation_id = "explain")]
    async fn explain(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        input: Input<ExplainInput>,
    ) -> Answer<Json<ExplanationBody>> {
        let session = session_id.session()?;
        let caller = by.caller_in(session).await?;
        let mut problems = Problems::default();
        let email = problems.take("email", EmailAddress::parse(&input.0.email));
        let at = problems.take_optional("at", input.0.at.as_ref(), Moment::read);
        let link = problems.take_optional("link", input.0.link.as_ref(), |word| LinkKind::parse(word.as_str()));
        let Some(email) = email.filter(|_| problems.is_empty()) else {
            return Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()));
        };
        let coming = Coming {
            signed_in: input.0.signed_in.unwrap_or_default(),
            same_device: input.0.same_device.unwrap_or_default(),
            old_link: input.0.old_link.unwrap_or_default(),
        };
        let query = ExplainQuery { session, email, at, link: link.unwrap_or(LinkKind::Session), coming };
        let explanation = by.context().door.explain(&caller, &query).await?;
        Ok(Json(ExplanationBody::of(&explanation)))
    }
}

/// What became of one personal link.
#[derive(Debug, Object)]
#[oai(rename = "LinkUse")]
struct LinkUseBody {
    /// Whose link it is.
    invitation_id: Id,
    /// Their address.
    email: String,
    /// How often somebody tried to enter by it; 0 is never opened.
    opened: u32,
    /// From how many networks.
    networks: u32,
    /// When first.
    #[oai(nullable)]
    first_at: Option<Moment>,
    /// When last.
    #[oai(nullable)]
    last_at: Option<Moment>,
    /// Whether it came from so many networks (5 or more) that it may have been passed on. Renewing the link mends that.
    forwarded: bool,
}

impl LinkUseBody {
    fn of(used: &LinkUse) -> Self {
        Self {
            invitation_id: used.invitation.id.into(),
            email: used.invitation.email.as_typed().to_owned(),
            opened: used.times,
            networks: used.networks,
            first_at: used.span.map(|(first, _)| Moment::of(first)),
            last_at: used.span.map(|(_, last)| Moment::of(last)),
            forwarded: used.looks_forwarded(),
        }
    }
}

/// A file of rows.
struct CsvFile(Response);

impl IntoResponse for CsvFile {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for CsvFile {
    fn meta() -> MetaResponses {
        let schema = MetaSchema { description: Some("Rows with a head line."), ..MetaSchema::new("string") };
        let content = MetaMediaType { content_type: "text/csv", schema: MetaSchemaRef::Inline(Box::new(schema)) };
        let response = MetaResponse {
            description: "The file.",
            status: Some(200),
            status_range: None,
            content: vec![content],
            headers: Vec::new(),
        };
        MetaResponses { responses: vec![response] }
    }

    fn register(_: &mut Registry) {}
}

/// What a list is narrowed to.
fn search(address: Option<&str>, outcome: Option<&str>, reason: Option<&str>) -> Result<DecisionSearch, Problem> {
    let mut problems = Problems::default();
    let list = "admitted, needs, waiting, refused";
    let known = |word: &str| PublicOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == word);
    let outcome = problems.take_optional("outcome", outcome, |word| known(word).ok_or(Malformed::NotAChoice(list)));
    let reason = problems.take_optional("reason", reason, ReasonCode::parse);
    if !problems.is_empty() {
        return Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()));
    }
    Ok(DecisionSearch { address: address.map(str::to_owned).filter(|part| !part.is_empty()), outcome, reason })
}

impl RecordBody {
    fn of(record: &DecisionRecord) -> Self {
        Self {
            id: record.id.into(),
            at: Moment::of(record.at),
            email: record.email.as_ref().map(|email| email.as_typed().to_owned()),
            participant_id: record.participant.map(Id::from),
            link: record.link.as_str().into(),
            outcome: record.outcome.as_str().into(),
            findings: record.findings.iter().map(FindingBody::recorded).collect(),
            policy: record.policy.clone(),
            request_id: record.correlation.into(),
        }
    }
}

impl ExplanationBody {
    fn of(explanation: &Explanation) -> Self {
        let relation = match explanation.relation {
            Relation::Host => "host",
            Relation::Invited { .. } => "invited",
            Relation::Stranger => "stranger",
        };
        Self {
            bare: DecisionBody::of(&explanation.decision, &explanation.public),
            satisfied: DecisionBody::of(&explanation.satisfied, &explanation.satisfied_public),
            given: explanation.given.iter().map(|evidence| evidence.as_str().into()).collect(),
            relation: relation.to_owned(),
            role: explanation.relation.role().into(),
            link: explanation.link.as_str().into(),
            at: Moment::of(explanation.at),
        }
    }
}

impl DecisionBody {
    fn of(decision: &Decision, public: &PublicDecision) -> Self {
        let needs = match decision.outcome() {
            jigsaw_domain::admission::Outcome::Require(needs) => needs.as_slice(),
            _ => &[],
        };
        Self {
            outcome: decision.outcome().as_str().into(),
            needs: needs.iter().map(|evidence| evidence.as_str().into()).collect(),
            findings: decision.findings().iter().map(FindingBody::of).collect(),
            shown: PublicBody::of(public),
        }
    }
}
