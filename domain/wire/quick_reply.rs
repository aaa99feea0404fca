use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use super::time::time;
use crate::clock::Time;
use crate::id::UserId;
use crate::quick_reply::QuickReplyScope;

/// A text that is written often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuickReply {
    pub id: Uuid,
    pub title: String,
    /// With variables as `{{customer.name}}`.
    pub content: String,
    pub shortcut: Option<String>,
    pub category: Option<String>,
    pub scope: QuickReplyScope,
    /// Of a personal one.
    pub owner_id: Option<UserId>,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}
