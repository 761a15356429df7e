//! Laws that hold whatever the facts: properties over arbitrary facts, reachable or not.
//!
//! The strategies stay beside this file, so that the laws depend on nothing but the crate's public face.
//! `PROPTEST_CASES=100000 cargo test --release -p jigsaw-domain --test laws` looks longer.
#![expect(clippy::unwrap_used, reason = "a strategy that cannot build its value is a failed test")]

#[path = "laws/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::DateTime;
use jigsaw_domain::admission::{
    Disclosure, Evidence, Fact, Facts, InvitationPolicy, JoinRule, Outcome, PersonFact, PersonState, Proof,
    PublicOutcome, Reason, ReasonCode, Relation, RuleId, RuleSet, Verdict, decide, public_view,
};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::{Capacity, InvitationType, Lock, SessionState, WaitingRoom};
use proptest::prelude::*;
use proptest::sample::select;
use world::{Known, World, person, relation, world};

/// A rule that always says the same.
#[derive(Clone, Debug)]
struct Always(&'static str, Verdict);

impl JoinRule for Always {
    fn id(&self) -> RuleId {
        RuleId::new(self.0)
    }

    fn judge(&self, _: &Facts<'_>) -> Verdict {
        self.1.clone()
    }
}

fn objection() -> impl Strategy<Value = Verdict> {
    let disclosure = select(vec![Disclosure::Public, Disclosure::Address, Disclosure::Host, Disclosure::Internal]);
    let reason = disclosure.prop_map(|disclosure| Reason { code: ReasonCode::Custom, disclosure, params: Vec::new() });
    prop_oneof![
        reason.clone().prop_map(Verdict::Deny),
        reason.prop_map(Verdict::Hold),
        select(Evidence::ALL).prop_map(Verdict::Require),
        Just(Verdict::Abstain),
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![1 => Just(Verdict::Permit), 3 => objection()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1024), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rules_never_matters(world in world(), seed in any::<u64>(), extra in verdict()) {
        let mut rules: Vec<Arc<dyn JoinRule>> = RuleSet::built_in(world.kind()).rules().to_vec();
        rules.push(Arc::new(Always("acme.extra", extra)));
        let one = decide(&RuleSet::new(rules.clone()), &world.facts());
        // A shuffle that needs no randomness of its own.
        rules.sort_by_key(|rule| {
            rule.id().as_str().bytes().fold(seed, |sum, byte| sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte))
        });
        prop_assert_eq!(&one, &decide(&RuleSet::new(rules.clone()), &world.facts()));
        rules.reverse();
        prop_assert_eq!(one, decide(&RuleSet::new(rules), &world.facts()));
    }

    #[test]
    fn the_same_facts_give_the_same_decision(world in world()) {
        prop_assert_eq!(world.decide(), world.clone().decide());
    }

    #[test]
    fn a_further_denial_never_admits(world in world(), verdicts in prop::collection::vec(verdict(), 0..4)) {
        let mut policy = RuleSet::built_in(world.kind());
        for (name, verdict) in ["acme.a", "acme.b", "acme.c", "acme.d"].into_iter().zip(verdicts) {
            policy = policy.with(Arc::new(Always(name, verdict)));
        }
        let deny = Verdict::Deny(Reason::public(ReasonCode::Custom));
        let decision = decide(&policy.with(Arc::new(Always("acme.no", deny))), &world.facts());
        prop_assert_eq!(decision.outcome(), &Outcome::Refuse);
    }

    #[test]
    fn a_further_objection_never_admits_whom_the_others_keep_out(world in world(), objection in objection()) {
        let before = world.decide();
        let policy = RuleSet::built_in(world.kind()).with(Arc::new(Always("acme.further", objection)));
        let after = decide(&policy, &world.facts());
        prop_assert!(before.admits() || !after.admits());
        if before.outcome() == &Outcome::Refuse && before.findings().iter().any(|f| f.verdict.denial().is_some()) {
            prop_assert_eq!(after.outcome(), &Outcome::Refuse);
        }
    }

    #[test]
    fn a_link_that_counts_no_more_never_admits(world in world(), how in 0..4) {
        let mut world = world;
        match how {
            0 => world.link.current = Generation::new(world.link.presented.get().wrapping_add(1)),
            1 => world.link.presented = Generation::new(world.link.current.get().wrapping_add(1)),
            2 => world.link.withdrawn = true,
            _ => world.link.expires_at = Some(world.now),
        }
        prop_assert_eq!(world.outcome(), Outcome::Refuse);
    }

    #[test]
    fn not_knowing_never_opens_the_door(world in world(), forgotten in prop::collection::vec(0..6, 1..4)) {
        let before = world.decide();
        let mut after = world.clone();
        for fact in forgotten {
            match fact {
                0 => after.known.relation = Fact::Unknown,
                1 => after.known.has_account = Fact::Unknown,
                2 => after.known.person = Fact::Unknown,
                3 => after.known.seats_taken = Fact::Unknown,
                4 => after.known.password = Fact::Unknown,
                _ => after.known.code = Fact::Unknown,
            }
        }
        let after = after.decide();
        prop_assert!(before.admits() || !after.admits());
        // Knowing less never makes anyone more than they were.
        if let (Outcome::Admit(was), Outcome::Admit(is)) = (before.outcome(), after.outcome()) {
            prop_assert!(is == was || *is == Role::Attendee);
        }
    }

    #[test]
    fn what_every_policy_needs_and_does_not_know_refuses(world in world()) {
        for forget in [
            (|known| known.person = Fact::Unknown) as fn(&mut Known),
            |known| known.relation = Fact::Unknown,
            |known| known.password = Fact::Unknown,
            |known| known.code = Fact::Unknown,
        ] {
            let mut world = world.clone();
            forget(&mut world.known);
            prop_assert_eq!(world.outcome(), Outcome::Refuse);
        }
        let mut world = world;
        world.known.has_account = Fact::Unknown;
        prop_assert!(!world.decide().admits());
    }

    #[test]
    fn an_unproved_address_is_an_attendee_and_the_host_has_an_account(world in world()) {
        if let Outcome::Admit(role) = world.outcome() {
            prop_assert!(world.proof() > Proof::Unverified || role == Role::Attendee);
            prop_assert!(role != Role::Host || world.proof() == Proof::Account);
            prop_assert!(role != Role::Host || world.known.relation == Fact::Known(Relation::Host));
        }
    }

    #[test]
    fn the_hosts_address_enters_only_by_the_account(world in world()) {
        let mut world = world;
        world.known.relation = Fact::Known(Relation::Host);
        let approved = matches!(world.known.person, Fact::Known(PersonFact { approved: true, same_device: true, .. }));
        // On a list the host may let in someone who asked under the host's own address; as an attendee.
        let let_in = world.kind() == InvitationType::InvitationList && approved && world.proof() == Proof::Unverified;
        if world.decide().admits() && !let_in {
            prop_assert_eq!(world.proof(), Proof::Account);
        }
    }

    #[test]
    fn a_list_admits_nobody_without_proof_or_the_hosts_word_to_this_very_device(world in world()) {
        let world = world.with_parts(|parts| parts.invitation_type = InvitationType::InvitationList);
        if world.decide().admits() {
            let person = *world.known.person.known().unwrap();
            let proved = world.proof() > Proof::Unverified;
            prop_assert!(proved || (person.approved && person.same_device));
            let listed = matches!(world.known.relation, Fact::Known(Relation::Host | Relation::Invited { .. }));
            prop_assert!(listed || person.approved);
        }
    }

    /// One address is one person, so whoever is admitted or held gets a pass of that person. It must not be someone
    /// else's: neither of one who is there with proof, nor, on a list, of one whom the host let in.
    #[test]
    fn nobody_slips_in_on_the_place_of_another(world in world()) {
        let world = world.unproved();
        let Fact::Known(person) = world.known.person else { return Ok(()) };
        let present = matches!(person.state, PersonState::Inside | PersonState::Waiting);
        let on_list = world.kind() == InvitationType::InvitationList;
        let someones = (present && person.proof > Proof::Unverified)
            || (on_list && (person.approved || person.state == PersonState::Inside));
        if someones {
            prop_assert!(!matches!(world.outcome(), Outcome::Admit(_) | Outcome::Hold));
        }
    }

    #[test]
    fn where_passwords_are_asked_nobody_enters_without_an_account(world in world()) {
        let world = world.with_parts(|parts| parts.invitation_type = InvitationType::LinkPasswordRequested);
        if world.decide().admits() {
            prop_assert_eq!(world.proof(), Proof::Account);
        }
    }

    #[test]
    fn full_is_full(world in world(), over in 0_u32..3) {
        let mut world = world.with_parts(|parts| parts.door.capacity = Some(Capacity::parse(2).unwrap()));
        world.known.seats_taken = Fact::Known(2 + over);
        if let Outcome::Admit(role) = world.outcome() {
            let inside = matches!(world.known.person, Fact::Known(PersonFact { state: PersonState::Inside, .. }));
            prop_assert!(role.runs_session() || inside);
        }
    }

    #[test]
    fn locked_is_locked_and_over_is_over(world in world()) {
        let locked = world.with_parts(|parts| parts.lock = Some(Lock { message: None }));
        if let Outcome::Admit(role) = locked.outcome() {
            prop_assert!(role.runs_session() || locked.facts().is_returning());
        }
        let ended = world.with_parts(|parts| parts.state = SessionState::Ended { at: DateTime::UNIX_EPOCH });
        prop_assert_eq!(ended.outcome(), Outcome::Refuse);
    }

    #[test]
    fn whoever_was_banned_or_sent_away_never_enters(world in world(), banned in any::<bool>()) {
        let mut world = world;
        if let Fact::Known(person) = &mut world.known.person {
            person.state = if banned { PersonState::Banned } else { PersonState::Denied };
        }
        prop_assert!(!world.decide().admits());
    }

    #[test]
    fn the_waiting_room_lets_only_its_exceptions_through(world in world()) {
        let world = world.with_parts(|parts| parts.door.waiting_room = WaitingRoom::Everyone);
        if let Outcome::Admit(role) = world.outcome() {
            let person = world.known.person.known().unwrap();
            let called = matches!(world.known.relation, Fact::Known(Relation::Invited { on_the_fly: true, .. }));
            let proved = world.proof() > Proof::Unverified;
            prop_assert!(role.is_staff() || (called && proved) || person.approved || person.state == PersonState::Inside);
        }
    }

    /// The guest is shown admission exactly when there is one, and nothing that is not for them.
    #[test]
    fn the_public_view_never_promises_more_and_never_tells_more(world in world(), extra in verdict()) {
        let policy = RuleSet::built_in(world.kind()).with(Arc::new(Always("acme.extra", extra)));
        let decision = decide(&policy, &world.facts());
        let view = public_view(&decision, world.proof());
        prop_assert_eq!(view.outcome == PublicOutcome::Admitted, decision.admits());
        prop_assert_eq!(view.outcome == PublicOutcome::Waiting, decision.outcome() == &Outcome::Hold);
        prop_assert!(view.outcome != PublicOutcome::Needs || !view.needs.is_empty());
        prop_assert!(view.outcome == PublicOutcome::Admitted || !view.reasons.is_empty(), "never without a word");
        for reason in &view.reasons {
            prop_assert!(reason.code != ReasonCode::FactUnknown);
            match reason.disclosure {
                Disclosure::Public => {}
                Disclosure::Address => prop_assert!(world.proof() > Proof::Unverified),
                Disclosure::Host | Disclosure::Internal => prop_assert!(false, "told {reason:?}"),
            }
        }
    }

    /// Who has an address typed at a list, and nothing more, learns nothing about it: whatever it is to the session.
    #[test]
    fn a_list_tells_nothing_about_an_address_that_is_not_proved(
        world in world(), relation in relation(), has_account in any::<bool>(), person in person(),
    ) {
        let mut world = world.with_parts(|parts| parts.invitation_type = InvitationType::InvitationList).unproved();
        world.given.knock = false;
        world.known.person = Fact::Known(PersonFact::NEW);
        world.known.relation = Fact::Known(Relation::Stranger);
        world.known.has_account = Fact::Known(false);
        let mut other = world.clone();
        other.known.person = Fact::Known(PersonFact { same_device: false, ..person });
        other.known.relation = Fact::Known(relation);
        other.known.has_account = Fact::Known(has_account);
        let view = |world: &World| public_view(&world.decide(), world.proof());
        prop_assert_eq!(view(&world), view(&other));
    }

    /// With `accounts.hide_existence`, having an account makes no difference before its proof.
    #[test]
    fn hidden_accounts_stay_hidden(world in world()) {
        let mut world = world.with_parts(|parts| parts.invitation_type = InvitationType::LinkPasswordRequested).unproved();
        world.given.hide_accounts = true;
        let mut other = world.clone();
        world.known.has_account = Fact::Known(false);
        other.known.has_account = Fact::Known(true);
        let view = |world: &World| public_view(&world.decide(), world.proof());
        prop_assert_eq!(view(&world), view(&other));
    }
}

/// Laws about admission say nothing if nobody is ever admitted: the strategies reach every outcome of every type.
#[test]
fn the_strategies_reach_every_outcome() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..20_000 {
        let world = world().new_tree(&mut runner).unwrap().current();
        seen.insert((world.kind().as_str(), world.decide().outcome().as_str()));
    }
    assert_eq!(seen.len(), InvitationType::ALL.len() * 4, "{seen:?}");
}
