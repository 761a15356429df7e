use async_trait::async_trait;

use super::PortError;
use crate::delivery::DeliveryState;
use crate::email_address::EmailKey;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, ListSearch};

/// An invitation and what became of its mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Where its latest invitation mail stands; `None` if none was written.
    pub mail: Option<DeliveryState>,
    /// Why that mail was given up, in the relay's words and without addresses; only when it was.
    pub mail_error: Option<String>,
}

/// How many of a session's invitations there are, and where the latest mails of those that count stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListTally {
    /// Those that count.
    pub active: u32,
    /// Those that were taken back.
    pub revoked: u32,
    /// Of those that count: the mail is to go, or to be tried again.
    pub queued: u32,
    /// The relay took it.
    pub sent: u32,
    /// It was given up, or not sent on purpose.
    pub undelivered: u32,
}

/// Reading invitations.
///
/// 1. `find` and `find_by_emails` MUST give back exactly what was committed, revoked ones included.
/// 2. `find_by_emails` MUST compare by key.
/// 3. `list` MUST give each invitation of the session once over all pages, oldest first, revoked ones included.
/// 4. `find_all` MUST give those of the invitations that belong to the session, and no other session's.
/// 5. `search` MUST give those that [`ListSearch::finds`], as `list` gives them, and `count` MUST be how many there are.
/// 6. `tally` MUST count each invitation of the session once, and by its latest invitation mail.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Invitations: Send + Sync {
    /// One invitation.
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, PortError>;

    /// Those of these addresses that the session lists.
    async fn find_by_emails(&self, session: SessionId, emails: Vec<EmailKey>) -> Result<Vec<Invitation>, PortError>;

    /// A session's list, `limit` a page, after a cursor.
    async fn list(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError>;

    /// Those of these invitations that the session lists, in any order.
    async fn find_all(&self, session: SessionId, ids: Vec<InvitationId>) -> Result<Vec<Invitation>, PortError>;

    /// What a search finds on a session's list, `limit` a page, after a cursor.
    async fn search(
        &self,
        session: SessionId,
        search: ListSearch,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError>;

    /// How many a search finds.
    async fn count(&self, session: SessionId, search: ListSearch) -> Result<u32, PortError>;

    /// Counts a session's list.
    async fn tally(&self, session: SessionId) -> Result<ListTally, PortError>;
}
