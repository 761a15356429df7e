//! What a guest is shown of a decision: a projection by disclosure, never the decision itself.
//!
//! Until a mailbox is proved, denials that belong to an address (`not_on_list`, `removed`) are replaced by what any other
//! address would see, so that nobody learns who is listed by typing addresses.

use super::decision::required;
use super::{Decision, Disclosure, Evidence, Outcome, Proof, Reason, ReasonCode};

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

impl PublicDecision {
    fn refused(reasons: Vec<Reason>, needs: Vec<Evidence>) -> Self {
        Self { outcome: PublicOutcome::Refused, needs, reasons }
    }

    fn asking_for(needs: Vec<Evidence>) -> Self {
        let reasons = needs.iter().map(|evidence| Reason::public(evidence.reason())).collect();
        Self { outcome: PublicOutcome::Needs, needs, reasons }
    }
}

/// Projects a decision for a guest who has shown `proof` of the address.
///
/// Denials that may be told refuse. Those that may not are hidden behind what everyone else would see at this point:
/// the next step if there is one, a mailed code where only proof is left to ask for, or a plain "try again".
pub fn public_view(decision: &Decision, proof: Proof) -> PublicDecision {
    let denials = || decision.findings().iter().filter_map(|finding| finding.verdict.denial());
    let needs = required(decision.findings());

    let told: Vec<Reason> = denials().filter(|reason| may_tell(reason, proof)).cloned().collect();
    if !told.is_empty() {
        let mendable = told.iter().all(|reason| is_mendable(reason.code));
        return PublicDecision::refused(told, if mendable { needs } else { Vec::new() });
    }
    let withheld = |kind: Disclosure| denials().any(|reason| reason.disclosure == kind);
    let try_again = || PublicDecision::refused(vec![Reason::public(ReasonCode::TryAgain)], Vec::new());
    if withheld(Disclosure::Internal) {
        // The fault is ours: whatever the guest gave would not help.
        return try_again();
    }
    if !needs.is_empty() {
        return PublicDecision::asking_for(needs);
    }
    if withheld(Disclosure::Host) {
        return try_again();
    }
    if withheld(Disclosure::Address) {
        return PublicDecision::asking_for(vec![Evidence::Code]);
    }
    match decision.outcome() {
        Outcome::Admit(_) => {
            PublicDecision { outcome: PublicOutcome::Admitted, needs: Vec::new(), reasons: Vec::new() }
        }
        Outcome::Hold => {
            let mut reasons = decision.reasons();
            reasons.retain(|reason| may_tell(reason, proof));
            if reasons.is_empty() {
                // Nobody waits without a word, and callers may rely on there being one.
                reasons.push(Reason::public(ReasonCode::AwaitingAdmission));
            }
            PublicDecision { outcome: PublicOutcome::Waiting, needs: Vec::new(), reasons }
        }
        Outcome::Require(needs) => PublicDecision::asking_for(needs.clone()),
        Outcome::Refuse => PublicDecision::refused(decision.reasons(), Vec::new()),
    }
}

fn may_tell(reason: &Reason, proof: Proof) -> bool {
    match reason.disclosure {
        Disclosure::Public => true,
        Disclosure::Address => proof > Proof::Unverified,
        Disclosure::Host | Disclosure::Internal => false,
    }
}

/// Whether giving the same evidence again, but right, would help.
const fn is_mendable(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::WrongPassword | ReasonCode::CodeWrong | ReasonCode::CodeExpired)
}
