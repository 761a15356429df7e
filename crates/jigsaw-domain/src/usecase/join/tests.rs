//! Joining, over mocks: what the tests of the modules below share.

mod codes;
mod guards;
mod passwords;
mod places;
mod profiles;
mod returning;
mod steps;

use super::*;
use crate::account::PasswordHash;
use crate::admission::{ParticipantState, Pass, PassEnd, ReasonCode, Via};
use crate::delivery::{CodePurpose, MailCode};
use crate::id::{CodeId, PassId};
use crate::invitation::{Invitation, Role};
use crate::port::{Change, PasswordVerdict, PortError, Spend};
use crate::secret::SecretKind;
use crate::session::{EmailProof, WaitingRoom};
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";
const ANOTHER: &str = "another@example.org";

const OPEN: InvitationType = InvitationType::LinkPasswordNotRequested;
const BY_PASSWORD: InvitationType = InvitationType::LinkPasswordRequested;
const LIST: InvitationType = InvitationType::InvitationList;

/// A stranger at the door of a live session of this type.
fn door(kind: InvitationType) -> DoorSituation {
    situation(live_with(|parts| parts.invitation_type = kind))
}

/// The address is on the list, as this.
fn listed(situation: DoorSituation, role: Role) -> DoorSituation {
    let invitation = Invitation { role, ..invitation(MIKE) };
    DoorSituation { invitation: Some(invitation), ..situation }
}

fn with_account(situation: DoorSituation) -> DoorSituation {
    DoorSituation { account: Some(account(MIKE)), ..situation }
}

/// The host's own address.
fn as_the_host(situation: DoorSituation) -> DoorSituation {
    DoorSituation { account: Some(host()), ..situation }
}

/// The session knows this person, and these devices of theirs are there.
fn known(situation: DoorSituation, person: &Participant, passes: &[Pass]) -> DoorSituation {
    DoorSituation { participant: Some(person.clone()), passes: passes.to_vec(), ..situation }
}

/// A person of [`MIKE`]'s address in this state, who has shown this.
fn mike(state: ParticipantState, proof: Proof) -> Participant {
    Participant { proof, state, ..participant(MIKE) }
}

fn waiting() -> ParticipantState {
    ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] }
}

/// Another device of this person, on a link of this kind.
fn device(person: &Participant, number: u8, link: LinkKind) -> Pass {
    let secret = Secret::mint(SecretKind::Pass, [number; 32]);
    Pass { id: PassId::mint(now(), [number; 16]), digest: secret.digest(), link, ..pass(person) }
}

/// A code that was mailed to [`MIKE`] so many seconds ago.
fn mailed(purpose: CodePurpose, seconds_ago: i64) -> MailCode {
    MailCode {
        id: CodeId::mint(now(), [9; 16]),
        session: session().id(),
        email: email(MIKE),
        purpose,
        deliverable: true,
        wrong_tries: 0,
        created_at: now() - chrono::TimeDelta::seconds(seconds_ago),
    }
}

fn digits(code: &MailCode) -> String {
    keyring().code(code.id).reveal().to_owned()
}

fn password(text: &str) -> Password {
    Password::parse_given(text).unwrap()
}

fn typed(address: &str) -> JoinEvidence {
    JoinEvidence { email: Some(email(address)), ..JoinEvidence::default() }
}

fn named() -> JoinEvidence {
    JoinEvidence { name: Some(name("Mia Typed")), ..typed(MIKE) }
}

fn with_code(code: &MailCode) -> JoinEvidence {
    JoinEvidence { code: Some(digits(code)), ..typed(MIKE) }
}

/// A call by the session link.
fn call(situation: &DoorSituation, evidence: JoinEvidence) -> JoinRequest {
    JoinRequest {
        link: situation.session.current_link(),
        evidence,
        signed_in: None,
        pass: None,
        network: ClientNetwork::local(),
        correlation: anonymous().correlation,
    }
}

/// The owner of the invitation, by their personal link.
fn linked(situation: DoorSituation) -> DoorSituation {
    let invitation = situation.invitation.clone().unwrap_or_else(|| invitation(MIKE));
    DoorSituation { linked_invitation: Some(invitation.clone()), invitation: Some(invitation), ..situation }
}

fn personally(situation: &DoorSituation, evidence: JoinEvidence) -> JoinRequest {
    let link = situation.linked_invitation.as_ref().unwrap().current_link();
    JoinRequest { link, ..call(situation, evidence) }
}

/// Mocks around a situation: no limits, working rooms, nobody waiting, and a hasher whose hash of `x` is `hash of x`, and
/// for which `correct horse` is the password of every stored account.
fn mocks_at(situation: &DoorSituation) -> Mocks {
    let mut mocks = finding(vec![situation.clone()]);
    mocks.unlimited();
    open_rooms(&mut mocks);
    hashes(&mut mocks);
    mocks
}

/// Only the situations, one after the other; the last one stays. Nobody waits.
fn finding(situations: Vec<DoorSituation>) -> Mocks {
    let mut mocks = Mocks::new();
    let mut found = situations.into_iter().peekable();
    let mut last = None;
    mocks.door.expect_situation().returning(move |_| {
        last = found.next().or(last.take());
        Ok(last.clone())
    });
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    mocks
}

/// The limiter allows everything but this.
fn refuse(mocks: &mut Mocks, refused: Budget) {
    mocks.limiter.expect_spend().returning(move |budget, _, _, _| {
        Ok(if budget == refused { Spend::Refused { retry_after: wait() } } else { Spend::Allowed })
    });
}

const fn wait() -> chrono::TimeDelta {
    chrono::TimeDelta::seconds(40)
}

fn open_rooms(mocks: &mut Mocks) {
    mocks.rooms.expect_ticket().returning(|_| Ok(RoomTicket { kind: "builtin", url: "/room".to_owned() }));
}

fn hashes(mocks: &mut Mocks) {
    mocks.passwords.expect_is_guessable().returning(|_, _| false);
    mocks.passwords.expect_hash().returning(|password| Ok(hash_of(password.reveal())));
    mocks.passwords.expect_verify().returning(|password, against| {
        let account = password.reveal() == "correct horse" && against == Some(PasswordHash::new("hash".to_owned()));
        let right = account || against == Some(hash_of(password.reveal()));
        Ok(if right { PasswordVerdict::Right } else { PasswordVerdict::Wrong })
    });
}

fn hash_of(password: &str) -> PasswordHash {
    PasswordHash::new(format!("hash of {password}"))
}

/// One call and what it wrote.
fn join(situation: &DoorSituation, request: &JoinRequest) -> (JoinAnswer, ChangeSet) {
    join_with(mocks_at(situation), request)
}

fn join_with(mut mocks: Mocks, request: &JoinRequest) -> (JoinAnswer, ChangeSet) {
    let written = mocks.commits();
    let answer = block_on(mocks.front_door().join(request)).unwrap();
    let changes = written.only();
    assert_eq!(changes.decision().correlation, request.correlation, "each call leaves its decision");
    (answer, changes)
}

/// By the session link, with this.
fn give(situation: &DoorSituation, evidence: JoinEvidence) -> JoinAnswer {
    join(situation, &call(situation, evidence)).0
}

fn codes_of(answer: &JoinAnswer) -> Vec<ReasonCode> {
    answer.decision.reasons.iter().map(|reason| reason.code).collect()
}

/// The answer asks for exactly this, and gives nothing away.
#[track_caller]
fn assert_needs(answer: &JoinAnswer, needs: &[Evidence]) {
    assert_eq!(
        (answer.decision.outcome, answer.decision.needs.as_slice()),
        (PublicOutcome::Needs, needs),
        "{answer:#?}"
    );
    assert!(answer.participant.is_none() && answer.pass.is_none() && answer.room.is_none());
}

#[track_caller]
fn assert_admitted(answer: &JoinAnswer) {
    assert_eq!(answer.decision.outcome, PublicOutcome::Admitted, "{answer:#?}");
    assert!(answer.participant.is_some() && answer.pass.is_some() && answer.room.is_some());
}

#[track_caller]
fn assert_refused(answer: &JoinAnswer, code: ReasonCode) {
    assert_eq!((answer.decision.outcome, codes_of(answer)), (PublicOutcome::Refused, vec![code]), "{answer:#?}");
    assert!(answer.participant.is_none() && answer.pass.is_none() && answer.room.is_none());
}
