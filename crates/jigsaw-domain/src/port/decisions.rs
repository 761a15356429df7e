use async_trait::async_trait;

use super::PortError;
use crate::admission::DecisionRecord;
use crate::delivery::MailCode;
use crate::id::{CodeId, DecisionId, SessionId};

/// Reading what was decided.
///
/// 1. `list` MUST give each record of the session once over all pages, newest first.
/// 2. `code` MUST find a mailed code until a newer one replaces it.
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

    /// One mailed code, for the letter that carries it.
    async fn code(&self, id: CodeId) -> Result<Option<MailCode>, PortError>;
}
