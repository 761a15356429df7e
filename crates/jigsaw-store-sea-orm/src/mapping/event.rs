use jigsaw_domain::event::{Event, EventKind, EventSeq, NewEvent};
use jigsaw_domain::id::{InvitationId, ParticipantId, SessionId};
use jigsaw_domain::port::PortError;
use uuid::Uuid;

use super::{Table, micros};
use crate::entity::events;

const TABLE: Table = Table("events");

const fn subject(kind: EventKind) -> Option<Uuid> {
    match kind {
        EventKind::ParticipantChanged(id) => Some(id.as_uuid()),
        EventKind::InvitedOnTheFly(id) => Some(id.as_uuid()),
        EventKind::SessionStarted
        | EventKind::SessionEnded
        | EventKind::SessionCancelled
        | EventKind::SessionChanged
        | EventKind::InvitationsChanged
        | EventKind::PeopleChanged => None,
    }
}

fn kind(row: &events::Model) -> Result<EventKind, PortError> {
    let subject = || row.subject.ok_or_else(|| TABLE.corrupt("subject", "is missing"));
    // The words are those of `EventKind::as_str`.
    match row.kind.as_str() {
        "session_started" => Ok(EventKind::SessionStarted),
        "session_ended" => Ok(EventKind::SessionEnded),
        "session_cancelled" => Ok(EventKind::SessionCancelled),
        "session_changed" => Ok(EventKind::SessionChanged),
        "invitations_changed" => Ok(EventKind::InvitationsChanged),
        "people_changed" => Ok(EventKind::PeopleChanged),
        "participant_changed" => Ok(EventKind::ParticipantChanged(ParticipantId::from_uuid(subject()?))),
        "invited_on_the_fly" => Ok(EventKind::InvitedOnTheFly(InvitationId::from_uuid(subject()?))),
        _ => Err(TABLE.corrupt("kind", "is not one of its words")),
    }
}

pub(crate) fn event(row: &events::Model) -> Result<Event, PortError> {
    Ok(Event {
        seq: EventSeq(TABLE.number("seq", row.seq)?),
        session: SessionId::from_uuid(row.session_id),
        kind: kind(row)?,
        at: TABLE.time("at", row.at)?,
    })
}

/// The row of an event that has no position yet; the database gives it one.
pub(crate) fn event_row(event: &NewEvent) -> events::Model {
    events::Model {
        seq: 0,
        session_id: event.session.as_uuid(),
        kind: event.kind.as_str().to_owned(),
        subject: subject(event.kind),
        at: micros(event.at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back() {
        let at = chrono::DateTime::from_timestamp_micros(1_795_442_400_123_456).unwrap();
        let session = SessionId::from_uuid(Uuid::from_u128(1));
        for kind in [
            EventKind::SessionStarted,
            EventKind::SessionEnded,
            EventKind::SessionCancelled,
            EventKind::SessionChanged,
            EventKind::InvitationsChanged,
            EventKind::PeopleChanged,
            EventKind::ParticipantChanged(ParticipantId::from_uuid(Uuid::from_u128(2))),
            EventKind::InvitedOnTheFly(InvitationId::from_uuid(Uuid::from_u128(3))),
        ] {
            let row = events::Model { seq: 7, ..event_row(&NewEvent { session, kind, at }) };
            assert_eq!(event(&row), Ok(Event { seq: EventSeq(7), session, kind, at }));
        }
    }
}
