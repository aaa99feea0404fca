//! What the control calls give, ready to be an API's answers.

use domain::clock::Time;
use domain::message::MessageType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SimStatus;

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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxRawAnswer")]
pub struct RawAnswer {
    /// How our webhook answered; null when it did not.
    pub status: Option<u16>,
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
    /// The message that it quotes.
    #[serde(default)]
    pub reply_to: Option<String>,
    pub media: Option<MediaView>,
    pub at: Time,
    /// How often this message reached the phone, under whatever ids. More than 1: a duplicate.
    pub client_copies: u32,
    /// How often our side asked for this id.
    pub calls: u32,
    /// Written on the company's handset.
    pub from_handset: bool,
    pub status: Option<SimStatus>,
}

/// A file on a customer's phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxMedia")]
pub struct MediaView {
    pub mime_type: String,
    pub file_name: Option<String>,
    /// Bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// Recorded with the phone.
    pub voice: bool,
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

/// What our side showed the customers beside messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxSigns")]
pub struct Signs {
    /// Our reaction to each message, by bare ids.
    pub reactions: std::collections::BTreeMap<String, String>,
    /// How often each customer was shown that somebody writes, by phone.
    pub typing: std::collections::BTreeMap<String, u32>,
    /// The customer messages that we marked as read, by bare ids.
    pub seen: std::collections::BTreeSet<String>,
}
