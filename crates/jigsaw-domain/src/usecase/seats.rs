//! Seats that are taken and freed otherwise than at the door.

use super::{FrontDoor, UseCaseError};
use crate::id::SessionId;
use crate::port::{Change, ChangeSet};
use crate::session::Session;

impl FrontDoor {
    /// Takes seats for people who are in and held none, as a co-host does who becomes an attendee. Refuses when they are
    /// not free; whoever takes one meanwhile makes the commit a conflict, and it is decided again.
    pub(super) async fn take_seats(
        &self,
        session: &Session,
        (taken, freed): (u32, u32),
        changes: &mut ChangeSet,
    ) -> Result<(), UseCaseError> {
        let Some(capacity) = session.door().capacity.filter(|_| taken > 0) else { return Ok(()) };
        let seats = self.ports.participants.seats_taken(session.id()).await?;
        if seats.saturating_add(taken) > capacity.get().saturating_add(freed) {
            return Err(UseCaseError::Contradiction("session_full"));
        }
        changes.push(Change::LimitSeats(session.id(), capacity));
        Ok(())
    }

    /// A seat may be free: whoever waits for one comes in. Done when the change itself is committed, and so a failure is
    /// not the caller's: the waiting are judged again at the next occasion.
    pub(super) async fn fill_seats(&self, id: SessionId) {
        self.promote_waiting(id).await.ok();
    }
}
