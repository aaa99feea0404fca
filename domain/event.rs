//! The events of the log (SPEC 4.4): what happened, and which rooms may hear of it.

use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoStaticStr;

use crate::clock::Time;
use crate::conversation::{AssignedBy, TimeoutKind};
use crate::id::{ChannelId, CompanyId, ConversationId, DepartmentId, MessageId, UserId};
use crate::message::MessageStatus;
use crate::outbox::SendPhase;
use crate::role::OnlineStatus;
use crate::wire::{ConversationEvent, Department, Message, MessageError, User, optional_time, time};

/// One change, with its data as on the wire. `serde` writes `{"event": .., "data": ..}`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, IntoStaticStr)]
#[serde(tag = "event", content = "data", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    MessageReceived {
        conversation_id: ConversationId,
        message: Box<Message>,
        conversation: Box<ConversationEvent>,
    },
    MessageSent {
        conversation_id: ConversationId,
        message: Box<Message>,
    },
    MessageStatus {
        message_id: MessageId,
        conversation_id: ConversationId,
        status: MessageStatus,
        send_phase: SendPhase,
        #[serde(serialize_with = "optional_time")]
        delivered_at: Option<Time>,
        #[serde(serialize_with = "optional_time")]
        read_at: Option<Time>,
    },
    MessageFailed {
        message_id: MessageId,
        conversation_id: ConversationId,
        error: Option<MessageError>,
        /// Late evidence revived a message that was given up.
        recovered: bool,
    },
    MessageUpdated {
        conversation_id: ConversationId,
        message: Box<Message>,
    },
    ConversationCreated {
        conversation: Box<ConversationEvent>,
    },
    ConversationUpdated {
        conversation: Box<ConversationEvent>,
        changed: Vec<String>,
    },
    ConversationAssigned {
        conversation_id: ConversationId,
        conversation: Box<ConversationEvent>,
        agent_id: UserId,
        agent_name: String,
        previous_agent_id: Option<UserId>,
        reason: AssignedBy,
    },
    ConversationUnassigned {
        conversation_id: ConversationId,
        previous_agent_id: Option<UserId>,
        reason: UnassignReason,
    },
    ConversationQueued {
        conversation_id: ConversationId,
        department_id: DepartmentId,
        position: u32,
        #[serde(serialize_with = "optional_time")]
        timeout_at: Option<Time>,
        reason: QueueReason,
    },
    ConversationTransferred {
        conversation_id: ConversationId,
        customer_name: Option<String>,
        from_department_id: Option<DepartmentId>,
        to_department_id: DepartmentId,
        transferred_by: Option<UserId>,
        reason: TransferReason,
    },
    ConversationResolved {
        conversation_id: ConversationId,
        conversation: Box<ConversationEvent>,
    },
    ConversationArchived {
        conversation_id: ConversationId,
        conversation: Box<ConversationEvent>,
    },
    ConversationReopened {
        conversation_id: ConversationId,
        conversation: Box<ConversationEvent>,
    },
    QueueTimeout {
        conversation_id: ConversationId,
        department_id: Option<DepartmentId>,
        kind: TimeoutKind,
        round: i32,
        waiting_seconds: i64,
    },
    AgentStatusChanged {
        user_id: UserId,
        status: OnlineStatus,
        reason: PresenceReason,
    },
    UserUpdated {
        user: User,
    },
    UserDeactivated {
        id: UserId,
    },
    DepartmentUpdated {
        department: Department,
    },
    SettingsUpdated {
        #[serde(serialize_with = "time")]
        at: Time,
    },
    ChannelUpdated {
        id: ChannelId,
    },
    ChannelAlert {
        channel_id: ChannelId,
        code: String,
        detail: Option<String>,
    },
    JobDead {
        queue: String,
        id: String,
    },
}

impl Event {
    /// The name on the wire, as `message-received`.
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnassignReason {
    Released,
    AgentOffline,
    Timeout,
    Transfer,
    Deactivated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueReason {
    New,
    NoAgent,
    Transfer,
    AgentOffline,
    Unassigned,
    Timeout,
    OutOfHours,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferReason {
    Manual,
    Timeout,
    DepartmentDeactivated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceReason {
    Manual,
    Heartbeat,
    Connect,
    Deactivated,
}

/// A set of sockets that hear an event (SPEC 4.2). Stored with the event as `kind:id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Room {
    /// Every user of the company: nothing a customer wrote.
    Company(CompanyId),
    Supervisors(CompanyId),
    Admins(CompanyId),
    Department(DepartmentId),
    User(UserId),
    Conversation(ConversationId),
}

impl Room {
    /// As in the `events.audience` column and the `ready` frame: `department:0190..`.
    pub fn key(&self) -> String {
        match self {
            Self::Company(id) => format!("company:{id}"),
            Self::Supervisors(id) => format!("supervisors:{id}"),
            Self::Admins(id) => format!("admins:{id}"),
            Self::Department(id) => format!("department:{id}"),
            Self::User(id) => format!("user:{id}"),
            Self::Conversation(id) => format!("conversation:{id}"),
        }
    }
}
