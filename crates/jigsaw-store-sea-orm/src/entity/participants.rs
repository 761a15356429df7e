//! One person in one session.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participants")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) version: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) email: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) email_key: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) first_name: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) last_name: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) role: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) proof: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) state: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) waiting_reasons: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) removed_reason: Option<String>,
    pub(crate) banned: bool,
    pub(crate) invitation_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub(crate) via_link: String,
    pub(crate) via_generation: i32,
    pub(crate) approved: bool,
    pub(crate) knocked: bool,
    pub(crate) epoch: i64,
    pub(crate) created_at: i64,
    pub(crate) state_since: i64,
    /// Derived: admitted, and neither host nor co-host.
    pub(crate) holds_seat: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
