//! Who is calling, before any company is known: login, tokens, bootstrap, throttling.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{CompanyId, DepartmentId, UserId};
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, DbBackend, DbErr, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryResult, QuerySelect as _, Set,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::system::System;
use crate::tables::{company, installation, login_throttle, user};
use crate::{Company, Installation, LoginThrottle, User};

/// A user with their company.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub user: User,
    pub company: Company,
}

/// A user as every request reads them anew: with their memberships, and what of the company decides whether they may come in.
#[derive(Debug, Clone, PartialEq)]
pub struct CallerRow {
    pub user: User,
    pub company_is_active: bool,
    pub department_ids: Vec<DepartmentId>,
    /// Member of the active root department.
    pub in_root: bool,
}

impl FromQueryResult for CallerRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let departments: Option<String> = row.try_get(prefix, "department_ids")?;
        let read = |id: &str| Uuid::parse_str(id).map_err(|error| DbErr::Type(error.to_string()));
        let departments: Result<Vec<DepartmentId>, DbErr> =
            departments.iter().flat_map(|ids| ids.split(',')).map(read).collect();
        Ok(Self {
            user: User::from_query_result(row, prefix)?,
            company_is_active: row.try_get(prefix, "company_is_active")?,
            department_ids: departments?,
            in_root: row.try_get(prefix, "in_root")?,
        })
    }
}

const COMPANY_IS_ACTIVE: &str = "(SELECT c.is_active FROM companies c WHERE c.id = users.company_id)";
const DEPARTMENTS_POSTGRES: &str =
    "(SELECT string_agg(m.department_id::text, ',') FROM user_departments m WHERE m.user_id = users.id)";
const DEPARTMENTS_SQLITE: &str =
    "(SELECT group_concat(hex(m.department_id)) FROM user_departments m WHERE m.user_id = users.id)";
const IN_ROOT: &str = "EXISTS (SELECT 1 FROM user_departments m JOIN departments d ON d.id = m.department_id
     WHERE m.user_id = users.id AND d.is_root AND d.is_active)";

impl<M: Mode> System<M> {
    /// Who makes a request. One statement.
    pub async fn caller(&self, id: UserId) -> Result<Option<CallerRow>, StoreError> {
        let db = self.db();
        let sqlite = db.get_database_backend() == DbBackend::Sqlite;
        let departments = if sqlite { DEPARTMENTS_SQLITE } else { DEPARTMENTS_POSTGRES };
        let found = user::Entity::find_by_id(id)
            .column_as(Expr::cust(COMPANY_IS_ACTIVE), "company_is_active")
            .column_as(Expr::cust(departments), "department_ids")
            .column_as(Expr::cust(IN_ROOT), "in_root");
        Ok(found.into_model::<CallerRow>().one(&db).await?)
    }

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
