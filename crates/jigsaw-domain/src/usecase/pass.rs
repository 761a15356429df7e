//! What a pass is good for: seeing one's own state, being present, going to the room, leaving.

use super::context::event;
use super::{Caller, FrontDoor, Subject, UseCaseError};
use crate::admission::{Participant, ParticipantState, Pass, PassEnd, PassHolder, PassState, ReasonCode, Standing};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::SessionId;
use crate::invitation::Role;
use crate::port::{Change, ChangeSet, DoorQuery, RoomEntry, RoomTicket};
use crate::session::Session;
use crate::text::{HostText, PersonName, Title};
use chrono::{DateTime, Utc};

/// What the holder of a pass may know. While waiting: the title, the host's name and their own state, nothing more.
#[derive(Clone, Debug)]
pub struct PassView {
    /// The state.
    pub state: PassState,
    /// The session's title.
    pub title: Title,
    /// The host's name.
    pub host_name: PersonName,
    /// The start, for the countdown.
    pub starts_at: DateTime<Utc>,
    /// When the door opens to attendees.
    pub opens_at: DateTime<Utc>,
    /// Their role, once in.
    pub role: Option<Role>,
    /// What is waited for.
    pub reasons: Vec<ReasonCode>,
    /// The host's words at a removal.
    pub message: Option<HostText>,
}

/// Where everyone with an open pass stands, at one moment.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The session.
    pub session: Session,
    /// The host's name.
    pub host_name: PersonName,
    /// The holders of open passes.
    pub people: Vec<Standing>,
}

impl FrontDoor {
    /// The public form of a pass. Reads only.
    pub fn view_pass(&self, holder: &PassHolder) -> PassView {
        self.view_standing(&holder.standing(), &holder.session, &holder.host_name)
    }

    /// The same for someone of whom only the standing was read.
    pub fn view_standing(&self, standing: &Standing, session: &Session, host_name: &PersonName) -> PassView {
        let now = self.now();
        let state = standing.pass_state(session, now);
        let (reasons, message) = match (state, &standing.state) {
            (PassState::Waiting, ParticipantState::Waiting { reasons }) => (reasons.clone(), None),
            (PassState::Removed, ParticipantState::Removed { reason, .. }) => {
                (vec![ReasonCode::Removed], reason.clone())
            }
            (PassState::Denied, _) => (vec![ReasonCode::AdmissionDenied], None),
            (PassState::Replaced, _) => (vec![ReasonCode::SeatTakenOver], None),
            _ => (Vec::new(), None),
        };
        PassView {
            state,
            title: session.title().clone(),
            host_name: host_name.clone(),
            starts_at: session.turn(now).opens_at,
            opens_at: session.opens_from(now),
            role: (state == PassState::Admitted).then_some(standing.role),
            reasons,
            message,
        }
    }

    /// Where everyone with an open pass stands, read once for all of their streams. `None` when there is no such session.
    pub async fn standings(&self, session: SessionId) -> Result<Option<Standings>, UseCaseError> {
        let Some(session) = self.ports.sessions.find(session).await? else { return Ok(None) };
        let Some(host) = self.ports.accounts.find(session.host()).await? else { return Ok(None) };
        let people = self.ports.participants.standing(session.id()).await?;
        Ok(Some(Standings { session, host_name: host.name, people }))
    }

    /// The device is there. Says nothing new to anyone, so a few seconds' doubt is fine.
    pub async fn heartbeat(&self, holder: &PassHolder) -> Result<PassState, UseCaseError> {
        let now = self.now();
        let state = holder.state(now);
        // A few writes within the absence limit are enough to stay present, however many tabs are open.
        if !state.is_over() && now - holder.pass.seen_at >= Pass::ABSENT_AFTER / 4 {
            self.commit(ChangeSet::of([Change::TouchPass(holder.pass.id, now)])).await?;
        }
        Ok(state)
    }

    /// A fresh way into the room, for someone who is in.
    pub async fn enter_room(&self, holder: &PassHolder) -> Result<RoomTicket, UseCaseError> {
        match holder.state(self.now()) {
            PassState::Admitted => {
                Ok(self.ports.rooms.ticket(RoomEntry::of(&holder.session, &holder.participant)).await?)
            }
            _ => Err(UseCaseError::Forbidden),
        }
    }

    /// The person leaves on this device; with their last device they leave the session, and their seat is free.
    pub async fn leave(&self, caller: &Caller) -> Result<(), UseCaseError> {
        let Subject::Pass(first) = &caller.subject else { return Err(UseCaseError::SignInRequired) };
        let digest = first.pass.digest;
        let session = &first.session;
        self.until_settled(|| async {
            let Some(holder) = self.ports.participants.by_pass(digest).await? else { return Ok(()) };
            let now = self.now();
            if holder.state(now).is_over() {
                return Ok(());
            }
            let session = holder.session.id();
            let mut changes = ChangeSet::of([Change::EndPasses(vec![holder.pass.id], PassEnd::Left)]);
            if self.other_devices(&holder, now).await? == 0 {
                let before = holder.participant.state.as_str();
                let left = holder.participant.moved(ParticipantState::Left, now);
                let change = FieldChange::between("state", before, left.state.as_str());
                changes.audit.push(self.audit(
                    caller,
                    "participant.left",
                    (Some(session), left.id.as_uuid()),
                    change,
                    now,
                ));
                changes.events.push(event(session, EventKind::ParticipantChanged(left.id), now));
                changes.push(Change::UpdateParticipants(vec![left]));
            } else {
                changes.events.push(event(session, EventKind::ParticipantChanged(holder.participant.id), now));
                // Nothing new, but guarded: of two devices that leave at once, one must find itself the last.
                changes.push(Change::UpdateParticipants(vec![holder.participant]));
            }
            self.commit(changes).await
        })
        .await?;
        if session.door().capacity.is_some() {
            self.fill_seats(session.id()).await;
        }
        Ok(())
    }

    async fn other_devices(&self, holder: &PassHolder, now: DateTime<Utc>) -> Result<usize, UseCaseError> {
        let passes = self.passes_of(&holder.participant).await?;
        Ok(passes.iter().filter(|pass| pass.id != holder.pass.id && pass.is_present(now)).count())
    }

    /// Every open pass of a person.
    pub(super) async fn passes_of(&self, person: &Participant) -> Result<Vec<Pass>, UseCaseError> {
        let query = DoorQuery {
            session: Some(person.session),
            invitation: None,
            email: Some(person.email.key().clone()),
            pass: None,
        };
        Ok(self.ports.door.situation(query).await?.map(|situation| situation.passes).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
