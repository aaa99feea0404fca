//! The state of a process on a store, and the socket on a port of its own.

use std::sync::Arc;
use std::time::Duration;

use api::accounts::StoredAccounts;
use api::auth::{Auth, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::middleware::Origins;
use api::realtime::{Deps, Hub, Timing, routes};
use api::state::{ApiSettings, AppState};
use attendance::Directory;
use domain::clock::Clock;
use entities::{Receiver, Store};
use jobs::{Bus, Queue};
use poem::listener::TcpAcceptor;
use poem::{Route, Server};
use providers::http::{HttpConfig, PrivateHosts};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{Defaults, Providers};
use tokio_util::sync::CancellationToken;

pub(super) fn serve(state: &AppState, timing: Timing, stop: &CancellationToken) -> (Hub, String) {
    let origins = Origins::Listed(vec!["https://app.example.com".into()]);
    let hub = Hub::start(Deps { timing, ..Deps::new(state, origins) }, stop.clone());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("ws://{}/ws", listener.local_addr().unwrap());
    let acceptor = TcpAcceptor::from_std(listener).unwrap();
    let server = Server::new_with_acceptor(acceptor).run(Route::new().at("/ws", routes(hub.clone())));
    tokio::spawn(server);
    (hub, address)
}

pub(super) fn state(store: Store) -> AppState {
    let clock = Clock::system();
    let keys = Keys::new("a secret of at least thirty-two bytes");
    let tokens = Tokens::new(&keys, chrono::Duration::days(7), clock.clone());
    let hosts = PrivateHosts::none();
    let http = HttpConfig { timeout: Duration::from_secs(5), private_hosts: hosts.clone() };
    let settings = ApiSettings {
        profile: "embedded",
        public_url: "http://localhost:4000".into(),
        own_url: "http://localhost:4000".into(),
        meta_graph_url: "https://graph.facebook.com".into(),
        meta_api_version: "v25.0".into(),
        waha_url: None,
        private_hosts: hosts,
        allow_insecure_webhooks: true,
        webhook_max_age: chrono::Duration::hours(24),
        meta_verify_token: None,
        bootstrap_token: None,
        max_upload: 1 << 24,
        sandbox_token: None,
        ops_token: None,
        events_kept: chrono::Duration::days(7),
        dashboard_api_url: None,
        dashboard_ws_url: None,
    };
    AppState {
        media: media::Store::local(&std::env::temp_dir().join("wppconnector-media")).unwrap(),
        receiver: Receiver::start(&store, &clock),
        webhook_store: store.clone(),
        directory: Directory::default(),
        queue: Queue::memory(),
        bus: Bus::local(),
        webhook_sender: WebhookSender::new(WebhookRules { allow_private: true, allow_http: true }).unwrap(),
        providers: Arc::new(Providers::new(http, Defaults { meta_api_version: "v25.0".into() }).unwrap()),
        auth: Auth { tokens, accounts: Arc::new(StoredAccounts { store: store.clone(), clock: clock.clone() }) },
        passwords: Passwords::default(),
        cursors: Cursors::new(&keys),
        simulator: None,
        settings: Arc::new(settings),
        env_channel: None,
        readiness: Arc::new(|| true),
        clock,
        store,
    }
}
