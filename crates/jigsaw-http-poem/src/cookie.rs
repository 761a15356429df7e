//! The cookies of Jigsaw, read and written in one place.
//!
//! Over https each name bears `__Host-`, which no other host and no plain-http page can set. On plain-http loopback
//! browsers refuse that prefix, so the names go without it and without `Secure`.

use jigsaw_domain::id::SessionId;
use jigsaw_domain::language::Language;
use jigsaw_domain::secret::{Secret, SecretKind};
use poem::http::{HeaderMap, HeaderValue, header};

const SIGN_IN: &str = "jigsaw";
const BROWSER: &str = "jigsaw-browser";
const LANGUAGE: &str = "jigsaw-language";
const PASS: &str = "jigsaw-pass-";
const SECURE_PREFIX: &str = "__Host-";

/// More passes than any browser keeps for one host.
const MOST_PASSES: usize = 200;
/// Passes that are looked up when a call names no session; each costs a read.
const MOST_LOOKED_AT: usize = 16;
/// A pass outlives a closed browser, and no session lasts longer.
const PASS_SECONDS: i64 = 31 * 24 * 3600;
/// As long as a sign-in lasts on the server.
const SIGN_IN_SECONDS: i64 = 12 * 3600;
/// Nobody likes to say it twice.
const LANGUAGE_SECONDS: i64 = 365 * 24 * 3600;
/// Long enough for a form that stays open.
const BROWSER_SECONDS: i64 = 365 * 24 * 3600;

/// What a request brought in its cookies.
#[derive(Clone, Debug, Default)]
pub struct Cookies {
    sign_in: Option<Secret>,
    browser: Option<String>,
    language: Option<Language>,
    passes: Vec<(String, Secret)>,
    any: bool,
}

impl Cookies {
    /// Reads the cookies; those of other programs on the same host are left alone.
    pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let mut found = Self::default();
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        for (name, value) in values.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
            let name = if secure { name.strip_prefix(SECURE_PREFIX) } else { Some(name) };
            if let Some(name) = name {
                found.take(name, value);
            }
        }
        found
    }

    fn take(&mut self, name: &str, value: &str) {
        if name == SIGN_IN {
            self.any = true;
            self.sign_in = self.sign_in.take().or_else(|| Secret::parse(SecretKind::SignIn, value));
        } else if name == BROWSER {
            self.browser = self.browser.take().or_else(|| is_browser(value).then(|| value.to_owned()));
        } else if name == LANGUAGE {
            self.language = self.language.or_else(|| Language::parse(value).ok());
        } else if let Some(session) = name.strip_prefix(PASS) {
            self.any = true;
            if let (true, Some(secret)) = (self.passes.len() < MOST_PASSES, Secret::parse(SecretKind::Pass, value)) {
                self.passes.push((session.to_owned(), secret));
            }
        }
    }

    /// The sign-in's secret.
    pub const fn sign_in(&self) -> Option<&Secret> {
        self.sign_in.as_ref()
    }

    /// The pass for this session.
    pub fn pass(&self, session: SessionId) -> Option<&Secret> {
        let short = short(session);
        self.passes.iter().find(|(name, _)| *name == short).map(|(_, secret)| secret)
    }

    /// The newest passes, for calls that name no session. Browsers send what they got first first.
    pub fn passes(&self) -> impl Iterator<Item = &Secret> {
        self.passes.iter().rev().take(MOST_LOOKED_AT).map(|(_, secret)| secret)
    }

    pub(crate) fn browser(&self) -> Option<&str> {
        self.browser.as_deref()
    }

    /// The language that was chosen in this browser.
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Whether anything in here carries authority, so that another site could borrow it.
    pub(crate) const fn carries_authority(&self) -> bool {
        self.any
    }
}

/// Writes cookies for this server's public address.
#[derive(Clone, Copy, Debug)]
pub struct CookieWriter {
    secure: bool,
}

impl CookieWriter {
    pub(crate) const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// Signs the browser in.
    pub fn sign_in(self, secret: &Secret) -> HeaderValue {
        self.line(SIGN_IN, secret.reveal(), SIGN_IN_SECONDS)
    }

    /// Signs it out.
    pub fn forget_sign_in(self) -> HeaderValue {
        self.line(SIGN_IN, "", 0)
    }

    /// Keeps the pass of a session.
    pub fn pass(self, session: SessionId, secret: &Secret) -> HeaderValue {
        self.line(&format!("{PASS}{}", short(session)), secret.reveal(), PASS_SECONDS)
    }

    /// Drops it.
    pub fn forget_pass(self, session: SessionId) -> HeaderValue {
        self.line(&format!("{PASS}{}", short(session)), "", 0)
    }

    pub(crate) fn browser(self, id: &str) -> HeaderValue {
        self.line(BROWSER, id, BROWSER_SECONDS)
    }

    /// Keeps the language that was chosen. It holds nothing else, so nobody is followed by it.
    pub fn language(self, language: Language) -> HeaderValue {
        self.line(LANGUAGE, language.as_str(), LANGUAGE_SECONDS)
    }

    /// A cookie of a page's own: no authority, such as a remembered name. `value` is ASCII without `;`, else it is dropped.
    pub fn note(self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        self.line(name, value, seconds)
    }

    fn line(self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        let (prefix, secure) = if self.secure { (SECURE_PREFIX, "; Secure") } else { ("", "") };
        let clean = value.bytes().all(|b| b.is_ascii_graphic() && !b";,\"\\".contains(&b));
        let value = if clean { value } else { "" };
        let line = format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        let mut line = HeaderValue::try_from(line).unwrap_or_else(|_| HeaderValue::from_static(""));
        line.set_sensitive(true);
        line
    }
}

/// Reads a page's own cookie, written by [`CookieWriter::note`].
pub fn note<'a>(headers: &'a HeaderMap, name: &str, secure: bool) -> Option<&'a str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).find_map(|(own, value)| {
        let own = if secure { own.strip_prefix(SECURE_PREFIX)? } else { own };
        (own == name).then_some(value)
    })
}

/// The random end of a session's id: enough to tell one browser's sessions apart.
fn short(session: SessionId) -> String {
    let mut text = session.as_uuid().simple().to_string();
    text.drain(..20);
    text
}

fn is_browser(value: &str) -> bool {
    value.len() == 43 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> SessionId {
        SessionId::parse("0199d3b0-0000-7000-8000-0123456789ab").unwrap()
    }

    fn sent_back(lines: &[HeaderValue]) -> HeaderMap {
        let pairs: Vec<&str> = lines.iter().map(|line| line.to_str().unwrap().split(';').next().unwrap()).collect();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        headers
    }

    #[test]
    fn what_is_written_is_read_over_https_and_on_loopback() {
        let pass = Secret::mint(SecretKind::Pass, [1; 32]);
        let sign_in = Secret::mint(SecretKind::SignIn, [2; 32]);
        for secure in [true, false] {
            let writer = CookieWriter::new(secure);
            let headers = sent_back(&[writer.sign_in(&sign_in), writer.pass(session(), &pass)]);
            let cookies = Cookies::read(&headers, secure);
            assert_eq!(cookies.sign_in().unwrap().reveal(), sign_in.reveal());
            assert_eq!(cookies.pass(session()).unwrap().reveal(), pass.reveal());
            assert!(cookies.carries_authority());
            // The other spelling is not ours: a plain-http page may have set it.
            assert!(Cookies::read(&headers, !secure).sign_in().is_none());
        }
    }

    #[test]
    fn attributes_follow_the_public_address() {
        let pass = Secret::mint(SecretKind::Pass, [1; 32]);
        let line = CookieWriter::new(true).pass(session(), &pass);
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-jigsaw-pass-0123456789ab=jp_"), "{line}");
        assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2678400; Secure"), "{line}");
        assert!(!CookieWriter::new(false).forget_sign_in().to_str().unwrap().contains("Secure"));
    }

    #[test]
    fn many_sessions_hide_no_pass() {
        let lines: Vec<HeaderValue> = (0..100_u8)
            .map(|n| {
                let session = SessionId::from_uuid(uuid::Uuid::from_u128(u128::from(n)));
                CookieWriter::new(true).pass(session, &Secret::mint(SecretKind::Pass, [n; 32]))
            })
            .collect();
        let cookies = Cookies::read(&sent_back(&lines), true);
        for n in [0, 50, 99] {
            let session = SessionId::from_uuid(uuid::Uuid::from_u128(n));
            assert!(cookies.pass(session).is_some(), "{n}");
        }
        let newest = Secret::mint(SecretKind::Pass, [99; 32]);
        assert_eq!(cookies.passes().next().unwrap().reveal(), newest.reveal());
        assert_eq!(cookies.passes().count(), 16);
    }

    #[test]
    fn a_language_carries_no_authority_and_only_ours_are_read() {
        let headers = sent_back(&[CookieWriter::new(true).language(Language::French)]);
        let cookies = Cookies::read(&headers, true);
        assert_eq!((cookies.language(), cookies.carries_authority()), (Some(Language::French), false));
        let headers = sent_back(&["__Host-jigsaw-language=xx".parse().unwrap()]);
        assert_eq!(Cookies::read(&headers, true).language(), None);
    }

    #[test]
    fn a_value_cannot_bring_attributes() {
        let line = CookieWriter::new(false).note("name", "a; Domain=evil.example", 5);
        assert_eq!(line.to_str().unwrap(), "name=; Path=/; HttpOnly; SameSite=Lax; Max-Age=5");
    }
}
