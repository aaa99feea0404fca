use std::sync::Arc;

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{CompanyId, ConversationId, UserId};
use domain::role::Role;
use domain::wire::time;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::FrameId;
use crate::error::{Code, Language};

/// One frame to a client, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFrame {
    /// Shared by all sockets that hear it.
    pub text: Arc<str>,
    /// Not in the log: dropped first when a client is slow, and never replayed.
    pub ephemeral: bool,
}

/// What the server says beside the events of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ControlFrame<'a> {
    Ready(Ready),
    /// Up to here this viewer has everything.
    Seq {
        seq: &'a str,
    },
    /// Load everything again, then continue from `seq`.
    Resync {
        reason: ResyncReason,
        seq: &'a str,
    },
    LeftConversation {
        conversation_id: ConversationId,
        reason: &'a str,
    },
    Typing(TypingFrame<'a>),
    /// Who has a conversation open.
    Viewers {
        conversation_id: ConversationId,
        users: &'a [Viewer],
    },
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum AnswerFrame<'a> {
    /// Only to a command that had an `id`.
    Ok {
        id: &'a FrameId,
        data: &'a Value,
    },
    Error {
        id: Option<&'a FrameId>,
        data: Failure<'a>,
    },
}

/// Why a command was not obeyed. The socket stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Failure<'a> {
    pub code: Code,
    pub detail: &'a str,
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

/// Somebody begins or stops to type; a customer and the bot have no user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "camelCase")]
pub struct TypingFrame<'a> {
    pub conversation_id: ConversationId,
    pub user_id: Option<UserId>,
    pub user_name: Option<&'a str>,
    pub is_typing: bool,
    pub source: TypingSource,
}

/// Who types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TypingSource {
    Agent,
    Customer,
    Bot,
}

/// Somebody who has a conversation open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Viewer {
    pub id: UserId,
    pub name: String,
}

impl ServerFrame {
    pub fn ready(ready: Ready) -> Self {
        Self::said(&ControlFrame::Ready(ready))
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
        Self { ephemeral: true, ..Self::said(&ControlFrame::Seq { seq }) }
    }

    pub fn resync(reason: ResyncReason, seq: &str) -> Self {
        Self::said(&ControlFrame::Resync { reason, seq })
    }

    pub fn left_conversation(conversation_id: ConversationId, reason: &str) -> Self {
        Self::said(&ControlFrame::LeftConversation { conversation_id, reason })
    }

    /// The answer to a command that had an id.
    pub fn ok(id: &FrameId, data: &Value) -> Self {
        Self::said(&AnswerFrame::Ok { id, data })
    }

    pub fn error(id: Option<&FrameId>, code: Code, language: Language) -> Self {
        Self::said(&AnswerFrame::Error { id, data: Failure { code, detail: code.detail(language) } })
    }

    pub fn typing(
        conversation_id: ConversationId,
        user: Option<(UserId, &str)>,
        is_typing: bool,
        source: TypingSource,
    ) -> Self {
        let (user_id, user_name) = user.unzip();
        let typing = ControlFrame::Typing(TypingFrame { conversation_id, user_id, user_name, is_typing, source });
        Self { ephemeral: true, ..Self::said(&typing) }
    }

    pub fn viewers(conversation_id: ConversationId, users: &[Viewer]) -> Self {
        Self { ephemeral: true, ..Self::said(&ControlFrame::Viewers { conversation_id, users }) }
    }

    fn said(frame: &impl Serialize) -> Self {
        Self { text: json!(frame).to_string().into(), ephemeral: false }
    }
}

impl Ready {
    /// The rooms as the frame shows them.
    pub fn keys<'a>(rooms: impl IntoIterator<Item = &'a Room>) -> Vec<String> {
        rooms.into_iter().map(Room::key).collect()
    }
}
