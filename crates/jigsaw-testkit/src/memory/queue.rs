//! The queue of messages.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{
    AddressDigest, Attempt, ClaimedMessage, DeliveryState, Fence, LetterKind, MailCount, MessageBody, OutboxTally,
    OutgoingMessage, ReminderOf, Suppression, SuppressionCause, Unsubscription,
};
use jigsaw_domain::id::{AccountId, MessageId, SessionId};
use jigsaw_domain::port::{Outbox, PortError, Suppressions};

use super::MemoryStore;
use super::state::{Lease, State, StoredMessage};

fn claim(state: &mut State, now: DateTime<Utc>, lease: TimeDelta, limit: u32) -> Vec<ClaimedMessage> {
    let free = |row: &StoredMessage| {
        row.standing == DeliveryState::Queued
            && row.not_before <= now
            && row.lease.is_none_or(|lease| lease.until <= now)
    };
    let mut ready: Vec<usize> = (0..state.messages.len()).filter(|at| free(&state.messages[*at])).collect();
    // Stable: messages of one turn keep the order they were written in.
    ready.sort_by_key(|at| (state.messages[*at].message.priority, state.messages[*at].turn));
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

fn complete(
    state: &mut State,
    id: MessageId,
    fence: Fence,
    attempt: Attempt,
    now: DateTime<Utc>,
) -> Result<(), PortError> {
    let held = |row: &StoredMessage| row.message.id == id && row.lease.is_some_and(|lease| lease.fence == fence);
    let at = state.messages.iter().position(held).ok_or(PortError::Conflict)?;
    let turn = state.turn(&state.messages[at].message);
    let row = &mut state.messages[at];
    row.lease = None;
    row.answered = true;
    row.error = None;
    let held_since = row.held_since.take();
    let standing = match attempt {
        Attempt::Sent => DeliveryState::Sent,
        Attempt::Dropped { reason } => {
            row.error = Some(reason.to_owned());
            DeliveryState::Dropped
        }
        Attempt::Bounced { error, address } => {
            row.error = Some(error.clone());
            let cause = SuppressionCause::Bounced;
            let suppression = Suppression { address, cause, words: Some(error), since: now };
            state.suppressions.entry(address).or_insert(suppression);
            DeliveryState::Bounced
        }
        Attempt::Parked { error } => {
            row.error = Some(error);
            DeliveryState::Parked
        }
        Attempt::Deferred { until, error } => {
            row.not_before = until;
            row.error = Some(error);
            row.turn = turn;
            return Ok(());
        }
        Attempt::PutBack { until, error } => {
            row.not_before = until;
            row.error = Some(error);
            row.tries -= 1;
            row.held_since = held_since.or(Some(now));
            return Ok(());
        }
    };
    let row = &mut state.messages[at];
    row.standing = standing;
    row.finished_at = Some(now);
    Ok(())
}

fn tally(state: &State, now: DateTime<Utc>) -> OutboxTally {
    let mut tally = OutboxTally::default();
    for row in &state.messages {
        match row.standing {
            DeliveryState::Sent | DeliveryState::Deferred | DeliveryState::Bounced | DeliveryState::Dropped => {}
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
            MessageBody::Invitation { invitation, .. }
            | MessageBody::Change { invitation, .. }
            | MessageBody::Cancellation { invitation } => (invitation, None),
            MessageBody::Reminder { invitation, offset_minutes, starts_at } => {
                (invitation, Some(ReminderOf { starts_at, offset_minutes }))
            }
            MessageBody::Code { .. }
            | MessageBody::AccountExists { .. }
            | MessageBody::LockAlert { .. }
            | MessageBody::Welcome { .. }
            | MessageBody::PasswordReset { .. }
            | MessageBody::AccessRequest { .. }
            | MessageBody::Digest { .. } => continue,
        };
        let is_listed = state.invitations.get(&about).is_some_and(|invitation| invitation.session == session);
        let Some(kind) = LetterKind::parse(row.message.body.kind()).ok().filter(|_| is_listed) else { continue };
        let (standing, written_at) = (row.shown(), row.message.created_at);
        let reason = row.error.clone().filter(|_| standing == DeliveryState::Dropped);
        let one = MailCount { kind, reminder, state: standing, reason, count: 1, written_at };
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
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        complete(&mut self.0.state(), id, fence, attempt, now)
    }

    async fn message(&self, id: MessageId) -> Result<Option<(OutgoingMessage, DeliveryState)>, PortError> {
        let found = |state: &State| {
            let row = state.messages.iter().find(|row| row.message.id == id)?;
            Some((row.message.clone(), row.shown()))
        };
        Ok(self.look(found).await)
    }

    async fn held_since(&self) -> Result<Option<DateTime<Utc>>, PortError> {
        Ok(self.look(|state| state.messages.iter().filter_map(|row| row.held_since).min()).await)
    }

    async fn tally(&self, now: DateTime<Utc>) -> Result<OutboxTally, PortError> {
        tokio::task::yield_now().await;
        Ok(tally(&self.0.state(), now))
    }

    async fn of_session(&self, session: SessionId) -> Result<Vec<MailCount>, PortError> {
        Ok(self.look(|state| of_session(state, session)).await)
    }
}

#[async_trait]
impl Suppressions for MemoryStore {
    async fn suppressed(&self, addresses: Vec<AddressDigest>) -> Result<Vec<Suppression>, PortError> {
        let found = |state: &State| addresses.iter().filter_map(|one| state.suppressions.get(one).cloned()).collect();
        Ok(self.look(found).await)
    }

    async fn unsubscribed(
        &self,
        host: AccountId,
        addresses: Vec<AddressDigest>,
    ) -> Result<Vec<Unsubscription>, PortError> {
        let found = |state: &State| {
            addresses.iter().filter_map(|address| state.unsubscribed.get(&(host, *address)).copied()).collect()
        };
        Ok(self.look(found).await)
    }
}
