//! Writing mailed codes, and what is only ever added: decisions, events, messages, audit rows.

use jigsaw_domain::admission::DecisionRecord;
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{MailCode, OutgoingMessage};
use jigsaw_domain::event::{Event, EventSeq, NewEvent};
use jigsaw_domain::id::CodeId;
use jigsaw_domain::port::PortError;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};

use super::inserts::Inserts;
use super::{rows, turns};
use crate::entity::{audit, decisions, events, mail_codes, outbox};
use crate::error::{port_error, reading};
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

pub(super) async fn insert_decisions(
    tx: &DatabaseTransaction,
    records: impl Iterator<Item = &DecisionRecord>,
) -> Result<(), PortError> {
    static DECISIONS: Inserts<decisions::Entity> = Inserts::of(decisions::Entity, None, "");
    let rows: Result<Vec<_>, PortError> = records.map(mapping::decision_row).collect();
    DECISIONS.run(tx, &rows?).await
}

/// Inserts events and gives their positions in the same order: both databases number the rows of a statement as they
/// stand in it, but promise nothing about the order in which they are returned.
pub(super) async fn insert_events(
    tx: &DatabaseTransaction,
    new: impl Iterator<Item = &NewEvent>,
) -> Result<Vec<EventSeq>, PortError> {
    static EVENTS: Inserts<events::Entity> = Inserts::of(events::Entity, Some(events::Column::Seq), "RETURNING seq");
    let rows: Vec<events::Model> = new.map(mapping::event_row).collect();
    let returned = EVENTS.ask(tx, &rows).await?;
    let seqs: Result<Vec<i64>, _> = returned.iter().map(|row| row.try_get("", "seq")).collect();
    let mut seqs = seqs.map_err(reading("events"))?;
    seqs.sort_unstable();
    let positions: Result<Vec<EventSeq>, _> = seqs.into_iter().map(|seq| u64::try_from(seq).map(EventSeq)).collect();
    positions.map_err(|_| PortError::Backend("an event got a negative position".to_owned()))
}

/// Events with the positions they got.
pub(super) fn numbered<'a>(
    new: &'a [NewEvent],
    positions: &'a mut impl Iterator<Item = EventSeq>,
) -> impl Iterator<Item = Event> + 'a {
    new.iter().zip(positions).map(|(new, seq)| Event { seq, session: new.session, kind: new.kind, at: new.at })
}

/// A message whose unique key is known already is left out.
pub(super) async fn queue_messages(tx: &DatabaseTransaction, messages: &[OutgoingMessage]) -> Result<(), PortError> {
    static OUTBOX: Inserts<outbox::Entity> =
        Inserts::of(outbox::Entity, Some(outbox::Column::Position), "ON CONFLICT (unique_key) DO NOTHING");
    let rows: Result<Vec<_>, PortError> = messages.iter().map(mapping::message_row).collect();
    let mut rows = rows?;
    turns::give_turns(tx, &mut rows).await?;
    OUTBOX.run(tx, &rows).await
}

pub(super) async fn insert_audit(
    tx: &DatabaseTransaction,
    entries: impl Iterator<Item = &AuditEntry>,
) -> Result<(), PortError> {
    static AUDIT: Inserts<audit::Entity> = Inserts::of(audit::Entity, None, "");
    let rows: Result<Vec<_>, PortError> = entries.map(mapping::audit_row).collect();
    AUDIT.run(tx, &rows?).await
}
