//! Someone who signs in.

use domain::role::{OnlineStatus, Role};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    /// Lower-case, unique over all companies.
    pub email: String,
    /// An argon2id PHC string.
    pub password_hash: String,
    pub name: String,
    pub role: Text<Role>,
    pub online_status: Text<OnlineStatus>,
    /// What the user asked for; `online_status` is what is so.
    pub presence_intent: Text<OnlineStatus>,
    pub last_heartbeat_at: Option<DateTimeUtc>,
    pub status_changed_at: Option<DateTimeUtc>,
    pub last_assigned_at: Option<DateTimeUtc>,
    pub is_active: bool,
    /// The primary one, for display.
    pub department_id: Option<Uuid>,
    /// An array of uuids, a subset of the memberships.
    #[sea_orm(column_type = "JsonBinary")]
    pub active_department_ids: Json,
    /// None = the company's default, 0 = unlimited.
    pub max_conversations: Option<i32>,
    pub locale: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub preferences: Json,
    /// Raised to end every session.
    pub token_version: i32,
    pub deactivated_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
