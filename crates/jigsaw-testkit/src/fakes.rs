//! Fakes of what is neither stored nor shown: time, chance, passwords, mail.

mod hasher;
mod mailer;
mod rooms;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::link::{Keyring, PublicAddress, SigningKey};
use jigsaw_domain::port::{Clock, Random};

pub use hasher::PlainHasher;
pub use mailer::CapturingMailer;
pub use rooms::FakeRooms;

use crate::build;

/// A clock that stands until it is moved. Clones share the hand.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<Mutex<DateTime<Utc>>>);

impl FixedClock {
    /// Stands at [`build::now`].
    pub fn new() -> Self {
        Self::at(build::now())
    }

    /// Stands at this moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Puts it to another moment, also an earlier one.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves it on, and tells the new time.
    pub fn advance(&self, by: TimeDelta) -> DateTime<Utc> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
        *now
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that look random and are the same in every run. Clones draw from the same row.
#[derive(Clone)]
pub struct SeededRandom {
    seed: u64,
    drawn: Arc<AtomicU64>,
}

impl SeededRandom {
    /// Another seed gives other bytes.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: Arc::default() }
    }

    /// How often it was asked.
    pub fn drawn(&self) -> u64 {
        self.drawn.load(Ordering::SeqCst)
    }
}

impl Default for SeededRandom {
    fn default() -> Self {
        Self::new(0)
    }
}

impl fmt::Debug for SeededRandom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeededRandom").field("seed", &self.seed).finish_non_exhaustive()
    }
}

impl Random for SeededRandom {
    fn bytes(&self) -> [u8; 32] {
        let turn = self.drawn.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 32];
        for (place, chunk) in (0_u64..).zip(bytes.chunks_mut(8)) {
            // SplitMix64: every turn and place has its own well-mixed output.
            let step = turn.wrapping_mul(4).wrapping_add(place).wrapping_add(1);
            let mut z = self.seed.wrapping_add(step.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes());
        }
        bytes
    }
}

/// The keys of tests.
pub fn keyring() -> Keyring {
    Keyring::new(SigningKey::new(1, [42; 32]), Vec::new())
}

/// Where the server of tests is reached.
pub fn public_address() -> PublicAddress {
    PublicAddress::new("https://jigsaw.example")
}
