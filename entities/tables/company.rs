//! A customer of ours, and the wall around everything it owns.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "companies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub locale: String,
    /// An IANA name.
    pub timezone: String,
    pub greeting_message: Option<String>,
    pub is_active: bool,
    /// `domain::company::Settings`, only what differs from the defaults.
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    /// Raised with every change of settings, departments and memberships.
    pub rules_version: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
