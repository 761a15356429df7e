//! Who changed what.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) actor: String,
    pub(crate) actor_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub(crate) action: String,
    pub(crate) session_id: Option<Uuid>,
    pub(crate) object: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) changes: String,
    pub(crate) correlation: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
