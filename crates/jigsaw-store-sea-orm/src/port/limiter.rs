use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::port::{Budget, LimitKey, Limiter, PortError, Spend};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, IntoActiveModel as _, QuerySelect as _,
};

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
        let mut row = self.row(tx).await?;
        if row.is_none() && tx.get_database_backend() == DbBackend::Postgres {
            // Another node may be spending of it for the first time, too: the second one waits here until the first is done.
            self.write_row(tx, &Spent::default(), OnConflict::new().do_nothing()).await?;
            row = self.row(tx).await?;
        }
        let mut spent = match &row {
            Some(row) => Spent(mapping::Table("limit_windows").json("spent", &row.spent)?),
            None => Spent::default(),
        };
        let answer = spent.spend(self.ration, self.amount, self.now);
        if answer == Spend::Allowed {
            let key = [limit_windows::Column::Budget, limit_windows::Column::Key];
            let update = [limit_windows::Column::Spent, limit_windows::Column::ExpiresAt];
            self.write_row(tx, &spent, OnConflict::columns(key).update_columns(update)).await?;
        }
        Ok(answer)
    }
}

impl Spending {
    /// On PostgreSQL, where others may be spending of the same budget on other nodes, the row is theirs or ours.
    async fn row(&self, tx: &DatabaseTransaction) -> Result<Option<limit_windows::Model>, PortError> {
        limit_windows::Entity::find_by_id((self.budget.as_str().to_owned(), self.key.clone()))
            .lock_exclusive()
            .one(tx)
            .await
            .map_err(reading("limit_windows"))
    }

    async fn write_row(
        &self,
        tx: &DatabaseTransaction,
        spent: &Spent,
        when_there: &mut OnConflict,
    ) -> Result<(), PortError> {
        let row = limit_windows::Model {
            budget: self.budget.as_str().to_owned(),
            key: self.key.clone(),
            spent: mapping::json(&spent.0)?,
            expires_at: spent.expires_at(self.ration),
        };
        limit_windows::Entity::insert(row.into_active_model())
            .on_conflict(when_there.to_owned())
            .exec_without_returning(tx)
            .await
            .map(drop)
            .map_err(port_error)
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
