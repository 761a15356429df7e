//! [`Commits`](jigsaw_domain::port::Commits): whole or not at all, events, messages, callers that go away. Versions, guards and
//! uniqueness are in [`change_sets`](super::change_sets), what happens in parallel in [`seats`](super::seats).

use std::time::Duration;

use chrono::TimeDelta;
use jigsaw_domain::delivery::OutgoingMessage;
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{Change, ChangeSet, DoorQuery};
use jigsaw_domain::session::Session;
use jigsaw_domain::version::Version;

use super::stage::{Stage, all_at_once, assert_conflict, soon};
use crate::StorePorts;
use crate::build::{
    account, api_token, audit_entry, decision_record, event, id_seed, invitation, invitation_mail, mail_code, minutes,
    now, offset, participant, pass, session, sign_in,
};

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

async fn queued(stage: &Stage) -> Vec<OutgoingMessage> {
    let claimed = stage.ports.outbox.claim(minutes(1_000), TimeDelta::minutes(1), 1_000).await.expect("claimed");
    claimed.into_iter().map(|one| one.message).collect()
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
    assert_eq!(queued(&stage).await, set.messages);
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
            assert_eq!(queued(&stage).await, [], "no message");
            assert!(audited(&stage).await.is_none_or(|actions| actions.is_empty()), "no audit row");
        }
    }
    let new = session().titled("stale-last").build();
    stage.commit(everything(&new)).await.expect("the same without the fault is written");
    assert_eq!(queued(&stage).await.len(), 1, "its unique key was free");
}

/// Events of one session get positions that grow, in the order they were given and committed.
pub async fn must_4_events_get_growing_positions(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let kinds = [EventKind::SessionChanged, EventKind::SessionStarted, EventKind::SessionEnded];
    let before = stage.ports.events.latest(stage.session.id()).await.expect("a position");
    assert_eq!(before, EventSeq(0));
    for _ in 0..3 {
        let events = kinds.map(|kind| event(&stage.session, kind)).to_vec();
        stage.commit(ChangeSet { events, ..ChangeSet::default() }).await.expect("written");
    }
    let all = stage.ports.events.since(stage.session.id(), EventSeq(0), 100).await.expect("events");
    assert_eq!(all.iter().map(|event| event.kind).collect::<Vec<_>>(), kinds.repeat(3));
    assert!(all[0].seq > EventSeq(0), "zero stands before the first one");
    assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq), "positions grow: {all:?}");
}

/// A feed hears nothing of a change set that was not written.
pub async fn must_4_feeds_are_told_nothing_of_a_failed_commit(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mut feed = stage.ports.events.subscribe(stage.session.id()).await.expect("a feed");
    let stale = Change::GuardSession(stage.session.id(), Version::new(99));
    let events = vec![event(&stage.session, EventKind::SessionCancelled)];
    assert_conflict(stage.commit(ChangeSet { changes: vec![stale], events, ..ChangeSet::default() }).await, "the guard");
    let events = vec![event(&stage.session, EventKind::SessionStarted)];
    stage.commit(ChangeSet { events, ..ChangeSet::default() }).await.expect("written");
    let first = soon(feed.next()).await.expect("an event");
    assert_eq!(first.kind, EventKind::SessionStarted);
    let stored = stage.ports.events.since(stage.session.id(), EventSeq(0), 9).await;
    assert_eq!(stored, Ok(vec![first]), "what is told is stored already");
}

fn keyed(stage: &Stage, text: &str, key: Option<&str>) -> OutgoingMessage {
    let listed = invitation(&stage.session, "mike@example.org");
    let id = MessageId::mint(now(), id_seed(text));
    OutgoingMessage { id, unique_key: key.map(str::to_owned), ..invitation_mail(&listed) }
}

/// A message whose unique key is known is left out, and everything else of its change set is written; also when the first one
/// was sent long ago, and within one change set. Messages without a key are never doubles.
pub async fn must_5_a_known_unique_key_leaves_the_message_out(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let first = keyed(&stage, "first", Some("key"));
    let listed = invitation(&stage.session, "mike@example.org");
    let set = ChangeSet { messages: vec![first.clone()], ..ChangeSet::of([Change::InsertInvitations(vec![listed])]) };
    stage.commit(set).await.expect("written");
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed");
    assert_eq!(claimed[0].message, first);
    let sent = jigsaw_domain::delivery::Attempt::Sent;
    stage.ports.outbox.complete(first.id, claimed[0].fence, sent, now()).await.expect("completed");
    let messages = vec![
        keyed(&stage, "double", Some("key")),
        keyed(&stage, "other", Some("KEY")),
        keyed(&stage, "other again", Some("KEY")),
        keyed(&stage, "without", None),
        keyed(&stage, "without, too", None),
    ];
    let zoe = invitation(&stage.session, "zoe@example.org");
    let set = ChangeSet { messages, ..ChangeSet::of([Change::InsertInvitations(vec![zoe.clone()])]) };
    stage.commit(set).await.expect("written");
    let mut found: Vec<MessageId> = queued(&stage).await.into_iter().map(|message| message.id).collect();
    let mut expected: Vec<MessageId> =
        ["other", "without", "without, too"].map(|text| MessageId::mint(now(), id_seed(text))).to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(stage.ports.invitations.find(zoe.id).await.expect("read").is_some(), "the rest is written");
}

/// Two nodes that plan the same mail at the same time write it once, and neither fails.
pub async fn must_5_of_concurrent_messages_with_one_key_one_is_written(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::InsertInvitations(vec![invitation(&stage.session, "mike@example.org")])]).await;
    let planners = (0..24).map(|n| {
        let stage = stage.clone();
        let messages = vec![keyed(&stage, &n.to_string(), Some("reminder"))];
        async move { stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await }
    });
    for answer in all_at_once(planners).await {
        answer.expect("left out silently");
    }
    assert_eq!(queued(&stage).await.len(), 1);
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
    let callers = (0..20).map(|n| {
        let door = stage.ports.door.clone();
        let session = new[n].id();
        async move { door.situation(DoorQuery { session: Some(session), invitation: None, email: None, pass: None }).await }
    });
    for answer in all_at_once(callers).await {
        assert!(answer.expect("no connection is broken").is_some());
    }
}

/// What is stored by an update carries the version after the one that was given.
pub async fn must_7_an_update_stores_the_next_version(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (listed, person) = (invitation(&stage.session, "mike@example.org"), participant(&stage.session, "mike@example.org"));
    stage.write([Change::InsertInvitations(vec![listed.clone()]), Change::InsertParticipant(person.clone())]).await;
    let (mut session, mut invitation, mut person, mut account) = (stage.session.clone(), listed, person, stage.host.clone());
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
