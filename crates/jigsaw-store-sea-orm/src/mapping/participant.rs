use jigsaw_domain::admission::{LinkKind, Participant, ParticipantState, Proof, ReasonCode, Via};
use jigsaw_domain::id::{InvitationId, ParticipantId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::PortError;
use jigsaw_domain::text::HostText;

use super::{Table, json, micros};
use crate::entity::participants;

const TABLE: Table = Table("participants");

pub(crate) fn participant(row: &participants::Model) -> Result<Participant, PortError> {
    Ok(Participant {
        id: ParticipantId::from_uuid(row.id),
        session: SessionId::from_uuid(row.session_id),
        version: TABLE.version(row.version)?,
        email: TABLE.email(&row.email)?,
        name: TABLE.name(&row.first_name, &row.last_name)?,
        role: TABLE.read("role", Role::parse(&row.role))?,
        proof: TABLE.read("proof", Proof::parse(&row.proof))?,
        state: state(row)?,
        invitation: row.invitation_id.map(InvitationId::from_uuid),
        via: Via {
            link: TABLE.read("via_link", LinkKind::parse(&row.via_link))?,
            generation: TABLE.generation("via_generation", row.via_generation)?,
        },
        approved: row.approved,
        knocked: row.knocked,
        epoch: TABLE.number("epoch", row.epoch)?,
        created_at: TABLE.time("created_at", row.created_at)?,
        state_since: TABLE.time("state_since", row.state_since)?,
    })
}

/// The columns of `participants` that say where someone stands.
pub(crate) struct StateColumns {
    pub(crate) state: String,
    pub(crate) waiting_reasons: Option<String>,
    pub(crate) removed_reason: Option<String>,
    pub(crate) banned: bool,
}

pub(crate) fn role(word: &str) -> Result<Role, PortError> {
    TABLE.read("role", Role::parse(word))
}

fn state(row: &participants::Model) -> Result<ParticipantState, PortError> {
    participant_state(&StateColumns {
        state: row.state.clone(),
        waiting_reasons: row.waiting_reasons.clone(),
        removed_reason: row.removed_reason.clone(),
        banned: row.banned,
    })
}

pub(crate) fn participant_state(row: &StateColumns) -> Result<ParticipantState, PortError> {
    // The words are those of `ParticipantState::as_str`.
    match row.state.as_str() {
        "waiting" => Ok(ParticipantState::Waiting { reasons: reasons(row.waiting_reasons.as_deref())? }),
        "admitted" => Ok(ParticipantState::Admitted),
        "denied" => Ok(ParticipantState::Denied),
        "removed" => {
            let reason = row.removed_reason.as_deref().map(HostText::parse).transpose();
            Ok(ParticipantState::Removed { reason: TABLE.read("removed_reason", reason)?, banned: row.banned })
        }
        "left" => Ok(ParticipantState::Left),
        _ => Err(TABLE.corrupt("state", "is not one of its words")),
    }
}

fn reasons(stored: Option<&str>) -> Result<Vec<ReasonCode>, PortError> {
    let stored = stored.ok_or_else(|| TABLE.corrupt("waiting_reasons", "is missing"))?;
    let words: Vec<String> = TABLE.json("waiting_reasons", stored)?;
    let codes: Result<Vec<ReasonCode>, _> = words.iter().map(|word| ReasonCode::parse(word)).collect();
    TABLE.read("waiting_reasons", codes)
}

pub(crate) fn participant_row(person: &Participant) -> Result<participants::Model, PortError> {
    let waiting_reasons = match &person.state {
        ParticipantState::Waiting { reasons } => {
            let words: Vec<&str> = reasons.iter().map(|code| code.as_str()).collect();
            Some(json(&words)?)
        }
        _ => None,
    };
    let (removed_reason, banned) = match &person.state {
        ParticipantState::Removed { reason, banned } => (reason.as_ref().map(|text| text.as_str().to_owned()), *banned),
        _ => (None, false),
    };
    Ok(participants::Model {
        id: person.id.as_uuid(),
        session_id: person.session.as_uuid(),
        version: person.version.get().into(),
        email: person.email.as_typed().to_owned(),
        email_key: person.email.key().as_str().to_owned(),
        first_name: person.name.first().as_str().to_owned(),
        last_name: person.name.last().as_str().to_owned(),
        role: person.role.as_str().to_owned(),
        proof: person.proof.as_str().to_owned(),
        state: person.state.as_str().to_owned(),
        waiting_reasons,
        removed_reason,
        banned,
        invitation_id: person.invitation.map(InvitationId::as_uuid),
        via_link: person.via.link.as_str().to_owned(),
        via_generation: person.via.generation.get().into(),
        approved: person.approved,
        knocked: person.knocked,
        epoch: person.epoch.into(),
        created_at: micros(person.created_at),
        state_since: micros(person.state_since),
        holds_seat: person.holds_seat(),
    })
}
