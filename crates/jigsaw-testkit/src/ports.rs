//! All storage ports of one store, as the contracts and the use cases take them.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jigsaw_domain::port::{
    Accounts, Commits, Decisions, Directory, Door, Events, Invitations, Outbox, Participants, Sessions, Suppressions,
};

/// Reads the audit rows, for which there is no port yet.
#[async_trait]
pub trait AuditProbe: Send + Sync {
    /// The `action` of every audit row, oldest first.
    async fn actions(&self) -> Vec<String>;
}

/// The storage ports of one fresh, empty store.
#[derive(Clone)]
pub struct StorePorts {
    /// Reading sessions.
    pub sessions: Arc<dyn Sessions>,
    /// Reading invitations.
    pub invitations: Arc<dyn Invitations>,
    /// Reading the people of sessions.
    pub participants: Arc<dyn Participants>,
    /// The join path's one look-up.
    pub door: Arc<dyn Door>,
    /// Reading accounts, sign-ins and tokens.
    pub accounts: Arc<dyn Accounts>,
    /// Reading what was decided.
    pub decisions: Arc<dyn Decisions>,
    /// Reading the directory of participants.
    pub directory: Arc<dyn Directory>,
    /// What happened in sessions.
    pub events: Arc<dyn Events>,
    /// The queue of messages.
    pub outbox: Arc<dyn Outbox>,
    /// Who is not mailed.
    pub suppressions: Arc<dyn Suppressions>,
    /// The one way to write.
    pub commits: Arc<dyn Commits>,
    /// Reads the audit rows; without one the contracts cannot see them.
    pub audit: Option<Arc<dyn AuditProbe>>,
    /// Lives as long as the ports do: a temporary folder, a database server.
    pub guard: Option<Arc<dyn Any + Send + Sync>>,
}

impl StorePorts {
    /// All ports of one store that implements each of them.
    pub fn of<S>(store: Arc<S>) -> Self
    where
        S: Sessions
            + Invitations
            + Participants
            + Door
            + Accounts
            + Decisions
            + Directory
            + Events
            + Outbox
            + Suppressions
            + Commits
            + 'static,
    {
        Self {
            sessions: store.clone(),
            invitations: store.clone(),
            participants: store.clone(),
            door: store.clone(),
            accounts: store.clone(),
            decisions: store.clone(),
            directory: store.clone(),
            events: store.clone(),
            outbox: store.clone(),
            suppressions: store.clone(),
            commits: store,
            audit: None,
            guard: None,
        }
    }

    /// Lets the contracts look at the audit rows, too.
    #[must_use]
    pub fn with_audit(mut self, probe: Arc<dyn AuditProbe>) -> Self {
        self.audit = Some(probe);
        self
    }

    /// Keeps something alive as long as the ports are used.
    #[must_use]
    pub fn with_guard(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Some(Arc::new(guard));
        self
    }
}

impl fmt::Debug for StorePorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorePorts").finish_non_exhaustive()
    }
}
