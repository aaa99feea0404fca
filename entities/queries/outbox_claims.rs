//! Leases of outbox rows: who may send what is due.

use domain::clock::Time;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult as _, QueryFilter as _,
    Statement,
};

use super::claim::{Claim, Share};
use super::outbox::LEASE;
use crate::OutboxRow;
use crate::error::StoreError;
use crate::scope::{Writes, Writing};
use crate::system::System;
use crate::tables::outbox;

impl<M: Writes> System<M> {
    /// Lease rows that are due and the oldest of their contact, on channels that may send. A row found in SENDING was left by a
    /// worker that died.
    pub async fn claim_outbox(&self, worker: &str, share: &Share, now: Time) -> Result<Vec<OutboxRow>, StoreError> {
        SENDS.run(&self.db(), worker, share, now, now + LEASE).await
    }
}

impl System<Writing> {
    /// Keep a row that is still worked on. `false` = it is let go of, or somebody else's.
    pub async fn renew_outbox(&self, row: &OutboxRow, now: Time) -> Result<bool, StoreError> {
        let kept = outbox::Entity::update_many()
            .col_expr(outbox::Column::LeaseUntil, Expr::value(Some(now + LEASE)))
            .filter(outbox::Column::Id.eq(row.id))
            .filter(outbox::Column::LeaseToken.eq(row.lease_token))
            .filter(outbox::Column::LeaseUntil.is_not_null());
        Ok(kept.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Lease rows whose time is over on channels that do not send: nobody else would ever look at them.
    pub async fn claim_expired_outbox(
        &self,
        worker: &str,
        limit: u32,
        now: Time,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite {
            EXPIRED.replace('$', "?").replace("/*lock*/", "")
        } else {
            EXPIRED.replace("/*lock*/", "FOR UPDATE SKIP LOCKED")
        };
        let values = [now.into(), limit.into(), (now + LEASE).into(), worker.into()];
        Ok(OutboxRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(&db).await?)
    }
}

const EXPIRED: &str = "
    UPDATE outbox SET lease_until = $3, leased_by = $4, lease_token = lease_token + 1
    WHERE id IN (
        SELECT id FROM outbox
        WHERE expires_at <= $1 AND phase = 'QUEUED' AND (lease_until IS NULL OR lease_until < $1)
        ORDER BY id LIMIT $2 /*lock*/
    ) RETURNING *";

/// Rows that may leave: on a channel that sends, and the oldest of their contact.
const SENDS: Claim = Claim {
    table: "outbox",
    key: "id",
    due: "next_at",
    and: "
        AND EXISTS (SELECT 1 FROM channels c WHERE c.id = r.channel_id
                    AND c.status IN ('ACTIVE', 'DEGRADED') AND (c.send_after IS NULL OR c.send_after <= $1))
        AND NOT EXISTS (SELECT 1 FROM outbox e
                        WHERE e.channel_id = r.channel_id AND e.contact_id = r.contact_id AND e.id < r.id)",
};
