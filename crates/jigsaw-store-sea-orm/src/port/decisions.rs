use async_trait::async_trait;
use jigsaw_domain::admission::DecisionRecord;
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{CodeId, DecisionId, SessionId};
use jigsaw_domain::port::{Decisions, PortError};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use super::at_most;
use crate::Store;
use crate::entity::{decisions, mail_codes};
use crate::error::reading;
use crate::mapping;

#[async_trait]
impl Decisions for Store {
    async fn list(
        &self,
        session: SessionId,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError> {
        let mut query = decisions::Entity::find().filter(decisions::Column::SessionId.eq(session.as_uuid()));
        if let Some(before) = before {
            let last = decisions::Entity::find_by_id(before.as_uuid());
            let Some(last) = last.one(self.reader()).await.map_err(reading("decisions"))? else {
                return Ok(Vec::new());
            };
            let place = Expr::tuple([Expr::col(decisions::Column::At), Expr::col(decisions::Column::Id)]);
            query = query.filter(place.lt(Expr::tuple([Expr::value(last.at), Expr::value(last.id)])));
        }
        let rows = query
            .order_by_desc(decisions::Column::At)
            .order_by_desc(decisions::Column::Id)
            .limit(at_most(limit))
            .all(self.reader())
            .await
            .map_err(reading("decisions"))?;
        rows.into_iter().map(mapping::decision).collect()
    }

    async fn code(&self, id: CodeId) -> Result<Option<MailCode>, PortError> {
        let query = mail_codes::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("mail_codes"))?;
        row.as_ref().map(mapping::code).transpose()
    }
}
