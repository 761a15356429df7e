//! The tables, and the questions that several ports ask them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::admission::{DecisionRecord, Participant, ParticipantState, Pass};
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{
    AddressDigest, DeliveryState, Fence, MailCode, OutgoingMessage, Suppression, Unsubscription,
};
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
    /// The word that its last try left.
    pub(super) error: Option<String>,
    /// Its place in its lane; see [`State::turn`].
    pub(super) turn: u64,
    /// When it was first put back, if no other end came since.
    pub(super) held_since: Option<DateTime<Utc>>,
    pub(super) finished_at: Option<DateTime<Utc>>,
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
    pub(super) suppressions: BTreeMap<AddressDigest, Suppression>,
    pub(super) unsubscribed: BTreeMap<(AccountId, AddressDigest), Unsubscription>,
    pub(super) reports: BTreeSet<String>,
}

impl StoredMessage {
    /// What is shown of it: one that was tried in vain is deferred. Put back is not tried.
    pub(super) fn shown(&self) -> DeliveryState {
        let ended = self.tries - u32::from(self.lease.is_some());
        match self.standing {
            DeliveryState::Queued if self.answered && ended > 0 => DeliveryState::Deferred,
            standing => standing,
        }
    }
}

impl State {
    /// The place of one more message of this lane: after the lane's last one, and not before what is being served, so that a
    /// lane that was idle has saved up nothing.
    pub(super) fn turn(&self, message: &OutgoingMessage) -> u64 {
        let rows = || self.messages.iter().filter(|row| row.message.priority == message.priority);
        let is_served = |row: &&StoredMessage| row.standing != DeliveryState::Queued || row.lease.is_some();
        let served = rows().filter(is_served).map(|row| row.turn).max();
        let last = rows().filter(|row| row.message.lane == message.lane).map(|row| row.turn + 1).max();
        served.max(last).unwrap_or_default()
    }

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
