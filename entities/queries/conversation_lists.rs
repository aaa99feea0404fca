//! Lists and counts of conversations: who may see which, filters, three orders, keyset pages.

mod search;

use domain::clock::Time;
use domain::conversation::{FlowState, Status};
use domain::id::{ChannelId, ContactId, ConversationId, DepartmentId, UserId};
use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait as _, NullOrdering, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
};

use super::conversations::Conversations;
use crate::error::StoreError;
use crate::scope::Mode;
use crate::tables::conversation;
use crate::{Conversation, Text};

/// Counts stop here.
pub const COUNT_LIMIT: u64 = 1000;

/// What of a company somebody may see (SPEC 3.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    Company,
    Agent {
        user: UserId,
        departments: Vec<DepartmentId>,
        /// Member of the root, which has the conversations without a department.
        in_root: bool,
    },
}

impl Visibility {
    /// The condition over columns of `conversations`.
    pub(super) fn condition(&self) -> Condition {
        match self {
            Self::Company => Condition::all(),
            Self::Agent { user, departments, in_root } => {
                let mut seen = Condition::any()
                    .add(conversation::Column::AssignedUserId.eq(*user))
                    .add(conversation::Column::LastAttendantId.eq(*user));
                if !departments.is_empty() {
                    seen = seen.add(conversation::Column::DepartmentId.is_in(departments.iter().copied()));
                }
                if *in_root {
                    seen = seen.add(conversation::Column::DepartmentId.is_null());
                }
                seen
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    Nobody,
    User(UserId),
}

/// Which conversations; everything that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFilter {
    pub visible: Visibility,
    /// Empty = all.
    pub statuses: Vec<Status>,
    pub department: Option<DepartmentId>,
    pub assignee: Option<Assignee>,
    pub channel: Option<ChannelId>,
    pub contact: Option<ContactId>,
    pub unread: Option<bool>,
    /// In the queue of its department, or not.
    pub queued: Option<bool>,
    /// Of the last message, from this instant on and before that one.
    pub from: Option<Time>,
    pub to: Option<Time>,
    /// Part of a name, of a phone in any format, of an e-mail address, or the start of a protocol number.
    pub search: Option<String>,
}

impl ConversationFilter {
    pub fn visible(visible: Visibility) -> Self {
        Self {
            visible,
            statuses: Vec::new(),
            department: None,
            assignee: None,
            channel: None,
            contact: None,
            unread: None,
            queued: None,
            from: None,
            to: None,
            search: None,
        }
    }
}

/// Where a page ended, and so the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationOrder {
    /// Newest message first.
    LastMessage(Option<(Time, ConversationId)>),
    /// Newest first.
    Created(Option<(Time, ConversationId)>),
    /// Customers who wait, the longest wait first; then the others, newest message first. The flag = the row was of the first kind.
    Waiting(Option<(bool, Time, ConversationId)>),
}

/// How many there are, each up to [`COUNT_LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct ConversationCounts {
    pub open: i64,
    pub assigned: i64,
    pub queued: i64,
    pub mine: i64,
    pub unread: i64,
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
        let chosen = self.chosen(filter, now);
        let page = match order {
            ConversationOrder::LastMessage(after) => self.newest_by_status(filter, chosen, after, limit),
            ConversationOrder::Created(after) => {
                let page = match after {
                    Some((at, id)) => chosen.filter(older(conversation::Column::CreatedAt, at, id)),
                    None => chosen,
                };
                page.order_by_desc(conversation::Column::CreatedAt).order_by_asc(conversation::Column::Id)
            }
            ConversationOrder::Waiting(after) => longest_wait(chosen, after),
        };
        Ok(page.limit(limit).all(&self.0.db()).await?)
    }

    /// Seven bounded counts in one statement.
    pub async fn counts(
        &self,
        filter: &ConversationFilter,
        me: UserId,
        now: Time,
    ) -> Result<ConversationCounts, StoreError> {
        let status = |status: Status| Condition::all().add(conversation::Column::Status.eq(Text(status)));
        let mine = status(Status::Assigned).add(conversation::Column::AssignedUserId.eq(me));
        let wanted = [
            ("open", status(Status::Open)),
            ("assigned", status(Status::Assigned)),
            ("queued", queued(now)),
            ("mine", mine),
            ("unread", Condition::all().add(conversation::Column::UnreadCount.gt(0))),
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

    fn chosen(&self, filter: &ConversationFilter, now: Time) -> Select<conversation::Entity> {
        use conversation::Column;
        let mut chosen = self.all().filter(filter.visible.condition());
        if !filter.statuses.is_empty() {
            chosen = chosen.filter(Column::Status.is_in(filter.statuses.iter().map(|status| Text(*status))));
        }
        if let Some(department) = filter.department {
            chosen = chosen.filter(Column::DepartmentId.eq(department));
        }
        match filter.assignee {
            Some(Assignee::Nobody) => chosen = chosen.filter(Column::AssignedUserId.is_null()),
            Some(Assignee::User(user)) => chosen = chosen.filter(Column::AssignedUserId.eq(user)),
            None => {}
        }
        if let Some(channel) = filter.channel {
            chosen = chosen.filter(Column::ChannelId.eq(channel));
        }
        if let Some(contact) = filter.contact {
            chosen = chosen.filter(Column::ContactId.eq(contact));
        }
        match filter.unread {
            Some(true) => chosen = chosen.filter(Column::UnreadCount.gt(0)),
            Some(false) => chosen = chosen.filter(Column::UnreadCount.eq(0)),
            None => {}
        }
        match filter.queued {
            Some(true) => chosen = chosen.filter(queued(now)),
            Some(false) => chosen = chosen.filter(queued(now).not()),
            None => {}
        }
        if let Some(from) = filter.from {
            chosen = chosen.filter(Column::LastMessageAt.gte(from));
        }
        if let Some(to) = filter.to {
            chosen = chosen.filter(Column::LastMessageAt.lt(to));
        }
        if let Some(text) = &filter.search {
            chosen = chosen.filter(search::found(self.0.company, text));
        }
        chosen
    }

    /// The index over the list is by status: each status gives its own newest rows, and the newest of these are the page.
    fn newest_by_status(
        &self,
        filter: &ConversationFilter,
        chosen: Select<conversation::Entity>,
        after: Option<(Time, ConversationId)>,
        limit: u64,
    ) -> Select<conversation::Entity> {
        let all = [Status::Open, Status::Assigned, Status::Resolved, Status::Archived];
        let statuses = if filter.statuses.is_empty() { &all[..] } else { &filter.statuses };
        let in_order = |select: Select<conversation::Entity>| {
            select.order_by_desc(conversation::Column::LastMessageAt).order_by_asc(conversation::Column::Id)
        };
        let chosen = match after {
            Some((at, id)) => chosen.filter(older(conversation::Column::LastMessageAt, at, id)),
            None => chosen,
        };
        if statuses.len() == 1 {
            return in_order(chosen);
        }
        let mut newest: Option<SelectStatement> = None;
        for status in statuses {
            let own = chosen.clone().filter(conversation::Column::Status.eq(Text(*status)));
            let own = in_order(own.select_only().column(conversation::Column::Id)).limit(limit).into_query();
            let ids = Query::select().column(Alias::new("id")).from_subquery(own, Alias::new("own")).to_owned();
            match &mut newest {
                Some(newest) => {
                    newest.union(UnionType::All, ids);
                }
                None => newest = Some(ids),
            }
        }
        match newest {
            Some(newest) => in_order(self.all().filter(conversation::Column::Id.in_subquery(newest))),
            None => in_order(chosen),
        }
    }
}

/// Who waits in the queue of a department: as `Conversations::queued`.
fn queued(now: Time) -> Condition {
    Condition::all()
        .add(conversation::Column::DepartmentId.is_not_null())
        .add(conversation::Column::Status.eq(Text(Status::Open)))
        .add(conversation::Column::FlowState.eq(Text(FlowState::DepartmentSelected)))
        .add(conversation::Column::IdleSince.is_null())
        .add(conversation::Column::BotPausedUntil.is_null().or(conversation::Column::BotPausedUntil.lte(now)))
}

/// After `(at, id)` in a list with the newest first; at one instant, ids ascend.
fn older(column: conversation::Column, at: Time, id: ConversationId) -> Condition {
    Condition::any().add(column.lt(at)).add(column.eq(at).and(conversation::Column::Id.gt(id)))
}

/// The same with the oldest first.
fn newer(column: conversation::Column, at: Time, id: ConversationId) -> Condition {
    Condition::any().add(column.gt(at)).add(column.eq(at).and(conversation::Column::Id.gt(id)))
}

fn longest_wait(
    chosen: Select<conversation::Entity>,
    after: Option<(bool, Time, ConversationId)>,
) -> Select<conversation::Entity> {
    use conversation::Column;
    let waits = || {
        let answered = Column::LastAgentAt.is_not_null();
        Column::Status
            .is_in([Text(Status::Open), Text(Status::Assigned)])
            .and(Column::LastCustomerAt.is_not_null())
            .and(answered.not().or(Expr::col(Column::LastCustomerAt).gt(Expr::col(Column::LastAgentAt))))
    };
    let rank = || CaseStatement::new().case(waits(), 0).finally(1);
    let since = CaseStatement::new().case(waits(), Expr::col(Column::LastCustomerAt));
    let calm = CaseStatement::new().case(rank_is_one(rank()), Expr::col(Column::LastMessageAt));
    let page = match after {
        None => chosen,
        Some((true, at, id)) => {
            let same = Condition::all().add(waits()).add(newer(Column::LastCustomerAt, at, id));
            chosen.filter(Condition::any().add(same).add(rank_is_one(rank())))
        }
        Some((false, at, id)) => chosen.filter(rank_is_one(rank())).filter(older(Column::LastMessageAt, at, id)),
    };
    page.order_by(Expr::expr(rank()), Order::Asc)
        .order_by_with_nulls(Expr::expr(since), Order::Asc, NullOrdering::Last)
        .order_by_with_nulls(Expr::expr(calm), Order::Desc, NullOrdering::Last)
        .order_by_asc(Column::Id)
}

fn rank_is_one(rank: CaseStatement) -> SimpleExpr {
    Expr::expr(rank).eq(1)
}
