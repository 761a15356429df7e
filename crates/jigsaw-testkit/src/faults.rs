//! Ports that fail when they are told to: the n-th call, before it does anything or after it has done everything.
//!
//! A use case must leave the invariants standing and succeed when it is called again, wherever the outside gave way:
//!
//! ```
//! use jigsaw_domain::port::{Change, ChangeSet};
//! use jigsaw_testkit::{build, faults, memory::MemoryStore};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! faults::at_every_call(async |faults| {
//!     let store = MemoryStore::new();
//!     let ports = faults.ports(store.ports());
//!     let use_case = async || ports.commits.commit(ChangeSet::of([Change::InsertAccount(build::host())])).await;
//!     if use_case().await.is_err() {
//!         let _ = use_case().await;
//!     }
//!     assert_eq!(store.all_accounts().len(), 1);
//! })
//! .await;
//! # });
//! ```

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::{Account, ApiToken, Password, PasswordHash, SignIn};
use jigsaw_domain::admission::{DecisionRecord, DecisionSearch, LinkUse, Participant, PassHolder, Standing};
use jigsaw_domain::delivery::{
    AddressDigest, Attempt, ClaimedMessage, DeliveryState, Fence, Letter, MailCode, MailCount, OutboxTally,
    OutgoingMessage, Suppression, Unsubscription,
};
use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::{
    AccountId, CodeId, ContactId, DecisionId, GroupId, InvitationId, MessageId, ParticipantId, PassId, SessionId,
};
use jigsaw_domain::invitation::{Invitation, InvitationTally, ListSearch, ListTally};
use jigsaw_domain::port::{
    Accounts, Budget, ChangeSet, Commits, Decisions, DeliveryError, Directory, Door, DoorQuery, DoorSituation,
    DueReminder, EventFeed, Events, GroupSize, Invitations, LimitKey, Limiter, ListedInvitation, Mailer, Outbox,
    Participants, PasswordHasher, PasswordVerdict, PortError, RoomEntry, RoomTicket, Rooms, SessionPage, Sessions,
    SessionsOf, Spend, Suppressions,
};
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::session::Session;

use crate::StorePorts;

/// When in a call it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before anything is done.
    Before,
    /// After everything was done: the answer is lost.
    After,
}

/// Counts the calls of every port it was given, and makes one of them fail. Clones share the count.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    calls: AtomicU64,
    struck: AtomicBool,
    plan: Mutex<Option<Plan>>,
}

#[derive(Clone, Debug)]
struct Plan {
    call: u64,
    moment: Moment,
    error: PortError,
}

impl Faults {
    /// Nothing fails; calls are counted.
    pub fn none() -> Self {
        Self::default()
    }

    /// The n-th call from now on fails once, counted from 1.
    pub fn strike(&self, nth: u64, moment: Moment, error: PortError) {
        let call = self.calls() + nth;
        *self.0.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some(Plan { call, moment, error });
        self.0.struck.store(false, Ordering::SeqCst);
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.0.calls.load(Ordering::SeqCst)
    }

    /// Whether the planned call came and failed.
    pub fn has_struck(&self) -> bool {
        self.0.struck.load(Ordering::SeqCst)
    }

    /// One port whose calls are counted and may fail.
    pub fn port<T: ?Sized>(&self, inner: Arc<T>) -> Arc<Faulty<T>> {
        Arc::new(Faulty { inner, faults: self.clone() })
    }

    /// All storage ports.
    pub fn ports(&self, ports: StorePorts) -> StorePorts {
        StorePorts {
            sessions: self.port(ports.sessions),
            invitations: self.port(ports.invitations),
            participants: self.port(ports.participants),
            door: self.port(ports.door),
            accounts: self.port(ports.accounts),
            decisions: self.port(ports.decisions),
            directory: self.port(ports.directory),
            events: self.port(ports.events),
            outbox: self.port(ports.outbox),
            suppressions: self.port(ports.suppressions),
            commits: self.port(ports.commits),
            audit: ports.audit,
            guard: ports.guard,
        }
    }

    async fn around<T, E>(
        &self,
        lost: impl FnOnce(PortError) -> E,
        call: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let number = self.0.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let plan = self.0.plan.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(plan) = plan.filter(|plan| plan.call == number) else {
            return call.await;
        };
        self.0.struck.store(true, Ordering::SeqCst);
        if plan.moment == Moment::After {
            // It may fail by itself; then that is what is told.
            call.await?;
        }
        Err(lost(plan.error))
    }
}

/// Runs a scenario once undisturbed, and then once for each of its port calls and each [`Moment`], with that call failing as
/// `Unavailable`. The scenario makes everything anew each time, calls the use case, calls it again if it failed, and checks
/// what must hold.
pub async fn at_every_call(scenario: impl AsyncFn(Faults)) {
    let undisturbed = Faults::none();
    scenario(undisturbed.clone()).await;
    for moment in [Moment::Before, Moment::After] {
        for nth in 1..=undisturbed.calls() {
            let faults = Faults::none();
            faults.strike(nth, moment, PortError::Unavailable(format!("call {nth} fails ({moment:?})")));
            scenario(faults).await;
        }
    }
}

/// A port whose calls are counted and may fail.
#[derive(Debug)]
pub struct Faulty<T: ?Sized> {
    faults: Faults,
    inner: Arc<T>,
}

/// Passes every method of a port on, around [`Faults::around`].
macro_rules! faulty {
    ($port:ident, $error:ty, $lost:expr; $(fn $call:ident($($given:ident: $kind:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl<T: $port + ?Sized> $port for Faulty<T> {
            $(async fn $call(&self, $($given: $kind),*) -> Result<$answer, $error> {
                self.faults.around($lost, self.inner.$call($($given),*)).await
            })*
        }
    };
    ($port:ident; $($calls:tt)*) => {
        faulty! { $port, PortError, std::convert::identity; $($calls)* }
    };
}

faulty! { Sessions;
    fn find(id: SessionId) -> Option<Session>;
    fn list(host: AccountId, which: SessionsOf, after: Option<SessionId>, limit: u32) -> SessionPage;
    fn overdue(now: DateTime<Utc>, limit: u32) -> Vec<Session>;
    fn reminders_due(now: DateTime<Utc>, limit: u32) -> Vec<DueReminder>;
}

faulty! { Invitations;
    fn find(id: InvitationId) -> Option<Invitation>;
    fn find_by_emails(session: SessionId, emails: Vec<EmailKey>) -> Vec<Invitation>;
    fn active(session: SessionId) -> ListTally;
    fn mailed(session: SessionId, only: Option<InvitationId>) -> Vec<Invitation>;
    fn list(session: SessionId, after: Option<InvitationId>, limit: u32) -> Vec<ListedInvitation>;
    fn find_all(session: SessionId, ids: Vec<InvitationId>) -> Vec<Invitation>;
    fn search(
        session: SessionId,
        search: ListSearch,
        after: Option<InvitationId>,
        limit: u32
    ) -> Vec<ListedInvitation>;
    fn count(session: SessionId, search: ListSearch) -> u32;
    fn tally(session: SessionId) -> InvitationTally;
}

faulty! { Participants;
    fn find(id: ParticipantId) -> Option<Participant>;
    fn list(session: SessionId) -> Vec<Participant>;
    fn waiting(session: SessionId) -> Vec<Participant>;
    fn seats_taken(session: SessionId) -> u32;
    fn standing(session: SessionId) -> Vec<Standing>;
    fn by_account(email: &EmailKey) -> Vec<(Participant, Vec<PassId>)>;
    fn by_pass(digest: SecretDigest) -> Option<PassHolder>;
}

faulty! { Door;
    fn situation(query: DoorQuery) -> Option<DoorSituation>;
}

faulty! { Accounts;
    fn find(id: AccountId) -> Option<Account>;
    fn find_by_email(email: &EmailKey) -> Option<Account>;
    fn find_by_emails(emails: Vec<EmailKey>) -> Vec<Account>;
    fn by_sign_in(digest: SecretDigest) -> Option<(SignIn, Account)>;
    fn by_token(digest: SecretDigest) -> Option<(ApiToken, Account)>;
    fn any_host() -> bool;
}

faulty! { Decisions;
    fn search(session: SessionId, wanted: DecisionSearch, before: Option<DecisionId>, limit: u32) -> Vec<DecisionRecord>;
    fn link_uses(session: SessionId, after: Option<InvitationId>, limit: u32) -> Vec<LinkUse>;
    fn list(session: SessionId, before: Option<DecisionId>, limit: u32) -> Vec<DecisionRecord>;
    fn code(id: CodeId) -> Option<MailCode>;
}

faulty! { Directory;
    fn contact(id: ContactId) -> Option<Contact>;
    fn contacts_by_emails(owner: AccountId, emails: Vec<EmailKey>) -> Vec<Contact>;
    fn contacts_by_ids(reader: AccountId, ids: Vec<ContactId>) -> Vec<Contact>;
    fn contacts(reader: AccountId, search: ContactSearch, after: Option<ContactId>, limit: u32) -> Vec<Contact>;
    fn group(id: GroupId) -> Option<Group>;
    fn groups(reader: AccountId) -> Vec<GroupSize>;
}

faulty! { Events;
    fn since(session: SessionId, after: EventSeq, limit: u32) -> Vec<Event>;
    fn latest(session: SessionId) -> EventSeq;
    fn subscribe(session: SessionId) -> Box<dyn EventFeed>;
}

faulty! { Outbox;
    fn claim(now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Vec<ClaimedMessage>;
    fn complete(id: MessageId, fence: Fence, attempt: Attempt, now: DateTime<Utc>) -> ();
    fn message(id: MessageId) -> Option<(OutgoingMessage, DeliveryState)>;
    fn tally(now: DateTime<Utc>) -> OutboxTally;
    fn of_session(session: SessionId) -> Vec<MailCount>;
    fn held_since() -> Option<DateTime<Utc>>;
}

faulty! { Suppressions;
    fn suppressed(addresses: Vec<AddressDigest>) -> Vec<Suppression>;
    fn unsubscribed(host: AccountId, addresses: Vec<AddressDigest>) -> Vec<Unsubscription>;
}

faulty! { Commits;
    fn commit(changes: ChangeSet) -> ();
}

faulty! { Limiter;
    fn spend(budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Spend;
}

faulty! { Rooms;
    fn ticket(entry: RoomEntry) -> RoomTicket;
}

faulty! { Mailer, DeliveryError, |error| DeliveryError::Temporary(error.to_string());
    fn deliver(letter: &Letter) -> ();
}

#[async_trait]
impl<T: PasswordHasher + ?Sized> PasswordHasher for Faulty<T> {
    fn is_guessable(&self, password: &Password, context: &[String]) -> bool {
        self.inner.is_guessable(password, context)
    }

    async fn hash(&self, password: &Password) -> Result<PasswordHash, PortError> {
        self.faults.around(std::convert::identity, self.inner.hash(password)).await
    }

    async fn verify(&self, password: &Password, hash: Option<PasswordHash>) -> Result<PasswordVerdict, PortError> {
        self.faults.around(std::convert::identity, self.inner.verify(password, hash)).await
    }
}
