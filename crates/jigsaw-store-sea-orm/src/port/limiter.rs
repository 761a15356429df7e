use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::port::{Budget, LimitKey, Limiter, PortError, Spend};
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, QuerySelect as _};

use crate::Store;
use crate::entity::limit_windows;
use crate::error::{port_error, reading};
use crate::limits::{Ration, Spent};
use crate::mapping;
use crate::write::Unit;

struct Spending {
    ration: Ration,
    budget: Budget,
    key: String,
    amount: u32,
    now: DateTime<Utc>,
}

#[async_trait]
impl Unit for Spending {
    type Output = Spend;

    async fn write(&self, tx: &DatabaseTransaction) -> Result<Spend, PortError> {
        let key = (self.budget.as_str().to_owned(), self.key.clone());
        let row = limit_windows::Entity::find_by_id(key)
            // On PostgreSQL, where others may be spending of the same budget on other nodes.
            .lock_exclusive()
            .one(tx)
            .await
            .map_err(reading("limit_windows"))?;
        let mut spent = match &row {
            Some(row) => Spent(mapping::Table("limit_windows").json("spent", &row.spent)?),
            None => Spent::default(),
        };
        let answer = spent.spend(self.ration, self.amount, self.now);
        if answer == Spend::Allowed {
            let changed = limit_windows::Model {
                budget: self.budget.as_str().to_owned(),
                key: self.key.clone(),
                spent: mapping::json(&spent.0)?,
                expires_at: spent.expires_at(self.ration),
            };
            let key = [limit_windows::Column::Budget, limit_windows::Column::Key];
            let mut insert = limit_windows::Entity::insert(changed.into_active_model());
            // A first spending that another node overtakes is a conflict, and so a refusal; the second attempt sees it.
            if row.is_some() {
                let update = [limit_windows::Column::Spent, limit_windows::Column::ExpiresAt];
                insert = insert.on_conflict(OnConflict::columns(key).update_columns(update).to_owned());
            }
            insert.exec_without_returning(tx).await.map_err(port_error)?;
        }
        Ok(answer)
    }
}

#[async_trait]
impl Limiter for Store {
    async fn spend(&self, budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Result<Spend, PortError> {
        let Some(ration) = self.limits().ration(budget) else {
            return Ok(Spend::Allowed);
        };
        self.writer().run(Spending { ration, budget, key: key.0.clone(), amount, now }).await
    }
}
