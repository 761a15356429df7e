//! What happens when things break: callers that go away, stores that close, disks that fill up.

use std::time::Duration;

use jigsaw_domain::admission::ParticipantState;
use jigsaw_domain::event::EventKind;
use jigsaw_domain::port::{
    Change, ChangeSet, Commits as _, Door as _, DoorQuery, Events as _, Participants, PortError,
};
use jigsaw_domain::session::Session;
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::build;
use sea_orm::ConnectionTrait as _;

use crate::support::{On, column, number, on_both, open_on, options};

on_both! {
    a_caller_that_goes_away_leaves_nothing_half_done
    what_is_queued_is_written_before_a_store_closes
    dropping_the_last_store_ends_its_writer_and_lets_go_of_the_database
    a_full_disk_is_unavailable_and_passes
    another_process_that_writes_for_too_long_is_unavailable
    a_row_that_cannot_be_read_names_its_place_and_keeps_its_value_to_itself
    old_budgets_sign_ins_and_codes_are_pruned
    what_was_acknowledged_is_there_after_a_kill
}

/// A change set whose parts stand and fall together: a person, a pass, an event, an audit row.
fn join(session: &Session, who: usize) -> ChangeSet {
    let person = build::participant(session, &format!("guest{who}@example.org"));
    let pass = build::pass(&person, &format!("pass {who}"));
    let kind = EventKind::ParticipantChanged(person.id);
    ChangeSet {
        changes: vec![Change::InsertParticipant(person), Change::InsertPass(pass)],
        events: vec![build::event(session, kind)],
        ..ChangeSet::default()
    }
}

async fn a_caller_that_goes_away_leaves_nothing_half_done(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    for who in 0..200 {
        let store = opened.store.clone();
        let set = join(&session, who);
        let caller = tokio::spawn(async move { store.commit(set).await });
        tokio::time::sleep(Duration::from_micros(37 * (who as u64 % 23))).await;
        caller.abort();
    }
    // The writer is in order: this waits for everything before it.
    opened.store.commit(join(&session, 1_000)).await.unwrap();
    let db = opened.beside().await;
    let people = number(&db, "SELECT COUNT(*) FROM participants").await;
    assert!(people >= 1, "{people}");
    assert_eq!(number(&db, "SELECT COUNT(*) FROM passes").await, people);
    assert_eq!(number(&db, "SELECT COUNT(*) FROM events").await, people);
    opened.store.commit(join(&session, 1_001)).await.unwrap();
}

async fn what_is_queued_is_written_before_a_store_closes(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let mut feed = opened.store.subscribe(session.id()).await.unwrap();
    let waiting: Vec<_> = (0..50)
        .map(|who| {
            let (store, set) = (opened.store.clone(), join(&session, who));
            tokio::spawn(async move { store.commit(set).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(5)).await;
    opened.store.close().await;
    let mut written = 0;
    for answer in waiting {
        match answer.await.unwrap() {
            Ok(()) => written += 1,
            Err(error) => assert!(matches!(error, PortError::Unavailable(_)), "{error}"),
        }
    }
    while feed.next().await.is_some() {}
    let db = opened.beside().await;
    assert_eq!(number(&db, "SELECT COUNT(*) FROM participants").await, written);
    assert!(matches!(opened.store.commit(join(&session, 99)).await, Err(PortError::Unavailable(_))));
    let mut over = opened.store.subscribe(session.id()).await;
    if let Ok(feed) = &mut over {
        assert!(feed.next().await.is_none());
    }
}

async fn dropping_the_last_store_ends_its_writer_and_lets_go_of_the_database(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let (address, folder) = (opened.address(), opened.folder.clone());
    drop(opened);
    let again = Store::connect(&address, options()).await.unwrap();
    again.commit(join(&session, 1)).await.unwrap();
    drop(folder);
}

/// When a write fails inside a batch, the database may end the transaction by itself. Nothing of it may then be written outside
/// of one, nobody may be told that it was, and the writer goes on.
async fn a_full_disk_is_unavailable_and_passes(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let db = opened.beside().await;
    // Stands in for the disk: fails as the database does. SQLite's transaction is gone then, PostgreSQL's is broken.
    let (full, empty) = match on {
        On::Sqlite => (
            "CREATE TRIGGER disk_full BEFORE INSERT ON passes \
             WHEN (SELECT COUNT(*) FROM passes) >= 20 BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END",
            "DROP TRIGGER disk_full",
        ),
        On::Postgres => (
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF (SELECT COUNT(*) FROM passes) >= 20 THEN RAISE 'disk full' USING ERRCODE = '53100'; END IF; \
             RETURN NEW; END $$; \
             CREATE TRIGGER disk_full BEFORE INSERT ON passes FOR EACH ROW EXECUTE FUNCTION disk_full()",
            "DROP TRIGGER disk_full ON passes",
        ),
    };
    db.execute_unprepared(full).await.unwrap();
    let joins: Vec<_> = (0..100)
        .map(|who| {
            let (store, set) = (opened.store.clone(), join(&session, who));
            tokio::spawn(async move { store.commit(set).await })
        })
        .collect();
    let mut written = 0;
    for answer in joins {
        match answer.await.unwrap() {
            Ok(()) => written += 1,
            Err(error) => assert_ne!(error, PortError::Conflict),
        }
    }
    assert_eq!(written, 20);
    for table in ["participants", "passes", "events"] {
        assert_eq!(number(&db, &format!("SELECT COUNT(*) FROM {table}")).await, 20, "{table}");
    }
    db.execute_unprepared(empty).await.unwrap();
    for who in 200..205 {
        opened.store.commit(join(&session, who)).await.unwrap();
    }
    assert_eq!(number(&db, "SELECT COUNT(*) FROM participants").await, 25);
}

async fn another_process_that_writes_for_too_long_is_unavailable(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    // Long enough to open a connection on a busy machine.
    let impatient = opened.another(StoreOptions { patience: Duration::from_secs(2), ..options() }).await;
    let db = opened.beside().await;
    let begin = match on {
        On::Sqlite => "BEGIN IMMEDIATE",
        On::Postgres => "BEGIN; LOCK TABLE participants IN SHARE MODE",
    };
    db.execute_unprepared(begin).await.unwrap();
    let busy = impatient.commit(join(&session, 1)).await;
    assert!(matches!(busy, Err(PortError::Unavailable(_))), "{busy:?}");
    // Readers are not held up.
    assert_eq!(impatient.seats_taken(session.id()).await.unwrap(), 0);
    db.execute_unprepared("ROLLBACK").await.unwrap();
    impatient.commit(join(&session, 1)).await.unwrap();
}

async fn a_row_that_cannot_be_read_names_its_place_and_keeps_its_value_to_itself(on: On) {
    let opened = open_on(on).await;
    let (_, session) = opened.with(build::session().live()).await;
    let person = build::participant(&session, "guest@example.org");
    opened.commit([Change::InsertParticipant(person.clone())]).await;
    let db = opened.beside().await;
    for (damage, place) in [
        ("state = 'gone fishing'", "participants.state"),
        ("state = 'waiting'", "participants.waiting_reasons"),
        ("state = 'waiting', waiting_reasons = '[\"gone fishing\"]'", "participants.waiting_reasons"),
        ("state = 'waiting', waiting_reasons = 'gone fishing'", "participants.waiting_reasons"),
        ("role = 'gone fishing'", "participants.role"),
        ("email = 'gone fishing'", "participants.email"),
        ("epoch = -1", "participants.epoch"),
        ("created_at = 9223372036854775807", "participants.created_at"),
    ] {
        db.execute_unprepared(&format!("UPDATE participants SET {damage}")).await.unwrap();
        match Participants::find(&opened.store, person.id).await {
            Err(PortError::Corrupt(text)) => {
                assert!(text.contains(place) && !text.contains("fishing"), "{damage}: {text}");
            }
            other => panic!("{damage}: {other:?}"),
        }
        let whole = "UPDATE participants SET state = 'admitted', role = 'attendee', email = 'guest@example.org', \
                     epoch = 0, created_at = 0, waiting_reasons = NULL";
        db.execute_unprepared(whole).await.unwrap();
    }
    let again = Participants::find(&opened.store, person.id).await.unwrap().unwrap();
    assert_eq!(again.state, ParticipantState::Admitted);
    // At the door a person who cannot be read is not a person who is not there.
    if on == On::Postgres {
        // A column holds nothing but its type there.
        db.execute_unprepared("ALTER TABLE participants ALTER epoch TYPE text").await.unwrap();
    }
    db.execute_unprepared("UPDATE participants SET epoch = 'many'").await.unwrap();
    let query = DoorQuery {
        session: Some(session.id()),
        invitation: None,
        email: Some(person.email.key().clone()),
        pass: None,
    };
    let door = opened.another(options()).await.situation(query).await;
    assert!(matches!(door, Err(PortError::Corrupt(_))), "{door:?}");
}

async fn old_budgets_sign_ins_and_codes_are_pruned(on: On) {
    use jigsaw_domain::port::{Budget, LimitKey, Limiter as _};
    let opened = open_on(on).await;
    let (host, session) = opened.with(build::session()).await;
    opened
        .commit([
            Change::InsertSignIn(build::sign_in(&host, "old")),
            Change::PutCode(build::mail_code(&session, "guest@example.org")),
        ])
        .await;
    opened.store.spend(Budget::Guesses, &LimitKey("x".to_owned()), 1, build::now()).await.unwrap();
    assert_eq!(opened.store.prune(build::now()).await.unwrap(), 0);
    assert_eq!(opened.store.prune(build::minutes(5)).await.unwrap(), 1);
    assert_eq!(opened.store.prune(build::minutes(24 * 60 + 5)).await.unwrap(), 1);
    assert_eq!(opened.store.prune(build::minutes(37 * 60)).await.unwrap(), 1);
}

/// Where the child of the next test finds its database; without it, that test is nobody's child.
const CHILD: &str = "JIGSAW_TEST_KILLED_CHILD";

/// Joins without end, and says aloud which were acknowledged. Is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_joins_until_it_is_killed() {
    use std::io::Write as _;
    let Ok(address) = std::env::var(CHILD) else {
        return;
    };
    let store = Store::connect(&address, options()).await.unwrap();
    let session = Session::from(build::session().live());
    let first: usize = std::env::var("JIGSAW_TEST_FIRST").unwrap().parse().unwrap();
    let clients: Vec<_> = (0..8)
        .map(|client| {
            let (store, session) = (store.clone(), session.clone());
            tokio::spawn(async move {
                for round in 0.. {
                    let who = first + client + 8 * round;
                    store.commit(join(&session, who)).await.unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "joined {who}").unwrap();
                    out.flush().unwrap();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

async fn what_was_acknowledged_is_there_after_a_kill(on: On) {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let opened = open_on(on).await;
    opened.with(build::session().live()).await;
    opened.store.close().await;
    let mut acknowledged = Vec::new();
    for cycle in 0..5_usize {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durability::child_that_joins_until_it_is_killed", "--nocapture"])
            .env(CHILD, opened.address())
            .env("JIGSAW_TEST_FIRST", (cycle * 1_000_000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut heard = 0;
        for line in out.lines() {
            // What was printed just before the end may lack its end; it was not acknowledged then.
            let Ok(line) = line else { break };
            if let Some(who) = line.strip_prefix("joined ") {
                acknowledged.push(who.parse::<usize>().unwrap());
                heard += 1;
            }
            if heard == 40 + 13 * cycle {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(heard >= 40, "the child was killed at work");
    }
    let again = opened.another(options()).await;
    let session = Session::from(build::session().live());
    let people = Participants::list(&again, session.id()).await.unwrap();
    for who in &acknowledged {
        let email = build::email(&format!("guest{who}@example.org"));
        assert!(people.iter().any(|person| person.email == email), "{who} was acknowledged and is lost");
    }
    let db = opened.beside().await;
    let whole = i64::try_from(people.len()).unwrap();
    for table in ["passes", "events"] {
        assert_eq!(number(&db, &format!("SELECT COUNT(*) FROM {table}")).await, whole, "{table}");
    }
    if on == On::Sqlite {
        assert_eq!(column(&db, "PRAGMA integrity_check").await, ["ok"]);
    }
}
