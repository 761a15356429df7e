//! The roster: everyone invited, waiting, in or gone.

use std::collections::HashMap;

use super::{Action, Caller, FrontDoor, UseCaseError, authorise};
use crate::admission::{Participant, ParticipantState, PassHolder, PassState, Proof};
use crate::email_address::{EmailAddress, EmailKey};
use crate::id::{InvitationId, ParticipantId, SessionId};
use crate::invitation::{Origin, Role};
use crate::session::Session;
use crate::text::HostText;
use chrono::{DateTime, Utc};

/// Where someone on the roster stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterState {
    /// Invited, not seen yet.
    Invited,
    /// Waiting at the door.
    Waiting,
    /// In.
    Admitted,
    /// Sent away.
    Denied,
    /// Removed.
    Removed,
    /// Was in, and left.
    Left,
}

impl RosterState {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Waiting => "waiting",
            Self::Admitted => "admitted",
            Self::Denied => "denied",
            Self::Removed => "removed",
            Self::Left => "left",
        }
    }
}

/// One line of the roster.
#[derive(Clone, Debug)]
pub struct RosterEntry {
    /// The person, once seen.
    pub participant: Option<ParticipantId>,
    /// Their invitation, if any.
    pub invitation: Option<InvitationId>,
    /// The address. For people inside it is left out; see [`FrontDoor::room_roster`].
    pub email: Option<EmailAddress>,
    /// What they are called, as far as known.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// How well the address is proved.
    pub proof: Proof,
    /// Where they stand.
    pub state: RosterState,
    /// Invited on the fly.
    pub on_the_fly: bool,
    /// What a waiting person waits for.
    pub reasons: Vec<crate::admission::ReasonCode>,
    /// The words at a removal.
    pub message: Option<HostText>,
    /// Since when they stand there.
    pub since: DateTime<Utc>,
}

const PAGE: u32 = 1000;

impl FrontDoor {
    /// Everyone, for host and co-hosts.
    pub async fn roster(&self, caller: &Caller, id: SessionId) -> Result<(Session, Vec<RosterEntry>), UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewRoster).await?;
        let people = self.ports.participants.list(id).await?;
        let mut entries: Vec<RosterEntry> = people.iter().map(entry_of).collect();
        let seen: HashMap<&EmailKey, usize> =
            people.iter().enumerate().map(|(index, person)| (person.email.key(), index)).collect();
        let mut after = None;
        loop {
            let page = self.ports.invitations.list(id, after, PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let full = page.len() >= PAGE as usize;
            for listed in page {
                let invitation = listed.invitation;
                let known = seen.get(invitation.email.key()).and_then(|index| entries.get_mut(*index));
                if let Some(entry) = known {
                    entry.on_the_fly = invitation.origin == Origin::OnTheFly;
                    entry.invitation = Some(invitation.id);
                } else if invitation.is_active() {
                    entries.push(RosterEntry {
                        participant: None,
                        invitation: Some(invitation.id),
                        name: invitation.name().map(|name| name.to_string()).unwrap_or_default(),
                        email: Some(invitation.email),
                        role: invitation.role,
                        proof: Proof::Unverified,
                        state: RosterState::Invited,
                        on_the_fly: invitation.origin == Origin::OnTheFly,
                        reasons: Vec::new(),
                        message: None,
                        since: invitation.created_at,
                    });
                }
            }
            if !full {
                return Ok((session, entries));
            }
        }
    }

    /// Who is in, for the people who are in: names and roles, no addresses. `None` for anyone who is not in.
    pub async fn room_roster(&self, holder: &PassHolder) -> Result<Option<Vec<RosterEntry>>, UseCaseError> {
        if holder.state(self.now()) != PassState::Admitted {
            return Ok(None);
        }
        Ok(Some(self.people_inside(holder.session.id()).await?))
    }

    /// The same without asking who wants to know, for adapters that read it once and show it to those who are in.
    pub async fn people_inside(&self, session: SessionId) -> Result<Vec<RosterEntry>, UseCaseError> {
        let people = self.ports.participants.list(session).await?;
        let inside = people.iter().filter(|person| person.state == ParticipantState::Admitted);
        Ok(inside
            .map(|person| RosterEntry { email: None, invitation: None, message: None, ..entry_of(person) })
            .collect())
    }

    /// Loads a session that the caller may act on; what they may not know of is `NotFound`.
    pub(super) async fn session_for(
        &self,
        caller: &Caller,
        id: SessionId,
        action: Action,
    ) -> Result<Session, UseCaseError> {
        if matches!(caller.subject, super::Subject::Anonymous) {
            return Err(UseCaseError::SignInRequired);
        }
        let session = self.ports.sessions.find(id).await?.ok_or(UseCaseError::NotFound)?;
        authorise(&caller.subject, action, Some(&session), self.now())?;
        Ok(session)
    }
}

fn entry_of(person: &Participant) -> RosterEntry {
    let (state, reasons, message) = match &person.state {
        ParticipantState::Waiting { reasons } => (RosterState::Waiting, reasons.clone(), None),
        ParticipantState::Admitted => (RosterState::Admitted, Vec::new(), None),
        ParticipantState::Denied => (RosterState::Denied, Vec::new(), None),
        ParticipantState::Removed { reason, .. } => (RosterState::Removed, Vec::new(), reason.clone()),
        ParticipantState::Left => (RosterState::Left, Vec::new(), None),
    };
    RosterEntry {
        participant: Some(person.id),
        invitation: person.invitation,
        email: Some(person.email.clone()),
        name: person.name.to_string(),
        role: person.role,
        proof: person.proof,
        state,
        on_the_fly: false,
        reasons,
        message,
        since: person.state_since,
    }
}

#[cfg(test)]
mod tests;
