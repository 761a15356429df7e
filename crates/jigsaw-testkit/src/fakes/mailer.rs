//! Mail that goes nowhere and is kept.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jigsaw_domain::delivery::{Letter, LetterBody, SessionLetter};
use jigsaw_domain::port::{CapturedMail, DeliveryError, Mailbox, Mailer, PortError};

/// Keeps letters instead of sending them, and shows them as a mailbox. Clones share the letters.
#[derive(Clone, Default)]
pub struct CapturingMailer(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    letters: Vec<Letter>,
    faults: VecDeque<DeliveryError>,
    broken: Option<DeliveryError>,
    tries: u64,
}

impl CapturingMailer {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every letter it took, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.inner().letters.clone()
    }

    /// The letters to one address, oldest first.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let key = crate::build::email(address);
        self.inner().letters.iter().filter(|letter| letter.to == key).cloned().collect()
    }

    /// The digits that were last mailed to this address.
    pub fn last_code_to(&self, address: &str) -> Option<String> {
        self.letters_to(address).into_iter().rev().find_map(|letter| match letter.body {
            LetterBody::Code { code, .. } => Some(code.reveal().to_owned()),
            _ => None,
        })
    }

    /// The personal link that was last mailed to this address.
    pub fn last_link_to(&self, address: &str) -> Option<String> {
        self.letters_to(address).into_iter().rev().find_map(|letter| match letter.body {
            LetterBody::Invitation { personal_link, .. }
            | LetterBody::Reminder { personal_link, .. }
            | LetterBody::Change { personal_link, .. } => Some(personal_link),
            _ => None,
        })
    }

    /// How many letters it was handed, those that failed included.
    pub fn tries(&self) -> u64 {
        self.inner().tries
    }

    /// The next letter fails like this; call it again for the one after.
    pub fn fail_next(&self, fault: DeliveryError) {
        self.inner().faults.push_back(fault);
    }

    /// Every letter fails like this until [`mend`](Self::mend).
    pub fn break_with(&self, fault: DeliveryError) {
        self.inner().broken = Some(fault);
    }

    /// Letters are taken again.
    pub fn mend(&self) {
        let mut inner = self.inner();
        inner.broken = None;
        inner.faults.clear();
    }

    /// Forgets every letter.
    pub fn clear(&self) {
        self.inner().letters.clear();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CapturingMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapturingMailer").finish_non_exhaustive()
    }
}

#[async_trait]
impl Mailer for CapturingMailer {
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let mut inner = self.inner();
        inner.tries += 1;
        if let Some(fault) = inner.faults.pop_front().or_else(|| inner.broken.clone()) {
            return Err(fault);
        }
        inner.letters.push(letter.clone());
        Ok(())
    }
}

#[async_trait]
impl Mailbox for CapturingMailer {
    async fn list(&self) -> Result<Vec<CapturedMail>, PortError> {
        Ok(self.inner().letters.iter().rev().map(captured).collect())
    }

    async fn find(&self, id: &str) -> Result<Option<CapturedMail>, PortError> {
        Ok(self.inner().letters.iter().rev().find(|letter| letter.id.to_string() == id).map(captured))
    }

    async fn raw(&self, id: &str) -> Result<Option<Vec<u8>>, PortError> {
        let mail = self.find(id).await?;
        Ok(mail.map(|mail| {
            let head = format!(
                "Message-ID: <{}@jigsaw.example>\r\nDate: {}\r\nTo: <{}>\r\nSubject: {}\r\n",
                mail.id,
                mail.sent_at.to_rfc2822(),
                mail.to,
                mail.subject,
            );
            format!("{head}\r\n{}\r\n", mail.text.replace('\n', "\r\n")).into_bytes()
        }))
    }
}

fn captured(letter: &Letter) -> CapturedMail {
    let (subject, said) = words(&letter.body);
    CapturedMail {
        id: letter.id.to_string(),
        to: letter.to.as_typed().to_owned(),
        subject,
        kind: letter.body.kind().as_str().to_owned(),
        on_the_fly: matches!(letter.body, LetterBody::Invitation { on_the_fly: true, .. }),
        html: format!("<p>{}</p>", escape(&said)),
        text: said,
        sent_at: letter.created_at,
    }
}

fn words(body: &LetterBody) -> (String, String) {
    let about =
        |session: &SessionLetter| format!("{} with {} at {}", session.title, session.host_name, session.starts_at);
    match body {
        LetterBody::Invitation { session, personal_link, .. } => {
            (format!("Invitation: {}", session.title), format!("{}\n{personal_link}", about(session)))
        }
        LetterBody::Reminder { session, personal_link, .. } => {
            (format!("Soon: {}", session.title), format!("{}\n{personal_link}", about(session)))
        }
        LetterBody::Code { session, code, .. } => {
            (format!("Your code for {}", session.title), format!("{}\n{}", about(session), code.reveal()))
        }
        LetterBody::AccountExists { session, sign_in_url } => {
            (format!("Your profile and {}", session.title), format!("{}\n{sign_in_url}", about(session)))
        }
        LetterBody::Change { session, personal_link, .. } => {
            (format!("Changed: {}", session.title), format!("{}\n{personal_link}", about(session)))
        }
        LetterBody::Cancellation { session, reason, .. } => {
            let reason = reason.as_ref().map(ToString::to_string).unwrap_or_default();
            (format!("Cancelled: {}", session.title), format!("{}\n{reason}", about(session)))
        }
        LetterBody::Welcome { sign_in_url, .. } => ("Welcome".to_owned(), sign_in_url.clone()),
        LetterBody::PasswordReset { link, .. } => ("A new password".to_owned(), link.clone()),
        LetterBody::AccessRequest { session, live_url, .. } => {
            (format!("Someone knocks: {}", session.title), format!("{}\n{live_url}", about(session)))
        }
        LetterBody::Digest { session, list_url, .. } => {
            (format!("Not delivered: {}", session.title), format!("{}\n{list_url}", about(session)))
        }
        LetterBody::LockAlert { until, .. } => ("Wrong passwords".to_owned(), format!("Locked until {until}")),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
