use std::sync::LazyLock;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{DecisionRecord, DecisionSearch, LinkUse};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{CodeId, DecisionId, InvitationId, SessionId};
use jigsaw_domain::port::{Decisions, PortError};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryResult, QuerySelect as _};
use uuid::Uuid;

use super::at_most;
use crate::Store;
use crate::entity::{decisions, invitations, mail_codes};
use crate::error::reading;
use crate::joined;
use crate::mapping;

/// A page of invitations, each with what came by its link as it is now: look-ups by index for those of the page.
static LINK_USES: LazyLock<String> = LazyLock::new(|| {
    let of_link = |what: &str| {
        format!("(SELECT {what} FROM decisions d WHERE d.invitation_id = i.id AND d.generation = i.generation)")
    };
    format!(
        "SELECT {}, {} AS times, {} AS networks, {} AS first_at, {} AS last_at FROM invitations i \
         WHERE i.session_id = $1 AND i.revoked_at IS NULL AND (i.created_at, i.id) > ($2, $3) \
         ORDER BY i.created_at, i.id LIMIT $4",
        joined::columns::<invitations::Entity>("i"),
        of_link("COUNT(*)"),
        of_link("COUNT(DISTINCT d.network)"),
        of_link("MIN(d.at)"),
        of_link("MAX(d.at)"),
    )
});

fn link_use(row: &QueryResult) -> Result<LinkUse, PortError> {
    let number = |column: &str| -> Result<u32, PortError> {
        let number: i64 = row.try_get("", column).map_err(reading("decisions"))?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    };
    let moment = |column: &str| -> Result<Option<DateTime<Utc>>, PortError> {
        let micros: Option<i64> = row.try_get("", column).map_err(reading("decisions"))?;
        Ok(micros.and_then(DateTime::from_timestamp_micros))
    };
    Ok(LinkUse {
        invitation: mapping::invitation(&joined::row::<invitations::Entity>(row, "i")?)?,
        times: number("times")?,
        networks: number("networks")?,
        span: moment("first_at")?.zip(moment("last_at")?),
    })
}

/// A pattern of texts that hold this one.
fn holding(part: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if ['%', '_', '\\'].contains(&letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}

#[async_trait]
impl Decisions for Store {
    async fn list(
        &self,
        session: SessionId,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError> {
        self.search(session, DecisionSearch::default(), before, limit).await
    }

    async fn search(
        &self,
        session: SessionId,
        wanted: DecisionSearch,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, PortError> {
        let mut query = decisions::Entity::find().filter(decisions::Column::SessionId.eq(session.as_uuid()));
        if let Some(part) = &wanted.address {
            let email = Func::lower(Expr::col(decisions::Column::Email));
            query = query.filter(Expr::expr(email).like(holding(&part.to_ascii_lowercase())));
        }
        if let Some(outcome) = wanted.outcome {
            query = query.filter(decisions::Column::Outcome.eq(outcome.as_str()));
        }
        if let Some(code) = wanted.finding_code() {
            // As it stands in the JSON of one finding; quotes within a text are escaped there, so nothing else looks like it.
            query = query.filter(decisions::Column::Findings.like(holding(&format!("\"code\":\"{code}\""))));
        }
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

    async fn link_uses(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<LinkUse>, PortError> {
        let (from, last) = match after {
            None => (i64::MIN, Uuid::nil()),
            Some(after) => {
                let last = invitations::Entity::find_by_id(after.as_uuid());
                let Some(last) = last.one(self.reader()).await.map_err(reading("invitations"))? else {
                    return Ok(Vec::new());
                };
                (last.created_at, last.id)
            }
        };
        let values = [session.as_uuid().into(), from.into(), last.into(), i64::from(limit).into()];
        let rows = self.ask(&LINK_USES, values).await?;
        rows.iter().map(link_use).collect()
    }

    async fn code(&self, id: CodeId) -> Result<Option<MailCode>, PortError> {
        let query = mail_codes::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("mail_codes"))?;
        row.as_ref().map(mapping::code).transpose()
    }
}
