//! What was given up, jobs and events, until a person decides on it.

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::inbox::Inbox;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{dead_job, inbox_event};
use crate::{DeadJob, InboxEvent, Text};

/// The states in which an event waits for a person.
const LEFT: [Text<InboxState>; 2] = [Text(InboxState::Dead), Text(InboxState::Parked)];

impl<M: Mode> Scope<M> {
    /// Jobs that nobody has decided on, the newest first; `after` is the last of the page before.
    pub async fn dead_jobs(&self, after: Option<(Time, Uuid)>, limit: u64) -> Result<Vec<DeadJob>, StoreError> {
        use dead_job::Column;

        let mut rows =
            dead_job::Entity::find().filter(Column::CompanyId.eq(self.company)).filter(Column::ResolvedAt.is_null());
        if let Some((at, id)) = after {
            rows = rows.filter(Column::DeadAt.lt(at).or(Column::DeadAt.eq(at).and(Column::Id.lt(id))));
        }
        let rows = rows.order_by_desc(Column::DeadAt).order_by_desc(Column::Id).limit(limit);
        Ok(rows.all(&self.db()).await?)
    }
}

impl Scope<Writing> {
    /// Somebody decided on a job. `None` = it is not there, or somebody else was faster.
    pub async fn resolve_dead_job(&self, id: Uuid, resolution: &str, now: Time) -> Result<Option<DeadJob>, StoreError> {
        let resolved = dead_job::Entity::update_many()
            .col_expr(dead_job::Column::ResolvedAt, Expr::value(Some(now)))
            .col_expr(dead_job::Column::Resolution, Expr::value(Some(resolution)))
            .col_expr(dead_job::Column::UpdatedAt, Expr::value(now))
            .filter(dead_job::Column::Id.eq(id))
            .filter(dead_job::Column::CompanyId.eq(self.company))
            .filter(dead_job::Column::ResolvedAt.is_null());
        Ok(resolved.exec_with_returning(&self.db()).await?.into_iter().next())
    }
}

impl<M: Mode> Inbox<'_, M> {
    /// Events in `state`, the newest first; `before` is the last of the page before.
    pub async fn in_state(
        &self,
        state: InboxState,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<InboxEvent>, StoreError> {
        let mut rows = self.all().filter(inbox_event::Column::State.eq(Text(state)));
        if let Some(before) = before {
            rows = rows.filter(inbox_event::Column::Id.lt(before));
        }
        Ok(rows.order_by_desc(inbox_event::Column::Id).limit(limit).all(&self.0.db()).await?)
    }

    /// An event that is DEAD or PARKED.
    pub async fn given_up(&self, id: i64) -> Result<Option<InboxEvent>, StoreError> {
        let rows = self.all().filter(inbox_event::Column::Id.eq(id)).filter(inbox_event::Column::State.is_in(LEFT));
        Ok(rows.one(&self.0.db()).await?)
    }
}

impl Inbox<'_, Writing> {
    /// Nothing will be done about the event. `false` = it is DEAD and PARKED no more.
    pub async fn discard(&self, event: i64, now: Time) -> Result<bool, StoreError> {
        let discarded = inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(Some(now)))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(None::<Time>))
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::Id.eq(event))
            .filter(inbox_event::Column::State.is_in(LEFT));
        Ok(discarded.exec(&self.0.db()).await?.rows_affected == 1)
    }
}

impl System<Writing> {
    /// Begin with an event anew, all its tries before it. Its lane first, as for new work. `false` = it is DEAD and PARKED no more.
    pub async fn retry_event(&self, event: &InboxEvent, now: Time) -> Result<bool, StoreError> {
        if event.kind != InboxKind::Status
            && let Some(lane) = &event.lane_key
        {
            self.bump([(lane.clone(), (event.company_id, event.channel_id))].into(), now).await?;
        }
        let again = inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Pending)))
            .col_expr(inbox_event::Column::Attempts, Expr::value(0))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(None::<Time>))
            .filter(inbox_event::Column::Id.eq(event.id))
            .filter(inbox_event::Column::State.is_in(LEFT));
        Ok(again.exec(&self.db()).await?.rows_affected == 1)
    }
}
