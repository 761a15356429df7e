//! One message to be mailed. Holds a kind and ids; links and codes are made when the mail is.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub(crate) position: i64,
    #[sea_orm(unique)]
    pub(crate) id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) kind: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) body: String,
    pub(crate) invitation_id: Option<Uuid>,
    pub(crate) priority: i32,
    pub(crate) not_before: i64,
    pub(crate) deadline: Option<i64>,
    #[sea_orm(unique, column_type = "Text")]
    pub(crate) unique_key: Option<String>,
    pub(crate) created_at: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) state: String,
    pub(crate) tries: i64,
    /// The last claim's; rises with every claim of any message.
    pub(crate) fence: i64,
    /// Whether a worker holds it, until `due_at`.
    pub(crate) leased: bool,
    /// When it may be claimed: not before this, or after the lease.
    pub(crate) due_at: i64,
    pub(crate) finished_at: Option<i64>,
    /// What the relay said, or why it was dropped.
    #[sea_orm(column_type = "Text")]
    pub(crate) last_error: Option<String>,
    /// The host whose mail it is; the nil id for what is nobody's, null in rows of an older version.
    pub(crate) lane: Option<Uuid>,
    /// Its place among the messages of its priority: lanes take turns.
    pub(crate) turn: i64,
    /// When it was first put back, if no other end of a try came since.
    pub(crate) held_since: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
