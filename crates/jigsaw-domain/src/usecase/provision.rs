//! Provisioning: hosts, their one-time set-up links, API tokens. Whoever runs the command line on the server does it; the
//! links are for the people themselves.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::sign_in::{as_owner, written};
use super::{Action, Caller, FrontDoor, SignedIn, UseCaseError, authorise};
use crate::account::{Account, ApiToken, Password, PasswordHash, Scope, Standing};
use crate::audit::FieldChange;
use crate::email_address::EmailAddress;
use crate::id::{AccountId, TokenId};
use crate::link::{Generation, Link, LinkTarget};
use crate::malformed::{Malformed, Problems};
use crate::port::{Change, ChangeSet};
use crate::secret::{Secret, SecretKind};
use crate::text::PersonName;
use crate::version::Version;

/// A provisioned account and its one-time set-up link, to be sealed when it is shown:
/// `front_door.address().of(front_door.keyring(), link)`.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The account.
    pub account: Account,
    /// The link, good for one use.
    pub link: Link,
}

/// The set-up link of an empty server. It names no account, because there is none yet, and counts only as long as
/// nobody may host.
const FIRST_OPERATOR: Link =
    Link { target: LinkTarget::Setup(AccountId::from_uuid(Uuid::nil())), generation: Generation::FIRST };

/// The account that the set-up link of an empty server makes. Always the same identifier, so that of two people who use
/// the link at once the second one's insert is a conflict: one link makes one operator.
fn first_operator() -> AccountId {
    AccountId::mint(DateTime::UNIX_EPOCH, [0; 16])
}

/// Who sets an account up, as far as known before the form is filled in.
enum Newcomer {
    FirstOperator,
    Provisioned(Account),
}

impl FrontDoor {
    /// Provisions a host without a password, and makes the link with which they set one. The first host ever becomes an
    /// operator. An account that exists is raised to the standing; a link that it was given before works no more.
    pub async fn add_host(
        &self,
        caller: &Caller,
        email: EmailAddress,
        name: PersonName,
        standing: Standing,
    ) -> Result<SetUp, UseCaseError> {
        authorise(&caller.subject, Action::Provision, None, self.now())?;
        self.until_settled(async || {
            let standing = match self.ports.accounts.any_host().await? {
                true => standing.max(Standing::Host),
                false => Standing::Operator,
            };
            match self.ports.accounts.find_by_email(email.key()).await? {
                None => self.insert_host(caller, (&email, &name), standing).await,
                Some(account) if account.is_usable() && account.standing >= standing => {
                    Err(UseCaseError::Contradiction("account_exists"))
                }
                Some(account) => {
                    let standing = account.standing.max(standing);
                    // Someone who has set the account up is called what they said.
                    let name = if account.is_usable() { account.name.clone() } else { name.clone() };
                    self.renew_set_up(caller, Account { standing, name, ..account }, "account.provisioned").await
                }
            }
        })
        .await
    }

    async fn insert_host(
        &self,
        caller: &Caller,
        (email, name): (&EmailAddress, &PersonName),
        standing: Standing,
    ) -> Result<SetUp, UseCaseError> {
        let now = self.now();
        let account = Account {
            id: self.mint(AccountId::mint, now),
            version: Version::FIRST,
            email: email.clone(),
            name: name.clone(),
            time_zone: Tz::UTC,
            standing,
            password: None,
            setup_generation: Generation::FIRST,
            created_at: now,
        };
        let mut changes = ChangeSet::of([Change::InsertAccount(account.clone())]);
        let made = [
            FieldChange::set("email", email.as_typed()),
            FieldChange::set("name", name),
            FieldChange::set("standing", word(standing)),
        ];
        changes.audit.push(self.audit(caller, "account.provisioned", (None, account.id.as_uuid()), made, now));
        self.commit(changes).await?;
        Ok(SetUp { link: set_up_link(&account), account })
    }

    /// A new one-time link for a host who is locked out. Until it is used, everything stays as it is.
    pub async fn reset_host(&self, caller: &Caller, email: &EmailAddress) -> Result<SetUp, UseCaseError> {
        authorise(&caller.subject, Action::Provision, None, self.now())?;
        self.until_settled(async || {
            let account = self.host_account(email).await?;
            self.renew_set_up(caller, account, "account.set_up_link_made").await
        })
        .await
    }

    /// Stores the account with a fresh set-up link.
    async fn renew_set_up(&self, caller: &Caller, account: Account, action: &'static str) -> Result<SetUp, UseCaseError> {
        let renewed = Account { setup_generation: next_generation(&account)?, ..account };
        let mut changes = ChangeSet::of([Change::UpdateAccount(renewed.clone())]);
        let fields = [
            FieldChange::set("standing", word(renewed.standing)),
            FieldChange::set("setup_generation", renewed.setup_generation.get()),
        ];
        changes.audit.push(self.audit(caller, action, (None, renewed.id.as_uuid()), fields, self.now()));
        self.commit(changes).await?;
        Ok(SetUp { link: set_up_link(&renewed), account: written(renewed) })
    }

    /// At the start of an empty server: the link with which its first operator is made. `None` once anyone may host.
    pub async fn ensure_operator_set_up(&self, caller: &Caller) -> Result<Option<Link>, UseCaseError> {
        authorise(&caller.subject, Action::Provision, None, self.now())?;
        Ok((!self.ports.accounts.any_host().await?).then_some(FIRST_OPERATOR))
    }

    /// Whom a set-up link is for. `Ok(None)` is the first operator, who is asked for their address, too. A link that was
    /// used, renewed or is of another kind is `NotFound`. Reads only; GET may call it.
    pub async fn look_set_up(&self, link: Link) -> Result<Option<Account>, UseCaseError> {
        match self.newcomer(link).await? {
            Newcomer::FirstOperator => Ok(None),
            Newcomer::Provisioned(account) => Ok(Some(account)),
        }
    }

    async fn newcomer(&self, link: Link) -> Result<Newcomer, UseCaseError> {
        let LinkTarget::Setup(id) = link.target else { return Err(UseCaseError::NotFound) };
        if link == FIRST_OPERATOR {
            return match self.ports.accounts.any_host().await? {
                false => Ok(Newcomer::FirstOperator),
                true => Err(UseCaseError::NotFound),
            };
        }
        let found = self.ports.accounts.find(id).await?;
        let current = found.filter(|account| account.setup_generation == link.generation);
        current.map(Newcomer::Provisioned).ok_or(UseCaseError::NotFound)
    }

    /// Uses a set-up link: sets the password, ends every earlier sign-in of the account, and signs in. The link works
    /// once. `email` counts for the first operator only; others have the address that they were provisioned with.
    pub async fn set_up(
        &self,
        caller: &Caller,
        link: Link,
        email: Option<EmailAddress>,
        name: Option<PersonName>,
        password: Password,
        zone: Option<Tz>,
    ) -> Result<SignedIn, UseCaseError> {
        let first_look = self.newcomer(link).await?;
        let (email, name) = asked_for(&first_look, email, name)?;
        if self.ports.passwords.is_guessable(&password, &own_words(&email, &name)) {
            return Err(UseCaseError::field("password", Malformed::Guessable));
        }
        let hash = self.ports.passwords.hash(&password).await?;
        self.until_settled(async || {
            let now = self.now();
            // The link is looked at again at each try: of two people who use it at once, the second one is late.
            let (account, change) = match self.newcomer(link).await? {
                Newcomer::FirstOperator => {
                    let account = operator((&email, &name), (&hash, zone), now);
                    (account.clone(), Change::InsertAccount(account))
                }
                Newcomer::Provisioned(account) => {
                    let account = Account {
                        setup_generation: next_generation(&account)?,
                        name: name.clone(),
                        password: Some(hash.clone()),
                        time_zone: zone.unwrap_or(account.time_zone),
                        ..account
                    };
                    (written(account.clone()), Change::UpdateAccount(account))
                }
            };
            let mut changes = ChangeSet::of([change, Change::DeleteSignIns(account.id)]);
            let fields = [FieldChange::set("email", email.as_typed()), FieldChange::set("name", &name)];
            let (owner, object) = (as_owner(caller, &account), (None, account.id.as_uuid()));
            changes.audit.push(self.audit(&owner, "account.set_up", object, fields, now));
            let secret = self.open_sign_in(caller, &account, &mut changes);
            self.commit(changes).await?;
            Ok(SignedIn { account, secret })
        })
        .await
    }

    /// Makes an API token for a host. No scopes are all that the host may have.
    pub async fn create_token(
        &self,
        caller: &Caller,
        email: &EmailAddress,
        scopes: Vec<Scope>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<(ApiToken, Secret), UseCaseError> {
        let now = self.now();
        authorise(&caller.subject, Action::Provision, None, now)?;
        let account = self.host_account(email).await?;
        if expires_at.is_some_and(|end| end <= now) {
            return Err(UseCaseError::field("expires_at", Malformed::InThePast));
        }
        let scopes = scopes_for(&account, &scopes)?;
        let secret = Secret::mint(SecretKind::ApiToken, self.ports.random.bytes());
        let token = ApiToken {
            id: self.mint(TokenId::mint, now),
            digest: secret.digest(),
            account: account.id,
            scopes,
            created_at: now,
            expires_at,
        };
        let mut changes = ChangeSet::of([Change::InsertToken(token.clone())]);
        let words: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
        let mut fields = vec![FieldChange::set("account", account.id), FieldChange::set("scopes", words.join(" "))];
        fields.extend(expires_at.map(|end| FieldChange::set("expires_at", end.to_rfc3339())));
        changes.audit.push(self.audit(caller, "token.created", (None, token.id.as_uuid()), fields, now));
        self.commit(changes).await?;
        Ok((token, secret))
    }

    async fn host_account(&self, email: &EmailAddress) -> Result<Account, UseCaseError> {
        let account = self.ports.accounts.find_by_email(email.key()).await?.ok_or(UseCaseError::NotFound)?;
        if account.may_host() { Ok(account) } else { Err(UseCaseError::Contradiction("not_a_host")) }
    }
}

const fn set_up_link(account: &Account) -> Link {
    Link { target: LinkTarget::Setup(account.id), generation: account.setup_generation }
}

fn next_generation(account: &Account) -> Result<Generation, UseCaseError> {
    account.setup_generation.next().ok_or(UseCaseError::Contradiction("link_worn_out"))
}

/// Address and name to set up with; what is needed and missing is named all at once.
fn asked_for(
    newcomer: &Newcomer,
    email: Option<EmailAddress>,
    name: Option<PersonName>,
) -> Result<(EmailAddress, PersonName), UseCaseError> {
    let (email, name) = match newcomer {
        Newcomer::FirstOperator => (email, name),
        Newcomer::Provisioned(account) => (Some(account.email.clone()), Some(name.unwrap_or_else(|| account.name.clone()))),
    };
    let mut problems = Problems::default();
    let email = problems.take("email", email.ok_or(Malformed::Blank));
    let name = problems.take("name", name.ok_or(Malformed::Blank));
    email.zip(name).ok_or_else(|| problems.into_vec().into())
}

fn operator(
    (email, name): (&EmailAddress, &PersonName),
    (hash, zone): (&PasswordHash, Option<Tz>),
    now: DateTime<Utc>,
) -> Account {
    Account {
        id: first_operator(),
        version: Version::FIRST,
        email: email.clone(),
        name: name.clone(),
        time_zone: zone.unwrap_or(Tz::UTC),
        standing: Standing::Operator,
        password: Some(hash.clone()),
        setup_generation: Generation::FIRST,
        created_at: now,
    }
}

/// Words that make this person's password easy to guess.
fn own_words(email: &EmailAddress, name: &PersonName) -> Vec<String> {
    let mut words = vec!["jigsaw".to_owned(), email.as_typed().to_owned()];
    words.extend(email.as_typed().split(['@', '.']).map(str::to_owned));
    words.push(name.first().to_string());
    words.push(name.last().to_string());
    words
}

/// The captured mail is for operators; a token never may more than its owner.
fn scopes_for(account: &Account, wanted: &[Scope]) -> Result<Vec<Scope>, UseCaseError> {
    let allowed = |scope: &Scope| *scope != Scope::MailboxRead || account.standing == Standing::Operator;
    if !wanted.iter().all(allowed) {
        return Err(UseCaseError::field("scopes", Malformed::NotAChoice("sessions:read, sessions:write")));
    }
    let asked = |scope: &Scope| wanted.is_empty() || wanted.contains(scope);
    Ok(Scope::ALL.into_iter().filter(|scope| asked(scope) && allowed(scope)).collect())
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Guest => "guest",
        Standing::Host => "host",
        Standing::Operator => "operator",
    }
}
