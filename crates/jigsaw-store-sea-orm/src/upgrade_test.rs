//! A database of the first version, brought up to date, is read by every port as it was written, on both databases.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::Standing;
use jigsaw_domain::admission::{ParticipantState, ReasonCode};
use jigsaw_domain::delivery::Attempt;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::event::EventSeq;
use jigsaw_domain::id::CodeId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{
    Accounts, Budget, Change, ChangeSet, Commits as _, Decisions, Door as _, DoorQuery, Events as _, Invitations,
    LimitKey, Limiter as _, Outbox as _, Participants, Sessions, SessionsOf, Spend,
};
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::session::{Session, SessionState, WaitingRoom};
use jigsaw_testkit::{build, postgres};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, QueryResult, Statement, TryGetable};
use sea_orm_migration::MigratorTrait as _;
use uuid::Uuid;

use crate::migration::Migrator;
use crate::{Store, StoreOptions};

const FIRST: &str = include_str!("../tests/fixtures/first_version.sql");

/// In an order in which each names only what is there already.
const TABLES: [&str; 14] = [
    "accounts",
    "sign_ins",
    "api_tokens",
    "sessions",
    "invitations",
    "participants",
    "passes",
    "mail_codes",
    "decisions",
    "events",
    "outbox",
    "audit",
    "reminders_marked",
    "limit_windows",
];

async fn connect(address: String) -> DatabaseConnection {
    let mut one = ConnectOptions::new(address);
    one.max_connections(1);
    Database::connect(one).await.unwrap()
}

async fn ask<T: TryGetable>(db: &DatabaseConnection, question: &str) -> Vec<T> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), question)).await.unwrap();
    rows.iter().map(|row: &QueryResult| row.try_get_by_index(0).unwrap()).collect()
}

/// The file that the first version wrote.
async fn restore(file: &Path) -> DatabaseConnection {
    let db = connect(format!("sqlite://{}?mode=rwc", file.display())).await;
    // The dump names rows before it holds them.
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
    db.execute_unprepared(FIRST).await.unwrap();
    assert!(ask::<String>(&db, "SELECT \"table\" FROM pragma_foreign_key_check").await.is_empty());
    db
}

/// The same rows in the first schema of PostgreSQL.
async fn copy(from: &DatabaseConnection, to: &DatabaseConnection) {
    Migrator::up(to, Some(1)).await.unwrap();
    for table in TABLES {
        let columns = format!(
            "SELECT column_name || ' ' || data_type FROM information_schema.columns \
             WHERE table_name = '{table}' ORDER BY ordinal_position"
        );
        let columns: Vec<String> = ask(to, &columns).await;
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for column in &columns {
            let (name, kind) = column.split_once(' ').unwrap();
            let literal = match kind {
                "uuid" => format!("'''' || hex({name}) || ''''"),
                "bytea" => format!("'''\\x' || hex({name}) || ''''"),
                "boolean" => format!("iif({name}, 'TRUE', 'FALSE')"),
                _ => format!("quote({name})"),
            };
            names.push(name);
            values.push(format!("iif({name} IS NULL, 'NULL', {literal})"));
        }
        let rows: Vec<String> = ask(from, &format!("SELECT {} FROM {table}", values.join(" || ',' || "))).await;
        assert!(!rows.is_empty(), "the first version wrote something to {table}");
        for row in rows {
            to.execute_unprepared(&format!("INSERT INTO {table} ({}) VALUES ({row})", names.join(", "))).await.unwrap();
        }
    }
    for (table, column) in [("events", "seq"), ("outbox", "position")] {
        let counter =
            format!("SELECT setval(pg_get_serial_sequence('{table}', '{column}'), MAX({column})) FROM {table}");
        to.execute_unprepared(&counter).await.unwrap();
    }
}

async fn counts(db: &DatabaseConnection) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in TABLES {
        counts.extend(ask::<i64>(db, &format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

#[tokio::test]
async fn an_sqlite_database_of_the_first_version_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.db");
    let beside = restore(&file).await;
    upgrade(&format!("sqlite://{}", file.display()), &beside).await;
}

#[tokio::test]
async fn a_postgresql_database_of_the_first_version_is_read_as_it_was_written() {
    let Some(cluster) = postgres::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let old = restore(&folder.path().join("old.db")).await;
    let address = cluster.database();
    let beside = connect(address.clone()).await;
    copy(&old, &beside).await;
    upgrade(&address, &beside).await;
}

async fn upgrade(address: &str, beside: &DatabaseConnection) {
    let before = counts(beside).await;
    let store = Store::connect(address, StoreOptions { connections: 4, ..StoreOptions::default() }).await.unwrap();
    let steps = Migrator::migrations().len();
    assert_eq!(store.migrate().await.unwrap().len(), steps - 1);
    assert!(store.pending().await.unwrap().is_empty());
    assert_eq!(counts(beside).await, before, "nothing is gone");
    let host = people_are_known(&store, beside).await;
    let sessions = sessions_are_there(&store, &host).await;
    let open = sessions.iter().find(|session| session.title().as_str() == "Open evening").unwrap();
    whoever_was_in_is_in(&store, beside, open).await;
    mail_goes_on(&store, beside).await;
    store.close().await;
}

fn email(text: &str) -> EmailAddress {
    build::email(text)
}

async fn digest(beside: &DatabaseConnection, table: &str) -> SecretDigest {
    let bytes = ask::<Vec<u8>>(beside, &format!("SELECT digest FROM {table} LIMIT 1")).await.remove(0);
    SecretDigest::from_bytes(bytes.try_into().unwrap())
}

async fn people_are_known(store: &Store, beside: &DatabaseConnection) -> jigsaw_domain::account::Account {
    let host = store.find_by_email(email("host@example.org").key()).await.unwrap().unwrap();
    assert_eq!((host.name.to_string().as_str(), host.standing), ("Hanna Host", Standing::Operator));
    assert!(host.password.is_some() && store.any_host().await.unwrap());
    let (_, signed_in) = store.by_sign_in(digest(beside, "sign_ins").await).await.unwrap().unwrap();
    let (token, bearer) = store.by_token(digest(beside, "api_tokens").await).await.unwrap().unwrap();
    assert_eq!((&signed_in, &bearer, token.scopes.len()), (&host, &host, 3));
    host
}

async fn sessions_are_there(store: &Store, host: &jigsaw_domain::account::Account) -> Vec<Session> {
    let sessions = Sessions::list(store, host.id, SessionsOf::All, None, 10).await.unwrap().items;
    assert_eq!(sessions.len(), 4);
    let planned = sessions.iter().find(|session| session.title().as_str() == "Next week: planning").unwrap();
    assert_eq!(planned.schedule().zone().name(), "Europe/Berlin");
    assert_eq!(planned.parts().door.capacity.map(jigsaw_domain::session::Capacity::get), Some(12));
    assert_eq!(planned.parts().door.waiting_room, WaitingRoom::Everyone);
    assert!(planned.parts().door.joinable_until.is_some());
    let invited = Invitations::list(store, planned.id(), None, 10).await.unwrap();
    let grace = invited.iter().find(|one| one.invitation.email == email("grace@example.org")).unwrap();
    assert_eq!(grace.invitation.role, Role::Presenter);
    assert_eq!(invited.iter().filter(|one| !one.invitation.is_active()).count(), 1);
    // The reminder of an hour before was planned; the one of ten minutes is still to come.
    let due = store.reminders_due(planned.schedule().starts_at() - TimeDelta::minutes(5), 10).await.unwrap();
    assert_eq!(due.iter().map(|due| due.offset.minutes()).collect::<Vec<_>>(), [10]);
    sessions
}

async fn whoever_was_in_is_in(store: &Store, beside: &DatabaseConnection, open: &Session) {
    assert!(matches!(open.state(), SessionState::Live { .. }) && open.parts().lock.is_some());
    let people = Participants::list(store, open.id()).await.unwrap();
    let state = |who: &str| people.iter().find(|one| one.email == email(who)).unwrap().state.clone();
    assert_eq!(state("mike@example.org"), ParticipantState::Admitted);
    assert_eq!(state("kaethe@example.org"), ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] });
    assert!(matches!(state("lee@example.net"), ParticipantState::Removed { reason: Some(why), banned: true }
        if why.as_str() == "Enough."));
    assert_eq!((store.seats_taken(open.id()).await.unwrap(), store.waiting(open.id()).await.unwrap().len()), (1, 1));
    let pass = "SELECT p.digest FROM passes p JOIN participants x ON x.id = p.participant_id \
                WHERE x.email_key = 'mike@example.org'";
    let pass = ask::<Vec<u8>>(beside, pass).await.remove(0);
    let pass = SecretDigest::from_bytes(pass.try_into().unwrap());
    let holder = store.by_pass(pass).await.unwrap().unwrap();
    assert_eq!(holder.participant.name.to_string(), "Mike Adams");
    let mike = Some(email("mike@example.org").key().clone());
    let door = DoorQuery { session: Some(open.id()), invitation: None, email: mike, pass: Some(pass) };
    assert_eq!(store.situation(door).await.unwrap().unwrap().participant, Some(holder.participant));

    let decided = Decisions::list(store, open.id(), None, 10).await.unwrap();
    assert_eq!(decided.len(), 3);
    let told = store.since(open.id(), EventSeq(0), 100).await.unwrap();
    assert!(told.len() >= 5, "{told:?}");
    // What comes next comes after, and everything that is there can be changed.
    let mut changes = ChangeSet::of([
        Change::UpdateSession(open.clone()),
        Change::InsertParticipant(build::participant(open, "late@example.org")),
    ]);
    changes.events.push(build::event(open, jigsaw_domain::event::EventKind::SessionChanged));
    store.commit(changes).await.unwrap();
    let all: Vec<i64> = ask(beside, "SELECT seq FROM events ORDER BY seq").await;
    assert_eq!(store.latest(open.id()).await.unwrap().0, u64::try_from(*all.last().unwrap()).unwrap());
    assert!(store.latest(open.id()).await.unwrap() > told.last().unwrap().seq);
}

async fn mail_goes_on(store: &Store, beside: &DatabaseConnection) {
    let code: Vec<Uuid> = ask(beside, "SELECT id FROM mail_codes WHERE email_key = 'ada@example.org'").await;
    let code = store.code(CodeId::from_uuid(code[0])).await.unwrap().unwrap();
    assert_eq!(code.email, email("ada@example.org"));
    let now = last_mail(beside).await;
    let claimed = store.claim(now, TimeDelta::minutes(1), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(claimed[0].fence.0 > 9, "fences go on growing");
    store.complete(claimed[0].message.id, claimed[0].fence, Attempt::Sent, now).await.unwrap();
    // Six mails of the day are spent.
    let host: Vec<Uuid> = ask(beside, "SELECT host_id FROM sessions LIMIT 1").await;
    let key = LimitKey(host[0].to_string());
    let spent = store.spend(Budget::MailsOfHost, &key, 1_995, now).await.unwrap();
    assert!(matches!(spent, Spend::Refused { .. }), "{spent:?}");
    assert_eq!(store.spend(Budget::MailsOfHost, &key, 1_994, now).await.unwrap(), Spend::Allowed);
}

async fn last_mail(beside: &DatabaseConnection) -> DateTime<Utc> {
    let due: Vec<i64> = ask(beside, "SELECT due_at FROM outbox WHERE state = 'queued'").await;
    DateTime::from_timestamp_micros(due[0]).unwrap()
}

#[test]
fn the_fixture_holds_every_table_of_the_first_schema() {
    let made = FIRST.lines().filter_map(|line| line.strip_prefix("CREATE TABLE \"")?.split('"').next());
    let mut made: Vec<&str> = made.filter(|table| *table != "seaql_migrations").collect();
    let mut known = TABLES.to_vec();
    made.sort_unstable();
    known.sort_unstable();
    assert_eq!(made, known);
}
