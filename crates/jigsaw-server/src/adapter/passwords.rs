use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use async_trait::async_trait;
use jigsaw_domain::account::{Password, PasswordHash};
use jigsaw_domain::port::{PasswordHasher, PasswordVerdict, PortError};
use tokio::sync::Semaphore;

/// Waiting hashes for each that runs. At 25 ms each, the last in the queue waits about a second and a half.
const QUEUE_PER_PERMIT: usize = 64;

/// Characters that guessing looks at: its cost grows with the square of the length.
const LOOKED_AT: usize = 100;

/// argon2id with the library's parameters (19 MiB, t=2, p=1) in a bounded pool, so that a flood of sign-ins
/// leaves a core for everything else.
#[derive(Clone)]
pub(crate) struct Argon2Hasher {
    permits: Arc<Semaphore>,
    queue: Arc<AtomicUsize>,
    most: usize,
    /// The hash that unknown accounts are compared with, so that they cost the same.
    decoy: Arc<str>,
}

impl Argon2Hasher {
    /// Uses all cores but one, at least one.
    pub(crate) fn new() -> Result<Self, PortError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let permits = cores.saturating_sub(1).max(1);
        let decoy = hash(b"the password of nobody")?;
        // Seen as nothing from the start, and not as missing.
        metrics::gauge!(WAITING).set(0.0);
        metrics::gauge!(ACTIVE).set(0.0);
        metrics::counter!(REFUSED).absolute(0);
        Ok(Self {
            permits: Arc::new(Semaphore::new(permits)),
            queue: Arc::default(),
            most: permits * QUEUE_PER_PERMIT,
            decoy: decoy.into(),
        })
    }

    async fn in_pool<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PortError> + Send + 'static,
    ) -> Result<T, PortError> {
        let busy = || PortError::Unavailable("too many sign-ins at once".to_owned());
        let _place = Place::take(&self.queue, self.most).ok_or_else(|| {
            metrics::counter!(REFUSED).increment(1);
            busy()
        })?;
        let waiting = Counted::one(WAITING);
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| busy())?;
        drop(waiting);
        tokio::task::spawn_blocking(move || {
            let _active = Counted::one(ACTIVE);
            let began = Instant::now();
            let done = work();
            metrics::histogram!("jigsaw_hashing_duration_seconds").record(began.elapsed());
            drop(permit);
            done
        })
        .await
        .map_err(|error| PortError::Backend(format!("hashing stopped: {error}")))?
    }
}

const WAITING: &str = "jigsaw_hashing_waiting";
const ACTIVE: &str = "jigsaw_hashing_active";
const REFUSED: &str = "jigsaw_hashing_refused_total";

/// One more on a gauge, until it is dropped.
struct Counted(&'static str);

impl Counted {
    fn one(gauge: &'static str) -> Self {
        metrics::gauge!(gauge).increment(1);
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!(self.0).decrement(1);
    }
}

/// A place in the queue, given back when dropped, also when the caller goes away.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(queue: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let before = queue.fetch_add(1, Ordering::Relaxed);
        let place = Self(Arc::clone(queue));
        (before < most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[async_trait]
impl PasswordHasher for Argon2Hasher {
    fn is_guessable(&self, password: &Password, context: &[String]) -> bool {
        let start: String = password.reveal().chars().take(LOOKED_AT).collect();
        let words: Vec<&str> = context.iter().map(String::as_str).collect();
        zxcvbn::zxcvbn(&start, &words).score() < zxcvbn::Score::Two
    }

    async fn hash(&self, password: &Password) -> Result<PasswordHash, PortError> {
        let password = password.clone();
        self.in_pool(move || hash(password.reveal().as_bytes()).map(PasswordHash::new)).await
    }

    async fn verify(&self, password: &Password, stored: Option<PasswordHash>) -> Result<PasswordVerdict, PortError> {
        let (password, decoy) = (password.clone(), Arc::clone(&self.decoy));
        self.in_pool(move || {
            let text = stored.as_ref().map_or(&*decoy, PasswordHash::as_str);
            let phc = Phc::new(text).map_err(|error| PortError::Corrupt(format!("a stored password hash: {error}")))?;
            let right = Argon2::default().verify_password(password.reveal().as_bytes(), &phc).is_ok();
            Ok(if right && stored.is_some() { PasswordVerdict::Right } else { PasswordVerdict::Wrong })
        })
        .await
    }
}

fn hash(password: &[u8]) -> Result<String, PortError> {
    let hashed = Argon2::default()
        .hash_password(password)
        .map_err(|error| PortError::Backend(format!("hashing failed: {error}")))?;
    Ok(hashed.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse_given(text).unwrap()
    }

    #[tokio::test]
    async fn a_hash_is_salted_and_fits_only_its_password() {
        let hasher = Argon2Hasher::new().unwrap();
        let (one, two) = (
            hasher.hash(&password("tiny lamp bridge")).await.unwrap(),
            hasher.hash(&password("tiny lamp bridge")).await.unwrap(),
        );
        assert_ne!(one.as_str(), two.as_str());
        assert!(one.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.as_str());
        assert_eq!(hasher.verify(&password("tiny lamp bridge"), Some(one.clone())).await, Ok(PasswordVerdict::Right));
        assert_eq!(hasher.verify(&password("tiny lamp bridgE"), Some(one)).await, Ok(PasswordVerdict::Wrong));
        assert_eq!(hasher.verify(&password("the password of nobody"), None).await, Ok(PasswordVerdict::Wrong));
    }

    #[tokio::test]
    async fn a_full_queue_answers_at_once() {
        let hasher = Argon2Hasher { most: 0, ..Argon2Hasher::new().unwrap() };
        assert!(matches!(hasher.hash(&password("tiny lamp bridge")).await, Err(PortError::Unavailable(_))));
        assert_eq!(hasher.queue.load(Ordering::Relaxed), 0, "the place is given back");
    }

    #[tokio::test]
    async fn common_words_and_the_persons_own_are_guessable() {
        let hasher = Argon2Hasher::new().unwrap();
        let context = ["ada@example.org".to_owned(), "Lovelace".to_owned()];
        for poor in ["password", "12345678", "lovelace", "qwertyui"] {
            assert!(hasher.is_guessable(&password(poor), &context), "{poor}");
        }
        assert!(!hasher.is_guessable(&password("tiny lamp bridge seven"), &context));
        assert!(!hasher.is_guessable(&password(&"tiny lamp bridge ".repeat(60)), &context));
    }
}
