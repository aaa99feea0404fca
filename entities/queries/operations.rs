//! What operations look at: leases of processes, jobs given up, the audit trail.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{CompanyId, UserId, new_id};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set, Statement,
};
use serde_json::Value;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{audit_log, dead_job, idempotency_key, lease};
use crate::{AuditLog, AuditOutcome, Text};

/// How long operational rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// What identifies events of providers that are dealt with: a second copy is known by it. Their bodies go when the company says.
    pub inbox: Duration,
    /// The event log of a company without a webhook endpoint.
    pub events: Duration,
    /// The event log of a company with one.
    pub events_with_endpoint: Duration,
    /// What was sent to webhook endpoints, and what never will be.
    pub deliveries: Duration,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            inbox: Duration::days(30),
            events: Duration::days(7),
            events_with_endpoint: Duration::days(30),
            deliveries: Duration::days(30),
        }
    }
}

/// Companies whose oldest events are older than is kept for them.
const OLD_LOGS: &str = "
    SELECT id, has_endpoint FROM (
        SELECT c.id, EXISTS (SELECT 1 FROM webhook_endpoints w WHERE w.company_id = c.id) AS has_endpoint FROM companies c
    ) AS logs
    WHERE EXISTS (SELECT 1 FROM events e WHERE e.company_id = logs.id AND e.occurred_at < $1
                  AND (NOT has_endpoint OR e.occurred_at < $2))
    LIMIT $3";

const OLD_EVENTS: &str = "
    DELETE FROM events WHERE id IN (SELECT id FROM events WHERE company_id = $1 ORDER BY epoch, tx, id LIMIT $3)
        AND occurred_at < $2 AND (epoch, tx, id) <= ($4, $5, $6)";

#[derive(FromQueryResult)]
struct OldLog {
    id: CompanyId,
    has_endpoint: bool,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDeadJob {
    pub queue: String,
    pub key: String,
    pub payload: Value,
    pub company: Option<CompanyId>,
    pub attempts: i32,
    pub last_error: String,
}

impl System<Writing> {
    /// Take or keep the lease `name` until `until`. The answer is the fencing token while it is ours, `None` while it is another's.
    pub async fn hold_lease(
        &self,
        name: &str,
        holder: &str,
        until: Time,
        now: Time,
    ) -> Result<Option<i32>, StoreError> {
        let fresh = lease::ActiveModel {
            name: Set(name.to_owned()),
            holder: Set(holder.to_owned()),
            until: Set(now),
            token: Set(0),
            created_at: Set(now),
            updated_at: Set(now),
        };
        lease::Entity::insert(fresh)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.db())
            .await?;
        let ours = lease::Column::Holder.eq(holder);
        let taken = lease::Entity::update_many()
            .col_expr(lease::Column::Holder, Expr::value(holder))
            .col_expr(lease::Column::Until, Expr::value(until))
            .col_expr(
                lease::Column::Token,
                Expr::case(lease::Column::Holder.eq(holder), Expr::col(lease::Column::Token))
                    .finally(Expr::col(lease::Column::Token).add(1))
                    .into(),
            )
            .filter(lease::Column::Name.eq(name))
            .filter(ours.or(lease::Column::Until.lt(now)))
            .exec_with_returning(&self.db())
            .await?;
        Ok(taken.into_iter().next().map(|lease| lease.token))
    }

    /// Let go of a lease at a graceful stop, so that another process need not wait for its end.
    pub async fn release_lease(&self, name: &str, holder: &str, now: Time) -> Result<(), StoreError> {
        lease::Entity::update_many()
            .col_expr(lease::Column::Until, Expr::value(now - chrono::Duration::seconds(1)))
            .filter(lease::Column::Name.eq(name))
            .filter(lease::Column::Holder.eq(holder))
            .exec(&self.db())
            .await?;
        Ok(())
    }

    /// Remove what has outlived its use, up to `limit` rows of each kind, oldest first. Returns how many rows went.
    pub async fn prune(&self, keep: &Retention, now: Time, limit: u32) -> Result<u64, StoreError> {
        let slices = [
            (
                "DELETE FROM lanes WHERE key IN (SELECT key FROM lanes WHERE ready_at IS NULL AND lease_until IS NULL AND updated_at < $1 LIMIT $2)",
                now - Duration::seconds(60),
            ),
            (
                "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
                now - keep.deliveries,
            ),
            (
                "DELETE FROM login_throttle WHERE key IN (SELECT key FROM login_throttle WHERE window_start < $1 AND (locked_until IS NULL OR locked_until < $1) LIMIT $2)",
                now - Duration::days(1),
            ),
        ];
        let mut pruned = 0;
        for (sql, before) in slices {
            pruned += self.slice(sql, before, limit).await?;
        }
        pruned += self.prune_events(keep, now, limit).await?;
        let expired = idempotency_key::Entity::delete_many().filter(idempotency_key::Column::ExpiresAt.lt(now));
        Ok(pruned + expired.exec(&self.db()).await?.rows_affected)
    }

    /// Each company's log by itself, oldest first: one with a webhook endpoint keeps more of it. Nothing goes that the hourly counters
    /// have not read.
    async fn prune_events(&self, keep: &Retention, now: Time, limit: u32) -> Result<u64, StoreError> {
        let sqlite = self.db().get_database_backend() == DbBackend::Sqlite;
        let say = |sql: &str| if sqlite { sql.replace('$', "?") } else { sql.to_owned() };
        let values = [(now - keep.events).into(), (now - keep.events_with_endpoint).into(), limit.into()];
        let old = Statement::from_sql_and_values(self.db().get_database_backend(), say(OLD_LOGS), values);
        let read = self.rollup_cursor().await?;
        let mut pruned = 0;
        for company in OldLog::find_by_statement(old).all(&self.db()).await? {
            let age = if company.has_endpoint { keep.events_with_endpoint } else { keep.events };
            let place = [read.epoch.into(), read.tx.into(), read.id.into()];
            let values = [company.id.into(), (now - age).into(), limit.into()].into_iter().chain(place);
            let slice = Statement::from_sql_and_values(self.db().get_database_backend(), say(OLD_EVENTS), values);
            pruned += self.db().execute_raw(slice).await?.rows_affected();
            if pruned >= u64::from(limit) {
                break;
            }
        }
        Ok(pruned)
    }

    async fn slice(&self, sql: &str, before: Time, limit: u32) -> Result<u64, StoreError> {
        let backend = self.db().get_database_backend();
        let sql = if backend == DbBackend::Sqlite { sql.replace('$', "?") } else { sql.to_owned() };
        let statement = Statement::from_sql_and_values(backend, sql, [before.into(), limit.into()]);
        Ok(self.db().execute_raw(statement).await?.rows_affected())
    }

    /// Keep what a job that was given up wanted, for people to look at.
    pub async fn bury_job(&self, job: NewDeadJob, now: Time) -> Result<uuid::Uuid, StoreError> {
        let id = new_id();
        let row = dead_job::ActiveModel {
            id: Set(id),
            queue: Set(job.queue),
            key: Set(job.key),
            payload: Set(job.payload),
            company_id: Set(job.company),
            attempts: Set(job.attempts),
            last_error: Set(job.last_error),
            first_failed_at: Set(now),
            dead_at: Set(now),
            resolved_at: Set(None),
            resolution: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        dead_job::Entity::insert(row).exec_without_returning(&self.db()).await?;
        Ok(id)
    }
}

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    pub user: Option<UserId>,
    /// The key of a program that did it.
    pub api_key: Option<uuid::Uuid>,
    pub actor_email: Option<String>,
    pub action: &'static str,
    pub entity: &'static str,
    pub entity_id: Option<uuid::Uuid>,
    pub outcome: AuditOutcome,
    pub status: i32,
    /// Method, path template, names of changed fields. Never a value of a secret.
    pub metadata: Value,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: String,
}

impl AuditEntry {
    fn row(self, company: Option<CompanyId>, now: Time) -> audit_log::ActiveModel {
        audit_log::ActiveModel {
            id: Set(new_id()),
            company_id: Set(company),
            user_id: Set(self.user),
            api_key_id: Set(self.api_key),
            actor_email: Set(self.actor_email),
            action: Set(self.action.to_owned()),
            entity: Set(self.entity.to_owned()),
            entity_id: Set(self.entity_id.map(|id| id.to_string())),
            outcome: Set(Text(self.outcome)),
            status: Set(self.status),
            metadata: Set(self.metadata),
            ip_address: Set(self.ip_address),
            user_agent: Set(self.user_agent),
            request_id: Set(self.request_id),
            timestamp: Set(now),
            created_at: Set(now),
        }
    }
}

/// What of the audit trail is wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub user: Option<UserId>,
    pub action: Option<String>,
    pub entity: Option<String>,
    pub outcome: Option<AuditOutcome>,
    pub from: Option<Time>,
    /// Before this time.
    pub to: Option<Time>,
    /// The last entry of the page before.
    pub after: Option<(Time, uuid::Uuid)>,
}

impl<M: Mode> Scope<M> {
    /// The audit trail, newest first.
    pub async fn audit_entries(&self, filter: &AuditFilter, limit: u64) -> Result<Vec<AuditLog>, StoreError> {
        use audit_log::Column;

        let after = filter.after.map(|(at, id)| {
            let same = Column::Timestamp.eq(at).and(Column::Id.lt(id));
            Column::Timestamp.lt(at).or(same)
        });
        let wanted = [
            filter.user.map(|user| Column::UserId.eq(user)),
            filter.action.as_deref().map(|action| Column::Action.eq(action)),
            filter.entity.as_deref().map(|entity| Column::Entity.eq(entity)),
            filter.outcome.map(|outcome| Column::Outcome.eq(Text(outcome))),
            filter.from.map(|from| Column::Timestamp.gte(from)),
            filter.to.map(|to| Column::Timestamp.lt(to)),
            after,
        ];
        let mut rows = audit_log::Entity::find().filter(Column::CompanyId.eq(self.company));
        for condition in wanted.into_iter().flatten() {
            rows = rows.filter(condition);
        }
        let rows = rows.order_by_desc(Column::Timestamp).order_by_desc(Column::Id).limit(limit);
        Ok(rows.all(&self.db()).await?)
    }
}

impl Scope<Writing> {
    /// Write the audit entry of a change in the change's own transaction.
    pub async fn audit(&self, entry: AuditEntry, now: Time) -> Result<(), StoreError> {
        audit_log::Entity::insert(entry.row(Some(self.company), now)).exec_without_returning(&self.db()).await?;
        Ok(())
    }
}

impl System<Writing> {
    /// For calls that belong to no company, as the failed login of an unknown address.
    pub async fn audit(&self, company: Option<CompanyId>, entry: AuditEntry, now: Time) -> Result<(), StoreError> {
        audit_log::Entity::insert(entry.row(company, now)).exec_without_returning(&self.db()).await?;
        Ok(())
    }
}
