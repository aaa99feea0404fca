//! Why a conversation went where it went.

use domain::routing::DecisionOutcome;
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "routing_decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub conversation_id: Uuid,
    pub department_id: Uuid,
    pub trigger: String,
    pub outcome: Text<DecisionOutcome>,
    pub chosen_user_id: Option<Uuid>,
    /// An array of `domain::routing::Judged`.
    #[sea_orm(column_type = "JsonBinary")]
    pub candidates: Json,
    pub queue_position: Option<i32>,
    pub decided_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
