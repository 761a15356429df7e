//! [`Accounts`](jigsaw_domain::port::Accounts).

use chrono::TimeDelta;
use jigsaw_domain::account::{Account, ApiToken, PasswordHash, Scope, SignIn, Standing};
use jigsaw_domain::language::Language;
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::{Change, ChangeSet};
use jigsaw_domain::version::Version;

use super::stage::commit;
use crate::StorePorts;
use crate::build::{account, api_token, email, guest, host, minutes, name, now, sign_in};

async fn write(ports: &StorePorts, changes: impl IntoIterator<Item = Change>) {
    commit(ports, ChangeSet::of(changes)).await.expect("these changes are written");
}

fn one_of_each() -> Vec<Account> {
    vec![
        host(),
        guest(),
        Account { standing: Standing::Operator, ..account("Operator@Example.ORG") },
        Account {
            version: Version::new(12),
            name: name("Zoë O'Neil"),
            time_zone: chrono_tz::Australia::Lord_Howe,
            language: Some(Language::German),
            password: None,
            setup_generation: Generation::new(65_535),
            calendar_generation: Generation::new(7),
            setup_expires_at: Some(minutes(60)),
            created_at: now() + TimeDelta::microseconds(999_999),
            ..account("zoë@bücher.example")
        },
    ]
}

fn tokens(account: &Account) -> Vec<ApiToken> {
    let token = |text| api_token(account, text);
    let end = now() + TimeDelta::microseconds(1);
    vec![
        token("all"),
        ApiToken { scopes: vec![Scope::MailboxRead, Scope::SessionsRead], ..token("some") },
        ApiToken { scopes: Vec::new(), expires_at: Some(end), ..token("none") },
    ]
}

/// Accounts by id and by address, sign-ins and tokens with their accounts: exactly as committed, in every field.
pub async fn must_1_everything_is_given_back_exactly_as_committed(ports: StorePorts) {
    for made in one_of_each() {
        assert_eq!(ports.accounts.find(made.id).await, Ok(None), "not yet");
        write(&ports, [Change::InsertAccount(made.clone())]).await;
        let found = ports.accounts.find(made.id).await.expect("read").expect("stored");
        assert_eq!(found, made);
        assert_eq!(found.email.as_typed(), made.email.as_typed(), "as it was typed");
        assert_eq!(ports.accounts.find_by_email(made.email.key()).await, Ok(Some(made.clone())));
        let started =
            SignIn { created_at: now() + TimeDelta::microseconds(3), ..sign_in(&made, made.email.as_typed()) };
        write(&ports, [Change::InsertSignIn(started.clone())]).await;
        let found = ports.accounts.by_sign_in(started.digest).await;
        assert_eq!(found, Ok(Some((started, made))));
    }
    let owner = host();
    for token in tokens(&owner) {
        write(&ports, [Change::InsertToken(token.clone())]).await;
        assert_eq!(ports.accounts.by_token(token.digest).await, Ok(Some((token, owner.clone()))));
    }
    let changed = Account {
        email: email("Moved@Example.org"),
        name: name("Hanna Moved"),
        time_zone: chrono_tz::Asia::Tokyo,
        language: Some(Language::Spanish),
        standing: Standing::Operator,
        password: Some(PasswordHash::new("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned())),
        setup_generation: Generation::new(3),
        calendar_generation: Generation::new(1),
        ..owner
    };
    write(&ports, [Change::UpdateAccount(changed.clone())]).await;
    let stored = Account { version: changed.version.next(), ..changed };
    assert_eq!(ports.accounts.find(stored.id).await, Ok(Some(stored.clone())));
    assert_eq!(ports.accounts.find_by_email(host().email.key()).await, Ok(None), "the old address is free");
    assert_eq!(ports.accounts.find_by_email(stored.email.key()).await, Ok(Some(stored)));
    let unknown = api_token(&guest(), "unknown");
    assert_eq!(ports.accounts.by_token(unknown.digest).await, Ok(None));
}

/// An address is found by its key, however it was typed, and no other one is.
pub async fn must_1_find_by_email_compares_by_key(ports: StorePorts) {
    let made = account("Mike@Example.ORG");
    write(&ports, [Change::InsertAccount(made.clone())]).await;
    let find = async |address: &str| ports.accounts.find_by_email(email(address).key()).await.expect("read");
    assert_eq!(find("mike@EXAMPLE.org").await, Some(made));
    for other in ["mike+x@example.org", "m.ike@example.org", "mïke@example.org", "mike@example.org.uk"] {
        assert_eq!(find(other).await, None, "{other}");
    }
}

/// A sign-in that was ended is gone at once.
pub async fn must_2_what_was_deleted_is_gone_at_once(ports: StorePorts) {
    let owner = host();
    let (first, second) = (sign_in(&owner, "first"), sign_in(&owner, "second"));
    write(&ports, [Change::InsertAccount(owner)]).await;
    write(&ports, [Change::InsertSignIn(first.clone()), Change::InsertSignIn(second.clone())]).await;
    write(&ports, [Change::DeleteSignIn(first.digest)]).await;
    assert_eq!(ports.accounts.by_sign_in(first.digest).await, Ok(None));
    assert!(ports.accounts.by_sign_in(second.digest).await.expect("read").is_some(), "the other one stays");
    write(&ports, [Change::DeleteSignIn(first.digest)]).await;
}

/// Sign-ins and tokens that have expired are given back: the use case judges.
pub async fn must_2_what_has_expired_is_given_back(ports: StorePorts) {
    let owner = host();
    let long_ago = minutes(-1_000_000);
    let old = SignIn { created_at: long_ago, expires_at: long_ago, ..sign_in(&owner, "old") };
    let token = ApiToken { created_at: long_ago, expires_at: Some(long_ago), ..api_token(&owner, "old") };
    write(&ports, [Change::InsertAccount(owner.clone())]).await;
    write(&ports, [Change::InsertSignIn(old.clone()), Change::InsertToken(token.clone())]).await;
    assert_eq!(ports.accounts.by_sign_in(old.digest).await, Ok(Some((old, owner.clone()))));
    assert_eq!(ports.accounts.by_token(token.digest).await, Ok(Some((token, owner))));
}

/// Exactly the accounts of the addresses that are asked for, by key, each once; also of very many.
pub async fn must_4_find_by_emails_gives_each_account_once(ports: StorePorts) {
    let (mike, zoe) = (account("Mike@Example.ORG"), account("zoe@example.org"));
    write(&ports, [mike.clone(), zoe.clone(), guest()].map(Change::InsertAccount)).await;
    let find = async |addresses: Vec<String>| {
        let keys = addresses.iter().map(|address| email(address).key().clone()).collect();
        let mut found = ports.accounts.find_by_emails(keys).await.expect("read");
        found.sort_by_key(|account| account.email.key().as_str().to_owned());
        found
    };
    assert_eq!(find(Vec::new()).await, []);
    let asked = ["mike@EXAMPLE.org", "mike@example.org", "nobody@example.org"].map(str::to_owned);
    assert_eq!(find(asked.to_vec()).await, std::slice::from_ref(&mike));
    let many = (0..2_500)
        .map(|n| format!("p{n}@example.org"))
        .chain(["zoe@example.org", "mike@example.org"].map(str::to_owned));
    assert_eq!(find(many.collect()).await, [mike, zoe]);
}

/// `any_host` is true from the first account on that may host, operators included, whether or not it has a password yet.
pub async fn must_3_any_host_tells_whether_someone_may_host(ports: StorePorts) {
    assert_eq!(ports.accounts.any_host().await, Ok(false), "nobody");
    write(&ports, [Change::InsertAccount(guest())]).await;
    assert_eq!(ports.accounts.any_host().await, Ok(false), "a guest");
    let operator = Account { standing: Standing::Operator, password: None, ..account("operator@example.org") };
    write(&ports, [Change::InsertAccount(operator.clone())]).await;
    assert_eq!(ports.accounts.any_host().await, Ok(true), "an operator who has not set a password");
    write(&ports, [Change::UpdateAccount(Account { standing: Standing::Guest, ..operator })]).await;
    assert_eq!(ports.accounts.any_host().await, Ok(false), "no more");
    write(&ports, [Change::InsertAccount(host())]).await;
    assert_eq!(ports.accounts.any_host().await, Ok(true), "a host");
}
