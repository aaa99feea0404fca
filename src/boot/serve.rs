//! The HTTP side of a process: the API with its sockets, or the health of a process of workers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use api::accounts::StoredAccounts;
use api::auth::{Auth, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::limits::{Limiter, Rates};
use api::middleware::{Front, Origins, TrustedProxies};
use api::state::{ApiSettings, AppState};
use entities::Receiver;
use jobs::Pulse;
use providers::sandbox::{Simulator, SimulatorConfig};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;
use workers::Endpoints;

use crate::config::{Config, Mode, Secret};
use crate::profile::{Live, Profile};

/// A worker that has not reached its queue for this long is not ready.
const PULSE: Duration = Duration::from_mins(1);

/// Take the address of this process, before anything in it may want to call it.
pub(super) async fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    let address = config.http.address();
    api::serve::bind(address).await.with_context(|| format!("listening on {address}"))
}

/// Serve the API at `listener` until `stop`. With `pulse`, the workers of this process count for its readiness.
pub(super) async fn api(
    config: &Config,
    live: &Live,
    listener: TcpListener,
    pulse: Option<Pulse>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let keys = Keys::new(config.security.jwt_secret.expose());
    let state = state(config, live, &keys, pulse)?;
    if let Some(wanted) = &state.env_channel {
        let made = api::channels::ensure_env_channel(&state, wanted).await;
        made.map_err(|error| anyhow::anyhow!("the channel from the settings: {error}"))?;
    }
    let front = front(config, &state);
    let address = config.http.address();
    say_where(config, address);
    let served = api::serve::serve(state, front, listener, stop, config.shutdown_grace).await;
    served.with_context(|| format!("serving on {address}"))
}

/// Only `/healthz` and `/readyz`, for a process without API.
pub(super) async fn health(config: &Config, live: &Live, pulse: Pulse, stop: CancellationToken) -> anyhow::Result<()> {
    let keys = Keys::new(config.security.jwt_secret.expose());
    let state = state(config, live, &keys, Some(pulse))?;
    let address = config.http.address();
    tracing::info!(%address, "health of the workers");
    api::serve::serve_health(state, bind(config).await?, stop).await.with_context(|| format!("serving on {address}"))
}

fn state(config: &Config, live: &Live, keys: &Keys, pulse: Option<Pulse>) -> anyhow::Result<AppState> {
    let clock = live.clock.clone();
    let store = live.stores.api.clone();
    let simulator = config.webhooks.sandbox.then(|| Simulator::new(SimulatorConfig::default(), clock.clone()));
    let text = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let settings = ApiSettings {
        profile: config.profile.name(),
        public_url: config.http.public_url.clone(),
        own_url: config.http.own_url(),
        meta_graph_url: config.whatsapp.meta.graph_url.clone(),
        meta_api_version: config.whatsapp.meta.api_version.clone(),
        waha_url: config.whatsapp.waha.api_url.as_ref().map(Url::to_string),
        private_hosts: live.private_hosts.clone(),
        allow_insecure_webhooks: config.webhooks.allow_insecure,
        webhook_max_age: chrono::Duration::from_std(config.webhooks.max_age).unwrap_or_default(),
        meta_verify_token: text(&config.whatsapp.meta.verify_token),
        bootstrap_token: text(&config.security.bootstrap_token),
        sandbox_token: text(&config.webhooks.sandbox_token),
        max_upload: config.media.max_upload,
        ops_token: text(&config.security.ops_token),
        events_kept: chrono::Duration::days(config.retention.events.into()),
        dashboard_api_url: config.http.dashboard_api_url.as_ref().map(Url::to_string),
        dashboard_ws_url: config.http.dashboard_ws_url.as_ref().map(Url::to_string),
    };
    let lifetime = chrono::Duration::from_std(config.security.jwt_expiration).unwrap_or_default();
    Ok(AppState {
        auth: Auth {
            tokens: Tokens::new(keys, lifetime, clock.clone()),
            accounts: Arc::new(StoredAccounts { store: store.clone(), clock: clock.clone() }),
        },
        receiver: Receiver::start(&live.stores.webhooks, &clock),
        webhook_store: live.stores.webhooks.clone(),
        store,
        media: live.media.clone(),
        directory: live.directory.clone(),
        queue: live.queue.clone(),
        bus: live.bus.clone(),
        providers: Arc::clone(&live.providers),
        webhook_sender: live.webhook_sender.clone(),
        passwords: Passwords::default(),
        cursors: Cursors::new(keys),
        env_channel: super::env_channel::wanted(config),
        simulator: simulator.transpose().context("the simulator")?,
        settings: Arc::new(settings),
        clock,
        readiness: Arc::new(move || pulse.as_ref().is_none_or(|pulse| pulse.age().is_some_and(|age| age <= PULSE))),
    })
}

fn front(config: &Config, state: &AppState) -> Front {
    let unlimited = |rate: Option<u32>| rate.unwrap_or(0);
    let rates = Rates {
        reads: unlimited(config.rates.reads),
        writes: unlimited(config.rates.writes),
        sends: unlimited(config.rates.sends),
        anonymous: unlimited(config.rates.anonymous),
        key: unlimited(config.rates.api_key),
    };
    let origins = match (config.http.frontend_urls.as_slice(), config.mode) {
        ([], Mode::Development) => Origins::Any,
        ([], Mode::Production) => Origins::Same,
        (urls, _) => Origins::Listed(urls.iter().map(|url| url.origin().ascii_serialization()).collect()),
    };
    Front {
        origins,
        proxies: TrustedProxies(config.http.trusted_proxies.clone()),
        https: config.http.public_url.starts_with("https://"),
        limiter: Arc::new(Limiter::new(rates, state.clock.clone())),
        identify: Arc::new(state.auth.tokens.clone()),
    }
}

/// Where providers are for channels that name no address of their own; the simulator is in an API, at `sandbox`.
pub(super) fn endpoints(config: &Config, sandbox: &str) -> anyhow::Result<Endpoints> {
    Ok(Endpoints {
        meta: config.whatsapp.meta.graph_url.parse().context("META_GRAPH_URL")?,
        waha: config.whatsapp.waha.api_url.clone(),
        sandbox: sandbox.parse().context("the simulator's address")?,
    })
}

fn say_where(config: &Config, address: SocketAddr) {
    let url = &config.http.public_url;
    tracing::info!(%address, %url, profile = config.profile.name(), "serving; the first visit sets the installation up");
    if config.profile == Profile::Embedded && !address.ip().is_loopback() {
        tracing::info!("this address can be reached from other machines, because WAHA_API_URL is not on this one");
    }
}
