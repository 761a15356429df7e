//! Secrets that are handed out once and stored only as digests: passes, sign-ins, API tokens.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A bearer secret of 256 bits. Its text is given out once; only [`SecretDigest`] is stored.
#[derive(Clone)]
pub struct Secret(String);

/// What is stored of a [`Secret`]: SHA-256. The secret has full entropy, so no slow hash is needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretDigest([u8; 32]);

/// Longest text that is looked at; longer ones are not ours.
const MAX_TEXT: usize = 128;

impl Secret {
    /// A fresh secret. `kind` stands in front (`jp` pass, `js` sign-in, `jt` API token), so that a leaked one can be
    /// recognised by scanners and never serves as another kind.
    pub fn mint(kind: SecretKind, random: [u8; 32]) -> Self {
        Self(format!("{}_{}", kind.prefix(), URL_SAFE_NO_PAD.encode(random)))
    }

    /// Reads a presented secret of this kind; anything else is `None`.
    pub fn parse(kind: SecretKind, text: &str) -> Option<Self> {
        let body = text.strip_prefix(kind.prefix())?.strip_prefix('_')?;
        let plausible = text.len() <= MAX_TEXT && body.len() == 43;
        (plausible && body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
            .then(|| Self(text.to_owned()))
    }

    /// The text to hand out. Never log it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to store and look up by.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(self.0.as_bytes()).into())
    }
}

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// An admission pass.
    Pass,
    /// A browser's sign-in.
    SignIn,
    /// An API token of a host.
    ApiToken,
}

impl SecretKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Pass => "jp",
            Self::SignIn => "js",
            Self::ApiToken => "jt",
        }
    }
}

impl SecretDigest {
    /// From storage.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_only_as_its_own_kind() {
        let pass = Secret::mint(SecretKind::Pass, [9; 32]);
        let again = Secret::parse(SecretKind::Pass, pass.reveal()).unwrap();
        assert_eq!(again.digest(), pass.digest());
        assert!(Secret::parse(SecretKind::SignIn, pass.reveal()).is_none());
        assert!(Secret::parse(SecretKind::Pass, "jp_short").is_none());
        assert_eq!(format!("{pass:?}"), "Secret(…)");
    }
}
