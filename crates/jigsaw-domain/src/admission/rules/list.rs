//! Who is on the list.

use super::{known, rule};
use crate::admission::{Proof, Reason, ReasonCode, Relation, Verdict};
use crate::session::InvitationType;

rule! {
    /// Only listed addresses enter, and people whom the host let in when they asked.
    ListMembership as "list_membership": |facts| {
        if facts.email.is_none() {
            return Verdict::Abstain;
        }
        let person = known!(facts, person);
        let relation = known!(facts, relation);
        let proved = facts.proof() > Proof::Unverified;
        match relation {
            Relation::Host | Relation::Invited { .. } if proved => Verdict::Permit,
            _ if person.approved => Verdict::Permit,
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
