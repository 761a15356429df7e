//! The join path's one look-up.

use async_trait::async_trait;
use jigsaw_domain::port::{Door, DoorQuery, DoorSituation, PortError};

use super::MemoryStore;
use super::state::State;

fn situation(state: &State, query: &DoorQuery) -> Result<Option<DoorSituation>, PortError> {
    let linked = match query.invitation {
        Some(id) => match state.invitations.get(&id) {
            Some(invitation) => Some(invitation),
            None => return Ok(None),
        },
        None => None,
    };
    let id = match (query.session, linked) {
        // An invitation of another session is unknown at this door.
        (Some(id), Some(invitation)) if invitation.session != id => return Ok(None),
        (Some(id), _) => id,
        (None, Some(invitation)) => invitation.session,
        (None, None) => return Ok(None),
    };
    let Some(session) = state.sessions.get(&id) else {
        return Ok(None);
    };
    let Some(host) = state.accounts.get(&session.host()) else {
        return Err(PortError::Corrupt(format!("session {id} has no host")));
    };
    let email = query.email.as_ref().or_else(|| linked.map(|invitation| invitation.email.key()));
    let participant = email.and_then(|email| state.participant_of(id, email));
    let passes = state.passes.values().filter(|pass| participant.is_some_and(|person| person.id == pass.participant));
    Ok(Some(DoorSituation {
        session: session.clone(),
        host: host.clone(),
        linked_invitation: linked.cloned(),
        invitation: email.and_then(|email| state.invitation_of(id, email)).cloned(),
        account: email.and_then(|email| state.account_of(email)).cloned(),
        participant: participant.cloned(),
        passes: passes.filter(|pass| pass.is_open()).cloned().collect(),
        code: email.and_then(|email| state.code_of(id, email)).cloned(),
        seats_taken: session.door().capacity.map_or(0, |_| state.seats_taken(id)),
    }))
}

#[async_trait]
impl Door for MemoryStore {
    async fn situation(&self, query: DoorQuery) -> Result<Option<DoorSituation>, PortError> {
        self.look(|state| situation(state, &query)).await
    }
}
