//! One place a person: what happens when the same address comes twice.

use super::identity::step_to_proof;
use super::{known, rule};
use crate::admission::{Evidence, LinkKind, PersonState, Proof, Verdict};
use crate::session::InvitationType;

rule! {
    /// A personal link has one active seat: another device says whether it moves here, even one that is in by the
    /// session link. Where passwords are asked, it is the last question.
    OneSeat as "one_seat": |facts| {
        let person = known!(facts, person);
        let own_link = facts.link.kind == LinkKind::Personal && facts.link.fits_address;
        let later = facts.invitation_type() == InvitationType::LinkPasswordRequested && facts.proof() < Proof::Account;
        if own_link && person.elsewhere && !facts.take_seat && !later {
            Verdict::Require(Evidence::Seat)
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// An address that is in the session with proof asks everyone else who types it for proof.
    AddressPresentWithProof as "address_present_with_proof": |facts| {
        let person = known!(facts, person);
        let present = matches!(person.state, PersonState::Inside | PersonState::Waiting);
        if present && person.proof > Proof::Unverified && !facts.is_proved() {
            Verdict::Require(step_to_proof(facts))
        } else {
            Verdict::Abstain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::{Case, expect};
    use crate::admission::{Fact, PersonState};
    use crate::invitation::Role;

    #[test]
    fn a_personal_link_has_one_seat_on_every_type() {
        let signed_in = || Case::by_password().with(|case| case.signed_in = true);
        for case in [Case::on_list, signed_in, Case::open] {
            let taken = || {
                case()
                    .invited_as(Role::Attendee)
                    .by_personal_link()
                    .known(PersonState::Inside, |person| person.elsewhere = true)
            };
            expect(
                &OneSeat,
                [
                    ("free", case().invited_as(Role::Attendee).by_personal_link(), "abstain"),
                    ("in use on another device", taken(), "require seat"),
                    ("moved here", taken().with(|c| c.take_seat = true), "abstain"),
                    (
                        "by the session link there is no seat",
                        taken().with(|c| c.link.kind = LinkKind::Session),
                        "abstain",
                    ),
                    ("another's personal link", taken().with(|c| c.link.fits_address = false), "abstain"),
                    (
                        "in by the session link here, in the seat there",
                        case().by_personal_link().known(PersonState::Inside, |p| {
                            p.same_device = true;
                            p.elsewhere = true;
                        }),
                        "require seat",
                    ),
                ],
            );
        }
    }

    #[test]
    fn where_passwords_are_asked_the_seat_is_asked_after_them() {
        let taken =
            || Case::by_password().by_personal_link().known(PersonState::Inside, |person| person.elsewhere = true);
        expect(
            &OneSeat,
            [
                ("before the password", taken(), "abstain"),
                ("after it", taken().with(|c| c.signed_in = true), "require seat"),
            ],
        );
    }

    #[test]
    fn an_address_that_is_in_with_proof_is_not_shared_on_someones_word() {
        let present = |state, proof, here| {
            Case::open().known(state, |person| {
                person.proof = proof;
                person.same_device = here;
            })
        };
        expect(
            &AddressPresentWithProof,
            [
                ("inside with proof", present(PersonState::Inside, Proof::Mailbox, false), "require code"),
                ("waiting with proof", present(PersonState::Waiting, Proof::Account, false), "require code"),
                (
                    "the name comes first: no mail for an address alone",
                    present(PersonState::Inside, Proof::Mailbox, false).with(|c| c.name_known = false),
                    "require name",
                ),
                (
                    "a guarded address asks for its password",
                    present(PersonState::Inside, Proof::Account, false).with(|c| {
                        c.relation = Fact::Known(crate::admission::Relation::Host);
                        c.has_account = Fact::Known(true);
                    }),
                    "require password",
                ),
                ("the same device", present(PersonState::Inside, Proof::Mailbox, true), "abstain"),
                ("inside, unproved: shared", present(PersonState::Inside, Proof::Unverified, false), "abstain"),
                ("gone", present(PersonState::Gone, Proof::Mailbox, false), "abstain"),
                (
                    "proved here, too",
                    present(PersonState::Inside, Proof::Mailbox, false).with(|c| c.signed_in = true),
                    "abstain",
                ),
            ],
        );
    }
}
