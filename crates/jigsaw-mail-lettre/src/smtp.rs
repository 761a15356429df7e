//! Sending over SMTP. Plain connections for now: to a relay on the same machine or network. STARTTLS and TLS come with
//! the features of the mail library that bring them.

use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::delivery::Letter;
use jigsaw_domain::port::{DeliveryError, Mailer};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::response::Severity;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::{MailFrom, Writer, plain};

/// How long a relay may take to answer one command.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections that are kept. Each carries some twenty mails a second.
const CONNECTIONS: u32 = 16;
/// What is kept of a relay's words.
const MAX_WORDS: usize = 300;

/// Where a relay listens that takes mail from other servers.
const PORT: u16 = 25;

/// Why `JIGSAW_SMTP_URL` cannot be used. The address is never repeated, because it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSetupError {
    /// Known forms that this version cannot do.
    #[error("{0} is not supported yet: use smtp:// without a password, with a relay on this machine or network")]
    NotYet(&'static str),
    /// Anything else.
    #[error("the SMTP address cannot be read: it looks like smtp://relay.example.org:25")]
    Unreadable,
}

/// Sends letters over SMTP.
pub struct SmtpMailer {
    writer: Writer,
    relay: AsyncSmtpTransport<Tokio1Executor>,
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpMailer").finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// Prepares sending; connects with the first letter. Needs a Tokio runtime around it.
    pub fn new(url: &str, from: MailFrom) -> Result<Self, SmtpSetupError> {
        let (host, port) = relay_of(url)?;
        let relay = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Self { writer: Writer::new(from), relay })
    }
}

/// Host and port of a plain relay.
fn relay_of(url: &str) -> Result<(String, u16), SmtpSetupError> {
    let (scheme, rest) = url.split_once("://").ok_or(SmtpSetupError::Unreadable)?;
    match scheme {
        "smtp" => {}
        "smtps" => return Err(SmtpSetupError::NotYet("smtps://")),
        "smtp+starttls" => return Err(SmtpSetupError::NotYet("smtp+starttls://")),
        _ => return Err(SmtpSetupError::Unreadable),
    }
    let place = rest.strip_suffix('/').unwrap_or(rest);
    if place.contains('@') {
        // It would cross the network in the open.
        return Err(SmtpSetupError::NotYet("a password over a plain connection"));
    }
    let (host, port) = match place.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| SmtpSetupError::Unreadable)?),
        _ => (place, PORT),
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if bare.is_empty() || port == 0 || !bare.chars().all(sound) || (bare.contains(':') && bare == host) {
        return Err(SmtpSetupError::Unreadable);
    }
    Ok((bare.to_owned(), port))
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let mail = self.writer.write(letter)?;
        match self.relay.send(mail.message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(classify(&error, letter)),
        }
    }
}

fn classify(error: &lettre::transport::smtp::Error, letter: &Letter) -> DeliveryError {
    let words = without_address(&error.to_string(), letter);
    let Some(code) = error.status() else {
        // Broken connections and time-outs; and an answer that was lost, after which the same Message-ID goes out again.
        return DeliveryError::Temporary(words);
    };
    let number: u16 = code.into();
    match (number, code.severity) {
        // Sign-in asked for, too weak, or refused: every letter would meet the same.
        (530 | 534 | 535 | 538, _) => DeliveryError::Relay(words),
        (_, Severity::PermanentNegativeCompletion) => DeliveryError::Permanent(words),
        _ => DeliveryError::Temporary(words),
    }
}

/// Relays like to repeat the address; what they say is stored, shown and logged.
fn without_address(words: &str, letter: &Letter) -> String {
    let typed = letter.to.as_typed();
    let local = typed.rsplit_once('@').map_or("", |(local, _)| local);
    let mut clean = plain::line(words);
    for spelling in [typed, &format!("{local}@{}", letter.to.domain()), letter.to.key().as_str()] {
        // Lowering ASCII moves no octet, so that what is found there stands here, too.
        while let Some(at) = clean.to_ascii_lowercase().find(&spelling.to_ascii_lowercase()) {
            clean.replace_range(at..at + spelling.len(), "…");
        }
    }
    clean.chars().take(MAX_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_relays_and_names_what_it_cannot_do() {
        for (url, host, port) in [
            ("smtp://relay.example.org", "relay.example.org", 25),
            ("smtp://127.0.0.1:1025/", "127.0.0.1", 1025),
            ("smtp://[::1]:2525", "::1", 2525),
            ("smtp://[::1]", "::1", 25),
        ] {
            assert_eq!(relay_of(url), Ok((host.to_owned(), port)), "{url}");
        }
        for url in
            ["", "relay", "http://relay", "smtp://", "smtp://relay:x", "smtp://relay:0", "smtp://a/b", "smtp://::1"]
        {
            assert_eq!(relay_of(url), Err(SmtpSetupError::Unreadable), "{url}");
        }
        for url in ["smtps://relay", "smtp+starttls://relay", "smtp://user:secret@relay"] {
            let error = relay_of(url).unwrap_err();
            assert!(matches!(error, SmtpSetupError::NotYet(_)) && !error.to_string().contains("secret"), "{url}");
        }
    }
}
