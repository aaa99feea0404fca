//! A company on a fresh database behind the whole API, its customers writing as the workers would let them.

use std::sync::Arc;
use std::time::Duration;

use api::accounts::StoredAccounts;
use api::auth::{Auth, Holder, Passwords, Tokens};
use api::cursor::Cursors;
use api::keys::Keys;
use api::limits::{Limiter, Rates};
use api::middleware::{Front, Origins, TrustedProxies};
use api::state::{ApiSettings, AppState};
use attendance::{Attendance, Directory, Received, receive};
use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Clock;
use domain::flow::Input;
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId, new_id};
use domain::identity::Identity;
use domain::inbound::InboundMessage;
use domain::message::{MessageStatus, MessageType};
use domain::role::{OnlineStatus, Role};
use entities::{
    Channel, Cipher, Company, Conversation, Department, NewCompany, Pool, Receiver, Scope, Store, Text, User, Writing,
};
use jobs::{Bus, Queue};
use poem::http::{Method, StatusCode};
use poem::test::TestClient;
use poem::{EndpointExt as _, Response};
use providers::http::{HttpConfig, PrivateHosts};
use providers::{Defaults, Providers};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::postgres::Server;

/// What a request came to: status, headers, body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    response: poem::http::HeaderMap,
}

impl Answer {
    /// The problem's code; empty on success.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.body.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) token: String,
}

pub(crate) struct Desk {
    pub(crate) state: AppState,
    client: TestClient<poem::endpoint::BoxEndpoint<'static, Response>>,
    pub(crate) company: CompanyId,
    pub(crate) channel: ChannelId,
    pub(crate) root: DepartmentId,
    _files: tempfile::TempDir,
    _server: Option<Server>,
}

/// A change of a row that a test wants.
pub(crate) type Change<T> = Box<dyn FnOnce(&mut T) + Send>;

impl Desk {
    pub(crate) async fn sqlite() -> Self {
        let files = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/desk.db", files.path().display());
        Self::open(&url, files, None).await
    }

    /// `None`, loudly, where there is no `PostgreSQL`.
    pub(crate) async fn postgres() -> Option<Self> {
        let files = tempfile::tempdir().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the tests have no configuration of their own")]
        if let Ok(url) = std::env::var("WPP_TEST_DATABASE_URL") {
            return Some(Self::open(&url, files, None).await);
        }
        let Some(server) = Server::start() else {
            eprintln!("SKIPPED on PostgreSQL: neither WPP_TEST_DATABASE_URL nor a PostgreSQL installation was found");
            return None;
        };
        let url = server.url();
        Some(Self::open(&url, files, Some(server)).await)
    }

    async fn open(url: &str, files: tempfile::TempDir, server: Option<Server>) -> Self {
        let store = Store::open(url, Pool { connections: 8 }, Cipher::new(&[7; 32], None)).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let keys = Keys::new("a secret of at least thirty-two bytes");
        let tokens = Tokens::new(&keys, chrono::Duration::days(7), clock.clone());
        let http = HttpConfig { timeout: Duration::from_secs(1), private_hosts: PrivateHosts::default() };
        let providers = Providers::new(http, Defaults { meta_api_version: "v25.0".into() }).unwrap();
        let state = AppState {
            env_channel: None,
            receiver: Receiver::start(&store, &clock),
            webhook_store: store.clone(),
            directory: Directory::default(),
            queue: Queue::memory(),
            bus: Bus::local(),
            providers: Arc::new(providers),
            auth: Auth { tokens: tokens.clone(), accounts: Arc::new(StoredAccounts(store.clone())) },
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
        let client = TestClient::new(api::app::app(state.clone(), front, CancellationToken::new()).boxed());
        let (company, root, channel) = found_company(&state).await;
        Self { state, client, company, channel, root, _files: files, _server: server }
    }

    /// A second company on the same installation, with its administrator.
    pub(crate) async fn stranger(&self) -> Person {
        let (company, _, _) = found_company(&self.state).await;
        let id = new_id();
        let now = self.state.clock.now();
        let user = User::new(id, company, format!("{id}@x.example"), "Eva".into(), Role::Admin, "x".into(), now);
        let tx = self.state.begin(company).await.unwrap();
        assert!(tx.users().insert(user).await.unwrap());
        tx.commit().await.unwrap();
        self.person(id, company, Role::Admin)
    }

    pub(crate) async fn department(&self, name: &str) -> DepartmentId {
        let tx = self.state.begin(self.company).await.unwrap();
        let (id, now) = (new_id(), self.state.clock.now());
        let department = Department::new(id, self.company, name.to_lowercase(), name.to_owned(), now);
        tx.insert_department(Department { position: 5, ..department }).await.unwrap();
        tx.bump_rules().await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn user(
        &self,
        name: &str,
        role: Role,
        departments: &[DepartmentId],
        status: OnlineStatus,
    ) -> Person {
        let (id, now) = (new_id(), self.state.clock.now());
        let email = format!("{}.{id}@padaria.example", name.to_lowercase());
        let mut user = User::new(id, self.company, email, name.into(), role, "x".into(), now);
        user.online_status = Text(status);
        user.department_id = departments.first().copied();
        let tx = self.state.begin(self.company).await.unwrap();
        assert!(tx.users().insert(user).await.unwrap());
        for department in departments {
            assert!(tx.users().join(id, *department, now).await.unwrap());
        }
        tx.commit().await.unwrap();
        self.person(id, self.company, role)
    }

    /// Busy, so that nothing is assigned to them but by hand.
    pub(crate) async fn agent(&self, name: &str, departments: &[DepartmentId]) -> Person {
        self.user(name, Role::Agent, departments, OnlineStatus::Busy).await
    }

    pub(crate) async fn supervisor(&self, name: &str) -> Person {
        self.user(name, Role::Supervisor, &[], OnlineStatus::Busy).await
    }

    fn person(&self, id: UserId, company: CompanyId, role: Role) -> Person {
        let holder = Holder {
            user_id: id,
            email: String::new(),
            role,
            company_id: company,
            department_id: None,
            token_version: 0,
        };
        Person { id, token: format!("Bearer {}", self.state.auth.tokens.issue(&holder).unwrap()) }
    }

    pub(crate) async fn change_user(&self, id: UserId, change: Change<User>) {
        let tx = self.state.begin(self.company).await.unwrap();
        let mut user = tx.users().find(id).await.unwrap().unwrap();
        change(&mut user);
        tx.users().save(user, self.state.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn change_row(&self, id: ConversationId, change: Change<Conversation>) {
        let tx = self.state.begin(self.company).await.unwrap();
        let mut row = tx.conversations().find(id).await.unwrap().unwrap();
        change(&mut row);
        tx.conversations().save(row, self.state.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The conversation after a customer's message.
    pub(crate) async fn customer_says(&self, digits: &str, text: &str) -> Conversation {
        self.named_customer_says("Cliente", digits, text).await
    }

    pub(crate) async fn named_customer_says(&self, name: &str, digits: &str, text: &str) -> Conversation {
        let tx = self.state.begin(self.company).await.unwrap();
        let channel = tx.channels().find(self.channel).await.unwrap().unwrap();
        let id = new_id().to_string();
        let message = InboundMessage {
            provider_id: id.clone(),
            provider_key: id,
            identities: vec![Identity::from_digits(digits).unwrap()],
            asserts_pair: false,
            push_name: Some(name.into()),
            kind: MessageType::Text,
            content: Some(text.to_owned()),
            flow_text: Some(text.to_owned()),
            system: false,
            media: None,
            reply_to_provider_id: None,
            provider_time: None,
            metadata: json!({}),
        };
        // Past the seconds in which an answer to a fresh question is not trusted.
        self.state.clock.advance(chrono::Duration::seconds(11));
        let now = self.state.clock.now();
        let received = receive(&tx, &self.state.directory, &channel, &message, now, now).await.unwrap();
        let Received::Stored(hand, _) = received else { panic!("a customer's message is stored") };
        let (row, _) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        row
    }

    /// A customer who waits in the queue of a department, or in the menu for `None`.
    pub(crate) async fn waiting(&self, digits: &str, department: Option<DepartmentId>) -> ConversationId {
        let row = self.customer_says(digits, "oi").await;
        if let Some(department) = department {
            let transfer = domain::flow::Transfer {
                department_id: department,
                agent: None,
                by: None,
                reason: domain::event::TransferReason::Manual,
                named_recently: false,
            };
            self.run(row.id, Input::Transfer(transfer)).await;
        }
        row.id
    }

    pub(crate) async fn run(&self, conversation: ConversationId, input: Input) -> Conversation {
        let tx = self.state.begin(self.company).await.unwrap();
        let hand = Attendance::open(&tx, &self.state.directory, conversation, self.state.clock.now()).await.unwrap();
        let mut hand = hand.unwrap();
        hand.run(input, "test").await.unwrap();
        let (row, _) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        row
    }

    pub(crate) async fn row(&self, id: ConversationId) -> Conversation {
        self.state.company(self.company).conversations().find(id).await.unwrap().unwrap()
    }

    /// Everything queued fails for good, or is sent.
    pub(crate) async fn everything_is(&self, id: ConversationId, status: MessageStatus) {
        let tx = self.state.begin(self.company).await.unwrap();
        for mut message in tx.messages().page(id, None, 200).await.unwrap() {
            if message.status == MessageStatus::Pending {
                tx.outbox().settle(message.id).await.unwrap();
                message.status = Text(status);
                message.error_code = (status == MessageStatus::Failed).then(|| "recipient".to_owned());
                tx.messages().save(message).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }

    pub(crate) async fn tx(&self) -> Scope<Writing> {
        self.state.begin(self.company).await.unwrap()
    }

    pub(crate) async fn get(&self, who: &Person, path: &str) -> Answer {
        self.ask(Method::GET, who, path, None, &[]).await
    }

    pub(crate) async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, who, path, Some(body), &[]).await
    }

    pub(crate) async fn patch(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, who, path, Some(body), &[]).await
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        who: &Person,
        path: &str,
        body: Option<Value>,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let mut request = self.client.request(method, path).header("authorization", &who.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body_json(&body);
        }
        let response = request.send().await.0;
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.into_body().into_string().await.unwrap();
        Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::Null), response: headers }
    }
}

async fn found_company(state: &AppState) -> (CompanyId, DepartmentId, ChannelId) {
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
        meta_graph_url: String::new(),
        meta_api_version: "v25.0".into(),
        waha_url: None,
        private_hosts: PrivateHosts::default(),
        allow_insecure_webhooks: false,
        webhook_max_age: chrono::Duration::days(7),
        meta_verify_token: None,
        bootstrap_token: None,
        sandbox_token: None,
        ops_token: None,
        dashboard_api_url: None,
        dashboard_ws_url: None,
    }
}
