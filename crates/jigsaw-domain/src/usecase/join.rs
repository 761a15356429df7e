//! Joining, one call for every step: each call gives all evidence so far, and is decided from scratch.

mod admit;
mod ask;
mod check;
mod memo;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use self::check::Checked;
use self::memo::{Cause, Memo};
use super::{Caller, ClientNetwork, FrontDoor, Subject, UseCaseError};
use crate::account::{Account, Password};
use crate::admission::{
    CodeCheck, Decision, DecisionRecord, Evidence, Fact, Facts, LinkKind, OpenedLink, Outcome, Participant,
    PasswordCheck, PersonFact, PresentedLink, Proof, PublicDecision, PublicOutcome, Relation, decide, public_view,
};
use crate::email_address::EmailAddress;
use crate::id::{CorrelationId, DecisionId, ParticipantId, SessionId};
use crate::language::Language;
use crate::link::{Generation, Link, LinkTarget};
use crate::port::{Budget, Change, ChangeSet, DoorQuery, DoorSituation, RoomTicket};
use crate::secret::Secret;
use crate::session::{InvitationType, Phase, SessionKind};
use crate::text::{PersonName, Title};

/// A new profile, given on the way in.
#[derive(Clone, Debug)]
pub struct Profile {
    /// First and last name.
    pub name: PersonName,
    /// The password; already checked for length.
    pub password: Password,
    /// The zone; without one, the session's.
    pub time_zone: Option<Tz>,
}

/// What a person gives: everything so far, at each call.
#[derive(Clone, Debug, Default)]
pub struct JoinEvidence {
    /// The address.
    pub email: Option<EmailAddress>,
    /// First and last name.
    pub name: Option<PersonName>,
    /// The account's password.
    pub password: Option<Password>,
    /// The mailed code, as typed.
    pub code: Option<String>,
    /// A new profile.
    pub profile: Option<Profile>,
    /// Instead of the profile itself: the ticket that was answered when it was given, see [`JoinAnswer::profile_ticket`].
    pub profile_ticket: Option<String>,
    /// This device takes the place over.
    pub take_seat: bool,
    /// Ask to be let in without an invitation.
    pub knock: bool,
    /// The language that the person was asked in; an account made on the way keeps it.
    pub language: Option<Language>,
}

/// One step at a session's door.
#[derive(Clone, Debug)]
pub struct JoinRequest {
    /// The link, opened with the keyring.
    pub link: Link,
    /// What the person gives.
    pub evidence: JoinEvidence,
    /// The account that the browser is signed in to. API tokens never join.
    pub signed_in: Option<Account>,
    /// The pass that the request carries.
    pub pass: Option<Secret>,
    /// From where.
    pub network: ClientNetwork,
    /// The request.
    pub correlation: CorrelationId,
}

/// What a guest is answered.
#[derive(Clone, Debug)]
pub struct JoinAnswer {
    /// The session.
    pub session: SessionId,
    /// Its invitation type.
    pub invitation_type: InvitationType,
    /// The public form of the decision.
    pub decision: PublicDecision,
    /// The address that was judged, for pages to show.
    pub email: Option<EmailAddress>,
    /// The person, once admitted or waiting.
    pub participant: Option<ParticipantId>,
    /// The pass, once admitted or waiting. Given out once; only its digest is kept.
    pub pass: Option<Secret>,
    /// Where to go, once admitted.
    pub room: Option<RoomTicket>,
    /// Stands for the profile that was given, in the step that gives its code: pages carry no password.
    pub profile_ticket: Option<String>,
}

/// What anyone with the link may know of a session.
#[derive(Clone, Debug)]
pub struct PublicSession {
    /// The session.
    pub id: SessionId,
    /// Its title.
    pub title: Title,
    /// The host's name.
    pub host_name: PersonName,
    /// The start: of a series, of the occurrence under way or next; of an open session, the hours under way or next.
    pub starts_at: DateTime<Utc>,
    /// The end of the same.
    pub ends_at: DateTime<Utc>,
    /// The session's zone.
    pub zone: Tz,
    /// When attendees may enter.
    pub opens_at: DateTime<Utc>,
    /// What kind of session it is.
    pub kind: SessionKind,
    /// What it is now.
    pub phase: Phase,
    /// Its invitation type.
    pub invitation_type: InvitationType,
    /// Whether the link still counts; if not, show nothing but that.
    pub link_standing: Option<crate::admission::ReasonCode>,
    /// What the personal link knows of its owner.
    pub invitee: Option<Invitee>,
    /// Whether guests may not learn if an account exists.
    pub hides_accounts: bool,
}

/// The owner of a personal link, as far as the link's page shows.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// Their address.
    pub email: EmailAddress,
    /// Whether their full name is known.
    pub name: Option<PersonName>,
    /// What they said about coming.
    pub rsvp: Option<crate::invitation::Rsvp>,
}

/// One attempt while it is judged.
pub(super) struct Attempt<'a> {
    request: &'a JoinRequest,
    memo: &'a Memo,
    situation: DoorSituation,
    email: Option<EmailAddress>,
    link: PresentedLink,
    relation: Relation,
    person: PersonFact,
    /// The request carries the ticket of the profile that the latest code was mailed for.
    has_ticket: bool,
    /// A profile, or the ticket of one, where profiles are asked for.
    gives_profile: bool,
    now: DateTime<Utc>,
}

/// What was decided on one attempt.
struct Decided {
    decision: Decision,
    public: PublicDecision,
    /// How well the address is shown to be theirs.
    proof: Proof,
    /// The role they would have.
    role: crate::invitation::Role,
}

impl FrontDoor {
    /// What the link opens, for everyone who has it. Reads only; GET may call it.
    pub async fn look(&self, link: Link) -> Result<PublicSession, UseCaseError> {
        let query = door_query(link, None, None).ok_or(UseCaseError::NotFound)?;
        let situation = self.ports.door.situation(query).await?.ok_or(UseCaseError::NotFound)?;
        let now = self.now();
        let presented = presented(link, &situation, None);
        let session = &situation.session;
        let turn = session.turn(now);
        let standing = if presented.is_revoked() {
            Some(crate::admission::ReasonCode::LinkRevoked)
        } else if presented.is_expired(now) {
            Some(crate::admission::ReasonCode::LinkExpired)
        } else {
            None
        };
        // As in `known_name`: what someone else may have typed is not taken for the owner's name.
        let before = situation.participant.as_ref().filter(|known| known.proof > Proof::Unverified);
        Ok(PublicSession {
            id: session.id(),
            title: session.title().clone(),
            host_name: situation.host.name.clone(),
            starts_at: turn.opens_at,
            ends_at: turn.closes_at,
            zone: session.schedule().zone(),
            opens_at: session.opens_from(now),
            kind: session.kind().clone(),
            phase: session.phase(now),
            invitation_type: session.invitation_type(),
            link_standing: standing,
            invitee: situation.linked_invitation.as_ref().map(|invitation| Invitee {
                email: invitation.email.clone(),
                rsvp: invitation.rsvp,
                name: before.map(|known| known.name.clone()).or_else(|| invitation.name()),
            }),
            hides_accounts: self.settings.hide_existence,
        })
    }

    /// One step towards entering. Refusals, waiting and missing evidence are answers, not errors.
    pub async fn join(&self, request: &JoinRequest) -> Result<JoinAnswer, UseCaseError> {
        let memo = Memo::default();
        self.until_settled(|| async {
            let attempt = self.attempt(request, &memo).await?;
            let key = format!("{}|{}", attempt.situation.session.id(), request.network.as_str());
            self.spend_once(&attempt, (Cause::Call, Budget::Joins), key).await?;
            self.judge(attempt).await
        })
        .await
    }

    /// Everything that is known of an attempt.
    async fn attempt<'a>(&self, request: &'a JoinRequest, memo: &'a Memo) -> Result<Attempt<'a>, UseCaseError> {
        let by_sign_in = match (request.link.target, &request.signed_in) {
            (LinkTarget::Session(_), Some(account)) => Some(account.email.clone()),
            _ => None,
        };
        let typed = request.evidence.email.clone().or(by_sign_in);
        let pass = request.pass.as_ref().map(Secret::digest);
        let mut query = door_query(request.link, typed.as_ref(), None).ok_or(UseCaseError::NotFound)?;
        query.pass = pass;
        let situation = self.ports.door.situation(query).await?.ok_or(UseCaseError::NotFound)?;
        let now = self.now();
        let email = typed.or_else(|| situation.linked_invitation.as_ref().map(|invitation| invitation.email.clone()));
        let link = presented(request.link, &situation, email.as_ref());
        let relation = relation(&situation, email.as_ref());
        let own = situation.passes.iter().find(|open| Some(open.digest) == pass);
        let elsewhere = situation
            .passes
            .iter()
            .any(|open| open.link == LinkKind::Personal && Some(open.digest) != pass && open.is_present(now));
        let person = situation.participant.as_ref().map_or(PersonFact::NEW, |known| known.fact(own, elsewhere));
        let ticket = match (&request.evidence.profile_ticket, &situation.code) {
            (Some(ticket), Some(code)) => self.keyring.profile_ticket_matches(code.id, ticket),
            _ => false,
        };
        // Elsewhere a profile that is sent along is nothing but a name: codes are mailed for the address alone.
        let asks_profiles = situation.session.invitation_type() == InvitationType::LinkPasswordRequested;
        let has_ticket = asks_profiles && ticket;
        let gives_profile = has_ticket || (asks_profiles && request.evidence.profile.is_some());
        Ok(Attempt { request, memo, situation, email, link, relation, person, has_ticket, gives_profile, now })
    }

    async fn judge(&self, attempt: Attempt<'_>) -> Result<JoinAnswer, UseCaseError> {
        let checked = self.check(&attempt).await?;
        let Decided { decision, public, proof, role } = self.decided(&attempt, checked.password, checked.code);
        let takes_place = match decision.outcome() {
            Outcome::Admit(role) => Some((*role, Vec::new())),
            Outcome::Hold if public.outcome == PublicOutcome::Waiting => {
                Some((role, public.reasons.iter().map(|reason| reason.code).collect()))
            }
            _ => None,
        };
        match takes_place {
            Some((role, held)) => {
                self.take_place(&attempt, (decision, public), (role, proof, held), checked.code).await
            }
            None => self.answer_only(&attempt, decision, public, checked).await,
        }
    }

    /// From what is known to what follows.
    fn decided(&self, attempt: &Attempt<'_>, password: PasswordCheck, code: CodeCheck) -> Decided {
        let facts = attempt.facts(password, code, self.settings.hide_existence);
        let (proof, role) = (facts.proof(), facts.role());
        let decision = decide(self.policies.of(attempt.situation.session.invitation_type()), &facts);
        let public = public_view(&decision, proof);
        Decided { decision, public, proof, role }
    }

    /// Nobody comes in: the decision is written down, a code is mailed if one is asked for, a wrong one counts.
    async fn answer_only(
        &self,
        attempt: &Attempt<'_>,
        decision: Decision,
        public: PublicDecision,
        checked: Checked,
    ) -> Result<JoinAnswer, UseCaseError> {
        let mut changes =
            ChangeSet::of([Change::RecordDecision(self.record(attempt, &decision, attempt.known_participant()))]);
        // Only who gave a profile gets its ticket: for anyone else it would turn another's profile into their own.
        let latest = attempt.situation.code.as_ref();
        let mut pending = latest.filter(|_| attempt.has_ticket).map(|code| code.id);
        if let (CodeCheck::Wrong, Some(mailed)) = (checked.code, latest) {
            changes.push(Change::CountWrongTry(mailed.id));
        }
        let asks_for_code = public.outcome == PublicOutcome::Needs && public.needs.contains(&Evidence::Code);
        if asks_for_code && attempt.request.evidence.code.is_none() {
            pending = self.ask_for_code(attempt, &mut changes).await?.filter(|_| attempt.gives_profile);
        }
        if attempt.gives_profile && attempt.request.evidence.profile.is_some() {
            self.tell_account_owner(attempt, &mut changes);
        }
        if let Some(retry_after) = checked.locked_for {
            self.tell_of_guesses(attempt, retry_after, &mut changes);
        }
        self.commit(changes).await?;
        Ok(JoinAnswer {
            session: attempt.situation.session.id(),
            invitation_type: attempt.situation.session.invitation_type(),
            decision: public,
            email: attempt.email.clone(),
            participant: None,
            pass: None,
            room: None,
            profile_ticket: pending.map(|code| self.keyring.profile_ticket(code)),
        })
    }

    fn record(&self, attempt: &Attempt<'_>, decision: &Decision, participant: Option<ParticipantId>) -> DecisionRecord {
        let session = attempt.situation.session.id();
        let record = DecisionRecord::of(
            self.mint(DecisionId::mint, attempt.now),
            (session, participant),
            (attempt.email.clone(), attempt.link.kind),
            decision,
            attempt.now,
            attempt.request.correlation,
        );
        let link = attempt.situation.linked_invitation.as_ref();
        let network = Some(&attempt.request.network).filter(|network| !network.is_local());
        DecisionRecord {
            opened: link.map(|link| OpenedLink { invitation: link.id, generation: attempt.link.presented }),
            network: network.map(|network| self.keyring.network_tag(session, network.as_str())),
            ..record
        }
    }
}

impl Attempt<'_> {
    fn facts(&self, password: PasswordCheck, code: CodeCheck, hide_accounts: bool) -> Facts<'_> {
        let has_account = self.situation.account.as_ref().is_some_and(Account::is_usable);
        let mut facts = Facts {
            now: self.now,
            session: &self.situation.session,
            link: self.link,
            email: self.email.as_ref(),
            name_known: false,
            relation: Fact::Known(self.relation),
            has_account: Fact::Known(has_account),
            hide_accounts,
            signed_in: self.is_signed_in(),
            password: Fact::Known(password),
            code: Fact::Known(code),
            profile_given: self.gives_profile,
            person: Fact::Known(self.person),
            take_seat: self.request.evidence.take_seat,
            knock: self.request.evidence.knock,
            seats_taken: Fact::Known(self.situation.seats_taken),
        };
        facts.name_known = self.known_name(facts.proof()).is_some();
        facts
    }

    /// A sign-in counts only for its own address.
    fn is_signed_in(&self) -> bool {
        match (&self.request.signed_in, &self.email) {
            (Some(account), Some(email)) => account.email == *email,
            _ => false,
        }
    }

    /// The name to enter under with this proof: the account's once it is shown to be theirs, then what is typed, what
    /// the session knows of this device's owner, what the host wrote. Whoever merely types an address gets nobody's name.
    fn known_name(&self, proof: Proof) -> Option<PersonName> {
        let evidence = &self.request.evidence;
        let is_proved = proof > Proof::Unverified;
        let account = self.situation.account.as_ref().filter(|account| proof == Proof::Account && account.is_usable());
        let given = evidence.profile.as_ref().map(|profile| &profile.name);
        let pending = self.pending_profile().filter(|_| self.gives_profile).map(|profile| &profile.name);
        // On another device, what was typed without proof may be anyone's word.
        let is_theirs = |known: &&Participant| is_proved && known.proof > Proof::Unverified;
        let before = self.situation.participant.as_ref().filter(|known| self.person.same_device || is_theirs(known));
        let listed = self.situation.invitation.as_ref().filter(|invitation| is_proved && invitation.is_active());
        account
            .map(|account| &account.name)
            .or(given)
            .or(pending)
            .or(evidence.name.as_ref())
            .or(before.map(|participant| &participant.name))
            .cloned()
            .or_else(|| listed?.name())
    }

    fn known_participant(&self) -> Option<ParticipantId> {
        self.situation.participant.as_ref().map(|participant| participant.id)
    }

    fn caller(&self) -> Caller {
        let subject = self.request.signed_in.clone().map_or(Subject::Anonymous, Subject::Account);
        Caller { subject, network: self.request.network.clone(), correlation: self.request.correlation }
    }
}

pub(super) fn door_query(
    link: Link,
    email: Option<&EmailAddress>,
    pass: Option<crate::secret::SecretDigest>,
) -> Option<DoorQuery> {
    let (session, invitation) = match link.target {
        LinkTarget::Session(id) => (Some(id), None),
        LinkTarget::Invitation(id) => (None, Some(id)),
        LinkTarget::Setup(_) | LinkTarget::Calendar(_) | LinkTarget::Unsubscribe(_) => return None,
    };
    Some(DoorQuery { session, invitation, email: email.map(|email| email.key().clone()), pass })
}

pub(super) fn presented(link: Link, situation: &DoorSituation, email: Option<&EmailAddress>) -> PresentedLink {
    let own = situation.session.link();
    match &situation.linked_invitation {
        Some(invitation) => PresentedLink {
            kind: LinkKind::Personal,
            presented: link.generation,
            current: invitation.generation,
            withdrawn: !invitation.is_active(),
            expires_at: None,
            fits_address: email.is_none_or(|email| *email == invitation.email),
        },
        None => PresentedLink {
            kind: LinkKind::Session,
            presented: link.generation,
            current: own.generation,
            withdrawn: false,
            expires_at: own.expires_at,
            fits_address: true,
        },
    }
}

pub(super) fn relation(situation: &DoorSituation, email: Option<&EmailAddress>) -> Relation {
    if email.is_some_and(|email| *email == situation.host.email) {
        return Relation::Host;
    }
    Relation::of(situation.invitation.as_ref())
}

impl PresentedLink {
    /// The generation that was presented, for the record of how a person came.
    pub(super) const fn generation(&self) -> Generation {
        self.presented
    }
}
