//! What work of a company waits, for the people who watch it.

use std::collections::HashMap;

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::media::MediaState;
use domain::outbox::Phase;
use domain::webhook::DeliveryState;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _,
};

use crate::Text;
use crate::error::StoreError;
use crate::scope::{Mode, Scope};
use crate::tables::{dead_job, inbox_event, lane, media, outbox, webhook_delivery};

/// How many wait, and since when the first of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub count: i64,
    /// None where nothing waits.
    pub oldest: Option<Time>,
}

impl Waiting {
    fn of((count, oldest): (i64, Option<Time>)) -> Self {
        Self { count, oldest }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, oldest: self.oldest.into_iter().chain(other.oldest).min() }
    }
}

/// How much waits, and since when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitingWork {
    /// Senders whose events wait or are worked on, since the first became ready; a retry's is in the future.
    pub lanes: Waiting,
    /// Messages that are not final, by phase. A phase without one is absent.
    pub outbox: HashMap<Phase, Waiting>,
    /// Events by what they are and how far they came, DONE and PARKED ones left out.
    pub events: Vec<(InboxKind, InboxState, Waiting)>,
    /// Webhooks that integrators have not taken yet.
    pub deliveries: Waiting,
    /// Attachments that are still at their provider.
    pub media: Waiting,
    /// Jobs that were given up and that nobody has looked at.
    pub dead_jobs: u64,
}

impl<M: Mode> Scope<M> {
    pub async fn waiting_work(&self) -> Result<WaitingWork, StoreError> {
        let db = self.db();
        let lanes = lane::Entity::find()
            .select_only()
            .column_as(lane::Column::Key.count(), "count")
            .column_as(lane::Column::ReadyAt.min(), "oldest")
            .filter(lane::Column::CompanyId.eq(self.company))
            .filter(lane::Column::ReadyAt.is_not_null().or(lane::Column::LeaseUntil.is_not_null()));
        let lanes = lanes.into_tuple::<(i64, Option<Time>)>().one(&db).await?.unwrap_or_default();
        let sends = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Phase)
            .column_as(outbox::Column::Id.count(), "count")
            .column_as(outbox::Column::CreatedAt.min(), "oldest")
            .filter(outbox::Column::CompanyId.eq(self.company))
            .group_by(outbox::Column::Phase);
        let sends = sends.into_tuple::<(Text<Phase>, i64, Option<Time>)>().all(&db).await?;
        let open = [InboxState::Pending, InboxState::Waiting, InboxState::Dead].map(Text);
        let events = inbox_event::Entity::find()
            .select_only()
            .column(inbox_event::Column::Kind)
            .column(inbox_event::Column::State)
            .column_as(inbox_event::Column::Id.count(), "count")
            .column_as(inbox_event::Column::ReceivedAt.min(), "oldest")
            .filter(inbox_event::Column::State.is_in(open))
            .filter(inbox_event::Column::CompanyId.eq(self.company))
            .group_by(inbox_event::Column::Kind)
            .group_by(inbox_event::Column::State);
        let events = events.into_tuple::<(Text<InboxKind>, Text<InboxState>, i64, Option<Time>)>().all(&db).await?;
        let deliveries = webhook_delivery::Entity::find()
            .select_only()
            .column_as(webhook_delivery::Column::Id.count(), "count")
            .column_as(webhook_delivery::Column::CreatedAt.min(), "oldest")
            .filter(webhook_delivery::Column::CompanyId.eq(self.company))
            .filter(webhook_delivery::Column::State.eq(Text(DeliveryState::Pending)));
        let deliveries = deliveries.into_tuple::<(i64, Option<Time>)>().one(&db).await?.unwrap_or_default();
        let dead_jobs = dead_job::Entity::find()
            .filter(dead_job::Column::CompanyId.eq(self.company))
            .filter(dead_job::Column::ResolvedAt.is_null());
        let media = media::Entity::find()
            .select_only()
            .column_as(media::Column::Id.count(), "count")
            .column_as(media::Column::CreatedAt.min(), "oldest")
            .filter(media::Column::CompanyId.eq(self.company))
            .filter(media::Column::State.eq(Text(MediaState::Pending)));
        let media = media.into_tuple::<(i64, Option<Time>)>().one(&db).await?.unwrap_or_default();
        let sends = sends.into_iter().map(|(phase, count, oldest)| (phase.0, Waiting { count, oldest }));
        let events =
            events.into_iter().map(|(kind, state, count, oldest)| (kind.0, state.0, Waiting { count, oldest }));
        Ok(WaitingWork {
            lanes: Waiting::of(lanes),
            outbox: sends.collect(),
            events: events.collect(),
            deliveries: Waiting::of(deliveries),
            media: Waiting::of(media),
            dead_jobs: dead_jobs.count(&db).await?,
        })
    }
}
