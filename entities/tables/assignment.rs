//! A span in which one user had a conversation.

use domain::conversation::{AssignedBy, EndReason};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub conversation_id: Uuid,
    pub user_id: Uuid,
    pub department_id: Option<Uuid>,
    pub assigned_at: DateTimeUtc,
    /// None = the present one.
    pub unassigned_at: Option<DateTimeUtc>,
    pub assigned_by: Text<AssignedBy>,
    pub actor_id: Option<Uuid>,
    pub end_reason: Option<Text<EndReason>>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
