//! A whole Jigsaw in memory: the real use cases over [`MemoryStore`] and the fakes.
//!
//! ```
//! use jigsaw_domain::usecase::{JoinEvidence, JoinRequest};
//! use jigsaw_testkit::{build, house::House};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let house = House::with_host().await;
//! let session = house.add_session(build::session().live()).await;
//! let request = build::join_request(session.current_link(), "mike@example.org");
//! let answer = house.front_door().join(&request).await.unwrap();
//! assert_eq!(answer.decision.outcome.as_str(), "admitted");
//! assert_eq!(house.store.all_participants().len(), 1);
//! # });
//! ```

use std::sync::Arc;

use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{FrontDoor, Ports, Settings};

use crate::fakes::{CapturingMailer, FakeRooms, FixedClock, PlainHasher, SeededRandom, keyring, public_address};
use crate::faults::Faults;
use crate::memory::{Limits, MemoryStore};
use crate::{StorePorts, build};

/// The parts of a Jigsaw in memory, to be looked at and moved while its use cases run. Clones share them.
#[derive(Clone, Debug)]
pub struct House {
    /// What is stored.
    pub store: MemoryStore,
    /// The time.
    pub clock: FixedClock,
    /// Identifiers and secrets.
    pub random: SeededRandom,
    /// Passwords.
    pub passwords: PlainHasher,
    /// Mail.
    pub mailer: CapturingMailer,
    /// Rooms.
    pub rooms: FakeRooms,
    /// What the operator set.
    pub settings: Settings,
    /// Counts the calls of every port but clock and chance, and may make one fail.
    pub faults: Faults,
}

impl House {
    /// An empty one that rations nothing.
    pub fn new() -> Self {
        Self::with_limits(Limits::off())
    }

    /// An empty one with these budgets.
    pub fn with_limits(limits: Limits) -> Self {
        Self {
            store: MemoryStore::with_limits(limits),
            clock: FixedClock::new(),
            random: SeededRandom::default(),
            passwords: PlainHasher::new(),
            mailer: CapturingMailer::new(),
            rooms: FakeRooms::new(),
            settings: Settings::default(),
            faults: Faults::none(),
        }
    }

    /// One in which [`build::host`] lives.
    pub async fn with_host() -> Self {
        let house = Self::new();
        house.write([Change::InsertAccount(build::host())]).await;
        house
    }

    /// The same with these faults.
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Writes to the store, past the use cases and past the faults.
    pub async fn write(&self, changes: impl IntoIterator<Item = Change>) {
        self.store.commit(ChangeSet::of(changes)).await.expect("these changes are written");
    }

    /// Writes a session, and gives it back.
    pub async fn add_session(&self, session: impl Into<Session>) -> Session {
        let session = session.into();
        self.write([Change::InsertSession(session.clone())]).await;
        session
    }

    /// The use cases.
    pub fn front_door(&self) -> FrontDoor {
        FrontDoor::new(self.ports(), keyring(), public_address(), self.settings)
    }

    /// Everything that the use cases need.
    pub fn ports(&self) -> Ports {
        self.ports_on(self.store.ports())
    }

    /// The same on another store.
    pub fn ports_on(&self, store: StorePorts) -> Ports {
        let store = self.faults.ports(store);
        Ports {
            clock: Arc::new(self.clock.clone()),
            random: Arc::new(self.random.clone()),
            passwords: self.faults.port(Arc::new(self.passwords.clone())),
            limiter: self.faults.port(Arc::new(self.store.clone())),
            sessions: store.sessions,
            invitations: store.invitations,
            participants: store.participants,
            door: store.door,
            accounts: store.accounts,
            decisions: store.decisions,
            directory: store.directory,
            events: store.events,
            outbox: store.outbox,
            suppressions: store.suppressions,
            mailer: self.faults.port(Arc::new(self.mailer.clone())),
            rooms: self.faults.port(Arc::new(self.rooms.clone())),
            commits: store.commits,
        }
    }
}

impl Default for House {
    fn default() -> Self {
        Self::new()
    }
}
