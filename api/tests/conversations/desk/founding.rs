//! An installation on a fresh database, and companies on it.

use std::sync::Arc;
use std::time::Duration;

use api::accounts::StoredAccounts;
use api::auth::{Auth, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::limits::{Limiter, Rates};
use api::middleware::{Front, Origins, TrustedProxies};
use api::realtime::{Deps, Hub};
use api::state::{ApiSettings, AppState};
use attendance::Directory;
use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Clock;
use domain::id::{ChannelId, CompanyId, DepartmentId, new_id};
use entities::{Channel, Cipher, Company, NewCompany, Pool, Receiver, Store, Text};
use jobs::{Bus, Queue};
use poem::EndpointExt as _;
use poem::test::TestClient;
use providers::http::{HttpConfig, PrivateHosts};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{Defaults, Providers};
use serde_json::json;
use test_databases::TestDatabase;
use tokio_util::sync::CancellationToken;

use super::Desk;

impl Desk {
    pub(super) async fn open(database: TestDatabase) -> Self {
        let store = Store::open(database.url(), Pool { connections: 8 }, Cipher::new(&[7; 32], None)).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let keys = Keys::new("a secret of at least thirty-two bytes");
        let tokens = Tokens::new(&keys, chrono::Duration::days(7), clock.clone());
        let http = HttpConfig { timeout: Duration::from_secs(1), private_hosts: PrivateHosts::default() };
        let providers = Providers::new(http, Defaults { meta_api_version: "v25.0".into() }).unwrap();
        let state = AppState {
            media: media::Store::local(&std::env::temp_dir().join("wppconnector-media")).unwrap(),
            env_channel: None,
            receiver: Receiver::start(&store, &clock),
            webhook_store: store.clone(),
            directory: Directory::default(),
            queue: Queue::memory(),
            bus: Bus::local(),
            webhook_sender: WebhookSender::new(WebhookRules { allow_private: true, allow_http: true }).unwrap(),
            providers: Arc::new(providers),
            auth: Auth {
                tokens: tokens.clone(),
                accounts: Arc::new(StoredAccounts { store: store.clone(), clock: clock.clone() }),
            },
            passwords: Passwords::default(),
            cursors: Cursors::new(&keys),
            simulator: None,
            settings: Arc::new(settings()),
            readiness: Arc::new(|| true),
            clock: clock.clone(),
            store,
        };
        let rates = Rates { reads: 0, writes: 0, sends: 0, anonymous: 0, key: 0 };
        let front = Front {
            origins: Origins::Same,
            proxies: TrustedProxies::default(),
            https: false,
            limiter: Arc::new(Limiter::new(rates, clock)),
            identify: Arc::new(tokens),
        };
        let hub = Hub::start(Deps::new(&state, front.origins.clone()), CancellationToken::new());
        let client = TestClient::new(api::app::app(state.clone(), &front, hub).boxed());
        let (company, root, channel) = found_company(&state).await;
        Self { state, client, company, channel, root, _database: database }
    }
}

pub(super) async fn found_company(state: &AppState) -> (CompanyId, DepartmentId, ChannelId) {
    let now = state.clock.now();
    let system = state.store.begin_system().await.unwrap();
    let new = NewCompany {
        name: "Padaria".into(),
        locale: "pt-BR".into(),
        admin_email: format!("{}@padaria.example", new_id()),
        admin_name: "Dona".into(),
        password_hash: "x".into(),
    };
    let created = system.create_company(new, now).await.unwrap().unwrap();
    let tx = system.into_company(created.company);
    let company = tx.find_company().await.unwrap().unwrap();
    let settings = json!({"skipMenuWhenSingleDepartment": false, "suggestionEnabled": false});
    tx.save_company(Company { settings, ..company }, now).await.unwrap();
    tx.bump_rules().await.unwrap();
    let channel = new_id();
    let sealed = tx.channels().seal(channel, b"{}").unwrap();
    tx.channels().insert(sandbox(created.company, channel, sealed, now)).await.unwrap();
    tx.commit().await.unwrap();
    (created.company, created.root, channel)
}

fn sandbox(company: CompanyId, id: ChannelId, credentials_enc: Vec<u8>, now: domain::clock::Time) -> Channel {
    Channel {
        credentials_enc,
        status: Text(ChannelStatus::Active),
        is_default: true,
        ..Channel::new(id, company, ProviderKind::Sandbox, id.to_string(), now)
    }
}

fn settings() -> ApiSettings {
    ApiSettings {
        profile: "embedded",
        public_url: "http://localhost".into(),
        own_url: "http://localhost".into(),
        meta_graph_url: String::new(),
        meta_api_version: "v25.0".into(),
        waha_url: None,
        private_hosts: PrivateHosts::default(),
        allow_insecure_webhooks: false,
        webhook_max_age: chrono::Duration::days(7),
        meta_verify_token: None,
        bootstrap_token: None,
        max_upload: 1 << 24,
        sandbox_token: None,
        ops_token: None,
        events_kept: chrono::Duration::days(7),
        dashboard_api_url: None,
        dashboard_ws_url: None,
    }
}
