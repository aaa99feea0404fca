//! Conversations: lists, one with its messages, its history, and what people do to it.

mod commands;
mod history;
mod query;
pub(crate) mod sight;
pub(crate) mod takers;

use domain::clock::Time;
use domain::id::ConversationId;
use domain::wire;
use entities::{COUNT_LIMIT, MessagePlace};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::query::{Asked, Place, Sort};
use super::Tag;
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::cursor::Position;
use crate::error::{ApiError, Language};
use crate::payload::{List, Page, Reply};
use crate::views;

pub use commands::{
    AssignConversation, ChangeBot, ChangeCustomerName, ChangeStatus, ConversationCommandsApi, ResolveConversation,
    TransferConversation,
};
pub use history::{Decision, TimelineItem, TimelineKind};

/// Messages that come with a conversation.
const FIRST_MESSAGES: u32 = 50;

/// Reading conversations.
pub struct ConversationsApi;

/// Conversations by what one looks for. Each number stops at 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationCounts {
    pub open: i64,
    pub assigned: i64,
    /// In the queue of a department.
    pub queued: i64,
    /// Assigned to the caller.
    pub mine: i64,
    pub unread: i64,
    pub resolved: i64,
    pub archived: i64,
    /// At least one number is 1000 and may be more.
    pub capped: bool,
}

/// A conversation with its newest messages, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationDetail {
    #[serde(flatten)]
    pub conversation: wire::Conversation,
    pub messages: Vec<wire::Message>,
    pub messages_next_cursor: Option<String>,
}

/// One page of messages, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    pub messages: Vec<wire::Message>,
    /// Null at the end.
    pub next_cursor: Option<String>,
}

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl ConversationsApi {
    /// List the conversations that the caller may see.
    #[oai(path = "/", method = "get", operation_id = "listConversations")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn list(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        /// A comma list of OPEN, ASSIGNED, RESOLVED, ARCHIVED.
        status: Query<Option<String>>,
        #[oai(name = "departmentId")] department_id: Query<Option<String>>,
        /// Part of a name, an e-mail address or a phone in any format, or the start of a protocol number.
        search: Query<Option<String>>,
        /// A user's id, `me` or `none`.
        #[oai(name = "assignedUserId")]
        assigned_user_id: Query<Option<String>>,
        #[oai(name = "channelId")] channel_id: Query<Option<String>>,
        #[oai(name = "contactId")] contact_id: Query<Option<String>>,
        unread: Query<Option<bool>>,
        /// In the queue of a department.
        queue: Query<Option<bool>>,
        /// Last message at or after this instant.
        from: Query<Option<Time>>,
        /// Last message before this instant.
        to: Query<Option<Time>>,
        /// `lastMessageAt` (newest first), `createdAt` (newest first) or `waiting` (the longest wait first).
        sort: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<List<wire::Conversation>, ApiError> {
        let asked = Asked {
            status: status.0,
            department: department_id.0,
            search: search.0,
            assignee: assigned_user_id.0,
            channel: channel_id.0,
            contact: contact_id.0,
            unread: unread.0,
            queue: queue.0,
            from: from.0,
            to: to.0,
        };
        let filter = asked.filter(&user)?;
        let limit = crate::query::limit(limit.0)?;
        let sort = Sort::read(sort.0.as_deref())?;
        let order = sort.order(&cx.cursors, cursor.0.as_deref())?;
        let scope = cx.company(user.company_id);
        let now = cx.clock.now();
        let rows = scope.conversations().list(&filter, order, u64::from(limit) + 1, now).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&Place::of(sort, &row))).transpose()?;
        let company = cx.directory.company(&scope).await?;
        let objects = views::conversations::load(&scope, &company, language.tag(), rows).await?;
        Ok(List::new(objects, next))
    }

    /// Count the conversations that the caller may see.
    #[oai(path = "/counts", method = "get", operation_id = "countConversations")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn counts(
        &self,
        User(user): User,
        cx: Context,
        status: Query<Option<String>>,
        #[oai(name = "departmentId")] department_id: Query<Option<String>>,
        search: Query<Option<String>>,
        #[oai(name = "assignedUserId")] assigned_user_id: Query<Option<String>>,
        #[oai(name = "channelId")] channel_id: Query<Option<String>>,
        #[oai(name = "contactId")] contact_id: Query<Option<String>>,
        unread: Query<Option<bool>>,
        queue: Query<Option<bool>>,
        from: Query<Option<Time>>,
        to: Query<Option<Time>>,
    ) -> Result<Reply<ConversationCounts>, ApiError> {
        let asked = Asked {
            status: status.0,
            department: department_id.0,
            search: search.0,
            assignee: assigned_user_id.0,
            channel: channel_id.0,
            contact: contact_id.0,
            unread: unread.0,
            queue: queue.0,
            from: from.0,
            to: to.0,
        };
        let filter = asked.filter(&user)?;
        let scope = cx.company(user.company_id);
        let now = cx.clock.now();
        let found = scope.conversations().counts(&filter, user.user_id, now).await?;
        let entities::ConversationCounts { open, assigned, queued, mine, unread, resolved, archived } = found;
        let most = [open, assigned, queued, mine, unread, resolved, archived].into_iter().max().unwrap_or(0);
        let capped = u64::try_from(most).is_ok_and(|most| most >= COUNT_LIMIT);
        Ok(Reply::new(ConversationCounts { open, assigned, queued, mine, unread, resolved, archived, capped }))
    }

    /// Read one conversation with its newest messages.
    #[oai(path = "/:id", method = "get", operation_id = "getConversation")]
    async fn one(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Reply<ConversationDetail>, ApiError> {
        let scope = cx.company(user.company_id);
        let row = sight::find(&scope, &user, id.0).await?;
        let version = row.version;
        let company = cx.directory.company(&scope).await?;
        let MessagePage { messages, next_cursor } = page(&cx, &user, *language.0, &row, None, FIRST_MESSAGES).await?;
        let conversation = views::conversations::load_one(&scope, &company, language.tag(), row).await?;
        let detail = ConversationDetail { conversation, messages, messages_next_cursor: next_cursor };
        Ok(Reply::new(detail).version(version))
    }

    /// Read the messages of a conversation, newest first.
    #[oai(path = "/:id/messages", method = "get", operation_id = "listMessages")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per choice")]
    async fn messages(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        /// `conversation`, or `contact`: on into the earlier conversations that the caller may see.
        scope: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<MessagePage>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let whole_contact = match scope.0.as_deref() {
            None | Some("conversation") => false,
            Some("contact") => true,
            Some(_) => return Err(ApiError::invalid_query("scope", "conversation or contact")),
        };
        let row = sight::find(&cx.company(user.company_id), &user, id.0).await?;
        let cursor = cursor.0.as_deref();
        let page = if whole_contact {
            contact_page(&cx, &user, *language.0, &row, cursor, limit).await?
        } else {
            page(&cx, &user, *language.0, &row, cursor, limit).await?
        };
        Ok(Reply::new(page))
    }

    /// Read why a conversation was routed as it was, newest first.
    #[oai(path = "/:id/decisions", method = "get", operation_id = "listDecisions")]
    async fn decisions(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<Decision>>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let scope = cx.company(user.company_id);
        let row = sight::find(&scope, &user, id.0).await?;
        let page = history::decisions(&scope, &cx.cursors, row.id, cursor.0.as_deref(), limit).await?;
        Ok(Reply::new(page))
    }

    /// Read who had a conversation when, and how it came to them, newest first.
    #[oai(path = "/:id/timeline", method = "get", operation_id = "getTimeline")]
    async fn timeline(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<TimelineItem>>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let scope = cx.company(user.company_id);
        let row = sight::find(&scope, &user, id.0).await?;
        let page = history::timeline(&scope, &cx.cursors, row.id, cursor.0.as_deref(), limit).await?;
        Ok(Reply::new(page))
    }
}

async fn page(
    cx: &Context,
    user: &Principal,
    language: Language,
    row: &entities::Conversation,
    cursor: Option<&str>,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let place: Option<InConversation> = cx.cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != row.id) {
        return Err(crate::error::Code::InvalidCursor.into());
    }
    let before = place.map(|place| MessagePlace { sent_at: place.at, seq: place.seq });
    let scope = cx.company(user.company_id);
    let rows = scope.messages().page(row.id, before, u64::from(limit) + 1).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|last| InConversation { conversation: row.id, at: last.sent_at, seq: last.seq });
    let next_cursor = next.map(|next| cx.cursors.write(&next)).transpose()?;
    let messages = views::messages::load(&scope, language.tag(), &rows).await?;
    Ok(MessagePage { messages, next_cursor })
}

async fn contact_page(
    cx: &Context,
    user: &Principal,
    language: Language,
    row: &entities::Conversation,
    cursor: Option<&str>,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let place: Option<InContact> = cx.cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != row.id) {
        return Err(crate::error::Code::InvalidCursor.into());
    }
    let before = place.map(|place| (place.at, place.id));
    let scope = cx.company(user.company_id);
    let visible = sight::all(user);
    let rows =
        scope.messages().contact_page(row.contact_id, row.created_at, &visible, before, u64::from(limit) + 1).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|last| InContact { conversation: row.id, at: last.sent_at, id: last.id });
    let next_cursor = next.map(|next| cx.cursors.write(&next)).transpose()?;
    let messages = views::messages::load(&scope, language.tag(), &rows).await?;
    Ok(MessagePage { messages, next_cursor })
}

/// The page, and its last row when there are more behind it.
pub(crate) fn cut<T: Clone>(mut rows: Vec<T>, limit: u32) -> (Vec<T>, Option<T>) {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = if more { rows.last().cloned() } else { None };
    (rows, last)
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
