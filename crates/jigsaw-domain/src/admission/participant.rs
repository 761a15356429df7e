//! A person in a session, and the passes of their devices.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LinkKind, PersonFact, PersonState, Proof, ReasonCode};
use crate::email_address::EmailAddress;
use crate::id::{InvitationId, ParticipantId, PassId, SessionId};
use crate::invitation::Role;
use crate::link::Generation;
use crate::secret::SecretDigest;
use crate::session::{Phase, Session};
use crate::text::{HostText, PersonName};
use crate::version::Version;

/// How a person came: which link, of which generation. Re-judged while they wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Via {
    /// Which link.
    pub link: LinkKind,
    /// Its generation.
    pub generation: Generation,
}

/// Where a person stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParticipantState {
    /// Held at the door, for these reasons.
    Waiting {
        /// What is waited for.
        reasons: Vec<ReasonCode>,
    },
    /// In.
    Admitted,
    /// Sent away from the waiting room.
    Denied,
    /// Removed by the host or a co-host.
    Removed {
        /// Their words.
        reason: Option<HostText>,
        /// Whether the person may not come back to this session.
        banned: bool,
    },
    /// Went.
    Left,
}

impl ParticipantState {
    /// The word in the API and in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Admitted => "admitted",
            Self::Denied => "denied",
            Self::Removed { .. } => "removed",
            Self::Left => "left",
        }
    }
}

/// One person in one session. One address is one participant, however often and from wherever they join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Public identifier.
    pub id: ParticipantId,
    /// The session.
    pub session: SessionId,
    /// Moves with each change.
    pub version: Version,
    /// The address; unique within the session.
    pub email: EmailAddress,
    /// What they are called.
    pub name: PersonName,
    /// What they are.
    pub role: Role,
    /// How well the address is proved.
    pub proof: Proof,
    /// Where they stand.
    pub state: ParticipantState,
    /// The invitation they came by, if any.
    pub invitation: Option<InvitationId>,
    /// How they came.
    pub via: Via,
    /// The host let them in by name.
    pub approved: bool,
    /// They asked to be let in without an invitation.
    pub knocked: bool,
    /// Rises when what they may see or do changes; streams that were opened under an older one close.
    pub epoch: u32,
    /// When they first came.
    pub created_at: DateTime<Utc>,
    /// Since when they stand where they stand.
    pub state_since: DateTime<Utc>,
}

impl Participant {
    /// Whether they hold one of the session's seats.
    pub const fn holds_seat(&self) -> bool {
        matches!(self.state, ParticipantState::Admitted) && !self.role.runs_session()
    }

    /// Whether they are at the session: in, or waiting at its door.
    pub const fn is_there(&self) -> bool {
        matches!(self.state, ParticipantState::Admitted | ParticipantState::Waiting { .. })
    }

    /// Moves them to another state, which closes the streams of the old one.
    #[must_use]
    pub fn moved(mut self, state: ParticipantState, now: DateTime<Utc>) -> Self {
        if self.state.as_str() != state.as_str() {
            self.state_since = now;
            self.epoch = self.epoch.saturating_add(1);
        }
        self.state = state;
        self
    }

    /// Gives them another role, which closes the streams of the old one.
    #[must_use]
    pub fn with_role(mut self, role: Role) -> Self {
        if self.role != role {
            self.role = role;
            self.epoch = self.epoch.saturating_add(1);
        }
        self
    }

    /// What the rules may know of them; `pass` is an open pass that the request carried.
    pub fn fact(&self, pass: Option<&Pass>, elsewhere: bool) -> PersonFact {
        PersonFact {
            state: match &self.state {
                ParticipantState::Waiting { .. } => PersonState::Waiting,
                ParticipantState::Admitted => PersonState::Inside,
                ParticipantState::Denied => PersonState::Denied,
                ParticipantState::Removed { banned: true, .. } => PersonState::Banned,
                ParticipantState::Removed { banned: false, .. } | ParticipantState::Left => PersonState::Gone,
            },
            approved: self.approved,
            proof: self.proof,
            same_device: pass.is_some_and(|pass| pass.participant == self.id && pass.is_open()),
            elsewhere,
        }
    }
}

/// Whether a device's pass still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassEnd {
    /// The person left on this device.
    Left,
    /// Another device took the place over.
    Replaced,
    /// The occurrence that it was for is over.
    Over,
}

/// One device's admission pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Identifier; not the secret.
    pub id: PassId,
    /// Digest of the secret; the look-up key.
    pub digest: SecretDigest,
    /// The session.
    pub session: SessionId,
    /// Whose it is.
    pub participant: ParticipantId,
    /// Which link it was given out on; only a personal link's place is one seat.
    pub link: LinkKind,
    /// When it was given out.
    pub opened_at: DateTime<Utc>,
    /// When the device was last heard of.
    pub seen_at: DateTime<Utc>,
    /// How it ended, if it has.
    pub ended: Option<PassEnd>,
}

impl Pass {
    /// A device that was not heard of for this long is absent.
    pub const ABSENT_AFTER: TimeDelta = TimeDelta::seconds(45);

    /// Whether it has not ended by itself.
    pub const fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether the device is there.
    pub fn is_present(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && now - self.seen_at < Self::ABSENT_AFTER
    }
}

/// What a pass is good for at a moment; the word that `GET /pass` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassState {
    /// Held at the door.
    Waiting,
    /// In.
    Admitted,
    /// Sent away.
    Denied,
    /// Removed.
    Removed,
    /// Went.
    Left,
    /// The session is over or was called off.
    Ended,
    /// Another device took the place over.
    Replaced,
}

impl PassState {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Admitted => "admitted",
            Self::Denied => "denied",
            Self::Removed => "removed",
            Self::Left => "left",
            Self::Ended => "ended",
            Self::Replaced => "replaced",
        }
    }

    /// Whether nothing more will come.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Admitted)
    }
}

/// A pass with the person and the session it belongs to.
#[derive(Clone, Debug)]
pub struct PassHolder {
    /// The device's pass.
    pub pass: Pass,
    /// The person.
    pub participant: Participant,
    /// The session.
    pub session: Session,
    /// The host's name.
    pub host_name: PersonName,
}

impl PassHolder {
    /// What the pass is good for.
    pub fn state(&self, now: DateTime<Utc>) -> PassState {
        pass_state((&self.participant.state, self.pass.ended), &self.session, now)
    }

    /// Where the holder stands.
    pub fn standing(&self) -> Standing {
        Standing {
            pass: self.pass.id,
            ended: self.pass.ended,
            participant: self.participant.id,
            role: self.participant.role,
            state: self.participant.state.clone(),
        }
    }
}

/// Where the holder of a pass stands: what a stream of theirs tells, without what it does not need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The pass.
    pub pass: PassId,
    /// How it ended, if it has.
    pub ended: Option<PassEnd>,
    /// The person.
    pub participant: ParticipantId,
    /// What they are.
    pub role: Role,
    /// Where they stand.
    pub state: ParticipantState,
}

impl Standing {
    /// What the pass is good for in its session.
    pub fn pass_state(&self, session: &Session, now: DateTime<Utc>) -> PassState {
        pass_state((&self.state, self.ended), session, now)
    }
}

fn pass_state(
    (person, ended): (&ParticipantState, Option<PassEnd>),
    session: &Session,
    now: DateTime<Utc>,
) -> PassState {
    match (person, ended) {
        (ParticipantState::Removed { .. }, _) => PassState::Removed,
        (_, Some(PassEnd::Replaced)) => PassState::Replaced,
        (_, Some(PassEnd::Left)) => PassState::Left,
        (_, Some(PassEnd::Over)) => PassState::Ended,
        (ParticipantState::Denied, _) => PassState::Denied,
        _ if matches!(session.phase(now), Phase::Ended | Phase::Cancelled) => PassState::Ended,
        (ParticipantState::Left, _) => PassState::Left,
        (ParticipantState::Waiting { .. }, _) => PassState::Waiting,
        (ParticipantState::Admitted, _) => PassState::Admitted,
    }
}
