//! How far the mail of a list is.

use chrono::{DateTime, Utc};

use crate::delivery::DeliveryState;

/// A session's active invitations, counted by where the latest invitation mail of each stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InvitationTally {
    /// No mail was written.
    pub unmailed: u64,
    /// In the outbox, and not tried yet.
    pub queued: u64,
    /// Tried in vain, and to be tried again.
    pub deferred: u64,
    /// Taken by the relay.
    pub sent: u64,
    /// The mailbox does not take it.
    pub bounced: u64,
    /// Not sent on purpose.
    pub dropped: u64,
    /// Given up.
    pub parked: u64,
    /// When the oldest of the mails that wait, deferred ones included, was written.
    pub waiting_since: Option<DateTime<Utc>>,
}

impl InvitationTally {
    /// Counts so many more invitations; `None` is without a mail.
    pub const fn add(&mut self, state: Option<DeliveryState>, count: u64) {
        let number = match state {
            None => &mut self.unmailed,
            Some(DeliveryState::Queued) => &mut self.queued,
            Some(DeliveryState::Deferred) => &mut self.deferred,
            Some(DeliveryState::Sent) => &mut self.sent,
            Some(DeliveryState::Bounced) => &mut self.bounced,
            Some(DeliveryState::Dropped) => &mut self.dropped,
            Some(DeliveryState::Parked) => &mut self.parked,
        };
        *number = number.saturating_add(count);
    }

    /// One of the mails that wait was written then.
    pub fn wait_since(&mut self, written: DateTime<Utc>) {
        self.waiting_since = Some(self.waiting_since.map_or(written, |oldest| oldest.min(written)));
    }

    /// All active invitations.
    pub const fn active(&self) -> u64 {
        self.unmailed + self.waiting() + self.settled()
    }

    /// Mails that are still to come.
    pub const fn waiting(&self) -> u64 {
        self.queued + self.deferred
    }

    /// Mails whose end is known.
    pub const fn settled(&self) -> u64 {
        self.sent + self.bounced + self.dropped + self.parked
    }
}
