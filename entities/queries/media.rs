//! Attachments. The number of the attempt is the fence: whoever writes what came of one names it.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{CompanyId, MediaId};
use domain::media::MediaState;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::media;
use crate::{Media, Text};

pub struct MediaRows<'a, M>(&'a Scope<M>);

/// How long an attempt holds its row without renewing it.
const HELD: Duration = Duration::seconds(20);

/// An attachment that is to be fetched now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueMedia {
    pub company: CompanyId,
    pub id: MediaId,
}

impl<M> Scope<M> {
    pub fn media(&self) -> MediaRows<'_, M> {
        MediaRows(self)
    }
}

impl<M: Mode> MediaRows<'_, M> {
    pub async fn find(&self, id: MediaId) -> Result<Option<Media>, StoreError> {
        let own = media::Entity::find_by_id(id).filter(media::Column::CompanyId.eq(self.0.company));
        Ok(own.one(&self.0.db()).await?)
    }

    pub async fn find_all(&self, ids: &[MediaId]) -> Result<Vec<Media>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let own = media::Entity::find().filter(media::Column::CompanyId.eq(self.0.company));
        Ok(own.filter(media::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?)
    }
}

impl MediaRows<'_, Writing> {
    /// Take an attachment that is due for one attempt. `None` = it is not due, or somebody is at it.
    pub async fn claim(&self, id: MediaId, now: Time) -> Result<Option<Media>, StoreError> {
        let claimed = media::Entity::update_many()
            .col_expr(media::Column::Attempts, Expr::col(media::Column::Attempts).add(1))
            .col_expr(media::Column::NextAttemptAt, Expr::value(now + HELD))
            .col_expr(media::Column::UpdatedAt, Expr::value(now))
            .filter(media::Column::Id.eq(id))
            .filter(media::Column::CompanyId.eq(self.0.company))
            .filter(media::Column::State.eq(Text(MediaState::Pending)))
            .filter(media::Column::NextAttemptAt.lte(now))
            .exec_with_returning(&self.0.db())
            .await?;
        Ok(claimed.into_iter().next())
    }

    /// Go on holding it. `false` = it is somebody else's by now.
    pub async fn hold(&self, held: &Media, now: Time) -> Result<bool, StoreError> {
        let kept = media::Entity::update_many()
            .col_expr(media::Column::NextAttemptAt, Expr::value(now + HELD))
            .filter(still_held(self.0.company, held))
            .exec(&self.0.db())
            .await?;
        Ok(kept.rows_affected == 1)
    }
}

/// The row while this attempt is the last one and under way.
fn still_held(company: CompanyId, held: &Media) -> Condition {
    Condition::all()
        .add(media::Column::Id.eq(held.id))
        .add(media::Column::CompanyId.eq(company))
        .add(media::Column::State.eq(Text(MediaState::Pending)))
        .add(media::Column::Attempts.eq(held.attempts))
}

impl MediaRows<'_, Writing> {
    pub async fn insert(&self, row: &Media) -> Result<(), StoreError> {
        media::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }

    /// Write what came of an attempt. `false` = a later attempt is under way, or it is over.
    pub async fn conclude(&self, held: &Media, now: Time) -> Result<bool, StoreError> {
        let mut row = held.clone().into_active_model().reset_all();
        row.updated_at = sea_orm::ActiveValue::Set(now);
        let written =
            media::Entity::update_many().set(row).filter(still_held(self.0.company, held)).exec(&self.0.db()).await?;
        Ok(written.rows_affected == 1)
    }

    /// Try a failed one again from the beginning. `None` = it has not failed.
    pub async fn rearm(&self, id: MediaId, now: Time) -> Result<Option<Media>, StoreError> {
        let rearmed = media::Entity::update_many()
            .col_expr(media::Column::State, Expr::value(Text(MediaState::Pending)))
            .col_expr(media::Column::NextAttemptAt, Expr::value(now))
            .col_expr(media::Column::ErrorCode, Expr::value(Option::<String>::None))
            .col_expr(media::Column::NudgedAt, Expr::value(Option::<Time>::None))
            .col_expr(media::Column::UpdatedAt, Expr::value(now))
            .filter(media::Column::Id.eq(id))
            .filter(media::Column::CompanyId.eq(self.0.company))
            .filter(media::Column::State.eq(Text(MediaState::Failed)))
            .exec_with_returning(&self.0.db())
            .await?;
        Ok(rearmed.into_iter().next())
    }

    /// Remember what the provider calls it.
    pub async fn uploaded(&self, mut row: Media, reference: serde_json::Value) -> Result<(), StoreError> {
        row.provider_ref = reference.clone();
        let mut row = row.into_active_model();
        row.provider_ref = sea_orm::ActiveValue::Set(reference);
        row.update(&self.0.db()).await?;
        Ok(())
    }
}

impl<M: Mode> System<M> {
    /// Which of these objects a row refers to.
    pub async fn kept_objects(&self, keys: &[String]) -> Result<Vec<String>, StoreError> {
        let known = media::Entity::find()
            .select_only()
            .column(media::Column::StorageKey)
            .filter(media::Column::StorageKey.is_in(keys.iter().map(String::as_str)))
            .into_tuple::<String>();
        Ok(known.all(&self.db()).await?)
    }
}
