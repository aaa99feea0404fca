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

/// A channel's row, as far as an adapter is concerned.
#[derive(Clone, Copy)]
pub struct ChannelFields<'a> {
    pub id: ChannelId,
    pub provider: ProviderKind,
    pub external_key: &'a str,
    pub base_url: Option<&'a str>,
    pub api_version: Option<&'a str>,
    pub engine: Option<&'a str>,
    pub insecure_webhook: bool,
}

/// Where the providers are when a channel has no address of its own.
#[derive(Debug, Clone, Copy)]
pub struct Addresses<'a> {
    pub meta: &'a str,
    pub waha: Option<&'a str>,
    /// Our own public address: the simulator is a part of ourselves.
    pub sandbox: &'a str,
}

/// The channel has no address, or one that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the channel has no usable base address")]
pub struct NoAddress;

impl ChannelAccess {
    /// What an adapter needs, from a row with its secrets opened; what the row leaves open comes from the installation.
    pub fn assemble(
        fields: ChannelFields<'_>,
        credentials: Credentials,
        settings: ChannelSettings,
        addresses: Addresses<'_>,
    ) -> Result<Self, NoAddress> {
        let usual = match fields.provider {
            ProviderKind::Meta => Some(addresses.meta),
            ProviderKind::Waha => addresses.waha,
            ProviderKind::Sandbox => Some(addresses.sandbox),
        };
        let base_url = fields.base_url.or(usual).and_then(|url| Url::parse(url).ok()).ok_or(NoAddress)?;
        Ok(Self {
            id: fields.id,
            provider: fields.provider,
            external_key: fields.external_key.to_owned(),
            base_url,
            api_version: fields.api_version.map(str::to_owned),
            engine: fields.engine.map(str::to_owned),
            credentials,
            settings,
            insecure_webhook: fields.insecure_webhook && fields.provider != ProviderKind::Meta,
        })
    }
}
