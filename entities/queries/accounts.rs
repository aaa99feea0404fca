//! Who is calling, before any company is known: login, tokens, bootstrap, throttling.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{CompanyId, UserId};
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, Set,
};

use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::system::System;
use crate::tables::{company, installation, login_throttle, user};
use crate::{Company, Installation, LoginThrottle, User};

/// A user with their company: what every request reads anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub user: User,
    pub company: Company,
}

impl<M: Mode> System<M> {
    /// Addresses are unique in the whole installation; `email` in lower case.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        self.account_where(user::Column::Email.eq(email)).await
    }

    pub async fn account(&self, id: UserId) -> Result<Option<Account>, StoreError> {
        self.account_where(user::Column::Id.eq(id)).await
    }

    async fn account_where(&self, condition: sea_orm::sea_query::SimpleExpr) -> Result<Option<Account>, StoreError> {
        let Some(user) = user::Entity::find().filter(condition).one(&self.db()).await? else { return Ok(None) };
        let company = company::Entity::find_by_id(user.company_id).one(&self.db()).await?;
        Ok(company.map(|company| Account { user, company }))
    }

    pub async fn installation(&self) -> Result<Installation, StoreError> {
        let found = installation::Entity::find_by_id(1).one(&self.db()).await?;
        found.ok_or_else(|| StoreError::invalid("the installation row is missing"))
    }

    /// All companies, oldest first.
    pub async fn companies(&self) -> Result<Vec<Company>, StoreError> {
        use sea_orm::QueryOrder as _;
        Ok(company::Entity::find().order_by_asc(company::Column::Id).all(&self.db()).await?)
    }

    pub async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        Ok(company::Entity::find_by_id(id).one(&self.db()).await?)
    }

    pub async fn login_throttle(&self, key: &str) -> Result<Option<LoginThrottle>, StoreError> {
        Ok(login_throttle::Entity::find_by_id(key.to_owned()).one(&self.db()).await?)
    }
}

impl System<Writing> {
    /// Claim the first-run set-up. `false` = somebody did before, for ever.
    pub async fn claim_bootstrap(&self, now: Time) -> Result<bool, StoreError> {
        let claimed = installation::Entity::update_many()
            .col_expr(installation::Column::BootstrappedAt, Expr::value(Some(now)))
            .filter(installation::Column::Id.eq(1))
            .filter(installation::Column::BootstrappedAt.is_null());
        Ok(claimed.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Add a company. What belongs to it is written through [`System::into_company`].
    pub async fn insert_company(&self, company: Company) -> Result<(), StoreError> {
        company::Entity::insert(company.into_active_model().reset_all()).exec_without_returning(&self.db()).await?;
        Ok(())
    }

    /// Count one failed login under `key`; the window is fifteen minutes, and from `limit` on the key is locked, twice as long each time.
    pub async fn login_failed(&self, key: &str, limit: i32, now: Time) -> Result<(), StoreError> {
        const WINDOW: Duration = Duration::minutes(15);
        const LONGEST: Duration = Duration::hours(4);
        let fresh = login_throttle::ActiveModel {
            key: Set(key.to_owned()),
            failures: Set(0),
            window_start: Set(now),
            locked_until: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        login_throttle::Entity::insert(fresh)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.db())
            .await?;
        let found =
            login_throttle::Entity::find_by_id(key.to_owned()).lock(LockType::NoKeyUpdate).one(&self.db()).await?;
        let Some(mut row) = found else { return Ok(()) };
        // A lock keeps its window open, so that failures right after it lock for twice as long.
        if now - row.locked_until.unwrap_or(row.window_start).max(row.window_start) > WINDOW {
            row.failures = 0;
            row.window_start = now;
        }
        row.failures += 1;
        if row.failures >= limit {
            let doublings = u32::try_from(row.failures - limit).unwrap_or(0).min(4);
            row.locked_until = Some(now + (WINDOW * 2_i32.pow(doublings)).min(LONGEST));
        }
        row.updated_at = now;
        row.into_active_model().reset_all().update(&self.db()).await?;
        Ok(())
    }

    pub async fn login_succeeded(&self, key: &str) -> Result<(), StoreError> {
        login_throttle::Entity::delete_by_id(key.to_owned()).exec(&self.db()).await?;
        Ok(())
    }
}
