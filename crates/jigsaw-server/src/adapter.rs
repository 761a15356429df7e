//! Small adapters that belong to the process itself: time, randomness, hashing, rates.

mod clock;
mod limits;
mod passwords;
mod random;

pub(crate) use clock::SystemClock;
pub(crate) use limits::{Limits, Nodes};
pub(crate) use passwords::Argon2Hasher;
pub(crate) use random::OsRandom;
