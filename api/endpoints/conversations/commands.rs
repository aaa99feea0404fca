//! What people do to a conversation.

pub(super) mod run;

use domain::conversation::Status;
use domain::id::{DepartmentId, UserId};
use domain::wire;
use garde::Validate;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use self::run::{Command, run};
use crate::auth::{Actor as _, Caller, need};
use crate::context::Context;
use crate::endpoints::Tag;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Reply};

/// Changing conversations. Each operation answers with the conversation as it is after.
pub struct ConversationCommandsApi;

/// Who gets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(allow_unvalidated)]
pub struct AssignConversation {
    /// The caller when left out.
    pub user_id: Option<UserId>,
    /// Supervisors: beyond the agent's capacity.
    pub force: bool,
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct TransferConversation {
    pub department_id: DepartmentId,
    /// A member of it; left out, its routing decides.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Supervisors: beyond the agent's capacity.
    #[serde(default)]
    pub force: bool,
    /// For the colleagues there, 1 to 4000 characters: stored as an internal note.
    #[serde(default)]
    #[garde(inner(custom(super::notes::content_rule)))]
    pub note: Option<String>,
}

/// How it ends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(allow_unvalidated)]
pub struct ResolveConversation {
    /// Say goodbye, if the company's settings want it.
    pub send_message: bool,
}

impl Default for ResolveConversation {
    fn default() -> Self {
        Self { send_message: true }
    }
}

/// RESOLVED, ARCHIVED, or OPEN to open it again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct ChangeStatus {
    pub status: Status,
    /// With OPEN: the caller gets it.
    #[serde(default)]
    pub assign_to_me: bool,
}

/// The name that the company gives its customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct ChangeCustomerName {
    /// 1 to 200 characters; null = the name that the customer shows.
    #[serde(deserialize_with = "present")]
    #[garde(custom(name_or_null))]
    pub name: Option<String>,
}

/// Null must be said: leaving the name out is no way to take it away.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn name_or_null(name: &Option<String>, (): &()) -> garde::Result {
    match name {
        Some(name) if !(1..=200).contains(&name.trim().chars().count()) => {
            Err(garde::Error::new("must have 1 to 200 characters"))
        }
        _ => Ok(()),
    }
}

/// Whether the bot keeps silent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct ChangeBot {
    pub paused: bool,
    /// Up to a week; the company's pause after a reply from the phone when left out.
    #[serde(default)]
    #[garde(inner(range(min = 1, max = 10080)))]
    pub minutes: Option<u32>,
}

type Answer = Result<Reply<wire::Conversation>, ApiError>;

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl ConversationCommandsApi {
    /// Give a conversation to the caller or to somebody else.
    #[oai(path = "/:id/assign", method = "post", operation_id = "assignConversation")]
    async fn assign(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<Option<AssignConversation>>,
    ) -> Answer {
        let body = body.0.unwrap_or_default();
        // A program is nobody to assign to.
        let to = body.user_id.or(who.user_id()).ok_or_else(|| ApiError::validation("userId", "required"))?;
        let command = Command::Assign { to, force: body.force };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// Let go of a conversation: back to its queue while the customer waits.
    #[oai(path = "/:id/unassign", method = "post", operation_id = "unassignConversation")]
    async fn unassign(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Answer {
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &Command::Unassign).await
    }

    /// Hand a conversation over to a department, or to one of its members.
    #[oai(path = "/:id/transfer", method = "post", operation_id = "transferConversation")]
    async fn transfer(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<TransferConversation>,
    ) -> Answer {
        let TransferConversation { department_id, user_id, force, note } = body.0;
        let command = Command::Transfer { department: department_id, to: user_id, force, note };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// End a conversation.
    #[oai(path = "/:id/resolve", method = "post", operation_id = "resolveConversation")]
    async fn resolve(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<Option<ResolveConversation>>,
    ) -> Answer {
        let command = Command::Resolve { say_goodbye: body.0.unwrap_or_default().send_message };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// End a conversation without a word, put it away, or open it again.
    #[oai(path = "/:id/status", method = "patch", operation_id = "changeStatus")]
    async fn status(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ChangeStatus>,
    ) -> Answer {
        let command = match body.0.status {
            Status::Resolved => Command::Resolve { say_goodbye: false },
            Status::Archived => Command::Archive,
            Status::Open => Command::Reopen { to_me: body.0.assign_to_me },
            Status::Assigned => Command::Impossible,
        };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// Name the customer.
    #[oai(path = "/:id/customer-name", method = "patch", operation_id = "changeCustomerName")]
    async fn customer_name(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ChangeCustomerName>,
    ) -> Answer {
        let command = Command::Rename { name: body.0.name.map(|name| name.trim().to_owned()) };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// Mark a conversation as read.
    #[oai(path = "/:id/read", method = "post", operation_id = "markRead")]
    async fn read(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Answer {
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &Command::Read).await
    }

    /// Mark a conversation as unread.
    #[oai(path = "/:id/unread", method = "post", operation_id = "markUnread")]
    async fn unread(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Answer {
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &Command::Unread).await
    }

    /// Let the bot keep silent for a while, or speak again.
    #[oai(path = "/:id/bot", method = "post", operation_id = "pauseBot")]
    async fn bot(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ChangeBot>,
    ) -> Answer {
        who.must_supervise()?;
        let command = Command::Bot { paused: body.0.paused, minutes: body.0.minutes };
        run(&cx, &who, *language.0, id.0, if_match.0.as_deref(), &command).await
    }
}
