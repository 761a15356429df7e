//! One mailed code; its digits are derived from the id and the server's key, and are nowhere here.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_codes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) session_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) email: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) email_key: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) purpose: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) profile: Option<String>,
    pub(crate) deliverable: bool,
    pub(crate) wrong_tries: i64,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
