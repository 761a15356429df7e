//! Taking a place: the person, their pass, their seat, in one commit that is guarded by all that was decided on.

use super::{Attempt, JoinAnswer};
use crate::account::{Account, Standing};
use crate::admission::{
    CodeCheck, Decision, LinkKind, Participant, ParticipantState, Pass, PassEnd, PersonState, Proof, PublicDecision,
    PublicOutcome, ReasonCode, Via,
};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::{AccountId, ParticipantId, PassId};
use crate::invitation::Role;
use crate::link::Generation;
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet, RoomEntry};
use crate::secret::{Secret, SecretKind};
use crate::session::Phase;
use crate::text::PersonName;
use crate::usecase::change_session::differences;
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
        let participant = self.place(attempt, (role, proof, state), &mut changes)?;
        let pass = self.pass_for(attempt, &participant, &mut changes);
        self.guard(attempt, &participant, &mut changes)?;
        self.tell_of_knock(attempt, &participant, &mut changes).await?;
        changes.push(Change::RecordDecision(self.record(attempt, &decision, Some(participant.id))));
        self.commit(changes).await?;
        let is_in = participant.state == ParticipantState::Admitted;
        if is_in && participant.role.is_staff() {
            // Whoever waits for the host follows. They are judged at every entry of someone who runs it, not only at the
            // one that began the session, so that a failure here is mended by coming again.
            self.promote_waiting(attempt.situation.session.id()).await.ok();
        }
        let room = match public.outcome {
            // The place is taken by now. Without a ticket the pass fetches one; an error would lose the pass.
            PublicOutcome::Admitted => {
                self.ports.rooms.ticket(RoomEntry::of(&attempt.situation.session, &participant)).await.ok()
            }
            _ => None,
        };
        Ok(JoinAnswer {
            session: attempt.situation.session.id(),
            invitation_type: attempt.situation.session.invitation_type(),
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
        if attempt.situation.account.as_ref().is_some_and(Account::is_usable) {
            // Made meanwhile, at another door: its password is not for this code to change.
            return;
        }
        let now = attempt.now;
        let account = Account {
            id: self.mint(AccountId::mint, now),
            version: Version::FIRST,
            email: email.clone(),
            name: profile.name.clone(),
            time_zone: profile.time_zone,
            language: attempt.request.evidence.language,
            standing: Standing::Guest,
            password: Some(profile.password.clone()),
            setup_generation: Generation::FIRST,
            calendar_generation: Generation::FIRST,
            setup_expires_at: None,
            created_at: now,
        };
        let made = [FieldChange::set("email", email.as_typed()), FieldChange::set("name", &account.name)];
        changes.audit.push(self.audit(&attempt.caller(), "account.created", (None, account.id.as_uuid()), made, now));
        let id = attempt.situation.account.as_ref().map_or(account.id, |unused| unused.id);
        changes.messages.push(self.welcome(id, now));
        // A provisioned account that was never set up is proved now; what was set before the proof goes, and with it the
        // set-up link, which would set another password.
        match &attempt.situation.account {
            Some(unused) => changes.push(Change::UpdateAccount(Account {
                id: unused.id,
                version: unused.version,
                standing: unused.standing,
                setup_generation: unused.setup_generation.next().unwrap_or(unused.setup_generation),
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
    ) -> Result<Participant, UseCaseError> {
        let now = attempt.now;
        let session = attempt.situation.session.id();
        let (participant, change) = match &attempt.situation.participant {
            None => {
                let new = attempt.newcomer(self.mint(ParticipantId::mint, now), (role, proof, state))?;
                (new.clone(), Change::InsertParticipant(new))
            }
            Some(known) => {
                let moved = attempt.moved(known.clone(), (role, proof, state))?;
                if moved == *known {
                    return Ok(moved);
                }
                (moved.clone(), Change::UpdateParticipants(vec![moved]))
            }
        };
        let before = attempt.situation.participant.as_ref();
        let fields = [
            ("state", before.map(|known| known.state.as_str()), participant.state.as_str()),
            ("role", before.map(|known| known.role.as_str()), participant.role.as_str()),
            ("proof", before.map(|known| known.proof.as_str()), participant.proof.as_str()),
        ];
        let fields =
            fields.into_iter().filter(|(_, before, after)| *before != Some(after)).map(|(field, before, after)| {
                FieldChange { field, before: before.map(str::to_owned), after: Some(after.to_owned()) }
            });
        let object = (Some(session), participant.id.as_uuid());
        changes.audit.push(self.audit(&attempt.caller(), "participant.joined", object, fields, now));
        changes.events.push(event(session, EventKind::ParticipantChanged(participant.id), now));
        changes.push(change);
        Ok(participant)
    }

    /// This device's pass: the one it carries, or a new one. A personal link's other places end. When the address is
    /// proved better than before, every other place ends: whoever holds one has not shown as much, and a pass is worth
    /// what its person is worth.
    fn pass_for(&self, attempt: &Attempt<'_>, participant: &Participant, changes: &mut ChangeSet) -> Secret {
        let now = attempt.now;
        let carried = attempt.request.pass.as_ref().filter(|_| attempt.person.same_device);
        let own = carried.map(Secret::digest);
        let personal = attempt.link.proves_mailbox(now);
        let outdone = attempt.situation.participant.as_ref().is_some_and(|known| participant.proof > known.proof);
        let others = attempt.situation.passes.iter().filter(|open| Some(open.digest) != own);
        let ends: Vec<PassId> = others
            .filter(|open| outdone || (personal && open.link == LinkKind::Personal))
            .map(|open| open.id)
            .collect();
        if !ends.is_empty() {
            changes.push(Change::EndPasses(ends, PassEnd::Replaced));
            let told = event(participant.session, EventKind::ParticipantChanged(participant.id), now);
            if !changes.events.contains(&told) {
                changes.events.push(told);
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

    /// Everything the decision stood on must still hold at the commit. The first of those who run it begins the session.
    fn guard(
        &self,
        attempt: &Attempt<'_>,
        participant: &Participant,
        changes: &mut ChangeSet,
    ) -> Result<(), UseCaseError> {
        let (situation, now) = (&attempt.situation, attempt.now);
        let session = &situation.session;
        let linked = situation.linked_invitation.as_ref();
        let another = situation.invitation.as_ref().filter(|own| linked.is_none_or(|linked| linked.id != own.id));
        for invitation in [linked, another].into_iter().flatten() {
            changes.push(Change::GuardInvitation(invitation.id, invitation.version));
        }
        let enters = participant.state == ParticipantState::Admitted;
        let held_one = situation.participant.as_ref().is_some_and(Participant::holds_seat);
        let takes_seat = participant.holds_seat() && !held_one;
        if let Some(capacity) = session.door().capacity.filter(|_| takes_seat) {
            changes.push(Change::LimitSeats(session.id(), capacity));
        }
        let in_window = session.phase(now) == Phase::Scheduled && now >= session.opens_from(now);
        if !(enters && participant.role.is_staff() && in_window) {
            changes.push(Change::GuardSession(session.id(), session.version()));
            return Ok(());
        }
        let live = session.clone().start(now)?;
        let object = (Some(session.id()), session.id().as_uuid());
        let fields = differences(session, &live);
        changes.audit.push(self.audit(&attempt.caller(), "session.started", object, fields, now));
        changes.events.push(event(session.id(), EventKind::SessionStarted, now));
        changes.push(Change::UpdateSession(live));
        Ok(())
    }
}

impl Attempt<'_> {
    fn newcomer(
        &self,
        id: ParticipantId,
        (role, proof, state): (Role, Proof, ParticipantState),
    ) -> Result<Participant, UseCaseError> {
        // The built-in policies ask for both; an embedder's may not, and nobody comes in as nobody.
        let email = self.email.clone().ok_or_else(|| UseCaseError::field("email", Malformed::Blank))?;
        Ok(Participant {
            id,
            session: self.situation.session.id(),
            version: Version::FIRST,
            email,
            name: self.entry_name(proof)?,
            role,
            proof,
            state,
            invitation: self.situation.invitation.as_ref().map(|invitation| invitation.id),
            via: self.via(),
            approved: false,
            knocked: self.request.evidence.knock,
            epoch: 0,
            created_at: self.now,
            state_since: self.now,
        })
    }

    /// Someone the session knows. Inside, only a better proof changes who they are, and nothing puts them out; waiting,
    /// they are renamed by themselves alone; coming back, they are what they show now. A role that the host gave live is
    /// kept as long as the proof does not shrink and the invitation is not taken back.
    fn moved(
        &self,
        known: Participant,
        (role, proof, state): (Role, Proof, ParticipantState),
    ) -> Result<Participant, UseCaseError> {
        let (better, weaker) = (proof > known.proof, proof < known.proof);
        let is_them = self.person.same_device || proof > Proof::Unverified;
        let state = match self.person.state {
            PersonState::Inside if !better => return Ok(known),
            PersonState::Inside => known.state.clone(),
            PersonState::Waiting if !better && !is_them => {
                // Two people typed one address: they wait in one place, and the second one changes nothing else.
                return Ok(Participant { via: self.via(), ..known.moved(state, self.now) });
            }
            _ => state,
        };
        let listed = self.situation.invitation.as_ref();
        let withdrawn = listed.is_some_and(|invitation| !invitation.is_active());
        let fresh = known.proof == Proof::Unverified || weaker || withdrawn || role == Role::Host;
        let role = if fresh { role } else { known.role };
        Ok(Participant {
            name: self.entry_name(proof)?,
            proof,
            invitation: listed.map(|invitation| invitation.id),
            via: self.via(),
            // The host's word was for whoever had shown more.
            approved: known.approved && !weaker,
            knocked: self.request.evidence.knock,
            ..known.moved(state, self.now).with_role(role)
        })
    }

    /// How they came, for whoever judges them again. Another's personal link is worth no more than the session's own, and
    /// is not theirs to lose either.
    const fn via(&self) -> Via {
        if self.link.fits_address {
            Via { link: self.link.kind, generation: self.link.generation() }
        } else {
            Via { link: LinkKind::Session, generation: self.situation.session.link().generation }
        }
    }

    /// The name to be shown under.
    fn entry_name(&self, proof: Proof) -> Result<PersonName, UseCaseError> {
        self.known_name(proof).ok_or_else(|| UseCaseError::field("name", Malformed::Blank))
    }
}
