//! A place of the menu, with the people behind it.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "departments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub slug: String,
    pub name: String,
    pub description: Option<String>,
    pub color: String,
    pub emoji: Option<String>,
    /// Order in the menu.
    pub position: i32,
    /// An array of strings.
    #[sea_orm(column_type = "JsonBinary")]
    pub keywords: Json,
    /// Where a customer goes who never chooses.
    pub is_root: bool,
    pub is_active: bool,
    /// 1 to 1440.
    pub response_timeout_minutes: i32,
    /// 1 to 1000.
    pub max_agents: i32,
    /// `domain::company::Schedule`; none = the company's.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub business_hours: Option<Json>,
    pub last_assigned_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
