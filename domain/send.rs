//! What may come of handing a message to a provider (SPEC 8.4), in the product's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::channel::NOBODY_NEW;

/// The class of a failed send. The provider's adapter decides it; `send-outbound` acts on it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SendClass {
    /// The request never left.
    NotSent,
    /// It left, and nobody knows what came of it.
    Unknown,
    SessionDown,
    PairLimit,
    ChannelLimit,
    ProviderBusy,
    Auth,
    Permission,
    Account,
    Recipient,
    OptedOut,
    Window,
    Content,
    Other,
}

impl SendClass {
    /// The number may write to nobody new for now, says the provider.
    pub fn forbids_strangers(self, provider_code: Option<&str>) -> bool {
        self == Self::Account && provider_code == Some(NOBODY_NEW)
    }
}

/// A send that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendFailure {
    pub class: SendClass,
    /// The provider's own code, for the attempt history and the explanation.
    pub provider_code: Option<String>,
    pub http_status: Option<u16>,
    /// For operations; never shown to customers, never a provider's whole body.
    pub detail: Option<String>,
    /// The provider asked to wait this long.
    pub retry_after: Option<std::time::Duration>,
}

/// A send that was accepted. That is all an answer of 200 means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Absent when the answer named none; the echo will.
    pub provider_id: Option<String>,
    pub provider_key: Option<String>,
    /// META's `message_status`, when it is not `accepted`.
    pub note: Option<String>,
}
