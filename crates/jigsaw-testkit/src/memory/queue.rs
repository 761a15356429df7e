//! The queue of messages.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{Attempt, ClaimedMessage, DeliveryState, Fence, OutboxTally};
use jigsaw_domain::id::MessageId;
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
        Attempt::Dropped { .. } => row.standing = DeliveryState::Dropped,
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
}
