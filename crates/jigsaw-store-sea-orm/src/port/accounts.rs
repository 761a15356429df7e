use std::collections::HashSet;
use std::sync::LazyLock;

use async_trait::async_trait;
use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::AccountId;
use jigsaw_domain::port::{Accounts, PortError};
use jigsaw_domain::secret::SecretDigest;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::CHUNK;
use crate::Store;
use crate::entity::{accounts, api_tokens, sign_ins};
use crate::error::reading;
use crate::joined;
use crate::mapping;

static BY_SIGN_IN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {} FROM sign_ins k JOIN accounts a ON a.id = k.account_id WHERE k.digest = $1",
        joined::columns::<sign_ins::Entity>("k"),
        joined::columns::<accounts::Entity>("a"),
    )
});

static BY_TOKEN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {} FROM api_tokens k JOIN accounts a ON a.id = k.account_id WHERE k.digest = $1",
        joined::columns::<api_tokens::Entity>("k"),
        joined::columns::<accounts::Entity>("a"),
    )
});

#[async_trait]
impl Accounts for Store {
    async fn find(&self, id: AccountId) -> Result<Option<Account>, PortError> {
        let row = accounts::Entity::find_by_id(id.as_uuid()).one(self.reader()).await.map_err(reading("accounts"))?;
        row.map(mapping::account).transpose()
    }

    async fn find_by_email(&self, email: &EmailKey) -> Result<Option<Account>, PortError> {
        let query = accounts::Entity::find().filter(accounts::Column::EmailKey.eq(email.as_str()));
        let row = query.one(self.reader()).await.map_err(reading("accounts"))?;
        row.map(mapping::account).transpose()
    }

    async fn find_by_emails(&self, emails: Vec<EmailKey>) -> Result<Vec<Account>, PortError> {
        let mut found = Vec::new();
        let asked: Vec<EmailKey> = emails.into_iter().collect::<HashSet<_>>().into_iter().collect();
        for chunk in asked.chunks(CHUNK) {
            let query =
                accounts::Entity::find().filter(accounts::Column::EmailKey.is_in(chunk.iter().map(EmailKey::as_str)));
            for row in query.all(self.reader()).await.map_err(reading("accounts"))? {
                found.push(mapping::account(row)?);
            }
        }
        Ok(found)
    }

    async fn by_sign_in(&self, digest: SecretDigest) -> Result<Option<(SignIn, Account)>, PortError> {
        let found = self.ask_one(&BY_SIGN_IN, [mapping::digest_bytes(&digest).into()]).await?;
        found
            .map(|found| {
                let sign_in = mapping::sign_in(&joined::row::<sign_ins::Entity>(&found, "k")?)?;
                Ok((sign_in, mapping::account(joined::row::<accounts::Entity>(&found, "a")?)?))
            })
            .transpose()
    }

    async fn by_token(&self, digest: SecretDigest) -> Result<Option<(ApiToken, Account)>, PortError> {
        let found = self.ask_one(&BY_TOKEN, [mapping::digest_bytes(&digest).into()]).await?;
        found
            .map(|found| {
                let token = mapping::token(&joined::row::<api_tokens::Entity>(&found, "k")?)?;
                Ok((token, mapping::account(joined::row::<accounts::Entity>(&found, "a")?)?))
            })
            .transpose()
    }

    async fn any_host(&self) -> Result<bool, PortError> {
        let found = accounts::Entity::find()
            .select_only()
            .column(accounts::Column::Standing)
            .filter(accounts::Column::Standing.is_in(mapping::hosting_words()))
            .limit(1)
            .into_tuple::<String>()
            .one(self.reader())
            .await
            .map_err(reading("accounts"))?;
        Ok(found.is_some())
    }
}
