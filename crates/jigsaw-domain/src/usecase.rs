//! What can be done with Jigsaw: one file a use case, all of them methods of [`FrontDoor`].
//!
//! A use case authorises, loads, decides (pure), then commits one change set: expected versions, new states, events,
//! messages and audit rows, all or nothing. On `Conflict` it loads and decides again.
//!
//! To add one: a file here with its command and its answer, `impl FrontDoor`, tests with mocks alone; then the adapters.

mod announce;
mod answer;
mod authorise;
mod bulk;
mod calendar;
mod caller;
mod captioner;
mod change_session;
mod clone_session;
mod context;
mod directory;
mod drain_outbox;
mod error;
mod explain;
mod forgotten;
mod invite;
mod join;
mod letters;
mod links;
mod list_sessions;
mod live;
mod mail_calendar;
mod mail_reports;
mod mail_status;
mod pass;
mod preview_edit;
mod profile;
mod promote;
mod provision;
mod remind;
mod roll_on;
mod roster;
mod seats;
mod sign_in;
mod suppress;
mod sweep;
#[cfg(test)]
pub(crate) mod testing;
mod unsubscribe;

pub use answer::Answered;
pub use authorise::{Action, authorise};
pub use bulk::{ChangedList, ListChange, Selection};
pub use calendar::CalendarOf;
pub use caller::{Caller, ClientNetwork, Subject};
pub use change_session::{CreateSession, SessionView};
pub use clone_session::CloneSession;
pub use context::{FrontDoor, Ports, Settings};
pub use directory::{ContactDraft, FromDirectory, GroupEdit};
pub use drain_outbox::{Drained, LEASE};
pub use error::UseCaseError;
pub use explain::{Coming, ExplainQuery, Explanation};
pub use invite::{FaultyRows, Invited, InvitedOne, ListPreview, ListView, NewInvitation, Outlook, PreviewedPerson};
pub use join::{JoinAnswer, JoinEvidence, JoinRequest, Profile, PublicSession};
pub use links::LinkState;
pub use mail_calendar::{Mailing, MailingStage};
pub use mail_status::{InvitationView, MailStatus};
pub use pass::{PassView, Standings};
pub use preview_edit::{ChangedPeople, ChangedPerson, EditPreview, MOST_NAMED, MOST_PEOPLE};
pub use profile::ProfileEdit;
pub use provision::{SetUp, SetUpForm};
pub use roster::{RosterEntry, RosterState};
pub use sign_in::SignedIn;
pub use sweep::Swept;
pub use unsubscribe::Reminding;
