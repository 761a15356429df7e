//! The tables, and the questions that several ports ask them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::admission::{DecisionRecord, Participant, ParticipantState, Pass};
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{DeliveryState, Fence, MailCode, OutgoingMessage};
use jigsaw_domain::directory::{Contact, Group};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::event::Event;
use jigsaw_domain::id::{
    AccountId, CodeId, ContactId, GroupId, InvitationId, ParticipantId, PassId, SessionId, TokenId,
};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::session::{ReminderOffset, Session};

/// A message and where it stands.
#[derive(Clone, Debug)]
pub(super) struct StoredMessage {
    pub(super) message: OutgoingMessage,
    pub(super) standing: DeliveryState,
    pub(super) tries: u32,
    pub(super) answered: bool,
    /// Why it was given up.
    pub(super) error: Option<String>,
    /// Moves with each deferral; the message itself stays as it was written.
    pub(super) not_before: DateTime<Utc>,
    pub(super) lease: Option<Lease>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Lease {
    pub(super) fence: Fence,
    pub(super) until: DateTime<Utc>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) sessions: BTreeMap<SessionId, Session>,
    pub(super) invitations: BTreeMap<InvitationId, Invitation>,
    pub(super) participants: BTreeMap<ParticipantId, Participant>,
    pub(super) passes: BTreeMap<PassId, Pass>,
    pub(super) codes: BTreeMap<CodeId, MailCode>,
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) sign_ins: BTreeMap<SecretDigest, SignIn>,
    pub(super) tokens: BTreeMap<TokenId, ApiToken>,
    pub(super) contacts: BTreeMap<ContactId, Contact>,
    pub(super) groups: BTreeMap<GroupId, Group>,
    pub(super) members: BTreeSet<(GroupId, ContactId)>,
    pub(super) reminded: BTreeSet<(SessionId, ReminderOffset, DateTime<Utc>)>,
    pub(super) decisions: Vec<DecisionRecord>,
    pub(super) events: Vec<Event>,
    pub(super) messages: Vec<StoredMessage>,
    pub(super) audit: Vec<AuditEntry>,
    pub(super) last_fence: u64,
}

impl State {
    pub(super) fn account_of(&self, email: &EmailKey) -> Option<&Account> {
        self.accounts.values().find(|account| account.email.key() == email)
    }

    pub(super) fn invitation_of(&self, session: SessionId, email: &EmailKey) -> Option<&Invitation> {
        self.invitations_of(session).find(|invitation| invitation.email.key() == email)
    }

    pub(super) fn invitations_of(&self, session: SessionId) -> impl Iterator<Item = &Invitation> {
        self.invitations.values().filter(move |invitation| invitation.session == session)
    }

    pub(super) fn participant_of(&self, session: SessionId, email: &EmailKey) -> Option<&Participant> {
        self.participants_of(session).find(|person| person.email.key() == email)
    }

    pub(super) fn participants_of(&self, session: SessionId) -> impl Iterator<Item = &Participant> {
        self.participants.values().filter(move |person| person.session == session)
    }

    pub(super) fn code_of(&self, session: SessionId, email: &EmailKey) -> Option<&MailCode> {
        self.codes.values().find(|code| code.session == session && code.email.key() == email)
    }

    pub(super) fn seats_taken(&self, session: SessionId) -> u32 {
        let seats = self.participants_of(session).filter(|person| person.holds_seat()).count();
        u32::try_from(seats).expect("fewer people than numbers")
    }

    pub(super) fn anyone_waits(&self, session: SessionId) -> bool {
        self.participants_of(session).any(|person| matches!(person.state, ParticipantState::Waiting { .. }))
    }

    /// Whether an admitted person's device was heard of lately. Someone who closed the browser is not in.
    pub(super) fn anyone_is_in(&self, session: SessionId, now: DateTime<Utc>) -> bool {
        self.passes.values().any(|pass| {
            pass.session == session
                && pass.is_present(now)
                && self
                    .participants
                    .get(&pass.participant)
                    .is_some_and(|person| person.state == ParticipantState::Admitted)
        })
    }
}
