//! One device's admission pass; only the digest of its secret is known.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    #[sea_orm(unique)]
    pub(crate) digest: Vec<u8>,
    pub(crate) session_id: Uuid,
    pub(crate) participant_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) link: String,
    pub(crate) opened_at: i64,
    pub(crate) seen_at: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) ended: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
