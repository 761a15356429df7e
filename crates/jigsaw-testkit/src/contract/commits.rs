//! [`Commits`](jigsaw_domain::port::Commits): whole or not at all, callers that go away, versions. Guards are in
//! [`versions`](super::versions), uniqueness in [`uniqueness`](super::uniqueness), events and messages in
//! [`told_and_mailed`](super::told_and_mailed), and what happens in parallel in [`seats`](super::seats).

use super::stage::{Stage, all_at_once, assert_conflict};
use crate::StorePorts;
use crate::build::{
    account, api_token, audit_entry, decision_record, event, invitation, invitation_mail, mail_code, minutes, now,
    offset, participant, pass, session, sign_in,
};
use jigsaw_domain::delivery::OutgoingMessage;
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::port::{Change, ChangeSet, DoorQuery};
use jigsaw_domain::session::Session;
use jigsaw_domain::version::Version;
use std::time::Duration;

/// A new session with everything that can be written, all in one change set.
fn everything(session: &Session) -> ChangeSet {
    let owner = account(&format!("{}@example.org", session.title()));
    let listed = invitation(session, "mike@example.org");
    let person = participant(session, "mike@example.org");
    let text = session.title().as_str();
    ChangeSet {
        changes: vec![
            Change::InsertSession(session.clone()),
            Change::GuardSession(session.id(), session.version()),
            Change::InsertAccount(owner.clone()),
            Change::InsertInvitations(vec![listed.clone()]),
            Change::GuardInvitation(listed.id, listed.version),
            Change::InsertParticipant(person.clone()),
            Change::InsertPass(pass(&person, text)),
            Change::PutCode(mail_code(session, "mike@example.org")),
            Change::InsertSignIn(sign_in(&owner, text)),
            Change::InsertToken(api_token(&owner, text)),
            Change::RecordDecision(decision_record(session, now())),
            Change::MarkReminded(session.id(), offset(10), session.schedule().starts_at()),
        ],
        events: vec![event(session, EventKind::SessionChanged), event(session, EventKind::InvitationsChanged)],
        messages: vec![OutgoingMessage { unique_key: Some(format!("mail of {text}")), ..invitation_mail(&listed) }],
        audit: vec![audit_entry(session, "session.created")],
    }
}

/// What of [`everything`] is there, by name.
async fn written(stage: &Stage, session: &Session) -> Vec<(&'static str, bool)> {
    let ports = &stage.ports;
    let owner = account(&format!("{}@example.org", session.title()));
    let person = participant(session, "mike@example.org");
    let text = session.title().as_str();
    let some = "reads";
    vec![
        ("session", ports.sessions.find(session.id()).await.expect(some).is_some()),
        ("account", ports.accounts.find(owner.id).await.expect(some).is_some()),
        ("invitation", ports.invitations.find(invitation(session, "mike@example.org").id).await.expect(some).is_some()),
        ("person", ports.participants.find(person.id).await.expect(some).is_some()),
        ("pass", ports.participants.by_pass(pass(&person, text).digest).await.expect(some).is_some()),
        ("code", ports.decisions.code(mail_code(session, "mike@example.org").id).await.expect(some).is_some()),
        ("sign-in", ports.accounts.by_sign_in(sign_in(&owner, text).digest).await.expect(some).is_some()),
        ("token", ports.accounts.by_token(api_token(&owner, text).digest).await.expect(some).is_some()),
        ("decision", !ports.decisions.list(session.id(), None, 9).await.expect(some).is_empty()),
        ("events", ports.events.since(session.id(), EventSeq(0), 9).await.expect(some).len() == 2),
        ("latest", ports.events.latest(session.id()).await.expect(some) > EventSeq(0)),
    ]
}

async fn audited(stage: &Stage) -> Option<Vec<String>> {
    match &stage.ports.audit {
        Some(probe) => Some(probe.actions().await),
        None => None,
    }
}

/// Every kind of write of one change set is there afterwards, with its events, messages and audit rows.
pub async fn must_1_a_change_set_is_written_whole(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let new = session().titled("new").build();
    let set = everything(&new);
    stage.commit(set.clone()).await.expect("written");
    for (part, is_there) in written(&stage, &new).await {
        assert!(is_there, "the {part} is written");
    }
    assert_eq!(stage.queued().await, set.messages);
    assert!(audited(&stage).await.is_none_or(|actions| actions == ["session.created"]));
    let due = stage.ports.sessions.reminders_due(minutes(55), 100).await.expect("reminders");
    let of_new = due.iter().filter(|due| due.session.id() == new.id()).map(|due| due.offset);
    assert_eq!(of_new.collect::<Vec<_>>(), [offset(1_440)], "the other one is marked");
}

/// One write that does not hold, wherever it stands, and nothing of the change set is there: no row, no event, no message, no
/// audit row, no unique key.
pub async fn must_1_a_change_set_that_fails_writes_nothing(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let stale = Change::GuardSession(stage.session.id(), Version::new(99));
    let double = Change::InsertAccount(stage.host.clone());
    for (which, fault) in [("stale", stale), ("double", double)] {
        for at in ["first", "middle", "last"] {
            let new = session().titled(&format!("{which}-{at}")).build();
            let mut set = everything(&new);
            let place = match at {
                "first" => 0,
                "middle" => set.changes.len() / 2,
                _ => set.changes.len(),
            };
            set.changes.insert(place, fault.clone());
            assert_conflict(stage.commit(set).await, "the fault");
            for (part, is_there) in written(&stage, &new).await {
                assert!(!is_there, "the {part} is not written, the fault being {which} and {at}");
            }
            assert_eq!(stage.queued().await, [], "no message");
            assert!(audited(&stage).await.is_none_or(|actions| actions.is_empty()), "no audit row");
        }
    }
    let new = session().titled("stale-last").build();
    stage.commit(everything(&new)).await.expect("the same without the fault is written");
    assert_eq!(stage.queued().await.len(), 1, "its unique key was free");
}

/// Callers go away at any moment of a commit; each change set is whole or not there, and the store works on.
pub async fn must_6_a_caller_that_goes_away_leaves_no_half(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let new: Vec<Session> = (0..60_u32).map(|n| session().titled(&format!("gone-{n}")).build()).collect();
    for (n, session) in (0_u64..).zip(&new) {
        let commits = stage.ports.commits.clone();
        let set = everything(session);
        let patience = Duration::from_micros(n * n);
        // Dropped in the middle, as a server does when the client hangs up.
        let _ = tokio::time::timeout(patience, async move { commits.commit(set).await }).await;
    }
    stage.commit(everything(&session().titled("afterwards").build())).await.expect("the store works on");
    tokio::time::sleep(Duration::from_millis(100)).await;
    for session in &new {
        let parts = written(&stage, session).await;
        let there = parts.iter().filter(|(_, is_there)| *is_there).count();
        assert!(there == 0 || there == parts.len(), "{} is half there: {parts:?}", session.title());
        if there == 0 {
            stage.commit(everything(session)).await.expect("what is not there can be written");
        }
    }
    let callers =
        (0..20).map(|n| {
            let door = stage.ports.door.clone();
            let session = new[n].id();
            async move {
                door.situation(DoorQuery { session: Some(session), invitation: None, email: None, pass: None }).await
            }
        });
    for answer in all_at_once(callers).await {
        assert!(answer.expect("no connection is broken").is_some());
    }
}

/// What is stored by an update carries the version after the one that was given.
pub async fn must_7_an_update_stores_the_next_version(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (listed, person) =
        (invitation(&stage.session, "mike@example.org"), participant(&stage.session, "mike@example.org"));
    stage.write([Change::InsertInvitations(vec![listed.clone()]), Change::InsertParticipant(person.clone())]).await;
    let (mut session, mut invitation, mut person, mut account) =
        (stage.session.clone(), listed, person, stage.host.clone());
    for number in 1..4_u32 {
        let version = Version::new(number);
        let versions = [session.version(), invitation.version, person.version, account.version];
        assert_eq!(versions, [version; 4]);
        stage
            .write([
                Change::UpdateSession(session.clone()),
                Change::UpdateInvitations(vec![invitation.clone()]),
                Change::UpdateParticipants(vec![person.clone()]),
                Change::UpdateAccount(account.clone()),
            ])
            .await;
        session = stage.stored_session(session.id()).await;
        invitation = stage.ports.invitations.find(invitation.id).await.expect("read").expect("stored");
        person = stage.ports.participants.find(person.id).await.expect("read").expect("stored");
        account = stage.ports.accounts.find(account.id).await.expect("read").expect("stored");
    }
}

/// Nothing to write is nothing to fail on.
pub async fn an_empty_change_set_is_fine(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    stage.commit(ChangeSet::default()).await.expect("nothing is written");
    stage.write([Change::InsertInvitations(Vec::new()), Change::UpdateParticipants(Vec::new())]).await;
    stage.write([Change::UpdateInvitations(Vec::new())]).await;
    assert_eq!(stage.stored_session(stage.session.id()).await, stage.session);
}
