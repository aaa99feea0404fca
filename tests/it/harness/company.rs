use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Answer, Api};
use super::phone::Phone;
use super::socket::Socket;
use super::wait::{PATIENCE, wait_until};

pub(crate) const PASSWORD: &str = "uma-senha-bem-longa-42";

/// One tenant, seen by its administrator.
pub(crate) struct Company {
    pub(crate) id: String,
    pub(crate) admin: Person,
}

/// A user who is logged in.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) api: Api,
}

impl Company {
    /// The first company of an installation, with the administrator `ana@example.com`.
    pub(crate) async fn bootstrap(api: Api, token: &str) -> Self {
        let body = json!({
            "email": "ana@example.com", "password": PASSWORD, "name": "Ana", "companyName": "Padaria Central",
        });
        let request = api.request(Method::POST, "/api/auth/register").header("X-Bootstrap-Token", token).json(&body);
        let registered = Answer::of(request).await.created();
        Self::of(&api, &registered)
    }

    pub(crate) async fn log_in(api: Api, email: &str, password: &str) -> Self {
        let answer = api.post("/api/auth/login", json!({"email": email, "password": password})).await.ok();
        Self::of(&api, &answer)
    }

    fn of(api: &Api, answer: &Value) -> Self {
        let id = text(&answer["user"]["companyId"]);
        Self { id, admin: Person::of(api, answer) }
    }

    pub(crate) fn api(&self) -> &Api {
        &self.admin.api
    }

    /// Make a department, and give it as it is on the wire.
    pub(crate) async fn department(&self, name: &str, slug: &str) -> Value {
        self.api().post("/api/departments", json!({"name": name, "slug": slug})).await.created()
    }

    /// Make a user with this role, a member of these departments, and log in.
    pub(crate) async fn hire(&self, name: &str, role: &str, departments: &[&str]) -> Person {
        let email = format!("{}@example.com", domain::id::new_id().simple());
        let body = json!({
            "email": email, "password": PASSWORD, "name": name, "role": role, "departmentIds": departments,
        });
        self.api().post("/api/users", body).await.created();
        Person::log_in(self.api(), &email, PASSWORD).await
    }

    /// An agent who works in these departments.
    pub(crate) async fn agent(&self, name: &str, departments: &[&str]) -> Person {
        self.hire(name, "AGENT", departments).await
    }

    /// The active SANDBOX channel: that of the settings, or one made now.
    pub(crate) async fn channel(&self) -> Value {
        let listed = self.api().get("/api/channels").await.ok();
        let list = listed.as_array().or_else(|| listed["items"].as_array()).cloned().unwrap_or_default();
        let channel = match list.into_iter().find(|channel| channel["provider"] == "SANDBOX") {
            Some(channel) => channel,
            None => self.new_channel("Sandbox").await,
        };
        self.active(&text(&channel["id"])).await
    }

    pub(crate) async fn new_channel(&self, name: &str) -> Value {
        let key = domain::id::new_id().simple().to_string();
        let body = json!({"name": name, "provider": "SANDBOX", "externalKey": key, "credentials": {"hmacKey": key}});
        self.api().post("/api/channels", body).await.created()
    }

    async fn active(&self, id: &str) -> Value {
        let path = format!("/api/channels/{id}");
        let channel = self.api().get(&path).await.ok();
        if channel["status"] == "ACTIVE" {
            return channel;
        }
        self.api().post(&format!("{path}/verify"), json!({})).await.ok();
        wait_until("an active channel", PATIENCE, async || {
            let channel = self.api().get(&path).await.ok();
            (channel["status"] == "ACTIVE").then_some(channel)
        })
        .await
    }

    /// A customer's phone that writes to the channel of [`Self::channel`].
    pub(crate) async fn phone(&self, number: &str) -> Phone {
        Phone::new(self.api().clone(), &text(&self.channel().await["id"]), number)
    }

    /// The conversations that the administrator sees, newest first.
    pub(crate) async fn conversations(&self) -> Vec<Value> {
        self.api().get("/api/conversations").await.ok().as_array().cloned().unwrap_or_default()
    }

    /// Wait until the active conversation of this phone satisfies `test`, and give it.
    pub(crate) async fn conversation(&self, phone: &Phone, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        wait_until(&format!("a conversation of {}: {what}", phone.number), PATIENCE, async || {
            let theirs = |conversation: &Value| {
                conversation["customerPhone"] == phone.number.as_str()
                    && matches!(conversation["status"].as_str(), Some("OPEN" | "ASSIGNED"))
            };
            self.conversations().await.into_iter().find(|conversation| theirs(conversation) && test(conversation))
        })
        .await
    }

    /// Wait until no work of this company waits anywhere. Panics when a job or an event died.
    pub(crate) async fn settled(&self) {
        wait_until("an end of all work", 2 * PATIENCE, async || {
            let summary = self.api().get("/api/jobs/summary").await.ok();
            assert_eq!(sum(&summary, |name| name.starts_with("dead")), 0, "work died: {summary:#}");
            (sum(&summary, |name| !name.starts_with("oldest")) == 0).then_some(())
        })
        .await;
    }

    /// Wait until everything that providers told is understood, whatever waits to be sent. What a session tells waits ten
    /// seconds by itself.
    pub(crate) async fn understood(&self) {
        wait_until("an end of the inbox", 4 * PATIENCE, async || {
            let summary = self.api().get("/api/jobs/summary").await.ok();
            let waiting =
                ["lanes", "events", "statuses"].map(|part| sum(&summary[part], |name| !name.starts_with("oldest")));
            (waiting == [0; 3]).then_some(())
        })
        .await;
    }

    /// Wait for the receipts of every message of a conversation, which come when they like.
    pub(crate) async fn delivered(&self, conversation: &str) {
        wait_until("the receipts of every message", PATIENCE, async || {
            let messages = self.messages(conversation).await;
            messages.iter().all(|message| message["status"] == "DELIVERED").then_some(())
        })
        .await;
    }

    /// The messages of a conversation, oldest first.
    pub(crate) async fn messages(&self, conversation: &str) -> Vec<Value> {
        let path = format!("/api/conversations/{conversation}/messages?limit=200");
        let mut messages = self.api().get(&path).await.ok()["messages"].as_array().cloned().unwrap_or_default();
        messages.reverse();
        messages
    }
}

impl Person {
    pub(crate) async fn log_in(api: &Api, email: &str, password: &str) -> Self {
        Self::of(api, &api.post("/api/auth/login", json!({"email": email, "password": password})).await.ok())
    }

    fn of(api: &Api, answer: &Value) -> Self {
        let (id, email, token) = (&answer["user"]["id"], &answer["user"]["email"], &answer["token"]);
        Self { id: text(id), email: text(email), api: api.with_token(&text(token)) }
    }

    /// Change presence, as `ONLINE`.
    pub(crate) async fn goes(&self, status: &str) {
        self.api.patch("/api/users/me/status", json!({"status": status})).await.ok();
    }

    /// Answer in a conversation.
    pub(crate) async fn says(&self, conversation: &str, content: &str) -> Value {
        let body = json!({"conversationId": conversation, "content": content});
        self.api.post("/api/messages/send", body).await.created()
    }

    /// A socket that is ready.
    pub(crate) async fn socket(&self) -> Socket {
        Socket::open(&self.api, None).await
    }
}

/// The text of a JSON string. Panics when it is none.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text was expected, not {value}")).to_owned()
}

/// The sum of all numbers whose own name satisfies `test`, at any depth.
fn sum(value: &Value, test: impl Fn(&str) -> bool + Copy) -> i64 {
    let Some(fields) = value.as_object() else { return 0 };
    let own =
        |(name, value): (&String, &Value)| value.as_i64().filter(|_| test(name)).unwrap_or_else(|| sum(value, test));
    fields.iter().map(own).sum()
}
