//! Letters to the host of a session.

use chrono::{DateTime, Utc};

use super::{Unsent, about, language_of, refuse_over, to_owner};
use crate::account::Account;
use crate::admission::{Participant, Pass};
use crate::delivery::{DeliveryState, Knocker, Letter, LetterBody, OutgoingMessage, Thread, Unreached};
use crate::id::SessionId;
use crate::port::{DoorQuery, PortError};
use crate::session::Session;
use crate::usecase::FrontDoor;
use crate::usecase::list_sessions::MAX_PAGE;

/// People who are named; the page shows the rest.
const MOST_NAMED: usize = 20;

impl FrontDoor {
    pub(super) async fn access_request_letter(
        &self,
        message: &OutgoingMessage,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let Some((session, host)) = self.session_and_host(id).await? else { return Ok(Err("gone")) };
        if let Err(over) = refuse_over(&session, now) {
            return Ok(Err(over));
        }
        let waiting = self.ports.participants.waiting(id).await?;
        let knocking: Vec<&Participant> = waiting.iter().filter(|person| person.knocked && !person.approved).collect();
        if knocking.is_empty() {
            return Ok(Err("answered"));
        }
        if self.someone_runs_it(&session, now).await? {
            return Ok(Err("host_is_there"));
        }
        let people = knocking.iter().take(MOST_NAMED).map(|person| Knocker {
            name: person.name.clone(),
            domain: person.email.domain().to_owned(),
            proof: person.proof,
        });
        let body = LetterBody::AccessRequest {
            session: about(&session, &host, host.time_zone),
            people: people.collect(),
            more: knocking.len().saturating_sub(MOST_NAMED),
            live_url: self.address.at(&format!("/sessions/{id}/live")),
        };
        Ok(Ok(to_host(message, &host, id, body)))
    }

    pub(super) async fn digest_letter(
        &self,
        message: &OutgoingMessage,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let Some((session, host)) = self.session_and_host(id).await? else { return Ok(Err("gone")) };
        if let Err(over) = refuse_over(&session, now) {
            return Ok(Err(over));
        }
        let mut unreached = self.unreached(id).await?;
        if unreached.is_empty() {
            return Ok(Err("mended"));
        }
        let more = unreached.len().saturating_sub(MOST_NAMED);
        unreached.truncate(MOST_NAMED);
        let body = LetterBody::Digest {
            session: about(&session, &host, host.time_zone),
            people: unreached,
            more,
            list_url: self.address.at(&format!("/sessions/{id}/invitations")),
        };
        Ok(Ok(to_host(message, &host, id, body)))
    }

    async fn session_and_host(&self, id: SessionId) -> Result<Option<(Session, Account)>, PortError> {
        let Some(session) = self.ports.sessions.find(id).await? else { return Ok(None) };
        let host = self.ports.accounts.find(session.host()).await?;
        Ok(host.map(|host| (session, host)))
    }

    /// Whether the host or a co-host is in the session: then they see who knocks.
    async fn someone_runs_it(&self, session: &Session, now: DateTime<Utc>) -> Result<bool, PortError> {
        let people = self.ports.participants.list(session.id()).await?;
        for person in people.iter().filter(|person| person.is_there() && person.role.runs_session()) {
            let query = DoorQuery {
                session: Some(session.id()),
                invitation: None,
                email: Some(person.email.key().clone()),
                pass: None,
            };
            let found = self.ports.door.situation(query).await?;
            let is_present = |pass: &Pass| pass.is_present(now);
            if found.is_some_and(|situation| situation.passes.iter().any(is_present)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Those who are invited still and whose mail was given up.
    async fn unreached(&self, id: SessionId) -> Result<Vec<Unreached>, PortError> {
        let (mut unreached, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.invitations.list(id, after, MAX_PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let is_full = page.len() >= MAX_PAGE as usize;
            let failed = page
                .into_iter()
                .filter(|listed| listed.invitation.is_active() && listed.mail.is_some_and(DeliveryState::is_given_up));
            unreached.extend(failed.map(|listed| Unreached {
                email: listed.invitation.email,
                reason: listed.mail_error.unwrap_or_default(),
            }));
            if !is_full {
                return Ok(unreached);
            }
        }
    }
}

fn to_host(message: &OutgoingMessage, host: &Account, session: SessionId, body: LetterBody) -> Letter {
    let letter = to_owner(message, host, language_of(None, None, host), body);
    Letter { thread: Some(Thread::of_session(session)), ..letter }
}
