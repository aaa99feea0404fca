//! The inbox: what providers posted, kept before anything interprets it, and the lanes that order it.
//!
//! Whoever adds work bumps the lane first and inserts the rows after it, in one transaction: arrival order inside a lane is commit
//! order. A worker idles a lane only when nobody bumped it since it looked: no row is ever left without a ready lane.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, MessageId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Set, Statement, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{inbox_event, lane};
use crate::{InboxEvent, Lane, Text};

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

const LEASE: Duration = Duration::seconds(15);

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

    async fn bump(&self, lanes: BTreeMap<String, (CompanyId, ChannelId)>, now: Time) -> Result<(), StoreError> {
        if lanes.is_empty() {
            return Ok(());
        }
        let rows = lanes.into_iter().map(|(key, (company, channel))| lane::ActiveModel {
            key: Set(key),
            company_id: Set(company),
            channel_id: Set(channel),
            bumps: Set(1),
            ready_at: Set(Some(now)),
            lease_token: Set(0),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        });
        let bump = OnConflict::column(lane::Column::Key)
            .value(lane::Column::Bumps, Expr::cust("lanes.bumps + 1"))
            .value(lane::Column::ReadyAt, Expr::cust("coalesce(lanes.ready_at, excluded.ready_at)"))
            .to_owned();
        lane::Entity::insert_many(rows).on_conflict(bump).exec_without_returning(&self.db()).await?;
        Ok(())
    }

    /// Forget every lease: right only where one process alone serves the database, and it has just started.
    pub async fn forget_leases(&self) -> Result<(), StoreError> {
        for table in ["lanes", "outbox"] {
            let forget =
                format!("UPDATE {table} SET lease_until = NULL, nudged_at = NULL WHERE lease_until IS NOT NULL");
            self.db().execute_unprepared(&forget).await?;
        }
        Ok(())
    }

    /// Lease up to `limit` ready lanes, the longest waiting first, at most `share` of one company: so that a burst of one leaves
    /// room for the others. Each lease ends after 15 s unless renewed.
    pub async fn claim_lanes(&self, worker: &str, share: u32, limit: u32, now: Time) -> Result<Vec<Lane>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { CLAIM_SQLITE } else { CLAIM_POSTGRES };
        let values = [now.into(), share.into(), limit.into(), (now + LEASE).into(), worker.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(Lane::find_by_statement(statement).all(&db).await?)
    }

    /// Hold on to a lane. `false` = it is somebody else's by now.
    pub async fn renew_lane(&self, lane: &Lane, now: Time) -> Result<bool, StoreError> {
        let held = lane::Entity::update_many()
            .col_expr(lane::Column::LeaseUntil, Expr::value(now + LEASE))
            .filter(lane::Column::Key.eq(lane.key.as_str()))
            .filter(lane::Column::LeaseToken.eq(lane.lease_token));
        Ok(held.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Nothing is left in the lane. `false` = something came since, look again.
    pub async fn idle_lane(&self, lane: &Lane, bumps: i32, now: Time) -> Result<bool, StoreError> {
        let idled = lane::Entity::update_many()
            .col_expr(lane::Column::ReadyAt, Expr::value(None::<Time>))
            .col_expr(lane::Column::LeaseUntil, Expr::value(None::<Time>))
            .col_expr(lane::Column::UpdatedAt, Expr::value(now))
            .filter(lane::Column::Key.eq(lane.key.as_str()))
            .filter(lane::Column::LeaseToken.eq(lane.lease_token))
            .filter(lane::Column::Bumps.eq(bumps));
        Ok(idled.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Give a lane back with work left in it, to go on at `ready_at`.
    pub async fn release_lane(&self, lane: &Lane, ready_at: Time) -> Result<(), StoreError> {
        lane::Entity::update_many()
            .col_expr(lane::Column::ReadyAt, Expr::value(Some(ready_at)))
            .col_expr(lane::Column::LeaseUntil, Expr::value(None::<Time>))
            .col_expr(lane::Column::NudgedAt, Expr::value(None::<Time>))
            .filter(lane::Column::Key.eq(lane.key.as_str()))
            .filter(lane::Column::LeaseToken.eq(lane.lease_token))
            .exec(&self.db())
            .await?;
        Ok(())
    }
}

/// A loose scan over the companies that have ready lanes, then a few lanes of each, skipping what another worker is taking.
const CLAIM_POSTGRES: &str = "
    WITH RECURSIVE company AS (
        (SELECT company_id FROM lanes
         WHERE ready_at <= $1 AND (lease_until IS NULL OR lease_until < $1) ORDER BY company_id LIMIT 1)
        UNION ALL
        SELECT (SELECT l.company_id FROM lanes l
                WHERE l.company_id > company.company_id AND l.ready_at <= $1 AND (l.lease_until IS NULL OR l.lease_until < $1)
                ORDER BY l.company_id LIMIT 1)
        FROM company WHERE company.company_id IS NOT NULL
    ), picked AS (
        SELECT due.key FROM company CROSS JOIN LATERAL (
            SELECT l.key, l.ready_at FROM lanes l
            WHERE l.company_id = company.company_id AND l.ready_at <= $1 AND (l.lease_until IS NULL OR l.lease_until < $1)
            ORDER BY l.ready_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ) due
        WHERE company.company_id IS NOT NULL ORDER BY due.ready_at LIMIT $3
    )
    UPDATE lanes SET lease_until = $4, leased_by = $5, lease_token = lease_token + 1
    WHERE key IN (SELECT key FROM picked) RETURNING *";

const CLAIM_SQLITE: &str = "
    UPDATE lanes SET lease_until = ?4, leased_by = ?5, lease_token = lease_token + 1
    WHERE key IN (
        SELECT key FROM (
            SELECT key, ready_at, row_number() OVER (PARTITION BY company_id ORDER BY ready_at) AS place FROM lanes
            WHERE ready_at <= ?1 AND (lease_until IS NULL OR lease_until < ?1)
        ) WHERE place <= ?2 ORDER BY ready_at LIMIT ?3
    ) RETURNING *";

impl<M: Mode> System<M> {
    /// Whether any event has waited long enough for its message.
    pub async fn has_waiting(&self, now: Time) -> Result<bool, StoreError> {
        let due = inbox_event::Entity::find()
            .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)))
            .filter(inbox_event::Column::NextAttemptAt.lte(now));
        Ok(due.one(&self.db()).await?.is_some())
    }

    /// How often the lane was bumped, read before looking for its work.
    pub async fn lane_bumps(&self, lane: &Lane) -> Result<i32, StoreError> {
        let found = lane::Entity::find_by_id(lane.key.clone()).one(&self.db()).await?;
        Ok(found.map_or(0, |lane| lane.bumps))
    }
}

pub struct Inbox<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn inbox(&self) -> Inbox<'_, M> {
        Inbox(self)
    }
}

impl<M: Mode> Inbox<'_, M> {
    fn all(&self) -> sea_orm::Select<inbox_event::Entity> {
        inbox_event::Entity::find().filter(inbox_event::Column::CompanyId.eq(self.0.company))
    }

    /// What waits in a lane, in order of arrival. Bodies are still sealed: see [`Inbox::body`].
    pub async fn pending(&self, lane_key: &str, limit: u64) -> Result<Vec<InboxEvent>, StoreError> {
        let pending = self.all().filter(inbox_event::Column::LaneKey.eq(lane_key));
        let pending = pending.filter(inbox_event::Column::State.eq(Text(InboxState::Pending)));
        Ok(pending.order_by_asc(inbox_event::Column::Id).limit(limit).all(&self.0.db()).await?)
    }

    /// Statuses of a channel that wait to be applied, in order of arrival.
    pub async fn pending_statuses(&self, channel: ChannelId, limit: u64) -> Result<Vec<InboxEvent>, StoreError> {
        let pending = self.all().filter(inbox_event::Column::ChannelId.eq(channel));
        let pending = pending.filter(inbox_event::Column::Kind.eq(Text(InboxKind::Status)));
        let pending = pending.filter(inbox_event::Column::State.eq(Text(InboxState::Pending)));
        Ok(pending.order_by_asc(inbox_event::Column::Id).limit(limit).all(&self.0.db()).await?)
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

    /// The element as the provider posted it.
    pub fn body(&self, event: &InboxEvent) -> Result<Vec<u8>, StoreError> {
        self.0.cipher.open(&event.body, event.channel_id.as_bytes())
    }
}

impl Inbox<'_, Writing> {
    /// Several events are dealt with at once.
    pub async fn all_done(&self, events: &[i64], now: Time) -> Result<(), StoreError> {
        inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(Some(now)))
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::Id.is_in(events.iter().copied()))
            .filter(inbox_event::Column::State.eq(Text(InboxState::Pending)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// A message got its provider's id: what waited for it is due. `true` = statuses are among it.
    pub async fn message_appeared(&self, channel: ChannelId, key: &str, now: Time) -> Result<bool, StoreError> {
        let waiting = || {
            inbox_event::Entity::update_many()
                .filter(inbox_event::Column::CompanyId.eq(self.0.company))
                .filter(inbox_event::Column::ChannelId.eq(channel))
                .filter(inbox_event::Column::State.eq(Text(InboxState::Waiting)))
        };
        // Providers spell an id in several ways around its bare part; one woken too many waits again.
        let statuses = waiting()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Pending)))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(None::<Time>))
            .filter(inbox_event::Column::Kind.eq(Text(InboxKind::Status)))
            .filter(inbox_event::Column::ExternalId.contains(key))
            .exec(&self.0.db())
            .await?;
        // Reactions and edits name their target inside the body only. There are few, and the scan brings them back in their lanes.
        waiting()
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(Some(now)))
            .filter(inbox_event::Column::Kind.ne(Text(InboxKind::Status)))
            .filter(inbox_event::Column::Kind.ne(Text(InboxKind::Session)))
            .exec(&self.0.db())
            .await?;
        Ok(statuses.rows_affected > 0)
    }
    /// The event is dealt with. `false` = another worker was faster, and this transaction must not commit.
    pub async fn done(&self, event: i64, message: Option<MessageId>, now: Time) -> Result<bool, StoreError> {
        let done = self
            .pending_row(event)
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(Some(now)))
            .col_expr(inbox_event::Column::MessageId, Expr::value(message));
        Ok(done.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Set aside: waiting for its message, parked or dead.
    pub async fn set_aside(
        &self,
        event: i64,
        state: InboxState,
        why: &str,
        until: Option<Time>,
    ) -> Result<(), StoreError> {
        self.pending_row(event)
            .col_expr(inbox_event::Column::State, Expr::value(Text(state)))
            .col_expr(inbox_event::Column::Error, Expr::value(Some(why.to_owned())))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(until))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// The event failed once more and stays; its lane waits until `next`.
    pub async fn failed(&self, event: i64, why: &str, next: Time) -> Result<(), StoreError> {
        self.pending_row(event)
            .col_expr(inbox_event::Column::Attempts, Expr::col(inbox_event::Column::Attempts).add(1))
            .col_expr(inbox_event::Column::Error, Expr::value(Some(why.to_owned())))
            .col_expr(inbox_event::Column::NextAttemptAt, Expr::value(Some(next)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    fn pending_row(&self, event: i64) -> sea_orm::UpdateMany<inbox_event::Entity> {
        inbox_event::Entity::update_many()
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::Id.eq(event))
            .filter(inbox_event::Column::State.eq(Text(InboxState::Pending)))
    }
}
