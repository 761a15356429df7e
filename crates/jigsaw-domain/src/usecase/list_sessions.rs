//! My sessions.

use super::{Action, Caller, FrontDoor, SessionView, UseCaseError, authorise};
use crate::id::SessionId;
use crate::port::SessionsOf;

/// Most entries of one page of any list.
pub(super) const MAX_PAGE: u32 = 1000;

impl FrontDoor {
    /// The caller's own sessions, and the cursor of the next page.
    pub async fn list_sessions(
        &self,
        caller: &Caller,
        which: SessionsOf,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<(Vec<SessionView>, Option<SessionId>), UseCaseError> {
        // An API token that may only read lists, too; what is listed is the caller's own.
        authorise(&caller.subject, Action::List, None, self.now())?;
        let account = caller.subject.account().ok_or(UseCaseError::SignInRequired)?;
        let page = self.ports.sessions.list(account.id, which, after, limit.clamp(1, MAX_PAGE)).await?;
        let views = page.items.into_iter().map(|session| self.view(session, account.name.clone())).collect();
        Ok((views, page.next))
    }
}

#[cfg(test)]
mod tests;
