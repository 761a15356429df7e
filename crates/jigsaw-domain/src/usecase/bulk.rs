//! Many invitations at once: mailed again, taken back, given another role. All of them or none.

use std::sync::atomic::AtomicU32;

use super::context::event;
use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, NewInvitation, UseCaseError};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{AddressList, Invitation, ListSearch, Role};
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet};

/// Which invitations of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// These.
    These(Vec<InvitationId>),
    /// All that a search finds when it is done.
    Matching(ListSearch),
}

/// What is done to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// They are mailed again, with the same links.
    Resend,
    /// They are taken back, and whoever was mailed is told.
    Revoke,
    /// They get this role, a new link and a mail that tells.
    Role(Role),
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedList {
    /// So many were changed or mailed.
    pub changed: usize,
    /// So many were left as they are: taken back already, or in that role already.
    pub left: usize,
}

impl FrontDoor {
    /// Changes many invitations at once, all or nothing. An invitation that is not this session's is as one that does not
    /// exist; those that were taken back are left alone.
    pub async fn change_invitations(
        &self,
        caller: &Caller,
        id: SessionId,
        selection: &Selection,
        change: ListChange,
    ) -> Result<ChangedList, UseCaseError> {
        if let ListChange::Role(role) = change {
            return self.give_role(caller, id, (selection, role)).await;
        }
        let paid = AtomicU32::new(0);
        let done = self.until_settled(|| self.change_once(caller, id, (selection, change), &paid)).await?;
        if change == ListChange::Revoke {
            // Whoever waits by one of them is told so.
            self.promote_waiting(id).await?;
        }
        Ok(done)
    }

    /// Those that a change would be made to, so that a host sees whom before it is done, and how many it would leave alone.
    /// Nothing is written.
    pub async fn preview_change(
        &self,
        caller: &Caller,
        id: SessionId,
        selection: &Selection,
        change: ListChange,
    ) -> Result<(Vec<Invitation>, usize), UseCaseError> {
        self.session_for(caller, id, Action::Invite).await?;
        let mut selected = self.selected(id, selection).await?;
        let all = selected.len();
        selected.retain(|listed| listed.is_active() && change != ListChange::Role(listed.role));
        let left = all - selected.len();
        Ok((selected, left))
    }

    async fn change_once(
        &self,
        caller: &Caller,
        id: SessionId,
        (selection, change): (&Selection, ListChange),
        paid: &AtomicU32,
    ) -> Result<ChangedList, UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let now = self.now();
        if change == ListChange::Resend {
            super::invite::origin_now(&session, now)?;
        }
        let selected = self.selected(id, selection).await?;
        let all = selected.len();
        let active: Vec<Invitation> = selected.into_iter().filter(Invitation::is_active).collect();
        let done = ChangedList { changed: active.len(), left: all - active.len() };
        if active.is_empty() {
            return Ok(done);
        }
        let mut changes = ChangeSet::of([Change::GuardSession(id, session.version())]);
        for listed in &active {
            let object = (Some(id), listed.id.as_uuid());
            changes.audit.push(match change {
                ListChange::Revoke => {
                    let fields = FieldChange::between("state", "active", "revoked");
                    self.audit(caller, "invitation.revoked", object, fields, now)
                }
                _ => self.audit(caller, "invitation.resent", object, [], now),
            });
        }
        if change == ListChange::Revoke {
            changes.messages = self.all_uninvited(&session, &active, now).await?;
            let revoked = active.into_iter().map(|listed| listed.revoked(now)).collect();
            changes.push(Change::UpdateInvitations(revoked));
        } else {
            // One that is taken back meanwhile is not mailed: that is looked at again when the letter is made.
            changes.messages = active.iter().map(|listed| self.mail(&session, listed, now)).collect();
            self.pay(&session, (changes.messages.len(), paid), now).await?;
        }
        changes.events.push(event(id, EventKind::InvitationsChanged, now));
        self.commit(changes).await?;
        Ok(done)
    }

    /// A role for everyone selected is an invitation to it.
    async fn give_role(
        &self,
        caller: &Caller,
        id: SessionId,
        (selection, role): (&Selection, Role),
    ) -> Result<ChangedList, UseCaseError> {
        self.session_for(caller, id, Action::Invite).await?;
        if role == Role::Host {
            let fault = Malformed::NotAChoice("co_host, presenter, captioner, attendee");
            return Err(UseCaseError::field("role", fault));
        }
        let selected = self.selected(id, selection).await?;
        let all = selected.len();
        let row = |listed: &Invitation| NewInvitation {
            email: listed.email.clone(),
            role: Some(role),
            first_name: None,
            last_name: None,
            language: None,
        };
        let changing = |listed: &&Invitation| listed.is_active() && listed.role != role;
        let rows: Vec<NewInvitation> = selected.iter().filter(changing).map(row).collect();
        let done = ChangedList { changed: rows.len(), left: all - rows.len() };
        if !rows.is_empty() {
            self.invite(caller, id, rows).await.map_err(|error| match error {
                UseCaseError::Invalid(problems) => {
                    let problems = problems.into_iter().take(1);
                    UseCaseError::Invalid(
                        problems
                            .map(|problem| crate::malformed::FieldProblem { field: "role".to_owned(), ..problem })
                            .collect(),
                    )
                }
                error => error,
            })?;
        }
        Ok(done)
    }

    /// Each selected invitation once.
    async fn selected(&self, id: SessionId, selection: &Selection) -> Result<Vec<Invitation>, UseCaseError> {
        match selection {
            Selection::These(ids) => {
                let mut ids = ids.clone();
                ids.sort_unstable();
                ids.dedup();
                if ids.is_empty() {
                    return Err(UseCaseError::field("invitations", Malformed::Blank));
                }
                if ids.len() > AddressList::MAX_ROWS {
                    return Err(UseCaseError::field("invitations", Malformed::TooMany { max: AddressList::MAX_ROWS }));
                }
                let wanted = ids.len();
                let found = self.ports.invitations.find_all(id, ids).await?;
                if found.len() == wanted { Ok(found) } else { Err(UseCaseError::NotFound) }
            }
            Selection::Matching(search) => {
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let page = self.ports.invitations.search(id, search.clone(), after, MAX_PAGE).await?;
                    after = page.last().map(|listed| listed.invitation.id);
                    let is_last = page.len() < MAX_PAGE as usize;
                    found.extend(page.into_iter().map(|listed| listed.invitation));
                    if found.len() > AddressList::MAX_ROWS {
                        let fault = Malformed::TooMany { max: AddressList::MAX_ROWS };
                        return Err(UseCaseError::field("invitations", fault));
                    }
                    if is_last {
                        return Ok(found);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
