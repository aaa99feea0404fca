//! Pages of the messages of a conversation, or of all that was written with its contact.

use domain::clock::Time;
use domain::id::ConversationId;
use domain::wire;
use entities::MessagePlace;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{cut, sight};
use crate::auth::Actor;
use crate::context::Context;
use crate::cursor::Position;
use crate::error::{ApiError, Code, Language};
use crate::views;

/// One page of messages, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    pub messages: Vec<wire::Message>,
    /// Null at the end.
    pub next_cursor: Option<String>,
}

/// Of one conversation, or on into the earlier ones of its contact, as `scope` says.
pub(super) async fn read(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    id: ConversationId,
    scope: Option<&str>,
    cursor: Option<&str>,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let whole_contact = match scope {
        None | Some("conversation") => false,
        Some("contact") => true,
        Some(_) => return Err(ApiError::invalid_query("scope", "conversation or contact")),
    };
    let row = sight::find(&cx.company(who.company_id()), who, id).await?;
    if whole_contact {
        contact_page(cx, who, language, &row, cursor, limit).await
    } else {
        page(cx, who, language, &row, cursor, limit).await
    }
}

/// Of one conversation.
pub(super) async fn page(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    row: &entities::Conversation,
    cursor: Option<&str>,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let place: Option<InConversation> = cx.cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != row.id) {
        return Err(Code::InvalidCursor.into());
    }
    let before = place.map(|place| MessagePlace { sent_at: place.at, seq: place.seq });
    let scope = cx.company(who.company_id());
    let rows = scope.messages().page(row.id, before, u64::from(limit) + 1).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|last| InConversation { conversation: row.id, at: last.sent_at, seq: last.seq });
    let next_cursor = next.map(|next| cx.cursors.write(&next)).transpose()?;
    let messages = views::messages::load(&scope, language.tag(), &rows).await?;
    Ok(MessagePage { messages, next_cursor })
}

/// On from one conversation into the earlier ones of its contact that the caller may see.
async fn contact_page(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    row: &entities::Conversation,
    cursor: Option<&str>,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let place: Option<InContact> = cx.cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != row.id) {
        return Err(Code::InvalidCursor.into());
    }
    let before = place.map(|place| (place.at, place.id));
    let scope = cx.company(who.company_id());
    let visible = sight::all(who);
    let rows =
        scope.messages().contact_page(row.contact_id, row.created_at, &visible, before, u64::from(limit) + 1).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|last| InContact { conversation: row.id, at: last.sent_at, id: last.id });
    let next_cursor = next.map(|next| cx.cursors.write(&next)).transpose()?;
    let messages = views::messages::load(&scope, language.tag(), &rows).await?;
    Ok(MessagePage { messages, next_cursor })
}

/// A place among the messages of one conversation.
#[derive(Debug, Serialize, Deserialize)]
struct InConversation {
    conversation: ConversationId,
    at: Time,
    seq: i64,
}

impl Position for InConversation {
    const LIST: &'static str = "messages.conversation";
}

/// A place among the messages of a contact, read from one conversation.
#[derive(Debug, Serialize, Deserialize)]
struct InContact {
    conversation: ConversationId,
    at: Time,
    id: Uuid,
}

impl Position for InContact {
    const LIST: &'static str = "messages.contact";
}
