//! One message, either way. Its order is `(sent_at, seq)`.

use domain::message::{Direction, MessageStatus, MessageType, Origin};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub conversation_id: Uuid,
    pub channel_id: Uuid,
    pub contact_id: Uuid,
    pub seq: i64,
    pub direction: Text<Direction>,
    #[sea_orm(column_name = "type")]
    pub kind: Text<MessageType>,
    pub content: Option<String>,
    pub media_id: Option<Uuid>,
    pub sender_id: Option<Uuid>,
    pub origin: Text<Origin>,
    pub is_bot: bool,
    pub status: Text<MessageStatus>,
    /// The provider's id, as it came.
    pub whatsapp_message_id: Option<String>,
    /// The bare id, unique with channel, direction and contact.
    pub provider_key: Option<String>,
    pub provider_timestamp: Option<DateTimeUtc>,
    /// The time shown.
    pub sent_at: DateTimeUtc,
    pub delivered_at: Option<DateTimeUtc>,
    pub read_at: Option<DateTimeUtc>,
    pub failed_at: Option<DateTimeUtc>,
    pub error_code: Option<String>,
    pub error_provider_code: Option<String>,
    pub error_detail: Option<String>,
    pub reply_to_id: Option<Uuid>,
    pub reply_to_provider_id: Option<String>,
    /// The `Idempotency-Key` it was sent with.
    pub client_id: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub template: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub metadata: Json,
    pub edited_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub resend_of_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
