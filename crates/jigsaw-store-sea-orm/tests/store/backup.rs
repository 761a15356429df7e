//! Copies of a SQLite file, and what the server remembers about itself.

use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use jigsaw_domain::port::{Change, ChangeSet, Commits as _, Outbox as _, Sessions as _};
use jigsaw_store_sea_orm::{Replace, Store, StoreError, StoreOptions, copy_sqlite, inspect_sqlite, restore_sqlite};
use jigsaw_testkit::build;

use crate::support::{column, open};

async fn at(path: &Path) -> Store {
    Store::connect(&format!("sqlite://{}", path.display()), StoreOptions::default()).await.unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_is_remembered_is_read_by_every_process() {
    let opened = open().await;
    let beside = at(&opened.file()).await;
    assert!(!beside.is_paused().await.unwrap());
    assert_eq!(beside.key_check().await.unwrap(), None);
    opened.store.set_paused(true).await.unwrap();
    opened.store.set_key_check("1.abc").await.unwrap();
    assert!(beside.is_paused().await.unwrap());
    assert_eq!(beside.key_check().await.unwrap().as_deref(), Some("1.abc"));
    beside.set_paused(false).await.unwrap();
    assert!(!opened.store.is_paused().await.unwrap());
}

#[tokio::test]
async fn a_copy_holds_one_moment_while_others_write() {
    let opened = open().await;
    let (_, session) = opened.with(build::session().live()).await;
    let store = opened.store.clone();
    let id = session.id();
    // Each commit writes two people: a copy that is not of one moment holds an odd number of them.
    let busy = tokio::spawn(async move {
        for pair in 0..200 {
            let two = [0, 1].map(|one| build::participant(&session, &format!("g{pair}-{one}@example.org")));
            store.commit(ChangeSet::of(two.map(Change::InsertParticipant))).await.unwrap();
        }
    });
    let mut sizes = Vec::new();
    for round in 0.. {
        let copy = opened.folder.path().join(format!("copy{round}.db"));
        copy_sqlite(&opened.file(), &copy).await.unwrap();
        inspect_sqlite(&copy).await.unwrap();
        let restored = at(&copy).await;
        let people = jigsaw_domain::port::Participants::list(&restored, id).await.unwrap().len();
        assert_eq!(people % 2, 0, "half a commit in copy {round}");
        restored.close().await;
        sizes.push(people);
        if busy.is_finished() {
            break;
        }
    }
    busy.await.unwrap();
    assert!(sizes.is_sorted(), "{sizes:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_for_its_owner_alone_and_overwrites_nothing() {
    use std::os::unix::fs::PermissionsExt as _;

    let opened = open().await;
    let copy = opened.folder.path().join("copy.db");
    copy_sqlite(&opened.file(), &copy).await.unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&copy).unwrap();
    let again = copy_sqlite(&opened.file(), &copy).await;
    assert!(matches!(again, Err(StoreError::File { path, .. }) if path == copy));
    assert_eq!(fs::read(&copy).unwrap(), before);
    let nowhere = copy_sqlite(&opened.folder.path().join("none.db"), &opened.folder.path().join("x.db")).await;
    assert!(matches!(nowhere, Err(StoreError::File { .. })));
    assert!(names(opened.folder.path()).iter().all(|name| !name.contains("unfinished")));
}

#[tokio::test]
async fn a_restored_database_is_paused_and_its_claimed_messages_are_free() {
    let opened = open().await;
    let (_, session) = opened.with(build::session()).await;
    let invitation = build::invitation(&session, "mike@example.org");
    let message = build::invitation_mail(&invitation);
    let now = message.not_before;
    let mut changes = ChangeSet::of([Change::InsertInvitations(vec![invitation])]);
    changes.messages.push(message.clone());
    opened.store.commit(changes).await.unwrap();
    assert_eq!(opened.store.claim(now, TimeDelta::hours(9), 10).await.unwrap().len(), 1);
    let copy = opened.folder.path().join("copy.db");
    copy_sqlite(&opened.file(), &copy).await.unwrap();

    let target = opened.folder.path().join("other.db");
    assert_eq!(restore_sqlite(&copy, &target, Replace::No, "1").await.unwrap(), None);
    let restored = at(&target).await;
    assert!(restored.is_paused().await.unwrap());
    assert_eq!(restored.find(session.id()).await.unwrap(), Some(session));
    let claimed = restored.claim(now, TimeDelta::seconds(60), 10).await.unwrap();
    assert_eq!(claimed.len(), 1, "nobody holds it");
    assert_eq!(claimed[0].message, message);
}

#[tokio::test]
async fn a_database_that_holds_data_is_replaced_only_when_told_and_kept() {
    let opened = open().await;
    let (_, session) = opened.with(build::session()).await;
    let copy = opened.folder.path().join("copy.db");
    copy_sqlite(&opened.file(), &copy).await.unwrap();
    opened.store.set_key_check("later").await.unwrap();
    opened.store.close().await;

    let refused = restore_sqlite(&copy, &opened.file(), Replace::No, "2").await;
    assert!(matches!(refused, Err(StoreError::HoldsData(_))), "{refused:?}");
    let kept = restore_sqlite(&copy, &opened.file(), Replace::KeepOld, "2").await.unwrap().unwrap();
    assert_eq!(kept.file_name().unwrap(), "jigsaw.db.before-restore-2");
    let (new, old) = (at(&opened.file()).await, at(&kept).await);
    assert_eq!(new.key_check().await.unwrap(), None);
    assert_eq!(old.key_check().await.unwrap().as_deref(), Some("later"));
    assert!(new.find(session.id()).await.unwrap().is_some() && new.is_paused().await.unwrap());
}

#[tokio::test]
async fn what_cannot_be_restored_leaves_everything_as_it_was() {
    let opened = open().await;
    opened.with(build::session()).await;
    let folder = opened.folder.path().to_owned();
    let copy = folder.join("copy.db");
    copy_sqlite(&opened.file(), &copy).await.unwrap();

    let text = folder.join("text.db");
    fs::write(&text, "not a database at all, but long enough to look at").unwrap();
    let foreign = folder.join("foreign.db");
    fs::write(&foreign, []).unwrap();
    let broken = folder.join("broken.db");
    let mut bytes = fs::read(&copy).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 4096].fill(0x5a);
    fs::write(&broken, bytes).unwrap();
    let newer = folder.join("newer.db");
    fs::copy(&copy, &newer).unwrap();
    let db = sea_orm::Database::connect(format!("sqlite://{}?mode=rw", newer.display())).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&db, "INSERT INTO seaql_migrations VALUES ('m9999_later', 0)")
        .await
        .unwrap();
    db.close().await.unwrap();
    opened.store.close().await;

    let (before, there) = (fs::read(opened.file()).unwrap(), names(&folder));
    for (file, expected) in
        [(&text, "no database of Jigsaw"), (&foreign, "no database of Jigsaw"), (&broken, "damaged"), (&newer, "m9999")]
    {
        let refused = restore_sqlite(file, &opened.file(), Replace::KeepOld, "3").await.unwrap_err().to_string();
        assert!(refused.contains(expected), "{}: {refused}", file.display());
    }
    assert_eq!(fs::read(opened.file()).unwrap(), before);
    assert_eq!(names(&folder), there);
}

#[tokio::test]
async fn a_copy_of_an_older_schema_is_brought_up_to_date() {
    let opened = open().await;
    opened.with(build::session()).await;
    let copy = opened.folder.path().join("old.db");
    copy_sqlite(&opened.file(), &copy).await.unwrap();
    let db = sea_orm::Database::connect(format!("sqlite://{}?mode=rw", copy.display())).await.unwrap();
    for statement in ["DROP TABLE server_state", "DELETE FROM seaql_migrations WHERE version = 'm0002_operations'"] {
        sea_orm::ConnectionTrait::execute_unprepared(&db, statement).await.unwrap();
    }
    db.close().await.unwrap();
    let target = opened.folder.path().join("new.db");
    restore_sqlite(&copy, &target, Replace::No, "4").await.unwrap();
    let restored = at(&target).await;
    assert!(restored.pending().await.unwrap().is_empty() && restored.is_paused().await.unwrap());
    let db = sea_orm::Database::connect(format!("sqlite://{}?mode=ro", target.display())).await.unwrap();
    assert_eq!(column(&db, "SELECT value FROM server_state WHERE key = 'paused'").await, ["yes"]);
}
