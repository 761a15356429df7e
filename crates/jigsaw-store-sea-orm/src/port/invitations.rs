use std::collections::HashMap;
use std::sync::LazyLock;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use jigsaw_domain::delivery::DeliveryState;
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::{Invitation, InvitationTally, ListSearch, ListState, ListTally, Role};
use jigsaw_domain::port::{Invitations, ListedInvitation, PortError};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Statement,
};
use uuid::Uuid;

use super::{CHUNK, at_most, contains};
use crate::Store;
use crate::entity::{invitations, outbox};
use crate::error::{port_error, reading};
use crate::mapping;

/// The word of `MessageBody::Invitation`; reminders are about an invitation, too.
const INVITATION: &str = "invitation";

/// What is kept of a try is a word, and what is held by a worker has not ended its try: so it is told whether a queued message
/// was tried in vain. One that was put back counts no try.
const WAS_TRIED: &str = "(o.last_error IS NOT NULL AND o.tries > CASE WHEN o.leased THEN 1 ELSE 0 END)";

/// Two look-ups by index for each invitation, whatever else is in the outbox.
static TALLY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT o.state, {WAS_TRIED} AS was_tried, COUNT(*) AS many, MIN(o.created_at) AS oldest \
         FROM (SELECT (SELECT MAX(position) FROM outbox WHERE invitation_id = i.id AND kind = '{INVITATION}') AS place \
         FROM invitations i WHERE i.session_id = $1 AND i.revoked_at IS NULL) latest \
         LEFT JOIN outbox o ON o.position = latest.place GROUP BY o.state, was_tried"
    )
});

/// Where a mail stands.
struct Mail {
    state: DeliveryState,
    error: Option<String>,
    since: DateTime<Utc>,
}

impl Mail {
    fn of(row: &outbox::Model) -> Result<Self, PortError> {
        let was_tried = row.last_error.is_some() && row.tries > i64::from(row.leased);
        Ok(Self {
            state: mapping::shown(&row.state, was_tried)?,
            error: row.last_error.clone(),
            since: mapping::Table("outbox").time("created_at", row.finished_at.unwrap_or(row.created_at))?,
        })
    }
}

impl Store {
    /// Where the latest invitation mail of each stands, and the word that its last try left.
    async fn mail_of(&self, invitations: &[Uuid]) -> Result<HashMap<Uuid, Mail>, PortError> {
        let mut mails = HashMap::new();
        for chunk in invitations.chunks(CHUNK) {
            let rows = outbox::Entity::find()
                .filter(outbox::Column::InvitationId.is_in(chunk.iter().copied()))
                .filter(outbox::Column::Kind.eq(INVITATION))
                .order_by_asc(outbox::Column::Position)
                .all(self.reader())
                .await
                .map_err(reading("outbox"))?;
            for row in &rows {
                // Later ones replace earlier ones.
                if let Some(invitation) = row.invitation_id {
                    mails.insert(invitation, Mail::of(row)?);
                }
            }
        }
        Ok(mails)
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

    async fn active(&self, session: SessionId) -> Result<ListTally, PortError> {
        let roles: Vec<(String, i64)> = invitations::Entity::find()
            .select_only()
            .column(invitations::Column::Role)
            .column_as(invitations::Column::Id.count(), "number")
            .filter(invitations::Column::SessionId.eq(session.as_uuid()))
            .filter(invitations::Column::RevokedAt.is_null())
            .group_by(invitations::Column::Role)
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(reading("invitations"))?;
        Ok(roles.into_iter().fold(ListTally::default(), |tally, (role, number)| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let co_hosts = if role == Role::CoHost.as_str() { number } else { 0 };
            ListTally { active: tally.active.saturating_add(number), co_hosts: tally.co_hosts + co_hosts }
        }))
    }

    async fn mailed(&self, session: SessionId, only: Option<InvitationId>) -> Result<Vec<Invitation>, PortError> {
        let mail = outbox::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(
                Expr::col((outbox::Entity, outbox::Column::InvitationId))
                    .equals((invitations::Entity, invitations::Column::Id)),
            )
            .filter(outbox::Column::Kind.eq(INVITATION))
            .filter(outbox::Column::State.eq(DeliveryState::Sent.as_str()))
            .into_query();
        let mut query = invitations::Entity::find()
            .filter(invitations::Column::SessionId.eq(session.as_uuid()))
            .filter(invitations::Column::RevokedAt.is_null())
            .filter(Expr::exists(mail));
        if let Some(only) = only {
            query = query.filter(invitations::Column::Id.eq(only.as_uuid()));
        }
        let ordered = query.order_by_asc(invitations::Column::CreatedAt).order_by_asc(invitations::Column::Id);
        let rows = ordered.all(self.reader()).await.map_err(reading("invitations"))?;
        rows.iter().map(mapping::invitation).collect()
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
        let keys: Vec<String> = rows.iter().map(|row| row.email_key.clone()).collect();
        let (mut mails, mut seen) = (self.mail_of(&ids).await?, self.seen(session, &keys).await?);
        rows.iter()
            .map(|row| {
                let mail = mails.remove(&row.id);
                Ok(ListedInvitation {
                    invitation: mapping::invitation(row)?,
                    mail: mail.as_ref().map(|mail| mail.state),
                    mail_since: mail.as_ref().map(|mail| mail.since),
                    mail_error: mail.and_then(|mail| mail.error),
                    seen: seen.remove(&row.email_key).unwrap_or_default(),
                })
            })
            .collect()
    }

    async fn count(&self, session: SessionId, search: ListSearch) -> Result<u32, PortError> {
        let query = invitations::Entity::find().filter(found_by(session, &search));
        let count = query.count(self.reader()).await.map_err(reading("invitations"))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn tally(&self, session: SessionId) -> Result<InvitationTally, PortError> {
        let db = self.reader();
        let values = [session.as_uuid().into()];
        let asked = Statement::from_sql_and_values(db.get_database_backend(), TALLY.as_str(), values);
        let mut tally = InvitationTally::default();
        let table = mapping::Table("outbox");
        for row in db.query_all_raw(asked).await.map_err(port_error)? {
            let read = || {
                let columns: (Option<String>, Option<bool>, i64, Option<i64>) = (
                    row.try_get("", "state")?,
                    row.try_get("", "was_tried")?,
                    row.try_get("", "many")?,
                    row.try_get("", "oldest")?,
                );
                Ok(columns)
            };
            let (state, was_tried, many, oldest) = read().map_err(reading("outbox"))?;
            let is_queued = state.as_deref() == Some(DeliveryState::Queued.as_str());
            let state = state.map(|state| mapping::shown(&state, was_tried.unwrap_or(false))).transpose()?;
            tally.add(state, table.number("position", many)?);
            if let Some(oldest) = table.time_if("created_at", oldest)?.filter(|_| is_queued) {
                tally.wait_since(oldest);
            }
        }
        Ok(tally)
    }
}

/// Where the latest invitation mail of a row of `invitations` stands: one look-up by index.
const MAIL: &str = "(SELECT o.state FROM outbox o WHERE o.invitation_id = invitations.id AND o.kind = 'invitation' \
                    ORDER BY o.position DESC LIMIT 1)";

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
