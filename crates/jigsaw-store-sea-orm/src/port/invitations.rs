use std::collections::HashMap;
use std::sync::LazyLock;

use async_trait::async_trait;
use jigsaw_domain::delivery::DeliveryState;
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::{Invitation, ListSearch, ListState};
use jigsaw_domain::port::{Invitations, ListTally, ListedInvitation, PortError};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Statement,
};
use uuid::Uuid;

use super::{at_most, contains};
use crate::Store;
use crate::entity::{invitations, outbox};
use crate::error::{port_error, reading};
use crate::mapping;

/// Addresses that are asked for at once.
const CHUNK: usize = 500;
/// The word of `MessageBody::Invitation`; reminders are about an invitation, too.
const INVITATION: &str = "invitation";

impl Store {
    /// Where the latest invitation mail of each stands, and the word that its last try left.
    async fn mail_of(&self, invitations: &[Uuid]) -> Result<HashMap<Uuid, (DeliveryState, Option<String>)>, PortError> {
        let mut states = HashMap::new();
        for chunk in invitations.chunks(CHUNK) {
            let rows: Vec<(Option<Uuid>, String, Option<String>)> = outbox::Entity::find()
                .select_only()
                .column(outbox::Column::InvitationId)
                .column(outbox::Column::State)
                .column(outbox::Column::LastError)
                .filter(outbox::Column::InvitationId.is_in(chunk.iter().copied()))
                .filter(outbox::Column::Kind.eq(INVITATION))
                .order_by_asc(outbox::Column::Position)
                .into_tuple()
                .all(self.reader())
                .await
                .map_err(reading("outbox"))?;
            for (invitation, state, error) in rows {
                // Later ones replace earlier ones.
                if let Some(invitation) = invitation {
                    states.insert(invitation, (mapping::delivery_state(&state)?, error));
                }
            }
        }
        Ok(states)
    }
}

#[async_trait]
impl Invitations for Store {
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, PortError> {
        let query = invitations::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("invitations"))?;
        row.as_ref().map(mapping::invitation).transpose()
    }

    async fn find_by_emails(&self, session: SessionId, emails: Vec<EmailKey>) -> Result<Vec<Invitation>, PortError> {
        let mut found = Vec::new();
        for chunk in emails.chunks(CHUNK) {
            let rows = invitations::Entity::find()
                .filter(invitations::Column::SessionId.eq(session.as_uuid()))
                .filter(invitations::Column::EmailKey.is_in(chunk.iter().map(EmailKey::as_str)))
                .all(self.reader())
                .await
                .map_err(reading("invitations"))?;
            for row in &rows {
                found.push(mapping::invitation(row)?);
            }
        }
        Ok(found)
    }

    async fn list(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError> {
        self.search(session, ListSearch::default(), after, limit).await
    }

    async fn find_all(&self, session: SessionId, ids: Vec<InvitationId>) -> Result<Vec<Invitation>, PortError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = invitations::Entity::find()
                .filter(invitations::Column::Id.is_in(chunk.iter().map(|id| id.as_uuid())))
                .filter(invitations::Column::SessionId.eq(session.as_uuid()))
                .all(self.reader())
                .await
                .map_err(reading("invitations"))?;
            for row in &rows {
                found.push(mapping::invitation(row)?);
            }
        }
        Ok(found)
    }

    async fn search(
        &self,
        session: SessionId,
        search: ListSearch,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError> {
        let mut query = invitations::Entity::find().filter(found_by(session, &search));
        if let Some(after) = after {
            let last = invitations::Entity::find_by_id(after.as_uuid());
            let Some(last) = last.one(self.reader()).await.map_err(reading("invitations"))? else {
                return Ok(Vec::new());
            };
            let place = Expr::tuple([Expr::col(invitations::Column::CreatedAt), Expr::col(invitations::Column::Id)]);
            query = query.filter(place.gt(Expr::tuple([Expr::value(last.created_at), Expr::value(last.id)])));
        }
        let rows = query
            .order_by_asc(invitations::Column::CreatedAt)
            .order_by_asc(invitations::Column::Id)
            .limit(at_most(limit))
            .all(self.reader())
            .await
            .map_err(reading("invitations"))?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut mail = self.mail_of(&ids).await?;
        rows.iter()
            .map(|row| {
                let (mail, error) = mail.remove(&row.id).unzip();
                let mail_error = error.flatten().filter(|_| mail == Some(DeliveryState::Parked));
                Ok(ListedInvitation { invitation: mapping::invitation(row)?, mail, mail_error })
            })
            .collect()
    }

    async fn count(&self, session: SessionId, search: ListSearch) -> Result<u32, PortError> {
        let query = invitations::Entity::find().filter(found_by(session, &search));
        let count = query.count(self.reader()).await.map_err(reading("invitations"))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn tally(&self, session: SessionId) -> Result<ListTally, PortError> {
        let db = self.reader();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), &*TALLY, [session.as_uuid().into()]);
        let mut tally = ListTally::default();
        for row in db.query_all_raw(statement).await.map_err(port_error)? {
            let read = || Ok((row.try_get("", "revoked")?, row.try_get("", "mail")?, row.try_get("", "many")?));
            let (revoked, mail, many): (i64, Option<String>, i64) = read().map_err(reading("invitations"))?;
            let many = u32::try_from(many).unwrap_or(u32::MAX);
            if revoked != 0 {
                tally.revoked = tally.revoked.saturating_add(many);
                continue;
            }
            tally.active = tally.active.saturating_add(many);
            match mail.as_deref().map(mapping::delivery_state).transpose()? {
                Some(DeliveryState::Queued) => tally.queued += many,
                Some(DeliveryState::Sent) => tally.sent += many,
                Some(DeliveryState::Dropped | DeliveryState::Parked) => tally.undelivered += many,
                None => {}
            }
        }
        Ok(tally)
    }
}

/// Where the latest invitation mail of a row of `invitations` stands: one look-up by index.
const MAIL: &str = "(SELECT o.state FROM outbox o WHERE o.invitation_id = invitations.id AND o.kind = 'invitation' \
                    ORDER BY o.position DESC LIMIT 1)";

static TALLY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT revoked, mail, COUNT(*) AS many FROM (\
         SELECT CASE WHEN revoked_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS revoked, {MAIL} AS mail \
         FROM invitations WHERE session_id = $1) listed GROUP BY revoked, mail"
    )
});

/// Rows of a session's list that a search finds: [`ListSearch::finds`] in the database's words.
fn found_by(session: SessionId, search: &ListSearch) -> Condition {
    let mut found = Condition::all().add(invitations::Column::SessionId.eq(session.as_uuid()));
    // Rows of an older version were not folded; their case is at least.
    let sought = || {
        Expr::cust(
            "COALESCE(sought, LOWER(email || ' ' || COALESCE(first_name, '') || ' ' || COALESCE(last_name, '')))",
        )
    };
    for word in search.text.words() {
        found = found.add(sought().like(contains(word)));
    }
    if let Some(role) = search.role {
        found = found.add(invitations::Column::Role.eq(role.as_str()));
    }
    if let Some(state) = search.state {
        found = found.add(match state {
            ListState::Revoked => invitations::Column::RevokedAt.is_not_null(),
            _ => invitations::Column::RevokedAt.is_null(),
        });
        if let Some(mail) = state.mail() {
            found = found.add(Expr::cust(MAIL).is_in(mail.iter().map(|state| state.as_str())));
        }
    }
    found
}
