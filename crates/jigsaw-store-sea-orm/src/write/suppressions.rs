//! Writing who is not mailed, and what relays report.

use chrono::{DateTime, Utc};
use jigsaw_domain::delivery::{AddressDigest, DeliveryState, Suppression, Unsubscription};
use jigsaw_domain::id::{AccountId, MessageId};
use jigsaw_domain::port::PortError;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};

use super::rows;
use crate::entity::{mail_reports, outbox, suppressions, unsubscriptions};
use crate::error::port_error;
use crate::mapping;

/// One that is there already stays as it is.
pub(crate) async fn suppress(tx: &DatabaseTransaction, one: &Suppression) -> Result<(), PortError> {
    suppressions::Entity::insert(mapping::suppression_row(one).into_active_model())
        .on_conflict(OnConflict::column(suppressions::Column::Address).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn lift(tx: &DatabaseTransaction, addresses: &[AddressDigest]) -> Result<(), PortError> {
    suppressions::Entity::delete_many()
        .filter(suppressions::Column::Address.is_in(addresses.iter().map(mapping::address_bytes)))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn unsubscribe(tx: &DatabaseTransaction, one: &Unsubscription) -> Result<(), PortError> {
    let key = [unsubscriptions::Column::HostId, unsubscriptions::Column::Address];
    unsubscriptions::Entity::insert(mapping::unsubscription_row(one).into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn resubscribe(
    tx: &DatabaseTransaction,
    host: AccountId,
    addresses: &[AddressDigest],
) -> Result<(), PortError> {
    unsubscriptions::Entity::delete_many()
        .filter(unsubscriptions::Column::HostId.eq(host.as_uuid()))
        .filter(unsubscriptions::Column::Address.is_in(addresses.iter().map(mapping::address_bytes)))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn report(
    tx: &DatabaseTransaction,
    message: MessageId,
    state: DeliveryState,
    words: Option<&str>,
) -> Result<(), PortError> {
    let taken = [DeliveryState::Sent, DeliveryState::Deferred].map(DeliveryState::as_str);
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state.as_str()))
        .col_expr(outbox::Column::LastError, Expr::value(words))
        .filter(outbox::Column::Id.eq(message.as_uuid()))
        .filter(outbox::Column::State.is_in(taken))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn take_report(tx: &DatabaseTransaction, name: &str, at: DateTime<Utc>) -> Result<(), PortError> {
    rows::insert(tx, mail_reports::Model { name: name.to_owned(), at: mapping::micros(at) }).await
}
