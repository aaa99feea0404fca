//! Who did what. Rows are only ever added.

use sea_orm::entity::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::text::Text;

/// How an audited act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AuditOutcome {
    Ok,
    Denied,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_logs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// None: a failed sign-in with an unknown address.
    pub company_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    pub api_key_id: Option<Uuid>,
    pub actor_email: Option<String>,
    pub action: String,
    pub entity: String,
    pub entity_id: Option<String>,
    pub outcome: Text<AuditOutcome>,
    /// The HTTP status answered.
    pub status: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub metadata: Json,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: String,
    pub timestamp: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
