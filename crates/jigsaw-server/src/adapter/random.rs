use jigsaw_domain::port::Random;
use rand::RngExt as _;

/// The operating system's randomness, stretched by a cryptographic generator for each thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OsRandom;

impl Random for OsRandom {
    fn bytes(&self) -> [u8; 32] {
        rand::rng().random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_differ() {
        assert_ne!(OsRandom.bytes(), OsRandom.bytes());
    }
}
