//! How much waits in the whole installation, for its metrics: counts and ages, and nothing that names a company.

use domain::clock::Time;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult, Statement};

use crate::error::StoreError;
use crate::scope::Mode;
use crate::system::System;

/// Rows of one kind, and when the oldest of them began to wait.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Gauge {
    /// As `outbox`.
    pub name: String,
    /// Which of the kind, as `QUEUED`; empty where there is but one.
    pub label: String,
    pub count: i64,
    pub oldest: Option<Time>,
}

const GAUGES: &str = "
    SELECT 'lanes' AS name, '' AS label, count(*) AS count, min(ready_at) AS oldest FROM lanes WHERE ready_at <= $1
    UNION ALL SELECT 'outbox', phase, count(*), min(created_at) FROM outbox GROUP BY phase
    UNION ALL SELECT 'statuses', state, count(*), min(received_at) FROM inbox_events
        WHERE kind = 'STATUS' AND state IN ('PENDING', 'WAITING') GROUP BY state
    UNION ALL SELECT 'dead_letters', 'event', count(*), min(received_at) FROM inbox_events WHERE state = 'DEAD'
    UNION ALL SELECT 'dead_letters', 'job', count(*), min(dead_at) FROM dead_jobs WHERE resolved_at IS NULL
    UNION ALL SELECT 'webhook_deliveries', 'PENDING', count(*), min(created_at) FROM webhook_deliveries WHERE state = 'PENDING'
    UNION ALL SELECT 'webhook_endpoints', status, count(*), min(failing_since) FROM webhook_endpoints GROUP BY status
    UNION ALL SELECT 'overdue_deadlines', '', count(*), min(timeout_at) FROM conversations WHERE timeout_at <= $1
    UNION ALL SELECT 'queued_conversations', '', count(*), min(queued_at) FROM conversations
        WHERE status = 'OPEN' AND flow_state = 'DEPARTMENT_SELECTED' AND idle_since IS NULL";

/// Committed events that no reader sees yet, because an older transaction is open.
const HORIZON: &str = "
    UNION ALL SELECT 'events_behind_horizon', '', count(*), min(occurred_at) FROM events
        WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
          AND epoch = (SELECT log_epoch FROM installation WHERE id = 1)";

impl<M: Mode> System<M> {
    /// What time it is where the database runs. `None` = it runs in this very process.
    pub async fn database_time(&self) -> Result<Option<Time>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        if backend == DbBackend::Sqlite {
            return Ok(None);
        }
        let row = db.query_one_raw(Statement::from_string(backend, "SELECT clock_timestamp() AS now")).await?;
        Ok(row.map(|row| row.try_get("", "now")).transpose()?)
    }

    /// What waits, by kind. One statement.
    pub async fn gauges(&self, now: Time) -> Result<Vec<Gauge>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { GAUGES.replace('$', "?") } else { format!("{GAUGES}{HORIZON}") };
        let rows = Gauge::find_by_statement(Statement::from_sql_and_values(backend, sql, [now.into()]));
        Ok(rows.all(&db).await?)
    }
}
