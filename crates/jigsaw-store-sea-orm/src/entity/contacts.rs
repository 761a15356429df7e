//! One person in one host's directory.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) owner_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) email: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) email_key: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) first_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) last_name: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) language: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) note: Option<String>,
    pub(crate) shared: bool,
    /// Where it stands in the directory, compared byte by byte.
    pub(crate) place: Vec<u8>,
    /// Address and name, folded for searching.
    #[sea_orm(column_type = "Text")]
    pub(crate) sought: String,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
