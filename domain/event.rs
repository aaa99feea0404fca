//! The events of the log (SPEC 4.4): what happened, and which rooms may hear of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::clock::Time;
use crate::conversation::{AssignedBy, TimeoutKind};
use crate::id::{ChannelId, CompanyId, ContactId, ConversationId, DepartmentId, MessageId, UserId};
use crate::message::MessageStatus;
use crate::outbox::SendPhase;
use crate::role::OnlineStatus;
use crate::wire::{
    ChannelEvent, Contact, ConversationEvent, Department, Message, MessageError, Note, User, optional_time, time,
};

/// One change, with its data as on the wire.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, IntoStaticStr, VariantNames)]
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
    /// From here on: who cannot see the conversation any more gets these with `conversation` (and `customerName`) null.
    ConversationAssigned {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
        agent_id: UserId,
        agent_name: String,
        previous_agent_id: Option<UserId>,
        /// The beginning of the wait in the queue that this ended; null when nobody waited there.
        #[serde(serialize_with = "optional_time")]
        queued_at: Option<Time>,
        reason: AssignedBy,
    },
    ConversationUnassigned {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
        previous_agent_id: Option<UserId>,
        reason: UnassignReason,
    },
    ConversationQueued {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
        department_id: DepartmentId,
        position: u32,
        #[serde(serialize_with = "optional_time")]
        timeout_at: Option<Time>,
        reason: QueueReason,
    },
    ConversationTransferred {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
        customer_name: Option<String>,
        from_department_id: Option<DepartmentId>,
        to_department_id: DepartmentId,
        transferred_by: Option<UserId>,
        reason: TransferReason,
    },
    ConversationResolved {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
    },
    ConversationArchived {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
    },
    ConversationReopened {
        conversation_id: ConversationId,
        conversation: Option<Box<ConversationEvent>>,
    },
    QueueTimeout {
        conversation_id: ConversationId,
        customer_name: Option<String>,
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
    ContactUpdated {
        contact: Box<Contact>,
    },
    /// Everything of `from_id` is of `contact_id` from now on.
    ContactMerged {
        contact_id: ContactId,
        from_id: ContactId,
    },
    SettingsUpdated {
        #[serde(serialize_with = "time")]
        at: Time,
    },
    /// Without an id: the company's own, or those of the user who hears it.
    QuickRepliesUpdated {
        id: Option<Uuid>,
    },
    TagsUpdated {
        id: Option<Uuid>,
    },
    NoteCreated {
        conversation_id: ConversationId,
        note: Note,
    },
    NoteUpdated {
        conversation_id: ConversationId,
        note: Note,
    },
    NoteDeleted {
        conversation_id: ConversationId,
        note_id: Uuid,
    },
    /// To the user who is mentioned: ids only, since a mention lets nobody see more.
    Mention {
        conversation_id: ConversationId,
        note_id: Uuid,
        author_id: UserId,
    },
    PasswordResetRequested {
        request_id: Uuid,
        user_id: UserId,
    },
    ChannelUpdated {
        id: ChannelId,
        channel: Box<ChannelEvent>,
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

    /// Every name there is.
    pub fn names() -> &'static [&'static str] {
        Self::VARIANTS
    }

    /// The data of an event for those who lose its conversation by it: ids and reasons, nothing of the customer.
    pub fn ids_only(mut data: Value) -> Value {
        for content in ["conversation", "customerName"] {
            if let Some(value) = data.get_mut(content) {
                *value = Value::Null;
            }
        }
        data
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The members of a department that loses the conversation by the event: they get it as [`Event::ids_only`].
    LosingDepartment(DepartmentId),
    /// A user who loses it, likewise.
    LosingUser(UserId),
}

impl Room {
    /// The same sockets, as those who lose the conversation. `None` = nobody can lose it there.
    pub fn losing(self) -> Option<Self> {
        match self {
            Self::Department(id) => Some(Self::LosingDepartment(id)),
            Self::User(id) => Some(Self::LosingUser(id)),
            _ => None,
        }
    }

    /// Whose sockets lose the conversation; `None` = this room hears the whole event.
    pub fn loser(self) -> Option<Self> {
        match self {
            Self::LosingDepartment(id) => Some(Self::Department(id)),
            Self::LosingUser(id) => Some(Self::User(id)),
            _ => None,
        }
    }

    /// As in the `events.audience` column and the `ready` frame: `department:0190..`.
    pub fn key(&self) -> String {
        match self {
            Self::Company(id) => format!("company:{id}"),
            Self::Supervisors(id) => format!("supervisors:{id}"),
            Self::Admins(id) => format!("admins:{id}"),
            Self::Department(id) => format!("department:{id}"),
            Self::User(id) => format!("user:{id}"),
            Self::Conversation(id) => format!("conversation:{id}"),
            Self::LosingDepartment(id) => format!("losing-department:{id}"),
            Self::LosingUser(id) => format!("losing-user:{id}"),
        }
    }
}
