//! Two companies on a fresh database, and the socket bound to a port.

mod serving;

use api::auth::Holder;
use api::realtime::{Hub, Timing};
use api::state::AppState;
use attendance::{Received, receive};
use domain::event::{Event, Room};
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId, new_id};
use domain::identity::Identity;
use domain::inbound::InboundMessage;
use domain::message::MessageType;
use domain::role::{OnlineStatus, Role};
use domain::seq::Seq;
use entities::{Cipher, Conversation, LoggedEvent, NewEvent, Pool, Store, Text, User};
use futures_util::future::BoxFuture;
use jobs::Nudge;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use self::serving::{serve, state};
use crate::client::Client;
use crate::samples::{department, padaria, whatsapp};

pub(crate) struct House {
    pub(crate) state: AppState,
    pub(crate) hub: Hub,
    pub(crate) stop: CancellationToken,
    pub(crate) address: String,
    pub(crate) company: CompanyId,
    pub(crate) sales: DepartmentId,
    pub(crate) support: DepartmentId,
    channel: ChannelId,
    _files: tempfile::TempDir,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(Timing::default()).await
    }

    pub(crate) fn with(timing: Timing) -> BoxFuture<'static, Self> {
        Box::pin(Self::build(timing))
    }

    async fn build(timing: Timing) -> Self {
        let files = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/house.db", files.path().display());
        let store = Store::open(&url, Pool { connections: 4 }, Cipher::new(&[7; 32], None)).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let state = state(store);
        let (company, channel) = (new_id(), new_id());
        let now = state.clock.now();
        let system = state.store.begin_system().await.unwrap();
        system.insert_company(padaria(company, now)).await.unwrap();
        let tx = system.into_company(company);
        let sealed = tx.channels().seal(channel, b"{}").unwrap();
        tx.channels().insert(whatsapp(company, channel, sealed, now)).await.unwrap();
        let root = tx.insert_department(department(company, "Raiz", true, now)).await.unwrap().id;
        let sales = tx.insert_department(department(company, "Vendas", false, now)).await.unwrap().id;
        let support = tx.insert_department(department(company, "Suporte", false, now)).await.unwrap().id;
        tx.commit().await.unwrap();
        assert_ne!(root, sales);
        let stop = CancellationToken::new();
        let (hub, address) = serve(&state, timing, &stop);
        Self { state, hub, stop, address, company, sales, support, channel, _files: files }
    }

    /// Another process on the same database and bus.
    pub(crate) fn neighbour(&self) -> String {
        serve(&self.state, Timing::default(), &self.stop).1
    }

    pub(crate) async fn user(&self, name: &str, role: Role, departments: &[DepartmentId]) -> UserId {
        self.user_of(self.company, name, role, departments).await
    }

    pub(crate) async fn user_of(
        &self,
        company: CompanyId,
        name: &str,
        role: Role,
        departments: &[DepartmentId],
    ) -> UserId {
        let now = self.state.clock.now();
        let user = User {
            id: new_id(),
            company_id: company,
            email: format!("{}@{}.example", name.to_lowercase(), company.simple()),
            password_hash: String::new(),
            name: name.to_owned(),
            role: Text(role),
            online_status: Text(OnlineStatus::Offline),
            presence_intent: Text(OnlineStatus::Offline),
            last_heartbeat_at: None,
            status_changed_at: None,
            last_assigned_at: None,
            is_active: true,
            department_id: None,
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
        let id = user.id;
        let tx = self.state.begin(company).await.unwrap();
        tx.users().insert(user).await.unwrap();
        for department in departments {
            tx.users().join(id, *department, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    /// A second company, with nobody in it.
    pub(crate) async fn other_company(&self) -> CompanyId {
        let id = new_id();
        let system = self.state.store.begin_system().await.unwrap();
        system.insert_company(padaria(id, self.state.clock.now())).await.unwrap();
        system.commit().await.unwrap();
        id
    }

    pub(crate) async fn row(&self, user: UserId) -> User {
        self.state.store.system().account(user).await.unwrap().unwrap().user
    }

    /// Change a user's row and say so, as the API does.
    pub(crate) async fn change(&self, user: UserId, change: impl FnOnce(&mut User)) {
        let mut row = self.row(user).await;
        change(&mut row);
        let tx = self.state.begin(row.company_id).await.unwrap();
        tx.users().save(row, self.state.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.state.nudge(Nudge::UserChanged { id: user }).await;
    }

    pub(crate) async fn token(&self, user: UserId) -> String {
        let row = self.row(user).await;
        let holder = Holder {
            user_id: user,
            email: row.email,
            role: row.role.0,
            company_id: row.company_id,
            department_id: None,
            token_version: row.token_version,
        };
        self.state.auth.tokens.issue(&holder).unwrap()
    }

    /// Signed in, with `ready` read.
    pub(crate) async fn enter(&self, user: UserId) -> Client {
        self.resume(user, None).await.0
    }

    /// Signed in after a place of the log; also `ready`.
    pub(crate) async fn resume(&self, user: UserId, last_seq: Option<&str>) -> (Client, Value) {
        self.resume_at(&self.address, user, last_seq).await
    }

    pub(crate) async fn resume_at(&self, address: &str, user: UserId, last_seq: Option<&str>) -> (Client, Value) {
        let mut client = Client::open(address).await;
        let token = self.token(user).await;
        client.say(&json!({"event": "auth", "data": {"token": token, "lastSeq": last_seq}})).await;
        let ready = client.next().await;
        assert_eq!(ready["event"], "ready");
        (client, ready["data"].clone())
    }

    /// Log a numbered event for an audience, and nudge.
    pub(crate) async fn log(&self, number: u32, audience: &[Room]) {
        self.log_of(self.company, number, audience).await;
    }

    pub(crate) async fn log_of(&self, company: CompanyId, number: u32, audience: &[Room]) {
        let event = Event::JobDead { queue: "test".into(), id: number.to_string() };
        self.log_event(company, event, None, audience).await;
    }

    pub(crate) async fn log_event(
        &self,
        company: CompanyId,
        event: Event,
        conversation: Option<ConversationId>,
        audience: &[Room],
    ) {
        let tx = self.state.begin(company).await.unwrap();
        let new = NewEvent { event, conversation, contact: None, audience: audience.to_vec() };
        tx.log_events(&[new], self.state.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.state.nudge(Nudge::Events { seq: String::new() }).await;
    }

    pub(crate) async fn whole_log(&self) -> Vec<LoggedEvent> {
        self.state.store.system().events_after(Seq::default(), None, 100_000).await.unwrap()
    }

    /// A conversation of a department.
    pub(crate) async fn conversation(&self, department: DepartmentId) -> ConversationId {
        let tx = self.state.begin(self.company).await.unwrap();
        let channel = tx.channels().find(self.channel).await.unwrap().unwrap();
        let id = new_id().to_string();
        let digits = format!("55119{:08}", new_id().as_u128() % 100_000_000);
        let message = InboundMessage {
            provider_id: id.clone(),
            provider_key: id,
            identities: vec![Identity::from_digits(&digits).unwrap()],
            asserts_pair: false,
            push_name: Some("Cliente".into()),
            kind: MessageType::Text,
            content: Some("oi".to_owned()),
            flow_text: Some("oi".to_owned()),
            by_api: false,
            system: false,
            media: None,
            reply_to_provider_id: None,
            provider_time: None,
            metadata: json!({}),
        };
        let now = self.state.clock.now();
        let company = self.state.directory.company(&tx).await.unwrap();
        let received = receive(&tx, &company, &channel, &message, now, now).await.unwrap();
        let Received::Stored(hand, _) = received else { panic!("a customer's message is stored") };
        let (row, _) = hand.finish().await.unwrap();
        let id = row.id;
        let row = Conversation { department_id: Some(department), ..row };
        tx.conversations().save(row, now).await.unwrap();
        tx.commit().await.unwrap();
        self.state.nudge(Nudge::Events { seq: String::new() }).await;
        id
    }

    /// Move a conversation to another department, with its event.
    pub(crate) async fn transfer(&self, id: ConversationId, to: DepartmentId) {
        let tx = self.state.begin(self.company).await.unwrap();
        let row = tx.conversations().find(id).await.unwrap().unwrap();
        let from = row.department_id;
        let now = self.state.clock.now();
        tx.conversations().save(Conversation { department_id: Some(to), ..row }, now).await.unwrap();
        let event = Event::ConversationTransferred {
            conversation_id: id,
            conversation: None,
            customer_name: None,
            from_department_id: from,
            to_department_id: to,
            transferred_by: None,
            reason: domain::event::TransferReason::Manual,
        };
        let mut audience = vec![Room::Department(to), Room::Conversation(id)];
        audience.extend(from.map(Room::LosingDepartment));
        let new = NewEvent { event, conversation: Some(id), contact: None, audience };
        tx.log_events(&[new], now).await.unwrap();
        tx.commit().await.unwrap();
        self.state.nudge(Nudge::Events { seq: String::new() }).await;
    }
}

/// The numbers of the logged test events among frames.
pub(crate) fn numbers(frames: &[Value]) -> Vec<u32> {
    let dead = frames.iter().filter(|frame| frame["event"] == "job-dead");
    dead.map(|frame| frame["data"]["id"].as_str().unwrap().parse().unwrap()).collect()
}
