//! One installation with its server on a port of its own.

mod posts;
mod state;

use std::sync::Arc;
use std::time::Duration as StdDuration;

use api::auth::{Account, Accounts, AccountsError, Holder, KeyAccount, Principal};
use api::endpoints::SandboxApi;
use api::limits::{Limiter, Rates};
use api::middleware::{Front, Origins, TrustedProxies};
use api::state::AppState;
use api::{docs, sandbox, webhooks};
use async_trait::async_trait;
use domain::channel::{ChannelStatus, ProviderKind};
use domain::id::{ChannelId, CompanyId, UserId, new_id};
use domain::role::Role;
use entities::{Channel, Cipher, Company, InboxEvent, Pool, Store, Text};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{EndpointExt as _, Server};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) use self::posts::{meta_texts, sha256, sha512, waha_text};
use self::state::state;

pub(crate) const SANDBOX_TOKEN: &str = "the-token-of-the-sandbox";
pub(crate) const META_TOKEN: &str = "the-token-of-the-installation";

/// Everything ends with its value.
pub(crate) struct Installation {
    pub(crate) state: AppState,
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    admins: Arc<Admins>,
    _folder: TempDir,
}

/// One administrator for each company, who has the company's id.
#[derive(Default)]
struct Admins;

#[async_trait]
impl Accounts for Admins {
    async fn user(&self, id: UserId) -> Result<Option<Account>, AccountsError> {
        Ok(Some(Account {
            principal: Principal {
                user_id: id,
                company_id: id,
                role: Role::Admin,
                email: "ana@example.com".into(),
                name: "Ana".into(),
                locale: None,
                department_id: None,
                department_ids: vec![],
                active_department_ids: vec![],
                in_root: false,
            },
            token_version: 1,
            is_active: true,
            company_is_active: true,
        }))
    }

    async fn key(&self, _: &[u8; 32]) -> Result<Option<KeyAccount>, AccountsError> {
        Ok(None)
    }
}

impl Installation {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url, Pool { connections: 4 }, Cipher::new(&[7; 32], None)).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr()[0].as_socket_addr().copied().unwrap();
        let base = format!("http://{address}");
        let admins = Arc::new(Admins);
        let state = state(&store, &base, Arc::clone(&admins) as Arc<dyn Accounts>);
        let routes = docs::routes(|| docs::service(SandboxApi, None));
        let routes = sandbox::mount(webhooks::mount(routes, state.clone()), state.clone());
        let routes = routes.data(state.auth.clone()).data(state.clone());
        let rates = Rates { reads: 0, writes: 0, sends: 0, anonymous: 0, key: 0 };
        let front = Front {
            origins: Origins::Same,
            proxies: TrustedProxies::default(),
            https: false,
            limiter: Arc::new(Limiter::new(rates, state.clock.clone())),
            identify: Arc::new(state.auth.tokens.clone()),
        };
        tokio::spawn(Server::new_with_acceptor(acceptor).run(front.guard(routes)));
        Self { state, base, http: reqwest::Client::new(), admins, _folder: folder }
    }

    pub(crate) async fn company(&self) -> CompanyId {
        let (id, now) = (new_id(), self.state.clock.now());
        let system = self.state.store.begin_system().await.unwrap();
        let company = Company {
            id,
            name: "Padaria Central".into(),
            locale: "pt-BR".into(),
            timezone: "America/Sao_Paulo".into(),
            greeting_message: None,
            is_active: true,
            settings: json!({}),
            rules_version: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        system.insert_company(company).await.unwrap();
        system.commit().await.unwrap();
        id
    }

    /// Make a channel; `change` has the last word.
    pub(crate) async fn channel(
        &self,
        company: CompanyId,
        provider: ProviderKind,
        key: &str,
        credentials: &Value,
        change: impl FnOnce(&mut Channel),
    ) -> ChannelId {
        let (id, now) = (new_id(), self.state.clock.now());
        let scope = self.state.begin(company).await.unwrap();
        let mut row = Channel {
            name: "Balcão".into(),
            credentials_enc: scope.channels().seal(id, credentials.to_string().as_bytes()).unwrap(),
            status: Text(ChannelStatus::Active),
            ..Channel::new(id, company, provider, key.into(), now)
        };
        change(&mut row);
        scope.channels().insert(row).await.unwrap();
        scope.commit().await.unwrap();
        self.state.nudge(jobs::Nudge::ChannelUpdated { id }).await;
        // The nudge is heard by another task.
        tokio::time::sleep(StdDuration::from_millis(20)).await;
        id
    }

    pub(crate) async fn waha(&self, company: CompanyId, session: &str, secret: &str) -> ChannelId {
        self.channel(company, ProviderKind::Waha, session, &json!({"hmacKey": secret}), |_| {}).await
    }

    pub(crate) async fn meta(&self, company: CompanyId, number: &str, secret: &str) -> ChannelId {
        let credentials = json!({"appSecret": secret, "verifyToken": format!("verify {number}")});
        self.channel(company, ProviderKind::Meta, number, &credentials, |row| row.waba_id = Some("waba".into())).await
    }

    /// What is stored for a channel, in the order of arrival.
    pub(crate) async fn inbox(&self, company: CompanyId, channel: ChannelId) -> Vec<InboxEvent> {
        self.state.company(company).inbox().of_channel(channel, 10_000).await.unwrap()
    }

    pub(crate) fn admin(&self, company: CompanyId) -> String {
        let holder = Holder {
            user_id: company,
            email: "ana@example.com".into(),
            role: Role::Admin,
            company_id: company,
            department_id: None,
            token_version: 1,
        };
        drop(Arc::clone(&self.admins));
        self.state.auth.tokens.issue(&holder).unwrap()
    }

    /// Post bytes with headers; the status and the code of the problem, if it is one.
    pub(crate) async fn post(&self, path: &str, headers: &[(&str, String)], body: impl Into<reqwest::Body>) -> Answer {
        let mut request = self.http.post(format!("{}{path}", self.base)).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        Answer::of(request).await
    }

    pub(crate) async fn post_waha(&self, path: &str, secret: &str, body: &Value) -> Answer {
        let bytes = body.to_string();
        self.post(path, &[("X-Webhook-Hmac", sha512(secret, &bytes))], bytes).await
    }

    pub(crate) async fn post_meta(&self, path: &str, secret: &str, body: &Value) -> Answer {
        let bytes = body.to_string();
        self.post(path, &[("X-Hub-Signature-256", format!("sha256={}", sha256(secret, &bytes)))], bytes).await
    }

    /// One control call of an administrator.
    pub(crate) async fn control(&self, company: CompanyId, channel: ChannelId, call: &str, body: &Value) -> Answer {
        let url = format!("{}/api/sandbox/{channel}/{call}", self.base);
        Answer::of(self.http.post(url).bearer_auth(self.admin(company)).json(body)).await
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    /// A string when it was no JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        let text = response.text().await.unwrap();
        Self { status, retry_after, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    /// Status, and the code of a problem or the text.
    pub(crate) fn said(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().or(self.body.as_str()).unwrap_or_default())
    }
}
