//! What is due: the one-second scan's reads. Each claims its rows by `nudged_at`, so that no row is nudged twice in fifteen seconds.

use chrono::Duration;
use domain::clock::Time;
use domain::conversation::TimeoutKind;
use domain::id::{ChannelId, CompanyId, ConversationId};
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult, Statement};

use crate::Text;
use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::system::System;

/// A nudge is not repeated within this time.
const AGAIN: Duration = Duration::seconds(15);
const LIMIT: u32 = 200;

/// A conversation whose deadline has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDeadline {
    pub company: CompanyId,
    pub conversation: ConversationId,
    pub kind: TimeoutKind,
    pub at: Time,
}

#[derive(FromQueryResult)]
struct DeadlineRow {
    company_id: CompanyId,
    id: ConversationId,
    timeout_kind: Text<TimeoutKind>,
    timeout_at: Time,
}

impl System<Writing> {
    /// Lanes with work whose nudge is lost or old. Returns how many.
    pub async fn nudge_lanes(&self, now: Time) -> Result<u64, StoreError> {
        self.nudge(
            "UPDATE lanes SET nudged_at = $1 WHERE key IN (
                 SELECT key FROM lanes
                 WHERE ready_at <= $1 AND (lease_until IS NULL OR lease_until < $1) AND (nudged_at IS NULL OR nudged_at < $2)
                 ORDER BY ready_at LIMIT $3)",
            now,
        )
        .await
    }

    /// Outbox rows that may be sent now.
    pub async fn nudge_outbox(&self, now: Time) -> Result<u64, StoreError> {
        self.nudge(
            "UPDATE outbox SET nudged_at = $1 WHERE id IN (
                 SELECT o.id FROM outbox o JOIN channels c ON c.id = o.channel_id
                 WHERE o.next_at <= $1 AND (o.lease_until IS NULL OR o.lease_until < $1) AND (o.nudged_at IS NULL OR o.nudged_at < $2)
                   AND c.status IN ('ACTIVE', 'DEGRADED') AND (c.send_after IS NULL OR c.send_after <= $1)
                 ORDER BY o.next_at LIMIT $3)",
            now,
        )
        .await
    }

    /// Conversations whose deadline or pause has come.
    pub async fn nudge_deadlines(&self, now: Time) -> Result<Vec<DueDeadline>, StoreError> {
        let rows = DeadlineRow::find_by_statement(self.statement(
            "UPDATE conversations SET nudged_at = $1 WHERE id IN (
                 SELECT id FROM conversations
                 WHERE timeout_at IS NOT NULL AND timeout_at <= $1 AND (nudged_at IS NULL OR nudged_at < $2)
                 ORDER BY timeout_at LIMIT $3)
             RETURNING company_id, id, timeout_kind, timeout_at",
            now,
        ))
        .all(&self.db())
        .await?;
        let due = |row: DeadlineRow| DueDeadline {
            company: row.company_id,
            conversation: row.id,
            kind: row.timeout_kind.0,
            at: row.timeout_at,
        };
        Ok(rows.into_iter().map(due).collect())
    }

    fn statement(&self, sql: &str, now: Time) -> Statement {
        let backend = self.db().get_database_backend();
        // SQLite spells numbered parameters with a question mark; the statements are otherwise the same.
        let sql = if backend == DbBackend::Sqlite { sql.replace('$', "?") } else { sql.to_owned() };
        Statement::from_sql_and_values(backend, sql, [now.into(), (now - AGAIN).into(), LIMIT.into()])
    }

    async fn nudge(&self, sql: &str, now: Time) -> Result<u64, StoreError> {
        Ok(self.db().execute_raw(self.statement(sql, now)).await?.rows_affected())
    }
}

#[derive(FromQueryResult)]
struct ChannelRow {
    company_id: CompanyId,
    channel_id: ChannelId,
}

impl<M: Mode> System<M> {
    /// Channels that have statuses waiting longer than `older_than`.
    pub async fn channels_with_statuses(&self, older_than: Time) -> Result<Vec<(CompanyId, ChannelId)>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = "SELECT DISTINCT company_id, channel_id FROM inbox_events
                   WHERE kind = 'STATUS' AND state = 'PENDING' AND received_at < $1 AND (next_attempt_at IS NULL OR next_attempt_at < $1)
                   LIMIT 200";
        let sql = if backend == DbBackend::Sqlite { sql.replace('$', "?") } else { sql.to_owned() };
        let rows = ChannelRow::find_by_statement(Statement::from_sql_and_values(backend, sql, [older_than.into()]));
        Ok(rows.all(&db).await?.into_iter().map(|row| (row.company_id, row.channel_id)).collect())
    }
}
