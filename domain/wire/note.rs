use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use super::message::Sender;
use super::time::time;
use crate::clock::Time;
use crate::id::{ConversationId, UserId};

/// What a colleague wrote about a conversation; the customer never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub id: Uuid,
    pub conversation_id: ConversationId,
    pub author: Sender,
    /// With `@[userId]` where somebody is mentioned.
    pub content: String,
    pub mentions: Vec<UserId>,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}
