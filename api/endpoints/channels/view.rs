use domain::channel::{ChannelStatus, ProviderKind};
use domain::id::ChannelId;
use domain::wire;
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
    #[serde(flatten)]
    pub shared: wire::ChannelEvent,
    /// What the provider is to be given.
    pub webhook_url: String,
    /// As `accessToken`.
    pub secrets_set: Vec<&'static str>,
    /// The end of the secret that opens the provider.
    pub credential_hint: Option<String>,
}

/// A channel that an attendance may begin on, for whoever writes to customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelChoice {
    pub id: ChannelId,
    pub name: String,
    pub provider: ProviderKind,
    pub phone: Option<String>,
    pub status: ChannelStatus,
    /// It is used when none is named.
    pub is_default: bool,
}

impl From<Channel> for ChannelChoice {
    fn from(row: Channel) -> Self {
        let Channel { id, name, phone, is_default, .. } = row;
        Self { id, name, provider: row.provider.0, phone, status: row.status.0, is_default }
    }
}

pub(super) fn view(state: &AppState, scope: &Scope<Reading>, row: &Channel) -> ChannelView {
    // Secrets that cannot be opened (the key was lost) must not hide the channel.
    let secrets = channels::credentials(scope, row).unwrap_or_default();
    let path = match row.provider.0 {
        ProviderKind::Meta => "whatsapp",
        ProviderKind::Waha => "waha",
        ProviderKind::Sandbox => "sandbox",
    };
    ChannelView {
        webhook_url: format!("{}/webhooks/{path}/{}", state.settings.public_url, row.id),
        secrets_set: names(&secrets),
        credential_hint: hint(&secrets),
        shared: row.view(),
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

/// A channel whose webhook secret was just drawn.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ChannelWithSecret")]
pub struct ChannelSecret {
    #[serde(flatten)]
    pub channel: ChannelView,
    /// It is told this once.
    pub secret: String,
}
