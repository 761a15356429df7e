//! Who is on the list.

use super::{known, rule};
use crate::admission::{Proof, Reason, ReasonCode, Relation, Verdict};
use crate::session::InvitationType;

rule! {
    /// Only listed addresses enter, and people whom the host let in when they asked.
    ListMembership as "list_membership": |facts| {
        known!(facts, person);
        let relation = known!(facts, relation);
        if facts.email.is_none() {
            return Verdict::Abstain;
        }
        match relation {
            Relation::Host | Relation::Invited { .. } if facts.is_proved() => Verdict::Permit,
            _ if facts.is_approved() => Verdict::Permit,
            // Knocking looks the same for every address that is not proved, listed or not.
            _ if facts.knock => Verdict::Hold(Reason::public(ReasonCode::AwaitingAdmission)),
            Relation::Host | Relation::Invited { .. } => Verdict::Abstain,
            Relation::Stranger => Verdict::Deny(Reason::of_address(ReasonCode::NotOnList)),
        }
    }
}

rule! {
    /// Whom the host calls in while the session is live comes in, once the address is proved; where passwords are asked,
    /// by the account.
    OnTheFlyInvitation as "on_the_fly": |facts| {
        let needed = match facts.invitation_type() {
            InvitationType::LinkPasswordRequested => Proof::Account,
            InvitationType::InvitationList | InvitationType::LinkPasswordNotRequested => Proof::Mailbox,
        };
        match known!(facts, relation) {
            Relation::Invited { on_the_fly: true, .. } if facts.proof() >= needed => Verdict::Permit,
            _ => Verdict::Abstain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::{Case, expect};
    use crate::admission::{CodeCheck, Fact, PasswordCheck, PersonState};
    use crate::invitation::Role;

    fn knocks(case: Case) -> Case {
        case.with(|case| case.knock = true)
    }

    #[test]
    fn listed_and_proved_or_let_in_by_the_host() {
        let listed = || Case::on_list().invited_as(Role::Attendee);
        let approved = |here: bool| {
            Case::on_list().known(PersonState::Gone, |person| {
                person.approved = true;
                person.same_device = here;
            })
        };
        expect(
            &ListMembership,
            [
                ("nobody yet", Case::on_list().with(|c| c.email = None), "abstain"),
                ("listed, typed", listed(), "abstain"),
                ("listed, by personal link", listed().by_personal_link(), "permit"),
                ("listed, by code", listed().with(|c| c.code = Fact::Known(CodeCheck::Right)), "permit"),
                (
                    "listed, with the account's password",
                    listed().with(|c| c.password = Fact::Known(PasswordCheck::Right)),
                    "permit",
                ),
                (
                    "the host, signed in",
                    Case::on_list().with(|c| {
                        c.relation = Fact::Known(Relation::Host);
                        c.signed_in = true;
                    }),
                    "permit",
                ),
                ("not listed", Case::on_list(), "deny not_on_list"),
                ("not listed, signed in", Case::on_list().with(|c| c.signed_in = true), "deny not_on_list"),
                ("not listed, knocks", knocks(Case::on_list()), "hold awaiting_admission"),
                ("listed, typed, knocks", knocks(listed()), "hold awaiting_admission"),
                ("let in by the host, same device", approved(true), "permit"),
                ("let in by the host, address typed elsewhere", approved(false), "deny not_on_list"),
                ("let in by the host, proved elsewhere", approved(false).with(|c| c.signed_in = true), "permit"),
                (
                    "nobody knows who is listed",
                    Case::on_list().with(|c| c.relation = Fact::Unknown),
                    "deny fact_unknown",
                ),
            ],
        );
    }

    #[test]
    fn called_in_by_the_host() {
        let called = |case: Case| {
            case.with(|c| c.relation = Fact::Known(Relation::Invited { role: Role::Attendee, on_the_fly: true }))
        };
        expect(
            &OnTheFlyInvitation,
            [
                ("typed", called(Case::open()), "abstain"),
                ("by personal link", called(Case::open()).by_personal_link(), "permit"),
                ("by personal link, on a list", called(Case::on_list()).by_personal_link(), "permit"),
                (
                    "by personal link, where passwords are asked",
                    called(Case::by_password()).by_personal_link(),
                    "abstain",
                ),
                (
                    "by password",
                    called(Case::by_password()).with(|c| c.password = Fact::Known(PasswordCheck::Right)),
                    "permit",
                ),
                ("invited before", Case::open().invited_as(Role::Attendee).by_personal_link(), "abstain"),
            ],
        );
    }
}
