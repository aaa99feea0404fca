//! What META says of a number, and when its templates are read anew.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _, Statement,
};

use super::channels::Channels;
use crate::error::StoreError;
use crate::scope::Writing;
use crate::system::System;
use crate::tables::channel;

/// After a channel was made: by then its account is set up, or will not be today.
const AT_FIRST: Duration = Duration::minutes(10);

#[derive(FromQueryResult)]
struct Row {
    company_id: CompanyId,
    id: ChannelId,
}

impl System<Writing> {
    /// Channels whose templates are to be read anew, at most `limit`, the longest due first. Whoever takes them and dies over it leaves
    /// them to whoever looks at `again`.
    pub async fn claim_template_syncs(
        &self,
        limit: u64,
        now: Time,
        again: Time,
    ) -> Result<Vec<(CompanyId, ChannelId)>, StoreError> {
        let db = self.db();
        let sql = "UPDATE channels SET next_sync_at = $2 WHERE id IN (
                 SELECT id FROM channels
                 WHERE provider = 'META' AND status IN ('ACTIVE', 'DEGRADED') AND waba_id IS NOT NULL
                   AND (next_sync_at <= $1 OR (next_sync_at IS NULL AND created_at <= $3))
                 ORDER BY next_sync_at LIMIT $4 /*lock*/)
             RETURNING company_id, id";
        let backend = db.get_database_backend();
        let sql = match backend {
            DbBackend::Sqlite => sql.replace('$', "?"),
            _ => sql.replace("/*lock*/", "FOR NO KEY UPDATE SKIP LOCKED"),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [now.into(), again.into(), (now - AT_FIRST).into(), limit.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let rows = Row::find_by_statement(statement).all(&db).await?;
        Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
    }
}

impl Channels<'_, Writing> {
    /// Read the templates of its account anew at `next`.
    pub async fn sync_at(&self, id: ChannelId, next: Time) -> Result<(), StoreError> {
        channel::Entity::update_many()
            .col_expr(channel::Column::NextSyncAt, Expr::value(Some(next)))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Note what META says of the number; `None` = it says nothing of that.
    pub async fn rate(
        &self,
        id: ChannelId,
        quality: Option<&str>,
        messaging_limit: Option<&str>,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut write = channel::Entity::update_many()
            .col_expr(channel::Column::Version, Expr::col(channel::Column::Version).add(1))
            .col_expr(channel::Column::UpdatedAt, Expr::value(now));
        for (column, told) in [(channel::Column::Quality, quality), (channel::Column::MessagingLimit, messaging_limit)]
        {
            if told.is_some() {
                write = write.col_expr(column, Expr::value(told.map(str::to_owned)));
            }
        }
        write
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}
