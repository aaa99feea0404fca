use std::sync::Arc;

use api::accounts::StoredAccounts;
use api::auth::{Auth, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::limits::{Limiter, Rates};
use api::middleware::{Front, Origins, TrustedProxies};
use api::realtime::{Deps, Hub};
use api::state::{ApiSettings, AppState};
use attendance::Directory;
use chrono::Duration;
use domain::clock::Clock;
use entities::{AuditFilter, Cipher, Pool, Receiver, Store};
use jobs::{Bus, Queue};
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::test::TestClient;
use poem::{EndpointExt as _, Response};
use providers::http::{HttpConfig, PrivateHosts};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{Defaults, Providers};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

pub(crate) const PASSWORD: &str = "uma-senha-bem-longa-42";

/// One installation in a folder of its own.
pub(crate) struct App {
    pub(crate) state: AppState,
    client: TestClient<BoxEndpoint<'static, Response>>,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    headers: poem::http::HeaderMap,
    told: String,
}

/// A caller with a token.
#[derive(Clone)]
pub(crate) struct Person<'a> {
    pub(crate) app: &'a App,
    pub(crate) id: String,
    pub(crate) company: String,
    pub(crate) email: String,
    pub(crate) token: String,
}

impl App {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ApiSettings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let cipher = Cipher::new(&[7; 32], None);
        let store = Store::open(&url, Pool { connections: 4 }, cipher).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let keys = Keys::new("a secret of at least thirty-two bytes");
        let tokens = Tokens::new(&keys, Duration::days(7), clock.clone());
        let hosts = PrivateHosts::none();
        let http = HttpConfig { timeout: std::time::Duration::from_secs(5), private_hosts: hosts.clone() };
        let mut settings = ApiSettings {
            profile: "embedded",
            public_url: "http://localhost:4000".into(),
            own_url: "http://localhost:4000".into(),
            meta_graph_url: "https://graph.facebook.com".into(),
            meta_api_version: "v25.0".into(),
            waha_url: None,
            private_hosts: hosts,
            allow_insecure_webhooks: true,
            webhook_max_age: Duration::hours(24),
            meta_verify_token: None,
            bootstrap_token: None,
            max_upload: 1 << 24,
            sandbox_token: None,
            ops_token: None,
            events_kept: chrono::Duration::days(7),
            dashboard_api_url: None,
            dashboard_ws_url: None,
        };
        change(&mut settings);
        let state = AppState {
            media: media::Store::local(&std::env::temp_dir().join("wppconnector-media")).unwrap(),
            receiver: Receiver::start(&store, &clock),
            webhook_store: store.clone(),
            directory: Directory::default(),
            queue: Queue::memory(),
            bus: Bus::local(),
            webhook_sender: WebhookSender::new(WebhookRules { allow_private: true, allow_http: true }).unwrap(),
            providers: Arc::new(Providers::new(http, Defaults { meta_api_version: "v25.0".into() }).unwrap()),
            auth: Auth {
                tokens: tokens.clone(),
                accounts: Arc::new(StoredAccounts { store: store.clone(), clock: clock.clone() }),
            },
            passwords: Passwords::default(),
            cursors: Cursors::new(&keys),
            simulator: None,
            settings: Arc::new(settings),
            readiness: Arc::new(|| true),
            env_channel: None,
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
        Self { state, client, _folder: folder }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        headers: &[(&'static str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let told = format!("{method} {path}");
        let mut request = self.client.request(method, path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body_json(body);
        }
        let response = request.send().await.0;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.into_body().into_string().await.unwrap();
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
        Answer { status, body, headers, told }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, None, &[], Some(body)).await
    }

    /// The first company, by its administrator.
    pub(crate) async fn bootstrap(&self) -> Person<'_> {
        let body = json!({
            "email": "ana@example.com", "password": PASSWORD, "name": "Ana", "companyName": "Padaria Central",
        });
        Person::of(self, &self.post("/api/auth/register", &body).await.created())
    }

    /// Another company, by its administrator.
    pub(crate) async fn stranger(&self) -> Person<'_> {
        let email = "eve@example.net";
        let new = entities::NewCompany {
            name: "Outra".into(),
            locale: "pt-BR".into(),
            admin_email: email.into(),
            admin_name: "Eve".into(),
            password_hash: self.state.passwords.hash(PASSWORD).await.unwrap(),
        };
        let tx = self.state.store.begin_system().await.unwrap();
        tx.create_company(new, self.state.clock.now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        self.login(email, PASSWORD).await
    }

    pub(crate) async fn login(&self, email: &str, password: &str) -> Person<'_> {
        let body = json!({"email": email, "password": password});
        Person::of(self, &self.post("/api/auth/login", &body).await.ok())
    }
}

impl<'a> Person<'a> {
    fn of(app: &'a App, answer: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            app,
            id: text(&answer["user"]["id"]),
            company: text(&answer["user"]["companyId"]),
            email: text(&answer["user"]["email"]),
            token: text(&answer["token"]),
        }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.app.send(method, path, Some(&self.token), &[], body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// With one more header.
    pub(crate) async fn with(
        &self,
        method: Method,
        path: &str,
        header: (&'static str, &str),
        body: Option<Value>,
    ) -> Answer {
        self.app.send(method, path, Some(&self.token), &[header], body.as_ref()).await
    }

    /// Make a user, who logs in.
    pub(crate) async fn hire(&self, name: &str, role: &str, departments: &[&str]) -> Person<'a> {
        let email = format!("{}@example.com", domain::id::new_id().simple());
        let body = json!({
            "email": email, "password": PASSWORD, "name": name, "role": role, "departmentIds": departments,
        });
        self.post("/api/users", body).await.created();
        self.app.login(&email, PASSWORD).await
    }

    pub(crate) async fn department(&self, slug: &str) -> String {
        let made = self.post("/api/departments", json!({"name": slug, "slug": slug})).await.created();
        made["id"].as_str().unwrap().to_owned()
    }

    /// The names in the audit trail of the person's company, oldest first: action, entity and outcome.
    pub(crate) async fn audited(&self) -> Vec<String> {
        let company = self.company.parse().unwrap();
        let entries = self.app.state.company(company).audit_entries(&AuditFilter::default(), 1000).await.unwrap();
        let line = |entry: &entities::AuditLog| {
            let outcome: &'static str = entry.outcome.0.into();
            format!("{} {} {outcome}", entry.action, entry.entity)
        };
        entries.iter().rev().map(line).collect()
    }

    /// The names of the company's events, oldest first.
    pub(crate) async fn events(&self) -> Vec<String> {
        let company = self.company.parse().unwrap();
        let start = domain::seq::Seq { epoch: 0, tx: 0, id: 0 };
        let events = self.app.state.store.system().events_after(start, Some(company), 1000).await.unwrap();
        events.into_iter().map(|event| event.name).collect()
    }
}

impl Answer {
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {:#}", self.told, self.body);
        self.body
    }

    pub(crate) fn ok(self) -> Value {
        self.expect(200)
    }

    pub(crate) fn created(self) -> Value {
        self.expect(201)
    }

    pub(crate) fn done(self) {
        self.expect(204);
    }

    pub(crate) fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}: {:#}", self.told, self.body);
        self.body
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
