use jigsaw_domain::account::{Account, ApiToken, PasswordHash, Scope, SignIn, Standing};
use jigsaw_domain::id::{AccountId, TokenId};
use jigsaw_domain::language::Language;
use jigsaw_domain::port::PortError;

use super::{Table, digest_bytes, json, micros};
use crate::entity::{accounts, api_tokens, sign_ins};

const ACCOUNTS: Table = Table("accounts");
const SIGN_INS: Table = Table("sign_ins");
const TOKENS: Table = Table("api_tokens");

const STANDINGS: [Standing; 3] = [Standing::Guest, Standing::Host, Standing::Operator];

const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Guest => "guest",
        Standing::Host => "host",
        Standing::Operator => "operator",
    }
}

/// The words of those who may host.
pub(crate) fn hosting_words() -> [&'static str; 2] {
    [standing_word(Standing::Host), standing_word(Standing::Operator)]
}

pub(crate) fn account(row: accounts::Model) -> Result<Account, PortError> {
    Ok(Account {
        id: AccountId::from_uuid(row.id),
        version: ACCOUNTS.version(row.version)?,
        email: ACCOUNTS.email(&row.email)?,
        name: ACCOUNTS.name(&row.first_name, &row.last_name)?,
        time_zone: ACCOUNTS.zone("time_zone", &row.time_zone)?,
        language: row.language.map(|word| ACCOUNTS.read("language", Language::parse(&word))).transpose()?,
        setup_expires_at: ACCOUNTS.time_if("setup_expires_at", row.setup_expires_at)?,
        standing: ACCOUNTS.word("standing", &row.standing, &STANDINGS, standing_word)?,
        password: row.password_hash.map(PasswordHash::new),
        setup_generation: ACCOUNTS.generation("setup_generation", row.setup_generation)?,
        created_at: ACCOUNTS.time("created_at", row.created_at)?,
    })
}

pub(crate) fn account_row(account: &Account) -> accounts::Model {
    accounts::Model {
        id: account.id.as_uuid(),
        version: account.version.get().into(),
        email: account.email.as_typed().to_owned(),
        email_key: account.email.key().as_str().to_owned(),
        first_name: account.name.first().as_str().to_owned(),
        last_name: account.name.last().as_str().to_owned(),
        time_zone: account.time_zone.name().to_owned(),
        language: account.language.map(|language| language.as_str().to_owned()),
        setup_expires_at: account.setup_expires_at.map(micros),
        standing: standing_word(account.standing).to_owned(),
        password_hash: account.password.as_ref().map(|hash| hash.as_str().to_owned()),
        setup_generation: account.setup_generation.get().into(),
        created_at: micros(account.created_at),
    }
}

pub(crate) fn sign_in(row: &sign_ins::Model) -> Result<SignIn, PortError> {
    Ok(SignIn {
        digest: SIGN_INS.digest(&row.digest)?,
        account: AccountId::from_uuid(row.account_id),
        created_at: SIGN_INS.time("created_at", row.created_at)?,
        expires_at: SIGN_INS.time("expires_at", row.expires_at)?,
    })
}

pub(crate) fn sign_in_row(sign_in: &SignIn) -> sign_ins::Model {
    sign_ins::Model {
        digest: digest_bytes(&sign_in.digest),
        account_id: sign_in.account.as_uuid(),
        created_at: micros(sign_in.created_at),
        expires_at: micros(sign_in.expires_at),
    }
}

pub(crate) fn token(row: &api_tokens::Model) -> Result<ApiToken, PortError> {
    let scopes: Vec<String> = TOKENS.json("scopes", &row.scopes)?;
    let scopes: Result<Vec<Scope>, _> = scopes.iter().map(|scope| Scope::parse(scope)).collect();
    Ok(ApiToken {
        id: TokenId::from_uuid(row.id),
        digest: TOKENS.digest(&row.digest)?,
        account: AccountId::from_uuid(row.account_id),
        scopes: TOKENS.read("scopes", scopes)?,
        created_at: TOKENS.time("created_at", row.created_at)?,
        expires_at: TOKENS.time_if("expires_at", row.expires_at)?,
    })
}

pub(crate) fn token_row(token: &ApiToken) -> Result<api_tokens::Model, PortError> {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    Ok(api_tokens::Model {
        id: token.id.as_uuid(),
        digest: digest_bytes(&token.digest),
        account_id: token.account.as_uuid(),
        scopes: json(&scopes)?,
        created_at: micros(token.created_at),
        expires_at: token.expires_at.map(micros),
    })
}
