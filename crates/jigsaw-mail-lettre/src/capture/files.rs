//! The folder of captured mail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::CapturedMail;
use serde::{Deserialize, Serialize};

/// What half-written files end with.
const TEMPORARY: &str = "tmp";

/// What stands in `<id>.json`.
#[derive(Serialize, Deserialize)]
struct Entry {
    id: String,
    to: String,
    subject: String,
    kind: String,
    on_the_fly: bool,
    sent_at: String,
    text: String,
    html: String,
}

/// The folder. Its methods block.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: Arc<Path>,
    /// Tells apart the temporary files of two tries of one mail.
    turn: Arc<AtomicU64>,
}

impl Files {
    /// Makes the folder if needed, closes it to others, and clears away what a crash left half-written.
    pub(super) fn open(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        restrict(&folder)?;
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == TEMPORARY) {
                fs::remove_file(path)?;
            }
        }
        Ok(Self { folder: folder.into(), turn: Arc::default() })
    }

    /// Every whole mail in the folder.
    pub(super) fn load(&self) -> io::Result<Vec<(MessageId, CapturedMail)>> {
        let mut mails = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if let Some(mail) = MessageId::parse(name).and_then(|id| Some((id, read(&path, id)?))) {
                mails.push(mail);
            } else {
                tracing::warn!(file = name, "this file of captured mail cannot be read and is left out");
            }
        }
        Ok(mails)
    }

    /// Keeps a mail; one with the same id is replaced.
    pub(super) fn store(&self, id: MessageId, eml: &[u8], mail: &CapturedMail) -> io::Result<()> {
        let entry = Entry {
            id: mail.id.clone(),
            to: mail.to.clone(),
            subject: mail.subject.clone(),
            kind: mail.kind.clone(),
            on_the_fly: mail.on_the_fly,
            sent_at: mail.sent_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            text: mail.text.clone(),
            html: mail.html.clone(),
        };
        let json = serde_json::to_vec(&entry)?;
        self.write(id, "eml", eml)?;
        self.write(id, "json", &json)?;
        // The names, too, must be on the disk before the letter counts as delivered.
        File::open(&self.folder)?.sync_all()
    }

    /// One mail as it would have been sent.
    pub(super) fn eml(&self, id: MessageId) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(format!("{id}.eml"))) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, id: MessageId, ending: &str, bytes: &[u8]) -> io::Result<()> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let temporary = self.folder.join(format!("{id}.{ending}.{turn}.{TEMPORARY}"));
        let written = private(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        let done = written.and_then(|()| fs::rename(&temporary, self.folder.join(format!("{id}.{ending}"))));
        if done.is_err() {
            // What is in the way of the mail is reported; of the temporary file, the next start takes care.
            drop(fs::remove_file(&temporary));
        }
        done
    }
}

fn read(path: &Path, id: MessageId) -> Option<CapturedMail> {
    let entry: Entry = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let sent_at: DateTime<Utc> = entry.sent_at.parse().ok()?;
    (entry.id == id.to_string()).then_some(CapturedMail {
        id: entry.id,
        to: entry.to,
        subject: entry.subject,
        kind: entry.kind,
        on_the_fly: entry.on_the_fly,
        text: entry.text,
        html: entry.html,
        sent_at,
    })
}

/// A new file that only the server's own user may open, from its first moment on.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder may have been made by hand, with wider permissions.
#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}
