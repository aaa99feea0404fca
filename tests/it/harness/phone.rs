use serde_json::{Value, json};

use super::api::Api;
use super::company::text;
use super::wait::{PATIENCE, wait_until};

/// A customer's phone, played through the control API of the simulator.
#[derive(Clone)]
pub(crate) struct Phone {
    /// E.164 with `+`.
    pub(crate) number: String,
    api: Api,
    control: String,
}

/// A message that reached the phone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) text: String,
    /// As `TEXT`.
    pub(crate) kind: String,
    /// More than one = the customer saw it twice.
    pub(crate) copies: i64,
    /// Written on the company's handset, not sent by us.
    pub(crate) from_handset: bool,
    /// Everything the simulator tells.
    pub(crate) raw: Value,
}

impl Phone {
    pub(crate) fn new(api: Api, channel: &str, number: &str) -> Self {
        Self { number: number.to_owned(), api, control: format!("/api/sandbox/{channel}") }
    }

    /// Send a text; gives the id that the provider drew for it.
    pub(crate) async fn says(&self, words: &str) -> String {
        let ids = self.sends(json!({"type": "text", "text": words})).await;
        ids.into_iter().next().expect("the simulator names what it sent")
    }

    /// Send anything the simulator knows (SPEC 8.6): the fields of an inbound message but `from`.
    pub(crate) async fn sends(&self, mut message: Value) -> Vec<String> {
        message["from"] = json!(self.number);
        let answer = self.api.post(&format!("{}/inbound", self.control), message).await;
        assert!((200..300).contains(&answer.status), "inbound: {} {:#}", answer.status, answer.body);
        answer.body["messageIds"].as_array().into_iter().flatten().map(text).collect()
    }

    /// Everything that reached this phone, oldest first.
    pub(crate) async fn received(&self) -> Vec<Received> {
        let path = format!("{}/outbox?phone={}", self.control, self.number.replace('+', "%2B"));
        let answer = self.api.get(&path).await.ok();
        let list = answer.as_array().or_else(|| answer["items"].as_array()).cloned().unwrap_or_default();
        list.into_iter().map(Received::of).collect()
    }

    /// Wait until the phone has at least `count` messages, and give them all.
    pub(crate) async fn received_at_least(&self, count: usize) -> Vec<Received> {
        wait_until(&format!("{count} messages at {}", self.number), PATIENCE, async || {
            Some(self.received().await).filter(|messages| messages.len() >= count)
        })
        .await
    }

    /// Wait for a message that contains `words`.
    pub(crate) async fn hears(&self, words: &str) -> Received {
        wait_until(&format!("\"{words}\" at {}", self.number), PATIENCE, async || {
            self.received().await.into_iter().find(|message| message.text.contains(words))
        })
        .await
    }

    /// Answer from the handset of the company to this customer.
    pub(crate) async fn is_answered_by_handset(&self, words: &str) {
        let body = json!({"to": self.number, "text": words});
        let answer = self.api.post(&format!("{}/phone-reply", self.control), body).await;
        assert!((200..300).contains(&answer.status), "phone-reply: {} {:#}", answer.status, answer.body);
    }

    /// Let a message become `delivered`, `read` or `failed`.
    pub(crate) async fn status(&self, message: &str, status: &str) {
        let body = json!({"messageId": message, "status": status});
        let answer = self.api.post(&format!("{}/status", self.control), body).await;
        assert!((200..300).contains(&answer.status), "status: {} {:#}", answer.status, answer.body);
    }

    /// Set the fault switches of the channel.
    pub(crate) async fn faults(&self, faults: Value) {
        let answer = self.api.put(&format!("{}/faults", self.control), faults).await;
        assert!((200..300).contains(&answer.status), "faults: {} {:#}", answer.status, answer.body);
    }

    /// The texts it got, one under the other, for snapshots.
    pub(crate) async fn transcript(&self) -> String {
        let texts: Vec<String> = self.received().await.into_iter().map(|message| message.text).collect();
        texts.join("\n----\n")
    }
}

impl Received {
    fn of(raw: Value) -> Self {
        let field = |name: &str| raw[name].as_str().unwrap_or_default().to_owned();
        let copies = raw["clientCopies"].as_i64().unwrap_or(1);
        let from_handset = raw["fromHandset"].as_bool().unwrap_or(false);
        Self { id: field("id"), text: field("text"), kind: field("type"), copies, from_handset, raw }
    }
}
