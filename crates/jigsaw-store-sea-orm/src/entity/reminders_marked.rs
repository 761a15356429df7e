//! Reminders of one offset that are planned for one start.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminders_marked")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) offset_minutes: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) starts_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
