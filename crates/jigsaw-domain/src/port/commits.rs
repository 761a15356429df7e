use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::account::{Account, ApiToken, SignIn};
use crate::admission::{DecisionRecord, Participant, Pass, PassEnd};
use crate::audit::AuditEntry;
use crate::delivery::{AddressDigest, DeliveryState, MailCode, OutgoingMessage, Suppression, Unsubscription};
use crate::directory::{Contact, Group};
use crate::event::NewEvent;
use crate::id::{AccountId, CodeId, ContactId, GroupId, MessageId, PassId, SessionId};
use crate::invitation::Invitation;
use crate::secret::SecretDigest;
use crate::session::{Capacity, ReminderOffset, Session};
use crate::version::Version;

/// One write. Updates carry the version they were decided on in the object itself: they apply only while that is
/// still the stored version, and store the next one.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new session.
    InsertSession(Session),
    /// A changed session; guarded by its version.
    UpdateSession(Session),
    /// The session must still be at this version. Writes nothing: a thousand joins do not fight over the row.
    GuardSession(SessionId, Version),
    /// New invitations; an address that the session lists already is a conflict.
    InsertInvitations(Vec<Invitation>),
    /// Changed invitations; guarded by their versions.
    UpdateInvitations(Vec<Invitation>),
    /// The invitation must still be at this version.
    GuardInvitation(crate::id::InvitationId, Version),
    /// A new person; an address that the session knows already is a conflict.
    InsertParticipant(Participant),
    /// Changed people; guarded by their versions.
    UpdateParticipants(Vec<Participant>),
    /// After this change set no more seats are taken than this; otherwise a conflict.
    LimitSeats(SessionId, Capacity),
    /// A new pass.
    InsertPass(Pass),
    /// Ends passes that are still open.
    EndPasses(Vec<PassId>, PassEnd),
    /// The device of this pass was heard of.
    TouchPass(PassId, DateTime<Utc>),
    /// A new code; replaces the one of the same session and address.
    PutCode(MailCode),
    /// A wrong try of a code.
    CountWrongTry(CodeId),
    /// Takes a code out of use; a code that is gone already is a conflict.
    UseCode(CodeId),
    /// A new account; an address that has one already is a conflict.
    InsertAccount(Account),
    /// A changed account; guarded by its version.
    UpdateAccount(Account),
    /// A new sign-in.
    InsertSignIn(SignIn),
    /// Ends one sign-in; gone already is fine.
    DeleteSignIn(SecretDigest),
    /// Ends every sign-in of an account.
    DeleteSignIns(AccountId),
    /// A new API token.
    InsertToken(ApiToken),
    /// New contacts; an address that its owner's directory has already is a conflict.
    InsertContacts(Vec<Contact>),
    /// A changed contact; guarded by its version.
    UpdateContact(Contact),
    /// Takes a contact away, out of every group, too; gone already is a conflict.
    DeleteContact(ContactId),
    /// A new group.
    InsertGroup(Group),
    /// A changed group; guarded by its version.
    UpdateGroup(Group),
    /// Takes a group away; gone already is a conflict.
    DeleteGroup(GroupId),
    /// Puts contacts into a group; those that are in it stay.
    AddToGroup(GroupId, Vec<ContactId>),
    /// Takes contacts out of a group; those that are not in it are fine.
    RemoveFromGroup(GroupId, Vec<ContactId>),
    /// Writes down a decision.
    RecordDecision(DecisionRecord),
    /// The reminders of this offset are planned for this start.
    MarkReminded(SessionId, ReminderOffset, DateTime<Utc>),
    /// Puts an address on the list of those that are not mailed; one that is there already stays as it is.
    Suppress(Suppression),
    /// Takes addresses off that list; gone already is fine.
    LiftSuppressions(Vec<AddressDigest>),
    /// An address wants no reminders from a host; one that wants none already stays as it is.
    Unsubscribe(Unsubscription),
    /// It wants them again; gone already is fine.
    Resubscribe(AccountId, Vec<AddressDigest>),
    /// The relay tells what became of a message that it took. One that it did not take, or that was sent back, stays.
    ReportMessage(MessageId, DeliveryState, Option<String>),
    /// A report with this name was taken; one that was taken already is a conflict.
    TakeReport(String, DateTime<Utc>),
}

/// Everything one use case writes, all or nothing.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    /// The writes, in order.
    pub changes: Vec<Change>,
    /// What open streams are told, after the commit.
    pub events: Vec<NewEvent>,
    /// What is mailed, later.
    pub messages: Vec<OutgoingMessage>,
    /// Who changed what.
    pub audit: Vec<AuditEntry>,
}

impl ChangeSet {
    /// A change set with these writes.
    pub fn of(changes: impl IntoIterator<Item = Change>) -> Self {
        Self { changes: changes.into_iter().collect(), ..Self::default() }
    }

    /// Adds a write.
    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.events.is_empty() && self.messages.is_empty() && self.audit.is_empty()
    }
}

/// The one way to write.
///
/// 1. A change set MUST be written whole or not at all, durably before `Ok`.
/// 2. A guard, version or uniqueness that does not hold MUST be `Conflict`, with nothing written.
/// 3. `LimitSeats` MUST hold under any number of concurrent commits.
/// 4. Events MUST get positions that grow within their session, and be told to feeds only after the commit.
/// 5. A message whose unique key is known already MUST be left out silently.
/// 6. A caller that goes away while the commit runs MUST NOT leave half of it, nor a broken connection.
/// 7. An update MUST store the object with the version after the one it carries.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Commits: Send + Sync {
    /// Writes a change set.
    async fn commit(&self, changes: ChangeSet) -> Result<(), PortError>;
}
