//! Sending over SMTP.

mod conversation;
mod pool;
mod stream;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::delivery::Letter;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{DeliveryError, Mailer};
use lettre::Message;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;

use crate::relay::{Protection, RelayAddress, SmtpSetupError, is_host};
use crate::{MailFrom, Writer, plain};
use conversation::{Opening, Step};
use pool::{NotTaken, Pool};

/// What is kept of a relay's words.
const MAX_WORDS: usize = 300;

/// How a relay is used.
#[derive(Clone, Debug)]
pub struct SmtpOptions {
    /// Connections at once, at least one.
    pub connections: usize,
    /// How long the relay may take to take one letter, once it is connected (which may take another 10 seconds). Short ones
    /// cause doubles: a relay that takes a letter and says so too late is sent it again. No more than 40 seconds, so that
    /// a lease outlasts it.
    pub patience: Duration,
    /// The name that the relay is greeted with; the machine's when there is none.
    pub hello: Option<String>,
}

impl Default for SmtpOptions {
    fn default() -> Self {
        Self { connections: 16, patience: Duration::from_secs(40), hello: None }
    }
}

/// Sends letters over SMTP.
pub struct SmtpMailer {
    writer: Writer,
    pool: Arc<Pool>,
    /// User and password, to be kept out of words.
    secrets: Vec<String>,
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpMailer").finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// Prepares sending; connects with the first letter. Needs a Tokio runtime around it. Certificates are checked against
    /// what the system trusts now (or what `SSL_CERT_FILE` names).
    pub fn new(relay: &RelayAddress, options: &SmtpOptions, from: MailFrom) -> Result<Self, SmtpSetupError> {
        let tls = match relay.protection {
            Protection::None => None,
            Protection::StartTls | Protection::Tls => {
                Some(TlsParameters::new(relay.host.clone()).map_err(|_| SmtpSetupError::Tls)?)
            }
        };
        let hello = match &options.hello {
            Some(name) if !is_host(name) => return Err(SmtpSetupError::Hello),
            Some(name) => ClientId::Domain(name.clone()),
            None => ClientId::default(),
        };
        let opening = Opening {
            host: relay.host.clone(),
            port: relay.port,
            protection: relay.protection,
            tls,
            credentials: relay.credentials.clone().map(|(user, password)| Credentials::new(user, password)),
            hello,
        };
        let secrets = relay.credentials.clone().into_iter().flat_map(|(user, password)| [user, password]).collect();
        let pool = Pool::new(opening, options.connections.max(1), options.patience);
        Ok(Self { writer: Writer::new(from), pool, secrets })
    }

    /// Whether the relay can be reached and takes our sign-in; sends nothing.
    pub async fn probe(&self) -> Result<(), DeliveryError> {
        self.pool.probe().await.map_err(|failed| self.classify(&failed, None))
    }

    /// Sends a mail that says that sending works.
    pub async fn send_test(&self, id: MessageId, to: &EmailAddress) -> Result<(), DeliveryError> {
        let mail = self.writer.test(id, to)?;
        self.send(&mail, to).await
    }

    async fn send(&self, mail: &Message, to: &EmailAddress) -> Result<(), DeliveryError> {
        let octets = String::from_utf8(mail.formatted());
        let octets = octets.map_err(|_| DeliveryError::Unwritable("the mail is not UTF-8".to_owned()))?;
        let sent = self.pool.hand_over(mail.envelope(), &octets).await;
        sent.map_err(|failed| self.classify(&failed, Some(to)))
    }

    fn classify(&self, failed: &NotTaken, to: Option<&EmailAddress>) -> DeliveryError {
        let words = |broken: &conversation::Broken| self.clean(&broken.words(), to);
        match failed {
            NotTaken::Unreached(broken) => DeliveryError::Relay(words(broken)),
            NotTaken::Crowded(broken) => DeliveryError::Temporary(words(broken)),
            NotTaken::At(step, broken) => match (broken.code(), step) {
                // Sign-in asked for, too weak, or refused; or our sender refused: every letter would meet the same.
                (Some(530 | 534 | 535 | 538), _) | (Some(500..=599), Step::Sender) => {
                    DeliveryError::Relay(words(broken))
                }
                (Some(500..=599), step) if is_about_mailbox(*step, &broken.words()) => {
                    DeliveryError::Bounced(words(broken))
                }
                (Some(500..=599), _) => DeliveryError::Permanent(words(broken)),
                (None, _) if matches!(broken, conversation::Broken::Unable(_)) => {
                    DeliveryError::Permanent(words(broken))
                }
                // 4xx; and an answer that was lost, after which the same Message-ID goes out again.
                _ => DeliveryError::Temporary(words(broken)),
            },
        }
    }

    /// Relays like to repeat addresses; what they say is stored, shown and logged.
    fn clean(&self, words: &str, to: Option<&EmailAddress>) -> String {
        let mut clean = plain::line(words);
        let mut hidden: Vec<String> = self.secrets.clone();
        if let Some(to) = to {
            let typed = to.as_typed();
            let local = typed.rsplit_once('@').map_or("", |(local, _)| local);
            hidden.extend([typed.to_owned(), format!("{local}@{}", to.domain()), to.key().as_str().to_owned()]);
        }
        for spelling in hidden.iter().filter(|spelling| !spelling.is_empty()) {
            // Lowering ASCII moves no octet, so that what is found there stands here, too.
            while let Some(at) = clean.to_ascii_lowercase().find(&spelling.to_ascii_lowercase()) {
                clean.replace_range(at..at + spelling.len(), "…");
            }
        }
        clean.chars().take(MAX_WORDS).collect()
    }
}

/// Whether a refusal for good is about the mailbox, and not about what was to be put into it or about us. The extended code
/// tells (RFC 3463); without one, a recipient that is refused is a mailbox that takes no mail, and a letter that is refused is
/// not.
fn is_about_mailbox(step: Step, words: &str) -> bool {
    let subject = words.split_whitespace().find_map(|word| {
        let mut numbers = word.split('.').map(str::parse::<u16>);
        match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(5)), Some(Ok(subject)), Some(Ok(_)), None) => Some(subject),
            _ => None,
        }
    });
    match subject {
        // The address; the mailbox.
        Some(1 | 2) => true,
        Some(0) | None => step == Step::Recipient,
        // The mail system, the network, the protocol, the content, the policy.
        Some(_) => false,
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let mail = self.writer.write(letter)?;
        self.send(&mail.message, &letter.to).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_about_the_mailbox_when_it_says_so_or_when_the_recipient_is_refused() {
        for (step, words, about) in [
            (Step::Recipient, "permanent error (550): no such user", true),
            (Step::Recipient, "permanent error (550): 5.1.1 unknown", true),
            (Step::Recipient, "permanent error (552): 5.2.2 mailbox full", true),
            (Step::Recipient, "permanent error (554): 5.7.1 relay access denied", false),
            (Step::Recipient, "permanent error (550): 5.0.0 no", true),
            (Step::Letter, "permanent error (554): message refused", false),
            (Step::Letter, "permanent error (550): 5.1.1 <x> unknown", true),
            (Step::Letter, "permanent error (554): 5.7.1 spam", false),
            (Step::Letter, "permanent error (550): 5.0.0 no", false),
            (Step::Recipient, "permanent error (550): from 5.1.2.3 you are not welcome", true),
        ] {
            assert_eq!(is_about_mailbox(step, words), about, "{step:?} {words}");
        }
    }
}
