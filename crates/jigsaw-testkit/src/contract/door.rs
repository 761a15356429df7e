//! [`Door`](jigsaw_domain::port::Door).

use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{Participant, ParticipantState, Pass, PassEnd};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{CodeId, InvitationId, PassId, SessionId};
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::port::{Change, DoorQuery, DoorSituation};
use jigsaw_domain::session::Session;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, account, email, invitation, mail_code, minutes, now, participant, session};

fn ask(session: Option<SessionId>, invitation: Option<InvitationId>, address: Option<&str>) -> DoorQuery {
    DoorQuery { session, invitation, email: address.map(|address| email(address).key().clone()), pass: None }
}

async fn look(stage: &Stage, query: DoorQuery) -> Option<DoorSituation> {
    stage.ports.door.situation(query).await.expect("the door is read")
}

async fn seen(stage: &Stage, query: DoorQuery) -> DoorSituation {
    look(stage, query).await.expect("there is such a door")
}

/// Everything that one address can have in one session.
#[derive(Clone)]
struct Known {
    invitation: Invitation,
    account: Account,
    participant: Participant,
    pass: Pass,
    code: MailCode,
}

impl Known {
    fn of(session: &Session, address: &str) -> Self {
        let participant = participant(session, address);
        Self {
            invitation: invitation(session, address),
            account: account(address),
            pass: build::pass(&participant, address),
            participant,
            code: mail_code(session, address),
        }
    }

    async fn written(self, stage: &Stage) -> Self {
        let Self { invitation, account, participant, pass, code } = self.clone();
        stage
            .write([
                Change::InsertInvitations(vec![invitation]),
                Change::InsertAccount(account),
                Change::InsertParticipant(participant),
                Change::InsertPass(pass),
                Change::PutCode(code),
            ])
            .await;
        self
    }

    fn assert_in(&self, situation: &DoorSituation) {
        assert_eq!(situation.invitation.as_ref(), Some(&self.invitation));
        assert_eq!(situation.account.as_ref(), Some(&self.account));
        assert_eq!(situation.participant.as_ref(), Some(&self.participant));
        assert_eq!(situation.passes, std::slice::from_ref(&self.pass));
        assert_eq!(situation.code.as_ref(), Some(&self.code));
    }
}

fn assert_nobody(situation: &DoorSituation) {
    assert_eq!(situation.invitation, None);
    assert_eq!(situation.account, None);
    assert_eq!(situation.participant, None);
    assert_eq!(situation.passes, []);
    assert_eq!(situation.code, None);
}

/// Two people in the stage's session, and one of them in another session, too.
async fn two_people(ports: StorePorts) -> (Stage, Known, Known) {
    let stage = Stage::with_session(ports).await;
    let mike = Known::of(&stage.session, "Mike@Example.org").written(&stage).await;
    let zoe = Known::of(&stage.session, "zoe@example.org").written(&stage).await;
    let other = session().titled("other").build();
    let elsewhere = Known::of(&other, "mike@example.org");
    let passes = build::pass(&elsewhere.participant, "elsewhere");
    stage
        .write([
            Change::InsertSession(other),
            Change::InsertInvitations(vec![elsewhere.invitation]),
            Change::InsertParticipant(elsewhere.participant),
            Change::InsertPass(passes),
            Change::PutCode(elsewhere.code),
        ])
        .await;
    (stage, mike, zoe)
}

/// What is unknown is `Ok(None)`: a session, an invitation, or neither of both given.
pub async fn must_1_an_unknown_session_or_invitation_is_none(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let unknown = session().titled("unknown").build();
    let no_invitation = invitation(&stage.session, "unknown@example.org").id;
    assert!(look(&stage, ask(Some(unknown.id()), None, Some("mike@example.org"))).await.is_none());
    assert!(look(&stage, ask(None, Some(no_invitation), None)).await.is_none());
    assert!(look(&stage, ask(Some(stage.session.id()), Some(no_invitation), None)).await.is_none());
    assert!(look(&stage, ask(None, None, Some("mike@example.org"))).await.is_none());
    let plain = seen(&stage, ask(Some(stage.session.id()), None, None)).await;
    assert_eq!((plain.session, plain.host), (stage.session.clone(), stage.host.clone()));
}

/// The port does not say what a session and an invitation of another one are together. Settled here: at this door the
/// invitation is unknown.
pub async fn must_1_an_invitation_of_another_session_is_unknown(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let elsewhere = invitation(&other, "mike@example.org");
    stage.write([Change::InsertSession(other), Change::InsertInvitations(vec![elsewhere.clone()])]).await;
    assert!(look(&stage, ask(Some(stage.session.id()), Some(elsewhere.id), None)).await.is_none());
    assert!(look(&stage, ask(None, Some(elsewhere.id), None)).await.is_some());
}

/// The parts are those of the typed address, by key, in this session; also beside another's personal link.
pub async fn must_2_the_parts_are_those_of_the_address_that_was_typed(ports: StorePorts) {
    let (stage, mike, zoe) = two_people(ports).await;
    let id = Some(stage.session.id());
    let typed = seen(&stage, ask(id, None, Some("MIKE@example.ORG"))).await;
    mike.assert_in(&typed);
    assert_eq!(typed.linked_invitation, None);
    let found = typed.invitation.expect("found above");
    assert_eq!(found.email.as_typed(), "Mike@Example.org");
    let with_anothers_link = seen(&stage, ask(None, Some(zoe.invitation.id), Some("mike@example.org"))).await;
    mike.assert_in(&with_anothers_link);
    assert_eq!(with_anothers_link.linked_invitation, Some(zoe.invitation));
    let stranger = seen(&stage, ask(id, Some(mike.invitation.id), Some("mike+x@example.org"))).await;
    assert_nobody(&stranger);
    assert_eq!(stranger.linked_invitation, Some(mike.invitation));
}

/// Without a typed address, the linked invitation's counts; revoked ones are given, too.
pub async fn must_2_without_an_address_the_linked_invitations_counts(ports: StorePorts) {
    let (stage, mike, _) = two_people(ports).await;
    for session in [None, Some(stage.session.id())] {
        let by_link = seen(&stage, ask(session, Some(mike.invitation.id), None)).await;
        mike.assert_in(&by_link);
        assert_eq!(by_link.linked_invitation.as_ref(), Some(&mike.invitation));
        assert_eq!(by_link.session, stage.session);
    }
    let revoked = mike.invitation.clone().revoked(now());
    stage.write([Change::UpdateInvitations(vec![revoked])]).await;
    let by_link = seen(&stage, ask(None, Some(mike.invitation.id), None)).await;
    assert!(by_link.linked_invitation.is_some_and(|one| !one.is_active()));
    assert!(by_link.invitation.is_some_and(|one| !one.is_active()));
}

/// With neither address nor invitation, the parts of a person are absent, whatever pass was carried: the use case compares
/// the pass with those of the person. (The port does not say what the pass of a query is for.)
pub async fn must_2_with_neither_the_parts_are_absent(ports: StorePorts) {
    let (stage, mike, _) = two_people(ports).await;
    for pass in [None, Some(mike.pass.digest)] {
        let query = DoorQuery { pass, ..ask(Some(stage.session.id()), None, None) };
        let situation = seen(&stage, query).await;
        assert_nobody(&situation);
        assert_eq!(situation.linked_invitation, None);
    }
}

/// `passes` holds every pass of the person that has not ended, however long nothing was heard of the device.
pub async fn must_3_passes_are_those_that_have_not_ended(ports: StorePorts) {
    let (stage, mike, _) = two_people(ports).await;
    let silent = Pass { seen_at: minutes(-5_000), ..build::pass(&mike.participant, "silent") };
    let ended = build::pass(&mike.participant, "ended");
    let replaced = build::pass(&mike.participant, "replaced");
    stage.write([silent.clone(), ended.clone(), replaced.clone()].map(Change::InsertPass)).await;
    stage.write([Change::EndPasses(vec![ended.id], PassEnd::Left)]).await;
    stage.write([Change::EndPasses(vec![replaced.id], PassEnd::Replaced)]).await;
    let situation = seen(&stage, ask(Some(stage.session.id()), None, Some("mike@example.org"))).await;
    let mut found: Vec<PassId> = situation.passes.iter().map(|pass| pass.id).collect();
    let mut expected = vec![mike.pass.id, silent.id];
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(situation.passes.contains(&silent), "exactly as committed");
}

/// With a capacity, `seats_taken` counts admitted people of this session other than host and co-hosts; without one it is 0.
pub async fn must_4_seats_are_counted_when_there_is_a_capacity(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let limited = session().titled("limited").capacity(10).build();
    stage.write([Change::InsertSession(limited.clone())]).await;
    for session in [&stage.session, &limited] {
        for role in Role::ALL {
            let person = Participant { role: *role, ..participant(session, &format!("{role}@example.org")) };
            stage.write([Change::InsertParticipant(person)]).await;
        }
        let state = ParticipantState::Left;
        let gone = Participant { state, ..participant(session, "gone@example.org") };
        stage.write([Change::InsertParticipant(gone)]).await;
    }
    let with = seen(&stage, ask(Some(limited.id()), None, None)).await;
    assert_eq!(with.seats_taken, 3, "presenter, captioner, attendee");
    let without = seen(&stage, ask(Some(stage.session.id()), None, None)).await;
    assert_eq!(without.seats_taken, 0, "not read");
}

/// `code` is the latest one of this session and address that is still in use.
pub async fn the_code_is_the_latest_one_of_this_session_and_address(ports: StorePorts) {
    let (stage, mike, zoe) = two_people(ports).await;
    let id = Some(stage.session.id());
    let newer = MailCode { id: CodeId::mint(minutes(1), build::id_seed("newer")), created_at: minutes(1), ..mike.code };
    stage.write([Change::PutCode(newer.clone())]).await;
    assert_eq!(seen(&stage, ask(id, None, Some("mike@example.org"))).await.code, Some(newer.clone()));
    assert_eq!(seen(&stage, ask(id, None, Some("zoe@example.org"))).await.code, Some(zoe.code));
    stage.write([Change::UseCode(newer.id)]).await;
    assert_eq!(seen(&stage, ask(id, None, Some("mike@example.org"))).await.code, None, "used");
}
