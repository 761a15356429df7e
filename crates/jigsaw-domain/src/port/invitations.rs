use async_trait::async_trait;

use super::PortError;
use crate::delivery::DeliveryState;
use crate::email_address::EmailKey;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, ListTally};

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

/// Reading invitations.
///
/// 1. `find` and `find_by_emails` MUST give back exactly what was committed, revoked ones included.
/// 2. `find_by_emails` MUST compare by key.
/// 3. `list` MUST give each invitation of the session once over all pages, oldest first, revoked ones included.
/// 4. `active` MUST count the session's invitations that were not taken back.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Invitations: Send + Sync {
    /// One invitation.
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, PortError>;

    /// Those of these addresses that the session lists.
    async fn find_by_emails(&self, session: SessionId, emails: Vec<EmailKey>) -> Result<Vec<Invitation>, PortError>;

    /// How many of a session's invitations count.
    async fn active(&self, session: SessionId) -> Result<ListTally, PortError>;

    /// A session's list, `limit` a page, after a cursor.
    async fn list(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError>;
}
