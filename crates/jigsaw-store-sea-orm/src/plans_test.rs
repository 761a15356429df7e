//! Every statement that the store runs is listened to, and its plan is read: nothing may be found by reading a whole
//! table. A new query is covered as soon as something here makes it run.

mod listening;

use chrono::TimeDelta;
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{DecisionSearch, ParticipantState, PassEnd, PublicOutcome, ReasonCode};
use jigsaw_domain::delivery::{
    AddressDigest, Attempt, DeliveryState, MessageBody, Suppression, SuppressionCause, Unsubscription,
};
use jigsaw_domain::directory::ContactSearch;
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::invitation::{Invitation, ListSearch, ListState, SearchText};
use jigsaw_domain::port::{
    Accounts, Budget, Change, ChangeSet, Commits as _, Decisions, Directory as _, Door as _, DoorQuery, Events as _,
    Invitations, LimitKey, Limiter as _, Outbox as _, Participants, Sessions, SessionsOf, Suppressions as _,
};
use jigsaw_domain::session::{Capacity, Session};
use jigsaw_testkit::build;
use sea_orm::DbBackend;

use self::listening::{Listening, Plan, open};
use crate::Store;

fn door(session: &Session, email: Option<&str>) -> DoorQuery {
    let email = email.map(|email| build::email(email).key().clone());
    DoorQuery { session: Some(session.id()), invitation: None, email, pass: None }
}

#[tokio::test]
async fn the_join_path_is_a_few_look_ups_by_index() {
    let listening = open(DbBackend::Sqlite).await.unwrap();
    join_path(&listening, 8, |plan| plan.grow.is_empty() && !plan.sorts).await;
}

#[tokio::test]
async fn the_join_path_is_a_few_look_ups_by_index_on_postgresql() {
    let Some(listening) = open(DbBackend::Postgres).await else { return };
    // Beside the writes, the other nodes are notified. The few rows that are locked are put in order first.
    join_path(&listening, 9, |plan| plan.grow.is_empty() && !plan.reads_a_crowd()).await;
}

async fn join_path(listening: &Listening, statements: usize, by_index: impl Fn(&Plan) -> bool) {
    let store = &listening.store;
    let session = build::session().live().capacity(10).build();
    let invitation = build::invitation(&session, "guest@example.org");
    store
        .commit(ChangeSet::of([
            Change::InsertAccount(build::host()),
            Change::InsertSession(session.clone()),
            Change::InsertInvitations(vec![invitation.clone()]),
            Change::InsertParticipant(build::participant(&session, "early@example.org")),
        ]))
        .await
        .unwrap();
    listening.fill().await;
    listening.forget();

    store.situation(door(&session, Some("guest@example.org"))).await.unwrap().unwrap();
    let reads = listening.plans().await;
    assert_eq!(reads.len(), 1, "someone new is one statement: {reads:#?}");
    let by_index = |plans: &[Plan]| {
        for plan in plans {
            assert!(by_index(plan), "{plan:#?}");
        }
    };
    by_index(&reads);

    let person = build::participant(&session, "guest@example.org");
    let pass = build::pass(&person, "phone");
    let set = ChangeSet {
        changes: vec![
            Change::GuardSession(session.id(), session.version()),
            Change::GuardInvitation(invitation.id, invitation.version),
            Change::InsertParticipant(person.clone()),
            Change::InsertPass(pass.clone()),
            Change::RecordDecision(build::decision_record(&session, build::now())),
            Change::LimitSeats(session.id(), Capacity::parse(10).unwrap()),
        ],
        events: vec![build::event(&session, EventKind::ParticipantChanged(person.id))],
        audit: vec![build::audit_entry(&session, "participant.joined")],
        messages: Vec::new(),
    };
    store.commit(set).await.unwrap();
    let writes = listening.plans().await;
    assert_eq!(writes.len(), statements, "{writes:#?}");
    by_index(&writes);

    let linked = DoorQuery { session: None, invitation: Some(invitation.id), email: None, pass: Some(pass.digest) };
    store.situation(linked).await.unwrap().unwrap();
    let again = listening.plans().await;
    assert_eq!(again.len(), 2, "someone who was here is two: {again:#?}");
    by_index(&again);

    store.by_pass(pass.digest).await.unwrap().unwrap();
    let shown = listening.plans().await;
    assert_eq!(shown.len(), 1);
    by_index(&shown);
}

/// Runs every port method and every kind of change once.
async fn everything(store: &Store) {
    let (now, host, guest) = (build::now(), build::host(), build::guest());
    let session = build::session().live().build();
    let invitation = build::invitation(&session, "guest@example.org");
    let person = build::participant(&session, "guest@example.org");
    let (pass, code) = (build::pass(&person, "phone"), build::mail_code(&session, "guest@example.org"));
    let (sign_in, token) = (build::sign_in(&host, "browser"), build::api_token(&host, "program"));
    let mut set = ChangeSet::of([
        Change::InsertAccount(host.clone()),
        Change::InsertAccount(guest.clone()),
        Change::InsertSession(session.clone()),
        Change::InsertSession(build::session().titled("soon").starts_in(5).reminders(&[10, 60]).build()),
        Change::InsertInvitations(vec![invitation.clone()]),
        Change::InsertParticipant(person.clone()),
        Change::InsertPass(pass.clone()),
        Change::PutCode(code.clone()),
        Change::InsertSignIn(sign_in.clone()),
        Change::InsertToken(token.clone()),
        Change::RecordDecision(build::decision_record(&session, now)),
        Change::MarkReminded(session.id(), build::offset(10), session.schedule().starts_at()),
    ]);
    set.messages = vec![build::invitation_mail(&invitation)];
    set.events = vec![build::event(&session, EventKind::SessionStarted)];
    store.commit(set).await.unwrap();
    let mut waiting = person.clone().moved(ParticipantState::Waiting { reasons: vec![ReasonCode::TooEarly] }, now);
    waiting.approved = true;
    let changes = [
        Change::GuardSession(session.id(), session.version()),
        Change::UpdateSession(session.clone()),
        Change::UpdateInvitations(vec![invitation.clone()]),
        Change::UpdateParticipants(vec![waiting]),
        Change::UpdateAccount(guest.clone()),
        Change::TouchPass(pass.id, build::minutes(1)),
        Change::EndPasses(vec![pass.id], PassEnd::Left),
        Change::CountWrongTry(code.id),
    ];
    store.commit(ChangeSet::of(changes)).await.unwrap();
    let _ = Sessions::find(store, session.id()).await.unwrap();
    for which in [SessionsOf::All, SessionsOf::Upcoming(now), SessionsOf::Past(now)] {
        let _ = Sessions::list(store, host.id, which, None, 10).await.unwrap();
        let _ = Sessions::list(store, host.id, which, Some(session.id()), 10).await.unwrap();
    }
    let _ = store.overdue(now, 10).await.unwrap();
    assert_eq!(store.reminders_due(now, 10).await.unwrap().len(), 2);
    let _ = Invitations::find(store, invitation.id).await.unwrap();
    let _ = store.mailed(session.id(), None).await.unwrap();
    let _ = store.mailed(session.id(), Some(invitation.id)).await.unwrap();
    let keys = vec![invitation.email.key().clone()];
    let _ = Invitations::find_by_emails(store, session.id(), keys.clone()).await.unwrap();
    let _ = store.active(session.id()).await.unwrap();
    let _ = Invitations::list(store, session.id(), None, 10).await.unwrap();
    let _ = Invitations::list(store, session.id(), Some(invitation.id), 10).await.unwrap();
    let _ = store.find_all(session.id(), vec![invitation.id]).await.unwrap();
    for state in ListState::ALL {
        let text = SearchText::parse("guest example").unwrap();
        let search = ListSearch { text, role: Some(invitation.role), state: Some(*state) };
        let _ = Invitations::search(store, session.id(), search.clone(), Some(invitation.id), 10).await.unwrap();
        let _ = store.count(session.id(), search).await.unwrap();
    }
    let _ = Invitations::tally(store, session.id()).await.unwrap();
    let _ = Participants::find(store, person.id).await.unwrap();
    let _ = Participants::list(store, session.id()).await.unwrap();
    let _ = store.waiting(session.id()).await.unwrap();
    let _ = store.seats_taken(session.id()).await.unwrap();
    let _ = store.standing(session.id()).await.unwrap();
    let _ = store.by_account(guest.email.key()).await.unwrap();
    let _ = Accounts::find(store, host.id).await.unwrap();
    let _ = store.find_by_email(host.email.key()).await.unwrap();
    let _ = Accounts::find_by_emails(store, keys).await.unwrap();
    let _ = store.by_sign_in(sign_in.digest).await.unwrap().unwrap();
    let _ = store.by_token(token.digest).await.unwrap().unwrap();
    let _ = store.any_host().await.unwrap();
    let record = Decisions::list(store, session.id(), None, 10).await.unwrap().remove(0);
    let _ = Decisions::list(store, session.id(), Some(record.id), 10).await.unwrap();
    let wanted = DecisionSearch {
        address: Some("mike".to_owned()),
        outcome: Some(PublicOutcome::Needs),
        reason: Some(ReasonCode::NameRequired),
    };
    let _ = Decisions::search(store, session.id(), wanted, Some(record.id), 10).await.unwrap();
    let _ = store.link_uses(session.id(), None, 10).await.unwrap();
    let _ = store.link_uses(session.id(), Some(invitation.id), 10).await.unwrap();
    let _ = store.code(code.id).await.unwrap();
    let _ = store.since(session.id(), EventSeq(0), 10).await.unwrap();
    let _ = store.subscribe(session.id()).await.unwrap();
    for attempt in [Attempt::Deferred { until: now, error: "busy".to_owned() }, Attempt::Sent] {
        let claimed = store.claim(now, TimeDelta::minutes(1), 10).await.unwrap().remove(0);
        store.complete(claimed.message.id, claimed.fence, attempt, now).await.unwrap();
    }
    for _ in 0..2 {
        store.spend(Budget::Guesses, &LimitKey("key".to_owned()), 1, now).await.unwrap();
    }
    directory(store, &host).await;
    let ends = [Change::UseCode(code.id), Change::DeleteSignIn(sign_in.digest), Change::DeleteSignIns(host.id)];
    store.commit(ChangeSet::of(ends)).await.unwrap();
    store.prune(now).await.unwrap();
    everything_about_mail(store, &session, &invitation).await;
}

/// The same of what is told about mail, and of who is not mailed.
async fn everything_about_mail(store: &Store, session: &Session, invitation: &Invitation) {
    let now = build::now();
    let address = AddressDigest::new([7; 16]);
    let (cause, words) = (SuppressionCause::Bounced, None);
    let mail = build::message(MessageBody::Invitation { invitation: invitation.id, on_the_fly: false }, "another");
    let mut set = ChangeSet::of([
        Change::Suppress(Suppression { address, cause, words, since: now }),
        Change::Unsubscribe(Unsubscription { host: session.host(), address, since: now }),
        Change::TakeReport("report".to_owned(), now),
        Change::ReportMessage(mail.id, DeliveryState::Deferred, None),
    ]);
    set.messages = vec![mail.clone()];
    store.commit(set).await.unwrap();
    assert!(store.message(mail.id).await.unwrap().is_some());
    assert_eq!(store.suppressed(vec![address]).await.unwrap().len(), 1);
    assert_eq!(store.unsubscribed(session.host(), vec![address]).await.unwrap().len(), 1);
    assert_eq!(Invitations::tally(store, session.id()).await.unwrap().queued, 1);
    for attempt in [
        Attempt::PutBack { until: now, error: "away".to_owned() },
        Attempt::Bounced { error: "550".to_owned(), address },
    ] {
        let claimed = store.claim(now, TimeDelta::minutes(1), 10).await.unwrap().remove(0);
        store.complete(claimed.message.id, claimed.fence, attempt, now).await.unwrap();
        let _ = store.held_since().await.unwrap();
    }
    let undo = [Change::LiftSuppressions(vec![address]), Change::Resubscribe(session.host(), vec![address])];
    store.commit(ChangeSet::of(undo)).await.unwrap();
}

/// The same for the directory of participants.
async fn directory(store: &Store, host: &Account) {
    let (mia, group) = (build::contact(host, "mia@example.org"), build::group(host, "Class"));
    let made = [
        Change::InsertContacts(vec![mia.clone()]),
        Change::InsertGroup(group.clone()),
        Change::UpdateContact(mia.clone()),
        Change::UpdateGroup(group.clone()),
        Change::AddToGroup(group.id, vec![mia.id]),
    ];
    store.commit(ChangeSet::of(made)).await.unwrap();
    let _ = store.contact(mia.id).await.unwrap();
    let _ = store.contacts_by_emails(host.id, vec![mia.email.key().clone()]).await.unwrap();
    let _ = store.contacts_by_ids(host.id, vec![mia.id]).await.unwrap();
    let text = SearchText::parse("mia").unwrap();
    for search in [ContactSearch::default(), ContactSearch { text, group: Some(group.id) }] {
        let _ = store.contacts(host.id, search.clone(), None, 10).await.unwrap();
        let _ = store.contacts(host.id, search, Some(mia.id), 10).await.unwrap();
    }
    let _ = store.group(group.id).await.unwrap();
    let _ = store.groups(host.id).await.unwrap();
    let gone =
        [Change::RemoveFromGroup(group.id, vec![mia.id]), Change::DeleteGroup(group.id), Change::DeleteContact(mia.id)];
    store.commit(ChangeSet::of(gone)).await.unwrap();
}

#[tokio::test]
async fn nothing_is_found_by_reading_a_whole_table() {
    no_table_is_read_whole(&open(DbBackend::Sqlite).await.unwrap()).await;
}

#[tokio::test]
async fn nothing_is_found_by_reading_a_whole_table_on_postgresql() {
    let Some(listening) = open(DbBackend::Postgres).await else { return };
    no_table_is_read_whole(&listening).await;
}

async fn no_table_is_read_whole(listening: &Listening) {
    everything(&listening.store).await;
    let plans = listening.plans().await;
    assert!(plans.len() > 60, "only {} statements were heard", plans.len());
    let whole = plans.iter().filter(|plan| !plan.grow.is_empty()).map(|plan| (&plan.sql, &plan.grow));
    let whole: Vec<_> = whole.collect();
    assert!(whole.is_empty(), "{whole:#?}");
}

#[tokio::test]
async fn a_whole_table_that_is_read_is_seen() {
    for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
        let Some(listening) = open(backend).await else { continue };
        for (sql, grows) in [
            ("SELECT kind FROM events WHERE kind = $1", true),
            ("SELECT digest FROM passes WHERE ended = $1 ORDER BY digest LIMIT 1", true),
            ("SELECT id FROM accounts WHERE email_key = $1", false),
        ] {
            listening.store.ask_one(sql, ["x".into()]).await.unwrap();
            let plans = listening.plans().await;
            assert_eq!(plans.len(), 1);
            assert_eq!(!plans[0].grow.is_empty(), grows, "{plans:?}");
        }
    }
}
