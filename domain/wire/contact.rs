use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::conversation::TagRef;
use super::time::{optional_time, time};
use crate::clock::Time;
use crate::conversation::Status;
use crate::id::{ChannelId, ContactId, ConversationId, DepartmentId, UserId};
use crate::identity::{IdentityKind, VerifiedBy};

/// A person known to a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub id: ContactId,
    /// As the company calls them.
    pub name: Option<String>,
    /// As they call themselves at the provider.
    pub push_name: Option<String>,
    /// The name, else the push name, else the phone as people read it, else another address.
    pub display_name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub attributes: Value,
    /// The one seen last comes first.
    pub identities: Vec<ContactIdentity>,
    /// By name.
    pub tags: Vec<TagRef>,
    pub blocked: bool,
    #[serde(serialize_with = "optional_time")]
    pub opted_out_at: Option<Time>,
    pub note: Option<String>,
    pub last_department_id: Option<DepartmentId>,
    pub last_attendant_id: Option<UserId>,
    #[serde(serialize_with = "optional_time")]
    pub last_attended_at: Option<Time>,
    /// The newest of those that are OPEN or ASSIGNED. In events it is always null: who hears them need not see it.
    pub active_conversation: Option<ActiveConversation>,
    #[serde(serialize_with = "optional_time")]
    pub last_message_at: Option<Time>,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

/// One of the addresses of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactIdentity {
    pub kind: IdentityKind,
    /// As the provider spelled it last.
    pub value: String,
    pub verified_by: VerifiedBy,
    #[serde(serialize_with = "optional_time")]
    pub last_seen_at: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActiveConversation {
    pub id: ConversationId,
    pub status: Status,
    pub channel_id: ChannelId,
}
