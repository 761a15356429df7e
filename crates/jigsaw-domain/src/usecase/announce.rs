//! Telling invitees what became of a session: the mails that are written with the change that they tell of.
//!
//! Only those are told who were mailed before: to everyone else, the invitation that is still on its way says how things stand
//! when it is sent. An invitation that is being sent in this very moment may say what no longer holds; whoever sends it looks
//! again afterwards, see [`FrontDoor::overtaken`].

use std::collections::HashSet;
use std::sync::atomic::AtomicU32;

use chrono::{DateTime, Utc};

use super::invite::is_outcast;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::delivery::{Letter, LetterBody, MessageBody, OutgoingMessage, Priority};
use crate::email_address::EmailKey;
use crate::id::{InvitationId, SessionId};
use crate::invitation::Invitation;
use crate::port::{ChangeSet, PortError};
use crate::session::{Phase, Session, SessionState};

impl FrontDoor {
    /// How many people a mail would go to if the invitees were told of a change now.
    pub async fn count_told(&self, caller: &Caller, id: SessionId) -> Result<usize, UseCaseError> {
        self.session_for(caller, id, Action::ViewSession).await?;
        Ok(self.told_of(id).await?.len())
    }

    /// The mails of a change, to be written with it: none unless the host tells the invitees.
    ///
    /// Changes are paid for like invitations, so that nobody's mailbox is filled by an edit a minute. A cancellation is not: it
    /// happens once, and a host who may not send any more must be able to call off what they planned.
    pub(super) async fn announcements(
        &self,
        (before, after): (&Session, &Session),
        paid: &AtomicU32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutgoingMessage>, UseCaseError> {
        if before.parts().announced_sequence == after.parts().announced_sequence {
            return Ok(Vec::new());
        }
        let told = self.told_of(after.id()).await?;
        if matches!(after.state(), SessionState::Cancelled { .. }) {
            return Ok(told.iter().map(|invitation| self.cancellation(after, invitation, now)).collect());
        }
        self.pay(after, (told.len(), paid), now).await?;
        let was = before.schedule().starts_at();
        Ok(told.iter().map(|invitation| self.change(after, invitation, was, now)).collect())
    }

    /// The mail to someone who is not invited any more, to be written with what takes the invitation away. Nobody is told of a
    /// session that is over, or who never heard of it.
    pub(super) async fn uninvited(
        &self,
        session: &Session,
        invitation: &Invitation,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutgoingMessage>, UseCaseError> {
        if matches!(session.phase(now), Phase::Ended | Phase::Cancelled) {
            return Ok(Vec::new());
        }
        let mailed = self.ports.invitations.mailed(session.id(), Some(invitation.id)).await?;
        Ok(mailed.iter().map(|invitation| self.cancellation(session, invitation, now)).collect())
    }

    /// The same for many at once.
    pub(super) async fn all_uninvited(
        &self,
        session: &Session,
        invitations: &[Invitation],
        now: DateTime<Utc>,
    ) -> Result<Vec<OutgoingMessage>, UseCaseError> {
        if matches!(session.phase(now), Phase::Ended | Phase::Cancelled) {
            return Ok(Vec::new());
        }
        let gone: HashSet<InvitationId> = invitations.iter().map(|invitation| invitation.id).collect();
        let mailed = self.ports.invitations.mailed(session.id(), None).await?;
        let told = mailed.iter().filter(|invitation| gone.contains(&invitation.id));
        Ok(told.map(|invitation| self.cancellation(session, invitation, now)).collect())
    }

    /// After an invitation was sent: if the session changed while it was on its way, whoever got it is told, too, as if they
    /// had been mailed before the change.
    pub(super) async fn overtaken(&self, letter: &Letter) -> Result<(), PortError> {
        let LetterBody::Invitation { session: said, calendar, .. } = &letter.body else { return Ok(()) };
        let Some(session) = self.ports.sessions.find(calendar.session).await? else { return Ok(()) };
        let holds = (session.title(), session.schedule().starts_at(), session.schedule().ends_at());
        let is_off = matches!(session.state(), SessionState::Cancelled { .. });
        if holds == (&said.title, said.starts_at, said.ends_at) && !is_off {
            return Ok(());
        }
        let found = self.ports.invitations.find_by_emails(session.id(), vec![letter.to.key().clone()]).await?;
        let now = self.now();
        let messages = found.iter().filter(|invitation| invitation.is_active()).map(|invitation| {
            if is_off {
                self.cancellation(&session, invitation, now)
            } else {
                self.change(&session, invitation, said.starts_at, now)
            }
        });
        self.ports.commits.commit(ChangeSet { messages: messages.collect(), ..ChangeSet::default() }).await
    }

    /// Those who were mailed, are invited still, were not removed, and have not said that they do not come.
    async fn told_of(&self, id: SessionId) -> Result<Vec<Invitation>, PortError> {
        let mut mailed = self.ports.invitations.mailed(id, None).await?;
        mailed.retain(|invitation| !invitation.is_declined());
        if mailed.is_empty() {
            return Ok(mailed);
        }
        let people = self.ports.participants.list(id).await?;
        let outcasts: HashSet<&EmailKey> =
            people.iter().filter(|person| is_outcast(person)).map(|person| person.email.key()).collect();
        mailed.retain(|invitation| !outcasts.contains(invitation.email.key()));
        Ok(mailed)
    }

    fn change(
        &self,
        session: &Session,
        invitation: &Invitation,
        was: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> OutgoingMessage {
        let (invitation, sequence) = (invitation.id, session.parts().calendar_sequence);
        let key = format!("change:{invitation}:{sequence}");
        self.announcement(session, MessageBody::Change { invitation, sequence, was }, key, now)
    }

    fn cancellation(&self, session: &Session, invitation: &Invitation, now: DateTime<Utc>) -> OutgoingMessage {
        let (invitation, generation) = (invitation.id, invitation.generation.get());
        let key = format!("cancellation:{invitation}:{generation}");
        self.announcement(session, MessageBody::Cancellation { invitation }, key, now)
    }

    fn announcement(&self, session: &Session, body: MessageBody, key: String, now: DateTime<Utc>) -> OutgoingMessage {
        OutgoingMessage {
            id: self.message_id(now),
            body,
            // Not urgent: a long list would keep people waiting who need a code now.
            priority: Priority::Bulk,
            not_before: now,
            deadline: Some(session.schedule().ends_at().max(now)),
            unique_key: Some(key),
            lane: Some(session.host()),
            created_at: now,
        }
    }
}

#[cfg(test)]
mod tests;
