//! A message template of a META channel.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub channel_id: Uuid,
    pub name: String,
    /// As `pt_BR`.
    pub language: String,
    pub category: String,
    /// In the provider's words, as `APPROVED`.
    pub status: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub components: Json,
    pub synced_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
