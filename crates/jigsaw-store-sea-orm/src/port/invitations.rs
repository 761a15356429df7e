use std::collections::HashMap;

use async_trait::async_trait;
use jigsaw_domain::delivery::DeliveryState;
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::{Invitation, ListTally, Role};
use jigsaw_domain::port::{Invitations, ListedInvitation, PortError};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::{CHUNK, at_most};
use crate::Store;
use crate::entity::{invitations, outbox};
use crate::error::reading;
use crate::mapping;

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

    async fn list(
        &self,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<ListedInvitation>, PortError> {
        let mut query = invitations::Entity::find().filter(invitations::Column::SessionId.eq(session.as_uuid()));
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
}
