//! The built-in rules. Each says one thing, and abstains where it has nothing to say.

mod door;
mod identity;
mod link;
mod list;
mod place;
mod time;

pub use door::{AdmissionDenied, CapacityLimit, LockedDoor, Removal, WaitingRoomHold};
pub use identity::{
    AccountOrProfile, AnyoneWithTheLink, CodeIsRight, EmailGiven, GuardedAddress, MailboxProved, NameGiven,
    PasswordIsRight, ProfileOffered, TypedAddressProved,
};
pub use link::LinkCounts;
pub use list::{ListMembership, OnTheFlyInvitation};
pub use place::{AddressPresentWithProof, OneSeat};
pub use time::{DoorCloses, EarlyWindow, SessionOpen, WaitForHost};

/// Reads a fact or denies: fail closed.
macro_rules! known {
    ($facts:expr, $field:ident) => {
        match $facts.$field {
            crate::admission::Fact::Known(value) => value,
            crate::admission::Fact::Unknown => {
                return crate::admission::Verdict::Deny(crate::admission::Reason::unknown_fact(stringify!($field)));
            }
        }
    };
}

/// Declares a rule that carries no state of its own.
macro_rules! rule {
    ($(#[$doc:meta])* $name:ident as $id:literal: |$facts:ident| $judge:block) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;

        impl crate::admission::JoinRule for $name {
            fn id(&self) -> crate::admission::RuleId {
                crate::admission::RuleId::new($id)
            }

            fn judge(&self, $facts: &crate::admission::Facts<'_>) -> crate::admission::Verdict $judge
        }
    };
}

pub(crate) use {known, rule};
