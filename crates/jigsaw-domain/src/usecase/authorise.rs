//! The one authorisation function: every route of every transport goes through it.

use super::{Subject, UseCaseError};
use crate::account::{Scope, Standing};
use crate::admission::PassState;
use crate::invitation::Role;
use crate::session::Session;
use chrono::{DateTime, Utc};

/// What someone wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Create a session.
    Host,
    /// List one's own sessions.
    List,
    /// See a session's settings and link.
    ViewSession,
    /// Change settings, type or link; cancel.
    EditSession,
    /// Invite, revoke, resend; on the fly, too.
    Invite,
    /// See who is invited, waiting, in or gone; follow the session's events.
    ViewRoster,
    /// Start, end, lock, admit, deny, remove.
    Run,
    /// Change someone's role.
    ChangeRole,
    /// See decisions and use the simulator.
    ViewDecisions,
    /// Read the directory of participants: one's own, and what is shared.
    ReadDirectory,
    /// Change one's own directory.
    EditDirectory,
    /// Read the captured mail of the server.
    ReadMailbox,
    /// Provision hosts and tokens.
    Provision,
    /// Change what one's own account says about oneself.
    EditProfile,
}

impl Action {
    /// Every action; the matrix test walks it.
    pub const ALL: [Self; 14] = [
        Self::Host,
        Self::List,
        Self::ViewSession,
        Self::EditSession,
        Self::Invite,
        Self::ViewRoster,
        Self::Run,
        Self::ChangeRole,
        Self::ViewDecisions,
        Self::ReadDirectory,
        Self::EditDirectory,
        Self::ReadMailbox,
        Self::Provision,
        Self::EditProfile,
    ];

    const fn scope(self) -> Option<Scope> {
        match self {
            Self::List | Self::ViewSession | Self::ViewRoster | Self::ViewDecisions | Self::ReadDirectory => {
                Some(Scope::SessionsRead)
            }
            Self::Host
            | Self::EditSession
            | Self::Invite
            | Self::Run
            | Self::ChangeRole
            | Self::EditDirectory
            | Self::EditProfile => Some(Scope::SessionsWrite),
            Self::ReadMailbox => Some(Scope::MailboxRead),
            Self::Provision => None,
        }
    }

    /// What a co-host's pass is good for, beside being in the room.
    const fn is_a_co_hosts(self) -> bool {
        matches!(self, Self::Run | Self::ViewRoster)
    }
}

/// Whether the subject may do this, to this session where one is concerned. What a subject may not know of is
/// [`UseCaseError::NotFound`].
pub fn authorise(
    subject: &Subject,
    action: Action,
    session: Option<&Session>,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    match subject {
        Subject::CommandLine => Ok(()),
        Subject::Anonymous => Err(UseCaseError::SignInRequired),
        Subject::Account(account) => by_account(account.id, account.standing, action, session),
        Subject::Token { account, scopes } => {
            by_account(account.id, account.standing, action, session)?;
            match action.scope() {
                Some(scope) if scopes.contains(&scope) => Ok(()),
                // Reading is part of writing.
                Some(Scope::SessionsRead) if scopes.contains(&Scope::SessionsWrite) => Ok(()),
                _ => Err(UseCaseError::Forbidden),
            }
        }
        Subject::Pass(holder) => match session {
            Some(session) if session.id() == holder.session.id() => {
                let runs = holder.participant.role == Role::CoHost && action.is_a_co_hosts();
                if runs && holder.state(now) == PassState::Admitted { Ok(()) } else { Err(UseCaseError::Forbidden) }
            }
            Some(_) => Err(UseCaseError::NotFound),
            None => Err(UseCaseError::SignInRequired),
        },
    }
}

fn by_account(
    id: crate::id::AccountId,
    standing: Standing,
    action: Action,
    session: Option<&Session>,
) -> Result<(), UseCaseError> {
    match (action, session) {
        (Action::List | Action::EditProfile, _) => Ok(()),
        (Action::Host | Action::ReadDirectory | Action::EditDirectory, _) if standing >= Standing::Host => Ok(()),
        (Action::ReadMailbox, _) if standing == Standing::Operator => Ok(()),
        (Action::Host | Action::ReadDirectory | Action::EditDirectory | Action::ReadMailbox | Action::Provision, _) => {
            Err(UseCaseError::Forbidden)
        }
        (_, Some(session)) if session.host() == id => Ok(()),
        // Other people's sessions do not exist.
        (_, Some(_) | None) => Err(UseCaseError::NotFound),
    }
}

#[cfg(test)]
mod tests;
