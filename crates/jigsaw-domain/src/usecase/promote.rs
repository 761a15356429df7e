//! Waiting people enter by themselves: everyone who waits is judged again, and let in when the rules say so.

use std::collections::HashMap;

use super::context::event;
use super::{FrontDoor, UseCaseError};
use crate::admission::{
    CodeCheck, Fact, Facts, LinkKind, Outcome, Participant, ParticipantState, PasswordCheck, PersonFact, PresentedLink,
    Proof, ReasonCode, Relation, decide, public_view,
};
use crate::audit::{Actor, AuditEntry, FieldChange};
use crate::email_address::EmailKey;
use crate::event::EventKind;
use crate::id::{AuditId, CorrelationId, SessionId};
use crate::invitation::{Invitation, Role};
use crate::port::{Change, ChangeSet};
use crate::session::{InvitationType, Phase, Session};
use chrono::{DateTime, Utc};

impl FrontDoor {
    /// Judges everyone who waits in a session again. Answers how many came in.
    ///
    /// Nobody gives evidence a second time: what they have shown is kept with them, and counts as it did.
    pub async fn promote_waiting(&self, id: SessionId) -> Result<u32, UseCaseError> {
        self.until_settled(|| self.promote_once(id)).await
    }

    /// Whether someone who may begin the session came before its window opened, and is there now: it begins with them.
    pub(super) async fn began_before_its_window(
        &self,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<bool, UseCaseError> {
        if session.phase(now) != Phase::Scheduled || now < session.opens_at() {
            return Ok(false);
        }
        let people = self.ports.participants.list(session.id()).await?;
        for person in
            people.iter().filter(|person| person.state == ParticipantState::Admitted && person.role.is_staff())
        {
            if self.passes_of(person).await?.iter().any(|pass| pass.is_present(now)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn promote_once(&self, id: SessionId) -> Result<u32, UseCaseError> {
        let mut waiting = self.ports.participants.waiting(id).await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let Some(session) = self.ports.sessions.find(id).await? else { return Ok(0) };
        let Some(host) = self.ports.accounts.find(session.host()).await? else { return Ok(0) };
        let emails: Vec<EmailKey> = waiting.iter().map(|person| person.email.key().clone()).collect();
        let invitations: HashMap<EmailKey, Invitation> = self
            .ports
            .invitations
            .find_by_emails(id, emails)
            .await?
            .into_iter()
            .map(|invitation| (invitation.email.key().clone(), invitation))
            .collect();
        let mut seats = match session.door().capacity {
            Some(_) => self.ports.participants.seats_taken(id).await?,
            None => 0,
        };
        // The last seats go to those who came first.
        waiting.sort_by_key(|person| (person.state_since, person.id));
        let now = self.now();
        let (mut moved, mut guards) = (Vec::new(), Vec::new());
        let mut admitted = 0;
        for person in waiting {
            let invitation = invitations.get(person.email.key());
            let relation = if person.email == host.email { Relation::Host } else { Relation::of(invitation) };
            let has_account = self.has_account(&session, &person, relation).await?;
            let next = self.judge_again(&session, &person, (invitation, relation, has_account), seats, now);
            if next.state == ParticipantState::Admitted {
                admitted += 1;
                seats += u32::from(next.holds_seat());
                // What they were let in on must hold at the commit, too.
                guards.extend(invitation.map(|invitation| Change::GuardInvitation(invitation.id, invitation.version)));
            }
            if next != person {
                moved.push(next);
            }
        }
        if moved.is_empty() {
            return Ok(0);
        }
        self.commit(self.promotion(&session, (guards, moved), now)).await?;
        Ok(admitted)
    }

    /// Whether the rules should take it that the person has an account. It is read again only where it may guard the
    /// address: a crowd's accounts are nobody's business.
    async fn has_account(
        &self,
        session: &Session,
        person: &Participant,
        relation: Relation,
    ) -> Result<bool, UseCaseError> {
        let may_guard = matches!(relation, Relation::Invited { role: Role::CoHost | Role::Presenter, .. });
        if session.invitation_type() == InvitationType::LinkPasswordRequested {
            Ok(person.proof == Proof::Account)
        } else if may_guard && person.proof == Proof::Unverified {
            let account = self.ports.accounts.find_by_email(person.email.key()).await?;
            Ok(account.is_some_and(|account| account.is_usable()))
        } else {
            Ok(true)
        }
    }

    fn promotion(
        &self,
        session: &Session,
        (guards, moved): (Vec<Change>, Vec<Participant>),
        now: DateTime<Utc>,
    ) -> ChangeSet {
        let mut changes = ChangeSet::of([Change::GuardSession(session.id(), session.version())]);
        changes.changes.extend(guards);
        let correlation = self.mint(CorrelationId::mint, now);
        changes.events.push(event(session.id(), told_of(&moved), now));
        for person in &moved {
            changes.audit.push(AuditEntry {
                id: self.mint(AuditId::mint, now),
                at: now,
                actor: Actor::System,
                action: "participant.judged_again",
                session: Some(session.id()),
                object: person.id.as_uuid(),
                changes: vec![FieldChange::set("state", person.state.as_str())],
                correlation,
            });
        }
        let enters = moved.iter().any(|person| person.state == ParticipantState::Admitted);
        changes.push(Change::UpdateParticipants(moved));
        if let Some(capacity) = session.door().capacity.filter(|_| enters) {
            changes.push(Change::LimitSeats(session.id(), capacity));
        }
        changes
    }

    fn judge_again(
        &self,
        session: &Session,
        person: &Participant,
        (invitation, relation, has_account): (Option<&Invitation>, Relation, bool),
        seats_taken: u32,
        now: DateTime<Utc>,
    ) -> Participant {
        let facts = Facts {
            now,
            session,
            link: link_of(session, person, invitation),
            email: Some(&person.email),
            name_known: true,
            relation: Fact::Known(relation),
            has_account: Fact::Known(has_account),
            hide_accounts: false,
            signed_in: person.proof == Proof::Account,
            password: Fact::Known(PasswordCheck::NotGiven),
            code: Fact::Known(CodeCheck::NotGiven),
            profile_given: false,
            person: Fact::Known(PersonFact { same_device: true, ..person.fact(None, false) }),
            take_seat: false,
            knock: person.knocked,
            seats_taken: Fact::Known(seats_taken),
        };
        let decision = decide(self.policies.of(session.invitation_type()), &facts);
        match decision.outcome() {
            Outcome::Admit(role) => {
                let withdrawn = invitation.is_some_and(|invitation| !invitation.is_active());
                // What the host made of them while they waited stands.
                let role = if person.proof == Proof::Unverified || withdrawn { *role } else { person.role };
                person.clone().moved(ParticipantState::Admitted, now).with_role(role)
            }
            // Whoever may not come in now goes on waiting, and is told what for, as far as a guest is told.
            Outcome::Hold | Outcome::Refuse | Outcome::Require(_) => {
                let public = public_view(&decision, facts.proof());
                let reasons: Vec<ReasonCode> = public.reasons.iter().map(|reason| reason.code).collect();
                person.clone().moved(ParticipantState::Waiting { reasons }, now)
            }
        }
    }
}

/// One event, however many people it is about: everyone who listens hears each event.
fn told_of(moved: &[Participant]) -> EventKind {
    match moved {
        [one] => EventKind::ParticipantChanged(one.id),
        _ => EventKind::PeopleChanged,
    }
}

fn link_of(session: &Session, person: &Participant, invitation: Option<&Invitation>) -> PresentedLink {
    match person.via.link {
        LinkKind::Session => PresentedLink {
            kind: LinkKind::Session,
            presented: person.via.generation,
            current: session.link().generation,
            withdrawn: false,
            expires_at: session.link().expires_at,
            fits_address: true,
        },
        LinkKind::Personal => PresentedLink {
            kind: LinkKind::Personal,
            presented: person.via.generation,
            current: invitation.map_or(person.via.generation, |invitation| invitation.generation),
            withdrawn: invitation.is_none_or(|invitation| !invitation.is_active()),
            expires_at: None,
            fits_address: true,
        },
    }
}

#[cfg(test)]
mod tests;
