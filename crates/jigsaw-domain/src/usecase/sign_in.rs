//! Signing in and out, and who is behind a presented secret.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Caller, FrontDoor, Subject, UseCaseError};
use crate::account::{Account, Password, PasswordHash, Scope, SignIn};
use crate::admission::PassHolder;
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::EmailAddress;
use crate::id::AccountId;
use crate::port::{Budget, Change, ChangeSet, PasswordVerdict};
use crate::secret::{Secret, SecretKind};

/// A sign-in that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Whose it is.
    pub account: Account,
    /// What the cookie holds. Given out once; only its digest is kept.
    pub secret: Secret,
}

impl FrontDoor {
    /// Signs in with an address and its password. Each sign-in is a new one; the `earlier` one of the same browser ends.
    ///
    /// An address that nobody has, or that could not be read, costs and answers the same as a wrong password.
    pub async fn sign_in(
        &self,
        caller: &Caller,
        email: Option<EmailAddress>,
        password: Password,
        earlier: Option<&Secret>,
    ) -> Result<SignedIn, UseCaseError> {
        let key = email.as_ref().map(|email| email.key().clone());
        let named = key.as_ref().map_or("", |key| key.as_str());
        self.spend(Budget::Guesses, format!("{named}|{}", caller.network.as_str()), 1, self.now()).await?;
        let account = match &key {
            Some(key) => self.ports.accounts.find_by_email(key).await?,
            None => None,
        };
        if !self.is_known_device(earlier, account.as_ref()).await? {
            self.spend_at_address(caller, named, account.as_ref()).await?;
        }
        let stored = account.as_ref().and_then(|account| account.password.clone());
        let verdict = self.ports.passwords.verify(&password, stored.clone()).await?;
        let (Some(account), Some(stored)) = (account, stored) else { return Err(UseCaseError::WrongCredentials) };
        let hash = match verdict {
            PasswordVerdict::Right => stored.clone(),
            PasswordVerdict::RightWithUpgrade(newer) => newer,
            PasswordVerdict::Wrong => return Err(UseCaseError::WrongCredentials),
        };
        self.until_settled(async || self.begin(caller, account.id, (&stored, &hash), earlier).await).await
    }

    /// A browser that was signed in to this account before is not held up by what others try at its address; its own
    /// tries still count.
    async fn is_known_device(&self, earlier: Option<&Secret>, account: Option<&Account>) -> Result<bool, UseCaseError> {
        let (Some(earlier), Some(account)) = (earlier, account) else { return Ok(false) };
        let found = self.ports.accounts.by_sign_in(earlier.digest()).await?;
        Ok(found.is_some_and(|(_, owner)| owner.id == account.id))
    }

    /// Spends from what the address has for everyone together. The owner is told when that is used up.
    async fn spend_at_address(&self, caller: &Caller, named: &str, account: Option<&Account>) -> Result<(), UseCaseError> {
        let now = self.now();
        let spent = self.spend(Budget::GuessesAtAddress, named.to_owned(), 1, now).await;
        if let (Err(UseCaseError::TooManyAttempts { retry_after }), Some(account)) = (&spent, account) {
            let mut changes = ChangeSet::default();
            changes.messages.push(self.lock_alert(account.id, *retry_after, now));
            let object = (None, account.id.as_uuid());
            changes.audit.push(self.audit(caller, "account.guesses_refused", object, [], now));
            self.commit(changes).await?;
        }
        spent
    }

    fn lock_alert(&self, account: AccountId, retry_after: TimeDelta, now: DateTime<Utc>) -> OutgoingMessage {
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::LockAlert { account },
            priority: Priority::Urgent,
            not_before: now,
            // When the account takes passwords again; the letter says so, and is of use after that, too.
            deadline: Some(now.checked_add_signed(retry_after).unwrap_or(now)),
            // Once an hour: being told is useful, being flooded is not.
            unique_key: Some(format!("lock_alert:{account}:{}", now.format("%Y-%m-%dT%H"))),
            created_at: now,
        }
    }

    /// Opens the sign-in, as long as the password that was shown to be right is still the account's.
    async fn begin(
        &self,
        caller: &Caller,
        id: AccountId,
        (shown, hash): (&PasswordHash, &PasswordHash),
        earlier: Option<&Secret>,
    ) -> Result<SignedIn, UseCaseError> {
        let found = self.ports.accounts.find(id).await?;
        let mut account =
            found.filter(|account| account.password.as_ref() == Some(shown)).ok_or(UseCaseError::WrongCredentials)?;
        account.password = Some(hash.clone());
        // Written even when nothing changes: its version keeps a sign-in with the old password from slipping in beside
        // a change of the password, which ends all sign-ins.
        let mut changes = ChangeSet::of([Change::UpdateAccount(account.clone())]);
        if let Some(earlier) = earlier {
            changes.push(Change::DeleteSignIn(earlier.digest()));
        }
        let secret = self.open_sign_in(caller, &account, &mut changes);
        self.commit(changes).await?;
        Ok(SignedIn { account: written(account), secret })
    }

    /// Adds a new sign-in of the account to the change set.
    pub(super) fn open_sign_in(&self, caller: &Caller, account: &Account, changes: &mut ChangeSet) -> Secret {
        let now = self.now();
        let secret = Secret::mint(SecretKind::SignIn, self.ports.random.bytes());
        changes.push(Change::InsertSignIn(SignIn {
            digest: secret.digest(),
            account: account.id,
            created_at: now,
            expires_at: now + SignIn::LIFETIME,
        }));
        let owner = as_owner(caller, account);
        changes.audit.push(self.audit(&owner, "account.signed_in", (None, account.id.as_uuid()), [], now));
        secret
    }

    /// Ends a sign-in. One that is over already is fine.
    pub async fn sign_out(&self, caller: &Caller, secret: &Secret) -> Result<(), UseCaseError> {
        let Some((_, account)) = self.ports.accounts.by_sign_in(secret.digest()).await? else { return Ok(()) };
        let mut changes = ChangeSet::of([Change::DeleteSignIn(secret.digest())]);
        let (owner, object) = (as_owner(caller, &account), (None, account.id.as_uuid()));
        changes.audit.push(self.audit(&owner, "account.signed_out", object, [], self.now()));
        self.commit(changes).await
    }

    /// The account behind a browser's sign-in, read again at each use.
    pub async fn by_sign_in(&self, secret: &Secret) -> Result<Option<Account>, UseCaseError> {
        let found = self.ports.accounts.by_sign_in(secret.digest()).await?;
        let now = self.now();
        Ok(found.filter(|(sign_in, _)| now < sign_in.expires_at).map(|(_, account)| account))
    }

    /// The host behind an API token, and what the token may do.
    pub async fn by_token(&self, secret: &Secret) -> Result<Option<(Account, Vec<Scope>)>, UseCaseError> {
        let found = self.ports.accounts.by_token(secret.digest()).await?;
        let now = self.now();
        let counts = found.filter(|(token, _)| token.expires_at.is_none_or(|end| now < end));
        Ok(counts.map(|(token, account)| (account, token.scopes)))
    }

    /// The person behind a pass. A pass that has ended still says how.
    pub async fn by_pass(&self, secret: &Secret) -> Result<Option<PassHolder>, UseCaseError> {
        Ok(self.ports.participants.by_pass(secret.digest()).await?)
    }
}

/// The caller once it is shown whose account it is, for audit rows.
pub(super) fn as_owner(caller: &Caller, account: &Account) -> Caller {
    Caller { subject: Subject::Account(account.clone()), ..caller.clone() }
}

/// The account as it is stored after an update.
pub(super) fn written(account: Account) -> Account {
    Account { version: account.version.next(), ..account }
}
