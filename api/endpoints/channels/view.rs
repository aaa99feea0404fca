use domain::channel::{ChannelSettings, ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::id::ChannelId;
use domain::wire::{optional_time, time};
use entities::{Channel, Reading, Scope};
use providers::Credentials;
use schemars::JsonSchema;
use serde::Serialize;

use crate::channels;
use crate::state::AppState;

/// A number of the company at one provider. Of its secrets only their names are told.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Channel")]
pub struct ChannelView {
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
    /// Why it is not ACTIVE, in our words or the provider's.
    pub status_reason: Option<String>,
    pub engine: Option<String>,
    #[serde(serialize_with = "optional_time")]
    pub last_event_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub last_sent_at: Option<Time>,
    pub is_default: bool,
    pub max_per_second: i32,
    pub settings: ChannelSettings,
    /// Webhooks without a signature are taken.
    pub insecure_webhook: bool,
    /// What the provider is to be given.
    pub webhook_url: String,
    /// As `accessToken`.
    pub secrets_set: Vec<&'static str>,
    /// The end of the secret that opens the provider.
    pub credential_hint: Option<String>,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

pub(super) fn view(state: &AppState, scope: &Scope<Reading>, row: Channel) -> ChannelView {
    // Secrets that cannot be opened (the key was lost) must not hide the channel.
    let secrets = channels::credentials(scope, &row).unwrap_or_default();
    let path = match row.provider.0 {
        ProviderKind::Meta => "whatsapp",
        ProviderKind::Waha => "waha",
        ProviderKind::Sandbox => "sandbox",
    };
    ChannelView {
        id: row.id,
        webhook_url: format!("{}/webhooks/{path}/{}", state.settings.public_url, row.id),
        secrets_set: names(&secrets),
        credential_hint: hint(&secrets),
        name: row.name,
        provider: row.provider.0,
        external_key: row.external_key,
        phone: row.phone,
        base_url: row.base_url,
        api_version: row.api_version,
        waba_id: row.waba_id,
        status: row.status.0,
        status_reason: row.status_reason,
        engine: row.engine,
        last_event_at: row.last_event_at,
        last_sent_at: row.last_sent_at,
        is_default: row.is_default,
        max_per_second: row.max_per_second,
        settings: serde_json::from_value(row.settings).unwrap_or_default(),
        insecure_webhook: row.insecure_webhook,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn names(secrets: &Credentials) -> Vec<&'static str> {
    let all = [
        ("accessToken", &secrets.access_token),
        ("appSecret", &secrets.app_secret),
        ("verifyToken", &secrets.verify_token),
        ("apiKey", &secrets.api_key),
        ("hmacKey", &secrets.hmac_key),
    ];
    all.into_iter().filter(|(_, secret)| secret.is_some()).map(|(name, _)| name).collect()
}

/// The last four characters, of secrets long enough that four tell nothing.
fn hint(secrets: &Credentials) -> Option<String> {
    let secret = secrets.access_token.as_ref().or(secrets.api_key.as_ref())?;
    let characters: Vec<char> = secret.chars().collect();
    let end = characters.len().checked_sub(4).filter(|start| *start >= 12)?;
    Some(format!("…{}", characters[end..].iter().collect::<String>()))
}
