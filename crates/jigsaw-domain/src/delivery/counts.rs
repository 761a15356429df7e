//! The mails of one session, counted: what its host is told of them without reading each.

use chrono::{DateTime, Utc};

use super::{DeliveryState, LetterKind};

/// Which reminder of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReminderOf {
    /// The start that it was written for.
    pub starts_at: DateTime<Utc>,
    /// Minutes before that start.
    pub offset_minutes: u32,
}

/// How many mails of one session are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailCount {
    /// Their kind.
    pub kind: LetterKind,
    /// Which reminder they are, if they are one.
    pub reminder: Option<ReminderOf>,
    /// Where they stand.
    pub state: DeliveryState,
    /// Why they were dropped, in the word of [`Attempt::Dropped`](super::Attempt::Dropped), if they were.
    pub reason: Option<String>,
    /// How many.
    pub count: u32,
    /// When the latest of them was written.
    pub written_at: DateTime<Utc>,
}
