//! Taking a place: the person, their pass, their seat, in one commit that is guarded by all that was decided on.

use super::{Attempt, JoinAnswer};
use crate::account::{Account, Standing};
use crate::admission::{
    CodeCheck, Decision, Participant, ParticipantState, Pass, PassEnd, PersonState, Proof, PublicDecision, PublicOutcome,
    ReasonCode, Via,
};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::{AccountId, ParticipantId, PassId};
use crate::invitation::Role;
use crate::link::Generation;
use crate::port::{Change, ChangeSet, RoomEntry};
use crate::secret::{Secret, SecretKind};
use crate::session::Phase;
use crate::usecase::context::event;
use crate::usecase::{FrontDoor, UseCaseError};
use crate::version::Version;

impl FrontDoor {
    pub(super) async fn take_place(
        &self,
        attempt: &Attempt<'_>,
        (decision, public): (Decision, PublicDecision),
        (role, proof, held): (Role, Proof, Vec<ReasonCode>),
        code: CodeCheck,
    ) -> Result<JoinAnswer, UseCaseError> {
        let mut changes = ChangeSet::default();
        let state =
            if held.is_empty() { ParticipantState::Admitted } else { ParticipantState::Waiting { reasons: held } };
        if code == CodeCheck::Right {
            self.use_code(attempt, &mut changes);
        }
        let participant = self.place(attempt, (role, proof, state), &mut changes);
        let pass = self.pass_for(attempt, &participant, &mut changes);
        let begins = attempt.guard(&participant, &mut changes)?;
        changes.push(Change::RecordDecision(self.record(attempt, &decision, Some(participant.id))));
        self.commit(changes).await?;
        if begins {
            // The rest of the waiting room follows; the sweep does it if this fails.
            self.promote_waiting(attempt.situation.session.id()).await.ok();
        }
        let room = match public.outcome {
            PublicOutcome::Admitted => Some(self.ports.rooms.ticket(RoomEntry::of(&attempt.situation.session, &participant)).await?),
            _ => None,
        };
        Ok(JoinAnswer {
            session: attempt.situation.session.id(),
            decision: public,
            email: attempt.email.clone(),
            participant: Some(participant.id),
            pass: Some(pass),
            room,
            profile_ticket: None,
        })
    }

    /// A code works once. With a profile it makes the account.
    fn use_code(&self, attempt: &Attempt<'_>, changes: &mut ChangeSet) {
        let Some(mailed) = &attempt.situation.code else { return };
        changes.push(Change::UseCode(mailed.id));
        let (Some(profile), Some(email)) = (attempt.pending_profile(), &attempt.email) else { return };
        let now = attempt.now;
        let account = Account {
            id: self.mint(AccountId::mint, now),
            version: Version::FIRST,
            email: email.clone(),
            name: profile.name.clone(),
            time_zone: profile.time_zone,
            standing: Standing::Guest,
            password: Some(profile.password.clone()),
            setup_generation: Generation::FIRST,
            created_at: now,
        };
        let made = [FieldChange::set("email", email.as_typed()), FieldChange::set("name", &account.name)];
        changes.audit.push(self.audit(&attempt.caller(), "account.created", (None, account.id.as_uuid()), made, now));
        // A provisioned account that was never set up is proved now; what was set before the proof goes.
        match &attempt.situation.account {
            Some(unused) => changes.push(Change::UpdateAccount(Account {
                id: unused.id,
                version: unused.version,
                standing: unused.standing,
                setup_generation: unused.setup_generation,
                created_at: unused.created_at,
                ..account
            })),
            None => changes.push(Change::InsertAccount(account)),
        }
    }

    /// The person's row: new, moved, or left as it is.
    fn place(
        &self,
        attempt: &Attempt<'_>,
        (role, proof, state): (Role, Proof, ParticipantState),
        changes: &mut ChangeSet,
    ) -> Participant {
        let now = attempt.now;
        let session = attempt.situation.session.id();
        let (participant, change) = match &attempt.situation.participant {
            None => {
                let new = attempt.newcomer(self.mint(ParticipantId::mint, now), (role, proof, state));
                (new.clone(), Change::InsertParticipant(new))
            }
            Some(known) => {
                let moved = attempt.moved(known.clone(), (role, proof, state));
                if moved == *known {
                    return moved;
                }
                (moved.clone(), Change::UpdateParticipants(vec![moved]))
            }
        };
        let before = attempt.situation.participant.as_ref().map(|known| known.state.as_str().to_owned());
        let moved = FieldChange { field: "state", before, after: Some(participant.state.as_str().to_owned()) };
        let object = (Some(session), participant.id.as_uuid());
        changes.audit.push(self.audit(&attempt.caller(), "participant.joined", object, [moved], now));
        changes.events.push(event(session, EventKind::ParticipantChanged(participant.id), now));
        changes.push(change);
        participant
    }

    /// This device's pass: the one it carries, or a new one. A personal link's other places end.
    fn pass_for(&self, attempt: &Attempt<'_>, participant: &Participant, changes: &mut ChangeSet) -> Secret {
        let now = attempt.now;
        let carried = attempt.request.pass.as_ref().filter(|_| attempt.person.same_device);
        let own = carried.map(Secret::digest);
        let personal = attempt.link.proves_mailbox(now);
        if personal {
            let others: Vec<PassId> = attempt
                .situation
                .passes
                .iter()
                .filter(|open| open.link == crate::admission::LinkKind::Personal && Some(open.digest) != own)
                .map(|open| open.id)
                .collect();
            if !others.is_empty() {
                changes.push(Change::EndPasses(others, PassEnd::Replaced));
                changes.events.push(event(participant.session, EventKind::ParticipantChanged(participant.id), now));
            }
        }
        if let Some(secret) = carried {
            if let Some(pass) = attempt.situation.passes.iter().find(|open| Some(open.digest) == own) {
                changes.push(Change::TouchPass(pass.id, now));
            }
            return secret.clone();
        }
        let secret = Secret::mint(SecretKind::Pass, self.ports.random.bytes());
        changes.push(Change::InsertPass(Pass {
            id: self.mint(PassId::mint, now),
            digest: secret.digest(),
            session: participant.session,
            participant: participant.id,
            link: attempt.link.kind,
            opened_at: now,
            seen_at: now,
            ended: None,
        }));
        secret
    }
}

impl Attempt<'_> {
    fn newcomer(&self, id: ParticipantId, (role, proof, state): (Role, Proof, ParticipantState)) -> Participant {
        Participant {
            id,
            session: self.situation.session.id(),
            version: Version::FIRST,
            email: self.email.clone().unwrap_or_else(|| self.situation.host.email.clone()),
            name: self.entry_name(proof),
            role,
            proof,
            state,
            invitation: self.situation.invitation.as_ref().map(|invitation| invitation.id),
            via: Via { link: self.link.kind, generation: self.link.generation() },
            approved: false,
            knocked: self.request.evidence.knock,
            epoch: 0,
            created_at: self.now,
            state_since: self.now,
        }
    }

    /// Someone the session knows. Inside, only a better proof changes who they are; coming back, they are what they
    /// show now. A role that the host gave live is kept as long as the proof does not shrink.
    fn moved(&self, known: Participant, (role, proof, state): (Role, Proof, ParticipantState)) -> Participant {
        let inside = self.person.state == PersonState::Inside;
        let better = proof > known.proof;
        if inside && !better {
            return known;
        }
        let weaker = proof < known.proof;
        let role = if better || weaker { role } else { known.role };
        let name = if better || !inside { self.entry_name(proof) } else { known.name.clone() };
        let mut next = known.moved(state, self.now).with_role(role);
        next.name = name;
        next.proof = proof;
        next.invitation = self.situation.invitation.as_ref().map(|invitation| invitation.id);
        next.via = Via { link: self.link.kind, generation: self.link.generation() };
        next.knocked = self.request.evidence.knock;
        next
    }

    /// The name to be shown under. With an account's proof it is the account's.
    fn entry_name(&self, proof: Proof) -> crate::text::PersonName {
        let account = self.situation.account.as_ref().filter(|_| proof == Proof::Account);
        account
            .map(|account| account.name.clone())
            .or_else(|| self.known_name())
            .unwrap_or_else(|| self.situation.host.name.clone())
    }

    /// Everything the decision stood on must still hold at the commit. Answers whether the session begins with this entry.
    fn guard(&self, participant: &Participant, changes: &mut ChangeSet) -> Result<bool, UseCaseError> {
        let session = &self.situation.session;
        for invitation in [&self.situation.invitation, &self.situation.linked_invitation].into_iter().flatten() {
            changes.push(Change::GuardInvitation(invitation.id, invitation.version));
        }
        let enters = participant.state == ParticipantState::Admitted;
        let takes_seat = enters && participant.holds_seat() && self.person.state != PersonState::Inside;
        if let Some(capacity) = session.door().capacity.filter(|_| takes_seat) {
            changes.push(Change::LimitSeats(session.id(), capacity));
        }
        let begins = enters
            && participant.role.is_staff()
            && session.phase(self.now) == Phase::Scheduled
            && self.now >= session.opens_at();
        if begins {
            let live = session.clone().start(self.now)?;
            changes.push(Change::UpdateSession(live));
            changes.events.push(event(session.id(), EventKind::SessionStarted, self.now));
        } else {
            changes.push(Change::GuardSession(session.id(), session.version()));
        }
        Ok(begins)
    }
}
