//! An entry of the event log. Its place is `(epoch, tx, id)`.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub epoch: i32,
    /// The transaction's number on PostgreSQL, given by the database; 0 on SQLite.
    pub tx: i64,
    pub company_id: Uuid,
    pub name: String,
    pub conversation_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
    /// An array of room keys.
    #[sea_orm(column_type = "JsonBinary")]
    pub audience: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    pub occurred_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
