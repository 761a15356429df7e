//! [`PasswordHasher`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use jigsaw_domain::account::{Password, PasswordHash};
use jigsaw_domain::port::{PasswordHasher, PasswordVerdict, PortError};

/// A fresh hasher under test.
#[derive(Clone)]
pub struct HasherPorts {
    /// The hasher.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Another one whose queue is full, or is filled by this many calls at the same time.
    pub narrow: (Arc<dyn PasswordHasher>, usize),
    /// Whether it costs something, so that comparing the cost means something.
    pub slow: bool,
}

fn password(text: &str) -> Password {
    Password::parse_given(text).expect("a password")
}

async fn hash(ports: &HasherPorts, text: &str) -> PasswordHash {
    ports.hasher.hash(&password(text)).await.expect("hashed")
}

async fn verify(ports: &HasherPorts, text: &str, hash: Option<PasswordHash>) -> PasswordVerdict {
    ports.hasher.verify(&password(text), hash).await.expect("compared")
}

/// Two hashes of one password differ, and both are right.
pub async fn must_1_two_hashes_of_one_password_differ(ports: HasherPorts) {
    let (first, second) = (hash(&ports, "correct horse").await, hash(&ports, "correct horse").await);
    assert_ne!(first.as_str(), second.as_str());
    assert_eq!(verify(&ports, "correct horse", Some(first)).await, PasswordVerdict::Right);
    assert_eq!(verify(&ports, "correct horse", Some(second)).await, PasswordVerdict::Right);
}

/// Right for the same password, however its characters were composed and however long; wrong for any other.
pub async fn must_2_right_for_the_same_password_and_wrong_for_others(ports: HasherPorts) {
    let made = hash(&ports, "Cafe\u{301} au lait").await;
    assert_eq!(verify(&ports, "Caf\u{e9} au lait", Some(made.clone())).await, PasswordVerdict::Right);
    for other in ["café au lait", "Café au lait ", "Café au lai", "Cafe au lait", "x"] {
        assert_eq!(verify(&ports, other, Some(made.clone())).await, PasswordVerdict::Wrong, "{other}");
    }
    let long = "x".repeat(Password::MAX);
    let made = hash(&ports, &long).await;
    assert_eq!(verify(&ports, &long, Some(made.clone())).await, PasswordVerdict::Right);
    assert_eq!(verify(&ports, &long[1..], Some(made)).await, PasswordVerdict::Wrong, "the end counts, too");
}

/// Against nothing every password is wrong, and it takes as long as against a hash (within a factor of three).
pub async fn must_3_against_nothing_is_wrong_and_costs_the_same(ports: HasherPorts) {
    let made = hash(&ports, "correct horse").await;
    let (mut with, mut without) = (Duration::MAX, Duration::MAX);
    for _ in 0..3 {
        let begun = Instant::now();
        assert_eq!(verify(&ports, "wrong horse", Some(made.clone())).await, PasswordVerdict::Wrong);
        with = with.min(begun.elapsed());
        let begun = Instant::now();
        assert_eq!(verify(&ports, "wrong horse", None).await, PasswordVerdict::Wrong);
        without = without.min(begun.elapsed());
    }
    if ports.slow {
        let (with, without) = (with.as_secs_f64(), without.as_secs_f64());
        assert!(without < with * 3.0 && with < without * 3.0, "{with} s against a hash, {without} s against nothing");
    }
}

/// A full queue answers `Unavailable` at once, and everything that was taken is done.
pub async fn must_4_a_full_queue_is_unavailable_at_once(ports: HasherPorts) {
    let (hasher, calls) = ports.narrow;
    let callers = (0..calls).map(|_| {
        let hasher = hasher.clone();
        async move { hasher.hash(&password("correct horse")).await }
    });
    let answers = super::stage::all_at_once(callers).await;
    let refused = answers.iter().filter(|answer| matches!(answer, Err(PortError::Unavailable(_)))).count();
    assert!(refused > 0, "{calls} calls at the same time fill the queue");
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(PortError::Unavailable(_)))), "{answers:?}");
}

/// Well-worn passwords and the person's own words are told; a long sentence is not.
#[expect(clippy::unused_async, reason = "contracts are called alike")]
pub async fn guessable_passwords_are_told(ports: HasherPorts) {
    let context = ["Hanna".to_owned(), "hanna.hostmann".to_owned()];
    for worn in ["password", "12345678", "hanna.hostmann"] {
        assert!(ports.hasher.is_guessable(&password(worn), &context), "{worn}");
    }
    assert!(!ports.hasher.is_guessable(&password("vier gruene Zebras tanzen Walzer"), &context));
}
