use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Caller, UseCaseError};
use crate::admission::PolicyBook;
use crate::audit::{AuditEntry, FieldChange};
use crate::event::{EventKind, NewEvent};
use crate::id::{AuditId, MessageId, SessionId};
use crate::link::{Keyring, PublicAddress};
use crate::port::{
    Accounts, Budget, ChangeSet, Clock, Commits, Decisions, Directory, Door, Events, Invitations, LimitKey, Limiter,
    Mailer, Outbox, Participants, PasswordHasher, PortError, Random, Rooms, Sessions, Spend, Suppressions,
};

/// Everything outside that the use cases need.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the port of its type, documented there")]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub passwords: Arc<dyn PasswordHasher>,
    pub limiter: Arc<dyn Limiter>,
    pub sessions: Arc<dyn Sessions>,
    pub invitations: Arc<dyn Invitations>,
    pub participants: Arc<dyn Participants>,
    pub door: Arc<dyn Door>,
    pub accounts: Arc<dyn Accounts>,
    pub decisions: Arc<dyn Decisions>,
    pub directory: Arc<dyn Directory>,
    pub events: Arc<dyn Events>,
    pub outbox: Arc<dyn Outbox>,
    pub suppressions: Arc<dyn Suppressions>,
    pub mailer: Arc<dyn Mailer>,
    pub rooms: Arc<dyn Rooms>,
    pub commits: Arc<dyn Commits>,
}

/// What an operator may set about the use cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether guests may not learn if an account exists: both ways are then offered to everyone.
    pub hide_existence: bool,
}

/// The use cases of Jigsaw over a set of ports.
#[derive(Clone)]
pub struct FrontDoor {
    pub(super) ports: Ports,
    pub(super) policies: PolicyBook,
    pub(super) keyring: Keyring,
    pub(super) address: PublicAddress,
    pub(super) settings: Settings,
}

/// Decisions that are taken again because something moved meanwhile, at most this often. Each conflict means that
/// someone else got through, so a crowd thins out; more than this is overload.
const MOST_TRIES: u32 = 24;

impl FrontDoor {
    /// With the built-in policies.
    pub fn new(ports: Ports, keyring: Keyring, address: PublicAddress, settings: Settings) -> Self {
        Self { ports, policies: PolicyBook::built_in(), keyring, address, settings }
    }

    /// With an embedder's policies.
    #[must_use]
    pub fn with_policies(mut self, policies: PolicyBook) -> Self {
        self.policies = policies;
        self
    }

    /// The keys that links are made and opened with.
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Where the outside reaches this server.
    pub const fn address(&self) -> &PublicAddress {
        &self.address
    }

    /// The ports, for adapters that read what needs no use case.
    pub const fn ports(&self) -> &Ports {
        &self.ports
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    /// A fresh identifier: `self.mint(SessionId::mint, now)`.
    pub(super) fn mint<Id>(&self, make: fn(DateTime<Utc>, [u8; 16]) -> Id, now: DateTime<Utc>) -> Id {
        make(now, self.ports.random.id_bytes())
    }

    pub(super) fn message_id(&self, now: DateTime<Utc>) -> MessageId {
        self.mint(MessageId::mint, now)
    }

    /// An audit row of this caller.
    pub(super) fn audit(
        &self,
        caller: &Caller,
        action: &'static str,
        (session, object): (Option<SessionId>, uuid::Uuid),
        changes: impl IntoIterator<Item = FieldChange>,
        now: DateTime<Utc>,
    ) -> AuditEntry {
        AuditEntry {
            id: self.mint(AuditId::mint, now),
            at: now,
            actor: caller.subject.actor(),
            action,
            session,
            object,
            changes: changes.into_iter().collect(),
            correlation: caller.correlation,
        }
    }

    /// Decides and commits, again and again while what was decided on moves.
    ///
    /// Takes a closure that gives a future, not an async closure: adapters spawn use cases, and the compiler cannot yet
    /// tell that an async closure's future may move between threads.
    pub(super) async fn until_settled<T, Attempt>(&self, attempt: impl Fn() -> Attempt) -> Result<T, UseCaseError>
    where
        Attempt: Future<Output = Result<T, UseCaseError>>,
    {
        let mut tries = 0;
        loop {
            match attempt().await {
                Err(UseCaseError::Port(PortError::Conflict)) if tries < MOST_TRIES => tries += 1,
                Err(UseCaseError::Port(PortError::Conflict)) => {
                    return Err(PortError::Unavailable("too many people are changing this at once".to_owned()).into());
                }
                settled => return settled,
            }
        }
    }

    pub(super) async fn commit(&self, changes: ChangeSet) -> Result<(), UseCaseError> {
        if changes.is_empty() {
            return Ok(());
        }
        Ok(self.ports.commits.commit(changes).await?)
    }

    /// Spends a budget or says how long to wait. A limiter that fails refuses.
    pub(super) async fn spend(
        &self,
        budget: Budget,
        key: String,
        amount: u32,
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        match self.ports.limiter.spend(budget, &LimitKey(key), amount, now).await? {
            Spend::Allowed => Ok(()),
            Spend::Refused { retry_after } => Err(UseCaseError::TooManyAttempts { retry_after }),
        }
    }
}

pub(super) const fn event(session: SessionId, kind: EventKind, at: DateTime<Utc>) -> NewEvent {
    NewEvent { session, kind, at }
}
