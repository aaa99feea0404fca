use domain::id::{CompanyId, ConversationId};
use domain::role::OnlineStatus;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::FrameId;
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
    pub id: Option<FrameId>,
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
    id: Option<FrameId>,
}

/// Read one text frame. An odd conversation id is simply not found; an unknown event or wrong data is refused.
pub fn parse(text: &str) -> Result<ClientFrame, Malformed> {
    let raw: Raw = serde_json::from_str(text).map_err(|_| Malformed)?;
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
        "join-company" => read::<OfCompany>(data)?.id().map(Command::JoinCompany),
        "join-conversation" => read::<OfConversation>(data)?.id().map(Command::JoinConversation),
        "leave-conversation" => read::<OfConversation>(data)?.id().map(Command::LeaveConversation),
        "agent-status" => read::<Status>(data).map(|data| Command::AgentStatus(data.status)),
        "heartbeat" => Ok(Command::Heartbeat),
        "typing" => {
            let Typing { conversation_id, is_typing } = read(data)?;
            Ok(Command::Typing { conversation_id: found(&conversation_id)?, is_typing })
        }
        _ => Err(Refusal(Code::InvalidQuery)),
    }
}

/// What a client may say. With an `id` the server answers `ok` or `error`. `auth` is the first frame, and later renews the token.
// Only its schema is used, for `events.schema.json`; `command` reads the same data.
#[derive(JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[schemars(rename = "ClientFrame")]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum Spoken {
    Auth { id: Option<FrameId>, data: Auth },
    JoinCompany { id: Option<FrameId>, data: OfCompany },
    JoinConversation { id: Option<FrameId>, data: OfConversation },
    LeaveConversation { id: Option<FrameId>, data: OfConversation },
    AgentStatus { id: Option<FrameId>, data: Status },
    Heartbeat { id: Option<FrameId> },
    Typing { id: Option<FrameId>, data: Typing },
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub(crate) struct Auth {
    token: Option<String>,
    last_seq: Option<String>,
}

/// Any shape is taken; whatever names a company must name one.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[schemars(inline)]
pub(crate) enum OfCompany {
    Id(#[schemars(with = "CompanyId")] String),
    Object {
        #[schemars(with = "CompanyId")]
        company_id: String,
    },
    #[schemars(skip)]
    Other(serde::de::IgnoredAny),
}

impl OfCompany {
    fn id(&self) -> Result<Option<CompanyId>, Refusal> {
        match self {
            Self::Id(id) | Self::Object { company_id: id } => found(id).map(Some),
            Self::Other(_) => Ok(None),
        }
    }
}

/// The id itself, or in an object.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[schemars(inline)]
pub(crate) enum OfConversation {
    Id(#[schemars(with = "ConversationId")] String),
    Object {
        #[schemars(with = "ConversationId")]
        conversation_id: String,
    },
}

impl OfConversation {
    fn id(&self) -> Result<ConversationId, Refusal> {
        match self {
            Self::Id(id) | Self::Object { conversation_id: id } => found(id),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Status {
    status: OnlineStatus,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub(crate) struct Typing {
    #[schemars(with = "ConversationId")]
    conversation_id: String,
    is_typing: bool,
}

fn read<T: serde::de::DeserializeOwned>(data: Value) -> Result<T, Refusal> {
    serde_json::from_value(data).map_err(|_| Refusal(Code::Validation))
}

/// An id that is none is one of nothing.
fn found(id: &str) -> Result<Uuid, Refusal> {
    Uuid::parse_str(id).map_err(|_| Refusal(Code::NotFound))
}
