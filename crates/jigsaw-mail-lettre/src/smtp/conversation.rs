//! One connection to the relay, and the conversation about one letter.
//!
//! The steps are taken one by one instead of by the library's `send`, because what a failure means depends on where it
//! happens: before the relay is ready for a letter, it is about the relay; a refused sender is refused for every letter; what
//! comes after that is about this letter.

use std::fmt::Write as _;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::net::TcpStream;

use super::stream::LineStream;
use crate::relay::Protection;

/// Where a conversation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// MAIL: the sender.
    Sender,
    /// RCPT: the recipient.
    Recipient,
    /// DATA and the letter itself.
    Letter,
}

/// How it failed.
#[derive(Debug)]
pub(super) enum Broken {
    /// The relay said no, or the connection broke.
    Smtp(Error),
    /// There is no connection to it.
    Unreached(std::io::Error),
    /// The relay cannot do what is needed.
    Unable(&'static str),
    /// It did not answer in time.
    TooLate,
}

/// What every connection begins with.
pub(super) struct Opening {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) protection: Protection,
    pub(super) tls: Option<TlsParameters>,
    pub(super) credentials: Option<Credentials>,
    pub(super) hello: ClientId,
}

impl Opening {
    /// A connection over which letters can be sent.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Broken> {
        let mut connection = match (self.protection, &self.tls) {
            (Protection::Tls, tls) => {
                let place = (self.host.as_str(), self.port);
                AsyncSmtpConnection::connect_tokio1(place, None, &self.hello, tls.clone(), None).await?
            }
            (Protection::None, _) => self.in_the_open().await?,
            (Protection::StartTls, tls) => {
                let mut connection = self.in_the_open().await?;
                let tls = tls.clone().filter(|_| connection.can_starttls());
                let tls = tls.ok_or(Broken::Unable("the relay does not offer STARTTLS"))?;
                connection.starttls(tls, &self.hello).await?;
                connection
            }
        };
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }

    async fn in_the_open(&self) -> Result<AsyncSmtpConnection, Broken> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await;
        let stream = stream.and_then(|stream| stream.set_nodelay(true).map(|()| stream));
        let stream = stream.map_err(Broken::Unreached)?;
        Ok(AsyncSmtpConnection::connect_with_transport(Box::new(LineStream::new(stream)), &self.hello).await?)
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Smtp(error)
    }
}

impl Broken {
    /// The relay's three digits, if it said something.
    pub(super) fn code(&self) -> Option<u16> {
        match self {
            Self::Smtp(error) => error.status().map(u16::from),
            Self::Unreached(_) | Self::Unable(_) | Self::TooLate => None,
        }
    }

    /// For the operator.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Smtp(error) => error.to_string(),
            Self::Unreached(error) => format!("the relay cannot be reached: {error}"),
            Self::Unable(what) => (*what).to_owned(),
            Self::TooLate => "the relay did not answer in time".to_owned(),
        }
    }
}

/// Hands over one letter; `Ok` when the relay has taken it.
pub(super) async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    letter: &str,
) -> Result<(), (Step, Broken)> {
    let parameters = parameters(connection, envelope, letter).map_err(|unable| (Step::Letter, unable))?;
    let sender = connection.command(Mail::new(envelope.from().cloned(), parameters)).await;
    sender.map_err(|error| (Step::Sender, error.into()))?;
    let about_letter = |error: Error| (Step::Letter, error.into());
    for recipient in envelope.to() {
        let taken = connection.command(Rcpt::new(recipient.clone(), Vec::new())).await;
        taken.map_err(|error| (Step::Recipient, error.into()))?;
    }
    connection.command(Data).await.map_err(about_letter)?;
    connection.command(transparent(letter)).await.map_err(about_letter)?;
    Ok(())
}

/// After a letter that was refused, so that the connection is good for the next.
pub(super) async fn start_over(connection: &mut AsyncSmtpConnection) -> bool {
    connection.command(Rset).await.is_ok()
}

/// Whether it answers.
pub(super) async fn is_alive(connection: &mut AsyncSmtpConnection) -> Result<(), Broken> {
    connection.command(Noop).await?;
    Ok(())
}

/// Takes its leave.
pub(super) async fn say_goodbye(connection: &mut AsyncSmtpConnection) {
    // A relay that is gone already needs no goodbye.
    connection.command(Quit).await.ok();
}

fn parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    letter: &str,
) -> Result<Vec<MailParameter>, Broken> {
    let relay = connection.server_info();
    let mut parameters = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if !addresses.all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        if !relay.supports_feature(Extension::SmtpUtfEight) {
            return Err(Broken::Unable("the relay takes no addresses beyond ASCII"));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !letter.is_ascii() {
        if !relay.supports_feature(Extension::EightBitMime) {
            return Err(Broken::Unable("the relay takes no letters beyond ASCII"));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

/// The letter as it goes over the wire, with dots doubled (RFC 5321 §4.5.2) and the end after it. In one piece: two writes
/// would wait for each other where the library leaves Nagle's algorithm on, 40 ms a letter.
fn transparent(letter: &str) -> String {
    let mut wire = String::with_capacity(letter.len() + 64);
    for line in letter.split_inclusive("\r\n") {
        if line.starts_with('.') {
            wire.push('.');
        }
        wire.push_str(line);
    }
    let end = if wire.is_empty() || wire.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    let _infallible = wire.write_str(end);
    wire
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_doubled_and_the_end_stands_alone() {
        for (letter, wire) in [
            ("", ".\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            (".a\r\n..\r\nb.\r\n.", "..a\r\n...\r\nb.\r\n..\r\n.\r\n"),
            ("\r\n.\r\nQUIT\r\n", "\r\n..\r\nQUIT\r\n.\r\n"),
        ] {
            assert_eq!(transparent(letter), wire, "{letter:?}");
        }
    }
}
