//! Running a session: start, end, lock, admit, deny, remove, change roles.

use super::context::event;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::admission::{Participant, ParticipantState, Proof, ReasonCode};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::{ParticipantId, SessionId};
use crate::invitation::{Invitation, Role};
use crate::port::{Change, ChangeSet};
use crate::session::{LifecycleError, Phase, Session};
use crate::text::HostText;
use chrono::{DateTime, Utc};

impl FrontDoor {
    /// Starts the session, however early. Whoever only waited for that comes in.
    pub async fn start(&self, caller: &Caller, id: SessionId) -> Result<Session, UseCaseError> {
        let now = self.now();
        let session =
            self.transition(caller, id, "session.started", EventKind::SessionStarted, |s| s.start(now)).await?;
        self.promote_waiting(id).await?;
        Ok(session)
    }

    /// Ends the session for all.
    pub async fn end(&self, caller: &Caller, id: SessionId) -> Result<Session, UseCaseError> {
        let now = self.now();
        self.transition(caller, id, "session.ended", EventKind::SessionEnded, |s| s.end(now)).await
    }

    /// Lets nobody new in.
    pub async fn lock(
        &self,
        caller: &Caller,
        id: SessionId,
        message: Option<HostText>,
    ) -> Result<Session, UseCaseError> {
        let now = self.now();
        self.transition(caller, id, "session.locked", EventKind::SessionChanged, |s| s.locked(message.clone(), now))
            .await
    }

    /// Lets people in again. Whoever only waited for that comes in.
    pub async fn unlock(&self, caller: &Caller, id: SessionId) -> Result<Session, UseCaseError> {
        let now = self.now();
        let session =
            self.transition(caller, id, "session.unlocked", EventKind::SessionChanged, |s| s.unlocked(now)).await?;
        self.promote_waiting(id).await?;
        Ok(session)
    }

    /// Lets one waiting person in: the host's word counts like an invitation, and the other rules go on counting.
    pub async fn admit(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
    ) -> Result<Participant, UseCaseError> {
        self.approve(caller, id, person).await?;
        self.promote_waiting(id).await?;
        self.ports.participants.find(person).await?.ok_or(UseCaseError::NotFound)
    }

    /// Lets everyone in who waits.
    pub async fn admit_all(&self, caller: &Caller, id: SessionId) -> Result<u32, UseCaseError> {
        self.session_for(caller, id, Action::Run).await?;
        self.until_settled(|| async {
            let now = self.now();
            let waiting = self.ports.participants.waiting(id).await?;
            let mut changes = ChangeSet::default();
            let approved: Vec<Participant> =
                waiting.into_iter().filter(|p| !p.approved).map(|p| Participant { approved: true, ..p }).collect();
            for person in &approved {
                let object = (Some(id), person.id.as_uuid());
                let change = FieldChange::set("approved", true);
                changes.audit.push(self.audit(caller, "participant.admitted", object, [change], now));
            }
            if !approved.is_empty() {
                changes.push(Change::UpdateParticipants(approved));
            }
            self.commit(changes).await
        })
        .await?;
        self.promote_waiting(id).await
    }

    async fn approve(&self, caller: &Caller, id: SessionId, person: ParticipantId) -> Result<(), UseCaseError> {
        self.change_person(caller, id, person, Action::Run, "participant.admitted", |known, now| match known.state {
            ParticipantState::Waiting { .. } if known.approved => Ok(None),
            ParticipantState::Waiting { .. } => Ok(Some(Participant { approved: true, ..known })),
            // Changing one's mind about someone who was sent away: they wait again, approved.
            ParticipantState::Denied => {
                let waiting = ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] };
                Ok(Some(Participant { approved: true, ..known.moved(waiting, now) }))
            }
            ParticipantState::Admitted => Ok(None),
            ParticipantState::Removed { .. } | ParticipantState::Left => {
                Err(UseCaseError::Contradiction("not_waiting"))
            }
        })
        .await
        .map(drop)
    }

    /// Sends one waiting person away.
    pub async fn deny(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
    ) -> Result<Participant, UseCaseError> {
        self.change_person(caller, id, person, Action::Run, "participant.denied", |known, now| match known.state {
            ParticipantState::Waiting { .. } => {
                Ok(Some(Participant { approved: false, ..known.moved(ParticipantState::Denied, now) }))
            }
            ParticipantState::Denied => Ok(None),
            _ => Err(UseCaseError::Contradiction("not_waiting")),
        })
        .await
    }

    /// Removes a person, with a reason, and with a ban unless told otherwise. Streams close; the person is told.
    pub async fn remove(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
        (reason, banned): (Option<HostText>, bool),
    ) -> Result<Participant, UseCaseError> {
        let removed = self.until_settled(|| self.remove_once(caller, id, person, (&reason, banned))).await?;
        self.fill_seats(id).await;
        Ok(removed)
    }

    async fn remove_once(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
        (reason, banned): (&Option<HostText>, bool),
    ) -> Result<Participant, UseCaseError> {
        let session = self.session_for(caller, id, Action::Run).await?;
        let known = self.person_of(id, person).await?;
        if known.role == Role::Host {
            return Err(UseCaseError::Contradiction("host_cannot_be_removed"));
        }
        let state = ParticipantState::Removed { reason: reason.clone(), banned };
        if known.state == state {
            return Ok(known);
        }
        let now = self.now();
        let next = Participant { approved: false, ..known.clone().moved(state, now) };
        let mut changes = self.person_changes(caller, "participant.removed", (&known, &next), now);
        // Before the session, their calendar still says that they come.
        if let Some(invitation) = next.invitation.filter(|_| session.phase(now) == Phase::Scheduled) {
            let invitation = self.ports.invitations.find(invitation).await?;
            let invitation = invitation.filter(Invitation::is_active);
            if let Some(invitation) = invitation {
                changes.messages = self.uninvited(&session, &invitation, now).await?;
            }
        }
        self.commit(changes).await?;
        Ok(next)
    }

    /// Takes a ban back: the person may come again.
    pub async fn forgive(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
    ) -> Result<Participant, UseCaseError> {
        self.change_person(caller, id, person, Action::Run, "participant.forgiven", |known, now| match known.state {
            ParticipantState::Removed { .. } | ParticipantState::Denied => {
                Ok(Some(known.moved(ParticipantState::Left, now)))
            }
            _ => Ok(None),
        })
        .await
    }

    /// Gives a person another role in this session, whatever their invitation says. A role that takes a seat needs one
    /// that is free.
    pub async fn change_role(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
        role: Role,
    ) -> Result<Participant, UseCaseError> {
        let changed = self.until_settled(|| self.change_role_once(caller, id, person, role)).await?;
        self.fill_seats(id).await;
        Ok(changed)
    }

    async fn change_role_once(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
        role: Role,
    ) -> Result<Participant, UseCaseError> {
        let session = self.session_for(caller, id, Action::ChangeRole).await?;
        let known = self.person_of(id, person).await?;
        if known.role == Role::Host || role == Role::Host {
            return Err(UseCaseError::Contradiction("host_role_is_fixed"));
        }
        // Roles that carry rights need a proved address: a typed one is anybody's.
        if role != Role::Attendee && known.proof == Proof::Unverified {
            return Err(UseCaseError::Contradiction("address_not_proved"));
        }
        if known.role == role {
            return Ok(known);
        }
        let now = self.now();
        let next = known.clone().with_role(role);
        let mut changes = self.person_changes(caller, "participant.role_changed", (&known, &next), now);
        let takes_seat = next.holds_seat() && !known.holds_seat();
        self.take_seats(&session, (u32::from(takes_seat), 0), &mut changes).await?;
        if role == Role::Captioner {
            self.free_captions(caller, (&session, &next), &mut changes, now).await?;
            // Nothing new, but guarded: of two captioners who are named at once, one is the second.
            changes.push(Change::UpdateSession(session));
        }
        self.commit(changes).await?;
        Ok(next)
    }

    /// A person of this session; another session's is none.
    async fn person_of(&self, id: SessionId, person: ParticipantId) -> Result<Participant, UseCaseError> {
        let known = self.ports.participants.find(person).await?;
        known.filter(|known| known.session == id).ok_or(UseCaseError::NotFound)
    }

    async fn change_person(
        &self,
        caller: &Caller,
        id: SessionId,
        person: ParticipantId,
        action: Action,
        name: &'static str,
        change: impl Fn(Participant, DateTime<Utc>) -> Result<Option<Participant>, UseCaseError> + Sync,
    ) -> Result<Participant, UseCaseError> {
        self.session_for(caller, id, action).await?;
        self.until_settled(|| async {
            let known = self.person_of(id, person).await?;
            let now = self.now();
            let Some(next) = change(known.clone(), now)? else { return Ok(known) };
            self.commit(self.person_changes(caller, name, (&known, &next), now)).await?;
            Ok(next)
        })
        .await
    }

    fn person_changes(
        &self,
        caller: &Caller,
        name: &'static str,
        (known, next): (&Participant, &Participant),
        now: DateTime<Utc>,
    ) -> ChangeSet {
        let object = (Some(next.session), next.id.as_uuid());
        ChangeSet {
            changes: vec![Change::UpdateParticipants(vec![next.clone()])],
            events: vec![event(next.session, EventKind::ParticipantChanged(next.id), now)],
            messages: Vec::new(),
            audit: vec![self.audit(caller, name, object, person_differences(known, next), now)],
        }
    }

    async fn transition(
        &self,
        caller: &Caller,
        id: SessionId,
        name: &'static str,
        kind: EventKind,
        step: impl Fn(Session) -> Result<Session, LifecycleError> + Sync,
    ) -> Result<Session, UseCaseError> {
        self.change_session_as(caller, id, (Action::Run, name, kind), |session| Ok(step(session)?)).await
    }
}

/// What an audit row tells of a changed person.
pub(super) fn person_differences(known: &Participant, next: &Participant) -> Vec<FieldChange> {
    let fields = [
        FieldChange::between("state", known.state.as_str(), next.state.as_str()),
        FieldChange::between("role", known.role, next.role),
        FieldChange::between("approved", known.approved, next.approved),
    ];
    fields.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
