//! The queue of messages.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{
    Attempt, ClaimedMessage, DeliveryState, Fence, LetterKind, MailCount, MessageBody, OutboxTally, ReminderOf,
};
use jigsaw_domain::id::{MessageId, SessionId};
use jigsaw_domain::port::{Outbox, PortError};

use super::MemoryStore;
use super::state::{Lease, State, StoredMessage};

fn claim(state: &mut State, now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Vec<ClaimedMessage> {
    let free = |row: &StoredMessage| {
        row.standing == DeliveryState::Queued
            && row.not_before <= now
            && row.lease.is_none_or(|lease| lease.until <= now)
    };
    let mut ready: Vec<usize> = (0..state.messages.len()).filter(|at| free(&state.messages[*at])).collect();
    // Stable: messages of one moment keep the order they were written in.
    ready.sort_by_key(|at| (state.messages[*at].message.priority, state.messages[*at].message.created_at));
    let taken = ready.into_iter().take(limit as usize);
    taken
        .map(|at| {
            state.last_fence += 1;
            let fence = Fence(state.last_fence);
            let row = &mut state.messages[at];
            let tries = row.tries;
            row.tries += 1;
            row.lease = Some(Lease { fence, until: now + lease });
            ClaimedMessage { message: row.message.clone(), tries, answered: row.answered, fence }
        })
        .collect()
}

fn complete(state: &mut State, id: MessageId, fence: Fence, attempt: &Attempt) -> Result<(), PortError> {
    let held = |row: &&mut StoredMessage| row.message.id == id && row.lease.is_some_and(|lease| lease.fence == fence);
    let row = state.messages.iter_mut().find(held).ok_or(PortError::Conflict)?;
    row.lease = None;
    row.answered = true;
    match attempt {
        Attempt::Sent => row.standing = DeliveryState::Sent,
        Attempt::Dropped { reason } => {
            row.standing = DeliveryState::Dropped;
            row.dropped = Some(reason);
        }
        Attempt::Parked { error } => {
            row.standing = DeliveryState::Parked;
            row.error = Some(error.clone());
        }
        Attempt::Deferred { until, .. } => row.not_before = *until,
        Attempt::PutBack { until, .. } => {
            row.not_before = *until;
            row.tries -= 1;
        }
    }
    Ok(())
}

fn tally(state: &State, now: DateTime<Utc>) -> OutboxTally {
    let mut tally = OutboxTally::default();
    for row in &state.messages {
        match row.standing {
            DeliveryState::Sent | DeliveryState::Dropped => {}
            DeliveryState::Parked => tally.parked += 1,
            DeliveryState::Queued => {
                // What is leased may be claimed when the lease has run out.
                let due = row.lease.map_or(row.not_before, |lease| lease.until);
                if due <= now {
                    tally.queued += 1;
                    tally.oldest_due = Some(tally.oldest_due.map_or(due, |oldest| oldest.min(due)));
                } else if row.lease.is_some() {
                    tally.leased += 1;
                } else {
                    tally.deferred += 1;
                }
            }
        }
    }
    tally
}

fn of_session(state: &State, session: SessionId) -> Vec<MailCount> {
    let mut counts: Vec<MailCount> = Vec::new();
    for row in &state.messages {
        let (about, reminder) = match row.message.body {
            MessageBody::Invitation { invitation, .. } => (invitation, None),
            MessageBody::Reminder { invitation, offset_minutes, starts_at } => {
                (invitation, Some(ReminderOf { starts_at, offset_minutes }))
            }
            MessageBody::Code { .. } | MessageBody::AccountExists { .. } | MessageBody::LockAlert { .. } => continue,
        };
        let is_listed = state.invitations.get(&about).is_some_and(|invitation| invitation.session == session);
        let Some(kind) = LetterKind::parse(row.message.body.kind()).ok().filter(|_| is_listed) else { continue };
        let (standing, written_at) = (row.standing, row.message.created_at);
        let one =
            MailCount { kind, reminder, state: standing, reason: row.dropped.map(str::to_owned), count: 1, written_at };
        let alike = |other: &&mut MailCount| {
            (other.kind, other.reminder, other.state, &other.reason) == (kind, reminder, standing, &one.reason)
        };
        match counts.iter_mut().find(alike) {
            Some(known) => {
                known.count += 1;
                known.written_at = known.written_at.max(written_at);
            }
            None => counts.push(one),
        }
    }
    counts
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Result<Vec<ClaimedMessage>, PortError> {
        tokio::task::yield_now().await;
        Ok(claim(&mut self.0.state(), now, lease, limit))
    }

    async fn complete(
        &self,
        id: MessageId,
        fence: Fence,
        attempt: Attempt,
        _now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        complete(&mut self.0.state(), id, fence, &attempt)
    }

    async fn tally(&self, now: DateTime<Utc>) -> Result<OutboxTally, PortError> {
        tokio::task::yield_now().await;
        Ok(tally(&self.0.state(), now))
    }

    async fn of_session(&self, session: SessionId) -> Result<Vec<MailCount>, PortError> {
        Ok(self.look(|state| of_session(state, session)).await)
    }
}
