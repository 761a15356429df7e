use jigsaw_domain::delivery::{AddressDigest, Suppression, SuppressionCause, Unsubscription};
use jigsaw_domain::id::AccountId;
use jigsaw_domain::port::PortError;

use super::{Table, micros};
use crate::entity::{suppressions, unsubscriptions};

const SUPPRESSIONS: Table = Table("suppressions");
const UNSUBSCRIPTIONS: Table = Table("unsubscriptions");

pub(crate) fn address_bytes(address: &AddressDigest) -> Vec<u8> {
    address.bytes().to_vec()
}

fn address(table: Table, stored: &[u8]) -> Result<AddressDigest, PortError> {
    let bytes: Result<[u8; 16], _> = stored.try_into();
    table.read("address", bytes).map(AddressDigest::new)
}

pub(crate) fn suppression(row: suppressions::Model) -> Result<Suppression, PortError> {
    Ok(Suppression {
        address: address(SUPPRESSIONS, &row.address)?,
        cause: SUPPRESSIONS.read("cause", SuppressionCause::parse(&row.cause))?,
        since: SUPPRESSIONS.time("since", row.since)?,
        words: row.words,
    })
}

pub(crate) fn suppression_row(one: &Suppression) -> suppressions::Model {
    suppressions::Model {
        address: address_bytes(&one.address),
        cause: one.cause.as_str().to_owned(),
        words: one.words.clone(),
        since: micros(one.since),
    }
}

pub(crate) fn unsubscription(row: &unsubscriptions::Model) -> Result<Unsubscription, PortError> {
    Ok(Unsubscription {
        host: AccountId::from_uuid(row.host_id),
        address: address(UNSUBSCRIPTIONS, &row.address)?,
        since: UNSUBSCRIPTIONS.time("since", row.since)?,
    })
}

pub(crate) fn unsubscription_row(one: &Unsubscription) -> unsubscriptions::Model {
    unsubscriptions::Model {
        host_id: one.host.as_uuid(),
        address: address_bytes(&one.address),
        since: micros(one.since),
    }
}
