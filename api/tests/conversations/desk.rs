//! A company on a fresh database behind the whole API, its customers writing as the workers would let them.

mod asking;
mod founding;

use api::auth::Holder;
use api::state::AppState;
use attendance::{Attendance, Received, receive};
use domain::flow::Input;
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId, new_id};
use domain::identity::Identity;
use domain::inbound::InboundMessage;
use domain::message::{MessageStatus, MessageType};
use domain::role::{OnlineStatus, Role};
use entities::{Conversation, Department, Scope, Text, User, Writing};
use poem::Response;
use poem::test::TestClient;
use serde_json::json;
use test_databases::TestDatabase;

pub(crate) use self::asking::Answer;
use self::founding::found_company;

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
    _database: TestDatabase,
}

/// A change of a row that a test wants.
pub(crate) type Change<T> = Box<dyn FnOnce(&mut T) + Send>;

impl Desk {
    pub(crate) async fn sqlite() -> Self {
        Self::open(TestDatabase::sqlite()).await
    }

    /// `None`, loudly, where there is no `PostgreSQL`.
    pub(crate) async fn postgres() -> Option<Self> {
        Some(Self::open(TestDatabase::postgres()?).await)
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
            by_api: false,
            system: false,
            media: None,
            reply_to_provider_id: None,
            provider_time: None,
            metadata: json!({}),
        };
        // Past the seconds in which an answer to a fresh question is not trusted.
        self.state.clock.advance(chrono::Duration::seconds(11));
        let now = self.state.clock.now();
        let company = self.state.directory.company(&tx).await.unwrap();
        let received = receive(&tx, &company, &channel, &message, now, now).await.unwrap();
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
}

/// A test on each of the databases that there are.
pub(crate) async fn everywhere<F: AsyncFn(&Desk)>(test: F) {
    test(&Desk::sqlite().await).await;
    if let Some(desk) = Desk::postgres().await {
        test(&desk).await;
    }
}
