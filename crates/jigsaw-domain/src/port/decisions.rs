use async_trait::async_trait;

use super::PortError;
use crate::admission::{DecisionRecord, DecisionSearch, LinkUse};
use crate::delivery::MailCode;
use crate::id::{CodeId, DecisionId, InvitationId, SessionId};

/// Reading what was decided.
///
/// 1. `list` MUST give each record of the session once over all pages, newest first.
/// 2. `code` MUST find a mailed code until a newer one replaces it.
/// 3. `search` MUST give exactly those records of `list` that [`DecisionSearch::fits`], in the same order and pages.
/// 4. `link_uses` MUST give each invitation of the session that counts once over all pages, oldest first, with the records that
///    came by its link as it is now.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Decisions: Send + Sync {
    /// A session's decisions, `limit` a page, before a cursor.
    async fn list(
        &self,
        session: SessionId,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError>;

    /// The same of those that fit.
    async fn search(
        &self,
        session: SessionId,
        wanted: DecisionSearch,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError>;

    /// What became of a session's personal links, `limit` a page, after a cursor.
    async fn link_uses(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<LinkUse>, PortError>;

    /// One mailed code, for the letter that carries it.
    async fn code(&self, id: CodeId) -> Result<Option<MailCode>, PortError>;
}
