use async_trait::async_trait;

use super::PortError;
use crate::account::{Account, ApiToken, SignIn};
use crate::email_address::EmailKey;
use crate::id::AccountId;
use crate::secret::SecretDigest;

/// Reading accounts, sign-ins and tokens.
///
/// 1. `find`, `find_by_email`, `by_sign_in` and `by_token` MUST give back exactly what was committed.
/// 2. A sign-in or token that was deleted MUST be gone at once. Expired ones are given back; the use case judges.
/// 3. `any_host` MUST tell whether an account exists that may host.
/// 4. `find_by_emails` MUST give exactly the accounts of these addresses, each once, however many are asked for.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Accounts: Send + Sync {
    /// One account.
    async fn find(&self, id: AccountId) -> Result<Option<Account>, PortError>;

    /// The account with this address.
    async fn find_by_email(&self, email: &EmailKey) -> Result<Option<Account>, PortError>;

    /// The accounts with these addresses, in any order.
    async fn find_by_emails(&self, emails: Vec<EmailKey>) -> Result<Vec<Account>, PortError>;

    /// The sign-in with this digest, and its account.
    async fn by_sign_in(&self, digest: SecretDigest) -> Result<Option<(SignIn, Account)>, PortError>;

    /// The API token with this digest, and its account.
    async fn by_token(&self, digest: SecretDigest) -> Result<Option<(ApiToken, Account)>, PortError>;

    /// Whether anyone may host yet.
    async fn any_host(&self) -> Result<bool, PortError>;
}
