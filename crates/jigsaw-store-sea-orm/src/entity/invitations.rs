//! One address on one session's list.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
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
    pub(crate) first_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) last_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) role: String,
    pub(crate) generation: i32,
    pub(crate) revoked_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub(crate) origin: String,
    /// What the invitee said about coming.
    #[sea_orm(column_type = "Text")]
    pub(crate) answer: Option<String>,
    pub(crate) answered_at: Option<i64>,
    pub(crate) created_at: i64,
    /// Address and name, folded for searching; missing in rows that an older version wrote.
    #[sea_orm(column_type = "Text")]
    pub(crate) sought: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) language: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
