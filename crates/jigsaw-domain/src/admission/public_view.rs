//! What a guest is shown of a decision: a projection by disclosure, never the decision itself.
//!
//! Until a mailbox is proved, denials that belong to an address (`not_on_list`, `removed`) are replaced by what any other
//! address would see, so that nobody learns who is listed by typing addresses.

use super::decision::{combine, required};
use super::{Decision, Disclosure, Evidence, Finding, Outcome, Proof, Reason, ReasonCode, Verdict};
use crate::invitation::Role;

/// The outcome a guest sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicOutcome {
    /// In.
    Admitted,
    /// Something is missing.
    Needs,
    /// Held.
    Waiting,
    /// Refused.
    Refused,
}

impl PublicOutcome {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Needs => "needs",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
        }
    }
}

/// What a guest is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicDecision {
    /// The outcome.
    pub outcome: PublicOutcome,
    /// What to give next. Also set on a refusal that giving something else would mend (a wrong code).
    pub needs: Vec<Evidence>,
    /// Why, in codes that this guest may know.
    pub reasons: Vec<Reason>,
}

/// Projects a decision for a guest who has shown `proof` of the address.
pub fn public_view(decision: &Decision, proof: Proof) -> PublicDecision {
    let told = |reason: &Reason| match reason.disclosure {
        Disclosure::Public => true,
        Disclosure::Address => proof > Proof::Unverified,
        Disclosure::Host | Disclosure::Internal => false,
    };
    let role = match decision.outcome() {
        Outcome::Admit(role) => *role,
        _ => Role::Attendee,
    };
    let hides_address_denial = decision.findings().iter().any(|finding| {
        matches!(&finding.verdict, Verdict::Deny(reason) if reason.disclosure == Disclosure::Address && !told(reason))
    });
    let hides_other_denial = decision.findings().iter().any(
        |finding| matches!(&finding.verdict, Verdict::Deny(reason) if reason.disclosure != Disclosure::Address && !told(reason)),
    );
    let visible: Vec<Finding> = decision
        .findings()
        .iter()
        .filter(|finding| !matches!(&finding.verdict, Verdict::Deny(reason) if !told(reason)))
        .cloned()
        .collect();

    let needs = required(&visible);
    match combine(&visible, role) {
        Outcome::Refuse => {
            let mut reasons: Vec<Reason> = visible
                .iter()
                .filter_map(|finding| match &finding.verdict {
                    Verdict::Deny(reason) => Some(reason.clone()),
                    _ => None,
                })
                .collect();
            if reasons.is_empty() && hides_address_denial && !hides_other_denial {
                return ask_for(vec![Evidence::Code]);
            }
            if reasons.is_empty() {
                let code = if hides_other_denial { ReasonCode::TryAgain } else { ReasonCode::NoRuleApplies };
                reasons.push(Reason::public(code));
            }
            let mendable = reasons.iter().all(|reason| is_mendable(reason.code));
            PublicDecision { outcome: PublicOutcome::Refused, needs: if mendable { needs } else { Vec::new() }, reasons }
        }
        Outcome::Require(needs) => ask_for(needs),
        // Everything visible would hold or admit; what is hidden says no.
        Outcome::Hold | Outcome::Admit(_) if hides_other_denial => PublicDecision {
            outcome: PublicOutcome::Refused,
            needs: Vec::new(),
            reasons: vec![Reason::public(ReasonCode::TryAgain)],
        },
        Outcome::Hold | Outcome::Admit(_) if hides_address_denial => ask_for(vec![Evidence::Code]),
        Outcome::Hold => PublicDecision {
            outcome: PublicOutcome::Waiting,
            needs: Vec::new(),
            reasons: decision.reasons().into_iter().filter(|reason| told(reason)).collect(),
        },
        Outcome::Admit(_) => {
            PublicDecision { outcome: PublicOutcome::Admitted, needs: Vec::new(), reasons: Vec::new() }
        }
    }
}

fn ask_for(needs: Vec<Evidence>) -> PublicDecision {
    let reasons = needs.iter().map(|evidence| Reason::public(evidence.reason())).collect();
    PublicDecision { outcome: PublicOutcome::Needs, needs, reasons }
}

/// Whether giving the same evidence again, but right, would help.
const fn is_mendable(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::WrongPassword | ReasonCode::CodeWrong | ReasonCode::CodeExpired)
}
