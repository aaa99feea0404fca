//! Full-text search in messages. What people type is words and nothing else: no character of it is syntax.

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

impl<M: Mode> Messages<'_, M> {
    /// Newest first, from below `before`. One statement.
    pub async fn search(
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
