//! The outbox: messages written by the change that causes them, sent later by workers that hold a lease.

use chrono::{DateTime, TimeDelta, Utc};

use super::AddressDigest;
use crate::id::{AccountId, CodeId, InvitationId, MessageId, SessionId};
use crate::words::words;

/// What a message is about: ids only. Links and codes are made when the mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageBody {
    /// You are invited.
    Invitation {
        /// The invitation.
        invitation: InvitationId,
        /// Made while the session was live.
        on_the_fly: bool,
    },
    /// Your six digits.
    Code {
        /// The code.
        code: CodeId,
    },
    /// Someone tried to create a profile with your address; you have one.
    AccountExists {
        /// The account.
        account: AccountId,
        /// The session at whose door.
        session: SessionId,
    },
    /// It begins soon.
    Reminder {
        /// The invitation.
        invitation: InvitationId,
        /// Minutes before the start.
        offset_minutes: u32,
        /// The start that the reminder was planned for; after a move it is not sent.
        starts_at: DateTime<Utc>,
    },
    /// Too many wrong passwords for your account.
    LockAlert {
        /// The account.
        account: AccountId,
    },
    /// Title or time changed, or the session link did.
    Change {
        /// The invitation.
        invitation: InvitationId,
        /// What the session's calendar sequence was with this change; after a later one that is told it is not sent.
        sequence: u32,
        /// The start that was told before.
        was: DateTime<Utc>,
    },
    /// The session was called off, or you are not invited any more.
    Cancellation {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Your account was created.
    Welcome {
        /// The account.
        account: AccountId,
    },
    /// A way to a new password. The account may be none: asking for one costs the same for every address.
    PasswordReset {
        /// The account.
        account: AccountId,
    },
    /// People ask to be let in, and nobody who could do it is there.
    AccessRequest {
        /// The session.
        session: SessionId,
    },
    /// Invitations of a session could not be delivered.
    Digest {
        /// The session.
        session: SessionId,
    },
}

impl MessageBody {
    /// The word in the database and, but for on-the-fly invitations, in the mailbox.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::Code { .. } => "code",
            Self::AccountExists { .. } => "account_exists",
            Self::Reminder { .. } => "reminder",
            Self::LockAlert { .. } => "lock_alert",
            Self::Change { .. } => "change",
            Self::Cancellation { .. } => "cancellation",
            Self::Welcome { .. } => "welcome",
            Self::PasswordReset { .. } => "password_reset",
            Self::AccessRequest { .. } => "access_request",
            Self::Digest { .. } => "digest",
        }
    }
}

/// Which messages go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Someone is waiting for it: codes, on-the-fly invitations.
    Urgent,
    /// Everything else.
    Bulk,
}

/// A message to be written with the change that causes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// Identifier; becomes the Message-ID, the same at every try.
    pub id: MessageId,
    /// What it is about.
    pub body: MessageBody,
    /// Which messages go first.
    pub priority: Priority,
    /// Not sent before.
    pub not_before: DateTime<Utc>,
    /// Not sent after: the try that comes later drops it.
    pub deadline: Option<DateTime<Utc>>,
    /// At most one message with this key is ever written; a second one is silently left out.
    pub unique_key: Option<String>,
    /// The host whose mail it is: each host's mail has a lane of its own, and the lanes are served in turn. None for mail
    /// that somebody asked for themselves, such as a code; that is one lane, too.
    pub lane: Option<AccountId>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Proof that a worker still holds the lease it claimed a message under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub u64);

/// A message under lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedMessage {
    /// The message.
    pub message: OutgoingMessage,
    /// Tries before this one that were begun and not given back: those that a crash cut off, too.
    pub tries: u32,
    /// Whether a try before this one came to an end, whichever. If none did, nobody knows whether the letter can be written
    /// at all.
    pub answered: bool,
    /// The lease.
    pub fence: Fence,
}

/// How a try ended; written under the fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The relay took it.
    Sent,
    /// It is not to be sent any more: revoked, moved, too late.
    Dropped {
        /// Why, in a word.
        reason: &'static str,
    },
    /// Try again later.
    Deferred {
        /// Not before.
        until: DateTime<Utc>,
        /// What the relay said.
        error: String,
    },
    /// The relay is out of order: nothing was tried, so nothing is counted.
    PutBack {
        /// Not before.
        until: DateTime<Utc>,
        /// What is the matter with the relay.
        error: String,
    },
    /// The mailbox does not take it, for good. Its address is put on the list of those that are not mailed, with this outcome
    /// or not at all.
    Bounced {
        /// What the relay said.
        error: String,
        /// The address.
        address: AddressDigest,
    },
    /// It can never be sent as it is; kept for the operator.
    Parked {
        /// Why.
        error: String,
    },
}

words! {
    /// Where a message stands; what the host sees beside an invitee.
    DeliveryState {
        /// In the outbox, and not tried yet.
        Queued = "queued",
        /// Tried in vain, and to be tried again; or taken by the relay, which reports that it has not got rid of it yet.
        Deferred = "deferred",
        /// Taken by the relay.
        Sent = "sent",
        /// Sent back: the mailbox does not take it.
        Bounced = "bounced",
        /// Not sent on purpose.
        Dropped = "dropped",
        /// Given up.
        Parked = "parked",
    } list "queued, deferred, sent, bounced, dropped, parked"
}

impl DeliveryState {
    /// Whether it was meant to arrive and never will.
    pub const fn is_given_up(self) -> bool {
        matches!(self, Self::Bounced | Self::Parked)
    }
}

/// The wait before the next try: 5 s, 30 s, 2 m, 10 m, 30 m, 1 h, 2 h, then every 4 h, with full jitter.
/// `None` after 72 hours.
pub fn retry_delay(tries: u32, age: TimeDelta, jitter: u8) -> Option<TimeDelta> {
    if age >= TimeDelta::hours(72) {
        return None;
    }
    let ceiling: i64 = match tries {
        0 => 5,
        1 => 30,
        2 => 120,
        3 => 600,
        4 => 1_800,
        5 => 3_600,
        6 => 7_200,
        _ => 14_400,
    };
    // Full jitter, but never at once: at least a second.
    Some(TimeDelta::milliseconds((ceiling * 1_000 * i64::from(jitter) / 255).max(1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_spread_out_and_end_after_three_days() {
        let fresh = TimeDelta::zero();
        assert_eq!(retry_delay(0, fresh, 255), Some(TimeDelta::seconds(5)));
        assert_eq!(retry_delay(0, fresh, 0), Some(TimeDelta::seconds(1)));
        assert_eq!(retry_delay(40, fresh, 255), Some(TimeDelta::hours(4)));
        assert_eq!(retry_delay(1, TimeDelta::hours(72), 9), None);
    }
}
