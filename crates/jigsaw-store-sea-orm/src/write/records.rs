//! Writing mailed codes, and what is only ever added: decisions, events, messages, audit rows.

use jigsaw_domain::admission::DecisionRecord;
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{MailCode, OutgoingMessage};
use jigsaw_domain::event::{Event, EventSeq, NewEvent};
use jigsaw_domain::id::CodeId;
use jigsaw_domain::port::PortError;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel, QueryFilter as _};

use super::rows;
use crate::entity::{events, mail_codes, outbox};
use crate::error::port_error;
use crate::mapping;

pub(super) async fn put_code(tx: &DatabaseTransaction, code: &MailCode) -> Result<(), PortError> {
    let row = mapping::code_row(code)?;
    mail_codes::Entity::delete_many()
        .filter(mail_codes::Column::SessionId.eq(row.session_id))
        .filter(mail_codes::Column::EmailKey.eq(row.email_key.as_str()))
        .exec(tx)
        .await
        .map_err(port_error)?;
    rows::insert(tx, row).await
}

pub(super) async fn count_wrong_try(tx: &DatabaseTransaction, id: CodeId) -> Result<(), PortError> {
    mail_codes::Entity::update_many()
        .col_expr(mail_codes::Column::WrongTries, Expr::col(mail_codes::Column::WrongTries).add(1_i64))
        .filter(mail_codes::Column::Id.eq(id.as_uuid()))
        .exec(tx)
        .await
        .map(drop)
        .map_err(port_error)
}

pub(super) async fn use_code(tx: &DatabaseTransaction, id: CodeId) -> Result<(), PortError> {
    let done = mail_codes::Entity::delete_by_id(id.as_uuid()).exec(tx).await.map_err(port_error)?;
    rows::held(done.rows_affected)
}

pub(super) async fn insert_decision(tx: &DatabaseTransaction, record: &DecisionRecord) -> Result<(), PortError> {
    rows::insert(tx, mapping::decision_row(record)?).await
}

/// One by one: the database gives each its position, and the order is what matters.
pub(super) async fn insert_events(tx: &DatabaseTransaction, new: &[NewEvent]) -> Result<Vec<Event>, PortError> {
    let mut told = Vec::with_capacity(new.len());
    for event in new {
        let done = events::Entity::insert(mapping::event_row(event)).exec(tx).await.map_err(port_error)?;
        let seq = u64::try_from(done.last_insert_id)
            .map_err(|_| PortError::Backend("an event got a negative position".to_owned()))?;
        told.push(Event { seq: EventSeq(seq), session: event.session, kind: event.kind, at: event.at });
    }
    Ok(told)
}

/// A message whose unique key is known already is left out.
pub(super) async fn queue_messages(tx: &DatabaseTransaction, messages: &[OutgoingMessage]) -> Result<(), PortError> {
    for chunk in messages.chunks(rows::CHUNK) {
        let rows: Result<Vec<outbox::ActiveModel>, PortError> = chunk.iter().map(mapping::message_row).collect();
        outbox::Entity::insert_many(rows?)
            .on_conflict(OnConflict::column(outbox::Column::UniqueKey).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await
            .map_err(port_error)?;
    }
    Ok(())
}

pub(super) async fn insert_audit(tx: &DatabaseTransaction, entries: &[AuditEntry]) -> Result<(), PortError> {
    let rows: Result<Vec<_>, PortError> =
        entries.iter().map(|entry| mapping::audit_row(entry).map(IntoActiveModel::into_active_model)).collect();
    rows::insert_all(tx, rows?).await
}
