/// Unpredictable bytes for identifiers and secrets.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait Random: Send + Sync {
    /// 256 fresh bits from a cryptographically secure source.
    fn bytes(&self) -> [u8; 32];
}

impl dyn Random {
    /// The 128 bits that identifiers take.
    pub fn id_bytes(&self) -> [u8; 16] {
        let mut half = [0_u8; 16];
        for (to, from) in half.iter_mut().zip(self.bytes()) {
            *to = from;
        }
        half
    }
}
