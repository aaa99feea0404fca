//! When a channel's provider is asked for what no webhook brought.

use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _};

use super::channels::Channels;
use crate::Text;
use crate::error::StoreError;
use crate::scope::Writing;
use crate::system::System;
use crate::tables::channel;

#[derive(FromQueryResult)]
struct Row {
    company_id: CompanyId,
    id: ChannelId,
}

impl System<Writing> {
    /// Channels whose provider is to be asked now.
    pub async fn nudge_polls(&self, now: Time) -> Result<Vec<(CompanyId, ChannelId)>, StoreError> {
        let rows = Row::find_by_statement(self.statement(
            "UPDATE channels SET nudged_at = $1 WHERE id IN (
                 SELECT id FROM channels
                 WHERE provider = 'WAHA' AND status <> 'DISABLED' AND (next_poll_at IS NULL OR next_poll_at <= $1)
                   AND (nudged_at IS NULL OR nudged_at < $2)
                 ORDER BY next_poll_at LIMIT $3 /*lock*/)
             RETURNING company_id, id",
            now,
        ))
        .all(&self.db())
        .await?;
        Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
    }
}

impl Channels<'_, Writing> {
    /// It was asked, and is asked again at `next`. With `polled_to`, everything up to then is known.
    pub async fn polled(&self, id: ChannelId, polled_to: Option<Time>, next: Time) -> Result<(), StoreError> {
        let mut write = channel::Entity::update_many()
            .col_expr(channel::Column::NextPollAt, Expr::value(Some(next)))
            .col_expr(channel::Column::NudgedAt, Expr::value(None::<Time>));
        if polled_to.is_some() {
            write = write.col_expr(channel::Column::PolledTo, Expr::value(polled_to));
        }
        write
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Ask soon: what is known of the channel has just changed.
    pub async fn poll_at(&self, id: ChannelId, at: Time) -> Result<(), StoreError> {
        channel::Entity::update_many()
            .col_expr(channel::Column::NextPollAt, Expr::value(Some(at)))
            .col_expr(channel::Column::NudgedAt, Expr::value(None::<Time>))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .filter(channel::Column::Provider.eq(Text(ProviderKind::Waha)))
            .filter(channel::Column::Status.ne(Text(ChannelStatus::Disabled)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}
