//! Keys of integrators. A key is found by its hash before its company is known.

use chrono::Duration;
use domain::clock::Time;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::ApiKey;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Single, Writing};
use crate::system::System;
use crate::tables::{api_key, company};

/// `last_used_at` is true to this.
const USED: Duration = Duration::minutes(10);

pub struct ApiKeys<'a, M>(pub(crate) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn api_keys(&self) -> ApiKeys<'_, M> {
        ApiKeys(self)
    }
}

impl<M: Mode> ApiKeys<'_, M> {
    /// The newest first, the revoked ones too.
    pub async fn list(&self, limit: u64) -> Result<Vec<ApiKey>, StoreError> {
        let rows = api_key::Entity::find().filter(api_key::Column::CompanyId.eq(self.0.company));
        let in_order = rows.order_by_desc(api_key::Column::CreatedAt).order_by_desc(api_key::Column::Id);
        Ok(in_order.limit(limit).all(&self.0.db()).await?)
    }
}

impl ApiKeys<'_, Writing> {
    pub async fn insert(&self, row: ApiKey) -> Result<(), StoreError> {
        let row = ApiKey { company_id: self.0.company, ..row };
        api_key::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }

    /// End a key. `false` = there is none, or it was ended before.
    pub async fn revoke(&self, id: Uuid, now: Time) -> Result<bool, StoreError> {
        let revoked = api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(Some(now)))
            .col_expr(api_key::Column::UpdatedAt, Expr::value(now))
            .filter(api_key::Column::CompanyId.eq(self.0.company))
            .filter(api_key::Column::Id.eq(id))
            .filter(api_key::Column::RevokedAt.is_null());
        Ok(revoked.exec(&self.0.db()).await?.rows_affected == 1)
    }
}

impl<M: Mode> System<M> {
    /// The key with this hash, if it may be used now and its company is active.
    pub async fn key_caller(&self, hash: &[u8], now: Time) -> Result<Option<ApiKey>, StoreError> {
        let live = api_key::Column::ExpiresAt.is_null().or(api_key::Column::ExpiresAt.gt(now));
        let active = sea_orm::sea_query::Query::select()
            .column(company::Column::Id)
            .from(company::Entity)
            .and_where(company::Column::IsActive.eq(true))
            .to_owned();
        let found = api_key::Entity::find()
            .filter(api_key::Column::Hash.eq(hash.to_vec()))
            .filter(api_key::Column::RevokedAt.is_null())
            .filter(live)
            .filter(api_key::Column::CompanyId.in_subquery(active));
        Ok(found.one(&self.db()).await?)
    }
}

impl System<Single> {
    /// Note that a key was used, unless that was noted lately.
    pub async fn key_used(&self, id: Uuid, now: Time) -> Result<(), StoreError> {
        let lately = api_key::Column::LastUsedAt.is_null().or(api_key::Column::LastUsedAt.lt(now - USED));
        api_key::Entity::update_many()
            .col_expr(api_key::Column::LastUsedAt, Expr::value(Some(now)))
            .filter(api_key::Column::Id.eq(id))
            .filter(lately)
            .exec(&self.db())
            .await?;
        Ok(())
    }
}

impl ApiKey {
    /// Whether its use should be noted: the row is written at most every ten minutes.
    pub fn is_use_unnoted(&self, now: Time) -> bool {
        self.last_used_at.is_none_or(|used| used < now - USED)
    }
}
