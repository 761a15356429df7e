use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::delivery::Letter;

/// Why a letter did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It may work later: 4xx, or a conversation that broke off, so that nobody knows whether the letter was taken.
    #[error("not now: {0}")]
    Temporary(String),
    /// The mailbox does not take mail: 5xx for this person.
    #[error("the mailbox does not take it: {0}")]
    Bounced(String),
    /// The relay will never take this letter, whoever it is for: 5xx for what it says or how it is made.
    #[error("refused for good: {0}")]
    Permanent(String),
    /// The relay itself is the matter (unreachable, TLS, sign-in, our sender refused): any other letter would meet the same.
    /// The letter was not handed over.
    #[error("the relay is out of order: {0}")]
    Relay(String),
    /// The letter cannot be built.
    #[error("cannot be written: {0}")]
    Unwritable(String),
}

/// Sends letters.
///
/// 1. The mail MUST go to exactly the letter's one address.
/// 2. The Message-ID MUST be made of the letter's id alone, so that every try bears the same.
/// 3. Text and HTML parts MUST hold the same link.
/// 4. No text of a host or guest may become a header, a link or a calendar property.
/// 5. `deliver` MUST end within 55 seconds: a lease lasts 60, and another worker sends what is not completed by then.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Renders and sends one letter.
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError>;
}

/// A mail that was captured instead of sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturedMail {
    /// Identifier: the letter's.
    pub id: String,
    /// The recipient.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// `invitation`, `code`, …
    pub kind: String,
    /// An invitation made while the session was live.
    pub on_the_fly: bool,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// When it was captured.
    pub sent_at: DateTime<Utc>,
}

/// The captured mail of a server without SMTP.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Mailbox: Send + Sync {
    /// All of it, newest first.
    async fn list(&self) -> Result<Vec<CapturedMail>, PortError>;

    /// One mail.
    async fn find(&self, id: &str) -> Result<Option<CapturedMail>, PortError>;

    /// One mail as it would have been sent: an RFC 5322 message.
    async fn raw(&self, id: &str) -> Result<Option<Vec<u8>>, PortError>;
}
