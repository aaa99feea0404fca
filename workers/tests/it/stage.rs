//! One company with two departments, two agents and a SANDBOX channel, its workers running, and a phone to write from.

use std::sync::Arc;
use std::time::Duration;

use attendance::{AgentText, Attendance, Directory};
use domain::channel::{ChannelStatus, InboxKind, InboxState, ProviderKind};
use domain::clock::Clock;
use domain::flow::Input;
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId, new_id};
use domain::message::MessageStatus;
use domain::role::{OnlineStatus, Role};
use domain::seq::Seq;
use entities::{
    Arrival, Channel, Cipher, Company, Conversation, Department, LoggedEvent, Message, Pool, Retention, Store, Text,
    User,
};
use jobs::definitions::{ApplyStatus, ProcessInbound};
use jobs::{Bus, Envelope, Queue, Rate};
use providers::http::{HttpConfig, PrivateHosts};
use providers::sandbox::{OutboxEntry, OutboxQuery, Request, Response, SimChannel, Simulator, SimulatorConfig};
use providers::{ChannelAccess, Credentials, Defaults, Providers, Signature};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use workers::{Concurrency, Deps, Endpoints, Options, SendLimits, Stopped, Workers};

use crate::database::Home;
use crate::http;

pub(crate) const PHONE: &str = "+5511999990000";

pub(crate) struct Stage {
    pub(crate) deps: Deps,
    pub(crate) company: CompanyId,
    pub(crate) channel: ChannelId,
    pub(crate) sales: DepartmentId,
    pub(crate) ana: User,
    pub(crate) bia: User,
    pub(crate) simulator: Simulator,
    url: String,
    stop: CancellationToken,
    running: Option<JoinHandle<Result<(), Stopped>>>,
    // Last, so that the database outlives whatever still runs.
    _home: Home,
}

impl Stage {
    pub(crate) async fn sqlite() -> Self {
        Self::on(Home::sqlite(), ProviderKind::Sandbox).await
    }

    /// A company at work, its agents ONLINE.
    pub(crate) async fn on(home: Home, provider: ProviderKind) -> Self {
        let cipher = Cipher::new(&[7; 32], None);
        let store = Store::open(&home.url(), Pool { connections: 12 }, cipher).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let (listener, url) = http::listen().await;
        let config = HttpConfig { timeout: Duration::from_secs(2), private_hosts: PrivateHosts::all() };
        let defaults = Defaults { meta_api_version: "v25.0".to_owned() };
        let deps = Deps {
            store,
            directory: Directory::default(),
            queue: Queue::memory(),
            bus: Bus::local(),
            rate: Rate::memory(),
            providers: Arc::new(Providers::new(config, defaults).unwrap()),
            clock: clock.clone(),
            instance: Arc::from("test-1"),
            limits: SendLimits { unknown_grace: Duration::from_secs(90) },
            endpoints: Endpoints {
                meta: url.join("sandbox/meta/").unwrap(),
                waha: Some(url.join("sandbox/waha/").unwrap()),
                sandbox: url.clone(),
            },
            retention: Retention::default(),
        };
        let simulator = Simulator::new(
            SimulatorConfig {
                retry_delay: Duration::from_millis(50),
                retries: 5,
                webhook_timeout: Duration::from_secs(5),
                status_delay: Duration::from_millis(10),
                hold: Duration::from_secs(20),
            },
            clock,
            reqwest::Client::new(),
        );
        let company = company(&deps).await;
        let (sales, support) =
            (department(&deps, company, "Vendas", 1).await, department(&deps, company, "Suporte", 2).await);
        let ana = agent(&deps, company, "Ana Lima", &[sales, support]).await;
        let bia = agent(&deps, company, "Bia Reis", &[support]).await;
        let (row, credentials) = channel(&deps, company, provider).await;
        let hook = url.join(&format!("webhooks/{}", row.id)).unwrap();
        simulator.ensure_channel(SimChannel {
            id: row.id,
            dialect: provider,
            external_key: row.external_key.clone(),
            phone: row.phone.clone(),
            waba_id: None,
            engine: None,
            webhook_url: hook,
            signing_secret: credentials.hmac_key.clone().or(credentials.app_secret.clone()),
            token: credentials.api_key.clone().or(credentials.access_token.clone()),
        });
        let base_url = match provider {
            ProviderKind::Meta => deps.endpoints.meta.clone(),
            ProviderKind::Waha => deps.endpoints.waha.clone().unwrap(),
            ProviderKind::Sandbox => deps.endpoints.sandbox.clone(),
        };
        let access = ChannelAccess {
            id: row.id,
            provider,
            external_key: row.external_key.clone(),
            base_url,
            api_version: None,
            engine: None,
            credentials,
            settings: domain::channel::ChannelSettings::default(),
            insecure_webhook: false,
        };
        serve(listener, deps.clone(), simulator.clone(), access, company);
        let mut stage = Self {
            deps,
            company,
            channel: row.id,
            sales,
            ana,
            bia,
            simulator,
            url: home.url(),
            stop: CancellationToken::new(),
            running: None,
            _home: home,
        };
        stage.start();
        stage
    }

    pub(crate) fn start(&mut self) {
        let options = Options { queues: None, concurrency: Concurrency::embedded(), grace: Duration::from_secs(5) };
        self.stop = CancellationToken::new();
        self.running = Some(tokio::spawn(Workers::new(self.deps.clone(), &options).run(self.stop.clone())));
    }

    pub(crate) async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(running) = self.running.take() {
            running.await.unwrap().unwrap();
        }
    }

    /// The customer writes. Returns the provider's ids.
    pub(crate) fn write(&self, text: &str) -> Vec<String> {
        self.write_as(PHONE, text)
    }

    pub(crate) fn write_as(&self, phone: &str, text: &str) -> Vec<String> {
        self.inbound(json!({"from": phone, "type": "text", "text": text, "name": "Carla"}))
    }

    pub(crate) fn inbound(&self, call: Value) -> Vec<String> {
        let call = serde_json::from_value(call).unwrap();
        self.simulator.inbound(self.channel, &call).unwrap().message_ids
    }

    pub(crate) fn faults(&self, switches: Value) {
        self.simulator.set_faults(self.channel, serde_json::from_value(switches).unwrap()).unwrap();
    }

    /// What the phones received.
    pub(crate) fn received(&self) -> Vec<OutboxEntry> {
        self.simulator.outbox(self.channel, &OutboxQuery::default()).unwrap()
    }

    /// Wait until the phones received a text with `part` in it.
    pub(crate) async fn hears(&self, part: &str) -> String {
        self.eventually(&format!("a text with {part:?}"), async || {
            let texts = self.received().into_iter().filter_map(|entry| entry.text);
            texts.into_iter().rev().find(|text| text.contains(part))
        })
        .await
    }

    /// Wait for something, 15 s at most.
    pub(crate) async fn eventually<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        for _ in 0..750 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let rows: Vec<_> = self.conversations().await.iter().map(|row| (row.status.0, row.flow_state.0)).collect();
        let texts: Vec<_> = self.received().into_iter().map(|entry| entry.text).collect();
        panic!("{what} was awaited in vain; the phones received {texts:?}; rows: {rows:?}");
    }

    /// All episodes, oldest first.
    pub(crate) async fn conversations(&self) -> Vec<Conversation> {
        let scope = self.deps.store.company(self.company);
        let ids: Vec<ConversationId> = self.events().await.into_iter().filter_map(|event| event.conversation).collect();
        let mut rows = scope.conversations().by_ids(&ids).await.unwrap();
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(crate) async fn conversation(&self) -> Conversation {
        self.conversations().await.pop().expect("no conversation yet")
    }

    /// Wait until the newest episode looks as wanted.
    pub(crate) async fn settles(&self, what: &str, like: impl Fn(&Conversation) -> bool) -> Conversation {
        self.eventually(what, async || self.conversations().await.pop().filter(|row| like(row))).await
    }

    pub(crate) async fn messages(&self, conversation: ConversationId) -> Vec<Message> {
        let mut messages =
            self.deps.store.company(self.company).messages().page(conversation, None, 100).await.unwrap();
        messages.reverse();
        messages
    }

    /// Wait until the newest message of ours has this status.
    pub(crate) async fn message_becomes(&self, conversation: ConversationId, status: MessageStatus) -> Message {
        self.eventually(&format!("a message {status:?}"), async || {
            let ours = |message: &Message| message.direction == domain::message::Direction::Outbound;
            let message = self.messages(conversation).await.into_iter().rfind(ours);
            message.filter(|message| message.status == status)
        })
        .await
    }

    pub(crate) async fn events(&self) -> Vec<LoggedEvent> {
        self.deps.store.system().events_after(Seq::default(), Some(self.company), 5000).await.unwrap()
    }

    pub(crate) async fn event_names(&self) -> Vec<String> {
        self.events().await.into_iter().map(|event| event.name).collect()
    }

    /// An agent answers.
    pub(crate) async fn answer(&self, conversation: ConversationId, sender: &User, text: &str) -> Message {
        let tx = self.deps.store.begin(self.company).await.unwrap();
        let mut hand =
            Attendance::open(&tx, &self.deps.directory, conversation, self.deps.clock.now()).await.unwrap().unwrap();
        let text = AgentText { content: text.to_owned(), client_id: None, reply_to: None, resend_of: None };
        let message = attendance::send_text(&mut hand, sender, text).await.unwrap();
        let (_, after) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        self.deps.told(self.company, after).await;
        message
    }

    pub(crate) async fn command(&self, conversation: ConversationId, input: Input) {
        let tx = self.deps.store.begin(self.company).await.unwrap();
        let mut hand =
            Attendance::open(&tx, &self.deps.directory, conversation, self.deps.clock.now()).await.unwrap().unwrap();
        hand.run(input, "test").await.unwrap();
        let (_, after) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        self.deps.told(self.company, after).await;
    }

    pub(crate) async fn presence(&self, user: UserId, status: OnlineStatus) {
        let tx = self.deps.store.begin(self.company).await.unwrap();
        let now = self.deps.clock.now();
        tx.agents().set_online_status(user, status, now).await.unwrap();
        tx.agents().heartbeat(user, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn channel_row(&self) -> Channel {
        self.deps.store.company(self.company).channels().find(self.channel).await.unwrap().unwrap()
    }

    /// Put an event into the inbox as the receiver would.
    pub(crate) async fn arrive(&self, kind: InboxKind, external_id: &str, lane: &str, body: &[u8]) {
        let tx = self.deps.store.begin_system().await.unwrap();
        let arrival = Arrival {
            company: self.company,
            channel: self.channel,
            kind,
            external_id: external_id.to_owned(),
            lane_key: Some(format!("{}:{lane}", self.channel)),
            body: body.to_vec(),
            state: InboxState::Pending,
        };
        tx.receive(&[arrival], self.deps.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.deps.push(ProcessInbound {}).await;
    }

    /// An event in the customer's lane whose body cannot be opened: it was sealed with another key.
    pub(crate) async fn arrive_sealed_wrong(&self, phone: &str) {
        let stranger = Cipher::new(&[9; 32], None);
        let store = Store::open(&self.url, Pool { connections: 2 }, stranger).await.unwrap();
        let tx = store.begin_system().await.unwrap();
        let arrival = Arrival {
            company: self.company,
            channel: self.channel,
            kind: InboxKind::Message,
            external_id: "sealed wrong".to_owned(),
            lane_key: Some(format!("{}:{phone}", self.channel)),
            body: b"{}".to_vec(),
            state: InboxState::Pending,
        };
        tx.receive(&[arrival], self.deps.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.deps.push(ProcessInbound {}).await;
    }

    pub(crate) fn let_pass(&self, seconds: i64) {
        self.deps.clock.advance(chrono::Duration::seconds(seconds));
    }
}

fn serve(
    listener: tokio::net::TcpListener,
    deps: Deps,
    simulator: Simulator,
    access: ChannelAccess,
    company: CompanyId,
) {
    http::serve(listener, move |request: Request| {
        let (deps, simulator, access) = (deps.clone(), simulator.clone(), access.clone());
        async move {
            if request.path.starts_with("/webhooks/") {
                return receive(&deps, &access, company, &request).await;
            }
            simulator.handle(request).await
        }
    });
}

/// The webhook receiver in a few lines: verify, split, store, push.
async fn receive(deps: &Deps, access: &ChannelAccess, company: CompanyId, request: &Request) -> Response {
    let provider = deps.providers.of(access.provider);
    if provider.verify(access, &request.headers, &request.body) != Signature::Valid {
        return http::status(401);
    }
    let arrivals: Vec<Arrival> = provider
        .split(&request.headers, &request.body)
        .unwrap()
        .into_iter()
        .map(|element| Arrival {
            company,
            channel: access.id,
            kind: element.kind,
            external_id: element.external_id,
            lane_key: element.lane.map(|lane| format!("{}:{lane}", access.id)),
            body: element.body,
            state: InboxState::Pending,
        })
        .collect();
    let tx = deps.store.begin_system().await.unwrap();
    tx.receive(&arrivals, deps.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    deps.push(ProcessInbound {}).await;
    deps.push(Envelope::new(ApplyStatus { channel_id: access.id }).company(company)).await;
    http::status(200)
}

async fn company(deps: &Deps) -> CompanyId {
    let now = deps.clock.now();
    let row = Company {
        id: new_id(),
        name: "Padaria Sol".to_owned(),
        locale: "pt-BR".to_owned(),
        timezone: "America/Sao_Paulo".to_owned(),
        greeting_message: None,
        is_active: true,
        settings: json!({}),
        rules_version: 0,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let id = row.id;
    let tx = deps.store.begin_system().await.unwrap();
    tx.insert_company(row).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn department(deps: &Deps, company: CompanyId, name: &str, position: i32) -> DepartmentId {
    let now = deps.clock.now();
    let row = Department {
        id: new_id(),
        company_id: company,
        slug: name.to_lowercase(),
        name: name.to_owned(),
        description: None,
        color: "#6366f1".to_owned(),
        emoji: None,
        position,
        keywords: json!([]),
        is_root: position == 1,
        is_active: true,
        response_timeout_minutes: 5,
        max_agents: 10,
        business_hours: None,
        last_assigned_at: None,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = deps.store.begin(company).await.unwrap();
    let row = tx.insert_department(row).await.unwrap();
    tx.bump_rules().await.unwrap();
    tx.commit().await.unwrap();
    row.id
}

async fn agent(deps: &Deps, company: CompanyId, name: &str, departments: &[DepartmentId]) -> User {
    let now = deps.clock.now();
    let row = User {
        id: new_id(),
        company_id: company,
        email: format!("{}@example.com", new_id()),
        password_hash: "none".to_owned(),
        name: name.to_owned(),
        role: Text(Role::Agent),
        online_status: Text(OnlineStatus::Online),
        presence_intent: Text(OnlineStatus::Online),
        last_heartbeat_at: Some(now),
        status_changed_at: Some(now),
        last_assigned_at: None,
        is_active: true,
        department_id: departments.first().copied(),
        active_department_ids: json!([]),
        max_conversations: None,
        locale: None,
        preferences: json!({}),
        token_version: 0,
        deactivated_at: None,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = deps.store.begin(company).await.unwrap();
    tx.agents().enlist(row.clone(), departments, now).await.unwrap();
    tx.commit().await.unwrap();
    row
}

async fn channel(deps: &Deps, company: CompanyId, provider: ProviderKind) -> (Channel, Credentials) {
    let now = deps.clock.now();
    let credentials = match provider {
        ProviderKind::Meta => Credentials {
            access_token: Some("token".to_owned()),
            app_secret: Some("app secret".to_owned()),
            ..Credentials::default()
        },
        ProviderKind::Waha => {
            Credentials { api_key: Some("key".to_owned()), hmac_key: Some("hmac".to_owned()), ..Credentials::default() }
        }
        ProviderKind::Sandbox => Credentials { hmac_key: Some("hmac".to_owned()), ..Credentials::default() },
    };
    let id = new_id();
    let tx = deps.store.begin(company).await.unwrap();
    let sealed = tx.channels().seal(id, &serde_json::to_vec(&credentials).unwrap()).unwrap();
    let row = Channel {
        id,
        company_id: company,
        name: "Loja".to_owned(),
        provider: Text(provider),
        external_key: "line-1".to_owned(),
        phone: Some("+551130000000".to_owned()),
        base_url: None,
        api_version: None,
        waba_id: None,
        credentials_enc: sealed,
        insecure_webhook: false,
        status: Text(ChannelStatus::Active),
        status_reason: None,
        engine: None,
        send_after: None,
        last_event_at: None,
        last_sent_at: None,
        next_poll_at: None,
        polled_to: None,
        nudged_at: None,
        is_default: true,
        max_per_second: 1000,
        settings: json!({}),
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let row = tx.channels().insert(row).await.unwrap();
    tx.commit().await.unwrap();
    (row, credentials)
}
