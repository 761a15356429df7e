use jigsaw_domain::admission::{DecisionRecord, LinkKind, NetworkTag, OpenedLink, RecordedFinding};
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::id::{CorrelationId, DecisionId, InvitationId, ParticipantId, SessionId};
use jigsaw_domain::port::PortError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Table, json, micros};
use crate::entity::{audit, decisions};

const TABLE: Table = Table("decisions");

/// The JSON of one rule's verdict. Names are short on purpose: a row holds one for each rule.
#[derive(Serialize, Deserialize)]
struct StoredFinding {
    rule: String,
    verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disclosure: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    params: Vec<(String, String)>,
}

/// The JSON of one changed field of an audit row.
#[derive(Serialize)]
struct StoredChange<'a> {
    field: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// The codes of the rules that denied.
pub(crate) fn denials(findings: &str) -> Result<Vec<String>, PortError> {
    let findings: Vec<StoredFinding> = TABLE.json("findings", findings)?;
    let denied = findings.into_iter().filter(|found| found.verdict == "deny");
    Ok(denied.filter_map(|found| found.code).collect())
}

pub(crate) fn decision(row: decisions::Model) -> Result<DecisionRecord, PortError> {
    let findings: Vec<StoredFinding> = TABLE.json("findings", &row.findings)?;
    let findings = findings.into_iter().map(|found| RecordedFinding {
        rule: found.rule,
        verdict: found.verdict,
        code: found.code,
        disclosure: found.disclosure,
        params: found.params,
    });
    Ok(DecisionRecord {
        id: DecisionId::from_uuid(row.id),
        session: SessionId::from_uuid(row.session_id),
        at: TABLE.time("at", row.at)?,
        email: row.email.as_deref().map(|typed| TABLE.email(typed)).transpose()?,
        participant: row.participant_id.map(ParticipantId::from_uuid),
        link: TABLE.read("link", LinkKind::parse(&row.link))?,
        outcome: row.outcome,
        findings: findings.collect(),
        policy: row.policy,
        correlation: CorrelationId::from_uuid(row.correlation),
        opened: opened(row.invitation_id, row.generation)?,
        network: row.network.as_deref().map(network).transpose()?,
    })
}

pub(crate) fn decision_row(record: &DecisionRecord) -> Result<decisions::Model, PortError> {
    let findings = record.findings.iter().map(|found| StoredFinding {
        rule: found.rule.clone(),
        verdict: found.verdict.clone(),
        code: found.code.clone(),
        disclosure: found.disclosure.clone(),
        params: found.params.clone(),
    });
    Ok(decisions::Model {
        id: record.id.as_uuid(),
        session_id: record.session.as_uuid(),
        at: micros(record.at),
        email: record.email.as_ref().map(|email| email.as_typed().to_owned()),
        participant_id: record.participant.map(ParticipantId::as_uuid),
        link: record.link.as_str().to_owned(),
        outcome: record.outcome.clone(),
        findings: json(&findings.collect::<Vec<_>>())?,
        policy: record.policy.clone(),
        correlation: record.correlation.as_uuid(),
        email_key: record.email.as_ref().map(|email| email.key().as_str().to_owned()),
        invitation_id: record.opened.map(|opened| opened.invitation.as_uuid()),
        generation: record.opened.map(|opened| opened.generation.get().into()),
        network: record.network.map(|network| network.bytes().to_vec()),
    })
}

fn opened(invitation: Option<Uuid>, generation: Option<i32>) -> Result<Option<OpenedLink>, PortError> {
    let Some((invitation, generation)) = invitation.zip(generation) else { return Ok(None) };
    let generation = TABLE.generation("generation", generation)?;
    Ok(Some(OpenedLink { invitation: InvitationId::from_uuid(invitation), generation }))
}

fn network(stored: &[u8]) -> Result<NetworkTag, PortError> {
    let bytes =
        stored.try_into().map_err(|_| PortError::Corrupt("decisions: network is not eight bytes".to_owned()))?;
    Ok(NetworkTag::new(bytes))
}

pub(crate) fn audit_row(entry: &AuditEntry) -> Result<audit::Model, PortError> {
    let changes: Vec<StoredChange<'_>> = entry
        .changes
        .iter()
        .map(|change| StoredChange {
            field: change.field,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
        })
        .collect();
    Ok(audit::Model {
        id: entry.id.as_uuid(),
        at: micros(entry.at),
        actor: entry.actor.kind().to_owned(),
        actor_id: entry.actor.id(),
        action: entry.action.to_owned(),
        session_id: entry.session.map(SessionId::as_uuid),
        object: entry.object,
        changes: json(&changes)?,
        correlation: entry.correlation.as_uuid(),
    })
}
