//! The native dialect: one event a webhook, already in our own words.
//!
//! ```json
//! {"id": "evt_…", "channel": "<external key>", "at": "2026-02-20T12:34:56.789Z", "event": "message",
//!  "data": {"id": "SBX…", "person": {"phone": "+5511…", "name": "Ana"}, "type": "TEXT", "text": "Oi", "at": "…"}}
//! ```

use domain::clock::Time;
use domain::message::MessageType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::control::SimStatus;
use super::phone::{Card, Location};

/// One webhook of the native dialect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NativeEvent {
    /// Of this event; equal in repetitions.
    pub id: String,
    /// The channel's external key.
    pub channel: String,
    pub at: Time,
    #[serde(flatten)]
    pub body: NativeBody,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NativeBody {
    /// Written by the customer.
    Message(Box<NativeMessage>),
    /// Written on the company's handset.
    Echo(Box<NativeMessage>),
    Status(NativeStatus),
    /// An absent emoji takes the reaction back.
    Reaction {
        id: String,
        target: String,
        person: NativePerson,
        emoji: Option<String>,
        at: Time,
    },
    Edit {
        id: String,
        target: String,
        person: NativePerson,
        text: String,
        at: Time,
    },
    Revoke {
        id: String,
        target: String,
        person: NativePerson,
        at: Time,
    },
    /// `WORKING`, `FAILED` and the other words of WAHA.
    Session {
        status: String,
        at: Time,
    },
    /// A group, broadcast list, status or newsletter: nothing of a customer.
    Noise {
        chat: String,
    },
}

/// The customer, by whatever is known of them. At least one of the first three is present.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NativePerson {
    /// `E.164`.
    pub phone: Option<String>,
    /// `<digits>@lid`.
    pub lid: Option<String>,
    pub bsuid: Option<String>,
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NativeMessage {
    pub id: String,
    pub person: NativePerson,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub text: Option<String>,
    #[serde(default)]
    pub media: Option<NativeMedia>,
    #[serde(default)]
    pub location: Option<Location>,
    #[serde(default)]
    pub contact: Option<Card>,
    pub reply_to: Option<String>,
    pub at: Time,
}

/// A file, to be fetched by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NativeMedia {
    pub id: String,
    pub mime_type: String,
    pub file_name: Option<String>,
    /// `voice`, `sticker`, or nothing special.
    pub nature: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NativeStatus {
    pub message_id: String,
    pub correlation: Option<String>,
    pub status: SimStatus,
    /// The peer's address.
    pub recipient: String,
    /// Why it failed.
    pub code: Option<i64>,
    pub at: Time,
}
