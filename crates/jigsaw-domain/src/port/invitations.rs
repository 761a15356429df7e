use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::delivery::DeliveryState;
use crate::email_address::EmailKey;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, InvitationTally, ListSearch, ListTally, Seen};

/// An invitation, what became of its mail, and what its person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Where its latest invitation mail stands; `None` if none was written.
    pub mail: Option<DeliveryState>,
    /// Why that mail was deferred, sent back or given up, in the relay's words and without addresses; or the word why it was
    /// dropped.
    pub mail_error: Option<String>,
    /// Since when that mail stands there: when it was written while it waits, when it ended after that.
    pub mail_since: Option<DateTime<Utc>>,
    /// What is known of the person at the session's door.
    pub seen: Seen,
}

impl ListedInvitation {
    /// One that was never mailed, and whose person was never seen.
    pub fn unseen(invitation: Invitation) -> Self {
        Self { invitation, mail: None, mail_error: None, mail_since: None, seen: Seen::default() }
    }
}

/// Reading invitations.
///
/// 1. `find` and `find_by_emails` MUST give back exactly what was committed, revoked ones included.
/// 2. `find_by_emails` MUST compare by key.
/// 3. `list` MUST give each invitation of the session once over all pages, oldest first, revoked ones included.
/// 4. `list` MUST give beside each invitation the state of its latest invitation mail, the first attempt by its personal link,
///    the latest attempt of its address, and the person of its address.
/// 5. `tally` MUST count each active invitation in exactly one of its numbers, by the same mail as `list`.
/// 6. `mailed` MUST give the active invitations of the session of which an invitation mail was sent, oldest first; only this
///    one when one is named.
/// 7. `find_all` MUST give those of the invitations that belong to the session, and no other session's.
/// 8. `search` MUST give those that [`ListSearch::finds`], as `list` gives them, and `count` MUST be how many there are.
/// 9. `active` MUST count the session's invitations that were not taken back.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Invitations: Send + Sync {
    /// One invitation.
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, PortError>;

    /// Those of these addresses that the session lists.
    async fn find_by_emails(&self, session: SessionId, emails: Vec<EmailKey>) -> Result<Vec<Invitation>, PortError>;

    /// How many of a session's invitations count.
    async fn active(&self, session: SessionId) -> Result<ListTally, PortError>;

    /// Those of a session's invitations whose people were mailed.
    async fn mailed(&self, session: SessionId, only: Option<InvitationId>) -> Result<Vec<Invitation>, PortError>;

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

    /// How far the mail of a session's list is. Cheap enough to be asked every second.
    async fn tally(&self, session: SessionId) -> Result<InvitationTally, PortError>;
}
