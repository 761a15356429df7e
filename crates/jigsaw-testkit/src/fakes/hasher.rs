//! Passwords without the cost of hashing them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use jigsaw_domain::account::{Password, PasswordHash};
use jigsaw_domain::port::{PasswordHasher, PasswordVerdict, PortError};

const CURRENT: &str = "$plain$";
const OLD: &str = "$old$";

/// "Hashes" a password by writing it down beside a counter. For tests only: it is as fast as it is worthless.
/// Clones share the counts.
#[derive(Clone, Debug, Default)]
pub struct PlainHasher(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    hashes: AtomicU64,
    verifies: AtomicU64,
    busy: AtomicBool,
}

impl PlainHasher {
    /// A fresh one.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many passwords were hashed.
    pub fn hashes(&self) -> u64 {
        self.0.hashes.load(Ordering::SeqCst)
    }

    /// How often a password was compared, against nothing included.
    pub fn verifies(&self) -> u64 {
        self.0.verifies.load(Ordering::SeqCst)
    }

    /// From now on the queue is full, or it is not.
    pub fn set_busy(&self, busy: bool) {
        self.0.busy.store(busy, Ordering::SeqCst);
    }

    /// A hash of this password as an older version would have made it: right, and to be stored anew.
    pub fn old_hash(password: &str) -> PasswordHash {
        PasswordHash::new(format!("{OLD}0${password}"))
    }

    fn count(&self, calls: &AtomicU64) -> Result<u64, PortError> {
        if self.0.busy.load(Ordering::SeqCst) {
            return Err(PortError::Unavailable("the hasher's queue is full".to_owned()));
        }
        Ok(calls.fetch_add(1, Ordering::SeqCst))
    }
}

/// The password in a hash that was made with this mark.
fn written<'a>(hash: &'a str, mark: &str) -> Option<&'a str> {
    let (_salt, password) = hash.strip_prefix(mark)?.split_once('$')?;
    Some(password)
}

#[async_trait]
impl PasswordHasher for PlainHasher {
    /// Knows a few well-worn passwords, and whatever is one of the person's own words.
    fn is_guessable(&self, password: &Password, context: &[String]) -> bool {
        let password = password.reveal().to_lowercase();
        let worn = ["password", "passwort", "12345678", "123456789", "qwertyui", "iloveyou"];
        worn.contains(&password.as_str()) || context.iter().any(|word| word.to_lowercase() == password)
    }

    async fn hash(&self, password: &Password) -> Result<PasswordHash, PortError> {
        let salt = self.count(&self.0.hashes)?;
        Ok(PasswordHash::new(format!("{CURRENT}{salt}${}", password.reveal())))
    }

    async fn verify(&self, password: &Password, hash: Option<PasswordHash>) -> Result<PasswordVerdict, PortError> {
        let turn = self.count(&self.0.verifies)?;
        let given = Some(password.reveal());
        Ok(match hash {
            Some(hash) if written(hash.as_str(), CURRENT) == given => PasswordVerdict::Right,
            Some(hash) if written(hash.as_str(), OLD) == given => PasswordVerdict::RightWithUpgrade(PasswordHash::new(
                format!("{CURRENT}upgraded-{turn}${}", password.reveal()),
            )),
            _ => PasswordVerdict::Wrong,
        })
    }
}
