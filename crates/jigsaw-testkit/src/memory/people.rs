//! Reading people, accounts and decisions.

use std::collections::HashSet;

use async_trait::async_trait;
use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::admission::{
    DecisionRecord, DecisionSearch, LinkUse, NetworkTag, OpenedLink, Participant, ParticipantState, Pass, PassHolder,
    Proof, Standing,
};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{AccountId, CodeId, DecisionId, InvitationId, ParticipantId, PassId, SessionId};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::{Accounts, Decisions, Participants, PortError};
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::session::SessionState;

use super::MemoryStore;
use super::state::State;

fn in_order(state: &State, session: SessionId, wanted: fn(&Participant) -> bool) -> Vec<Participant> {
    let mut people: Vec<Participant> =
        state.participants_of(session).filter(|person| wanted(person)).cloned().collect();
    people.sort_by_key(|person| (person.created_at, person.id));
    people
}

fn standing(state: &State, session: SessionId, pass: &Pass) -> Option<Standing> {
    let person = state.participants.get(&pass.participant).filter(|_| pass.session == session && pass.is_open())?;
    Some(Standing {
        pass: pass.id,
        ended: pass.ended,
        participant: person.id,
        role: person.role,
        state: person.state.clone(),
    })
}

fn link_use(state: &State, invitation: &Invitation) -> LinkUse {
    let now = OpenedLink { invitation: invitation.id, generation: invitation.generation };
    let records: Vec<&DecisionRecord> = state.decisions.iter().filter(|record| record.opened == Some(now)).collect();
    let networks: HashSet<NetworkTag> = records.iter().filter_map(|record| record.network).collect();
    let moments = || records.iter().map(|record| record.at);
    LinkUse {
        invitation: invitation.clone(),
        times: u32::try_from(records.len()).expect("few records"),
        networks: u32::try_from(networks.len()).expect("few networks"),
        span: moments().min().zip(moments().max()),
    }
}

#[async_trait]
impl Participants for MemoryStore {
    async fn find(&self, id: ParticipantId) -> Result<Option<Participant>, PortError> {
        Ok(self.look(|state| state.participants.get(&id).cloned()).await)
    }

    async fn list(&self, session: SessionId) -> Result<Vec<Participant>, PortError> {
        Ok(self.look(|state| in_order(state, session, |_| true)).await)
    }

    async fn waiting(&self, session: SessionId) -> Result<Vec<Participant>, PortError> {
        let waits = |person: &Participant| matches!(person.state, ParticipantState::Waiting { .. });
        Ok(self.look(|state| in_order(state, session, waits)).await)
    }

    async fn seats_taken(&self, session: SessionId) -> Result<u32, PortError> {
        Ok(self.look(|state| state.seats_taken(session)).await)
    }

    async fn standing(&self, session: SessionId) -> Result<Vec<Standing>, PortError> {
        Ok(self.look(|state| state.passes.values().filter_map(|pass| standing(state, session, pass)).collect()).await)
    }

    async fn by_account(&self, email: &EmailKey) -> Result<Vec<(Participant, Vec<PassId>)>, PortError> {
        Ok(self
            .look(|state| {
                let goes_on = |person: &&Participant| {
                    let session = state.sessions.get(&person.session);
                    session.is_some_and(|s| matches!(s.state(), SessionState::Scheduled | SessionState::Live { .. }))
                };
                let theirs = state.participants.values().filter(|person| {
                    person.email.key() == email && person.proof == Proof::Account && person.is_there()
                });
                let open = |person: &Participant| {
                    let passes = state.passes.values().filter(|pass| pass.participant == person.id && pass.is_open());
                    passes.map(|pass| pass.id).collect()
                };
                theirs.filter(goes_on).map(|person| (person.clone(), open(person))).collect()
            })
            .await)
    }

    async fn by_pass(&self, digest: SecretDigest) -> Result<Option<PassHolder>, PortError> {
        Ok(self
            .look(|state| {
                let pass = state.passes.values().find(|pass| pass.digest == digest)?.clone();
                let participant = state.participants.get(&pass.participant)?.clone();
                let session = state.sessions.get(&pass.session)?.clone();
                let host_name = state.accounts.get(&session.host())?.name.clone();
                Some(PassHolder { pass, participant, session, host_name })
            })
            .await)
    }
}

#[async_trait]
impl Accounts for MemoryStore {
    async fn find(&self, id: AccountId) -> Result<Option<Account>, PortError> {
        Ok(self.look(|state| state.accounts.get(&id).cloned()).await)
    }

    async fn find_by_email(&self, email: &EmailKey) -> Result<Option<Account>, PortError> {
        Ok(self.look(|state| state.account_of(email).cloned()).await)
    }

    async fn find_by_emails(&self, emails: Vec<EmailKey>) -> Result<Vec<Account>, PortError> {
        let asked: HashSet<EmailKey> = emails.into_iter().collect();
        let found = |state: &State| {
            state.accounts.values().filter(|account| asked.contains(account.email.key())).cloned().collect()
        };
        Ok(self.look(found).await)
    }

    async fn by_sign_in(&self, digest: SecretDigest) -> Result<Option<(SignIn, Account)>, PortError> {
        Ok(self
            .look(|state| {
                let sign_in = state.sign_ins.get(&digest)?.clone();
                let account = state.accounts.get(&sign_in.account)?.clone();
                Some((sign_in, account))
            })
            .await)
    }

    async fn by_token(&self, digest: SecretDigest) -> Result<Option<(ApiToken, Account)>, PortError> {
        Ok(self
            .look(|state| {
                let token = state.tokens.values().find(|token| token.digest == digest)?.clone();
                let account = state.accounts.get(&token.account)?.clone();
                Some((token, account))
            })
            .await)
    }

    async fn any_host(&self) -> Result<bool, PortError> {
        Ok(self.look(|state| state.accounts.values().any(Account::may_host)).await)
    }
}

#[async_trait]
impl Decisions for MemoryStore {
    async fn list(
        &self,
        session: SessionId,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError> {
        self.search(session, DecisionSearch::default(), before, limit).await
    }

    async fn search(
        &self,
        session: SessionId,
        wanted: DecisionSearch,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError> {
        Ok(self
            .look(|state| {
                let cursor = match before {
                    Some(id) => match state.decisions.iter().find(|record| record.id == id) {
                        Some(last) => Some((last.at, last.id)),
                        None => return Vec::new(),
                    },
                    None => None,
                };
                let mut records: Vec<&DecisionRecord> = state
                    .decisions
                    .iter()
                    .filter(|record| record.session == session && wanted.fits(record))
                    .filter(|record| cursor.is_none_or(|cursor| (record.at, record.id) < cursor))
                    .collect();
                records.sort_by_key(|record| std::cmp::Reverse((record.at, record.id)));
                records.into_iter().take(limit as usize).cloned().collect()
            })
            .await)
    }

    async fn link_uses(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<LinkUse>, PortError> {
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
                    .filter(|invitation| invitation.is_active())
                    .filter(|invitation| cursor.is_none_or(|cursor| (invitation.created_at, invitation.id) > cursor))
                    .collect();
                listed.sort_by_key(|invitation| (invitation.created_at, invitation.id));
                listed.into_iter().take(limit as usize).map(|invitation| link_use(state, invitation)).collect()
            })
            .await)
    }

    async fn code(&self, id: CodeId) -> Result<Option<MailCode>, PortError> {
        Ok(self.look(|state| state.codes.get(&id).cloned()).await)
    }
}
