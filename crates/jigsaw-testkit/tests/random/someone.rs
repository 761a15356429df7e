//! Anyone whom a session may know, at random, and how they are stored.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{
    LinkKind, Participant, ParticipantState, Pass, PassEnd, Proof, ReasonCode, Relation, Via,
};
use jigsaw_domain::invitation::{Invitation, InvitationState, Origin, Role};
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::Session;
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;
use proptest::prelude::*;
use proptest::sample::select;

/// One person, as far as anything is stored of them.
#[derive(Clone, Debug)]
pub(crate) struct Someone {
    pub(crate) address: String,
    /// `Some(true)` where the account can be used.
    pub(crate) account: Option<bool>,
    pub(crate) invited: Option<Invited>,
    pub(crate) known: Option<Known>,
}

#[derive(Clone, Debug)]
pub(crate) struct Invited {
    pub(crate) role: Role,
    pub(crate) on_the_fly: bool,
    pub(crate) revoked: bool,
    pub(crate) generation: u16,
    pub(crate) named: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) state: ParticipantState,
    pub(crate) approved: bool,
    pub(crate) proof: Proof,
    pub(crate) devices: Vec<Device>,
}

#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) link: LinkKind,
    pub(crate) silent_for: i64,
    pub(crate) ended: Option<PassEnd>,
}

pub(crate) const HOST: &str = "host@example.org";

/// Anyone with this address; with the host's, the host.
pub(crate) fn someone(address: &str) -> impl Strategy<Value = Someone> + use<> {
    let address = address.to_owned();
    let is_host = address == HOST;
    let account = prop_oneof![3 => Just(None), 3 => Just(Some(true)), 1 => Just(Some(false))];
    let invited = prop::option::weighted(0.6, invited());
    (account, invited, prop::option::weighted(0.5, known())).prop_map(move |(account, invited, known)| Someone {
        address: address.clone(),
        account: if is_host { Some(true) } else { account },
        invited: invited.filter(|_| !is_host),
        known,
    })
}

fn invited() -> impl Strategy<Value = Invited> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Host).collect();
    (select(roles), prop::bool::weighted(0.2), prop::bool::weighted(0.2), 0_u16..3, any::<bool>()).prop_map(
        |(role, on_the_fly, revoked, generation, named)| Invited { role, on_the_fly, revoked, generation, named },
    )
}

fn known() -> impl Strategy<Value = Known> {
    let states = vec![
        ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] },
        ParticipantState::Admitted,
        ParticipantState::Left,
        ParticipantState::Denied,
        ParticipantState::Removed { reason: None, banned: true },
        ParticipantState::Removed { reason: None, banned: false },
    ];
    let device = (select(LinkKind::ALL), prop_oneof![Just(0_i64), 44..47_i64, Just(600)], ended())
        .prop_map(|(link, silent_for, ended)| Device { link, silent_for, ended });
    (select(states), prop::bool::weighted(0.2), select(Proof::ALL), prop::collection::vec(device, 0..3))
        .prop_map(|(state, approved, proof, devices)| Known { state, approved, proof, devices })
}

fn ended() -> impl Strategy<Value = Option<PassEnd>> {
    prop_oneof![4 => Just(None), 1 => Just(Some(PassEnd::Left)), 1 => Just(Some(PassEnd::Replaced))]
}

impl Someone {
    pub(crate) fn stored_account(&self) -> Option<Account> {
        let usable = self.account?;
        let account = if self.address == HOST { build::host() } else { build::account(&self.address) };
        Some(if usable { account } else { Account { password: None, ..account } })
    }

    pub(crate) fn invitation(&self, session: &Session) -> Option<Invitation> {
        let invited = self.invited.as_ref()?;
        let name = invited.named.then(|| build::name("Ina Invited"));
        Some(Invitation {
            role: invited.role,
            origin: if invited.on_the_fly { Origin::OnTheFly } else { Origin::List },
            state: if invited.revoked {
                InvitationState::Revoked { at: build::now() }
            } else {
                InvitationState::Active
            },
            generation: Generation::new(invited.generation),
            first_name: name.as_ref().map(|name| name.first().clone()),
            last_name: name.as_ref().map(|name| name.last().clone()),
            ..build::invitation(session, &self.address)
        })
    }

    /// The person, with a role that goes with their proof.
    pub(crate) fn participant(&self, session: &Session) -> Option<Participant> {
        let known = self.known.as_ref()?;
        let invitation = self.invitation(session);
        let role = match (self.address == HOST, known.proof) {
            (true, Proof::Account) => Role::Host,
            (_, Proof::Unverified) | (true, _) => Role::Attendee,
            _ => Relation::of(invitation.as_ref()).role(),
        };
        Some(Participant {
            state: known.state.clone(),
            approved: known.approved,
            proof: known.proof,
            role,
            invitation: invitation.map(|invitation| invitation.id),
            via: Via { link: LinkKind::Session, generation: session.link().generation },
            ..build::participant(session, &self.address)
        })
    }

    pub(crate) fn passes(&self, session: &Session, at: DateTime<Utc>) -> Vec<Pass> {
        let (Some(known), Some(person)) = (&self.known, self.participant(session)) else { return Vec::new() };
        let pass = |(number, device): (usize, &Device)| Pass {
            link: device.link,
            ended: device.ended,
            seen_at: at - TimeDelta::seconds(device.silent_for),
            ..build::pass(&person, &self.device_name(number))
        };
        known.devices.iter().enumerate().map(pass).collect()
    }

    pub(crate) fn device_name(&self, number: usize) -> String {
        format!("{} {number}", self.address)
    }

    /// Writes everything down. The session is there, and so is the host's account.
    pub(crate) async fn store(&self, house: &House, session: &Session, at: DateTime<Utc>) {
        let account = self.stored_account().filter(|_| self.address != HOST).map(Change::InsertAccount);
        let invitation = self.invitation(session).map(|invitation| Change::InsertInvitations(vec![invitation]));
        let person = self.participant(session).map(Change::InsertParticipant);
        house.write([account, invitation, person].into_iter().flatten()).await;
        house.write(self.passes(session, at).into_iter().map(Change::InsertPass)).await;
    }
}
