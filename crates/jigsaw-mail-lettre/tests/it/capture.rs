//! The folder of captured mail.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::Letter;
use jigsaw_domain::id::MessageId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::language::Language;
use jigsaw_domain::port::{Clock, DeliveryError, Mailbox as _, Mailer as _};
use jigsaw_mail_lettre::CaptureMailer;
use uuid::Uuid;

use crate::samples::{VOICES, all, at, from, invitation, write};

/// Moves on by a second with each look.
#[derive(Default)]
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> DateTime<Utc> {
        at("2027-02-20T09:00:00.000001Z") + TimeDelta::seconds(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

async fn open(folder: &Path) -> CaptureMailer {
    CaptureMailer::open(folder, from(), Arc::new(Ticking::default())).await.unwrap()
}

fn numbered(number: u128, letter: Letter) -> Letter {
    Letter { id: MessageId::from_uuid(Uuid::from_u128(number)), ..letter }
}

fn sample(number: u128) -> Letter {
    numbered(number, invitation(&VOICES[0], Role::Attendee, false))
}

#[tokio::test]
async fn what_is_delivered_is_listed_newest_first_and_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = open(&folder.path().join("made/on/the/way")).await;
    assert_eq!(mailer.list().await.unwrap(), []);
    let letters: Vec<Letter> =
        all().into_iter().zip(100..).map(|((_, letter), number)| numbered(number, letter)).collect();
    for letter in &letters {
        mailer.deliver(letter).await.unwrap();
    }
    let listed = mailer.list().await.unwrap();
    let expected: Vec<String> = letters.iter().rev().map(|letter| letter.id.to_string()).collect();
    assert_eq!(listed.iter().map(|mail| mail.id.clone()).collect::<Vec<_>>(), expected);
    for (mail, letter) in listed.iter().zip(letters.iter().rev()) {
        let written = write(letter);
        assert_eq!(
            (mail.subject.as_str(), mail.text.as_str(), mail.html.as_str(), mail.kind.as_str(), mail.to.as_str()),
            (
                written.subject.as_str(),
                written.text.as_str(),
                written.html.as_str(),
                letter.body.kind().as_str(),
                "mia@example.org"
            )
        );
        assert_eq!(mailer.find(&mail.id).await.unwrap().as_ref(), Some(mail));
        assert_eq!(mailer.raw(&mail.id).await.unwrap(), Some(written.to_bytes()));
    }
    assert_eq!(listed.iter().filter(|mail| mail.on_the_fly).count(), 2 * (VOICES.len() + Language::ALL.len()));

    let again = open(&folder.path().join("made/on/the/way")).await;
    assert_eq!(again.list().await.unwrap(), listed);
}

#[tokio::test]
async fn a_second_try_replaces_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = open(folder.path()).await;
    mailer.deliver(&sample(1)).await.unwrap();
    mailer.deliver(&sample(2)).await.unwrap();
    mailer.deliver(&sample(1)).await.unwrap();
    let ids: Vec<String> = mailer.list().await.unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [sample(1).id.to_string(), sample(2).id.to_string()]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "two files a mail");
}

#[tokio::test]
async fn tries_at_the_same_time_leave_one_whole_mail() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = Arc::new(open(folder.path()).await);
    let tries: Vec<_> = (0..16)
        .map(|number: u128| {
            let mailer = Arc::clone(&mailer);
            tokio::spawn(async move { mailer.deliver(&sample(number % 4)).await })
        })
        .collect();
    for one in tries {
        one.await.unwrap().unwrap();
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 8);
    assert_eq!(open(folder.path()).await.list().await.unwrap().len(), 4);
}

#[cfg(unix)]
#[tokio::test]
async fn folder_and_files_are_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail");
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let mailer = open(&path).await;
    mailer.deliver(&sample(1)).await.unwrap();
    assert_eq!(mode(&path), 0o700);
    for file in fs::read_dir(&path).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[tokio::test]
async fn only_ids_name_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret.eml"), "no mail").unwrap();
    let inner = folder.path().join("mail");
    let mailer = open(&inner).await;
    mailer.deliver(&sample(1)).await.unwrap();
    let id = sample(1).id.to_string();
    for bad in [
        "",
        ".",
        "../secret",
        "../secret.eml",
        "/etc/passwd",
        "secret\0",
        "00000000-0000-0000-0000-000000000002",
        &format!("../mail/{id}"),
        &format!("{id}.eml"),
        &id.replace('-', ""),
        &format!("{{{id}}}"),
    ] {
        assert_eq!(mailer.find(bad).await.unwrap(), None, "{bad:?}");
        assert_eq!(mailer.raw(bad).await.unwrap(), None, "{bad:?}");
    }
}

#[tokio::test]
async fn what_a_crash_left_is_no_mail() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.deliver(&sample(1)).await.unwrap();
    let (whole, half) = (sample(1).id, sample(2).id);
    fs::write(folder.path().join(format!("{half}.eml")), "the first file of two").unwrap();
    fs::write(folder.path().join(format!("{half}.json.3.tmp")), "{").unwrap();
    fs::write(folder.path().join(format!("{}.json", sample(3).id)), "{\"id\":").unwrap();
    // A mail that claims to be another.
    fs::copy(folder.path().join(format!("{whole}.json")), folder.path().join(format!("{}.json", sample(4).id)))
        .unwrap();
    let mailer = open(folder.path()).await;
    let ids: Vec<String> = mailer.list().await.unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [whole.to_string()]);
    assert_eq!(mailer.raw(&half.to_string()).await.unwrap(), None);
    assert!(!folder.path().join(format!("{half}.json.3.tmp")).exists());
    mailer.deliver(&sample(2)).await.unwrap();
    assert_eq!(mailer.list().await.unwrap().len(), 2, "the next try makes it whole");
}

#[tokio::test]
async fn a_folder_that_went_away_is_tried_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail");
    let mailer = open(&path).await;
    fs::remove_dir(&path).unwrap();
    let failed = mailer.deliver(&sample(1)).await.unwrap_err();
    assert!(matches!(&failed, DeliveryError::Temporary(why) if !why.contains("mia")), "{failed:?}");
    assert_eq!(mailer.list().await.unwrap(), []);
    fs::create_dir(&path).unwrap();
    mailer.deliver(&sample(1)).await.unwrap();
}

#[tokio::test]
async fn thousands_of_mails_are_listed_without_reading_a_file() {
    let folder = tempfile::tempdir().unwrap();
    {
        let mailer = open(folder.path()).await;
        mailer.deliver(&sample(1)).await.unwrap();
    }
    let (json, eml) = (format!("{}.json", sample(1).id), format!("{}.eml", sample(1).id));
    let (json, eml) =
        (fs::read_to_string(folder.path().join(json)).unwrap(), fs::read(folder.path().join(eml)).unwrap());
    for number in 2..=3_000 {
        let id = sample(number).id.to_string();
        fs::write(folder.path().join(format!("{id}.json")), json.replace(&sample(1).id.to_string(), &id)).unwrap();
        fs::write(folder.path().join(format!("{id}.eml")), &eml).unwrap();
    }
    let mailer = open(folder.path()).await;
    for file in fs::read_dir(folder.path()).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let listed = mailer.list().await.unwrap();
    assert_eq!(listed.len(), 3_000);
    assert!(listed.windows(2).all(|pair| pair[0].id > pair[1].id), "of one moment, the later id first");
    assert_eq!(mailer.raw(&listed[0].id).await.unwrap(), None, "a file that somebody deleted");
}
