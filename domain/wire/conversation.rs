use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::department::DepartmentRef;
use super::message::Message;
use super::time::{optional_time, time};
use super::user::AgentRef;
use crate::channel::{ChannelStatus, ProviderKind};
use crate::clock::Time;
use crate::conversation::{FlowState, StartedBy, Status, TimeoutKind};
use crate::id::{ChannelId, CompanyId, ContactId, ConversationId, DepartmentId, UserId};

/// One attendance as lists and pages show it: the shared part, and what only a reader has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    #[serde(flatten)]
    pub shared: ConversationEvent,
    pub last_message: Option<Message>,
    /// Place in the queue from 1, only in `GET /departments/{id}/queue`; 1000 = 1000 or more.
    pub queue_position: Option<u32>,
    /// The caller's own pin.
    pub pinned: bool,
}

/// A conversation without what depends on who looks: the shape in events.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationEvent {
    pub id: ConversationId,
    pub protocol: String,
    pub company_id: CompanyId,
    pub channel_id: ChannelId,
    pub channel: ConversationChannel,
    pub contact_id: ContactId,
    pub contact: ConversationContact,
    /// `E.164` with `+`; while the phone is unknown, the best other identity.
    pub customer_phone: String,
    pub customer_phone_known: bool,
    pub customer_name: Option<String>,
    pub status: Status,
    pub flow_state: FlowState,
    pub department_id: Option<DepartmentId>,
    pub department: Option<DepartmentRef>,
    pub assigned_user_id: Option<UserId>,
    pub assigned_user: Option<AgentRef>,
    pub preferred_user_id: Option<UserId>,
    #[serde(serialize_with = "optional_time")]
    pub timeout_at: Option<Time>,
    pub timeout_kind: Option<TimeoutKind>,
    #[serde(serialize_with = "optional_time")]
    pub queued_at: Option<Time>,
    /// Since when the customer wrote last and nobody answered.
    #[serde(serialize_with = "optional_time")]
    pub waiting_since: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub idle_since: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub routed_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub assigned_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub greeting_sent_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub first_response_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub resolved_at: Option<Time>,
    pub resolved_by_id: Option<UserId>,
    #[serde(serialize_with = "time")]
    pub last_message_at: Time,
    pub unread_count: i32,
    /// META's customer service window.
    #[serde(serialize_with = "optional_time")]
    pub window_expires_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub bot_paused_until: Option<Time>,
    pub last_department_id: Option<DepartmentId>,
    pub last_attendant_id: Option<UserId>,
    pub started_by: StartedBy,
    pub tags: Vec<TagRef>,
    pub metadata: Value,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationChannel {
    pub id: ChannelId,
    pub name: String,
    pub provider: ProviderKind,
    pub status: ChannelStatus,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationContact {
    pub id: ContactId,
    pub name: Option<String>,
    pub push_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub avatar_url: Option<String>,
    pub blocked: bool,
    #[serde(serialize_with = "optional_time")]
    pub opted_out_at: Option<Time>,
    pub tags: Vec<TagRef>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TagRef {
    pub id: Uuid,
    pub name: String,
    pub color: String,
}
