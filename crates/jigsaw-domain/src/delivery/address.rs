//! Addresses that are remembered without being kept.

use std::fmt;

/// An address as the lists of those that are not mailed know it: made with the server's key, so that whoever holds the
/// database alone can neither read the list nor ask it for an address. See
/// [`Keyring::address_digests`](crate::link::Keyring::address_digests).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressDigest([u8; 16]);

impl AddressDigest {
    /// From storage.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// For storage.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for AddressDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressDigest(…)")
    }
}
