use async_trait::async_trait;

use super::PortError;
use crate::delivery::{AddressDigest, Suppression, Unsubscription};
use crate::id::AccountId;

/// Reading who is not mailed.
///
/// 1. `suppressed` MUST give exactly those of the addresses that were put on the list and not taken off since. An address that is on
///    it already stays as it is when it is put there again.
/// 2. The address of a message that is completed as bounced MUST be found as soon as `complete` has answered, and MUST NOT be
///    put there by a `complete` that is a conflict.
/// 3. `unsubscribed` MUST give exactly those of the addresses that unsubscribed from this host and did not take it back.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Suppressions: Send + Sync {
    /// Those of these addresses that are not mailed.
    async fn suppressed(&self, addresses: Vec<AddressDigest>) -> Result<Vec<Suppression>, PortError>;

    /// Those of these addresses that want no reminders from this host.
    async fn unsubscribed(
        &self,
        host: AccountId,
        addresses: Vec<AddressDigest>,
    ) -> Result<Vec<Unsubscription>, PortError>;
}
