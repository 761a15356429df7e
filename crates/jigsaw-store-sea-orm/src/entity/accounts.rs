//! One Jigsaw profile.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) email: String,
    #[sea_orm(unique, column_type = "Text")]
    pub(crate) email_key: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) first_name: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) last_name: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) time_zone: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) language: Option<String>,
    /// When a set-up link that was mailed works no more.
    pub(crate) setup_expires_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub(crate) standing: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) password_hash: Option<String>,
    pub(crate) setup_generation: i32,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
