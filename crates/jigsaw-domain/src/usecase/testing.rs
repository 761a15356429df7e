//! What the tests of the use cases share: mocks of every port on a fixed clock with seeded bytes, and people and sessions
//! to begin with. Nothing here waits, so no runtime is needed: see [`block_on`].
//!
//! ```ignore
//! let mut mocks = Mocks::new();
//! mocks.accounts.expect_find().return_once(|_| Ok(Some(host())));
//! let written = mocks.commits();
//! let front_door = mocks.front_door();
//! let view = block_on(front_door.view_session(&as_host(), session().id())).unwrap();
//! assert!(written.take().is_empty());
//! ```

mod reading;

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Caller, ClientNetwork, FrontDoor, Ports, Settings, Subject};
use crate::account::{Account, PasswordHash, Standing};
use crate::admission::{LinkKind, Participant, ParticipantState, Pass, PassHolder, Proof, Via};
use crate::directory::Contact;
use crate::email_address::{EmailAddress, EmailKey};
use crate::id::{AccountId, ContactId, CorrelationId, InvitationId, ParticipantId, PassId, SessionId};
use crate::invitation::{Invitation, InvitationState, Origin, Role};
use crate::link::{Generation, Keyring, PublicAddress, SigningKey};
use crate::port::{
    Change, ChangeSet, DoorSituation, MockAccounts, MockClock, MockCommits, MockDecisions, MockDirectory, MockDoor,
    MockEvents, MockInvitations, MockLimiter, MockMailer, MockOutbox, MockParticipants, MockPasswordHasher, MockRandom,
    MockRooms, MockSessions, MockSuppressions, PortError, Spend,
};
use crate::secret::{Secret, SecretKind};
use crate::session::{
    DoorSettings, InvitationType, ReminderOffsets, Room, Schedule, Session, SessionDraft, SessionParts, SessionState,
};
use crate::text::{PersonName, Title};
use crate::version::Version;

/// Runs a use case to its end. Mocks answer at once, so a future that waits is a broken test.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the use case waits for something that no mock gives")
}

/// One mock for each port. A call that a test does not expect fails it; the clock and the random source are the
/// exception and always answer, and nobody is kept from mail unless a test says so with [`Mocks::suppressions`].
pub(crate) struct Mocks {
    pub(crate) random: MockRandom,
    pub(crate) passwords: MockPasswordHasher,
    pub(crate) limiter: MockLimiter,
    pub(crate) sessions: MockSessions,
    pub(crate) invitations: MockInvitations,
    pub(crate) participants: MockParticipants,
    pub(crate) door: MockDoor,
    pub(crate) accounts: MockAccounts,
    pub(crate) decisions: MockDecisions,
    pub(crate) directory: MockDirectory,
    pub(crate) events: MockEvents,
    pub(crate) outbox: MockOutbox,
    suppressions: Option<MockSuppressions>,
    pub(crate) mailer: MockMailer,
    pub(crate) rooms: MockRooms,
    pub(crate) commits: MockCommits,
    pub(crate) settings: Settings,
    pub(crate) hands: Hands,
}

/// The hands of the mocks' clock; keep a clone to move them while the use case runs.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<DateTime<Utc>>>);

impl Hands {
    pub(crate) fn set(&self, to: DateTime<Utc>) {
        *self.0.lock().unwrap() = to;
    }
}

impl Mocks {
    pub(crate) fn new() -> Self {
        let drawn = AtomicU64::new(1);
        let mut random = MockRandom::new();
        random.expect_bytes().returning(move || {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            bytes
        });
        Self {
            random,
            passwords: MockPasswordHasher::new(),
            limiter: MockLimiter::new(),
            sessions: MockSessions::new(),
            invitations: MockInvitations::new(),
            participants: MockParticipants::new(),
            door: MockDoor::new(),
            accounts: MockAccounts::new(),
            decisions: MockDecisions::new(),
            directory: full_directory(),
            events: MockEvents::new(),
            outbox: MockOutbox::new(),
            suppressions: None,
            mailer: MockMailer::new(),
            rooms: MockRooms::new(),
            commits: MockCommits::new(),
            settings: Settings::default(),
            hands: Hands(Arc::new(Mutex::new(now()))),
        }
    }

    /// Every commit succeeds and is kept for looking at.
    pub(crate) fn commits(&mut self) -> Written {
        self.commits_after(Vec::new())
    }

    /// The first commits fail like this, in order; the others succeed. Failed ones are not kept.
    pub(crate) fn commits_after(&mut self, failures: Vec<PortError>) -> Written {
        let written = Written::default();
        let kept = written.clone();
        let failures = Mutex::new(failures.into_iter());
        self.commits.expect_commit().returning(move |changes| {
            if let Some(failure) = failures.lock().unwrap().next() {
                return Err(failure);
            }
            kept.keep(changes);
            Ok(())
        });
        written
    }

    /// Who is kept from mail.
    pub(crate) fn suppressions(&mut self) -> &mut MockSuppressions {
        self.suppressions.get_or_insert_default()
    }

    /// The limiter allows everything.
    pub(crate) fn unlimited(&mut self) {
        self.limiter.expect_spend().returning(|_, _, _, _| Ok(Spend::Allowed));
    }

    /// The session is there, and so is its host.
    pub(crate) fn knows(&mut self, session: &Session) {
        let (id, found) = (session.id(), session.clone());
        self.sessions.expect_find().returning(move |asked| Ok((asked == id).then(|| found.clone())));
        self.accounts.expect_find().returning(|asked| Ok((asked == host().id).then(host)));
    }

    /// The use cases over these mocks.
    pub(crate) fn front_door(self) -> FrontDoor {
        let mut clock = MockClock::new();
        let hands = self.hands;
        clock.expect_now().returning(move || *hands.0.lock().unwrap());
        let ports = Ports {
            clock: Arc::new(clock),
            random: Arc::new(self.random),
            passwords: Arc::new(self.passwords),
            limiter: Arc::new(self.limiter),
            sessions: Arc::new(self.sessions),
            invitations: Arc::new(self.invitations),
            participants: Arc::new(self.participants),
            door: Arc::new(self.door),
            accounts: Arc::new(self.accounts),
            decisions: Arc::new(self.decisions),
            directory: Arc::new(self.directory),
            events: Arc::new(self.events),
            outbox: Arc::new(self.outbox),
            suppressions: Arc::new(self.suppressions.unwrap_or_else(nobody_is_kept_from_mail)),
            mailer: Arc::new(self.mailer),
            rooms: Arc::new(self.rooms),
            commits: Arc::new(self.commits),
        };
        FrontDoor::new(ports, keyring(), address(), self.settings)
    }
}

/// A directory that has everyone already, by name, so that lists write nothing into it.
fn full_directory() -> MockDirectory {
    let mut directory = MockDirectory::new();
    directory.expect_contacts_by_emails().returning(|owner, emails| {
        let name = name("Known Already");
        let contact = |key: EmailKey| Contact {
            id: ContactId::mint(now(), [3; 16]),
            version: Version::FIRST,
            owner,
            email: email(key.as_str()),
            first_name: Some(name.first().clone()),
            last_name: Some(name.last().clone()),
            language: None,
            note: None,
            shared: false,
            created_at: now(),
        };
        Ok(emails.into_iter().map(contact).collect())
    });
    directory
}

fn nobody_is_kept_from_mail() -> MockSuppressions {
    let mut nobody = MockSuppressions::new();
    nobody.expect_suppressed().returning(|_| Ok(Vec::new()));
    nobody.expect_unsubscribed().returning(|_, _| Ok(Vec::new()));
    nobody
}

/// What was committed.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<ChangeSet>>>);

impl Written {
    /// Keeps one more, for tests that commit by themselves.
    pub(crate) fn keep(&self, changes: ChangeSet) {
        self.0.lock().unwrap().push(changes);
    }

    /// Every change set so far; what is taken is not given again.
    pub(crate) fn take(&self) -> Vec<ChangeSet> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The only change set.
    pub(crate) fn only(&self) -> ChangeSet {
        let mut all = self.take();
        assert_eq!(all.len(), 1, "one commit was expected: {all:#?}");
        all.remove(0)
    }
}

impl ChangeSet {
    /// What the audit rows say was done.
    pub(crate) fn actions(&self) -> Vec<&'static str> {
        self.audit.iter().map(|entry| entry.action).collect()
    }

    /// The one account that is written.
    pub(crate) fn account(&self) -> &Account {
        let accounts = self.changes.iter().filter_map(|change| match change {
            Change::InsertAccount(account) | Change::UpdateAccount(account) => Some(account),
            _ => None,
        });
        let all: Vec<_> = accounts.collect();
        assert_eq!(all.len(), 1, "one account was expected: {self:#?}");
        all[0]
    }
}

/// The moment that everything is arranged around: 2026-11-23 14:00 UTC, 15:00 in Berlin.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_442_400, 0).unwrap()
}

/// So many minutes after [`now`], or before it.
pub(crate) fn minutes(after: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(after)
}

pub(crate) fn keyring() -> Keyring {
    Keyring::new(SigningKey::new(1, [42; 32]), Vec::new())
}

pub(crate) fn address() -> PublicAddress {
    PublicAddress::new("https://jigsaw.example")
}

pub(crate) fn email(address: &str) -> EmailAddress {
    EmailAddress::parse(address).unwrap()
}

pub(crate) fn name(full: &str) -> PersonName {
    PersonName::parse_full(full).unwrap()
}

/// A number that depends on the text alone: what ids are made from.
fn seed(text: &str) -> Uuid {
    let hash =
        |start: u128| text.bytes().fold(start, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Uuid::from_u128(hash(0xcbf2_9ce4_8422_2325) | 1 << 127)
}

/// A usable account that only joins. Its stored password is `hash`.
pub(crate) fn account(address: &str) -> Account {
    Account {
        id: AccountId::from_uuid(seed(address)),
        version: Version::new(4),
        email: email(address),
        name: name("Mike Miller"),
        time_zone: chrono_tz::America::New_York,
        language: None,
        standing: Standing::Guest,
        password: Some(PasswordHash::new("hash".to_owned())),
        setup_generation: Generation::FIRST,
        setup_expires_at: None,
        created_at: minutes(-600),
    }
}

/// The host of [`session`], `host@example.org`.
pub(crate) fn host() -> Account {
    Account {
        name: name("Hanna Host"),
        standing: Standing::Host,
        time_zone: chrono_tz::Europe::Berlin,
        ..account("host@example.org")
    }
}

/// A session of [`host`] in an hour, for an hour; a link without password; else as everything is by default.
pub(crate) fn session() -> Session {
    let draft = SessionDraft {
        title: Title::parse("Autumn term, week 8").unwrap(),
        schedule: Schedule::from_instants(minutes(60), minutes(120), chrono_tz::Europe::Berlin).unwrap(),
        invitation_type: InvitationType::LinkPasswordNotRequested,
        door: DoorSettings::default(),
        reminders: ReminderOffsets::default(),
        room: Room::Builtin,
        message: None,
    };
    Session::create(SessionId::from_uuid(seed("session")), host().id, draft, minutes(-600))
}

/// [`session`] with something changed.
pub(crate) fn session_with(change: impl FnOnce(&mut SessionParts)) -> Session {
    let mut parts = session().parts().clone();
    change(&mut parts);
    Session::from_parts(parts)
}

/// [`session`], begun ten minutes ago.
pub(crate) fn live_session() -> Session {
    session_with(|parts| {
        parts.schedule = Schedule::from_instants(minutes(-10), minutes(50), parts.schedule.zone()).unwrap();
        parts.state = SessionState::Live { since: minutes(-10) };
    })
}

/// [`live_session`] with something changed.
pub(crate) fn live_with(change: impl FnOnce(&mut SessionParts)) -> Session {
    let mut parts = live_session().parts().clone();
    change(&mut parts);
    Session::from_parts(parts)
}

/// An active invitation as attendee to [`session`].
pub(crate) fn invitation(address: &str) -> Invitation {
    Invitation {
        id: InvitationId::from_uuid(seed(&format!("invitation {address}"))),
        session: session().id(),
        version: Version::new(2),
        email: email(address),
        first_name: None,
        last_name: None,
        role: Role::Attendee,
        language: None,
        generation: Generation::new(3),
        state: InvitationState::Active,
        origin: Origin::List,
        rsvp: None,
        created_at: minutes(-500),
    }
}

/// An admitted attendee of [`session`] who typed this address and came by the session link.
pub(crate) fn participant(address: &str) -> Participant {
    Participant {
        id: ParticipantId::from_uuid(seed(&format!("participant {address}"))),
        session: session().id(),
        version: Version::new(5),
        email: email(address),
        name: name("Mike Miller"),
        role: Role::Attendee,
        proof: Proof::Unverified,
        state: ParticipantState::Admitted,
        invitation: None,
        via: Via { link: LinkKind::Session, generation: Generation::FIRST },
        approved: false,
        knocked: false,
        epoch: 0,
        created_at: minutes(-5),
        state_since: minutes(-5),
    }
}

/// An open pass of this person whose device was heard of just now. Its secret is [`pass_secret`].
pub(crate) fn pass(person: &Participant) -> Pass {
    Pass {
        id: PassId::from_uuid(seed(&format!("pass {}", person.id))),
        digest: pass_secret(person).digest(),
        session: person.session,
        participant: person.id,
        link: person.via.link,
        opened_at: person.created_at,
        seen_at: now(),
        ended: None,
    }
}

pub(crate) fn pass_secret(person: &Participant) -> Secret {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(person.id.as_uuid().as_bytes());
    Secret::mint(SecretKind::Pass, bytes)
}

/// What the pass of this person opens.
pub(crate) fn holder(person: &Participant, session: &Session) -> PassHolder {
    PassHolder { pass: pass(person), participant: person.clone(), session: session.clone(), host_name: host().name }
}

/// A stranger at the door of this session, of whom nothing is stored.
pub(crate) fn situation(session: Session) -> DoorSituation {
    DoorSituation {
        session,
        host: host(),
        linked_invitation: None,
        invitation: None,
        account: None,
        participant: None,
        passes: Vec::new(),
        code: None,
        seats_taken: 0,
    }
}

pub(crate) fn caller(subject: Subject) -> Caller {
    Caller { subject, network: ClientNetwork::local(), correlation: CorrelationId::from_uuid(Uuid::from_u128(7)) }
}

pub(crate) fn anonymous() -> Caller {
    caller(Subject::Anonymous)
}

pub(crate) fn as_host() -> Caller {
    caller(Subject::Account(host()))
}

pub(crate) fn by_pass(holder: PassHolder) -> Caller {
    caller(Subject::Pass(Box::new(holder)))
}

pub(crate) fn command_line() -> Caller {
    caller(Subject::CommandLine)
}
