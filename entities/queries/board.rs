//! What the queue board tells besides the queues: deadlines that nobody kept, and why somebody waits. Both are in the log only.

use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::TimeoutKind;
use domain::event::QueueReason;
use domain::id::{ContactId, ConversationId, DepartmentId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, Select};
use serde::Deserialize;

use crate::error::StoreError;
use crate::scope::{Mode, Scope};
use crate::tables::event;

/// A deadline that nobody kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedDeadline {
    pub at: Time,
    pub told: Missed,
}

/// What its event says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Missed {
    pub conversation_id: ConversationId,
    #[serde(default)]
    pub customer_name: Option<String>,
    pub department_id: Option<DepartmentId>,
    pub kind: TimeoutKind,
    pub round: i32,
    pub waiting_seconds: i64,
}

impl<M: Mode> Scope<M> {
    fn logged(&self, name: &str) -> Select<event::Entity> {
        event::Entity::find().filter(event::Column::CompanyId.eq(self.company)).filter(event::Column::Name.eq(name))
    }

    /// Deadlines that nobody kept since `since`, the newest first.
    pub async fn missed_deadlines(&self, since: Time) -> Result<Vec<MissedDeadline>, StoreError> {
        let rows = self.logged("queue-timeout").filter(event::Column::OccurredAt.gte(since));
        let rows = rows.order_by_desc(event::Column::Id).all(&self.db()).await?;
        // An erased customer's event has ids only.
        let read = |row: event::Model| Some((row.occurred_at, serde_json::from_value(row.payload).ok()?));
        Ok(rows.into_iter().filter_map(read).map(|(at, told)| MissedDeadline { at, told }).collect())
    }

    /// Why these customers' conversations were put into a queue the last time, as far as the log reaches back.
    pub async fn queue_reasons(
        &self,
        contacts: &[ContactId],
    ) -> Result<HashMap<ConversationId, QueueReason>, StoreError> {
        let rows = self.logged("conversation-queued").filter(event::Column::ContactId.is_in(contacts.iter().copied()));
        let rows = rows.order_by_asc(event::Column::Id).all(&self.db()).await?;
        let read = |row: event::Model| {
            Some((row.conversation_id?, serde_json::from_value(row.payload.get("reason")?.clone()).ok()?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}
