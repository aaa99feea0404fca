//! Conversations: lists, one with its messages, its history, and what people do to it.

mod bulk;
mod commands;
mod history;
mod listing;
mod marks;
mod messages;
mod notes;
mod query;
pub(crate) mod sight;
mod start;
pub(crate) mod takers;

use domain::clock::Time;
use domain::wire;
use entities::COUNT_LIMIT;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use self::messages::page;
use self::query::{Asked, Sort};
use super::Tag;
use crate::auth::{Actor, Caller, need};
use crate::context::Context;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Created, List, Page, Reply};
use crate::views;

pub use bulk::{BulkAction, BulkAnswer, BulkApi, BulkResult, BulkWish};
pub use commands::{
    AssignConversation, ChangeBot, ChangeCustomerName, ChangeStatus, ConversationCommandsApi, ResolveConversation,
    TransferConversation,
};
pub use history::{Decision, TimelineItem, TimelineKind};
pub use marks::{ConversationMarks, ConversationTags};
pub use messages::MessagePage;
pub use notes::{NoteText, NotesApi};
pub use start::{NewConversation, StartApi};

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
    /// Still choosing: the bot greets, lists the menu or asks.
    pub bot: i64,
    pub unread: i64,
    /// Unread, and the caller's to answer: assigned to them, or to nobody in a department where they work now.
    pub unread_for_me: i64,
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

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl ConversationsApi {
    /// List the conversations that the caller may see. Their pins stand before the first page, beside its own rows.
    #[oai(path = "/", method = "get", operation_id = "listConversations")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn list(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        language: Data<&Language>,
        /// A comma list of OPEN, ASSIGNED, RESOLVED, ARCHIVED.
        status: Query<Option<String>>,
        #[oai(name = "departmentId")] department_id: Query<Option<String>>,
        /// Part of a name, an e-mail address or a phone in any format, or the start of a protocol number.
        search: Query<Option<String>>,
        /// A user's id, `me` or `none`: who holds it or, once it is closed, who held it last.
        #[oai(name = "assignedUserId")]
        assigned_user_id: Query<Option<String>>,
        #[oai(name = "channelId")] channel_id: Query<Option<String>>,
        #[oai(name = "contactId")] contact_id: Query<Option<String>>,
        #[oai(name = "tagId")] tag_id: Query<Option<String>>,
        unread: Query<Option<bool>>,
        /// In the queue of a department.
        queue: Query<Option<bool>>,
        /// Talking with the bot.
        bot: Query<Option<bool>>,
        /// The customer wrote last and nobody answered.
        waiting: Query<Option<bool>>,
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
            bot: bot.0,
            waiting: waiting.0,
            from: from.0,
            to: to.0,
            tag: tag_id.0,
        };
        let filter = asked.filter(&who)?;
        let limit = crate::query::limit(limit.0)?;
        let sort = Sort::read(sort.0.as_deref())?;
        listing::page(&cx, &who, *language.0, filter, sort, limit, cursor.0.as_deref()).await
    }

    /// Begin an attendance: the caller gets it. Outside META's window only a template may begin one.
    #[oai(path = "/", method = "post", operation_id = "startConversation")]
    async fn start(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewConversation>,
    ) -> Result<Created<wire::Conversation>, ApiError> {
        start::start(&cx, &who, *language.0, key.0.as_deref(), &body.0).await
    }

    /// Count the conversations that the caller may see.
    #[oai(path = "/counts", method = "get", operation_id = "countConversations")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per filter")]
    async fn counts(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        status: Query<Option<String>>,
        #[oai(name = "departmentId")] department_id: Query<Option<String>>,
        search: Query<Option<String>>,
        #[oai(name = "assignedUserId")] assigned_user_id: Query<Option<String>>,
        #[oai(name = "channelId")] channel_id: Query<Option<String>>,
        #[oai(name = "contactId")] contact_id: Query<Option<String>>,
        #[oai(name = "tagId")] tag_id: Query<Option<String>>,
        unread: Query<Option<bool>>,
        queue: Query<Option<bool>>,
        bot: Query<Option<bool>>,
        waiting: Query<Option<bool>>,
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
            bot: bot.0,
            waiting: waiting.0,
            from: from.0,
            to: to.0,
            tag: tag_id.0,
        };
        let filter = asked.filter(&who)?;
        let scope = cx.company(who.company_id());
        let now = cx.clock.now();
        let found = scope.conversations().counts(&filter, sight::desk(&who), now).await?;
        let entities::ConversationCounts {
            open,
            assigned,
            queued,
            mine,
            bot,
            unread,
            unread_for_me,
            resolved,
            archived,
        } = found;
        let most = [open, assigned, queued, mine, bot, unread, resolved, archived].into_iter().max().unwrap_or(0);
        let capped = u64::try_from(most).is_ok_and(|most| most >= COUNT_LIMIT);
        Ok(Reply::new(ConversationCounts {
            open,
            assigned,
            queued,
            mine,
            bot,
            unread,
            unread_for_me,
            resolved,
            archived,
            capped,
        }))
    }

    /// Read one conversation with its newest messages.
    #[oai(path = "/:id", method = "get", operation_id = "getConversation")]
    async fn one(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Reply<ConversationDetail>, ApiError> {
        let scope = cx.company(who.company_id());
        let row = sight::find(&scope, &who, id.0).await?;
        let version = row.version;
        let company = cx.directory.company(&scope).await?;
        let MessagePage { messages, next_cursor } = page(&cx, &who, *language.0, &row, None, FIRST_MESSAGES).await?;
        let conversation = views::conversations::load_one(&scope, &company, language.tag(), who.user_id(), row).await?;
        let detail = ConversationDetail { conversation, messages, messages_next_cursor: next_cursor };
        Ok(Reply::new(detail).version(version))
    }

    /// Read the messages of a conversation, newest first.
    #[oai(path = "/:id/messages", method = "get", operation_id = "listMessages")]
    #[expect(clippy::too_many_arguments, reason = "one parameter per choice")]
    async fn messages(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        /// `conversation`, or `contact`: on into the earlier conversations that the caller may see.
        scope: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<MessagePage>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let (scope, cursor) = (scope.0.as_deref(), cursor.0.as_deref());
        Ok(Reply::new(messages::read(&cx, &who, *language.0, id.0, scope, cursor, limit).await?))
    }

    /// Read why a conversation was routed as it was, newest first.
    #[oai(path = "/:id/decisions", method = "get", operation_id = "listDecisions")]
    async fn decisions(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<Decision>>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let scope = cx.company(who.company_id());
        let row = sight::find(&scope, &who, id.0).await?;
        let page = history::decisions(&scope, &cx.cursors, row.id, cursor.0.as_deref(), limit).await?;
        Ok(Reply::new(page))
    }

    /// Read who had a conversation when, and how it came to them, newest first.
    #[oai(path = "/:id/timeline", method = "get", operation_id = "getTimeline")]
    async fn timeline(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<TimelineItem>>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let scope = cx.company(who.company_id());
        let row = sight::find(&scope, &who, id.0).await?;
        let page = history::timeline(&scope, &cx.cursors, row.id, cursor.0.as_deref(), limit).await?;
        Ok(Reply::new(page))
    }
}

/// The page, and its last row when there are more behind it.
pub(crate) fn cut<T: Clone>(mut rows: Vec<T>, limit: u32) -> (Vec<T>, Option<T>) {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = if more { rows.last().cloned() } else { None };
    (rows, last)
}
