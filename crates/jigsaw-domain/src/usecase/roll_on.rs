//! A series goes on: the occurrence is over, and the session stands for the next one.

use chrono::{DateTime, Utc};

use super::change_session::differences;
use super::context::event;
use super::{FrontDoor, UseCaseError};
use crate::admission::{Participant, ParticipantState, PassEnd};
use crate::audit::{Actor, AuditEntry, FieldChange};
use crate::event::EventKind;
use crate::id::{AuditId, CorrelationId, SessionId};
use crate::port::{Change, ChangeSet};
use crate::session::{Session, SessionState};

impl FrontDoor {
    /// Stores what [`Session::roll_on`] made of a session, in one guarded commit with everyone who was there.
    pub(super) async fn store_roll(
        &self,
        before: &Session,
        after: Session,
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        let id = before.id();
        let was_over = matches!(before.state(), SessionState::Ended { .. });
        let goes_on = matches!(after.state(), SessionState::Scheduled);
        let fields = differences(before, &after);
        let mut changes = ChangeSet::of([Change::UpdateSession(after)]);
        if !was_over {
            changes.events.push(event(id, EventKind::SessionEnded, now));
        }
        let row = AuditEntry {
            id: self.mint(AuditId::mint, now),
            at: now,
            actor: Actor::System,
            action: if goes_on { "session.rolled_on" } else { "session.ended" },
            session: Some(id),
            object: id.as_uuid(),
            changes: fields,
            correlation: self.mint(CorrelationId::mint, now),
        };
        changes.audit.push(row.clone());
        if goes_on {
            changes.events.push(event(id, EventKind::SessionChanged, now));
            self.see_everyone_off(id, &row, &mut changes).await?;
        }
        self.commit(changes).await
    }

    /// Nobody is in any more, and nobody waits: passes end, seats are free, what the host said of someone is forgotten but
    /// for bans. `by` tells of the change of the session that this belongs to.
    pub(super) async fn see_everyone_off(
        &self,
        id: SessionId,
        by: &AuditEntry,
        changes: &mut ChangeSet,
    ) -> Result<(), UseCaseError> {
        let mut gone = Vec::new();
        for person in self.ports.participants.list(id).await? {
            let next = seen_off(person.clone(), by.at);
            if let Some(change) = FieldChange::between("state", person.state.as_str(), next.state.as_str()) {
                changes.audit.push(AuditEntry {
                    id: self.mint(AuditId::mint, by.at),
                    action: "participant.left",
                    object: next.id.as_uuid(),
                    changes: vec![change],
                    ..by.clone()
                });
            }
            if next != person {
                gone.push(next);
            }
        }
        let passes: Vec<_> = self.ports.participants.standing(id).await?.iter().map(|one| one.pass).collect();
        if !passes.is_empty() {
            changes.push(Change::EndPasses(passes, PassEnd::Over));
        }
        if !gone.is_empty() {
            changes.events.push(event(id, EventKind::PeopleChanged, by.at));
            changes.push(Change::UpdateParticipants(gone));
        }
        Ok(())
    }
}

fn seen_off(person: Participant, now: DateTime<Utc>) -> Participant {
    let person = Participant { approved: false, knocked: false, ..person };
    match person.state {
        ParticipantState::Removed { banned: true, .. } | ParticipantState::Left => person,
        ParticipantState::Waiting { .. }
        | ParticipantState::Admitted
        | ParticipantState::Denied
        | ParticipantState::Removed { banned: false, .. } => person.moved(ParticipantState::Left, now),
    }
}

#[cfg(test)]
mod tests;
