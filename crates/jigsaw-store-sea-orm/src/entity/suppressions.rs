//! One address that is not mailed, as a digest that only the server's key makes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suppressions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) address: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub(crate) cause: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) words: Option<String>,
    pub(crate) since: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
