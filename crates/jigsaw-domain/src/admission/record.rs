//! Decisions as they are written down: readable years later, whatever the rules are called then.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{Decision, Evidence, LinkKind, POLICY_VERSION, PublicOutcome, ReasonCode, Verdict};
use crate::email_address::EmailAddress;
use crate::id::{CorrelationId, DecisionId, InvitationId, ParticipantId, SessionId};
use crate::invitation::{Attempted, Invitation};
use crate::link::Generation;

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
    /// The personal link it came by, if it was one.
    pub opened: Option<OpenedLink>,
    /// Which network it came from; none for calls that came over no network.
    pub network: Option<NetworkTag>,
}

/// A personal link that somebody came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedLink {
    /// Whose it is.
    pub invitation: InvitationId,
    /// The generation that was presented.
    pub generation: Generation,
}

/// Tells the networks of one session apart, and nothing else about them: made with the server's key, which the database
/// does not hold, and for each session anew.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NetworkTag([u8; Self::LENGTH]);

impl NetworkTag {
    /// Bytes of a tag.
    pub const LENGTH: usize = 8;

    /// From the keyring, or from storage.
    pub const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// For storage.
    pub const fn bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for NetworkTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NetworkTag(…)")
    }
}

/// Which decisions; what is not asked for fits every one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionSearch {
    /// A part of the address that was given, however its letters A to Z are cased.
    pub address: Option<String>,
    /// How it came out.
    pub outcome: Option<PublicOutcome>,
    /// What a rule gave as its reason, or asked for.
    pub reason: Option<ReasonCode>,
}

impl DecisionSearch {
    /// What a finding bears that gives this reason.
    pub fn finding_code(&self) -> Option<&'static str> {
        let reason = self.reason?;
        let asked = Evidence::ALL.iter().find(|evidence| evidence.reason() == reason);
        Some(asked.map_or_else(|| reason.as_str(), |evidence| evidence.as_str()))
    }

    /// Whether a decision is one of them.
    pub fn fits(&self, record: &DecisionRecord) -> bool {
        let has_address = |part: &String| {
            let email = record.email.as_ref().map(|email| email.as_typed().to_ascii_lowercase());
            email.is_some_and(|email| email.contains(&part.to_ascii_lowercase()))
        };
        let says = |code: &str| record.findings.iter().any(|finding| finding.code.as_deref() == Some(code));
        self.address.as_ref().is_none_or(has_address)
            && self.outcome.is_none_or(|outcome| record.outcome == outcome.as_str())
            && self.finding_code().is_none_or(says)
    }
}

/// What is known of the use of one personal link, as it is now: uses of the link before it was renewed do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkUse {
    /// Whose link it is.
    pub invitation: Invitation,
    /// How often somebody tried to enter by it.
    pub times: u32,
    /// From how many networks.
    pub networks: u32,
    /// When first and last.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl LinkUse {
    /// From so many networks a person hardly comes alone: at home, at work and on the way is three.
    pub const MANY_NETWORKS: u32 = 5;

    /// Whether the link looks as if it was passed on.
    pub const fn looks_forwarded(&self) -> bool {
        self.networks >= Self::MANY_NETWORKS
    }
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
            opened: None,
            network: None,
        }
    }
}
