//! Who gets in, how, when and why.
//!
//! [`Facts`] say everything that may matter; each [`JoinRule`] judges them; an [`InvitationPolicy`] is the set of rules
//! of one invitation type; [`decide`] combines the verdicts into a [`Decision`]. All of it is pure: the same facts
//! always give the same decision, in the join flow, in the waiting room's re-check, in the simulator and in tests.

mod decision;
mod difference;
mod fact;
mod facts;
#[cfg(test)]
mod fixture;
mod participant;
mod policy;
mod public_view;
mod reason;
mod record;
mod rehearsal;
mod rule;
pub mod rules;

pub use decision::{Decision, Finding, Outcome, decide};
pub use difference::{AccessChange, Acquaintance, Difference, Edit};
pub use fact::Fact;
pub use facts::{CodeCheck, Facts, LinkKind, PasswordCheck, PersonFact, PersonState, PresentedLink, Proof, Relation};
pub use participant::{Participant, ParticipantState, Pass, PassEnd, PassHolder, PassState, Standing, Via};
pub use policy::{InvitationPolicy, POLICY_VERSION, PolicyBook, RuleSet};
pub use public_view::{PublicDecision, PublicOutcome, public_view};
pub use reason::{Disclosure, Evidence, Reason, ReasonCode};
pub use record::{DecisionRecord, DecisionSearch, LinkUse, NetworkTag, OpenedLink, RecordedFinding};
pub use rehearsal::{Decided, Doorstep, Rehearsal, Visitor};
pub use rule::{JoinRule, RuleId, Verdict};
