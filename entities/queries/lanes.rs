//! Lanes: the work of one sender at one channel, in order of arrival, done by one worker at a time.
//!
//! A worker idles a lane only when nobody bumped it since it looked: no row is ever left without a ready lane.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, Set};

use super::claim::{Claim, Share};
use crate::Lane;
use crate::error::StoreError;
use crate::scope::{Writes, Writing};
use crate::system::System;
use crate::tables::lane;

const LEASE: Duration = Duration::seconds(15);

const LANES: Claim = Claim { table: "lanes", key: "key", due: "ready_at", and: "" };

impl System<Writing> {
    /// Say that there is work. In key order, so that two batches cannot wait for each other.
    pub(super) async fn bump(
        &self,
        lanes: BTreeMap<String, (CompanyId, ChannelId)>,
        now: Time,
    ) -> Result<(), StoreError> {
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
        for table in ["lanes", "outbox", "webhook_endpoints"] {
            let forget =
                format!("UPDATE {table} SET lease_until = NULL, nudged_at = NULL WHERE lease_until IS NOT NULL");
            self.db().execute_unprepared(&forget).await?;
        }
        Ok(())
    }
}

impl<M: Writes> System<M> {
    /// Lease ready lanes, each company's longest waiting in its turn. Each lease ends after 15 s unless renewed.
    pub async fn claim_lanes(&self, worker: &str, share: &Share, now: Time) -> Result<Vec<Lane>, StoreError> {
        LANES.run(&self.db(), worker, share, now, now + LEASE).await
    }

    /// Hold on to a lane. Returns how often it was bumped until now; `None` = it is somebody else's by now.
    pub async fn renew_lane(&self, lane: &Lane, now: Time) -> Result<Option<i32>, StoreError> {
        let held = lane::Entity::update_many()
            .col_expr(lane::Column::LeaseUntil, Expr::value(now + LEASE))
            .filter(lane::Column::Key.eq(lane.key.as_str()))
            .filter(lane::Column::LeaseToken.eq(lane.lease_token));
        let held = held.exec_with_returning(&self.db()).await?;
        Ok(held.first().map(|lane| lane.bumps))
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
