//! Messages: sending, sending again, taking back, searching.

mod react;
mod search;
mod send;
mod send_media;
mod send_template;

use domain::clock::Time;
use domain::id::{ConversationId, MessageId};
use domain::message::{Direction, MessageType};
use domain::{template, wire};
use garde::Validate;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use self::search::Wanted;
use self::send::Letter;
use self::send_media::Form;
use super::Tag;
use crate::auth::{Caller, User, need};
use crate::context::Context;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Created, List, Reply};
use crate::query;

pub use search::{FoundIn, FoundMessage};
pub(super) use send::refused;
pub(super) use send_template::filled;

/// Messages of conversations that the caller may see.
pub struct MessagesApi;

/// A text to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct SendMessage {
    pub conversation_id: ConversationId,
    /// 1 to 4096 characters, the sender's name before it included.
    #[garde(length(chars, min = 1, max = 4096), custom(not_blank))]
    pub content: String,
    /// A message of the same customer.
    #[serde(default)]
    pub reply_to_id: Option<MessageId>,
    /// For API keys: the bot goes on with the customer. Without it, it keeps silent for a while, as after a reply from the phone.
    #[serde(default)]
    pub keep_bot: bool,
    /// For API keys: stands before the text as an agent's name does, with the department. 1 to 80 characters.
    #[garde(inner(length(chars, min = 1, max = 80)))]
    #[serde(default)]
    pub sender_name: Option<String>,
}

/// A template to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct SendTemplate {
    pub conversation_id: ConversationId,
    #[garde(length(chars, min = 1, max = 512))]
    pub name: String,
    /// As `pt_BR`.
    #[garde(length(chars, min = 1, max = 20))]
    pub language: String,
    #[serde(default)]
    pub parameters: template::Parameters,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
pub struct NewReaction {
    #[garde(length(chars, min = 1, max = 16), custom(not_blank))]
    pub emoji: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn not_blank(text: &str, (): &()) -> garde::Result {
    if text.trim().is_empty() { Err(garde::Error::new("must not be blank")) } else { Ok(()) }
}

#[OpenApi(prefix_path = "/api/messages", tag = "Tag::Messages")]
impl MessagesApi {
    /// Send a text. It is stored and queued; nobody waits for the provider.
    #[oai(path = "/send", method = "post", operation_id = "sendMessage")]
    async fn send(
        &self,
        who: Caller<need::MessagesSend>,
        cx: Context,
        language: Data<&Language>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<SendMessage>,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        let SendMessage { conversation_id, content, reply_to_id, keep_bot, sender_name } = body.0;
        let sender_name = send::signature(&who, sender_name.as_deref())?;
        if content.contains('\0') {
            return Err(ApiError::validation("content", "must not contain NUL"));
        }
        let letter = Letter {
            conversation: conversation_id,
            content,
            reply_to: reply_to_id,
            resend_of: None,
            file: None,
            template: None,
            keep_bot,
            sender_name,
        };
        send::send(&cx, &who, *language.0, key, &letter).await
    }

    /// Send a file, as `multipart/form-data` with the fields `conversationId`, `file`, and perhaps `caption`, `replyToId`, `voice`,
    /// `keepBot` and `senderName`, in any order. Its content and its extension must both be of an allowed kind.
    #[oai(path = "/send-media", method = "post", operation_id = "sendMedia")]
    async fn send_media(
        &self,
        who: Caller<need::MessagesSend>,
        cx: Context,
        language: Data<&Language>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        form: Form,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        send_media::send(&cx, &who, *language.0, key, form).await
    }

    /// Send a message template: META only, and at any time. Its words become the message's content.
    #[oai(path = "/send-template", method = "post", operation_id = "sendTemplate")]
    async fn send_template(
        &self,
        who: Caller<need::MessagesSend>,
        cx: Context,
        language: Data<&Language>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<SendTemplate>,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        send_template::send(&cx, &who, *language.0, key, body.0).await
    }

    /// React to a message. The customer sees one reaction of the company, the last.
    #[oai(path = "/:id/reaction", method = "put", operation_id = "setReaction")]
    async fn set_reaction(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        body: Body<NewReaction>,
    ) -> Result<Reply<wire::Message>, ApiError> {
        react::react(&cx, &user, *language.0, id.0, Some(body.0.emoji)).await
    }

    /// Take one's reaction back.
    #[oai(path = "/:id/reaction", method = "delete", operation_id = "removeReaction")]
    async fn remove_reaction(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Message>, ApiError> {
        react::react(&cx, &user, *language.0, id.0, None).await
    }

    /// Send a failed message again, as a new one.
    #[oai(path = "/:id/resend", method = "post", operation_id = "resendMessage")]
    async fn resend(
        &self,
        who: Caller<need::MessagesSend>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        send::resend(&cx, &who, *language.0, key, id.0).await
    }

    /// Take back a message that nobody has tried to send yet.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancelMessage")]
    async fn cancel(
        &self,
        who: Caller<need::MessagesSend>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Message>, ApiError> {
        send::cancel(&cx, &who, *language.0, id.0).await
    }

    /// Find words in the messages of all conversations that the caller may see, newest first.
    #[oai(path = "/search", method = "get", operation_id = "searchMessages")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn search(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        language: Data<&Language>,
        /// Words, all of which occur; at least two characters. Accents and case do not matter.
        query: Query<String>,
        #[oai(name = "conversationId")] conversation_id: Query<Option<String>>,
        #[oai(name = "departmentId")] department_id: Query<Option<String>>,
        #[oai(name = "type")] kind: Query<Option<String>>,
        direction: Query<Option<String>>,
        from: Query<Option<Time>>,
        to: Query<Option<Time>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<List<FoundMessage>, ApiError> {
        let wanted = Wanted {
            words: query.0,
            conversation: query::id(conversation_id.0.as_deref()),
            department: query::id(department_id.0.as_deref()),
            kind: query::choice::<MessageType>("type", kind.0.as_deref())?,
            direction: query::choice::<Direction>("direction", direction.0.as_deref())?,
            from: from.0,
            to: to.0,
            limit: query::limit(limit.0)?,
        };
        search::search(&cx, &who, *language.0, wanted, cursor.0.as_deref()).await
    }
}
