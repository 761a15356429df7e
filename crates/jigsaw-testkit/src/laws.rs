//! What holds for every policy, whatever its rules are, and, by [`the_world_is_sound`], in every store, whatever was called.
//! Each function panics with an explanation when it does not.
//!
//! Run them on situations from [`strategy`](crate::strategy), with your own rule beside the built-in ones.

mod unknown;
mod world;

use std::sync::Arc;

use jigsaw_domain::admission::{
    Decision, Disclosure, Facts, InvitationPolicy, JoinRule, Outcome, Proof, PublicOutcome, Reason, ReasonCode, RuleId,
    RuleSet, Verdict, decide, public_view,
};
use jigsaw_domain::link::Generation;

pub use unknown::unknown_facts_never_admit;
pub use world::the_world_is_sound;

/// A rule that always says the same.
#[derive(Clone, Debug)]
pub struct Says {
    id: RuleId,
    verdict: Verdict,
}

impl Says {
    /// A rule of this name that says this, whatever the facts are.
    pub const fn new(id: &'static str, verdict: Verdict) -> Self {
        Self { id: RuleId::new(id), verdict }
    }
}

impl JoinRule for Says {
    fn id(&self) -> RuleId {
        self.id.clone()
    }

    fn judge(&self, _: &Facts<'_>) -> Verdict {
        self.verdict.clone()
    }
}

/// Every law of policies.
pub fn all(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    rules_have_distinct_names(policy);
    same_facts_same_decision(policy, facts);
    order_never_matters(policy, facts);
    adding_a_deny_never_admits(policy, facts);
    nobody_enters_without_a_permit(policy, facts);
    revoked_link_never_admits(policy, facts);
    unknown_facts_never_admit(policy, facts);
    guests_are_shown_nothing_hidden(policy, facts);
}

/// Two rules of one name cannot be told apart in a decision, and make its order depend on theirs.
pub fn rules_have_distinct_names(policy: &dyn InvitationPolicy) {
    let mut names: Vec<RuleId> = policy.rules().iter().map(|rule| rule.id()).collect();
    names.sort();
    for pair in names.windows(2) {
        assert_ne!(pair[0], pair[1], "two rules are called `{}`", pair[0]);
    }
}

/// The same facts give the same decision, whenever and on whichever thread they are judged: a rule keeps no state and asks
/// nobody.
pub fn same_facts_same_decision(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let first = decide(policy, facts);
    let again = decide(policy, &facts.clone());
    let elsewhere =
        std::thread::scope(|scope| scope.spawn(|| decide(policy, facts)).join()).expect("rules do not panic");
    for other in [again, elsewhere] {
        assert_same(&first, &other, "the same facts were judged twice");
    }
}

/// The order of the rules never matters: turned round, rotated and with neighbours swapped, they give the same decision.
pub fn order_never_matters(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let expected = decide(policy, facts);
    let rules = policy.rules();
    let mut orders: Vec<Vec<Arc<dyn JoinRule>>> = vec![rules.iter().rev().cloned().collect()];
    for at in 1..rules.len() {
        let mut rotated = rules.to_vec();
        rotated.rotate_left(at);
        let mut swapped = rules.to_vec();
        swapped.swap(at - 1, at);
        orders.extend([rotated, swapped]);
    }
    for order in orders {
        let names: Vec<String> = order.iter().map(|rule| rule.id().to_string()).collect();
        let found = decide(&RuleSet::new(order), facts);
        assert_same(&expected, &found, &format!("the rules were asked in the order {names:?}"));
    }
}

/// With one more rule that denies, nobody is admitted, held or asked; and its reason is among those of the refusal.
pub fn adding_a_deny_never_admits(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let reason = Reason::public(ReasonCode::Custom).with("code", "testkit.deny");
    let deny: Arc<dyn JoinRule> = Arc::new(Says::new("testkit.deny", Verdict::Deny(reason.clone())));
    let mut first = vec![deny.clone()];
    first.extend(policy.rules().iter().cloned());
    let mut last = policy.rules().to_vec();
    last.push(deny);
    for rules in [first, last] {
        let decision = decide(&RuleSet::new(rules), facts);
        assert_eq!(*decision.outcome(), Outcome::Refuse, "a rule denies, and yet: {}", explained(&decision));
        assert!(decision.reasons().contains(&reason), "the denial is not told: {}", explained(&decision));
    }
}

/// Whoever is admitted is permitted by a rule, and no rule denies, holds or asks.
pub fn nobody_enters_without_a_permit(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let decision = decide(policy, facts);
    let permits = decision.findings().iter().any(|finding| finding.verdict == Verdict::Permit);
    let objects =
        decision.findings().iter().any(|finding| !matches!(finding.verdict, Verdict::Permit | Verdict::Abstain));
    assert!(!decision.admits() || (permits && !objects), "admitted without leave: {}", explained(&decision));
    assert_eq!(decision.findings().len(), policy.rules().len(), "every rule is asked: {}", explained(&decision));
}

/// A link that was renewed or whose invitation was taken back lets nobody in, whatever else is given.
pub fn revoked_link_never_admits(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let mut withdrawn = facts.clone();
    withdrawn.link.withdrawn = true;
    let mut renewed = facts.clone();
    renewed.link.current = Generation::new(facts.link.presented.get().wrapping_add(1));
    let mut ahead = facts.clone();
    ahead.link.presented = Generation::new(facts.link.current.get().wrapping_add(1));
    for (what, revoked) in [("taken back", withdrawn), ("renewed", renewed), ("not made yet", ahead)] {
        let decision = decide(policy, &revoked);
        assert!(!decision.admits(), "admitted by a link that is {what}: {}\n{revoked:#?}", explained(&decision));
    }
}

/// What a guest is shown admits only whom the decision admits, and names no reason that is the host's or the operator's, nor
/// one that belongs to an address that is not proved.
pub fn guests_are_shown_nothing_hidden(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let decision = decide(policy, facts);
    for proof in [Proof::Unverified, Proof::Mailbox, Proof::Account] {
        let shown = public_view(&decision, proof);
        let admitted = shown.outcome == PublicOutcome::Admitted;
        assert_eq!(admitted, decision.admits(), "shown {:?} for {}", shown.outcome, explained(&decision));
        for reason in &shown.reasons {
            let hidden = match reason.disclosure {
                Disclosure::Public => false,
                Disclosure::Address => proof == Proof::Unverified,
                Disclosure::Host | Disclosure::Internal => true,
            };
            assert!(!hidden, "a guest with proof {proof:?} is shown {reason:?}");
        }
    }
}

fn assert_same(expected: &Decision, found: &Decision, why: &str) {
    assert_eq!(
        expected,
        found,
        "{why}, and the decision is another one:\n{}\nis not\n{}",
        explained(expected),
        explained(found)
    );
}

/// A decision in a few lines, without what the rules that abstain say.
pub fn explained(decision: &Decision) -> String {
    let mut lines = vec![format!("{:?}", decision.outcome())];
    let spoke = decision.findings().iter().filter(|finding| finding.verdict != Verdict::Abstain);
    lines.extend(spoke.map(|finding| format!("    {}: {:?}", finding.rule, finding.verdict)));
    lines.join("\n")
}
