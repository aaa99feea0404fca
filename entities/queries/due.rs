//! What is due: the one-second scan's reads. Each claims its rows by `nudged_at`, so that no row is nudged twice in fifteen seconds.

use chrono::Duration;
use domain::channel::ChannelStatus;
use domain::clock::Time;
use domain::conversation::TimeoutKind;
use domain::id::{ChannelId, CompanyId, ConversationId, DepartmentId, UserId};
use domain::role::OnlineStatus;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, Statement,
};

use super::media::DueMedia;
use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::system::System;
use crate::tables::user;
use crate::{Text, User};

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
                 ORDER BY ready_at LIMIT $3 /*lock*/)",
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
                 ORDER BY o.next_at LIMIT $3 /*lock of o*/)",
            now,
        )
        .await
    }

    /// Attachments that are to be fetched now.
    pub async fn nudge_media(&self, now: Time) -> Result<Vec<DueMedia>, StoreError> {
        let rows = Pair::find_by_statement(self.statement(
            "UPDATE media SET nudged_at = $1 WHERE id IN (
                 SELECT id FROM media
                 WHERE state = 'PENDING' AND next_attempt_at <= $1 AND (nudged_at IS NULL OR nudged_at < $2)
                 ORDER BY next_attempt_at LIMIT $3 /*lock*/)
             RETURNING company_id, id",
            now,
        ))
        .all(&self.db())
        .await?;
        Ok(rows.into_iter().map(|row| DueMedia { company: row.company_id, id: row.id }).collect())
    }

    /// Conversations whose deadline or pause has come.
    pub async fn nudge_deadlines(&self, now: Time) -> Result<Vec<DueDeadline>, StoreError> {
        let rows = DeadlineRow::find_by_statement(self.statement(
            "UPDATE conversations SET nudged_at = $1 WHERE id IN (
                 SELECT id FROM conversations
                 WHERE timeout_at IS NOT NULL AND timeout_at <= $1 AND (nudged_at IS NULL OR nudged_at < $2)
                 ORDER BY timeout_at LIMIT $3 /*lock*/)
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

    pub(super) fn statement(&self, sql: &str, now: Time) -> Statement {
        let backend = self.db().get_database_backend();
        // SQLite spells numbered parameters with a question mark and has no row locks; the statements are otherwise the same. A row
        // that somebody is working on needs no nudge.
        let sql = if backend == DbBackend::Sqlite {
            sql.replace('$', "?").replace("/*place*/", "printf('%08x%016x%016x', e.epoch, e.tx, e.id)")
        } else {
            sql.replace("/*lock*/", "FOR NO KEY UPDATE SKIP LOCKED")
                .replace("/*lock of o*/", "FOR NO KEY UPDATE OF o SKIP LOCKED")
                .replace("/*lock of w*/", "FOR NO KEY UPDATE OF w SKIP LOCKED")
                .replace(
                    "/*place*/",
                    "lpad(to_hex(e.epoch), 8, '0') || lpad(to_hex(e.tx), 16, '0') || lpad(to_hex(e.id), 16, '0')",
                )
        };
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

impl<M: Mode> System<M> {
    /// Every user who is ONLINE or BUSY, of all companies.
    pub async fn users_present(&self) -> Result<Vec<User>, StoreError> {
        let present = user::Entity::find().filter(user::Column::OnlineStatus.ne(Text(OnlineStatus::Offline)));
        Ok(present.order_by_asc(user::Column::Id).all(&self.db()).await?)
    }

    /// Users who hold conversations although they are away or deactivated.
    pub async fn lost_holders(&self) -> Result<Vec<(CompanyId, UserId)>, StoreError> {
        self.pairs(
            "SELECT DISTINCT c.company_id AS company_id, c.assigned_user_id AS id FROM conversations c
             JOIN users u ON u.id = c.assigned_user_id
             WHERE c.status = 'ASSIGNED' AND (u.online_status = 'OFFLINE' OR u.is_active = $1) LIMIT 1000",
            false.into(),
        )
        .await
    }

    /// Departments in whose queue somebody waits.
    pub async fn waiting_departments(&self) -> Result<Vec<(CompanyId, DepartmentId)>, StoreError> {
        self.pairs(
            "SELECT DISTINCT company_id, department_id AS id FROM conversations
             WHERE status = 'OPEN' AND flow_state = $1 AND idle_since IS NULL AND department_id IS NOT NULL LIMIT 1000",
            "DEPARTMENT_SELECTED".into(),
        )
        .await
    }

    /// Conversations in a queue whose customer was never told so, oldest first.
    pub async fn untold_queued(&self) -> Result<Vec<(CompanyId, ConversationId)>, StoreError> {
        self.pairs(
            "SELECT company_id, id FROM conversations
             WHERE status = 'OPEN' AND flow_state = $1 AND idle_since IS NULL AND queue_notice_sent_at IS NULL
             ORDER BY queued_at LIMIT 1000",
            "DEPARTMENT_SELECTED".into(),
        )
        .await
    }

    /// Active conversations on channels that were taken away: a removal that was cut off, or a customer who wrote in its moment.
    pub async fn stranded(&self) -> Result<Vec<(CompanyId, ConversationId)>, StoreError> {
        self.pairs(
            "SELECT c.company_id AS company_id, c.id AS id FROM channels h JOIN conversations c ON c.channel_id = h.id
             WHERE h.status = $1 AND c.status IN ('OPEN', 'ASSIGNED') LIMIT 1000",
            Text(ChannelStatus::Disabled).into(),
        )
        .await
    }

    async fn pairs(&self, sql: &str, value: sea_orm::Value) -> Result<Vec<(CompanyId, uuid::Uuid)>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { sql.replace('$', "?") } else { sql.to_owned() };
        let rows = Pair::find_by_statement(Statement::from_sql_and_values(backend, sql, [value])).all(&db).await?;
        Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
    }
}

#[derive(FromQueryResult)]
struct Pair {
    company_id: CompanyId,
    id: uuid::Uuid,
}
