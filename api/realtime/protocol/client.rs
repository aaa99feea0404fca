use domain::id::{CompanyId, ConversationId};
use domain::role::OnlineStatus;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::error::Code;

/// Bytes of a frame, at most: 64 KiB.
pub const MAX_FRAME: usize = 64 * 1024;

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// First frame, and later to renew the token of the same user. A socket that brought its token with the subprotocol may say
    /// `last_seq` alone.
    Auth {
        token: Option<String>,
        last_seq: Option<String>,
    },
    /// A checked no-op: rooms are computed, not chosen. `None` names no company: the own one.
    JoinCompany(Option<CompanyId>),
    JoinConversation(ConversationId),
    LeaveConversation(ConversationId),
    AgentStatus(OnlineStatus),
    Heartbeat,
    Typing {
        conversation_id: ConversationId,
        is_typing: bool,
    },
}

/// A command, and the id under which the client waits for `ok` or `error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFrame {
    pub id: Option<Value>,
    pub command: Result<Command, Refusal>,
}

/// A well-formed frame that asks for something impossible; the socket stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal(pub Code);

/// Not a frame at all: close with 4400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

#[derive(Deserialize)]
struct Raw {
    event: String,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    id: Option<Value>,
}

/// Read one text frame. An odd conversation id is simply not found; an unknown event or wrong data is refused.
pub fn parse(text: &str) -> Result<ClientFrame, Malformed> {
    let raw: Raw = serde_json::from_str(text).map_err(|_| Malformed)?;
    // An id is echoed: a text or a number, not a document.
    if raw.id.as_ref().is_some_and(|id| !(id.is_string() || id.is_number())) {
        return Err(Malformed);
    }
    Ok(ClientFrame { id: raw.id, command: command(&raw.event, raw.data) })
}

fn command(event: &str, data: Value) -> Result<Command, Refusal> {
    match event {
        "auth" => {
            let auth = read::<Auth>(data)?;
            if auth.token.is_none() && auth.last_seq.is_none() {
                return Err(Refusal(Code::Validation));
            }
            Ok(Command::Auth { token: auth.token, last_seq: auth.last_seq })
        }
        "join-company" => company(&data).map(Command::JoinCompany),
        "join-conversation" => conversation(&data).map(Command::JoinConversation),
        "leave-conversation" => conversation(&data).map(Command::LeaveConversation),
        "agent-status" => read::<Status>(data).map(|data| Command::AgentStatus(data.status)),
        "heartbeat" => Ok(Command::Heartbeat),
        "typing" => {
            let is_typing = data.get("isTyping").and_then(Value::as_bool).ok_or(Refusal(Code::Validation))?;
            Ok(Command::Typing { conversation_id: conversation(&data)?, is_typing })
        }
        _ => Err(Refusal(Code::InvalidQuery)),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Auth {
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    last_seq: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    status: OnlineStatus,
}

fn read<T: serde::de::DeserializeOwned>(data: Value) -> Result<T, Refusal> {
    serde_json::from_value(data).map_err(|_| Refusal(Code::Validation))
}

/// The id itself, or `{conversationId}`.
fn conversation(data: &Value) -> Result<ConversationId, Refusal> {
    let id = data.as_str().or_else(|| data.get("conversationId")?.as_str()).ok_or(Refusal(Code::Validation))?;
    Uuid::parse_str(id).map_err(|_| Refusal(Code::NotFound))
}

/// Any shape is taken; whatever names a company must name one.
fn company(data: &Value) -> Result<Option<CompanyId>, Refusal> {
    match data.as_str().or_else(|| data.get("companyId")?.as_str()) {
        None => Ok(None),
        Some(id) => Uuid::parse_str(id).map(Some).map_err(|_| Refusal(Code::NotFound)),
    }
}
