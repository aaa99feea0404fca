//! Messages: sending, sending again, taking back, searching.

mod search;
mod send;

use domain::clock::Time;
use domain::id::{ConversationId, MessageId};
use domain::message::{Direction, MessageType};
use domain::wire;
use garde::Validate;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use self::search::Wanted;
use self::send::Letter;
use super::Tag;
use crate::auth::User;
use crate::context::Context;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Created, List, Reply};
use crate::query;

pub use search::{FoundIn, FoundMessage};

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
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<SendMessage>,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        let SendMessage { conversation_id, content, reply_to_id } = body.0;
        if content.contains('\0') {
            return Err(ApiError::validation("content", "must not contain NUL"));
        }
        let letter = Letter { conversation: conversation_id, content, reply_to: reply_to_id, resend_of: None };
        send::send(&cx, &user, *language.0, key, &letter).await
    }

    /// Send a failed text again, as a new message.
    #[oai(path = "/:id/resend", method = "post", operation_id = "resendMessage")]
    async fn resend(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
    ) -> Result<Created<wire::Message>, ApiError> {
        let key = query::idempotency_key(key.0.as_deref())?;
        send::resend(&cx, &user, *language.0, key, id.0).await
    }

    /// Take back a message that nobody has tried to send yet.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancelMessage")]
    async fn cancel(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Message>, ApiError> {
        send::cancel(&cx, &user, *language.0, id.0).await
    }

    /// Find words in the messages of all conversations that the caller may see, newest first.
    #[oai(path = "/search", method = "get", operation_id = "searchMessages")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn search(
        &self,
        User(user): User,
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
        search::search(&cx, &user, *language.0, wanted, cursor.0.as_deref()).await
    }
}
