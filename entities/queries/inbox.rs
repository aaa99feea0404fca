//! The inbox: what providers posted, kept before anything interprets it.
//!
//! Whoever adds work bumps the lane first and inserts the rows after it, in one transaction: arrival order inside a lane is commit
//! order.

pub(super) mod settle;

use std::collections::BTreeMap;

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict, Query, SubQueryStatement};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{company, inbox_event};
use crate::{InboxEvent, Text};

/// One element of a webhook, to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub company: CompanyId,
    pub channel: ChannelId,
    pub kind: InboxKind,
    pub external_id: String,
    /// Channel id, `:`, raw sender; `None` for statuses.
    pub lane_key: Option<String>,
    pub body: Vec<u8>,
    pub state: InboxState,
}

impl System<Writing> {
    /// Store a batch; what is there already stays as it was. Returns how many were new.
    pub async fn receive(&self, arrivals: &[Arrival], now: Time) -> Result<u64, StoreError> {
        self.bump_lanes(arrivals, now).await?;
        let mut rows = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            rows.push(inbox_event::ActiveModel {
                id: NotSet,
                company_id: Set(arrival.company),
                channel_id: Set(arrival.channel),
                kind: Set(Text(arrival.kind)),
                external_id: Set(arrival.external_id.clone()),
                lane_key: Set(arrival.lane_key.clone()),
                body: Set(self.cipher.seal(&arrival.body, arrival.channel.as_bytes())?),
                received_at: Set(now),
                state: Set(Text(arrival.state)),
                attempts: Set(0),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            });
        }
        let inserted = inbox_event::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.db())
            .await?;
        Ok(if let TryInsertResult::Inserted(count) = inserted { count } else { 0 })
    }

    /// Try again what has waited long enough for its message. Lanes first, as for new work.
    pub async fn wake_waiting(&self, now: Time) -> Result<u64, StoreError> {
        let due = inbox_event::Entity::find()
            .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)))
            .filter(inbox_event::Column::NextAttemptAt.lte(now))
            .order_by_asc(inbox_event::Column::ReceivedAt)
            .limit(200)
            .all(&self.db())
            .await?;
        let lanes: BTreeMap<String, (CompanyId, ChannelId)> = due
            .iter()
            .filter_map(|event| Some((event.lane_key.clone()?, (event.company_id, event.channel_id))))
            .collect();
        self.bump(lanes, now).await?;
        let woken = inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Pending)))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(None::<Time>))
            .col_expr(inbox_event::Column::Attempts, Expr::col(inbox_event::Column::Attempts).add(1))
            .filter(inbox_event::Column::Id.is_in(due.iter().map(|event| event.id)))
            .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)));
        Ok(woken.exec(&self.db()).await?.rows_affected)
    }

    /// In key order, so that two batches cannot wait for each other.
    async fn bump_lanes(&self, arrivals: &[Arrival], now: Time) -> Result<(), StoreError> {
        let pending = arrivals.iter().filter(|arrival| arrival.state == InboxState::Pending);
        let lanes = pending
            .filter_map(|arrival| Some((arrival.lane_key.clone()?, (arrival.company, arrival.channel))))
            .collect();
        self.bump(lanes, now).await
    }
}

impl<M: Mode> System<M> {
    /// Whether any event has waited long enough for its message.
    pub async fn has_waiting(&self, now: Time) -> Result<bool, StoreError> {
        let due = inbox_event::Entity::find()
            .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)))
            .filter(inbox_event::Column::NextAttemptAt.lte(now));
        Ok(due.one(&self.db()).await?.is_some())
    }
}

/// What waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// As it was when this was read; 0 when nothing waits.
    pub rules_version: i32,
    pub events: Vec<InboxEvent>,
}

#[derive(FromQueryResult)]
struct Seen {
    #[sea_orm(nested)]
    event: InboxEvent,
    rules_version: i32,
}

pub struct Inbox<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn inbox(&self) -> Inbox<'_, M> {
        Inbox(self)
    }
}

impl<M: Mode> Inbox<'_, M> {
    pub(super) fn all(&self) -> sea_orm::Select<inbox_event::Entity> {
        inbox_event::Entity::find().filter(inbox_event::Column::CompanyId.eq(self.0.company))
    }

    /// What waits in a lane, in order of arrival, and the version of the company's rules. Bodies are still sealed: see
    /// [`Inbox::body`].
    pub async fn look(&self, lane_key: &str, limit: u64) -> Result<Look, StoreError> {
        self.pending(inbox_event::Column::LaneKey.eq(lane_key), limit).await
    }

    /// Statuses of a channel that wait to be applied, likewise.
    pub async fn pending_statuses(&self, channel: ChannelId, limit: u64) -> Result<Look, StoreError> {
        let statuses = inbox_event::Column::Kind.eq(Text(InboxKind::Status));
        self.pending(inbox_event::Column::ChannelId.eq(channel).and(statuses), limit).await
    }

    async fn pending(&self, which: Expr, limit: u64) -> Result<Look, StoreError> {
        let version = Query::select()
            .column(company::Column::RulesVersion)
            .from(company::Entity)
            .and_where(company::Column::Id.eq(self.0.company))
            .to_owned();
        let pending = self
            .all()
            .expr_as(Expr::expr(SubQueryStatement::from(version)), "rules_version")
            .filter(which)
            .filter(inbox_event::Column::State.eq(Text(InboxState::Pending)))
            .order_by_asc(inbox_event::Column::Id)
            .limit(limit);
        let seen = pending.into_model::<Seen>().all(&self.0.db()).await?;
        let rules_version = seen.first().map_or(0, |seen| seen.rules_version);
        Ok(Look { rules_version, events: seen.into_iter().map(|seen| seen.event).collect() })
    }

    /// Whether a later event tells of the same session.
    pub async fn newer_session(&self, event: &InboxEvent) -> Result<bool, StoreError> {
        let newer = self
            .all()
            .filter(inbox_event::Column::ChannelId.eq(event.channel_id))
            .filter(inbox_event::Column::Kind.eq(Text(InboxKind::Session)))
            .filter(inbox_event::Column::Id.gt(event.id));
        Ok(newer.one(&self.0.db()).await?.is_some())
    }

    /// Everything of a channel, whatever became of it, in order of arrival.
    pub async fn of_channel(&self, channel: ChannelId, limit: u64) -> Result<Vec<InboxEvent>, StoreError> {
        let all = self.all().filter(inbox_event::Column::ChannelId.eq(channel));
        Ok(all.order_by_asc(inbox_event::Column::Id).limit(limit).all(&self.0.db()).await?)
    }

    /// The stored element of a message, while it is kept.
    pub async fn body_of_message(&self, channel: ChannelId, external_id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let kinds = [Text(InboxKind::Message), Text(InboxKind::Echo)];
        let event = inbox_event::Entity::find()
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::ChannelId.eq(channel))
            .filter(inbox_event::Column::ExternalId.eq(external_id))
            .filter(inbox_event::Column::Kind.is_in(kinds));
        event.one(&self.0.db()).await?.filter(|event| !event.body.is_empty()).map(|event| self.body(&event)).transpose()
    }

    /// The element as the provider posted it.
    pub fn body(&self, event: &InboxEvent) -> Result<Vec<u8>, StoreError> {
        self.0.cipher.open(&event.body, event.channel_id.as_bytes())
    }
}
