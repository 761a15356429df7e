//! What the host does with the door: waiting room, lock, capacity, removal.

use super::{known, rule};
use crate::admission::{PersonState, Proof, Reason, ReasonCode, Relation, Verdict};
use crate::session::WaitingRoom;

rule! {
    /// Full is full; host and co-hosts are exempt, and whoever is in keeps their seat.
    CapacityLimit as "capacity": |facts| {
        let Some(capacity) = facts.session.door().capacity else { return Verdict::Abstain };
        if facts.role().runs_session() {
            return Verdict::Abstain;
        }
        let inside = known!(facts, person).state == PersonState::Inside;
        if !inside && known!(facts, seats_taken) >= capacity.get() {
            Verdict::Deny(Reason::public(ReasonCode::Full).with("capacity", capacity.get()))
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// A locked session lets nobody new in, with the host's own words.
    LockedDoor as "lock": |facts| {
        let Some(lock) = facts.session.lock() else { return Verdict::Abstain };
        if facts.role().runs_session() || facts.is_returning() {
            return Verdict::Abstain;
        }
        let reason = Reason::public(ReasonCode::Locked);
        Verdict::Deny(match &lock.message {
            Some(words) => reason.with("message", words),
            None => reason,
        })
    }
}

rule! {
    /// Whoever was removed with a ban does not come back to this session.
    Removal as "removal": |facts| {
        match known!(facts, person).state {
            PersonState::Banned => Verdict::Deny(Reason::of_address(ReasonCode::Removed)),
            _ => Verdict::Abstain,
        }
    }
}

rule! {
    /// Whom the host sent away from the waiting room stays outside until the host changes their mind.
    AdmissionDenied as "admission_denied": |facts| {
        match known!(facts, person).state {
            PersonState::Denied => Verdict::Deny(Reason::public(ReasonCode::AdmissionDenied)),
            _ => Verdict::Abstain,
        }
    }
}

rule! {
    /// The waiting room holds people until the host admits them.
    WaitingRoomHold as "waiting_room": |facts| {
        let person = known!(facts, person);
        let proved = facts.proof() > Proof::Unverified;
        let invited = match known!(facts, relation) {
            Relation::Host | Relation::Invited { .. } => proved,
            Relation::Stranger => false,
        };
        let exempt = match facts.session.door().waiting_room {
            WaitingRoom::Off => true,
            WaitingRoom::Guests => invited || facts.proof() == Proof::Account,
            WaitingRoom::Everyone => facts.role().is_staff(),
        };
        if exempt || facts.is_welcomed() || person.state == PersonState::Inside {
            Verdict::Abstain
        } else {
            Verdict::Hold(Reason::public(ReasonCode::AwaitingAdmission))
        }
    }
}
