//! Identifiers: 128 bits, version 7 (RFC 9562), so that primary keys grow with time.
//!
//! Identifiers are public. What must stay secret (passes, sign-ins, links) has its own types in
//! [`crate::secret`] and [`crate::link`].

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an identifier read from storage or from a link.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare identifier, for adapters.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// A fresh identifier from the time and 128 random bits.
            pub fn mint(now: DateTime<Utc>, random: [u8; 16]) -> Self {
                Self(version_7(now, random))
            }

            /// Reads the canonical text; anything else is `None`.
            pub fn parse(text: &str) -> Option<Self> {
                canonical(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

ids! {
    /// One account (Jigsaw profile).
    AccountId,
    /// One session.
    SessionId,
    /// One invitation of one session.
    InvitationId,
    /// One person in one session; public, never the pass.
    ParticipantId,
    /// One admission pass; names the row, is not the secret.
    PassId,
    /// One mailed code; names the row, the digits are derived from it.
    CodeId,
    /// One message of the outbox; becomes the Message-ID of the mail.
    MessageId,
    /// One recorded decision.
    DecisionId,
    /// One audit row.
    AuditId,
    /// One API token; names the row, is not the secret.
    TokenId,
    /// One contact of a host's directory.
    ContactId,
    /// One group of contacts.
    GroupId,
    /// One request; ties answers, decisions and log lines together.
    CorrelationId,
}

fn version_7(now: DateTime<Utc>, random: [u8; 16]) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let mut counter = [0_u8; 10];
    for (to, from) in counter.iter_mut().zip(random) {
        *to = from;
    }
    uuid::Builder::from_unix_timestamp_millis(millis, &counter).into_uuid()
}

fn canonical(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    // One text per identifier: braces, URNs, upper case and missing hyphens are other spellings.
    (id.hyphenated().to_string() == text).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_with_time() {
        let early = SessionId::mint(DateTime::from_timestamp(1_000, 0).unwrap(), [255; 16]);
        let late = SessionId::mint(DateTime::from_timestamp(1_001, 0).unwrap(), [0; 16]);
        assert!(early < late);
    }

    #[test]
    fn only_the_canonical_text_is_read() {
        let id = SessionId::mint(DateTime::from_timestamp(1_000, 0).unwrap(), [7; 16]);
        assert_eq!(SessionId::parse(&id.to_string()), Some(id));
        assert_eq!(SessionId::parse(&id.to_string().to_uppercase()), None);
        assert_eq!(SessionId::parse(&id.as_uuid().simple().to_string()), None);
        assert_eq!(SessionId::parse(""), None);
    }
}
