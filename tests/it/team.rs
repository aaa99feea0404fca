//! A bakery with two departments, and its numbers on all three providers.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, Person, Phone, meta_webhook, waha_webhook, wait_until};

pub(crate) const GREETING: &str = "Bem-vindo à Padaria Central! 👋\n\nEscolha o departamento:\n1 - Vendas\n2 - Suporte Técnico\n\nDigite o número da opção desejada.";

/// Vendas with Ana, and the root Suporte Técnico with Bia, both ONLINE.
pub(crate) struct Team {
    pub(crate) company: Company,
    pub(crate) sales: String,
    pub(crate) support: String,
    pub(crate) ana: Person,
    pub(crate) bia: Person,
}

/// A number of the company, at the simulated provider.
pub(crate) struct Line {
    pub(crate) channel: String,
    /// META's phone number id, WAHA's session.
    pub(crate) key: String,
    pub(crate) secret: String,
    provider: &'static str,
    control: crate::harness::Api,
}

impl Team {
    pub(crate) async fn of(app: &App) -> Self {
        let company = app.company().await;
        let sales = id(&company.department("Vendas", "vendas").await);
        let support = id(&company.department("Suporte Técnico", "suporte").await);
        let departments = company.api().get("/api/departments").await.ok();
        let root = departments.as_array().unwrap().iter().find(|department| department["isRoot"] == true).unwrap();
        company.api().patch(&format!("/api/departments/{support}"), json!({"isRoot": true})).await.ok();
        company.api().delete(&format!("/api/departments/{}", id(root))).await.done();
        let ana = company.agent("Ana", &[&sales]).await;
        let bia = company.agent("Bia", &[&support]).await;
        for agent in [&ana, &bia] {
            agent.goes("ONLINE").await;
        }
        Self { company, sales, support, ana, bia }
    }

    /// A working channel of `SANDBOX`, `WAHA` or `META`, whose provider is the simulator.
    pub(crate) async fn line(&self, app: &App, provider: &'static str) -> Line {
        let api = self.company.api();
        let (key, secret) = (draw(), draw());
        let channel = match provider {
            "SANDBOX" => self.company.channel().await,
            "WAHA" => {
                let body = json!({
                    "name": "Balcão", "provider": "WAHA", "externalKey": key, "phone": "+5511999990000",
                    "baseUrl": format!("{}/sandbox/waha", app.base()),
                    "credentials": {"hmacKey": secret, "apiKey": draw()},
                });
                api.post("/api/channels", body).await.created()
            }
            _ => {
                let body = json!({
                    "name": "Loja", "provider": "META", "externalKey": key, "phone": "+5511999990001",
                    "wabaId": draw(), "baseUrl": format!("{}/sandbox/meta", app.base()),
                    "credentials": {"appSecret": secret, "accessToken": draw(), "verifyToken": draw()},
                });
                api.post("/api/channels", body).await.created()
            }
        };
        let line = Line { channel: id(&channel), key, secret, provider, control: api.clone() };
        api.post(&format!("/api/channels/{}/verify", line.channel), json!({})).await.ok();
        wait_until("the channel to be active", PATIENCE, async || {
            let channel = api.get(&format!("/api/channels/{}", line.channel)).await.ok();
            (channel["status"] == "ACTIVE").then_some(())
        })
        .await;
        line
    }

    /// Wait until the last word to this phone is a message with `words` that the server knows as sent: an answer to it counts.
    pub(crate) async fn asked(&self, phone: &Phone, words: &str) -> Value {
        wait_until(&format!("\"{words}\" recorded as sent to {}", phone.number), PATIENCE, async || {
            let own = self.newest(phone).await?;
            let last = &own["lastMessage"];
            let sent = matches!(last["status"].as_str(), Some("SENT" | "DELIVERED" | "READ"));
            (sent && last["direction"] == "OUTBOUND" && last["content"].as_str()?.contains(words)).then_some(own)
        })
        .await
    }

    /// The newest episode of a phone.
    pub(crate) async fn newest(&self, phone: &Phone) -> Option<Value> {
        let conversations = self.company.conversations().await;
        let own = conversations.into_iter().filter(|row| row["customerPhone"] == phone.number.as_str());
        own.max_by_key(|row| row["createdAt"].as_str().unwrap_or_default().to_owned())
    }

    /// The episodes of a phone.
    pub(crate) async fn episodes(&self, phone: &Phone) -> usize {
        let conversations = self.company.conversations().await;
        conversations.iter().filter(|row| row["customerPhone"] == phone.number.as_str()).count()
    }

    pub(crate) async fn served_by(&self, phone: &Phone, agent: &Person) -> Value {
        self.company.conversation(phone, "with its agent", |row| row["assignedUserId"] == agent.id.as_str()).await
    }

    /// Wait until the phone's newest episode holds this message of the customer, and give its messages, oldest first.
    pub(crate) async fn stored(&self, phone: &Phone, words: &str) -> Vec<Value> {
        self.stored_within(PATIENCE, phone, words).await
    }

    pub(crate) async fn stored_within(&self, patience: Duration, phone: &Phone, words: &str) -> Vec<Value> {
        wait_until(&format!("\"{words}\" of {}", phone.number), patience, async || {
            let messages = self.company.messages(&id(&self.newest(phone).await?)).await;
            messages.iter().any(|row| row["direction"] == "INBOUND" && row["content"] == words).then_some(messages)
        })
        .await
    }

    pub(crate) async fn resolve(&self, agent: &Person, conversation: &Value) {
        let path = format!("/api/conversations/{}/resolve", id(conversation));
        agent.api.post(&path, json!({"sendMessage": false})).await.ok();
    }
}

impl Line {
    pub(crate) fn phone(&self, number: &str) -> Phone {
        Phone::new(self.control.clone(), &self.channel, number)
    }

    /// Deliver one text as the provider does, so often at once, each time with a delivery id of its own and at every API in
    /// turn; WAHA tells each of them as `message` and as `message.any`.
    pub(crate) async fn deliver(&self, app: &App, phone: &Phone, message: &str, words: &str, times: usize) {
        let apis = app.apis();
        let digits = phone.number.trim_start_matches('+');
        let at = domain::clock::Clock::system().now().timestamp();
        let posts = (0..times).map(async |time| {
            let api = &apis[time % apis.len()];
            if self.provider == "META" {
                meta_webhook(api, &self.secret, &self.meta_body(digits, message, words, at)).await.expect(200);
                return;
            }
            let payload = json!({
                "id": format!("false_{digits}@c.us_{message}"), "timestamp": at, "from": format!("{digits}@c.us"),
                "to": "5511999990000@c.us", "fromMe": false, "source": "app", "body": words, "hasMedia": false,
            });
            let one = waha_webhook(api, &self.key, &self.secret, "message", payload.clone());
            let other = waha_webhook(api, &self.key, &self.secret, "message.any", payload);
            let (one, other) = futures_util::join!(one, other);
            one.expect(200);
            other.expect(200);
        });
        join_all(posts).await;
    }

    fn meta_body(&self, digits: &str, message: &str, words: &str, at: i64) -> Value {
        let value = json!({
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "5511999990001", "phone_number_id": self.key},
            "contacts": [{"profile": {"name": "Cliente"}, "wa_id": digits}],
            "messages": [{
                "id": format!("wamid.{message}"), "from": digits, "timestamp": at.to_string(), "type": "text",
                "text": {"body": words},
            }],
        });
        json!({
            "object": "whatsapp_business_account",
            "entry": [{"id": draw(), "changes": [{"field": "messages", "value": value}]}],
        })
    }
}

pub(crate) fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}

/// A word that nobody else has.
pub(crate) fn draw() -> String {
    domain::id::new_id().simple().to_string()
}

/// The texts of one direction, as `INBOUND`, oldest first.
pub(crate) fn texts<'m>(messages: &'m [Value], direction: &str) -> Vec<&'m str> {
    let rows = messages.iter().filter(|row| row["direction"] == direction);
    rows.map(|row| row["content"].as_str().unwrap_or_default()).collect()
}

/// How many of the bot's texts hold these words.
pub(crate) fn times(messages: &[Value], words: &str) -> usize {
    messages
        .iter()
        .filter(|row| row["isBot"] == true && row["content"].as_str().unwrap_or_default().contains(words))
        .count()
}
