//! Decisions as they are written down: readable years later, whatever the rules are called then.

use chrono::{DateTime, Utc};

use super::{Decision, LinkKind, POLICY_VERSION, Verdict};
use crate::email_address::EmailAddress;
use crate::id::{CorrelationId, DecisionId, ParticipantId, SessionId};
use crate::invitation::Attempted;

/// One attempt and what was decided, with every rule's verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Identifier; grows with time.
    pub id: DecisionId,
    /// The session.
    pub session: SessionId,
    /// When.
    pub at: DateTime<Utc>,
    /// The address that was given.
    pub email: Option<EmailAddress>,
    /// The person in the session, if the attempt made or met one.
    pub participant: Option<ParticipantId>,
    /// Which link.
    pub link: LinkKind,
    /// `admitted`, `needs`, `waiting` or `refused`.
    pub outcome: String,
    /// What each rule said, those that abstained included.
    pub findings: Vec<RecordedFinding>,
    /// The version of the rules.
    pub policy: String,
    /// The request that asked.
    pub correlation: CorrelationId,
}

/// One rule's verdict, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedFinding {
    /// The rule's name.
    pub rule: String,
    /// `permit`, `deny`, `hold`, `require` or `abstain`.
    pub verdict: String,
    /// The reason's code, or what was asked for.
    pub code: Option<String>,
    /// Who may be told.
    pub disclosure: Option<String>,
    /// The reason's parameters.
    pub params: Vec<(String, String)>,
}

impl RecordedFinding {
    /// Every verdict of a decision.
    pub fn all_of(decision: &Decision) -> Vec<Self> {
        decision
            .findings()
            .iter()
            .map(|finding| {
                let (code, disclosure, params) = match &finding.verdict {
                    Verdict::Deny(reason) | Verdict::Hold(reason) => (
                        Some(reason.code.as_str().to_owned()),
                        Some(reason.disclosure.as_str().to_owned()),
                        reason.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
                    ),
                    Verdict::Require(evidence) => (Some(evidence.as_str().to_owned()), None, Vec::new()),
                    Verdict::Permit | Verdict::Abstain => (None, None, Vec::new()),
                };
                Self {
                    rule: finding.rule.as_str().to_owned(),
                    verdict: finding.verdict.as_str().to_owned(),
                    code,
                    disclosure,
                    params,
                }
            })
            .collect()
    }
}

impl DecisionRecord {
    /// The attempt as the host's list tells it.
    pub fn attempted(&self) -> Attempted {
        let denials = self.findings.iter().filter(|finding| finding.verdict == "deny");
        Attempted {
            at: self.at,
            outcome: self.outcome.clone(),
            denials: denials.filter_map(|finding| finding.code.clone()).collect(),
        }
    }

    /// Writes a decision down.
    pub fn of(
        id: DecisionId,
        (session, participant): (SessionId, Option<ParticipantId>),
        (email, link): (Option<EmailAddress>, LinkKind),
        decision: &Decision,
        at: DateTime<Utc>,
        correlation: CorrelationId,
    ) -> Self {
        Self {
            id,
            session,
            at,
            email,
            participant,
            link,
            outcome: decision.outcome().as_str().to_owned(),
            findings: RecordedFinding::all_of(decision),
            policy: POLICY_VERSION.to_owned(),
            correlation,
        }
    }
}
