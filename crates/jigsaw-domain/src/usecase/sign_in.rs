//! Signing in and out, and who is behind a presented secret.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

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
        self.until_settled(|| self.begin(caller, account.id, (&stored, &hash), earlier)).await
    }

    /// A browser that was signed in to this account before is not held up by what others try at its address; its own
    /// tries still count.
    async fn is_known_device(&self, earlier: Option<&Secret>, account: Option<&Account>) -> Result<bool, UseCaseError> {
        let Some(earlier) = earlier else { return Ok(false) };
        let found = self.ports.accounts.by_sign_in(earlier.digest()).await?;
        Ok(found.is_some_and(|(_, owner)| account.is_some_and(|account| account.id == owner.id)))
    }

    /// Spends from what the address has for everyone together. The owner is told when that is used up.
    async fn spend_at_address(
        &self,
        caller: &Caller,
        named: &str,
        account: Option<&Account>,
    ) -> Result<(), UseCaseError> {
        let now = self.now();
        let spent = self.spend(Budget::GuessesAtAddress, named.to_owned(), 1, now).await;
        if let Err(UseCaseError::TooManyAttempts { retry_after }) = &spent {
            // A row is written for an address that nobody has, too: a refusal must not tell by its time who has an account.
            let object = account.map_or_else(Uuid::nil, |account| account.id.as_uuid());
            let mut changes = ChangeSet::default();
            changes.audit.push(self.audit(caller, "account.guesses_refused", (None, object), [], now));
            changes.messages.extend(account.map(|account| self.lock_alert(account.id, *retry_after, now)));
            self.commit(changes).await?;
        }
        spent
    }

    /// The letter to the owner of an account at which too many passwords were tried.
    pub(super) fn lock_alert(&self, account: AccountId, retry_after: TimeDelta, now: DateTime<Utc>) -> OutgoingMessage {
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::LockAlert { account },
            priority: Priority::Urgent,
            not_before: now,
            // When the account takes passwords again; the letter says so, and is of use after that, too.
            deadline: Some(now.checked_add_signed(retry_after).unwrap_or(now)),
            // Once an hour: being told is useful, being flooded is not.
            unique_key: Some(format!("lock_alert:{account}:{}", now.format("%Y-%m-%dT%H"))),
            lane: None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::ApiToken;
    use crate::audit::Actor;
    use crate::id::TokenId;
    use crate::port::{PortError, Spend};
    use crate::secret::SecretDigest;
    use crate::usecase::ClientNetwork;
    use crate::usecase::testing::*;
    use crate::version::Version;

    fn password() -> Password {
        Password::parse_given("correct horse").unwrap()
    }

    fn secret(byte: u8) -> Secret {
        Secret::mint(SecretKind::SignIn, [byte; 32])
    }

    fn row(account: &Account, secret: &Secret) -> SignIn {
        SignIn { digest: secret.digest(), account: account.id, created_at: minutes(-60), expires_at: minutes(60) }
    }

    /// The account is stored; the hasher finds this.
    fn mocks_with(account: &Account, verdict: PasswordVerdict) -> Mocks {
        let mut mocks = Mocks::new();
        let (by_email, by_id) = (account.clone(), account.clone());
        mocks
            .accounts
            .expect_find_by_email()
            .returning(move |key| Ok((key == by_email.email.key()).then(|| by_email.clone())));
        mocks.accounts.expect_find().returning(move |id| Ok((id == by_id.id).then(|| by_id.clone())));
        let stored = account.password.clone();
        mocks.passwords.expect_verify().times(..=1).returning(move |_, against| {
            Ok(if against.is_some() && against == stored { verdict.clone() } else { PasswordVerdict::Wrong })
        });
        mocks
    }

    fn sign_in(mocks: Mocks, address: &str, earlier: Option<&Secret>) -> Result<SignedIn, UseCaseError> {
        block_on(mocks.front_door().sign_in(&anonymous(), Some(email(address)), password(), earlier))
    }

    fn inserted(changes: &ChangeSet) -> &SignIn {
        let mut found = changes.changes.iter().filter_map(|change| match change {
            Change::InsertSignIn(sign_in) => Some(sign_in),
            _ => None,
        });
        found.next().expect("a sign-in")
    }

    fn deleted(changes: &ChangeSet) -> Vec<SecretDigest> {
        let digests = changes.changes.iter().filter_map(|change| match change {
            Change::DeleteSignIn(digest) => Some(*digest),
            _ => None,
        });
        digests.collect()
    }

    #[test]
    fn the_right_password_opens_a_new_sign_in_and_ends_the_browsers_earlier_one() {
        let account = account("mike@example.org");
        let mut mocks = mocks_with(&account, PasswordVerdict::Right);
        mocks.unlimited();
        mocks.accounts.expect_by_sign_in().returning(|_| Ok(None));
        let written = mocks.commits();

        let signed_in = sign_in(mocks, "MIKE@example.org", Some(&secret(9))).unwrap();

        let changes = written.only();
        let row = inserted(&changes);
        assert_eq!((row.digest, row.account), (signed_in.secret.digest(), account.id));
        assert_eq!(row.expires_at - row.created_at, SignIn::LIFETIME);
        assert_eq!(deleted(&changes), [secret(9).digest()]);
        assert_eq!(changes.actions(), ["account.signed_in"]);
        assert_eq!(changes.audit[0].actor, Actor::Account(account.id));
        assert_eq!(changes.account().version, account.version, "guarded against a change of the password meanwhile");
        assert_eq!(signed_in.account.version, Version::new(5));
    }

    #[test]
    fn each_budget_is_spent_before_anything_is_compared() {
        let account = account("mike@example.org");
        let mut mocks = mocks_with(&account, PasswordVerdict::Right);
        let mut sequence = mockall::Sequence::new();
        let budgets = [(Budget::Guesses, "mike@example.org|local"), (Budget::GuessesAtAddress, "mike@example.org")];
        for (budget, key) in budgets {
            mocks
                .limiter
                .expect_spend()
                .withf(move |spent, named, amount, at| {
                    (*spent, named.0.as_str(), *amount, *at) == (budget, key, 1, now())
                })
                .once()
                .in_sequence(&mut sequence)
                .returning(|_, _, _, _| Ok(Spend::Allowed));
        }
        mocks.commits();
        sign_in(mocks, "mike@example.org", None).unwrap();
    }

    #[test]
    fn wrong_passwords_unknown_addresses_and_accounts_without_password_look_the_same() {
        let unused = Account { password: None, ..account("unused@example.org") };
        for (stored, typed) in [
            (account("mike@example.org"), Some("mike@example.org")),
            (account("mike@example.org"), Some("nobody@example.org")),
            (account("mike@example.org"), None),
            (unused, Some("unused@example.org")),
        ] {
            let mut mocks = mocks_with(&stored, PasswordVerdict::Wrong);
            mocks.unlimited();
            mocks.passwords.checkpoint();
            mocks.passwords.expect_verify().once().returning(|_, _| Ok(PasswordVerdict::Wrong));
            let tried = block_on(mocks.front_door().sign_in(&anonymous(), typed.map(email), password(), None));
            assert_eq!(tried.unwrap_err(), UseCaseError::WrongCredentials, "{typed:?}");
        }
    }

    #[test]
    fn a_hash_of_old_parameters_is_replaced() {
        let newer = PasswordHash::new("newer".to_owned());
        let mut mocks = mocks_with(&account("mike@example.org"), PasswordVerdict::RightWithUpgrade(newer.clone()));
        mocks.unlimited();
        let written = mocks.commits();
        sign_in(mocks, "mike@example.org", None).unwrap();
        assert_eq!(written.only().account().password, Some(newer));
    }

    #[test]
    fn a_password_that_is_changed_meanwhile_counts_no_more() {
        let before = account("mike@example.org");
        let mut mocks = Mocks::new();
        mocks.unlimited();
        let known = before.clone();
        mocks.accounts.expect_find_by_email().returning(move |_| Ok(Some(known.clone())));
        let changed = Account { password: Some(PasswordHash::new("other".to_owned())), ..before.clone() };
        let mut found = vec![changed, before].into_iter();
        mocks.accounts.expect_find().times(2).returning(move |_| Ok(found.next_back()));
        mocks.passwords.expect_verify().once().returning(|_, _| Ok(PasswordVerdict::Right));
        let written = mocks.commits_after(vec![PortError::Conflict]);
        assert_eq!(sign_in(mocks, "mike@example.org", None).unwrap_err(), UseCaseError::WrongCredentials);
        assert!(written.take().is_empty());
    }

    fn refuse(mocks: &mut Mocks, refused: Budget) {
        mocks.limiter.expect_spend().returning(move |budget, _, _, _| {
            let retry_after = TimeDelta::seconds(40);
            Ok(if budget == refused { Spend::Refused { retry_after } } else { Spend::Allowed })
        });
    }

    #[test]
    fn guesses_from_one_network_are_refused_before_anything_is_read() {
        let mut mocks = Mocks::new();
        refuse(&mut mocks, Budget::Guesses);
        let tried = sign_in(mocks, "mike@example.org", None);
        assert_eq!(tried.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: TimeDelta::seconds(40) });
    }

    #[test]
    fn guesses_from_everywhere_are_refused_and_the_owner_is_told_once_an_hour() {
        let account = account("mike@example.org");
        let mut mocks = mocks_with(&account, PasswordVerdict::Right);
        refuse(&mut mocks, Budget::GuessesAtAddress);
        let written = mocks.commits();
        let tried = sign_in(mocks, "mike@example.org", None);
        assert_eq!(tried.unwrap_err(), UseCaseError::TooManyAttempts { retry_after: TimeDelta::seconds(40) });
        let changes = written.only();
        let message = &changes.messages[0];
        assert_eq!(message.body, MessageBody::LockAlert { account: account.id });
        assert_eq!(message.deadline, Some(now() + TimeDelta::seconds(40)));
        assert_eq!(message.unique_key, Some(format!("lock_alert:{}:2026-11-23T14", account.id)));
        assert_eq!(changes.actions(), ["account.guesses_refused"]);
    }

    #[test]
    fn a_refusal_writes_as_much_for_an_address_that_nobody_has() {
        let mut mocks = mocks_with(&account("mike@example.org"), PasswordVerdict::Right);
        refuse(&mut mocks, Budget::GuessesAtAddress);
        let written = mocks.commits();
        sign_in(mocks, "nobody@example.org", None).unwrap_err();
        let changes = written.only();
        assert_eq!(changes.actions(), ["account.guesses_refused"]);
        assert!(changes.messages.is_empty());
    }

    #[test]
    fn what_others_try_does_not_hold_up_a_browser_that_was_signed_in() {
        let own = account("mike@example.org");
        for (of, allowed) in [(own.clone(), true), (account("other@example.org"), false)] {
            let mut mocks = mocks_with(&own, PasswordVerdict::Right);
            refuse(&mut mocks, Budget::GuessesAtAddress);
            mocks.accounts.expect_by_sign_in().returning(move |_| Ok(Some((row(&of, &secret(9)), of.clone()))));
            mocks.commits();
            assert_eq!(sign_in(mocks, "mike@example.org", Some(&secret(9))).is_ok(), allowed);
        }
    }

    #[test]
    fn signing_out_ends_the_sign_in_and_is_fine_twice() {
        let account = account("mike@example.org");
        let mut mocks = Mocks::new();
        let mut found = vec![None, Some((row(&account, &secret(1)), account))].into_iter();
        mocks.accounts.expect_by_sign_in().returning(move |_| Ok(found.next_back().flatten()));
        let written = mocks.commits();
        let front_door = mocks.front_door();
        block_on(front_door.sign_out(&anonymous(), &secret(1))).unwrap();
        let changes = written.only();
        assert_eq!((deleted(&changes), changes.actions()), (vec![secret(1).digest()], vec!["account.signed_out"]));
        block_on(front_door.sign_out(&anonymous(), &secret(1))).unwrap();
        assert!(written.take().is_empty());
    }

    #[test]
    fn sign_ins_and_tokens_count_until_their_end() {
        let account = account("mike@example.org");
        for (at, counts) in [(minutes(59), true), (minutes(60), false)] {
            let mut mocks = Mocks::new();
            mocks.hands.set(at);
            let owner = account.clone();
            mocks.accounts.expect_by_sign_in().returning(move |_| Ok(Some((row(&owner, &secret(1)), owner.clone()))));
            let token = ApiToken {
                id: TokenId::mint(now(), [1; 16]),
                digest: secret(2).digest(),
                account: account.id,
                scopes: vec![Scope::SessionsRead],
                created_at: now(),
                expires_at: Some(minutes(60)),
            };
            let owner = account.clone();
            mocks.accounts.expect_by_token().returning(move |_| Ok(Some((token.clone(), owner.clone()))));
            let front_door = mocks.front_door();
            assert_eq!(block_on(front_door.by_sign_in(&secret(1))).unwrap().is_some(), counts);
            assert_eq!(block_on(front_door.by_token(&secret(2))).unwrap().is_some(), counts);
        }
    }

    #[test]
    fn the_keys_of_limits_hold_the_network() {
        let mut mocks = Mocks::new();
        mocks
            .limiter
            .expect_spend()
            .withf(|_, key, _, _| key.0 == "mike@example.org|192.0.2.7")
            .returning(|_, _, _, _| Err(PortError::Unavailable("limits".to_owned())));
        let caller = Caller { network: ClientNetwork::of("192.0.2.7".parse().unwrap()), ..anonymous() };
        let tried = block_on(mocks.front_door().sign_in(&caller, Some(email("mike@example.org")), password(), None));
        assert_eq!(tried.unwrap_err(), UseCaseError::Port(PortError::Unavailable("limits".to_owned())), "fails closed");
    }
}
