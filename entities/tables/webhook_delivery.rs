//! One event on its way to one endpoint.

use domain::webhook::DeliveryState;
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: Uuid,
    pub endpoint_id: Uuid,
    /// A `domain::seq::Seq`: they sort as texts.
    pub event_seq: String,
    /// Equal on every attempt and every replay of the event.
    pub webhook_id: String,
    /// Two deliveries of one conversation are never on their way at once.
    pub conversation_id: Option<Uuid>,
    pub state: Text<DeliveryState>,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTimeUtc>,
    /// The HTTP status of the last attempt.
    pub last_status: Option<i32>,
    pub last_error: Option<String>,
    pub last_duration_ms: Option<i32>,
    /// The beginning of the answer.
    pub response_excerpt: Option<String>,
    pub delivered_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
