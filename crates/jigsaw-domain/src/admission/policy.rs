//! The rules that guard one invitation type.

use std::fmt;
use std::sync::Arc;

use super::JoinRule;
use super::rules::{
    AccountOrProfile, AddressPresentWithProof, AdmissionDenied, AnyoneWithTheLink, CapacityLimit, CodeIsRight,
    DoorCloses, EarlyWindow, EmailGiven, GuardedAddress, LinkCounts, ListMembership, LockedDoor, MailboxProved,
    NameGiven, OnTheFlyInvitation, OneSeat, PasswordIsRight, ProfileOffered, Removal, SessionOpen, TypedAddressProved,
    WaitForHost, WaitingRoomHold,
};
use crate::session::InvitationType;

/// Names the built-in rules as they stand; recorded with each decision.
pub const POLICY_VERSION: &str = "jigsaw-1";

/// The rules that guard one invitation type.
pub trait InvitationPolicy: Send + Sync + fmt::Debug {
    /// All of them are judged.
    fn rules(&self) -> &[Arc<dyn JoinRule>];
}

/// A policy that is just its rules.
#[derive(Clone, Debug)]
pub struct RuleSet(Vec<Arc<dyn JoinRule>>);

impl RuleSet {
    /// From rules with distinct ids.
    pub fn new(rules: Vec<Arc<dyn JoinRule>>) -> Self {
        Self(rules)
    }

    /// The built-in policy of an invitation type.
    pub fn built_in(invitation_type: InvitationType) -> Self {
        let mut rules = at_every_door();
        let own: Vec<Arc<dyn JoinRule>> = match invitation_type {
            InvitationType::InvitationList => {
                vec![Arc::new(ListMembership), Arc::new(MailboxProved), Arc::new(NameGiven), Arc::new(GuardedAddress)]
            }
            InvitationType::LinkPasswordRequested => {
                vec![Arc::new(AccountOrProfile), Arc::new(ProfileOffered)]
            }
            InvitationType::LinkPasswordNotRequested => vec![
                Arc::new(AnyoneWithTheLink),
                Arc::new(NameGiven),
                Arc::new(GuardedAddress),
                Arc::new(TypedAddressProved),
                Arc::new(AddressPresentWithProof),
            ],
        };
        rules.extend(own);
        Self(rules)
    }

    /// The same with one more rule.
    #[must_use]
    pub fn with(mut self, rule: Arc<dyn JoinRule>) -> Self {
        self.0.push(rule);
        self
    }
}

impl InvitationPolicy for RuleSet {
    fn rules(&self) -> &[Arc<dyn JoinRule>] {
        &self.0
    }
}

fn at_every_door() -> Vec<Arc<dyn JoinRule>> {
    vec![
        Arc::new(SessionOpen),
        Arc::new(LinkCounts),
        Arc::new(EarlyWindow),
        Arc::new(WaitForHost),
        Arc::new(DoorCloses),
        Arc::new(EmailGiven),
        Arc::new(PasswordIsRight),
        Arc::new(CodeIsRight),
        Arc::new(CapacityLimit),
        Arc::new(LockedDoor),
        Arc::new(Removal),
        Arc::new(AdmissionDenied),
        Arc::new(WaitingRoomHold),
        Arc::new(OneSeat),
        Arc::new(OnTheFlyInvitation),
    ]
}

/// One policy for each invitation type. Embedders replace or extend them.
#[derive(Clone, Debug)]
pub struct PolicyBook {
    list: Arc<dyn InvitationPolicy>,
    password: Arc<dyn InvitationPolicy>,
    open: Arc<dyn InvitationPolicy>,
}

impl PolicyBook {
    /// The built-in policies.
    pub fn built_in() -> Self {
        let policy = |kind| -> Arc<dyn InvitationPolicy> { Arc::new(RuleSet::built_in(kind)) };
        Self {
            list: policy(InvitationType::InvitationList),
            password: policy(InvitationType::LinkPasswordRequested),
            open: policy(InvitationType::LinkPasswordNotRequested),
        }
    }

    /// Another policy for one type.
    #[must_use]
    pub fn with(mut self, invitation_type: InvitationType, policy: Arc<dyn InvitationPolicy>) -> Self {
        match invitation_type {
            InvitationType::InvitationList => self.list = policy,
            InvitationType::LinkPasswordRequested => self.password = policy,
            InvitationType::LinkPasswordNotRequested => self.open = policy,
        }
        self
    }

    /// The policy of a type.
    pub fn of(&self, invitation_type: InvitationType) -> &dyn InvitationPolicy {
        match invitation_type {
            InvitationType::InvitationList => &*self.list,
            InvitationType::LinkPasswordRequested => &*self.password,
            InvitationType::LinkPasswordNotRequested => &*self.open,
        }
    }
}

impl Default for PolicyBook {
    fn default() -> Self {
        Self::built_in()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_invitation_type_has_a_policy_of_distinct_rules() {
        let book = PolicyBook::built_in();
        for kind in InvitationType::ALL {
            let rules = book.of(*kind).rules();
            let ids: BTreeSet<String> = rules.iter().map(|rule| rule.id().to_string()).collect();
            assert_eq!(ids.len(), rules.len(), "{}", kind.as_str());
            let plain = |id: &String| id.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(ids.iter().all(plain), "embedders' rules are told by their dot: {ids:?}");
        }
    }

    #[test]
    fn a_book_with_another_policy_keeps_the_others() {
        for kind in InvitationType::ALL {
            let book = PolicyBook::built_in().with(*kind, Arc::new(RuleSet::new(Vec::new())));
            for other in InvitationType::ALL {
                assert_eq!(book.of(*other).rules().is_empty(), other == kind);
            }
        }
    }
}
