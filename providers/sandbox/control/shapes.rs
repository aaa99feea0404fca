//! What the control calls take, ready to be an API's payloads.

use domain::clock::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::phone::{Card, Location};

/// A control call that cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The channel was never registered.
    #[error("the simulator does not know this channel")]
    UnknownChannel,
    /// No such message on this channel.
    #[error("no message has this id")]
    UnknownMessage,
    /// `field` is a JSON path into the call.
    #[error("{field} {message}")]
    Invalid { field: String, message: String },
}

/// What a customer sends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SandboxType")]
pub enum SimType {
    #[default]
    Text,
    /// These need `mediaBase64`; `text` is the caption.
    Image,
    Document,
    Audio,
    Video,
    Sticker,
    /// Recorded with the phone.
    Voice,
    /// Needs `location`.
    Location,
    /// Needs `contact`.
    Contact,
    /// The rest is noise that no customer wrote to us: a message in a group, a newsletter, a broadcast list, a status.
    Group,
    Newsletter,
    Broadcast,
    Status,
}

/// A customer writes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "SandboxInboundCall")]
pub struct InboundCall {
    /// The customer's phone, in any writing. Without `from`, `bsuid` and `lid`: `+5511999990000`.
    pub from: Option<String>,
    /// META and native: hidden id; alone, the phone stays unknown.
    pub bsuid: Option<String>,
    /// WAHA and native: hidden id, digits with or without `@lid`; alone, the phone stays unknown.
    pub lid: Option<String>,
    /// The name on the customer's profile.
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: SimType,
    /// `{n}` becomes the number of the repetition, from 1.
    pub text: Option<String>,
    /// The bytes of the file.
    pub media_base64: Option<String>,
    pub file_name: Option<String>,
    /// What the sender says that it is; absent: what is usual for the type.
    pub mime_type: Option<String>,
    pub location: Option<Location>,
    pub contact: Option<Card>,
    /// WAHA: the bytes travel inside the webhook.
    pub inline: bool,
    /// The id of the message quoted.
    pub reply_to: Option<String>,
    /// When the customer wrote; absent: now.
    pub timestamp: Option<Time>,
    /// So many messages, 1 to 5000; absent: 1.
    pub repeat: Option<u32>,
    /// All at once and in any order, instead of one after the other.
    pub shuffle: bool,
    /// Wait so many ms before posting.
    pub delay_ms: Option<u64>,
}

/// What a provider tells of a message of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "SandboxStatus")]
pub enum SimStatus {
    Sent,
    Delivered,
    Read,
    Played,
    Failed,
}

impl SimStatus {
    pub(in super::super) fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
        }
    }
}

/// The provider tells of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxStatusCall")]
pub struct StatusCall {
    pub message_id: String,
    pub status: SimStatus,
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// Why it failed.
    #[serde(default)]
    pub code: Option<i64>,
}

/// Someone writes on the company's handset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxPhoneReplyCall")]
pub struct PhoneReplyCall {
    /// The customer's phone.
    pub to: String,
    pub text: String,
}

/// The writer of a message changes its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxEditCall")]
pub struct EditCall {
    pub message_id: String,
    pub text: String,
}

/// The writer of a message takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxRevokeCall")]
pub struct RevokeCall {
    pub message_id: String,
}

/// The customer reacts to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxReactionCall")]
pub struct ReactionCall {
    pub message_id: String,
    /// Absent or empty takes the reaction back.
    #[serde(default)]
    pub emoji: Option<String>,
}

/// Any bytes, to the channel's webhook, once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "SandboxRawCall")]
pub struct RawCall {
    /// As text; or `bodyBase64`.
    pub body: Option<String>,
    pub body_base64: Option<String>,
    pub signature: RawSignature,
}

/// How raw bytes are signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxRawSignature")]
pub enum RawSignature {
    /// With the channel's secret.
    #[default]
    Valid,
    Missing,
    /// This value in the dialect's header, as it is.
    Given(String),
}

/// Which messages to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "SandboxOutboxQuery")]
pub struct OutboxQuery {
    /// Only this customer.
    pub phone: Option<String>,
    /// Only after this: a `seq`, or a message's id.
    pub after: Option<String>,
}

/// WAHA and native: the session changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxSessionCall")]
pub struct SessionCall {
    /// `STOPPED`, `STARTING`, `SCAN_QR_CODE`, `WORKING`, `FAILED` or any other word.
    pub status: String,
}
