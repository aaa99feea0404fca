//! Three orders, each read page by page from its index.

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::ConversationId;
use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait as _, NullOrdering, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
};

use super::filter::ConversationFilter;
use super::search;
use crate::Text;
use crate::queries::conversations::Conversations;
use crate::scope::Mode;
use crate::tables::conversation;

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

impl<M: Mode> Conversations<'_, M> {
    /// Newest message first.
    pub(super) fn newest(
        &self,
        filter: &ConversationFilter,
        chosen: Select<conversation::Entity>,
        after: Option<(Time, ConversationId)>,
        limit: u64,
    ) -> Select<conversation::Entity> {
        if filter.statuses.len() == 1 {
            return newest_first(behind(chosen, after));
        }
        let arms = newest_by_status(filter, &behind(chosen, after), limit);
        newest_first(self.all().filter(conversation::Column::Id.in_subquery(joined(arms))))
    }

    /// What a search finds, newest message first: each way to find one gives its own newest rows, so that of the many that a common part
    /// of a name finds only a page is read whole.
    pub(super) fn newest_found(
        &self,
        chosen: Select<conversation::Entity>,
        text: &str,
        after: Option<(Time, ConversationId)>,
        limit: u64,
    ) -> Select<conversation::Entity> {
        let ways = search::ways(self.0.db().get_database_backend(), self.0.company, text).into_iter();
        let chosen = behind(chosen, after);
        let arms = ways.map(|way| ids(newest_first(chosen.clone().filter(way)), limit)).collect();
        newest_first(self.all().filter(conversation::Column::Id.in_subquery(joined(arms))))
    }

    /// Who waits is always among the few that are open: they are sorted, and the others come from the index over the list.
    pub(super) fn longest_wait(
        &self,
        filter: &ConversationFilter,
        chosen: &Select<conversation::Entity>,
        after: Option<(bool, Time, ConversationId)>,
        limit: u64,
    ) -> Select<conversation::Entity> {
        let mut arms = Vec::new();
        if !matches!(after, Some((false, ..))) {
            let mut waiting = chosen.clone().filter(waits());
            if let Some((true, at, id)) = after {
                waiting = waiting.filter(newer(conversation::Column::LastCustomerAt, at, id));
            }
            let waiting =
                waiting.order_by_asc(conversation::Column::LastCustomerAt).order_by_asc(conversation::Column::Id);
            arms.push(ids(waiting, limit));
        }
        let calm = match after {
            Some((false, at, id)) => behind(chosen.clone(), Some((at, id))),
            _ => chosen.clone(),
        };
        arms.extend(newest_by_status(filter, &calm.filter(waits().not()), limit));
        by_wait(self.all().filter(conversation::Column::Id.in_subquery(joined(arms))))
    }
}

/// The index over the list is by status: each status gives its own newest rows, and the newest of these are the page.
fn newest_by_status(
    filter: &ConversationFilter,
    chosen: &Select<conversation::Entity>,
    limit: u64,
) -> Vec<SelectStatement> {
    let all = [Status::Open, Status::Assigned, Status::Resolved, Status::Archived];
    let statuses = if filter.statuses.is_empty() { &all[..] } else { &filter.statuses };
    let own = |status: &Status| chosen.clone().filter(conversation::Column::Status.eq(Text(*status)));
    statuses.iter().map(|status| ids(newest_first(own(status)), limit)).collect()
}

/// The ids of the first rows.
fn ids(rows: Select<conversation::Entity>, limit: u64) -> SelectStatement {
    let rows = rows.select_only().column(conversation::Column::Id).limit(limit).into_query();
    Query::select().column(Alias::new("id")).from_subquery(rows, Alias::new("own")).to_owned()
}

fn joined(arms: Vec<SelectStatement>) -> SelectStatement {
    let mut arms = arms.into_iter();
    let mut all = arms.next().unwrap_or_default();
    for arm in arms {
        all.union(UnionType::All, arm);
    }
    all
}

fn behind(rows: Select<conversation::Entity>, after: Option<(Time, ConversationId)>) -> Select<conversation::Entity> {
    match after {
        Some((at, id)) => rows.filter(older(conversation::Column::LastMessageAt, at, id)),
        None => rows,
    }
}

fn newest_first(rows: Select<conversation::Entity>) -> Select<conversation::Entity> {
    rows.order_by_desc(conversation::Column::LastMessageAt).order_by_asc(conversation::Column::Id)
}

/// After `(at, id)` in a list with the newest first; at one instant, ids ascend.
pub(super) fn older(column: conversation::Column, at: Time, id: ConversationId) -> Condition {
    Condition::any().add(column.lt(at)).add(column.eq(at).and(conversation::Column::Id.gt(id)))
}

/// The same with the oldest first.
fn newer(column: conversation::Column, at: Time, id: ConversationId) -> Condition {
    Condition::any().add(column.gt(at)).add(column.eq(at).and(conversation::Column::Id.gt(id)))
}

/// The customer spoke last.
pub(super) fn waits() -> SimpleExpr {
    use conversation::Column;
    let answered = Column::LastAgentAt.is_not_null();
    Column::Status
        .is_in([Text(Status::Open), Text(Status::Assigned)])
        .and(Column::LastCustomerAt.is_not_null())
        .and(answered.not().or(Expr::col(Column::LastCustomerAt).gt(Expr::col(Column::LastAgentAt))))
}

fn by_wait(rows: Select<conversation::Entity>) -> Select<conversation::Entity> {
    use conversation::Column;
    let calm = || CaseStatement::new().case(waits(), 0).finally(1);
    let since = CaseStatement::new().case(waits(), Expr::col(Column::LastCustomerAt));
    let last = CaseStatement::new().case(Expr::expr(calm()).eq(1), Expr::col(Column::LastMessageAt));
    rows.order_by(Expr::expr(calm()), Order::Asc)
        .order_by_with_nulls(Expr::expr(since), Order::Asc, NullOrdering::Last)
        .order_by_with_nulls(Expr::expr(last), Order::Desc, NullOrdering::Last)
        .order_by_asc(Column::Id)
}
