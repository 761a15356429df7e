//! What is sent about sessions.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Deserialize;

use super::super::input::{edit, given};
use super::super::words::{EmailProofWord, InvitationTypeWord, Moment, WaitingRoomWord};
use super::read::RoomInput;

/// A call that needs nothing.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// A session to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewSession")]
pub(crate) struct SessionInput {
    /// What it is called, 1 to 200 characters.
    pub(super) title: String,
    /// When it starts, RFC 3339.
    pub(super) starts_at: Moment,
    /// When it ends; at most 31 days later.
    pub(super) ends_at: Moment,
    /// IANA time zone that times are shown in, such as `Europe/Berlin`.
    pub(super) time_zone: String,
    /// How people are invited.
    pub(super) invitation_type: InvitationTypeWord,
    /// Where admitted people go; the built-in room unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) room: Option<RoomInput>,
    /// Whom the waiting room holds; `off` unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) waiting_room: Option<WaitingRoomWord>,
    /// Whether attendees wait until a host, co-host or presenter is in; `true` unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) wait_for_host: Option<bool>,
    /// Minutes before the start at which attendees may enter, 0 to 1440; 10 unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) early_entry_minutes: Option<i64>,
    /// When the door closes, if not at the end.
    #[serde(default, deserialize_with = "given")]
    pub(super) joinable_until: Option<Moment>,
    /// The most people at once; host and co-hosts do not count.
    #[serde(default, deserialize_with = "given")]
    pub(super) capacity: Option<i64>,
    /// Whether a session without passwords asks guests to prove their address; `none` unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) email_proof: Option<EmailProofWord>,
    /// Minutes before the start at which invitees are reminded, at most 5; `[1440, 10]` unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) reminders: Option<Vec<i64>>,
    /// Your words to the invitees, quoted as plain text in their mails; at most 1000 characters.
    #[serde(default, deserialize_with = "given")]
    pub(super) message: Option<String>,
}

/// A change of a session: what is absent stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "SessionChange")]
pub(crate) struct SessionEditInput {
    /// What it is called.
    #[serde(default, deserialize_with = "given")]
    pub(super) title: Option<String>,
    /// When it starts.
    #[serde(default, deserialize_with = "given")]
    pub(super) starts_at: Option<Moment>,
    /// When it ends.
    #[serde(default, deserialize_with = "given")]
    pub(super) ends_at: Option<Moment>,
    /// IANA time zone.
    #[serde(default, deserialize_with = "given")]
    pub(super) time_zone: Option<String>,
    /// How people are invited.
    #[serde(default, deserialize_with = "given")]
    pub(super) invitation_type: Option<InvitationTypeWord>,
    /// Where admitted people go.
    #[serde(default, deserialize_with = "given")]
    pub(super) room: Option<RoomInput>,
    /// Whom the waiting room holds.
    #[serde(default, deserialize_with = "given")]
    pub(super) waiting_room: Option<WaitingRoomWord>,
    /// Whether attendees wait until a host, co-host or presenter is in.
    #[serde(default, deserialize_with = "given")]
    pub(super) wait_for_host: Option<bool>,
    /// Minutes before the start at which attendees may enter.
    #[serde(default, deserialize_with = "given")]
    pub(super) early_entry_minutes: Option<i64>,
    /// When the door closes; `null`: at the end.
    #[serde(default, deserialize_with = "edit")]
    #[oai(nullable)]
    pub(super) joinable_until: MaybeUndefined<Moment>,
    /// The most people at once; `null`: any number.
    #[serde(default, deserialize_with = "edit")]
    #[oai(nullable)]
    pub(super) capacity: MaybeUndefined<i64>,
    /// Whether guests prove their address.
    #[serde(default, deserialize_with = "given")]
    pub(super) email_proof: Option<EmailProofWord>,
    /// Minutes before the start at which invitees are reminded.
    #[serde(default, deserialize_with = "given")]
    pub(super) reminders: Option<Vec<i64>>,
    /// When the session link ends; `null`: with the session.
    #[serde(default, deserialize_with = "edit")]
    #[oai(nullable)]
    pub(super) link_expires_at: MaybeUndefined<Moment>,
    /// Your words to the invitees; `null` takes them away.
    #[serde(default, deserialize_with = "edit")]
    #[oai(nullable)]
    pub(super) message: MaybeUndefined<String>,
    /// Whether everyone who was mailed an invitation is mailed another title or time; `true` unless told. Nobody is mailed
    /// any other change.
    #[serde(default, deserialize_with = "given")]
    pub(super) notify: Option<bool>,
}

/// Words at calling a session off.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "Cancellation")]
pub(crate) struct CancelInput {
    /// Your words to the people who are invited.
    #[serde(default, deserialize_with = "given")]
    pub(super) reason: Option<String>,
    /// Whether everyone who was mailed an invitation is told; `true` unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) notify: Option<bool>,
}

/// Whom to tell of another session link.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "LinkRotation")]
pub(crate) struct RotateInput {
    /// Whether everyone who was mailed an invitation is told; `false` unless told. Personal links stay the same.
    #[serde(default, deserialize_with = "given")]
    pub(super) notify: Option<bool>,
}

/// Words at locking.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "LockMessage")]
pub(crate) struct LockInput {
    /// Your words to the people outside.
    #[serde(default, deserialize_with = "given")]
    pub(super) message: Option<String>,
}
