//! Lists and counts of conversations: who may see which, filters, three orders, keyset pages.

mod filter;
mod order;
pub(super) mod search;

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::ConversationId;
use sea_orm::sea_query::{Alias, Expr, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

pub use self::filter::{Assignee, ConversationFilter, Desk, Visibility};
use self::filter::{queued, with_bot};
pub use self::order::ConversationOrder;
use self::order::older;
use super::conversations::Conversations;
use crate::error::StoreError;
use crate::scope::Mode;
use crate::tables::conversation;
use crate::{Conversation, Text};

/// Counts stop here.
pub const COUNT_LIMIT: u64 = 1000;

/// How many there are, each up to [`COUNT_LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct ConversationCounts {
    pub open: i64,
    pub assigned: i64,
    pub queued: i64,
    pub mine: i64,
    pub bot: i64,
    pub unread: i64,
    pub unread_for_me: i64,
    pub resolved: i64,
    pub archived: i64,
}

impl<M: Mode> Conversations<'_, M> {
    /// One page of at most `limit` rows, after the place named in `order`. One statement.
    pub async fn list(
        &self,
        filter: &ConversationFilter,
        order: ConversationOrder,
        limit: u64,
        now: Time,
    ) -> Result<Vec<Conversation>, StoreError> {
        if let (ConversationOrder::LastMessage(after), Some(text)) = (order, &filter.search) {
            let all = ConversationFilter { search: None, ..filter.clone() };
            let page = self.newest_found(self.chosen(&all, now), text, after, limit);
            return Ok(page.limit(limit).all(&self.0.db()).await?);
        }
        let chosen = self.chosen(filter, now);
        let page = match order {
            ConversationOrder::LastMessage(after) => self.newest(filter, chosen, after, limit),
            ConversationOrder::Created(after) => {
                let page = match after {
                    Some((at, id)) => chosen.filter(older(conversation::Column::CreatedAt, at, id)),
                    None => chosen,
                };
                page.order_by_desc(conversation::Column::CreatedAt).order_by_asc(conversation::Column::Id)
            }
            ConversationOrder::Waiting(after) => self.longest_wait(filter, &chosen, after, limit),
        };
        Ok(page.limit(limit).all(&self.0.db()).await?)
    }

    /// Nine bounded counts in one statement.
    pub async fn counts(
        &self,
        filter: &ConversationFilter,
        desk: Desk<'_>,
        now: Time,
    ) -> Result<ConversationCounts, StoreError> {
        let status = |status: Status| Condition::all().add(conversation::Column::Status.eq(Text(status)));
        let me = desk.user.unwrap_or_default();
        let mine = status(Status::Assigned).add(conversation::Column::AssignedUserId.eq(me));
        let wanted = [
            ("open", status(Status::Open)),
            ("assigned", status(Status::Assigned)),
            ("queued", queued(now)),
            ("mine", mine),
            ("bot", with_bot()),
            ("unread", Condition::all().add(conversation::Column::UnreadCount.gt(0))),
            ("unread_for_me", desk.unread()),
            ("resolved", status(Status::Resolved)),
            ("archived", status(Status::Archived)),
        ];
        let mut counts = Query::select();
        for (name, condition) in wanted {
            let rows = self.chosen(filter, now).filter(condition).select_only().column(conversation::Column::Id);
            let rows = rows.limit(COUNT_LIMIT).into_query();
            let count =
                Query::select().expr(Expr::cust("count(*)")).from_subquery(rows, Alias::new("bounded")).to_owned();
            counts.expr_as(SimpleExpr::from(count), Alias::new(name));
        }
        let db = self.0.db();
        let statement = db.get_database_backend().build(&counts);
        let found = ConversationCounts::find_by_statement(statement).one(&db).await?;
        found.ok_or_else(|| StoreError::invalid("a count without an answer"))
    }

    /// Several at once, in no order.
    pub async fn find_all(&self, ids: &[ConversationId]) -> Result<Vec<Conversation>, StoreError> {
        Ok(self.all().filter(conversation::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?)
    }
}
