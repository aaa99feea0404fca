use std::sync::Arc;

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{CompanyId, ConversationId, UserId};
use domain::role::Role;
use domain::wire::time;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::{Code, Language};

/// One frame to a client, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFrame {
    /// Shared by all sockets that hear it.
    pub text: Arc<str>,
    /// Not in the log: dropped first when a client is slow, and never replayed.
    pub ephemeral: bool,
}

/// The first frame of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Null for an API key.
    pub user_id: Option<UserId>,
    pub company_id: CompanyId,
    pub role: Role,
    /// Everything after it will come.
    pub seq: String,
    /// Keys, as `department:0190..`.
    pub rooms: Vec<String>,
    /// Events after `lastSeq` come first.
    pub replaying: bool,
    pub heartbeat_seconds: u32,
    #[serde(serialize_with = "time")]
    pub server_time: Time,
}

/// Why the client must load everything again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResyncReason {
    /// It read too slowly, and its queue was dropped.
    Lagging,
    /// Its cursor is older than the log, or too much happened since.
    TooOld,
}

/// Somebody who has a conversation open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Viewer {
    pub id: UserId,
    pub name: String,
}

impl ServerFrame {
    pub fn ready(ready: &Ready) -> Self {
        Self::control("ready", ready)
    }

    /// An event of the log. `event` is the object `{"event", "data"}` as stored; `seq` its place.
    pub fn logged(seq: &str, event: &Event) -> Result<Self, serde_json::Error> {
        Ok(Self::stored(seq, serde_json::to_value(event)?))
    }

    /// The same, from the stored object.
    pub fn stored(seq: &str, mut event: Value) -> Self {
        if let Some(object) = event.as_object_mut() {
            object.insert("seq".to_owned(), seq.into());
        }
        Self { text: event.to_string().into(), ephemeral: false }
    }

    /// The watermark: up to here this viewer has everything.
    pub fn seq(seq: &str) -> Self {
        Self { ephemeral: true, ..Self::control("seq", json!({ "seq": seq })) }
    }

    pub fn resync(reason: ResyncReason, seq: &str) -> Self {
        Self::control("resync", json!({ "reason": reason, "seq": seq }))
    }

    pub fn left_conversation(conversation_id: ConversationId, reason: &str) -> Self {
        Self::control("left-conversation", json!({ "conversationId": conversation_id, "reason": reason }))
    }

    /// The answer to a command that had an id.
    pub fn ok(id: &Value, data: &Value) -> Self {
        Self { text: json!({ "event": "ok", "id": id, "data": data }).to_string().into(), ephemeral: false }
    }

    pub fn error(id: Option<&Value>, code: Code, language: Language) -> Self {
        let data = json!({ "code": code, "detail": code.detail(language) });
        Self { text: json!({ "event": "error", "id": id, "data": data }).to_string().into(), ephemeral: false }
    }

    /// `source`: `agent`, `customer` or `bot`.
    pub fn typing(conversation: ConversationId, user: Option<(Uuid, &str)>, is_typing: bool, source: &str) -> Self {
        let data = json!({
            "conversationId": conversation,
            "userId": user.map(|(id, _)| id),
            "userName": user.map(|(_, name)| name),
            "isTyping": is_typing,
            "source": source,
        });
        Self { ephemeral: true, ..Self::control("typing", data) }
    }

    pub fn viewers(conversation: ConversationId, users: &[Viewer]) -> Self {
        Self { ephemeral: true, ..Self::control("viewers", json!({ "conversationId": conversation, "users": users })) }
    }

    fn control(event: &str, data: impl Serialize) -> Self {
        Self { text: json!({ "event": event, "data": data }).to_string().into(), ephemeral: false }
    }
}

impl Ready {
    /// The rooms as the frame shows them.
    pub fn keys<'a>(rooms: impl IntoIterator<Item = &'a Room>) -> Vec<String> {
        rooms.into_iter().map(Room::key).collect()
    }
}
