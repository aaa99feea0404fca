//! The people of a company and the departments they work in.

use std::collections::HashMap;

use domain::clock::Time;
use domain::id::{DepartmentId, UserId};
use domain::role::{OnlineStatus, Role};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, Set, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{user, user_department};
use crate::{Text, User};

/// Which users a list shows. The default shows all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilter {
    pub role: Option<Role>,
    pub is_active: Option<bool>,
    /// Active, and ONLINE or BUSY.
    pub online: bool,
    pub department: Option<DepartmentId>,
    /// Part of the name or of the e-mail, in any case of its letters.
    pub search: Option<String>,
    /// The name and id of the last row of the page before.
    pub after: Option<(String, UserId)>,
}

pub struct Users<'a, M>(pub(crate) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn users(&self) -> Users<'_, M> {
        Users(self)
    }
}

impl<M: Mode> Users<'_, M> {
    fn all(&self) -> Select<user::Entity> {
        user::Entity::find().filter(user::Column::CompanyId.eq(self.0.company))
    }

    pub async fn find(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.all().filter(user::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    pub async fn find_all(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        Ok(self.all().filter(user::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?)
    }

    /// By name, then id.
    pub async fn list(&self, filter: &UserFilter, limit: u64) -> Result<Vec<User>, StoreError> {
        let mut rows = self.all();
        if let Some(role) = filter.role {
            rows = rows.filter(user::Column::Role.eq(Text(role)));
        }
        if let Some(is_active) = filter.is_active {
            rows = rows.filter(user::Column::IsActive.eq(is_active));
        }
        if filter.online {
            rows = rows
                .filter(user::Column::IsActive.eq(true))
                .filter(user::Column::OnlineStatus.ne(Text(OnlineStatus::Offline)));
        }
        if let Some(department) = filter.department {
            rows = rows.filter(user::Column::Id.in_subquery(self.members_of(department)));
        }
        if let Some(search) = &filter.search {
            rows = rows.filter(contains(user::Column::Name, search).or(contains(user::Column::Email, search)));
        }
        if let Some((name, id)) = &filter.after {
            let same = user::Column::Name.eq(name.as_str()).and(user::Column::Id.gt(*id));
            rows = rows.filter(Condition::any().add(user::Column::Name.gt(name.as_str())).add(same));
        }
        let in_order = rows.order_by_asc(user::Column::Name).order_by_asc(user::Column::Id);
        Ok(in_order.limit(limit).all(&self.0.db()).await?)
    }

    /// Members of a department, the inactive ones too, by name.
    pub async fn of_department(&self, department: DepartmentId) -> Result<Vec<User>, StoreError> {
        let members = self.all().filter(user::Column::Id.in_subquery(self.members_of(department)));
        Ok(members.order_by_asc(user::Column::Name).order_by_asc(user::Column::Id).all(&self.0.db()).await?)
    }

    /// The memberships of several users; who has none is absent.
    pub async fn memberships(&self, ids: &[UserId]) -> Result<HashMap<UserId, Vec<DepartmentId>>, StoreError> {
        let rows = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.is_in(ids.iter().copied()))
            .order_by_asc(user_department::Column::DepartmentId)
            .all(&self.0.db())
            .await?;
        let mut memberships: HashMap<UserId, Vec<DepartmentId>> = HashMap::new();
        for row in rows {
            memberships.entry(row.user_id).or_default().push(row.department_id);
        }
        Ok(memberships)
    }

    /// Members of a department who may sign in: what `max_agents` limits.
    pub async fn active_members(&self, department: DepartmentId) -> Result<u64, StoreError> {
        let members = self
            .all()
            .filter(user::Column::IsActive.eq(true))
            .filter(user::Column::Id.in_subquery(self.members_of(department)));
        Ok(members.count(&self.0.db()).await?)
    }

    fn members_of(&self, department: DepartmentId) -> sea_orm::sea_query::SelectStatement {
        Query::select()
            .column(user_department::Column::UserId)
            .from(user_department::Entity)
            .and_where(user_department::Column::CompanyId.eq(self.0.company))
            .and_where(user_department::Column::DepartmentId.eq(department))
            .to_owned()
    }
}

/// SQLite folds only the case of ASCII letters; good enough for a list of colleagues.
fn contains(column: user::Column, search: &str) -> SimpleExpr {
    let escaped = search.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\');
    Expr::expr(sea_orm::sea_query::Func::lower(Expr::col(column))).like(pattern)
}

impl Users<'_, Writing> {
    /// Lock a user until this transaction ends, so that the row may be written as a whole.
    pub async fn lock(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.all().filter(user::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?)
    }

    /// Lock every active administrator, in the order of ids: none of them can step down while another does.
    pub async fn lock_admins(&self) -> Result<Vec<UserId>, StoreError> {
        let admins = self
            .all()
            .filter(user::Column::Role.eq(Text(Role::Admin)))
            .filter(user::Column::IsActive.eq(true))
            .order_by_asc(user::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&self.0.db())
            .await?;
        Ok(admins.into_iter().map(|admin| admin.id).collect())
    }

    /// Add a user. `false` = the address belongs to somebody already, here or in another company.
    pub async fn insert(&self, row: User) -> Result<bool, StoreError> {
        insert(&self.0.db(), row).await
    }

    /// Write a user that this transaction has locked; its version moves on.
    pub async fn save(&self, row: User, now: Time) -> Result<User, StoreError> {
        let version = row.version + 1;
        let mut row = row.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }

    /// Make a user a member. `false` = they were. Whoever calls has locked the department.
    pub async fn join(&self, id: UserId, department: DepartmentId, now: Time) -> Result<bool, StoreError> {
        let membership = user_department::ActiveModel {
            user_id: Set(id),
            department_id: Set(department),
            company_id: Set(self.0.company),
            created_at: Set(now),
        };
        let inserted = user_department::Entity::insert(membership)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
    }

    /// End a membership. `false` = there was none.
    pub async fn leave(&self, id: UserId, department: DepartmentId) -> Result<bool, StoreError> {
        let gone = user_department::Entity::delete_many()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.eq(id))
            .filter(user_department::Column::DepartmentId.eq(department));
        Ok(gone.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// End every session of a user.
    pub async fn sign_out_everywhere(&self, id: UserId, now: Time) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::TokenVersion, Expr::col(user::Column::TokenVersion).add(1))
            .col_expr(user::Column::UpdatedAt, Expr::value(now))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Store the same password under today's parameters. Ends no session.
    pub async fn store_rehash(&self, id: UserId, password_hash: &str) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(password_hash))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}

/// `false` = the address is taken.
pub(crate) async fn insert(db: &sea_orm::DatabaseExecutor<'_>, row: User) -> Result<bool, StoreError> {
    let inserted = user::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(user::Column::Email).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(db)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}

impl User {
    /// A new user: active, OFFLINE, in no department.
    pub fn new(
        id: UserId,
        company: domain::id::CompanyId,
        email: String,
        name: String,
        role: Role,
        password_hash: String,
        now: Time,
    ) -> Self {
        Self {
            id,
            company_id: company,
            email,
            password_hash,
            name,
            role: Text(role),
            online_status: Text(OnlineStatus::Offline),
            presence_intent: Text(OnlineStatus::Online),
            last_heartbeat_at: None,
            status_changed_at: None,
            last_assigned_at: None,
            is_active: true,
            department_id: None,
            active_department_ids: serde_json::Value::Array(Vec::new()),
            max_conversations: None,
            locale: None,
            preferences: serde_json::Value::Object(serde_json::Map::new()),
            token_version: 0,
            deactivated_at: None,
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }

    /// The departments chosen to work in now; empty = all memberships.
    pub fn active_departments(&self) -> Vec<DepartmentId> {
        serde_json::from_value(self.active_department_ids.clone()).unwrap_or_default()
    }
}
