//! The address of a relay, as operators write it.

use std::fmt;
use std::net::IpAddr;

/// Why `JIGSAW_SMTP_URL` cannot be used. The address is never repeated, because it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSetupError {
    /// It is not of any known form.
    #[error(
        "the SMTP address cannot be read: it looks like smtps://user:password@mail.example.org, \
         smtp+starttls://… or smtp://…"
    )]
    Unreadable,
    /// A user without a password, or signs that must be written as `%XX`.
    #[error("user and password in the SMTP address cannot be read: both are needed, with @ : / % and the like as %XX")]
    Credentials,
    /// The password would cross the network in the open.
    #[error(
        "the SMTP address has a password and no encryption: use smtps:// or smtp+starttls://, \
         or a relay on this machine"
    )]
    PasswordInTheOpen,
    /// The name that the relay is greeted with.
    #[error("the name to greet the relay with is no host name")]
    Hello,
    /// The library does not take what the system trusts.
    #[error("TLS cannot be set up: the relay's host name or the system's certificates are not usable")]
    Tls,
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    /// Not at all.
    None,
    /// By STARTTLS, or not used.
    StartTls,
    /// From the first octet.
    Tls,
}

impl Protection {
    const fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// Where mail is handed over, and as whom.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayAddress {
    pub(crate) protection: Protection,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// User and password.
    pub(crate) credentials: Option<(String, String)>,
}

impl fmt::Debug for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelayAddress").field("protection", &self.protection).finish_non_exhaustive()
    }
}

impl RelayAddress {
    /// Reads `smtps://user:password@host:port`; `smtp+starttls://` and `smtp://` likewise. Without a port it is 465, 587
    /// or 25. User and password are percent-encoded.
    pub fn parse(url: &str) -> Result<Self, SmtpSetupError> {
        let (scheme, rest) = url.split_once("://").ok_or(SmtpSetupError::Unreadable)?;
        let protection = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => Protection::None,
            "smtp+starttls" => Protection::StartTls,
            "smtps" => Protection::Tls,
            _ => return Err(SmtpSetupError::Unreadable),
        };
        let place = rest.strip_suffix('/').unwrap_or(rest);
        let (credentials, place) = match place.rsplit_once('@') {
            Some((who, place)) => (Some(credentials(who)?), place),
            None => (None, place),
        };
        let (host, port) = match place.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| SmtpSetupError::Unreadable)?),
            _ => (place, protection.port()),
        };
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if !is_host(bare) || port == 0 || (bare.contains(':') && bare == host) {
            return Err(SmtpSetupError::Unreadable);
        }
        let address = Self { protection, host: bare.to_owned(), port, credentials };
        if address.credentials.is_some() && protection == Protection::None && !address.is_loopback() {
            return Err(SmtpSetupError::PasswordInTheOpen);
        }
        Ok(address)
    }

    fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost") || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

pub(crate) fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'))
}

fn credentials(who: &str) -> Result<(String, String), SmtpSetupError> {
    let (user, password) = who.split_once(':').ok_or(SmtpSetupError::Credentials)?;
    let decoded =
        |text: &str| percent_decoded(text).filter(|text| !text.is_empty() && !text.contains(['\r', '\n', '\0']));
    decoded(user).zip(decoded(password)).ok_or(SmtpSetupError::Credentials)
}

/// What was written as `%XX` is read as UTF-8; signs that end a part of the address must be written so.
fn percent_decoded(text: &str) -> Option<String> {
    if text.contains(['@', ':', '/', '?', '#']) {
        return None;
    }
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        if octet == b'%' {
            let (high, low) = (char::from(rest.next()?).to_digit(16)?, char::from(rest.next()?).to_digit(16)?);
            octets.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            octets.push(octet);
        }
    }
    String::from_utf8(octets).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> (Protection, String, u16, Option<(String, String)>) {
        let address = RelayAddress::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"));
        (address.protection, address.host, address.port, address.credentials)
    }

    #[test]
    fn reads_every_form_with_its_port() {
        for (url, protection, host, port) in [
            ("smtp://relay.example.org", Protection::None, "relay.example.org", 25),
            ("smtp://127.0.0.1:1025/", Protection::None, "127.0.0.1", 1025),
            ("smtp+starttls://relay.example.org", Protection::StartTls, "relay.example.org", 587),
            ("smtps://relay.example.org", Protection::Tls, "relay.example.org", 465),
            ("SMTPS://relay.example.org:2465", Protection::Tls, "relay.example.org", 2465),
            ("smtp://[::1]:2525", Protection::None, "::1", 2525),
            ("smtp://[::1]", Protection::None, "::1", 25),
        ] {
            assert_eq!(parsed(url), (protection, host.to_owned(), port, None), "{url}");
        }
    }

    #[test]
    fn user_and_password_are_percent_decoded() {
        let who = |url: &str| parsed(url).3.unwrap();
        assert_eq!(who("smtps://me:secret@mail.example"), ("me".into(), "secret".into()));
        let odd = who("smtp+starttls://me%40example.org:p%3Aa%2fs%25s%20%C3%BC@mail.example:25");
        assert_eq!(odd, ("me@example.org".into(), "p:a/s%s ü".into()));
        assert_eq!(who("smtp://me:secret@127.0.0.1"), ("me".into(), "secret".into()));
        assert_eq!(who("smtp://me:secret@[::1]:25"), ("me".into(), "secret".into()));
        assert_eq!(who("smtp://me:secret@localhost"), ("me".into(), "secret".into()));
    }

    #[test]
    fn no_password_crosses_the_network_in_the_open() {
        for url in
            ["smtp://me:secret@mail.example", "smtp://me:secret@192.0.2.1:25", "smtp://me:secret@localhost.example"]
        {
            let error = RelayAddress::parse(url).unwrap_err();
            assert_eq!(error, SmtpSetupError::PasswordInTheOpen, "{url}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_quoted() {
        for url in [
            "",
            "relay",
            "http://relay",
            "smtp://",
            "smtp://relay:x",
            "smtp://relay:0",
            "smtp://a/b",
            "smtp://::1",
            "smtps://relay?tls=no",
            "smtp://secret relay",
        ] {
            assert_eq!(RelayAddress::parse(url), Err(SmtpSetupError::Unreadable), "{url}");
        }
        for url in [
            "smtps://secret@relay",
            "smtps://:secret@relay",
            "smtps://me:@relay",
            "smtps://me:sec%ret@relay",
            "smtps://me:sec%0d%0aret@relay",
            "smtps://me@example.org:secret@relay",
            "smtps://me:sec%ffret@relay",
        ] {
            let error = RelayAddress::parse(url).unwrap_err();
            assert_eq!(error, SmtpSetupError::Credentials, "{url}");
            assert!(!error.to_string().contains("secret"));
        }
        let shown = format!("{:?}", RelayAddress::parse("smtps://me:secret@relay").unwrap());
        assert!(!shown.contains("secret") && !shown.contains("relay.") && !shown.contains("me:"), "{shown}");
    }
}
