use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::time::{optional_time, time};
use crate::clock::Time;
use crate::id::{ConversationId, MediaId, MessageId, UserId};
use crate::media::MediaState;
use crate::message::{Direction, MessageStatus, MessageType, Origin};
use crate::outbox::SendPhase;

/// One message of a conversation. A message being sent is `PENDING` with its `sendPhase`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: MessageId,
    /// The provider's id of it, once known.
    pub whatsapp_message_id: Option<String>,
    pub conversation_id: ConversationId,
    /// The user who wrote it; null for the customer, the bot, the phone and API keys.
    pub sender_id: Option<UserId>,
    pub sender: Option<Sender>,
    pub direction: Direction,
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// Without the agent's prefix.
    pub content: Option<String>,
    /// `/api/media/{id}`, stable and never absolute.
    pub media_url: Option<String>,
    pub media: Option<Media>,
    pub status: MessageStatus,
    pub send_phase: SendPhase,
    pub is_bot: bool,
    pub origin: Origin,
    /// The time to show and to sort by, then `seq`.
    #[serde(serialize_with = "time")]
    pub sent_at: Time,
    #[serde(serialize_with = "optional_time")]
    pub provider_timestamp: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub delivered_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub read_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub failed_at: Option<Time>,
    pub error: Option<MessageError>,
    pub reply_to: Option<ReplyTo>,
    pub reactions: Vec<Reaction>,
    pub template: Option<Value>,
    pub metadata: Value,
    /// The sender's `Idempotency-Key`.
    pub client_id: Option<String>,
    #[serde(serialize_with = "optional_time")]
    pub edited_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub revoked_at: Option<Time>,
    pub resend_of_id: Option<MessageId>,
    /// Arrival number inside the conversation.
    pub seq: i64,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    pub id: UserId,
    pub name: String,
}

/// Why a message failed, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageError {
    /// A class of SPEC 8.4, or canceled, superseded, expired, `outcome_unknown`, `window_closed`, `channel_unavailable`, `provider_refused`.
    pub code: String,
    pub provider_code: Option<String>,
    pub message: String,
    pub retryable: bool,
}

/// An attachment of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Media {
    pub id: MediaId,
    pub file_name: Option<String>,
    /// What its bytes say, else what the sender said.
    pub mime_type: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    pub state: MediaState,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub duration_ms: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplyTo {
    pub id: MessageId,
    pub content: Option<String>,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub direction: Direction,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    /// `customer`, or a user's id.
    pub actor: String,
    pub emoji: String,
    #[serde(serialize_with = "time")]
    pub at: Time,
}
