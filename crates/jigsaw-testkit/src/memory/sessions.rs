//! Reading sessions and invitations.

use std::cmp::Reverse;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{DecisionRecord, LinkKind};
use jigsaw_domain::delivery::{DeliveryState, MessageBody};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{AccountId, InvitationId, SessionId};
use jigsaw_domain::invitation::{
    Invitation, InvitationTally, ListSearch, ListState, ListTally, Role, Seen, SeenPerson,
};
use jigsaw_domain::port::{DueReminder, Invitations, ListedInvitation, PortError, SessionPage, Sessions, SessionsOf};
use jigsaw_domain::session::{Phase, Session, SessionState};

use super::MemoryStore;
use super::state::{State, StoredMessage};

fn belongs(which: SessionsOf, session: &Session) -> bool {
    let over = |now| matches!(session.phase(now), Phase::Ended | Phase::Cancelled);
    match which {
        SessionsOf::All => true,
        SessionsOf::Upcoming(now) => !over(now),
        SessionsOf::Past(now) => over(now),
    }
}

/// Where a session stands in a list; smaller comes first.
fn place(which: SessionsOf, session: &Session) -> (i64, Reverse<SessionId>) {
    let created = session.parts().created_at.timestamp_micros();
    let start = session.schedule().starts_at().timestamp_micros();
    let first = match which {
        SessionsOf::All => -created,
        SessionsOf::Upcoming(_) => start,
        SessionsOf::Past(_) => -start,
    };
    (first, Reverse(session.id()))
}

fn is_overdue(state: &State, session: &Session, now: DateTime<Utc>) -> bool {
    let called = matches!(session.state(), SessionState::Scheduled)
        && now >= session.opens_at()
        && state.anyone_waits(session.id());
    let deserted = matches!(session.state(), SessionState::Live { .. })
        && now >= session.schedule().ends_at()
        && !state.anyone_is_in(session.id(), now);
    called || deserted || session.is_overdue(now)
}

fn due(state: &State, session: &Session, now: DateTime<Utc>) -> Vec<DueReminder> {
    let start = session.schedule().starts_at();
    if !matches!(session.state(), SessionState::Scheduled) || now >= start {
        return Vec::new();
    }
    let reminders = session.parts().reminders.as_slice().iter().copied();
    reminders
        .filter(|offset| start - offset.delta() <= now)
        .filter(|offset| !state.reminded.contains(&(session.id(), *offset, start)))
        .map(|offset| DueReminder { session: session.clone(), offset })
        .collect()
}

#[async_trait]
impl Sessions for MemoryStore {
    async fn find(&self, id: SessionId) -> Result<Option<Session>, PortError> {
        Ok(self.look(|state| state.sessions.get(&id).cloned()).await)
    }

    async fn list(
        &self,
        host: AccountId,
        which: SessionsOf,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<SessionPage, PortError> {
        Ok(self
            .look(|state| {
                let cursor = match after {
                    // The cursor may have left the list meanwhile; its place in it is still known.
                    Some(id) => match state.sessions.get(&id) {
                        Some(session) => Some(place(which, session)),
                        None => return SessionPage::default(),
                    },
                    None => None,
                };
                let mut found: Vec<&Session> = state
                    .sessions
                    .values()
                    .filter(|session| session.host() == host && belongs(which, session))
                    .filter(|session| cursor.is_none_or(|cursor| place(which, session) > cursor))
                    .collect();
                found.sort_by_key(|session| place(which, session));
                let more = found.len() > limit as usize;
                let items: Vec<Session> = found.into_iter().take(limit as usize).cloned().collect();
                let next = if more { items.last().map(Session::id) } else { None };
                SessionPage { items, next }
            })
            .await)
    }

    async fn overdue(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Session>, PortError> {
        Ok(self
            .look(|state| {
                let sessions = state.sessions.values().filter(|session| is_overdue(state, session, now));
                sessions.take(limit as usize).cloned().collect()
            })
            .await)
    }

    async fn reminders_due(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<DueReminder>, PortError> {
        Ok(self
            .look(|state| {
                let reminders = state.sessions.values().flat_map(|session| due(state, session, now));
                reminders.take(limit as usize).collect()
            })
            .await)
    }
}

fn mail_of(state: &State, invitation: InvitationId) -> Option<&StoredMessage> {
    state
        .messages
        .iter()
        .rev()
        .find(|row| matches!(row.message.body, MessageBody::Invitation { invitation: id, .. } if id == invitation))
}

fn finds(state: &State, search: &ListSearch, invitation: &Invitation) -> bool {
    // Looking for the mail walks through all of them, so only when it matters.
    let mail = search.state.and_then(ListState::mail).and_then(|_| mail_of(state, invitation.id));
    search.finds(invitation, mail.map(|row| row.standing))
}

/// What is known of an invited address at the door.
fn seen(state: &State, invitation: &Invitation) -> Seen {
    let key = invitation.email.key();
    let attempts = || {
        let of_session = state.decisions.iter().filter(|record| record.session == invitation.session);
        of_session.filter(|record| record.email.as_ref().is_some_and(|email| email.key() == key))
    };
    let by_link = attempts().filter(|record| record.link == LinkKind::Personal);
    Seen {
        opened_at: by_link.map(|record| record.at).min(),
        latest: attempts().max_by_key(|record| (record.at, record.id)).map(DecisionRecord::attempted),
        person: state.participant_of(invitation.session, key).map(|person| SeenPerson {
            state: person.state.clone(),
            since: person.state_since,
            proof: person.proof,
        }),
    }
}

fn was_mailed(state: &State, invitation: InvitationId) -> bool {
    let about = |row: &&StoredMessage| matches!(row.message.body, MessageBody::Invitation { invitation: id, .. } if id == invitation);
    state.messages.iter().filter(about).any(|row| row.standing == DeliveryState::Sent)
}

#[async_trait]
impl Invitations for MemoryStore {
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, PortError> {
        Ok(self.look(|state| state.invitations.get(&id).cloned()).await)
    }

    async fn find_by_emails(&self, session: SessionId, emails: Vec<EmailKey>) -> Result<Vec<Invitation>, PortError> {
        Ok(self
            .look(|state| {
                let listed = state.invitations_of(session);
                listed.filter(|invitation| emails.contains(invitation.email.key())).cloned().collect()
            })
            .await)
    }

    async fn active(&self, session: SessionId) -> Result<ListTally, PortError> {
        Ok(self
            .look(|state| {
                state.invitations_of(session).filter(|invitation| invitation.is_active()).fold(
                    ListTally::default(),
                    |tally, invitation| ListTally {
                        active: tally.active + 1,
                        co_hosts: tally.co_hosts + u32::from(invitation.role == Role::CoHost),
                    },
                )
            })
            .await)
    }

    async fn mailed(&self, session: SessionId, only: Option<InvitationId>) -> Result<Vec<Invitation>, PortError> {
        Ok(self
            .look(|state| {
                let asked = state.invitations_of(session).filter(|one| only.is_none_or(|only| one.id == only));
                let mut mailed: Vec<Invitation> =
                    asked.filter(|one| one.is_active() && was_mailed(state, one.id)).cloned().collect();
                mailed.sort_by_key(|invitation| (invitation.created_at, invitation.id));
                mailed
            })
            .await)
    }

    async fn list(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError> {
        self.search(session, ListSearch::default(), after, limit).await
    }

    async fn find_all(&self, session: SessionId, ids: Vec<InvitationId>) -> Result<Vec<Invitation>, PortError> {
        let asked = |state: &State| {
            let found = ids.iter().filter_map(|id| state.invitations.get(id));
            found.filter(|invitation| invitation.session == session).cloned().collect()
        };
        Ok(self.look(asked).await)
    }

    async fn search(
        &self,
        session: SessionId,
        search: ListSearch,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError> {
        Ok(self
            .look(|state| {
                let cursor = match after {
                    Some(id) => match state.invitations.get(&id) {
                        Some(last) => Some((last.created_at, last.id)),
                        None => return Vec::new(),
                    },
                    None => None,
                };
                let mut listed: Vec<&Invitation> = state
                    .invitations_of(session)
                    .filter(|invitation| cursor.is_none_or(|cursor| (invitation.created_at, invitation.id) > cursor))
                    .filter(|invitation| finds(state, &search, invitation))
                    .collect();
                listed.sort_by_key(|invitation| (invitation.created_at, invitation.id));
                let page = listed.into_iter().take(limit as usize);
                page.map(|invitation| {
                    let mail = mail_of(state, invitation.id);
                    ListedInvitation {
                        mail: mail.map(StoredMessage::shown),
                        mail_error: mail.and_then(|row| row.error.clone()),
                        mail_since: mail.map(|row| row.finished_at.unwrap_or(row.message.created_at)),
                        seen: seen(state, invitation),
                        invitation: invitation.clone(),
                    }
                })
                .collect()
            })
            .await)
    }

    async fn count(&self, session: SessionId, search: ListSearch) -> Result<u32, PortError> {
        let count = |state: &State| {
            state.invitations_of(session).filter(|invitation| finds(state, &search, invitation)).count()
        };
        Ok(u32::try_from(self.look(count).await).expect("fewer invitations than numbers"))
    }

    async fn tally(&self, session: SessionId) -> Result<InvitationTally, PortError> {
        let counted = |state: &State| {
            let mut tally = InvitationTally::default();
            for invitation in state.invitations_of(session).filter(|one| one.is_active()) {
                let mail = mail_of(state, invitation.id);
                let standing = mail.map(StoredMessage::shown);
                tally.add(standing, 1);
                if let Some(row) = mail.filter(|row| row.standing == DeliveryState::Queued) {
                    tally.wait_since(row.message.created_at);
                }
            }
            tally
        };
        Ok(self.look(counted).await)
    }
}
