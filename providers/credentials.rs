//! What an adapter needs to know of a channel. The types that hold secrets have no `Debug` and no `Serialize`.

use domain::channel::{ChannelSettings, ProviderKind};
use domain::id::ChannelId;
use serde::{Deserialize, Serialize};
use url::Url;

/// A channel with its secrets decrypted. Kept in memory only, never logged.
#[derive(Clone)]
pub struct ChannelAccess {
    pub id: ChannelId,
    pub provider: ProviderKind,
    /// META phone number id, WAHA session, SANDBOX's own id.
    pub external_key: String,
    /// Where the provider's API is: the channel's own, else the installation's.
    pub base_url: Url,
    /// META only, as `v25.0`.
    pub api_version: Option<String>,
    pub engine: Option<String>,
    pub credentials: Credentials,
    pub settings: ChannelSettings,
    /// Unsigned webhooks are taken. Never for META.
    pub insecure_webhook: bool,
}

/// The secrets of a channel, as stored encrypted in `channels.credentials_enc`. A missing one is `None`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Credentials {
    /// META.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// META: signs webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_secret: Option<String>,
    /// META: the handshake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_token: Option<String>,
    /// WAHA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    /// WAHA and SANDBOX: signs webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hmac_key: Option<String>,
}
