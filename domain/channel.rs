//! A WhatsApp number of a company at one provider.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderKind {
    Meta,
    Waha,
    Sandbox,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ChannelStatus {
    /// Not verified yet: webhooks wait for it, sends are held.
    Pending,
    Active,
    /// Failing for now: sends are held, and one is let through each 30 s to find out.
    Degraded,
    Stopped,
    Disabled,
}

/// WhatsApp's code for a number that may write to nobody new. It is the status reason of a channel while that lasts.
pub const NOBODY_NEW: &str = "463";

/// What kind of provider event an inbox row holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum InboxKind {
    Message,
    Echo,
    Status,
    Reaction,
    Edit,
    Revoke,
    Session,
    Template,
    Account,
    Identity,
    Unknown,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum InboxState {
    Pending,
    Done,
    /// Its message is not here yet.
    Waiting,
    /// Set aside: never guessed, shown to operations.
    Parked,
    Dead,
}

/// The switches of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelSettings {
    /// Tell the provider when an agent has read a message.
    pub mark_read: bool,
    pub ignore_groups: bool,
    /// Send a bot text again whose outcome stayed unknown, while it is still the question.
    pub resend_unknown_bot_messages: bool,
    /// A second host that may serve this channel's media.
    pub media_host: Option<String>,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self { mark_read: true, ignore_groups: true, resend_unknown_bot_messages: false, media_host: None }
    }
}
