//! A store in memory that keeps every MUST of the storage ports.
//!
//! It is the reference for adapters, and what use cases run on in tests. Each call gives other tasks a turn first, so
//! that races show on a single thread, too. References are checked as a database with foreign keys does: a write that
//! names a session, account or person that does not exist is [`PortError::Backend`].

mod apply;
mod directory;
mod door;
mod feed;
mod limiter;
mod people;
mod queue;
mod sessions;
mod state;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::admission::{DecisionRecord, Participant, Pass};
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{DeliveryState, MailCode, OutgoingMessage};
use jigsaw_domain::directory::{Contact, Group};
use jigsaw_domain::event::Event;
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::{ChangeSet, Commits, PortError};
use jigsaw_domain::session::Session;
use tokio::sync::watch;

pub use limiter::Limits;

use crate::ports::{AuditProbe, StorePorts};
use limiter::Spent;
use state::State;

/// A store in memory. Clones share the same content.
#[derive(Clone)]
pub struct MemoryStore(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// Counts commits, and so wakes feeds.
    told: watch::Sender<u64>,
    closed: AtomicBool,
    limits: Limits,
    spent: Mutex<Spent>,
}

impl MemoryStore {
    /// An empty store that rations nothing.
    pub fn new() -> Self {
        Self::with_limits(Limits::off())
    }

    /// An empty store with these budgets.
    pub fn with_limits(limits: Limits) -> Self {
        Self(Arc::new(Inner {
            state: Mutex::default(),
            told: watch::Sender::new(0),
            closed: AtomicBool::new(false),
            limits,
            spent: Mutex::default(),
        }))
    }

    /// All storage ports.
    pub fn ports(&self) -> StorePorts {
        StorePorts::of(Arc::new(self.clone())).with_audit(Arc::new(self.clone()))
    }

    /// Ends every feed, as a server does that stops.
    pub fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        self.0.told.send_modify(|count| *count += 1);
    }

    /// Every audit row, in the order they were written.
    pub fn audit(&self) -> Vec<AuditEntry> {
        self.read(|state| state.audit.clone())
    }

    /// Every message with where it stands, in the order they were written.
    pub fn messages(&self) -> Vec<(OutgoingMessage, DeliveryState)> {
        self.read(|state| state.messages.iter().map(|row| (row.message.clone(), row.standing)).collect())
    }

    /// Every recorded decision, in the order they were written.
    pub fn decision_records(&self) -> Vec<DecisionRecord> {
        self.read(|state| state.decisions.clone())
    }

    /// Every event of every session, oldest first.
    pub fn all_events(&self) -> Vec<Event> {
        self.read(|state| state.events.clone())
    }

    /// Every session, by id.
    pub fn all_sessions(&self) -> Vec<Session> {
        self.read(|state| state.sessions.values().cloned().collect())
    }

    /// Every invitation, by id.
    pub fn all_invitations(&self) -> Vec<Invitation> {
        self.read(|state| state.invitations.values().cloned().collect())
    }

    /// Every person of every session, by id.
    pub fn all_participants(&self) -> Vec<Participant> {
        self.read(|state| state.participants.values().cloned().collect())
    }

    /// Every pass, ended ones included, by id.
    pub fn all_passes(&self) -> Vec<Pass> {
        self.read(|state| state.passes.values().cloned().collect())
    }

    /// Every mailed code that is in use, by id.
    pub fn all_codes(&self) -> Vec<MailCode> {
        self.read(|state| state.codes.values().cloned().collect())
    }

    /// Every account, by id.
    pub fn all_accounts(&self) -> Vec<Account> {
        self.read(|state| state.accounts.values().cloned().collect())
    }

    /// Every contact of every directory, by id.
    pub fn all_contacts(&self) -> Vec<Contact> {
        self.read(|state| state.contacts.values().cloned().collect())
    }

    /// Every group of every directory, by id.
    pub fn all_groups(&self) -> Vec<Group> {
        self.read(|state| state.groups.values().cloned().collect())
    }

    /// Every sign-in.
    pub fn all_sign_ins(&self) -> Vec<SignIn> {
        self.read(|state| state.sign_ins.values().cloned().collect())
    }

    /// Every API token, by id.
    pub fn all_tokens(&self) -> Vec<ApiToken> {
        self.read(|state| state.tokens.values().cloned().collect())
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.state())
    }

    /// A read as a port makes it: other tasks may get in before it.
    async fn look<T>(&self, look: impl FnOnce(&State) -> T + Send) -> T {
        tokio::task::yield_now().await;
        self.read(look)
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl Commits for MemoryStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        {
            let mut state = self.0.state();
            // All or nothing: the work is done on a copy, which takes the place of the state when all went well.
            let mut next = state.clone();
            next.apply(changes)?;
            *state = next;
        }
        self.0.told.send_modify(|count| *count += 1);
        Ok(())
    }
}

#[async_trait]
impl AuditProbe for MemoryStore {
    async fn actions(&self) -> Vec<String> {
        self.audit().into_iter().map(|entry| entry.action.to_owned()).collect()
    }
}
