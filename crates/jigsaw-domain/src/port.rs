//! What the use cases need from the outside. One file a trait.
//!
//! Every port is object-safe, takes `&self` and ids by value, answers `Ok(None)` for what is absent, and fails only with
//! [`PortError`]. The numbered MUSTs in each trait's documentation are tests in `jigsaw-testkit`, run by every adapter.
//!
//! To add one: write the trait here with its MUSTs, a contract in `jigsaw-testkit`, the adapters, and wire it in
//! `jigsaw-server`.

mod accounts;
mod clock;
mod commits;
mod decisions;
mod directory;
mod door;
mod error;
mod events;
mod invitations;
mod limiter;
mod mailer;
mod outbox;
mod participants;
mod passwords;
mod random;
mod rooms;
mod sessions;
mod suppressions;

pub use accounts::Accounts;
pub use clock::Clock;
pub use commits::{Change, ChangeSet, Commits};
pub use decisions::Decisions;
pub use directory::{Directory, GroupSize};
pub use door::{Door, DoorQuery, DoorSituation};
pub use error::PortError;
pub use events::{EventFeed, Events};
pub use invitations::{Invitations, ListedInvitation};
pub use limiter::{Budget, LimitKey, Limiter, Spend};
pub use mailer::{CapturedMail, DeliveryError, Mailbox, Mailer};
pub use outbox::Outbox;
pub use participants::Participants;
pub use passwords::{PasswordHasher, PasswordVerdict};
pub use random::Random;
pub use rooms::{RoomEntry, RoomTicket, Rooms};
pub use sessions::{DueReminder, SessionPage, Sessions, SessionsOf};
pub use suppressions::Suppressions;

#[cfg(any(test, feature = "mocks"))]
pub use mocks::*;

#[cfg(any(test, feature = "mocks"))]
mod mocks {
    pub use super::accounts::MockAccounts;
    pub use super::clock::MockClock;
    pub use super::commits::MockCommits;
    pub use super::decisions::MockDecisions;
    pub use super::directory::MockDirectory;
    pub use super::door::MockDoor;
    pub use super::events::{MockEventFeed, MockEvents};
    pub use super::invitations::MockInvitations;
    pub use super::limiter::MockLimiter;
    pub use super::mailer::{MockMailbox, MockMailer};
    pub use super::outbox::MockOutbox;
    pub use super::participants::MockParticipants;
    pub use super::passwords::MockPasswordHasher;
    pub use super::random::MockRandom;
    pub use super::rooms::MockRooms;
    pub use super::sessions::MockSessions;
    pub use super::suppressions::MockSuppressions;
}
