//! Combining verdicts: all rules are judged, none short-circuits, order never matters. See ADR 0002.

use super::{Evidence, Facts, InvitationPolicy, Reason, ReasonCode, RuleId, Verdict};
use crate::invitation::Role;

/// What one rule said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Its verdict.
    pub verdict: Verdict,
}

/// What follows from all verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Come in, as this.
    Admit(Role),
    /// Give these first, in this order.
    Require(Vec<Evidence>),
    /// Wait; it will change by itself.
    Hold,
    /// No.
    Refuse,
}

impl Outcome {
    /// The word in records and in the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Admit(_) => "admitted",
            Self::Require(_) => "needs",
            Self::Hold => "waiting",
            Self::Refuse => "refused",
        }
    }
}

/// An outcome with every rule's verdict. A refusal is a decision, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    outcome: Outcome,
    findings: Vec<Finding>,
}

impl Decision {
    /// What follows.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Every rule's verdict, sorted by rule.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the person comes in.
    pub const fn admits(&self) -> bool {
        matches!(self.outcome, Outcome::Admit(_))
    }

    /// The reasons behind the outcome, all of them, for the host. Never show them to a guest:
    /// see [`public_view`](super::public_view).
    pub fn reasons(&self) -> Vec<Reason> {
        let found = self.findings.iter();
        match &self.outcome {
            Outcome::Admit(_) => Vec::new(),
            Outcome::Require(evidence) => evidence.iter().map(|e| Reason::public(e.reason())).collect(),
            Outcome::Hold => found
                .filter_map(|finding| match &finding.verdict {
                    Verdict::Hold(reason) => Some(reason.clone()),
                    _ => None,
                })
                .collect(),
            Outcome::Refuse => {
                let denials: Vec<_> = found.filter_map(|finding| finding.verdict.denial()).cloned().collect();
                if denials.is_empty() { vec![Reason::public(ReasonCode::NoRuleApplies)] } else { denials }
            }
        }
    }
}

/// Judges every rule of the policy and combines the verdicts: any `Deny` refuses with all denials; else any
/// `Require` asks for what is missing; else any `Hold` holds; else at least one `Permit` admits; else it refuses
/// (`no_rule_applies`).
pub fn decide(policy: &dyn InvitationPolicy, facts: &Facts<'_>) -> Decision {
    let mut findings: Vec<Finding> =
        policy.rules().iter().map(|rule| Finding { rule: rule.id(), verdict: rule.judge(facts) }).collect();
    findings.sort_by(|a, b| a.rule.cmp(&b.rule));
    let outcome = combine(&findings, facts.role());
    Decision { outcome, findings }
}

fn combine(findings: &[Finding], role: Role) -> Outcome {
    let any = |wanted: fn(&Verdict) -> bool| findings.iter().any(|finding| wanted(&finding.verdict));
    if any(|v| matches!(v, Verdict::Deny(_))) {
        return Outcome::Refuse;
    }
    let missing = required(findings);
    if !missing.is_empty() {
        return Outcome::Require(missing);
    }
    if any(|v| matches!(v, Verdict::Hold(_))) {
        return Outcome::Hold;
    }
    if any(|v| matches!(v, Verdict::Permit)) { Outcome::Admit(role) } else { Outcome::Refuse }
}

pub(super) fn required(findings: &[Finding]) -> Vec<Evidence> {
    let mut missing: Vec<Evidence> = findings
        .iter()
        .filter_map(|finding| match finding.verdict {
            Verdict::Require(evidence) => Some(evidence),
            _ => None,
        })
        .collect();
    missing.sort_unstable();
    missing.dedup();
    // The email step always comes first; after it only what is still missing is asked.
    if missing.first() == Some(&Evidence::Email) {
        missing.truncate(1);
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(verdicts: &[Verdict]) -> Vec<Finding> {
        verdicts.iter().map(|verdict| Finding { rule: RuleId::new("r"), verdict: verdict.clone() }).collect()
    }

    fn outcome(verdicts: &[Verdict]) -> Outcome {
        combine(&findings(verdicts), Role::Attendee)
    }

    #[test]
    fn deny_over_require_over_hold_over_permit_over_nothing() {
        let deny = Verdict::Deny(Reason::public(ReasonCode::Full));
        let hold = Verdict::Hold(Reason::public(ReasonCode::TooEarly));
        let require = Verdict::Require(Evidence::Name);
        let (permit, abstain) = (Verdict::Permit, Verdict::Abstain);
        let ladder = [permit, hold, require, deny];
        let expected =
            [Outcome::Admit(Role::Attendee), Outcome::Hold, Outcome::Require(vec![Evidence::Name]), Outcome::Refuse];
        for (rung, expected) in expected.iter().enumerate() {
            assert_eq!(outcome(&ladder[..=rung]), *expected);
        }
        assert_eq!(outcome(&[abstain]), Outcome::Refuse);
        assert_eq!(outcome(&[]), Outcome::Refuse);
    }

    #[test]
    fn what_is_missing_is_named_once_in_the_order_of_the_steps_and_the_email_alone() {
        use Evidence::{Code, Email, Name, Seat};
        let missing = |asked: &[Evidence]| {
            let verdicts: Vec<Verdict> = asked.iter().map(|evidence| Verdict::Require(*evidence)).collect();
            required(&findings(&verdicts))
        };
        assert_eq!(missing(&[Seat, Code, Name, Code]), [Name, Code, Seat]);
        assert_eq!(missing(&[Seat, Email, Name]), [Email]);
        assert_eq!(missing(&[]), []);
    }

    #[test]
    fn every_denial_and_every_question_is_a_reason() {
        let no = |rule, code| Finding { rule: RuleId::new(rule), verdict: Verdict::Deny(Reason::public(code)) };
        let findings = vec![no("a", ReasonCode::Full), no("b", ReasonCode::Locked)];
        let decision = Decision { outcome: Outcome::Refuse, findings };
        let codes: Vec<ReasonCode> = decision.reasons().iter().map(|reason| reason.code).collect();
        assert_eq!(codes, [ReasonCode::Full, ReasonCode::Locked]);
        let asks = Decision { outcome: Outcome::Require(vec![Evidence::Seat]), findings: Vec::new() };
        assert_eq!(asks.reasons(), [Reason::public(ReasonCode::SeatInUse)], "what is asked for is no secret");
        let nothing = Decision { outcome: Outcome::Refuse, findings: Vec::new() };
        assert_eq!(nothing.reasons(), [Reason::public(ReasonCode::NoRuleApplies)]);
    }
}
