//! What most contracts begin with: a host, a session, and short ways to write and read.

use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

use chrono::TimeDelta;
use jigsaw_domain::account::Account;
use jigsaw_domain::delivery::{MailCode, OutgoingMessage};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{Change, ChangeSet, DoorQuery, PortError};
use jigsaw_domain::session::Session;
use tokio::task::JoinSet;

use crate::{StorePorts, build};

/// How long a feed may take to tell what was committed.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store with the host [`build::host`] in it, and maybe a session.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) ports: StorePorts,
    pub(super) host: Account,
    pub(super) session: Session,
}

impl Stage {
    /// With this session of the host.
    pub(super) async fn set(ports: StorePorts, session: impl Into<Session>) -> Self {
        let (host, session) = (build::host(), session.into());
        let stage = Self { ports, host: host.clone(), session: session.clone() };
        stage.write([Change::InsertAccount(host), Change::InsertSession(session)]).await;
        stage
    }

    /// With a session in an hour.
    pub(super) async fn with_session(ports: StorePorts) -> Self {
        Self::set(ports, build::session()).await
    }

    /// Writes what must be written.
    pub(super) async fn write(&self, changes: impl IntoIterator<Item = Change>) {
        self.commit(ChangeSet::of(changes)).await.expect("these changes are written");
    }

    /// Tries to write; a store that is busy is asked again.
    pub(super) async fn try_write(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), PortError> {
        self.commit(ChangeSet::of(changes)).await
    }

    /// The same with everything that goes with a change.
    pub(super) async fn commit(&self, set: ChangeSet) -> Result<(), PortError> {
        commit(&self.ports, set).await
    }

    /// The code that counts at the session's door for this address.
    pub(super) async fn code_at_the_door(&self, address: &str) -> Option<MailCode> {
        let email = Some(build::email(address).key().clone());
        let query = DoorQuery { session: Some(self.session.id()), invitation: None, email, pass: None };
        let situation = self.ports.door.situation(query).await.expect("the door is read");
        situation.expect("there is such a door").code
    }

    /// Every message that waits to be sent; takes them under a short lease, long after now.
    pub(super) async fn queued(&self) -> Vec<OutgoingMessage> {
        let claimed = self.ports.outbox.claim(build::minutes(1_000), TimeDelta::minutes(1), 1_000).await;
        claimed.expect("claimed").into_iter().map(|one| one.message).collect()
    }

    /// The session as stored.
    pub(super) async fn stored_session(&self, id: SessionId) -> Session {
        self.ports.sessions.find(id).await.expect("sessions are read").expect("the session is stored")
    }
}

/// Commits; a store that is busy is asked again, as use cases do.
pub(super) async fn commit(ports: &StorePorts, set: ChangeSet) -> Result<(), PortError> {
    for _ in 0..50 {
        match ports.commits.commit(set.clone()).await {
            Err(PortError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(5)).await,
            answer => return answer,
        }
    }
    panic!("the store was busy for too long");
}

/// Runs all of them at the same time, and gives what each said, in the order they ended.
pub(super) async fn all_at_once<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    tasks.into_iter().collect::<JoinSet<T>>().join_all().await
}

/// What a feed tells must come soon.
pub(super) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("a feed tells soon after the commit")
}

/// A guard, version or uniqueness that did not hold.
pub(super) fn assert_conflict<T: Debug>(answer: Result<T, PortError>, what: &str) {
    match answer {
        Err(PortError::Conflict) => {}
        other => panic!("{what} must be a conflict, not {other:?}"),
    }
}

/// In one order, whatever it was.
pub(super) fn sorted(mut ids: Vec<SessionId>) -> Vec<SessionId> {
    ids.sort_unstable();
    ids
}

/// Their identifiers.
pub(super) fn ids<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Vec<SessionId> {
    sessions.into_iter().map(Session::id).collect()
}
