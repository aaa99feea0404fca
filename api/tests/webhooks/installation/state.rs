//! The state of a process that plays its own provider.

use std::sync::Arc;
use std::time::Duration as StdDuration;

use api::auth::{Accounts, Auth, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::state::{ApiSettings, AppState};
use attendance::Directory;
use chrono::Duration;
use domain::clock::Clock;
use entities::{Receiver, Store};
use jobs::{Bus, Queue};
use providers::http::{HttpConfig, PrivateHosts};
use providers::sandbox::{Simulator, SimulatorConfig};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{Defaults, Providers};

use super::{META_TOKEN, SANDBOX_TOKEN};

pub(super) fn state(store: &Store, base: &str, accounts: Arc<dyn Accounts>) -> AppState {
    let clock = Clock::system();
    let keys = Keys::new("a secret of at least thirty-two bytes");
    let http = HttpConfig { timeout: StdDuration::from_secs(5), private_hosts: PrivateHosts::all() };
    let providers = Providers::new(http, Defaults { meta_api_version: "v25.0".into() }).unwrap();
    let quick = SimulatorConfig { retry_delay: StdDuration::from_millis(50), ..SimulatorConfig::default() };
    let settings = ApiSettings {
        profile: "embedded",
        public_url: base.to_owned(),
        own_url: base.to_owned(),
        meta_graph_url: "https://graph.facebook.com".into(),
        meta_api_version: "v25.0".into(),
        waha_url: None,
        private_hosts: PrivateHosts::all(),
        allow_insecure_webhooks: true,
        webhook_max_age: Duration::hours(24),
        meta_verify_token: Some(META_TOKEN.into()),
        bootstrap_token: None,
        max_upload: 1 << 24,
        sandbox_token: Some(SANDBOX_TOKEN.into()),
        ops_token: None,
        events_kept: chrono::Duration::days(7),
        dashboard_api_url: None,
        dashboard_ws_url: None,
    };
    AppState {
        media: media::Store::local(&std::env::temp_dir().join("wppconnector-media")).unwrap(),
        readiness: Arc::new(|| true),
        env_channel: None,
        store: store.clone(),
        receiver: Receiver::start(store, &clock),
        webhook_store: store.clone(),
        directory: Directory::default(),
        queue: Queue::memory(),
        bus: Bus::local(),
        webhook_sender: WebhookSender::new(WebhookRules { allow_private: true, allow_http: true }).unwrap(),
        providers: Arc::new(providers),
        auth: Auth { tokens: Tokens::new(&keys, Duration::days(7), clock.clone()), accounts },
        passwords: Passwords::default(),
        cursors: Cursors::new(&keys),
        simulator: Some(Simulator::new(quick, clock.clone()).unwrap()),
        settings: Arc::new(settings),
        clock,
    }
}
