use async_trait::async_trait;
use jigsaw_domain::delivery::{AddressDigest, Suppression, Unsubscription};
use jigsaw_domain::id::AccountId;
use jigsaw_domain::port::{PortError, Suppressions};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::CHUNK;
use crate::Store;
use crate::entity::{suppressions, unsubscriptions};
use crate::error::reading;
use crate::mapping;

#[async_trait]
impl Suppressions for Store {
    async fn suppressed(&self, addresses: Vec<AddressDigest>) -> Result<Vec<Suppression>, PortError> {
        let mut found = Vec::new();
        for chunk in addresses.chunks(CHUNK) {
            let rows = suppressions::Entity::find()
                .filter(suppressions::Column::Address.is_in(chunk.iter().map(mapping::address_bytes)))
                .all(self.reader())
                .await
                .map_err(reading("suppressions"))?;
            for row in rows {
                found.push(mapping::suppression(row)?);
            }
        }
        Ok(found)
    }

    async fn unsubscribed(
        &self,
        host: AccountId,
        addresses: Vec<AddressDigest>,
    ) -> Result<Vec<Unsubscription>, PortError> {
        let mut found = Vec::new();
        for chunk in addresses.chunks(CHUNK) {
            let rows = unsubscriptions::Entity::find()
                .filter(unsubscriptions::Column::HostId.eq(host.as_uuid()))
                .filter(unsubscriptions::Column::Address.is_in(chunk.iter().map(mapping::address_bytes)))
                .all(self.reader())
                .await
                .map_err(reading("unsubscriptions"))?;
            for row in &rows {
                found.push(mapping::unsubscription(row)?);
            }
        }
        Ok(found)
    }
}
