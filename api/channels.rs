//! Channels as adapters and people see them: made, opened, verified. Used by the endpoints and at the start.

use domain::channel::{ChannelSettings, ChannelStatus, ProviderKind};
use domain::id::{ChannelId, CompanyId, new_id};
use entities::{Channel, Scope, StoreError, Text, Writing};
use jobs::Nudge;
use jobs::definitions::SendOutbound;
use providers::http::{PrivateHosts, check_url};
use providers::{Addresses, ChannelAccess, ChannelFields, Credentials, NoAddress};
use url::Url;

use crate::again::again;
use crate::error::{ApiError, Code};
use crate::state::{ApiSettings, AppState};

/// A META channel cannot tell a webhook of META from one of anybody else without it.
const NO_APP_SECRET: &str = "app_secret_missing";

/// The channel described by the environment. Holds secrets, so it has no `Debug`.
#[derive(Clone)]
pub struct EnvChannel {
    pub provider: ProviderKind,
    /// META phone number id, WAHA session; of a SANDBOX channel not needed.
    pub external_key: Option<String>,
    pub base_url: Option<String>,
    pub api_version: Option<String>,
    pub waba_id: Option<String>,
    pub credentials: Credentials,
}

/// A channel to be made.
#[derive(Clone)]
pub struct Draft {
    pub name: String,
    pub provider: ProviderKind,
    pub external_key: String,
    pub phone: Option<String>,
    pub base_url: Option<String>,
    pub api_version: Option<String>,
    pub waba_id: Option<String>,
    pub credentials: Credentials,
    pub insecure_webhook: bool,
    pub max_per_second: Option<i32>,
    pub settings: ChannelSettings,
}

/// The row of a new channel. A SANDBOX channel goes by its own id, signs with a drawn key, and works at once when there is a simulator.
pub fn row(state: &AppState, tx: &Scope<Writing>, mut draft: Draft) -> Result<Channel, ApiError> {
    let now = state.clock.now();
    let id = new_id();
    let sandbox = draft.provider == ProviderKind::Sandbox;
    if sandbox {
        draft.external_key = id.to_string();
        draft.credentials.hmac_key.get_or_insert_with(|| hex::encode(rand::random::<[u8; 32]>()));
    }
    let no_app_secret = draft.provider == ProviderKind::Meta && draft.credentials.app_secret.is_none();
    let active = sandbox && state.simulator.is_some();
    let usual = Channel::new(id, tx.company, draft.provider, draft.external_key, now);
    let secrets = serde_json::to_vec(&draft.credentials).map_err(ApiError::internal)?;
    Ok(Channel {
        name: draft.name,
        phone: draft.phone,
        base_url: draft.base_url,
        api_version: draft.api_version,
        waba_id: draft.waba_id,
        credentials_enc: tx.channels().seal(id, &secrets)?,
        insecure_webhook: draft.insecure_webhook,
        status: Text(if active { ChannelStatus::Active } else { ChannelStatus::Pending }),
        status_reason: no_app_secret.then(|| NO_APP_SECRET.to_owned()),
        max_per_second: draft.max_per_second.unwrap_or(usual.max_per_second),
        settings: serde_json::to_value(draft.settings).map_err(ApiError::internal)?,
        ..usual
    })
}

/// A base address as it may be stored. `field` is its JSON path.
pub fn base_url(field: &str, text: &str, allowed: &PrivateHosts) -> Result<String, ApiError> {
    let url = Url::parse(text.trim()).map_err(|_| ApiError::validation(field, "not an address"))?;
    check_url(&url, allowed).map_err(|refused| ApiError::validation(field, refused.to_string()))?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The secrets of a channel.
pub fn credentials<M: entities::Mode>(scope: &Scope<M>, channel: &Channel) -> Result<Credentials, StoreError> {
    let secrets = scope.channels().credentials(channel)?;
    serde_json::from_slice(&secrets).map_err(|_| StoreError::invalid("the channel's secrets have another shape"))
}

/// A channel as its adapter needs it.
pub fn access(state: &AppState, channel: &Channel, credentials: Credentials) -> Result<ChannelAccess, ApiError> {
    assemble(channel, credentials, addresses(&state.settings))
        .map_err(|error| ApiError::validation("baseUrl", error.to_string()))
}

/// Where the providers are for a channel without an address of its own.
pub fn addresses(settings: &ApiSettings) -> Addresses<'_> {
    Addresses { meta: &settings.meta_graph_url, waha: settings.waha_url.as_deref(), sandbox: &settings.own_url }
}

pub fn assemble(
    channel: &Channel,
    credentials: Credentials,
    addresses: Addresses<'_>,
) -> Result<ChannelAccess, NoAddress> {
    let fields = ChannelFields {
        id: channel.id,
        provider: channel.provider.0,
        external_key: &channel.external_key,
        base_url: channel.base_url.as_deref(),
        api_version: channel.api_version.as_deref(),
        engine: channel.engine.as_deref(),
        insecure_webhook: channel.insecure_webhook,
    };
    let settings = serde_json::from_value(channel.settings.clone()).unwrap_or_default();
    ChannelAccess::assemble(fields, credentials, settings, addresses)
}

/// What the other processes hear after the commit.
pub async fn told(state: &AppState, id: ChannelId) {
    state.nudge(Nudge::ChannelUpdated { id }).await;
    state.nudge(Nudge::Events { seq: String::new() }).await;
}

/// Ask the provider, and write down what it says: ACTIVE, or the reason why not. `channel_exists` when another company has the number.
pub async fn verify(state: &AppState, company: CompanyId, id: ChannelId) -> Result<Channel, ApiError> {
    let scope = state.company(company);
    let found = scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    let secrets = credentials(&scope, &found)?;
    let no_app_secret = found.provider == ProviderKind::Meta && secrets.app_secret.is_none();
    let report = state.providers.of(found.provider.0).check(&access(state, &found, secrets)?).await;
    let report = &report;
    let row = again(|| async move {
        let now = state.clock.now();
        let tx = state.begin(company).await?;
        let mut row = tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        let reason = match report {
            Ok(report) => {
                row.phone = report.phone.clone().or(row.phone);
                row.engine = report.engine.clone().or(row.engine);
                (!report.works).then(|| report.state.clone())
            }
            Err(failure) => Some(<&'static str>::from(failure.class).to_owned()),
        };
        let reason = reason.or_else(|| no_app_secret.then(|| NO_APP_SECRET.to_owned()));
        row.status = Text(match (&reason, row.status.0) {
            (None, _) => ChannelStatus::Active,
            (Some(_), ChannelStatus::Active) => ChannelStatus::Degraded,
            (Some(_), status) => status,
        });
        if reason.is_none() {
            row.send_after = None;
            // What came before it worked for us may have come without a webhook.
            row.next_poll_at = None;
            row.nudged_at = None;
        }
        row.status_reason = reason;
        let row = tx.channels().save(row, now).await?;
        tx.channels().announce(id, now).await?;
        tx.commit().await?;
        Ok(row)
    })
    .await
    .map_err(|error| if error.is_duplicate() { Code::ChannelExists.into() } else { error })?;
    told(state, id).await;
    if row.status == ChannelStatus::Active {
        // What was held goes now.
        state.push(SendOutbound {}).await;
    }
    Ok(row)
}

/// Make the channel of the environment when there is exactly one company and it has none. The environment never overwrites a channel.
pub async fn ensure_env_channel(state: &AppState, wanted: &EnvChannel) -> Result<Option<ChannelId>, ApiError> {
    let companies = state.store.system().companies().await?;
    let [company] = companies.as_slice() else { return Ok(None) };
    let company = company.id;
    let external_key = match (wanted.provider, &wanted.external_key) {
        (ProviderKind::Sandbox, _) if state.simulator.is_none() => return Ok(None),
        (ProviderKind::Sandbox, _) => String::new(),
        (ProviderKind::Waha, _) if wanted.base_url.is_none() && state.settings.waha_url.is_none() => return Ok(None),
        (_, Some(key)) => key.clone(),
        (_, None) => return Ok(None),
    };
    let made = again(|| async {
        let tx = state.begin(company).await?;
        // The company's row is the lock: two processes may start at the same time.
        tx.bump_rules().await?;
        if !tx.channels().list().await?.is_empty() {
            return Ok(None);
        }
        let unsigned = wanted.provider == ProviderKind::Waha && wanted.credentials.hmac_key.is_none();
        let name = match wanted.provider {
            ProviderKind::Meta => "WhatsApp",
            ProviderKind::Waha => "WAHA",
            ProviderKind::Sandbox => "Sandbox",
        };
        let draft = Draft {
            name: name.to_owned(),
            provider: wanted.provider,
            external_key: external_key.clone(),
            phone: None,
            base_url: wanted.base_url.clone(),
            api_version: wanted.api_version.clone(),
            waba_id: wanted.waba_id.clone(),
            credentials: wanted.credentials.clone(),
            insecure_webhook: unsigned && state.settings.profile == "embedded",
            max_per_second: None,
            settings: ChannelSettings::default(),
        };
        let row = Channel { is_default: true, ..row(state, &tx, draft)? };
        if !tx.channels().add(&row).await? {
            return Ok(None);
        }
        tx.channels().announce(row.id, state.clock.now()).await?;
        tx.commit().await?;
        Ok(Some(row))
    })
    .await?;
    let Some(made) = made else { return Ok(None) };
    told(state, made.id).await;
    if made.status == ChannelStatus::Pending {
        let (state, id) = (state.clone(), made.id);
        tokio::spawn(async move {
            if let Err(error) = verify(&state, company, id).await {
                tracing::warn!(%error, channel_id = %id, "the channel of the environment could not be verified");
            }
        });
    }
    Ok(Some(made.id))
}
