use schemars::JsonSchema;
use serde::Serialize;

use super::time::{optional_time, time};
use crate::channel::{ChannelSettings, ChannelStatus, ProviderKind};
use crate::clock::Time;
use crate::id::ChannelId;

/// A number of the company at one provider, as events carry it: without its addresses here and what is known of its secrets.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelEvent {
    pub id: ChannelId,
    pub name: String,
    pub provider: ProviderKind,
    /// META phone number id, WAHA session, SANDBOX its own id.
    pub external_key: String,
    pub phone: Option<String>,
    /// Null = the installation's.
    pub base_url: Option<String>,
    pub api_version: Option<String>,
    pub waba_id: Option<String>,
    pub status: ChannelStatus,
    /// Why it is not ACTIVE. In our words: `app_secret_missing` (META), `session_down`, `channel_unavailable` (many sends in a row
    /// did not leave); what a call was refused for, as `auth`, `permission`, `account`, `provider_busy`, `not_sent`, `unknown`. Else
    /// the provider's state as it says it, as `SCAN_QR_CODE`, `FAILED`, `STOPPED` or `NOT_FOUND` of WAHA and `BANNED` of META.
    pub status_reason: Option<String>,
    pub engine: Option<String>,
    /// META's last word on the number: FLAGGED or UNFLAGGED.
    pub quality: Option<String>,
    /// How many people META lets the number write to first in a day, as `TIER_1K`.
    pub messaging_limit: Option<String>,
    #[serde(serialize_with = "optional_time")]
    pub last_event_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub last_sent_at: Option<Time>,
    pub is_default: bool,
    pub max_per_second: i32,
    pub settings: ChannelSettings,
    /// Webhooks without a signature are taken.
    pub insecure_webhook: bool,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}
