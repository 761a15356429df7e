//! Writing accounts, sign-ins and API tokens.

use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::id::AccountId;
use jigsaw_domain::port::PortError;
use jigsaw_domain::secret::SecretDigest;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};

use super::rows;
use crate::entity::{accounts, sign_ins};
use crate::error::port_error;
use crate::mapping;

pub(super) async fn insert(tx: &DatabaseTransaction, account: &Account) -> Result<(), PortError> {
    rows::insert(tx, mapping::account_row(account)).await
}

pub(super) async fn update(tx: &DatabaseTransaction, account: &Account) -> Result<(), PortError> {
    rows::update_at_version!(tx, accounts, mapping::account_row(account))
}

pub(super) async fn insert_sign_in(tx: &DatabaseTransaction, sign_in: &SignIn) -> Result<(), PortError> {
    rows::insert(tx, mapping::sign_in_row(sign_in)).await
}

pub(super) async fn delete_sign_in(tx: &DatabaseTransaction, digest: SecretDigest) -> Result<(), PortError> {
    let key = mapping::digest_bytes(&digest);
    sign_ins::Entity::delete_by_id(key).exec(tx).await.map(drop).map_err(port_error)
}

pub(super) async fn delete_sign_ins(tx: &DatabaseTransaction, account: AccountId) -> Result<(), PortError> {
    sign_ins::Entity::delete_many()
        .filter(sign_ins::Column::AccountId.eq(account.as_uuid()))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn insert_token(tx: &DatabaseTransaction, token: &ApiToken) -> Result<(), PortError> {
    rows::insert(tx, mapping::token_row(token)?).await
}
