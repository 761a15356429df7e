//! One session. The columns after the line are derived, so that lists and sweeps find rows by index.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) host_id: Uuid,
    pub(crate) version: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) title: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) starts_local: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) ends_local: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) time_zone: String,
    pub(crate) starts_at: i64,
    pub(crate) ends_at: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) invitation_type: String,
    pub(crate) early_entry_minutes: i32,
    pub(crate) wait_for_host: bool,
    #[sea_orm(column_type = "Text")]
    pub(crate) waiting_room: String,
    pub(crate) capacity: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub(crate) email_proof: String,
    pub(crate) joinable_until: Option<i64>,
    pub(crate) link_generation: i32,
    pub(crate) link_expires_at: Option<i64>,
    pub(crate) link_renewed_at: Option<i64>,
    pub(crate) locked: bool,
    #[sea_orm(column_type = "Text")]
    pub(crate) lock_message: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) state: String,
    pub(crate) state_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub(crate) cancel_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) reminders: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) room: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) room_url: Option<String>,
    pub(crate) calendar_sequence: i64,
    pub(crate) announced_sequence: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) message: Option<String>,
    pub(crate) created_at: i64,
    /// Derived: when attendees may enter.
    pub(crate) opens_at: i64,
    /// Derived: when a session that never began is over.
    pub(crate) over_at: i64,
    /// Derived: the earliest reminder that is not planned yet for this start.
    pub(crate) next_reminder_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
