//! One company with two departments, two agents and a SANDBOX channel, its workers running, and a phone to write from.

mod looks;
mod receiver;
mod rows;

use std::sync::Arc;
use std::time::Duration;

use attendance::{AgentText, Attendance, Directory};
use domain::channel::{InboxKind, InboxState, ProviderKind};
use domain::clock::Clock;
use domain::flow::Input;
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId};
use domain::role::OnlineStatus;
use entities::{Arrival, Channel, Cipher, Message, Pool, Retention, Store, User};
use jobs::definitions::ProcessInbound;
use jobs::{Bus, Queue, Rate};
use providers::http::{HttpConfig, PrivateHosts};
use providers::sandbox::{SimChannel, Simulator, SimulatorConfig};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{ChannelAccess, Defaults, Providers};
use serde_json::{Value, json};
use test_databases::TestDatabase;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use workers::{Concurrency, Deps, Endpoints, Options, SendLimits, Stopped, Workers};

use self::receiver::serve;
use self::rows::{agent, department};
pub(crate) use self::rows::{channel, company};
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
    pub(crate) home: TestDatabase,
}

impl Stage {
    pub(crate) async fn sqlite() -> Self {
        Self::on(TestDatabase::sqlite(), ProviderKind::Sandbox).await
    }

    /// A company at work, its agents ONLINE.
    pub(crate) async fn on(home: TestDatabase, provider: ProviderKind) -> Self {
        let cipher = Cipher::new(&[7; 32], None);
        let store = Store::open(home.url(), Pool { connections: 12 }, cipher).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let (listener, url) = http::listen().await;
        let config = HttpConfig { timeout: Duration::from_secs(2), private_hosts: PrivateHosts::all() };
        let defaults = Defaults { meta_api_version: "v25.0".to_owned() };
        let deps = Deps {
            media: media::Store::local(&std::env::temp_dir().join("wppconnector-media")).unwrap(),
            max_inbound: 1 << 24,
            store,
            directory: Directory::default(),
            queue: Queue::memory(),
            bus: Bus::local(),
            rate: Rate::memory(),
            webhooks: WebhookSender::new(WebhookRules { allow_private: true, allow_http: true }).unwrap(),
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
        )
        .unwrap();
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
            url: home.url().to_owned(),
            stop: CancellationToken::new(),
            running: None,
            home,
        };
        stage.start();
        stage
    }

    pub(crate) fn start(&mut self) {
        self.start_on(None);
    }

    /// Work on these queues only; `None` = all.
    pub(crate) fn start_on(&mut self, queues: Option<Vec<String>>) {
        let options = Options { queues, concurrency: Concurrency::embedded(), grace: Duration::from_secs(5) };
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

    /// An agent answers.
    pub(crate) async fn answer(&self, conversation: ConversationId, sender: &User, text: &str) -> Message {
        let tx = self.deps.store.begin(self.company).await.unwrap();
        let mut hand =
            Attendance::open(&tx, &self.deps.directory, conversation, self.deps.clock.now()).await.unwrap().unwrap();
        let text = AgentText {
            content: text.to_owned(),
            file: None,
            client_id: None,
            template: None,
            reply_to: None,
            resend_of: None,
        };
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
