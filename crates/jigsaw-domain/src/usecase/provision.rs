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
use crate::language::Language;
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

/// What a person gives who uses a set-up link.
#[derive(Clone, Debug)]
pub struct SetUpForm {
    /// Their address; asked of the first operator only, others have the one that they were provisioned with.
    pub email: Option<EmailAddress>,
    /// First and last name; without them, those that they were provisioned with.
    pub name: Option<PersonName>,
    /// The password; already checked for length.
    pub password: Password,
    /// The zone that times are shown in.
    pub time_zone: Option<Tz>,
    /// The language that pages and mails speak.
    pub language: Option<Language>,
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
        self.until_settled(|| async {
            let is_first = !self.ports.accounts.any_host().await?;
            let standing = if is_first { Standing::Operator } else { standing.max(Standing::Host) };
            match self.ports.accounts.find_by_email(email.key()).await? {
                None => self.insert_host(caller, (&email, &name), standing).await,
                Some(account) if account.is_usable() && account.standing >= standing => {
                    Err(UseCaseError::Contradiction("account_exists"))
                }
                Some(account) => {
                    let standing = account.standing.max(standing);
                    // Someone who has set the account up is called what they said.
                    let name = if account.is_usable() { account.name.clone() } else { name.clone() };
                    self.renew_set_up(caller, Account { name, standing, ..account }, "account.provisioned").await
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
            language: None,
            standing,
            password: None,
            setup_generation: Generation::FIRST,
            calendar_generation: Generation::FIRST,
            setup_expires_at: None,
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
        self.until_settled(|| async {
            let account = self.host_account(email).await?;
            self.renew_set_up(caller, account, "account.set_up_link_made").await
        })
        .await
    }

    /// Stores the account with a fresh set-up link.
    async fn renew_set_up(
        &self,
        caller: &Caller,
        account: Account,
        action: &'static str,
    ) -> Result<SetUp, UseCaseError> {
        let renewed = Account { setup_generation: next_generation(&account)?, setup_expires_at: None, ..account };
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
            let is_taken = self.ports.accounts.any_host().await?;
            return if is_taken { Err(UseCaseError::NotFound) } else { Ok(Newcomer::FirstOperator) };
        }
        let found = self.ports.accounts.find(id).await?;
        let now = self.now();
        let current = found.filter(|account| {
            account.setup_generation == link.generation && account.setup_expires_at.is_none_or(|end| now < end)
        });
        current.map(Newcomer::Provisioned).ok_or(UseCaseError::NotFound)
    }

    /// Uses a set-up link: sets the password, ends every earlier sign-in of the account and every place that was taken with
    /// the earlier password, and signs in. The link works once. Whose account is new is welcomed by mail.
    pub async fn set_up(&self, caller: &Caller, link: Link, form: SetUpForm) -> Result<SignedIn, UseCaseError> {
        let SetUpForm { email, name, password, time_zone, language } = form;
        let first_look = self.newcomer(link).await?;
        let (email, name) = asked_for(&first_look, email, name)?;
        if self.ports.passwords.is_guessable(&password, &own_words(&email, &name)) {
            return Err(UseCaseError::field("password", Malformed::Guessable));
        }
        let hash = self.ports.passwords.hash(&password).await?;
        self.until_settled(|| async {
            let now = self.now();
            // The link is looked at again at each try: of two people who use it at once, the second one is late.
            let (account, change, is_new) = match self.newcomer(link).await? {
                Newcomer::FirstOperator => {
                    let account = operator((&email, &name), &hash, now);
                    let account = Account { time_zone: time_zone.unwrap_or(account.time_zone), language, ..account };
                    (account.clone(), Change::InsertAccount(account), true)
                }
                Newcomer::Provisioned(account) => {
                    let is_new = !account.is_usable();
                    let account = Account {
                        setup_generation: next_generation(&account)?,
                        setup_expires_at: None,
                        name: name.clone(),
                        password: Some(hash.clone()),
                        time_zone: time_zone.unwrap_or(account.time_zone),
                        // Who chose one before keeps it: this link also leads back in after a forgotten password.
                        language: account.language.or(language),
                        ..account
                    };
                    (written(account.clone()), Change::UpdateAccount(account), is_new)
                }
            };
            let mut changes = ChangeSet::of([change, Change::DeleteSignIns(account.id)]);
            if is_new {
                changes.messages.push(self.welcome(account.id, now));
            } else {
                self.end_passes_of(caller, &account, &mut changes, now).await?;
            }
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

pub(super) const fn set_up_link(account: &Account) -> Link {
    Link { target: LinkTarget::Setup(account.id), generation: account.setup_generation }
}

pub(super) fn next_generation(account: &Account) -> Result<Generation, UseCaseError> {
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
        Newcomer::Provisioned(account) => {
            (Some(account.email.clone()), Some(name.unwrap_or_else(|| account.name.clone())))
        }
    };
    let mut problems = Problems::default();
    let email = problems.take("email", email.ok_or(Malformed::Blank));
    let name = problems.take("name", name.ok_or(Malformed::Blank));
    email.zip(name).ok_or_else(|| problems.into_vec().into())
}

fn operator((email, name): (&EmailAddress, &PersonName), hash: &PasswordHash, now: DateTime<Utc>) -> Account {
    Account {
        id: first_operator(),
        version: Version::FIRST,
        email: email.clone(),
        name: name.clone(),
        time_zone: Tz::UTC,
        language: None,
        standing: Standing::Operator,
        password: Some(hash.clone()),
        setup_generation: Generation::FIRST,
        calendar_generation: Generation::FIRST,
        setup_expires_at: None,
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::port::PortError;
    use crate::usecase::testing::*;

    fn password() -> Password {
        Password::parse_new("correct horse").unwrap()
    }

    fn provisioned() -> Account {
        Account { password: None, setup_generation: Generation::new(2), ..host() }
    }

    /// A server on which these accounts exist.
    fn mocks_with(accounts: Vec<Account>) -> Mocks {
        let mut mocks = Mocks::new();
        let by_email = accounts.clone();
        mocks
            .accounts
            .expect_find_by_email()
            .returning(move |key| Ok(by_email.iter().find(|account| account.email.key() == key).cloned()));
        let by_id = accounts.clone();
        mocks.accounts.expect_find().returning(move |id| Ok(by_id.iter().find(|account| account.id == id).cloned()));
        mocks.accounts.expect_any_host().returning(move || Ok(accounts.iter().any(Account::may_host)));
        mocks.passwords.expect_is_guessable().returning(|password, _| password.reveal() == "password");
        mocks.passwords.expect_hash().returning(|_| Ok(PasswordHash::new("fresh".to_owned())));
        mocks
    }

    fn add(mocks: Mocks, address: &str, standing: Standing) -> Result<SetUp, UseCaseError> {
        block_on(mocks.front_door().add_host(&command_line(), email(address), name("New Name"), standing))
    }

    fn set_up(front_door: &FrontDoor, link: Link, address: Option<&str>) -> Result<SignedIn, UseCaseError> {
        let form = SetUpForm {
            email: address.map(email),
            name: Some(name("Olga Operator")),
            password: password(),
            time_zone: Some(chrono_tz::Asia::Tokyo),
            language: Some(Language::Spanish),
        };
        block_on(front_door.set_up(&anonymous(), link, form))
    }

    /// Nothing but a password.
    fn only(password: Password) -> SetUpForm {
        SetUpForm { email: None, name: None, password, time_zone: None, language: None }
    }

    #[test]
    fn provisioning_is_for_the_command_line() {
        for subject in [as_host(), anonymous()] {
            let front_door = mocks_with(vec![host()]).front_door();
            let added = front_door.add_host(&subject, email("new@example.org"), name("New Name"), Standing::Host);
            assert!(block_on(added).is_err());
            assert!(block_on(front_door.reset_host(&subject, &email("host@example.org"))).is_err());
            assert!(block_on(front_door.create_token(&subject, &email("host@example.org"), vec![], None)).is_err());
            assert!(block_on(front_door.ensure_operator_set_up(&subject)).is_err());
        }
    }

    #[test]
    fn a_new_host_has_no_password_and_a_link_that_opens() {
        let mut mocks = mocks_with(vec![host()]);
        let written = mocks.commits();
        let made = add(mocks, "new@example.org", Standing::Host).unwrap();
        let changes = written.only();
        let account = changes.account();
        assert_eq!((account.standing, account.is_usable()), (Standing::Host, false));
        assert_eq!(account, &made.account);
        let text = address().of(&keyring(), made.link);
        let key = text.strip_prefix("https://jigsaw.example/setup/").unwrap();
        assert_eq!(keyring().open(key).unwrap().target, LinkTarget::Setup(account.id));
        assert_eq!(changes.actions(), ["account.provisioned"]);
    }

    #[test]
    fn the_first_host_is_an_operator_whatever_was_asked() {
        let mut mocks = mocks_with(vec![]);
        mocks.commits();
        assert_eq!(add(mocks, "new@example.org", Standing::Host).unwrap().account.standing, Standing::Operator);
    }

    #[test]
    fn an_account_that_was_never_set_up_gets_a_fresh_link() {
        let mut mocks = mocks_with(vec![provisioned()]);
        let written = mocks.commits();
        let made = add(mocks, "host@example.org", Standing::Host).unwrap();
        assert_eq!(made.link.generation, Generation::new(3), "the link that was given before works no more");
        assert_eq!(made.account.name, name("New Name"));
        assert_eq!(written.only().account().version, host().version);
    }

    #[test]
    fn a_guest_is_raised_and_a_host_is_there_already() {
        let mut mocks = mocks_with(vec![host(), account("mike@example.org")]);
        let written = mocks.commits();
        let raised = add(mocks, "mike@example.org", Standing::Host).unwrap().account;
        assert_eq!((raised.standing, raised.is_usable()), (Standing::Host, true));
        assert_eq!(raised.name, account("mike@example.org").name);
        assert_eq!(written.take().len(), 1);

        let again = add(mocks_with(vec![host()]), "host@example.org", Standing::Host);
        assert_eq!(again.unwrap_err(), UseCaseError::Contradiction("account_exists"));
    }

    #[test]
    fn an_empty_server_offers_its_link_until_someone_may_host() {
        let offered =
            |accounts| block_on(mocks_with(accounts).front_door().ensure_operator_set_up(&command_line())).unwrap();
        let link = offered(vec![]).unwrap();
        assert_eq!(offered(vec![account("mike@example.org")]), Some(link), "guests are not hosts");
        assert_eq!(offered(vec![provisioned()]), None);

        assert_eq!(block_on(mocks_with(vec![]).front_door().look_set_up(link)), Ok(None));
        let late = mocks_with(vec![provisioned()]).front_door();
        assert_eq!(block_on(late.look_set_up(link)), Err(UseCaseError::NotFound));
        assert_eq!(set_up(&late, link, Some("olga@example.org")).unwrap_err(), UseCaseError::NotFound);
    }

    #[test]
    fn the_first_operator_says_who_they_are() {
        let mut mocks = mocks_with(vec![]);
        let written = mocks.commits();
        let front_door = mocks.front_door();
        let nobody = block_on(front_door.set_up(&anonymous(), FIRST_OPERATOR, only(password())));
        let Err(UseCaseError::Invalid(problems)) = nobody else { panic!("{nobody:?}") };
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["email", "name"]);

        let signed_in = set_up(&front_door, FIRST_OPERATOR, Some("olga@example.org")).unwrap();
        let account = signed_in.account;
        assert_eq!((account.standing, account.email.as_typed()), (Standing::Operator, "olga@example.org"));
        assert_eq!((account.time_zone, account.language), (chrono_tz::Asia::Tokyo, Some(Language::Spanish)));
        let changes = written.only();
        assert!(matches!(changes.changes[0], Change::InsertAccount(_)));
        assert_eq!(changes.actions(), ["account.set_up", "account.signed_in"]);
    }

    /// Two people use the link of an empty server at the same time: both see it open, one insert gets through.
    #[test]
    fn one_link_makes_one_operator() {
        let mut mocks = mocks_with(vec![]);
        mocks.accounts.checkpoint();
        let taken = Arc::new(Mutex::new(false));
        let seen = taken.clone();
        mocks.accounts.expect_any_host().returning(move || Ok(*seen.lock().unwrap()));
        let stored: Arc<Mutex<Vec<AccountId>>> = Arc::default();
        let ids = stored.clone();
        mocks.commits.expect_commit().returning(move |changes| {
            let id = changes.account().id;
            if ids.lock().unwrap().contains(&id) {
                *taken.lock().unwrap() = true;
                return Err(PortError::Conflict);
            }
            ids.lock().unwrap().push(id);
            Ok(())
        });
        let front_door = mocks.front_door();
        set_up(&front_door, FIRST_OPERATOR, Some("olga@example.org")).unwrap();
        let second = set_up(&front_door, FIRST_OPERATOR, Some("otto@example.org"));
        assert_eq!(second.unwrap_err(), UseCaseError::NotFound);
        assert_eq!(stored.lock().unwrap().len(), 1);
    }

    #[test]
    fn a_provisioned_host_sets_the_account_up_once() {
        let mut mocks = mocks_with(vec![provisioned()]);
        let written = mocks.commits();
        let front_door = mocks.front_door();
        let link = set_up_link(&provisioned());
        assert_eq!(block_on(front_door.look_set_up(link)).unwrap().unwrap().email, host().email);
        let signed_in = set_up(&front_door, link, Some("someone.else@example.org")).unwrap();
        assert_eq!(signed_in.account.email, host().email, "the address is the one that was provisioned");

        let changes = written.only();
        let stored = changes.account();
        assert_eq!(stored.password, Some(PasswordHash::new("fresh".to_owned())));
        assert_eq!(stored.setup_generation, Generation::new(3));
        assert_eq!(stored.language, Some(Language::Spanish), "of the page that they used");
        let ends_sign_ins =
            changes.changes.iter().position(|c| matches!(c, Change::DeleteSignIns(id) if *id == host().id));
        let opens = changes.changes.iter().position(|c| matches!(c, Change::InsertSignIn(_)));
        assert!(ends_sign_ins.unwrap() < opens.unwrap(), "the new sign-in must survive");

        let used = mocks_with(vec![stored.clone()]).front_door();
        assert_eq!(block_on(used.look_set_up(link)), Err(UseCaseError::NotFound));
        assert_eq!(set_up(&used, link, None).unwrap_err(), UseCaseError::NotFound);
    }

    #[test]
    fn a_link_that_is_used_twice_at_once_works_once() {
        let mut mocks = mocks_with(vec![]);
        mocks.accounts.checkpoint();
        let used = Account { setup_generation: Generation::new(3), ..provisioned() };
        let mut found = vec![used, provisioned(), provisioned()].into_iter();
        mocks.accounts.expect_find().returning(move |_| Ok(found.next_back()));
        let written = mocks.commits_after(vec![PortError::Conflict]);
        let late = set_up(&mocks.front_door(), set_up_link(&provisioned()), None);
        assert_eq!(late.unwrap_err(), UseCaseError::NotFound);
        assert!(written.take().is_empty());
    }

    #[test]
    fn other_links_and_easy_passwords_set_nothing_up() {
        let front_door = mocks_with(vec![provisioned()]).front_door();
        assert_eq!(set_up(&front_door, session().current_link(), None).unwrap_err(), UseCaseError::NotFound);
        let easy = Password::parse_new("password").unwrap();
        let tried = block_on(front_door.set_up(&anonymous(), set_up_link(&provisioned()), only(easy)));
        assert_eq!(tried.unwrap_err(), UseCaseError::field("password", Malformed::Guessable));
    }

    #[test]
    fn a_reset_changes_nothing_but_the_link_until_it_is_used() {
        let mut mocks = mocks_with(vec![host(), account("mike@example.org")]);
        let written = mocks.commits();
        let front_door = mocks.front_door();
        let made = block_on(front_door.reset_host(&command_line(), &email("host@example.org"))).unwrap();
        assert_eq!(made.link.generation, Generation::new(1));
        let changes = written.only();
        assert_eq!(changes.account().password, host().password);
        assert_eq!(changes.changes.len(), 1);
        for (address, error) in [
            ("mike@example.org", UseCaseError::Contradiction("not_a_host")),
            ("nobody@example.org", UseCaseError::NotFound),
        ] {
            assert_eq!(block_on(front_door.reset_host(&command_line(), &email(address))).unwrap_err(), error);
        }
    }

    #[test]
    fn tokens_may_what_their_host_may() {
        let operator = Account { standing: Standing::Operator, ..account("olga@example.org") };
        let read = vec![Scope::SessionsRead];
        let without_mail = vec![Scope::SessionsRead, Scope::SessionsWrite];
        for (address, asked, given) in [
            ("olga@example.org", vec![], Some(Scope::ALL.to_vec())),
            ("host@example.org", vec![], Some(without_mail)),
            ("host@example.org", vec![Scope::SessionsRead, Scope::SessionsRead], Some(read)),
            ("host@example.org", vec![Scope::MailboxRead], None),
        ] {
            let mut mocks = mocks_with(vec![operator.clone(), host()]);
            let written = mocks.commits();
            let made = block_on(mocks.front_door().create_token(&command_line(), &email(address), asked, None));
            assert_eq!(made.as_ref().ok().map(|(token, _)| token.scopes.clone()), given);
            if let Ok((token, secret)) = made {
                assert_eq!(token.digest, secret.digest());
                let changes = written.only();
                assert_eq!(changes.actions(), ["token.created"]);
                assert!(!format!("{changes:?}").contains(secret.reveal()));
            }
        }
    }

    #[test]
    fn tokens_are_for_hosts_and_end_in_the_future() {
        let front_door = mocks_with(vec![host(), account("mike@example.org")]).front_door();
        let make = |address, end| block_on(front_door.create_token(&command_line(), &email(address), vec![], end));
        assert_eq!(make("mike@example.org", None).unwrap_err(), UseCaseError::Contradiction("not_a_host"));
        let past = make("host@example.org", Some(now())).unwrap_err();
        assert_eq!(past, UseCaseError::field("expires_at", Malformed::InThePast));
    }
}
