//! Fail closed: what is not known admits nobody whom some value of it would keep out.

use jigsaw_domain::admission::{
    CodeCheck, Fact, Facts, InvitationPolicy, PasswordCheck, PersonFact, PersonState, Proof, Relation, decide,
};
use jigsaw_domain::invitation::Role;

use super::explained;

/// With a fact unknown, nobody is admitted whom any value of that fact would keep out. A fact that does not matter here (the
/// seats of a session without a capacity) may be unknown; one that matters must be known. With every fact unknown, nobody is
/// admitted at all.
pub fn unknown_facts_never_admit(policy: &dyn InvitationPolicy, facts: &Facts<'_>) {
    let with = |change: &dyn Fn(&mut Facts<'_>)| {
        let mut changed = facts.clone();
        change(&mut changed);
        decide(policy, &changed)
    };
    let check = |name: &str, unknown: &dyn Fn(&mut Facts<'_>), values: &[&dyn Fn(&mut Facts<'_>)]| {
        let decision = with(unknown);
        if !decision.admits() {
            return;
        }
        for value in values {
            let known = with(value);
            assert!(
                known.admits(),
                "`{name}` is unknown and admits, though a value of it does not:\n{}\nbut\n{}\n{facts:#?}",
                explained(&decision),
                explained(&known),
            );
        }
    };
    /// One check: set the fact unknown, then to each value.
    macro_rules! fact {
        ($field:ident, $values:expr) => {{
            let values = $values;
            let setters: Vec<Box<dyn Fn(&mut Facts<'_>)>> = values
                .into_iter()
                .map(|value| Box::new(move |facts: &mut Facts<'_>| facts.$field = Fact::Known(value)) as _)
                .collect();
            let setters: Vec<&dyn Fn(&mut Facts<'_>)> = setters.iter().map(|setter| &**setter).collect();
            check(stringify!($field), &|facts| facts.$field = Fact::Unknown, &setters);
        }};
    }
    fact!(relation, relations());
    fact!(has_account, [false, true]);
    fact!(password, [PasswordCheck::NotGiven, PasswordCheck::Right, PasswordCheck::Wrong, PasswordCheck::Locked]);
    fact!(code, [CodeCheck::NotGiven, CodeCheck::Right, CodeCheck::Wrong, CodeCheck::Expired]);
    fact!(person, people());
    fact!(seats_taken, [0, 1, u32::MAX]);
    let nothing = with(&|facts| {
        facts.relation = Fact::Unknown;
        facts.has_account = Fact::Unknown;
        facts.password = Fact::Unknown;
        facts.code = Fact::Unknown;
        facts.person = Fact::Unknown;
        facts.seats_taken = Fact::Unknown;
    });
    assert!(!nothing.admits(), "nothing is known, and yet: {}", explained(&nothing));
}

/// Every relation an address can have.
fn relations() -> Vec<Relation> {
    let invited = Role::ALL
        .iter()
        .filter(|role| **role != Role::Host)
        .flat_map(|role| [false, true].map(|on_the_fly| Relation::Invited { role: *role, on_the_fly }));
    [Relation::Host, Relation::Stranger].into_iter().chain(invited).collect()
}

/// Every person a session can know.
fn people() -> Vec<PersonFact> {
    use PersonState::{Banned, Denied, Gone, Inside, New, Waiting};
    let mut all = Vec::new();
    for state in [New, Waiting, Inside, Gone, Denied, Banned] {
        for proof in [Proof::Unverified, Proof::Mailbox, Proof::Account] {
            for bits in 0..8_u8 {
                let [approved, same_device, elsewhere] = [1, 2, 4].map(|bit| bits & bit != 0);
                all.push(PersonFact { state, approved, proof, same_device, elsewhere });
            }
        }
    }
    all
}
