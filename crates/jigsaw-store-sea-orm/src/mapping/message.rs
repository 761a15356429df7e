use jigsaw_domain::delivery::{DeliveryState, MessageBody, OutgoingMessage, Priority};
use jigsaw_domain::id::{AccountId, CodeId, InvitationId, MessageId, SessionId};
use jigsaw_domain::port::PortError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Table, json, micros};
use crate::entity::outbox;

const TABLE: Table = Table("outbox");

/// The JSON of a message's body: ids and numbers, never a link, a code or an address.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum StoredBody {
    Invitation { invitation: Uuid, on_the_fly: bool },
    Code { code: Uuid },
    AccountExists { account: Uuid, session: Uuid },
    Reminder { invitation: Uuid, offset_minutes: u32, starts_at: i64 },
    LockAlert { account: Uuid },
    Change { invitation: Uuid, sequence: u32, was: i64 },
    Cancellation { invitation: Uuid },
    Welcome { account: Uuid },
    PasswordReset { account: Uuid },
    AccessRequest { session: Uuid },
    Digest { session: Uuid },
}

impl From<MessageBody> for StoredBody {
    fn from(body: MessageBody) -> Self {
        match body {
            MessageBody::Invitation { invitation, on_the_fly } => {
                Self::Invitation { invitation: invitation.as_uuid(), on_the_fly }
            }
            MessageBody::Code { code } => Self::Code { code: code.as_uuid() },
            MessageBody::AccountExists { account, session } => {
                Self::AccountExists { account: account.as_uuid(), session: session.as_uuid() }
            }
            MessageBody::Reminder { invitation, offset_minutes, starts_at } => {
                Self::Reminder { invitation: invitation.as_uuid(), offset_minutes, starts_at: micros(starts_at) }
            }
            MessageBody::LockAlert { account } => Self::LockAlert { account: account.as_uuid() },
            MessageBody::Change { invitation, sequence, was } => {
                Self::Change { invitation: invitation.as_uuid(), sequence, was: micros(was) }
            }
            MessageBody::Cancellation { invitation } => Self::Cancellation { invitation: invitation.as_uuid() },
            MessageBody::Welcome { account } => Self::Welcome { account: account.as_uuid() },
            MessageBody::PasswordReset { account } => Self::PasswordReset { account: account.as_uuid() },
            MessageBody::AccessRequest { session } => Self::AccessRequest { session: session.as_uuid() },
            MessageBody::Digest { session } => Self::Digest { session: session.as_uuid() },
        }
    }
}

fn body(stored: &str) -> Result<MessageBody, PortError> {
    Ok(match TABLE.json("body", stored)? {
        StoredBody::Invitation { invitation, on_the_fly } => {
            MessageBody::Invitation { invitation: InvitationId::from_uuid(invitation), on_the_fly }
        }
        StoredBody::Code { code } => MessageBody::Code { code: CodeId::from_uuid(code) },
        StoredBody::AccountExists { account, session } => MessageBody::AccountExists {
            account: AccountId::from_uuid(account),
            session: SessionId::from_uuid(session),
        },
        StoredBody::Reminder { invitation, offset_minutes, starts_at } => MessageBody::Reminder {
            invitation: InvitationId::from_uuid(invitation),
            offset_minutes,
            starts_at: TABLE.time("body", starts_at)?,
        },
        StoredBody::LockAlert { account } => MessageBody::LockAlert { account: AccountId::from_uuid(account) },
        StoredBody::Change { invitation, sequence, was } => MessageBody::Change {
            invitation: InvitationId::from_uuid(invitation),
            sequence,
            was: TABLE.time("body", was)?,
        },
        StoredBody::Cancellation { invitation } => {
            MessageBody::Cancellation { invitation: InvitationId::from_uuid(invitation) }
        }
        StoredBody::Welcome { account } => MessageBody::Welcome { account: AccountId::from_uuid(account) },
        StoredBody::PasswordReset { account } => MessageBody::PasswordReset { account: AccountId::from_uuid(account) },
        StoredBody::AccessRequest { session } => MessageBody::AccessRequest { session: SessionId::from_uuid(session) },
        StoredBody::Digest { session } => MessageBody::Digest { session: SessionId::from_uuid(session) },
    })
}

/// The invitation that a message is about; a column of its own, so that the list finds its mail by index.
const fn invitation_of(body: &MessageBody) -> Option<Uuid> {
    match body {
        MessageBody::Invitation { invitation, .. }
        | MessageBody::Reminder { invitation, .. }
        | MessageBody::Change { invitation, .. }
        | MessageBody::Cancellation { invitation } => Some(invitation.as_uuid()),
        MessageBody::Code { .. }
        | MessageBody::AccountExists { .. }
        | MessageBody::LockAlert { .. }
        | MessageBody::Welcome { .. }
        | MessageBody::PasswordReset { .. }
        | MessageBody::AccessRequest { .. }
        | MessageBody::Digest { .. } => None,
    }
}

/// Smaller goes first.
const fn rank(priority: Priority) -> i32 {
    match priority {
        Priority::Urgent => 0,
        Priority::Bulk => 1,
    }
}

/// What is shown of a message: one that was tried in vain is deferred. The columns say so together, so that no worker needs to.
pub(crate) fn shown(stored: &str, was_tried: bool) -> Result<DeliveryState, PortError> {
    Ok(match delivery_state(stored)? {
        DeliveryState::Queued if was_tried => DeliveryState::Deferred,
        state => state,
    })
}

fn delivery_state(stored: &str) -> Result<DeliveryState, PortError> {
    TABLE.read("state", DeliveryState::parse(stored))
}

pub(crate) fn message(row: &outbox::Model) -> Result<OutgoingMessage, PortError> {
    let priority = [Priority::Urgent, Priority::Bulk].into_iter().find(|priority| rank(*priority) == row.priority);
    Ok(OutgoingMessage {
        id: MessageId::from_uuid(row.id),
        body: body(&row.body)?,
        priority: priority.ok_or_else(|| TABLE.corrupt("priority", "is out of range"))?,
        not_before: TABLE.time("not_before", row.not_before)?,
        deadline: TABLE.time_if("deadline", row.deadline)?,
        unique_key: row.unique_key.clone(),
        lane: row.lane.filter(|lane| !lane.is_nil()).map(AccountId::from_uuid),
        created_at: TABLE.time("created_at", row.created_at)?,
    })
}

/// Nobody's mail is a lane, too, and databases do not find what is null as they find a value.
fn lane_column(lane: Option<AccountId>) -> Uuid {
    lane.map_or_else(Uuid::nil, AccountId::as_uuid)
}

pub(crate) fn message_row(message: &OutgoingMessage) -> Result<outbox::Model, PortError> {
    Ok(outbox::Model {
        position: 0,
        id: message.id.as_uuid(),
        kind: message.body.kind().to_owned(),
        body: json(&StoredBody::from(message.body))?,
        invitation_id: invitation_of(&message.body),
        priority: rank(message.priority),
        not_before: micros(message.not_before),
        deadline: message.deadline.map(micros),
        unique_key: message.unique_key.clone(),
        created_at: micros(message.created_at),
        state: DeliveryState::Queued.as_str().to_owned(),
        tries: 0,
        fence: 0,
        leased: false,
        due_at: micros(message.not_before),
        finished_at: None,
        last_error: None,
        lane: Some(lane_column(message.lane)),
        turn: 0,
        held_since: None,
    })
}
