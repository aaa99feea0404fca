//! What the control calls take and give, ready to be an API's payloads.

use domain::clock::Time;
use domain::message::MessageType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// The provider's ids, in the order of writing, as the webhooks carry them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxInboundAnswer")]
pub struct InboundAnswer {
    pub message_ids: Vec<String>,
}

/// The provider's id of one message, as the webhook carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxMessageId")]
pub struct MessageId {
    pub message_id: String,
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxRawAnswer")]
pub struct RawAnswer {
    /// How our webhook answered; null when it did not.
    pub status: Option<u16>,
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

/// One message on a customer's phone. A duplicate that reached it is an entry of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxOutboxEntry")]
pub struct OutboxEntry {
    pub id: String,
    /// Grows with each message of the channel: the cursor for `after`.
    pub seq: u64,
    pub correlation: Option<String>,
    /// The customer's phone, or the hidden id when there is none.
    pub phone: String,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub text: Option<String>,
    pub at: Time,
    /// How often this message reached the phone, under whatever ids. More than 1: a duplicate.
    pub client_copies: u32,
    /// How often our side asked for this id.
    pub calls: u32,
    /// Written on the company's handset.
    pub from_handset: bool,
    pub status: Option<SimStatus>,
}

/// WAHA and native: the session changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxSessionCall")]
pub struct SessionCall {
    /// `STOPPED`, `STARTING`, `SCAN_QR_CODE`, `WORKING`, `FAILED` or any other word.
    pub status: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxSessionView")]
pub struct SessionView {
    pub status: String,
}

/// The webhooks of a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxDeliveries")]
pub struct Deliveries {
    /// Not answered 200 yet, and still being tried or waiting for their turn.
    pub pending: u64,
    /// In the order of posting.
    pub items: Vec<DeliveryView>,
}

/// One webhook that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxDeliveryView")]
pub struct DeliveryView {
    pub id: u64,
    /// The bare id of the message that it is about.
    pub message_id: Option<String>,
    pub attempts: u32,
    /// Of the last attempt; null when no answer came.
    pub last_status: Option<u16>,
    /// It was answered 200.
    pub answered: bool,
}
