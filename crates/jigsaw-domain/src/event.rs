//! What happened in a session, told to open streams. Events carry ids only; whoever is told reads what they may see.

use chrono::{DateTime, Utc};

use crate::id::{InvitationId, ParticipantId, SessionId};

/// Position of an event in its session's stream; grows. Streams resume after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EventSeq(pub u64);

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// The session began.
    SessionStarted,
    /// The session is over.
    SessionEnded,
    /// The session was called off.
    SessionCancelled,
    /// Title, time, type, link, lock or another setting changed.
    SessionChanged,
    /// Invitations were made, resent, changed or taken back.
    InvitationsChanged,
    /// One person came, waited, was let in, left, was removed, or changed role.
    ParticipantChanged(ParticipantId),
    /// Several people at once: told once for all of them, so that a crowd that is let in is not a crowd of events.
    PeopleChanged,
    /// An invitation was made while the session is live.
    InvitedOnTheFly(InvitationId),
}

impl EventKind {
    /// The word in event streams and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionStarted => "session_started",
            Self::SessionEnded => "session_ended",
            Self::SessionCancelled => "session_cancelled",
            Self::SessionChanged => "session_changed",
            Self::InvitationsChanged => "invitations_changed",
            Self::ParticipantChanged(_) => "participant_changed",
            Self::PeopleChanged => "people_changed",
            Self::InvitedOnTheFly(_) => "invited_on_the_fly",
        }
    }
}

/// An event to be written with the change that caused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The session.
    pub session: SessionId,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// An event as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the stream.
    pub seq: EventSeq,
    /// The session.
    pub session: SessionId,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: DateTime<Utc>,
}
