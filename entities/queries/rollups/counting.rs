//! How the hourly counters are written: a place in the log, and what was counted up to it.

use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, ContactId, ConversationId, DepartmentId, UserId};
use domain::metrics::{Histogram, Tally};
use domain::seq::Seq;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set, Statement, Value,
};

use super::columns;
use crate::error::StoreError;
use crate::queries::events::LoggedEvent;
use crate::scope::{Mode, Writing};
use crate::system::System;
use crate::tables::{conversation, event, installation, online_span};

/// Hours of one statement: each has some fifty parameters, and SQLite takes 32,766.
const HOURS: usize = 500;
/// Parameters of a row beside its counters.
const KEY: usize = 7;

/// Whose hour it is; the nil uuid = of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RollupKey {
    pub company: CompanyId,
    /// Its beginning.
    pub hour: Time,
    pub department: DepartmentId,
    pub channel: ChannelId,
    pub user: UserId,
}

/// What of a conversation never changes once it is there, and where the conversation is now.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct EpisodeFacts {
    pub id: ConversationId,
    pub channel_id: ChannelId,
    pub department_id: Option<DepartmentId>,
    pub first_customer_at: Option<Time>,
    pub first_response_at: Option<Time>,
}

/// Somebody who is online, since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct OnlineSpan {
    pub user_id: UserId,
    pub company_id: CompanyId,
    pub since: Time,
}

fn numbers(tally: &Tally) -> Vec<i64> {
    let of = |times: &Histogram| [times.sum, times.count].into_iter().chain(times.buckets).collect::<Vec<_>>();
    let histograms = [tally.first_response, tally.queue_wait];
    tally.plain().into_iter().chain(histograms.iter().flat_map(of)).collect()
}

impl<M: Mode> System<M> {
    /// How far the counters have read the log.
    pub async fn rollup_cursor(&self) -> Result<Seq, StoreError> {
        // Empty = nothing yet: from the beginning.
        Ok(self.installation().await?.rollup_cursor.parse().unwrap_or_default())
    }

    /// What the counters need of conversations besides the events themselves.
    pub async fn episode_facts(&self, ids: &[ConversationId]) -> Result<Vec<EpisodeFacts>, StoreError> {
        use conversation::Column;

        let columns =
            [Column::Id, Column::ChannelId, Column::DepartmentId, Column::FirstCustomerAt, Column::FirstResponseAt];
        let rows = conversation::Entity::find().select_only().columns(columns);
        let rows = rows.filter(Column::Id.is_in(ids.iter().copied()));
        Ok(rows.into_model::<EpisodeFacts>().all(&self.db()).await?)
    }

    /// What the log says of the last time this conversation was resolved before `before`. `None` = it is pruned.
    pub async fn resolution_before(
        &self,
        contact: ContactId,
        conversation: ConversationId,
        before: Seq,
    ) -> Result<Option<LoggedEvent>, StoreError> {
        use event::Column;

        // The events of one contact are written under its lock, so their ids are their order.
        let resolved = event::Entity::find()
            .filter(Column::ContactId.eq(contact))
            .filter(Column::ConversationId.eq(conversation))
            .filter(Column::Name.eq("conversation-resolved"))
            .filter(Column::Id.lt(before.id))
            .order_by_desc(Column::Id);
        Ok(resolved.one(&self.db()).await?.map(LoggedEvent::from))
    }

    /// Which of these users are online, as far as the counters know.
    pub async fn online_spans(&self, users: &[UserId]) -> Result<Vec<OnlineSpan>, StoreError> {
        let rows = online_span::Entity::find().filter(online_span::Column::UserId.is_in(users.iter().copied()));
        Ok(rows.into_model::<OnlineSpan>().all(&self.db()).await?)
    }
}

impl System<Writing> {
    /// Move the counters' place in the log. `false` = another process did it first, and what was counted from there is no news. The
    /// first write of the transaction that adds what was counted, so that each event counts once whatever dies.
    pub async fn move_rollup_cursor(&self, from: Seq, to: Seq, now: Time) -> Result<bool, StoreError> {
        use installation::Column;

        let known = if from == Seq::default() { String::new() } else { from.to_string() };
        let moved = installation::Entity::update_many()
            .col_expr(Column::RollupCursor, Expr::value(to.to_string()))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::Id.eq(1))
            .filter(Column::RollupCursor.eq(known))
            .exec(&self.db())
            .await?;
        Ok(moved.rows_affected == 1)
    }

    /// Add to hours: one statement for up to [`HOURS`] of them.
    pub async fn add_to_hours(&self, hours: &[(RollupKey, Tally)], now: Time) -> Result<(), StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let mark = if backend == DbBackend::Sqlite { '?' } else { '$' };
        let columns = columns();
        let names = columns.join(", ");
        let added: Vec<String> =
            columns.iter().map(|name| format!("{name} = hourly_rollups.{name} + excluded.{name}")).collect();
        for hours in hours.chunks(HOURS) {
            let mut values: Vec<Value> = Vec::with_capacity(hours.len() * (KEY + columns.len()));
            let mut rows = Vec::with_capacity(hours.len());
            for (key, tally) in hours {
                let first = values.len() + 1;
                let ids =
                    [key.company.into(), key.hour.into(), key.department.into(), key.channel.into(), key.user.into()];
                values.extend(ids.into_iter().chain([now.into(), now.into()]));
                values.extend(numbers(tally).into_iter().map(Value::from));
                let marks: Vec<String> = (first..=values.len()).map(|n| format!("{mark}{n}")).collect();
                rows.push(format!("({})", marks.join(", ")));
            }
            let sql = format!(
                "INSERT INTO hourly_rollups
                    (company_id, hour, department_id, channel_id, user_id, created_at, updated_at, {names})
                 VALUES {}
                 ON CONFLICT (company_id, hour, department_id, channel_id, user_id) DO UPDATE SET
                    updated_at = excluded.updated_at, {}",
                rows.join(", "),
                added.join(", "),
            );
            db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
        Ok(())
    }

    /// Replace what is known of these users: `None` = not online.
    pub async fn set_online(&self, users: &[(UserId, CompanyId, Option<Time>)], now: Time) -> Result<(), StoreError> {
        use online_span::{ActiveModel, Column, Entity};

        let gone: Vec<UserId> = users.iter().filter(|(_, _, since)| since.is_none()).map(|(user, ..)| *user).collect();
        if !gone.is_empty() {
            Entity::delete_many().filter(Column::UserId.is_in(gone)).exec(&self.db()).await?;
        }
        let rows: Vec<ActiveModel> = users
            .iter()
            .filter_map(|(user, company, since)| {
                let row = ActiveModel {
                    user_id: Set(*user),
                    company_id: Set(*company),
                    since: Set((*since)?),
                    created_at: Set(now),
                };
                Some(row)
            })
            .collect();
        if !rows.is_empty() {
            let known = OnConflict::column(Column::UserId).update_column(Column::Since).to_owned();
            Entity::insert_many(rows).on_conflict(known).exec_without_returning(&self.db()).await?;
        }
        Ok(())
    }
}
