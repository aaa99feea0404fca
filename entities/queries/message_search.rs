//! Full-text search in messages. What people type is words and nothing else: no character of it is syntax.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ConversationId, DepartmentId, MessageId};
use domain::message::{Direction, MessageType};
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, DbBackend, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use super::conversation_lists::Visibility;
use super::messages::{Messages, older};
use crate::error::StoreError;
use crate::scope::Mode;
use crate::tables::{conversation, message};
use crate::{Message, Text};

/// Which messages; everything that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageFilter {
    pub visible: Visibility,
    /// Words, all of which occur; accents and case do not matter.
    pub words: String,
    pub conversation: Option<ConversationId>,
    pub department: Option<DepartmentId>,
    pub kind: Option<MessageType>,
    pub direction: Option<Direction>,
    /// Of the display time, from this instant on and before that one.
    pub from: Option<Time>,
    pub to: Option<Time>,
}

/// How many days back the steps of a search reach at least; the last one has no end.
const STEPS: [i64; 4] = [3, 14, 60, 240];

/// How many days back the next step reaches: as far as what was found in `days` makes it likely that a page is full.
fn reach(least: i64, days: i64, found: usize, limit: u64) -> i64 {
    let Some(found) = i64::try_from(found).ok().filter(|found| *found > 0) else { return least };
    let likely = days.saturating_mul(i64::try_from(limit).unwrap_or(i64::MAX)) / found;
    least.max((likely * 3 / 2).min(STEPS[STEPS.len() - 1]))
}

impl<M: Mode> Messages<'_, M> {
    /// Newest first, from below `before`. A common word is found in the last days, and only a rare one is looked for in all there is:
    /// one statement for each step back, at most five.
    pub async fn search(
        &self,
        filter: &MessageFilter,
        before: Option<(Time, MessageId)>,
        limit: u64,
        now: Time,
    ) -> Result<Vec<Message>, StoreError> {
        if self.0.db().get_database_backend() == DbBackend::Sqlite {
            return self.search_step(filter, before, limit).await;
        }
        let newest = before.map_or(now, |(at, _)| at);
        let mut found = Vec::new();
        let mut to = filter.to;
        let mut days = 0;
        for least in STEPS {
            if least <= days {
                continue;
            }
            days = reach(least, days, found.len(), limit);
            let from = newest - Duration::days(days);
            let step = MessageFilter { from: filter.from.max(Some(from)), to, ..filter.clone() };
            let rest = limit - found.len() as u64;
            found.extend(self.search_step(&step, before, rest).await?);
            to = Some(from);
            if found.len() as u64 >= limit || filter.from.is_some_and(|first| first >= from) {
                return Ok(found);
            }
        }
        let rest = limit - found.len() as u64;
        found.extend(self.search_step(&MessageFilter { to, ..filter.clone() }, before, rest).await?);
        Ok(found)
    }

    async fn search_step(
        &self,
        filter: &MessageFilter,
        before: Option<(Time, MessageId)>,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        use message::Column;
        let db = self.0.db();
        let mut found = self.all().filter(matches(db.get_database_backend(), &filter.words));
        if filter.visible != Visibility::Company || filter.department.is_some() {
            let mut seen = Query::select()
                .column(conversation::Column::Id)
                .from(conversation::Entity)
                .and_where(conversation::Column::CompanyId.eq(self.0.company))
                .cond_where(filter.visible.condition())
                .to_owned();
            if let Some(department) = filter.department {
                seen.and_where(conversation::Column::DepartmentId.eq(department));
            }
            found = found.filter(Column::ConversationId.in_subquery(seen));
        }
        if let Some(conversation) = filter.conversation {
            found = found.filter(Column::ConversationId.eq(conversation));
        }
        if let Some(kind) = filter.kind {
            found = found.filter(Column::Kind.eq(Text(kind)));
        }
        if let Some(direction) = filter.direction {
            found = found.filter(Column::Direction.eq(Text(direction)));
        }
        if let Some(from) = filter.from {
            found = found.filter(Column::SentAt.gte(from));
        }
        if let Some(to) = filter.to {
            found = found.filter(Column::SentAt.lt(to));
        }
        if let Some((at, id)) = before {
            found = found.filter(older(at, id));
        }
        let newest_first = found.order_by_desc(Column::SentAt).order_by_desc(Column::Id);
        Ok(newest_first.limit(limit).all(&db).await?)
    }
}

fn matches(backend: DbBackend, words: &str) -> SimpleExpr {
    // PostgreSQL takes no NUL in a text.
    let words = words.replace('\0', " ");
    if words.trim().is_empty() {
        return Expr::cust("1 = 0");
    }
    if backend == DbBackend::Sqlite {
        let quoted: Vec<String> =
            words.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
        let sql = "messages.id IN (SELECT message_id FROM messages_fts WHERE messages_fts MATCH ?)";
        return Expr::cust_with_values(sql, [quoted.join(" ")]);
    }
    // The very expression of the index.
    let sql = "to_tsvector('wpc'::regconfig, messages.content) @@ plainto_tsquery('wpc'::regconfig, $1)";
    Expr::cust_with_values(sql, [words])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_reaches_as_far_as_makes_a_full_page_likely() {
        assert_eq!(reach(3, 0, 0, 50), 3);
        assert_eq!(reach(14, 3, 0, 50), 14, "nothing found tells nothing");
        assert_eq!(reach(14, 3, 7, 50), 31);
        assert_eq!(reach(14, 3, 40, 50), 14, "the next step is enough");
        assert_eq!(reach(14, 3, 1, 50), 225);
        assert_eq!(reach(60, 14, 1, 50), 240, "and never farther than the longest");
    }
}
