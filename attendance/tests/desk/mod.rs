//! A company on a fresh database, driven through the crate as api and workers drive it.

use attendance::{Directory, Drained, Look, Received, begin_erasing, drain_one, receive};
use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::{Clock, Time};
use domain::flow::Input;
use domain::id::{ChannelId, CompanyId, ContactId, ConversationId, DepartmentId, UserId, new_id};
use domain::identity::Identity;
use domain::inbound::InboundMessage;
use domain::message::{MessageStatus, MessageType};
use domain::role::{OnlineStatus, Role};
use domain::seq::Seq;
use entities::{Channel, Cipher, Company, Conversation, Department, Pool, Store, Text, User};
use serde_json::json;
use test_databases::TestDatabase;

pub(crate) struct Desk {
    store: Store,
    directory: Directory,
    clock: Clock,
    company: CompanyId,
    channel: ChannelId,
    _database: TestDatabase,
}

impl Desk {
    /// One on each kind of database.
    pub(crate) async fn each() -> Vec<Self> {
        let mut desks = Vec::new();
        for database in TestDatabase::both() {
            desks.push(Self::open(database).await);
        }
        desks
    }

    async fn open(database: TestDatabase) -> Self {
        let store = Store::open(database.url(), Pool { connections: 4 }, Cipher::new(&[7; 32], None)).await.unwrap();
        store.migrate().await.unwrap();
        store.open_log().await.unwrap();
        let clock = Clock::system();
        let (company, channel) = (new_id(), new_id());
        let system = store.begin_system().await.unwrap();
        system.insert_company(padaria(company, clock.now())).await.unwrap();
        let tx = system.into_company(company);
        let sealed = tx.channels().seal(channel, b"{}").unwrap();
        tx.channels().insert(whatsapp(company, channel, sealed, clock.now())).await.unwrap();
        tx.commit().await.unwrap();
        Self { store, directory: Directory::default(), clock, company, channel, _database: database }
    }

    pub(crate) async fn department(&self, name: &str, is_root: bool) -> DepartmentId {
        let tx = self.store.begin(self.company).await.unwrap();
        let position = i32::try_from(tx.department_rows().await.unwrap().len()).unwrap();
        let now = self.clock.now();
        let department = Department {
            id: new_id(),
            company_id: self.company,
            slug: name.to_lowercase(),
            name: name.to_owned(),
            description: None,
            color: "#6366f1".into(),
            emoji: None,
            position,
            keywords: json!([]),
            is_root,
            is_active: true,
            response_timeout_minutes: 5,
            max_agents: 10,
            business_hours: None,
            last_assigned_at: None,
            version: 0,
            created_at: now,
            updated_at: now,
        };
        let id = tx.insert_department(department).await.unwrap().id;
        tx.bump_rules().await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn agent(&self, name: &str, department: DepartmentId, status: OnlineStatus) -> UserId {
        let now = self.clock.now();
        let user = User {
            id: new_id(),
            company_id: self.company,
            email: format!("{}@padaria.example", name.to_lowercase()),
            password_hash: String::new(),
            name: name.to_owned(),
            role: Text(Role::Agent),
            online_status: Text(status),
            presence_intent: Text(status),
            last_heartbeat_at: Some(now),
            status_changed_at: None,
            last_assigned_at: None,
            is_active: true,
            department_id: Some(department),
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
        let tx = self.store.begin(self.company).await.unwrap();
        assert!(tx.users().insert(user).await.unwrap());
        tx.users().join(id, department, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn goes(&self, user: UserId, status: OnlineStatus) {
        let tx = self.store.begin(self.company).await.unwrap();
        tx.agents().set_online_status(user, status, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The conversation after a customer's message.
    pub(crate) async fn customer_says(&self, digits: &str, text: &str) -> Conversation {
        self.customer_says_as(&new_id().to_string(), digits, text).await.expect("a new message is stored")
    }

    /// `None` when the message is there already.
    pub(crate) async fn customer_says_as(&self, id: &str, digits: &str, text: &str) -> Option<Conversation> {
        let tx = self.store.begin(self.company).await.unwrap();
        let channel = tx.channels().find(self.channel).await.unwrap().unwrap();
        let message = InboundMessage {
            provider_id: id.to_owned(),
            provider_key: id.to_owned(),
            identities: vec![Identity::from_digits(digits).unwrap()],
            asserts_pair: false,
            push_name: Some("Cliente".into()),
            kind: MessageType::Text,
            content: Some(text.to_owned()),
            flow_text: Some(text.to_owned()),
            by_api: false,
            system: false,
            media: None,
            reply_to_provider_id: None,
            provider_time: None,
            metadata: json!({}),
        };
        // Past the three seconds in which an answer to a fresh question is not trusted.
        self.clock.advance(chrono::Duration::seconds(11));
        let now = self.clock.now();
        let company = self.directory.company(&tx).await.unwrap();
        let hand = match receive(&tx, &company, &channel, &message, now, now).await.unwrap() {
            Received::Stored(hand, _) => hand,
            Received::Duplicate => return None,
            _ => panic!("a customer's message is stored or a duplicate"),
        };
        let (row, _) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        Some(row)
    }

    pub(crate) async fn run(&self, conversation: ConversationId, input: Input) -> Conversation {
        let tx = self.store.begin(self.company).await.unwrap();
        let mut hand =
            attendance::Attendance::open(&tx, &self.directory, conversation, self.clock.now()).await.unwrap().unwrap();
        hand.run(input, "test").await.unwrap();
        let (row, _) = hand.finish().await.unwrap();
        tx.commit().await.unwrap();
        row
    }

    /// The first transaction of an erasure, and no more.
    pub(crate) async fn begins_to_erase(&self, contact: ContactId) {
        let tx = self.store.begin(self.company).await.unwrap();
        let begun = begin_erasing(&tx, &self.directory, contact, None, self.clock.now()).await.unwrap();
        assert!(begun.is_some(), "there is somebody to erase");
        tx.commit().await.unwrap();
    }

    /// Whoever works on an erasure has done a slice of it.
    pub(crate) async fn goes_on_erasing(&self, contact: ContactId) {
        let tx = self.store.begin(self.company).await.unwrap();
        tx.erasure(contact).goes_on(self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What the repair pass would take up: nobody has worked on it for `idle`.
    pub(crate) async fn erasures_left_for(&self, idle: chrono::Duration) -> Vec<ContactId> {
        let left = self.store.system().erasing(self.clock.now() - idle).await.unwrap();
        left.into_iter().map(|(_, contact)| contact).collect()
    }

    pub(crate) fn time_passes(&self, time: chrono::Duration) {
        self.clock.advance(time);
    }

    pub(crate) async fn drain(&self, department: DepartmentId) -> bool {
        let tx = self.store.begin(self.company).await.unwrap();
        let look = Look { department, before: None };
        let drained = drain_one(&tx, &self.directory, look, &[], "test", self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        matches!(drained, Drained::Assigned(_))
    }

    pub(crate) async fn conversation(&self, id: ConversationId) -> Conversation {
        self.store.company(self.company).conversations().find(id).await.unwrap().unwrap()
    }

    /// What was said in a conversation, oldest first.
    pub(crate) async fn texts(&self, id: ConversationId) -> Vec<String> {
        let page = self.store.company(self.company).messages().page(id, None, 100).await.unwrap();
        page.into_iter().rev().filter_map(|message| message.content).collect()
    }

    /// As if the worker had delivered every queued text.
    pub(crate) async fn everything_was_sent(&self, id: ConversationId) {
        let tx = self.store.begin(self.company).await.unwrap();
        for mut message in tx.messages().page(id, None, 100).await.unwrap() {
            if message.status == MessageStatus::Pending {
                tx.outbox().settle(message.id).await.unwrap();
                message.status = Text(MessageStatus::Sent);
                tx.messages().save(message).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }

    /// What must hold at every moment does.
    pub(crate) async fn is_sound(&self) {
        assert_eq!(self.store.system().violations().await.unwrap(), []);
    }

    pub(crate) async fn event_names(&self) -> Vec<String> {
        let events = self.store.system().events_after(Seq::default(), Some(self.company), 1000).await.unwrap();
        events.into_iter().map(|event| event.name).collect()
    }
}

fn padaria(id: CompanyId, now: Time) -> Company {
    Company {
        id,
        name: "Padaria".into(),
        locale: "pt-BR".into(),
        timezone: "America/Sao_Paulo".into(),
        greeting_message: None,
        is_active: true,
        settings: json!({}),
        rules_version: 0,
        version: 0,
        created_at: now,
        updated_at: now,
    }
}

fn whatsapp(company: CompanyId, id: ChannelId, credentials_enc: Vec<u8>, now: Time) -> Channel {
    Channel {
        credentials_enc,
        status: Text(ChannelStatus::Active),
        is_default: true,
        ..Channel::new(id, company, ProviderKind::Sandbox, id.to_string(), now)
    }
}
