//! The built-in policies keep the laws, and the laws notice rules that break them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jigsaw_domain::admission::{
    Disclosure, Fact, Facts, InvitationPolicy, JoinRule, PolicyBook, Reason, ReasonCode, RuleId, RuleSet, Verdict,
};
use jigsaw_domain::session::InvitationType;
use jigsaw_testkit::build::{Situation, session};
use jigsaw_testkit::laws::{self, Says};
use jigsaw_testkit::strategy;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_built_in_policies_keep_every_law(situation in strategy::situations()) {
        let book = PolicyBook::built_in();
        for invitation_type in InvitationType::ALL {
            laws::all(book.of(*invitation_type), &situation.facts());
        }
    }

    #[test]
    fn any_mix_of_verdicts_keeps_the_laws_of_combining(policy in strategy::verdict_mixes()) {
        let situation = Situation::at_an_open_door();
        laws::order_never_matters(&policy, &situation.facts());
        laws::same_facts_same_decision(&policy, &situation.facts());
        laws::adding_a_deny_never_admits(&policy, &situation.facts());
        laws::nobody_enters_without_a_permit(&policy, &situation.facts());
        laws::guests_are_shown_nothing_hidden(&policy, &situation.facts());
    }

    #[test]
    fn namesakes_are_one_mailbox((plain, loud, other) in strategy::namesakes()) {
        prop_assert_eq!(plain.key(), loud.key());
        prop_assert_ne!(plain.key(), other.key());
    }

    #[test]
    fn names_and_addresses_are_what_they_were_parsed_from(name in strategy::names(), email in strategy::emails()) {
        prop_assert!(name.to_string().contains(name.last().as_str()));
        prop_assert!(email.key().as_str().ends_with(email.domain()));
    }
}

/// Strategies that never admit, or never refuse, would prove nothing.
#[test]
fn situations_reach_every_outcome() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<(&str, &str), u32>::new();
    for _ in 0..4_000 {
        let situation = strategy::situations().new_tree(&mut runner).unwrap().current();
        let kind = situation.session.invitation_type().as_str();
        *seen.entry((kind, situation.decide().outcome().as_str())).or_default() += 1;
    }
    for kind in InvitationType::ALL {
        for outcome in ["admitted", "needs", "waiting", "refused"] {
            let times = seen.get(&(kind.as_str(), outcome)).copied().unwrap_or_default();
            assert!(times >= 30, "{kind:?} {outcome}: {times} of 4000, {seen:?}");
        }
    }
}

fn broken(law: fn(&dyn InvitationPolicy, &Facts<'_>), rules: Vec<Arc<dyn JoinRule>>) -> String {
    let situation = Situation::at_an_open_door();
    let policy = RuleSet::new(rules);
    let caught = catch_unwind(AssertUnwindSafe(|| law(&policy, &situation.facts())));
    let told = caught.err().and_then(|told| told.downcast_ref::<String>().cloned());
    told.unwrap_or_else(|| "nothing was noticed".to_owned())
}

fn permit() -> Arc<dyn JoinRule> {
    Arc::new(Says::new("permit", Verdict::Permit))
}

#[test]
fn a_policy_that_does_not_look_at_the_link_is_noticed() {
    let told = broken(laws::revoked_link_never_admits, vec![permit()]);
    assert!(told.contains("admitted by a link that is taken back"), "{told}");
}

#[test]
fn a_rule_with_a_memory_is_noticed() {
    #[derive(Debug, Default)]
    struct EverySecond(AtomicU64);
    impl JoinRule for EverySecond {
        fn id(&self) -> RuleId {
            RuleId::new("every_second")
        }
        fn judge(&self, _: &Facts<'_>) -> Verdict {
            let even = self.0.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
            if even { Verdict::Permit } else { Verdict::Abstain }
        }
    }
    let told = broken(laws::same_facts_same_decision, vec![Arc::new(EverySecond::default())]);
    assert!(told.contains("judged twice"), "{told}");
}

#[test]
fn a_rule_that_takes_unknown_for_good_is_noticed() {
    #[derive(Debug)]
    struct NoKnownObjection;
    impl JoinRule for NoKnownObjection {
        fn id(&self) -> RuleId {
            RuleId::new("no_known_objection")
        }
        fn judge(&self, facts: &Facts<'_>) -> Verdict {
            match facts.has_account {
                Fact::Known(false) => Verdict::Deny(Reason::public(ReasonCode::Custom)),
                Fact::Known(true) | Fact::Unknown => Verdict::Permit,
            }
        }
    }
    let told = broken(laws::unknown_facts_never_admit, vec![Arc::new(NoKnownObjection)]);
    assert!(told.contains("`has_account` is unknown and admits"), "{told}");
}

#[test]
fn two_rules_of_one_name_are_noticed() {
    let told = broken(|policy, _| laws::rules_have_distinct_names(policy), vec![permit(), permit()]);
    assert!(told.contains("two rules are called `permit`"), "{told}");
    let denies = |disclosure| {
        let reason = Reason { code: ReasonCode::Custom, disclosure, params: Vec::new() };
        Arc::new(Says::new("same", Verdict::Deny(reason))) as Arc<dyn JoinRule>
    };
    let told = broken(laws::order_never_matters, vec![denies(Disclosure::Host), denies(Disclosure::Public)]);
    assert!(told.contains("the rules were asked in the order"), "{told}");
}

#[test]
fn an_own_rule_beside_the_built_in_ones_keeps_the_laws() {
    let own = Arc::new(Says::new("acme.open", Verdict::Permit));
    let policy = RuleSet::built_in(InvitationType::LinkPasswordRequested).with(own);
    let situation = Situation::of(session().password_requested().live()).typed("mike@example.org").right_password();
    assert!(situation.decide_by(&policy).admits());
    laws::all(&policy, &situation.facts());
}
