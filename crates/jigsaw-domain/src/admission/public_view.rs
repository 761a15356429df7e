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
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Admitted, Self::Needs, Self::Waiting, Self::Refused];

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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::admission::fixture::Case;
    use crate::admission::{
        CodeCheck, Fact, Facts, JoinRule, PasswordCheck, PersonState, PolicyBook, Relation, RuleId, RuleSet, Verdict,
        decide,
    };
    use crate::invitation::Role;
    use crate::session::{InvitationType, WaitingRoom};

    fn shown(case: &Case) -> PublicDecision {
        let policies = PolicyBook::built_in();
        case.lend(|facts| public_view(&decide(policies.of(facts.invitation_type()), facts), facts.proof()))
    }

    type Step = (&'static str, fn(Case) -> Case);

    /// Everyone who may type an address at the link of a list, with nothing but the address.
    fn everyone_on_a_list() -> Vec<(&'static str, Case)> {
        let listed = |role| Case::on_list().invited_as(role);
        let account = |case: Case| case.with(|case| case.has_account = Fact::Known(true));
        let host = || account(Case::on_list().with(|case| case.relation = Fact::Known(Relation::Host)));
        let called = Case::on_list().with(|case| {
            case.relation = Fact::Known(Relation::Invited { role: Role::Attendee, on_the_fly: true });
        });
        vec![
            ("unlisted", Case::on_list()),
            ("unlisted, has an account", account(Case::on_list())),
            ("listed", listed(Role::Attendee)),
            ("listed presenter with account", account(listed(Role::Presenter))),
            ("listed co-host", listed(Role::CoHost)),
            ("called in on the fly", called),
            ("host", host()),
            ("banned", listed(Role::Attendee).known(PersonState::Banned, |_| {})),
            ("banned stranger", Case::on_list().known(PersonState::Banned, |_| {})),
            ("denied", Case::on_list().known(PersonState::Denied, |_| {})),
            ("inside", listed(Role::Attendee).known(PersonState::Inside, |person| person.proof = Proof::Mailbox)),
            ("inside by the host's word", Case::on_list().known(PersonState::Inside, |person| person.approved = true)),
            ("gone, once let in", Case::on_list().known(PersonState::Gone, |person| person.approved = true)),
            ("waiting", Case::on_list().known(PersonState::Waiting, |_| {})),
            ("host, inside", host().known(PersonState::Inside, |person| person.proof = Proof::Account)),
        ]
    }

    #[test]
    fn the_first_step_of_a_list_is_the_same_for_every_address_in_every_state_of_the_session() {
        let sessions: [Step; 9] = [
            ("live", |case| case),
            ("too early", |case| case.scheduled(-500)),
            ("waiting for the host", |case| case.scheduled(5)),
            ("full", Case::full),
            ("locked", Case::locked),
            ("past the end", |case| case.with(|c| c.now = crate::admission::fixture::minute(70))),
            ("waiting room", |case| case.with(|c| c.parts.door.waiting_room = WaitingRoom::Everyone)),
            ("full, locked, waiting room", |case| {
                case.full().locked().with(|c| c.parts.door.waiting_room = WaitingRoom::Guests)
            }),
            ("another's personal link", |case| case.by_personal_link().with(|c| c.link.fits_address = false)),
        ];
        for (session, open) in sessions {
            for (name, case) in everyone_on_a_list() {
                for named in [true, false] {
                    let view = shown(&open(case.clone()).with(|c| c.name_known = named));
                    assert_eq!(view.outcome, PublicOutcome::Needs, "{session}: {name}");
                    assert_eq!(view.needs, [Evidence::Code], "{session}: {name}");
                    assert_eq!(view.reasons, [Reason::public(ReasonCode::ProofRequired)], "{session}: {name}");
                }
            }
        }
    }

    #[test]
    fn later_steps_of_a_list_tell_addresses_apart_only_after_proof() {
        let tries: [Step; 5] = [
            ("wrong code", |case| case.with(|case| case.code = Fact::Known(CodeCheck::Wrong))),
            ("old code", |case| case.with(|case| case.code = Fact::Known(CodeCheck::Expired))),
            ("wrong password", |case| case.with(|case| case.password = Fact::Known(PasswordCheck::Wrong))),
            ("locked account", |case| case.with(|case| case.password = Fact::Known(PasswordCheck::Locked))),
            ("profile", |case| case.with(|case| case.profile_given = true)),
        ];
        for (attempt, give) in tries {
            let mut views = everyone_on_a_list().into_iter().map(|(name, case)| (name, shown(&give(case))));
            let (_, stranger) = views.next().unwrap();
            for (name, view) in views {
                assert_eq!(view, stranger, "{attempt}: {name}");
            }
        }
        let wrong = shown(&Case::on_list().with(|case| case.code = Fact::Known(CodeCheck::Wrong)));
        assert_eq!((wrong.outcome, wrong.needs), (PublicOutcome::Refused, vec![Evidence::Code]), "try again");
    }

    #[test]
    fn whoever_proves_the_address_is_told() {
        let right = |case: Case| case.with(|case| case.code = Fact::Known(CodeCheck::Right));
        let banned = |case: Case| case.known(PersonState::Banned, |_| {});
        for case in [Case::on_list, Case::open] {
            let listed = || case().invited_as(Role::Attendee);
            assert_eq!(shown(&banned(listed())).needs, [Evidence::Code]);
            let told = shown(&right(banned(listed())));
            assert_eq!((told.outcome, told.reasons[0].code), (PublicOutcome::Refused, ReasonCode::Removed));
        }
        let own_device = shown(&Case::open().known(PersonState::Banned, |person| person.same_device = true));
        assert_eq!(own_device.reasons[0].code, ReasonCode::Removed);
        let unlisted = shown(&Case::on_list().with(|case| case.signed_in = true));
        assert_eq!(unlisted.reasons[0].code, ReasonCode::NotOnList);
    }

    #[derive(Debug)]
    struct Says(Verdict);

    impl JoinRule for Says {
        fn id(&self) -> RuleId {
            RuleId::new("acme.says")
        }

        fn judge(&self, _: &Facts<'_>) -> Verdict {
            self.0.clone()
        }
    }

    fn shown_with(case: &Case, verdict: Verdict) -> PublicDecision {
        case.lend(|facts| {
            let policy = RuleSet::built_in(facts.invitation_type()).with(Arc::new(Says(verdict)));
            public_view(&decide(&policy, facts), facts.proof())
        })
    }

    fn reason(disclosure: Disclosure) -> Reason {
        Reason { code: ReasonCode::Custom, disclosure, params: vec![("code", "acme.secret".to_owned())] }
    }

    #[test]
    fn what_only_the_host_or_the_operator_may_know_never_leaks() {
        for kind in InvitationType::ALL {
            let member = Case::at(*kind).invited_as(Role::Attendee).with(|case| case.signed_in = true);
            for disclosure in [Disclosure::Host, Disclosure::Internal] {
                let view = shown_with(&member, Verdict::Deny(reason(disclosure)));
                assert_eq!(view, PublicDecision::refused(vec![Reason::public(ReasonCode::TryAgain)], vec![]));
                let held = shown_with(&member, Verdict::Hold(reason(disclosure)));
                assert_eq!(held.outcome, PublicOutcome::Waiting);
                assert_eq!(held.reasons, [Reason::public(ReasonCode::AwaitingAdmission)], "never without a word");
            }
        }
        // What the host keeps to themselves about an address does not show before the address is proved.
        let view = shown_with(&Case::on_list(), Verdict::Deny(reason(Disclosure::Host)));
        assert_eq!(view, shown(&Case::on_list()));
    }

    #[test]
    fn a_fault_of_ours_is_try_again_whatever_else_is_missing() {
        for kind in InvitationType::ALL {
            let view = shown(&Case::at(*kind).with(|case| {
                case.person = Fact::Unknown;
                case.name_known = false;
            }));
            assert_eq!(view, PublicDecision::refused(vec![Reason::public(ReasonCode::TryAgain)], vec![]));
        }
        let over = Case::open().with(|case| {
            case.person = Fact::Unknown;
            case.now = crate::admission::fixture::minute(70);
        });
        assert_eq!(shown(&over).reasons, [Reason::public(ReasonCode::Ended)], "what may be told is told");
    }

    #[test]
    fn a_refusal_says_what_to_give_only_where_giving_it_again_would_help() {
        let guarded = |case: Case| {
            case.with(|case| {
                case.relation = Fact::Known(Relation::Host);
                case.has_account = Fact::Known(true);
                case.password = Fact::Known(PasswordCheck::Wrong);
            })
        };
        let wrong = shown(&guarded(Case::open()));
        assert_eq!((wrong.outcome, wrong.needs), (PublicOutcome::Refused, vec![Evidence::Password]));
        let over = shown(&guarded(Case::open()).with(|case| {
            case.parts.state = crate::session::SessionState::Ended { at: case.now };
        }));
        assert_eq!(over.needs, []);
        let hidden = Case::by_password().with(|case| {
            case.hide_accounts = true;
            case.password = Fact::Known(PasswordCheck::Wrong);
        });
        assert_eq!(shown(&hidden).needs, [Evidence::Password, Evidence::Account], "both ways stay open");
    }

    #[test]
    fn no_rule_applies_is_said_plainly() {
        let nothing = RuleSet::new(vec![]);
        let view = Case::open().lend(|facts| public_view(&decide(&nothing, facts), facts.proof()));
        assert_eq!(view, PublicDecision::refused(vec![Reason::public(ReasonCode::NoRuleApplies)], vec![]));
    }
}
