//! Between the domain's values and the columns of the tables: the only place where one becomes the other.
//!
//! Words come from the domain's own `as_str` and `parse`. A column that cannot be read is [`PortError::Corrupt`] and
//! names table and column, never the value: values are people's names and addresses.

mod account;
mod code;
mod contact;
mod decision;
mod event;
mod invitation;
mod message;
mod participant;
mod pass;
mod session;
mod suppression;

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::PortError;
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::text::PersonName;
use jigsaw_domain::version::Version;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use account::{account, account_row, hosting_words, sign_in, sign_in_row, token, token_row};
pub(crate) use code::{code, code_row};
pub(crate) use contact::{contact, contact_row, group, group_row};
pub(crate) use decision::{audit_row, decision, decision_row, denials};
pub(crate) use event::{event, event_row};
pub(crate) use invitation::{invitation, invitation_row};
pub(crate) use message::{message, message_row, shown};
pub(crate) use participant::{StateColumns, participant, participant_row, participant_state, role};
pub(crate) use pass::{pass, pass_end_word, pass_row};
pub(crate) use session::{next_reminder, session, session_row};
pub(crate) use suppression::{address_bytes, suppression, suppression_row, unsubscription, unsubscription_row};

/// Words that only the database knows.
pub(crate) mod state {
    pub(crate) const SCHEDULED: &str = "scheduled";
    pub(crate) const LIVE: &str = "live";
    pub(crate) const ENDED: &str = "ended";
    pub(crate) const CANCELLED: &str = "cancelled";
}

/// How moments are stored: whole microseconds since 1970 in UTC. What is finer is cut off.
pub(crate) const fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// How local times are stored: ISO 8601 without a zone, so that text order is time order.
pub(crate) fn local_text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

pub(crate) fn digest_bytes(digest: &SecretDigest) -> Vec<u8> {
    digest.as_bytes().to_vec()
}

/// Writes a JSON column.
pub(crate) fn json(value: &impl Serialize) -> Result<String, PortError> {
    serde_json::to_string(value).map_err(|error| PortError::Backend(format!("a value has no JSON: {error}")))
}

/// One table, to name what cannot be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table(pub(crate) &'static str);

impl Table {
    pub(crate) fn corrupt(self, column: &str, why: impl fmt::Display) -> PortError {
        PortError::Corrupt(format!("{}.{column} {why}", self.0))
    }

    pub(crate) fn read<T, E: fmt::Display>(self, column: &str, parsed: Result<T, E>) -> Result<T, PortError> {
        parsed.map_err(|why| self.corrupt(column, why))
    }

    pub(crate) fn time(self, column: &str, stored: i64) -> Result<DateTime<Utc>, PortError> {
        DateTime::from_timestamp_micros(stored).ok_or_else(|| self.corrupt(column, "is not a moment"))
    }

    pub(crate) fn time_if(self, column: &str, stored: Option<i64>) -> Result<Option<DateTime<Utc>>, PortError> {
        stored.map(|stored| self.time(column, stored)).transpose()
    }

    pub(crate) fn local(self, column: &str, stored: &str) -> Result<NaiveDateTime, PortError> {
        self.read(column, stored.parse::<NaiveDateTime>())
    }

    pub(crate) fn zone(self, column: &str, stored: &str) -> Result<Tz, PortError> {
        stored.parse().map_err(|_| self.corrupt(column, "is not a time zone"))
    }

    pub(crate) fn number<T: TryFrom<i64>>(self, column: &str, stored: impl Into<i64>) -> Result<T, PortError> {
        T::try_from(stored.into()).map_err(|_| self.corrupt(column, "is out of range"))
    }

    pub(crate) fn version(self, stored: i64) -> Result<Version, PortError> {
        self.number("version", stored).map(Version::new)
    }

    pub(crate) fn generation(self, column: &str, stored: i32) -> Result<Generation, PortError> {
        self.number(column, stored).map(Generation::new)
    }

    pub(crate) fn digest(self, stored: &[u8]) -> Result<SecretDigest, PortError> {
        let bytes: Result<[u8; 32], _> = stored.try_into();
        self.read("digest", bytes).map(SecretDigest::from_bytes)
    }

    pub(crate) fn email(self, typed: &str) -> Result<EmailAddress, PortError> {
        self.read("email", EmailAddress::parse(typed))
    }

    pub(crate) fn name(self, first: &str, last: &str) -> Result<PersonName, PortError> {
        self.read("first_name, last_name", PersonName::parse(first, last))
    }

    pub(crate) fn json<T: DeserializeOwned>(self, column: &str, stored: &str) -> Result<T, PortError> {
        // serde_json's own message may quote the value.
        serde_json::from_str(stored).map_err(|error| {
            self.corrupt(
                column,
                format_args!("is not the expected JSON ({:?}, column {})", error.classify(), error.column()),
            )
        })
    }

    /// The one of `all` whose word is stored.
    pub(crate) fn word<T: Copy>(
        self,
        column: &str,
        stored: &str,
        all: &[T],
        as_str: impl Fn(T) -> &'static str,
    ) -> Result<T, PortError> {
        let found = all.iter().copied().find(|value| as_str(*value) == stored);
        found.ok_or_else(|| self.corrupt(column, "is not one of its words"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table("tables");

    #[test]
    fn moments_are_kept_to_the_microsecond_and_cut_off_below() {
        for (text, stored) in [
            ("2026-11-23T14:00:00.123456Z", "2026-11-23T14:00:00.123456Z"),
            ("2026-11-23T14:00:00.123456999Z", "2026-11-23T14:00:00.123456Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2199-12-31T23:59:59.000001Z", "2199-12-31T23:59:59.000001Z"),
        ] {
            let (at, stored): (DateTime<Utc>, DateTime<Utc>) = (text.parse().unwrap(), stored.parse().unwrap());
            assert_eq!(TABLE.time("at", micros(at)), Ok(stored), "{text}");
        }
        assert_eq!(TABLE.time("at", i64::MAX), Err(PortError::Corrupt("tables.at is not a moment".to_owned())));
    }

    #[test]
    fn local_times_read_back_with_the_hour_that_comes_twice() {
        for text in ["2026-10-25T02:30:00", "2026-03-29T02:30:00", "2026-11-23T00:00:00", "2026-11-23T09:05:07.250"] {
            let at: NaiveDateTime = text.parse().unwrap();
            assert_eq!(local_text(at), text);
            assert_eq!(TABLE.local("starts_local", &local_text(at)), Ok(at));
        }
        assert!(TABLE.local("starts_local", "tomorrow").is_err());
    }

    #[test]
    fn what_cannot_be_read_is_not_quoted() {
        let secret = "mike@example.org";
        for error in [
            TABLE.json::<Vec<i64>>("list", &format!("[\"{secret}\"]")).unwrap_err(),
            TABLE.zone("zone", secret).unwrap_err(),
            TABLE.email(&format!("{secret}@")).unwrap_err(),
            TABLE.digest(secret.as_bytes()).unwrap_err(),
        ] {
            let PortError::Corrupt(text) = error else { panic!("{error:?}") };
            assert!(text.starts_with("tables.") && !text.contains(secret), "{text}");
        }
    }
}
