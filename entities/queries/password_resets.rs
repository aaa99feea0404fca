//! Requests for a new password, which administrators answer.

use domain::clock::Time;
use domain::id::{UserId, new_id};
use domain::role::ResetStatus;
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Set,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::password_reset_request::{Column, Entity};
use crate::{PasswordResetRequest, Text};

pub struct PasswordResets<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn password_resets(&self) -> PasswordResets<'_, M> {
        PasswordResets(self)
    }
}

impl<M: Mode> PasswordResets<'_, M> {
    fn all(&self) -> Select<Entity> {
        Entity::find().filter(Column::CompanyId.eq(self.0.company))
    }

    pub async fn find(&self, id: Uuid) -> Result<Option<PasswordResetRequest>, StoreError> {
        Ok(self.all().filter(Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    /// Oldest first, after a place in that order.
    pub async fn page(
        &self,
        status: Option<ResetStatus>,
        after: Option<(Time, Uuid)>,
        limit: u64,
    ) -> Result<Vec<PasswordResetRequest>, StoreError> {
        let mut rows = self.all();
        if let Some(status) = status {
            rows = rows.filter(Column::Status.eq(Text(status)));
        }
        if let Some((at, id)) = after {
            let same = Column::CreatedAt.eq(at).and(Column::Id.gt(id));
            rows = rows.filter(Condition::any().add(Column::CreatedAt.gt(at)).add(same));
        }
        let oldest_first = rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        Ok(oldest_first.limit(limit).all(&self.0.db()).await?)
    }
}

impl PasswordResets<'_, Writing> {
    /// Ask for a user; while a request of theirs waits, only its reason is replaced.
    pub async fn ask(&self, user: UserId, reason: &str, now: Time) -> Result<PasswordResetRequest, StoreError> {
        let row = PasswordResetRequest {
            id: new_id(),
            company_id: self.0.company,
            user_id: user,
            reason: reason.to_owned(),
            status: Text(ResetStatus::Pending),
            resolved_by: None,
            resolved_at: None,
            created_at: now,
            updated_at: now,
        };
        Entity::insert(row.into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        let waiting =
            || self.all().filter(Column::UserId.eq(user)).filter(Column::Status.eq(Text(ResetStatus::Pending)));
        Entity::update_many()
            .col_expr(Column::Reason, Expr::value(reason))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::UserId.eq(user))
            .filter(Column::Status.eq(Text(ResetStatus::Pending)))
            .exec(&self.0.db())
            .await?;
        let row = waiting().one(&self.0.db()).await?;
        row.ok_or_else(|| StoreError::invalid("a request that was answered while it was asked"))
    }

    pub async fn lock(&self, id: Uuid) -> Result<Option<PasswordResetRequest>, StoreError> {
        Ok(self.all().filter(Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?)
    }

    pub async fn save(&self, request: PasswordResetRequest, now: Time) -> Result<PasswordResetRequest, StoreError> {
        let mut row = request.into_active_model().reset_all();
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}
