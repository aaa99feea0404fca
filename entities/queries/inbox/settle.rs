//! What becomes of an event: dealt with, failed, or set aside. Each write needs the event to be pending still, so that two workers cannot
//! both have done it.

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::{ChannelId, MessageId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, QueryFilter as _, Statement};

use super::Inbox;
use crate::error::StoreError;
use crate::scope::Writing;
use crate::tables::inbox_event;
use crate::{Lane, Text};

/// What became of an event's row and of its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// `false` = another worker was faster, and this transaction must not commit.
    pub event: bool,
    /// Nothing is left in the lane, and it is given back.
    pub lane: bool,
}

impl Inbox<'_, Writing> {
    /// Several events are dealt with at once.
    pub async fn all_done(&self, events: &[i64], now: Time) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        self.pending_rows(events)
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(Some(now)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// A message got its provider's id: what waited for it is due. `true` = statuses are among it.
    pub async fn message_appeared(&self, channel: ChannelId, key: &str, now: Time) -> Result<bool, StoreError> {
        // Providers spell an id in several ways around its bare part; one status woken too many waits again. Reactions and edits name
        // their target inside the body only: there are few, and the scan brings them back in their lanes.
        let about = inbox_event::Column::Kind.eq(Text(InboxKind::Status));
        let named = about.clone().and(inbox_event::Column::ExternalId.contains(key));
        let other = inbox_event::Column::Kind.is_not_in([Text(InboxKind::Status), Text(InboxKind::Session)]);
        let state = Expr::case(about.clone(), Expr::value(Text(InboxState::Pending)))
            .finally(Expr::col(inbox_event::Column::State));
        let next = Expr::case(about, Expr::value(None::<Time>)).finally(Expr::value(Some(now)));
        let woken = inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, state.into())
            .col_expr(inbox_event::Column::NextAttemptAt, next.into())
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::ChannelId.eq(channel))
            .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)))
            .filter(named.or(other))
            .exec_with_returning(&self.0.db())
            .await?;
        Ok(woken.iter().any(|event| event.kind == InboxKind::Status))
    }

    /// The event is dealt with. `false` = another worker was faster, and this transaction must not commit.
    pub async fn done(&self, event: i64, message: Option<MessageId>, now: Time) -> Result<bool, StoreError> {
        let done = self
            .pending_rows(&[event])
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(Some(now)))
            .col_expr(inbox_event::Column::MessageId, Expr::value(message));
        Ok(done.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// The same for the last event of a lane that nobody bumped since `bumps` was read: the lane idles with it. One statement where
    /// the database can.
    pub async fn done_with_lane(
        &self,
        event: i64,
        message: Option<MessageId>,
        lane: &Lane,
        bumps: i32,
        now: Time,
    ) -> Result<Done, StoreError> {
        let db = self.0.db();
        let backend = db.get_database_backend();
        if backend == DbBackend::Sqlite {
            let event = self.done(event, message, now).await?;
            let idle = "UPDATE lanes SET ready_at = NULL, lease_until = NULL, updated_at = ?1
                        WHERE key = ?2 AND lease_token = ?3 AND bumps = ?4";
            let values = [now.into(), lane.key.as_str().into(), lane.lease_token.into(), bumps.into()];
            let idled = db.execute_raw(Statement::from_sql_and_values(backend, idle, values)).await?;
            return Ok(Done { event, lane: idled.rows_affected() == 1 });
        }
        let sql = "WITH idled AS (
                UPDATE lanes SET ready_at = NULL, lease_until = NULL, updated_at = $1
                WHERE key = $2 AND lease_token = $3 AND bumps = $4 RETURNING key
            )
            UPDATE inbox_events SET state = 'DONE', done_at = $1, message_id = $5
            WHERE company_id = $6 AND id = $7 AND state = 'PENDING' RETURNING (SELECT count(*) FROM idled) = 1 AS idled";
        let values = [
            now.into(),
            lane.key.as_str().into(),
            lane.lease_token.into(),
            bumps.into(),
            message.into(),
            self.0.company.into(),
            event.into(),
        ];
        let row = db.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        let idled = row.as_ref().map(|row| row.try_get("", "idled")).transpose()?;
        Ok(Done { event: row.is_some(), lane: idled.unwrap_or(false) })
    }

    /// Set aside: waiting for its message, parked or dead.
    pub async fn set_aside(
        &self,
        events: &[i64],
        state: InboxState,
        why: &str,
        until: Option<Time>,
    ) -> Result<(), StoreError> {
        self.pending_rows(events)
            .col_expr(inbox_event::Column::State, Expr::value(Text(state)))
            .col_expr(inbox_event::Column::Error, Expr::value(Some(why.to_owned())))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(until))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// The event failed once more and stays; its lane waits until `next`.
    pub async fn failed(&self, event: i64, why: &str, next: Time) -> Result<(), StoreError> {
        self.pending_rows(&[event])
            .col_expr(inbox_event::Column::Attempts, Expr::col(inbox_event::Column::Attempts).add(1))
            .col_expr(inbox_event::Column::Error, Expr::value(Some(why.to_owned())))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(Some(next)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    fn pending_rows(&self, events: &[i64]) -> sea_orm::UpdateMany<inbox_event::Entity> {
        inbox_event::Entity::update_many()
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::Id.is_in(events.iter().copied()))
            .filter(inbox_event::Column::State.eq(Text(InboxState::Pending)))
    }
}
