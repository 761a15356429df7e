//! What was spent of one budget by one key within its window.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "limit_windows")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub(crate) budget: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub(crate) key: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) spent: String,
    pub(crate) expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
