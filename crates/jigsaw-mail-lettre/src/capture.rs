//! Captured mail: nothing leaves, everything can be read.
//!
//! Each mail is two files, `<id>.eml` and `<id>.json`, in a folder of its own (0700, files 0600) beside the database and
//! not in it: they hold links and codes. The second file makes the mail: it is written after the first has reached the
//! disk, each by way of a temporary file and a rename, so that a crash leaves a whole mail or none.

mod files;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jigsaw_domain::delivery::{Letter, LetterBody};
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{CapturedMail, Clock, DeliveryError, Mailbox, Mailer, PortError};

use crate::{Mail, MailFrom, Writer};
use files::Files;

/// Captures letters instead of sending them.
pub struct CaptureMailer {
    writer: Writer,
    files: Files,
    clock: Arc<dyn Clock>,
    /// What the files hold, so that listing thousands of mails reads none of them.
    index: Mutex<HashMap<MessageId, Arc<CapturedMail>>>,
}

impl std::fmt::Debug for CaptureMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CaptureMailer").field("files", &self.files).finish_non_exhaustive()
    }
}

impl CaptureMailer {
    /// Opens the folder, makes it if it is not there, and reads what it holds. Files that cannot be read are left alone
    /// and logged by name.
    ///
    /// # Errors
    ///
    /// [`PortError::Unavailable`] when the folder cannot be made, closed to others, or listed.
    pub async fn open(folder: impl Into<PathBuf>, from: MailFrom, clock: Arc<dyn Clock>) -> Result<Self, PortError> {
        let folder = folder.into();
        let (files, mails) = blocking(move || {
            let files = Files::open(folder)?;
            let mails = files.load()?;
            Ok((files, mails))
        })
        .await
        .map_err(|error| PortError::Unavailable(error.to_string()))?;
        let index = mails.into_iter().map(|(id, mail)| (id, Arc::new(mail))).collect();
        Ok(Self { writer: Writer::new(from), files, clock, index: Mutex::new(index) })
    }

    fn index(&self) -> MutexGuard<'_, HashMap<MessageId, Arc<CapturedMail>>> {
        // A map of whole values is as good after a panic elsewhere as before.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for CaptureMailer {
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let mail = self.writer.write(letter)?;
        let eml = mail.to_bytes();
        let captured = Arc::new(CapturedMail { sent_at: self.clock.now(), ..captured(letter, mail) });
        let (id, files, entry) = (letter.id, self.files.clone(), Arc::clone(&captured));
        blocking(move || files.store(id, &eml, &entry))
            .await
            // A full disk, a folder that went away: like a relay that is down, it may be mended.
            .map_err(|error| DeliveryError::Temporary(format!("the mail was not captured: {error}")))?;
        self.index().insert(id, captured);
        Ok(())
    }
}

#[async_trait]
impl Mailbox for CaptureMailer {
    async fn list(&self) -> Result<Vec<CapturedMail>, PortError> {
        let mut mails: Vec<Arc<CapturedMail>> = self.index().values().cloned().collect();
        // Ids grow with time and decide among mails of one moment.
        mails.sort_by(|a, b| (b.sent_at, &b.id).cmp(&(a.sent_at, &a.id)));
        Ok(mails.iter().map(|mail| CapturedMail::clone(mail)).collect())
    }

    async fn find(&self, id: &str) -> Result<Option<CapturedMail>, PortError> {
        // Only the canonical text of an id ever becomes the name of a file.
        let Some(id) = MessageId::parse(id) else {
            return Ok(None);
        };
        Ok(self.index().get(&id).map(|mail| CapturedMail::clone(mail)))
    }

    async fn raw(&self, id: &str) -> Result<Option<Vec<u8>>, PortError> {
        let Some(id) = MessageId::parse(id) else {
            return Ok(None);
        };
        if !self.index().contains_key(&id) {
            return Ok(None);
        }
        let files = self.files.clone();
        blocking(move || files.eml(id)).await.map_err(|error| PortError::Unavailable(error.to_string()))
    }
}

fn captured(letter: &Letter, mail: Mail) -> CapturedMail {
    CapturedMail {
        id: letter.id.to_string(),
        to: letter.to.as_typed().to_owned(),
        subject: mail.subject,
        kind: letter.body.kind().as_str().to_owned(),
        on_the_fly: matches!(letter.body, LetterBody::Invitation { on_the_fly: true, .. }),
        text: mail.text,
        html: mail.html,
        sent_at: letter.created_at,
    }
}

/// Disks block; the runtime's threads must not.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> std::io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(std::io::Error::other(stopped)),
    }
}
