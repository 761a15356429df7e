//! One attempt at a door and what was decided.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decisions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) at: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) email: Option<String>,
    pub(crate) participant_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub(crate) link: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) outcome: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) findings: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) policy: String,
    pub(crate) correlation: Uuid,
    /// By which the attempts of one address are found; null in rows of an older version.
    #[sea_orm(column_type = "Text")]
    pub(crate) email_key: Option<String>,
    /// Whose personal link it came by; null by the session link, and in rows of an older version.
    pub(crate) invitation_id: Option<Uuid>,
    pub(crate) generation: Option<i32>,
    pub(crate) network: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
