//! One place a person: what happens when the same address comes twice.

use super::{known, rule};
use crate::admission::{Evidence, LinkKind, PersonState, Proof, Verdict};

rule! {
    /// A personal link has one active seat: a second device says whether it moves here.
    OneSeat as "one_seat": |facts| {
        let person = known!(facts, person);
        let moves = facts.take_seat || person.same_device;
        if facts.link.kind == LinkKind::Personal && facts.link.fits_address && person.elsewhere && !moves {
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
        let taken = matches!(person.state, PersonState::Inside | PersonState::Waiting) && person.proof > Proof::Unverified;
        if taken && facts.proof() == Proof::Unverified {
            Verdict::Require(Evidence::Code)
        } else {
            Verdict::Abstain
        }
    }
}
