//! Requests that must not be done twice.

use domain::clock::Time;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, TryInsertResult,
};
use uuid::Uuid;

use crate::IdempotencyKey;
use crate::error::StoreError;
use crate::scope::{Scope, Writing};
use crate::tables::idempotency_key::{Column, Entity};

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdempotencyClaim {
    /// Do it.
    Ours(IdempotencyKey),
    /// It was done, or is being done: its status says which.
    Known(IdempotencyKey),
}

impl Scope<Writing> {
    /// Take a key for a request. One that expired, or that was begun before `abandoned` and never ended, is taken over.
    pub async fn claim_idempotency_key(
        &self,
        row: IdempotencyKey,
        abandoned: Time,
        now: Time,
    ) -> Result<IdempotencyClaim, StoreError> {
        let inserted = Entity::insert(row.clone().into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.db())
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0) {
            return Ok(IdempotencyClaim::Ours(row));
        }
        let known = self.same(&row).lock(LockType::NoKeyUpdate).one(&self.db()).await?;
        match known {
            Some(known) if known.expires_at > now && (known.status.is_some() || known.updated_at > abandoned) => {
                Ok(IdempotencyClaim::Known(known))
            }
            Some(_) => Ok(IdempotencyClaim::Ours(row.into_active_model().reset_all().update(&self.db()).await?)),
            None => Err(StoreError::invalid("an idempotency key vanished while it was being read")),
        }
    }

    /// Note what a request made. `false` = somebody else has the key now.
    pub async fn finish_idempotency_key(
        &self,
        row: &IdempotencyKey,
        status: i32,
        resource: Uuid,
    ) -> Result<bool, StoreError> {
        let ours = Entity::update_many()
            .col_expr(Column::Status, Expr::value(Some(status)))
            .col_expr(Column::ResourceId, Expr::value(Some(resource)))
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::Principal.eq(row.principal.as_str()))
            .filter(Column::Key.eq(row.key.as_str()))
            .filter(Column::Status.is_null())
            .filter(Column::UpdatedAt.eq(row.updated_at));
        Ok(ours.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Let a key go whose request made nothing.
    pub async fn free_idempotency_key(&self, row: &IdempotencyKey) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::Principal.eq(row.principal.as_str()))
            .filter(Column::Key.eq(row.key.as_str()))
            .filter(Column::Status.is_null())
            .filter(Column::UpdatedAt.eq(row.updated_at))
            .exec(&self.db())
            .await?;
        Ok(())
    }

    fn same(&self, row: &IdempotencyKey) -> sea_orm::Select<Entity> {
        Entity::find()
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::Principal.eq(row.principal.as_str()))
            .filter(Column::Key.eq(row.key.as_str()))
    }
}
