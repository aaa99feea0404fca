//! One element of a provider's webhook, kept before it is understood.

use domain::channel::{InboxKind, InboxState};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbox_events")]
pub struct Model {
    /// The arrival.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: Uuid,
    pub channel_id: Uuid,
    pub kind: Text<InboxKind>,
    pub external_id: String,
    /// None for statuses.
    pub lane_key: Option<String>,
    /// The raw element, encrypted.
    pub body: Vec<u8>,
    pub received_at: DateTimeUtc,
    pub state: Text<InboxState>,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTimeUtc>,
    pub error: Option<String>,
    pub done_at: Option<DateTimeUtc>,
    pub message_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
