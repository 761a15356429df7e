//! Who changed what, written in the transaction of the change.

use chrono::{DateTime, Utc};

use crate::id::{AccountId, AuditId, CorrelationId, ParticipantId, SessionId};

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in account, or a program with its token.
    Account(AccountId),
    /// A person in the session, by their pass.
    Participant(ParticipantId),
    /// Somebody at the door who is not known yet.
    Guest,
    /// The server itself: the sweep, the outbox.
    System,
    /// Whoever runs the command line.
    Operator,
}

impl Actor {
    /// The word in the database.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Participant(_) => "participant",
            Self::Guest => "guest",
            Self::System => "system",
            Self::Operator => "operator",
        }
    }

    /// The identifier, for those that have one.
    pub fn id(self) -> Option<uuid::Uuid> {
        match self {
            Self::Account(id) => Some(id.as_uuid()),
            Self::Participant(id) => Some(id.as_uuid()),
            Self::Guest | Self::System | Self::Operator => None,
        }
    }
}

/// One field before and after a change. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// Its value before, if there was one.
    pub before: Option<String>,
    /// Its value after, if there is one.
    pub after: Option<String>,
}

impl FieldChange {
    /// A value that was set where none was.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers and texts alike, without a thought")]
    pub fn set(field: &'static str, after: impl ToString) -> Self {
        Self { field, before: None, after: Some(after.to_string()) }
    }

    /// A value that became another; `None` when it did not.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers and texts alike, without a thought")]
    pub fn between(field: &'static str, before: impl ToString, after: impl ToString) -> Option<Self> {
        let (before, after) = (before.to_string(), after.to_string());
        (before != after).then_some(Self { field, before: Some(before), after: Some(after) })
    }
}

/// One audit row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Identifier; grows with time.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// What, e.g. `session.started`.
    pub action: &'static str,
    /// The session it belongs to, if any.
    pub session: Option<SessionId>,
    /// The object that changed.
    pub object: uuid::Uuid,
    /// What it was and what it is.
    pub changes: Vec<FieldChange>,
    /// The request that caused it.
    pub correlation: CorrelationId,
}
