//! Who may take conversations: members with their load, the lock that keeps a load true, and presence.

use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{DepartmentId, UserId};
use domain::role::OnlineStatus;
use sea_orm::sea_query::{Expr, LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{conversation, department, user, user_department};
use crate::{Text, User};

/// A member of a department with the number of conversations ASSIGNED to them in the whole company.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub user: User,
    pub load: u32,
}

impl Member {
    /// The departments chosen to work in now; empty = all memberships.
    pub fn active_departments(&self) -> Vec<DepartmentId> {
        serde_json::from_value(self.user.active_department_ids.clone()).unwrap_or_default()
    }
}

pub struct Agents<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn agents(&self) -> Agents<'_, M> {
        Agents(self)
    }
}

impl<M: Mode> Agents<'_, M> {
    /// Members of a department, active or not, with their loads. Two statements.
    pub async fn members(&self, department: DepartmentId) -> Result<Vec<Member>, StoreError> {
        let members = Query::select()
            .column(user_department::Column::UserId)
            .from(user_department::Entity)
            .and_where(user_department::Column::DepartmentId.eq(department))
            .to_owned();
        let users = self.users().filter(user::Column::Id.in_subquery(members)).order_by_asc(user::Column::Id);
        self.with_loads(users.all(&self.0.db()).await?).await
    }

    pub async fn find(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.users().filter(user::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    pub async fn load(&self, id: UserId) -> Result<u32, StoreError> {
        let held = conversation::Entity::find()
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::AssignedUserId.eq(id))
            .filter(conversation::Column::Status.eq(Text(Status::Assigned)));
        Ok(u32::try_from(held.count(&self.0.db()).await?).unwrap_or(u32::MAX))
    }

    /// Loads of several users at once; who holds nothing is absent.
    pub async fn loads(&self, users: &[UserId]) -> Result<HashMap<UserId, u32>, StoreError> {
        let counts: Vec<(UserId, i64)> = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::AssignedUserId)
            .column_as(conversation::Column::Id.count(), "held")
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::Status.eq(Text(Status::Assigned)))
            .filter(conversation::Column::AssignedUserId.is_in(users.iter().copied()))
            .group_by(conversation::Column::AssignedUserId)
            .into_tuple()
            .all(&self.0.db())
            .await?;
        Ok(counts.into_iter().map(|(user, held)| (user, u32::try_from(held).unwrap_or(u32::MAX))).collect())
    }

    pub async fn is_member(&self, user: UserId, department: DepartmentId) -> Result<bool, StoreError> {
        let membership = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.eq(user))
            .filter(user_department::Column::DepartmentId.eq(department));
        Ok(membership.one(&self.0.db()).await?.is_some())
    }

    /// The departments a user belongs to.
    pub async fn memberships(&self, user: UserId) -> Result<Vec<DepartmentId>, StoreError> {
        let own = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.eq(user));
        Ok(own.all(&self.0.db()).await?.into_iter().map(|row| row.department_id).collect())
    }

    fn users(&self) -> sea_orm::Select<user::Entity> {
        user::Entity::find().filter(user::Column::CompanyId.eq(self.0.company))
    }

    async fn with_loads(&self, users: Vec<User>) -> Result<Vec<Member>, StoreError> {
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let loads = if ids.is_empty() { HashMap::new() } else { self.loads(&ids).await? };
        Ok(users.into_iter().map(|user| Member { load: loads.get(&user.id).copied().unwrap_or(0), user }).collect())
    }
}

impl Agents<'_, Writing> {
    /// Add a user. Their address is unique in the whole installation.
    pub async fn insert(&self, user: User) -> Result<User, StoreError> {
        use sea_orm::IntoActiveModel as _;
        Ok(user.into_active_model().reset_all().insert(&self.0.db()).await?)
    }

    /// Make a user a member of a department; nothing happens when they are.
    pub async fn join(&self, user: UserId, department: DepartmentId, now: Time) -> Result<(), StoreError> {
        let membership = user_department::ActiveModel {
            user_id: Set(user),
            department_id: Set(department),
            company_id: Set(self.0.company),
            created_at: Set(now),
        };
        user_department::Entity::insert(membership)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }

    /// Serialise the picks of a department. After the contact's lock, before a user's.
    pub async fn lock_department(&self, id: DepartmentId) -> Result<bool, StoreError> {
        let locked = department::Entity::find()
            .filter(department::Column::CompanyId.eq(self.0.company))
            .filter(department::Column::Id.eq(id))
            .lock(LockType::NoKeyUpdate);
        Ok(locked.one(&self.0.db()).await?.is_some())
    }

    /// Lock a user and count what they hold: until this transaction ends, nobody else can give them anything.
    pub async fn lock_user(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        let user = self.users().filter(user::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?;
        let Some(user) = user else { return Ok(None) };
        let load = self.load(id).await?;
        Ok(Some(Member { user, load }))
    }

    /// Add a user who belongs to these departments.
    pub async fn enlist(&self, user: User, departments: &[DepartmentId], now: Time) -> Result<(), StoreError> {
        use sea_orm::IntoActiveModel as _;
        let id = user.id;
        user::Entity::insert(user.into_active_model().reset_all()).exec_without_returning(&self.0.db()).await?;
        for department in departments {
            let membership = user_department::ActiveModel {
                user_id: Set(id),
                department_id: Set(*department),
                company_id: Set(self.0.company),
                created_at: Set(now),
            };
            user_department::Entity::insert(membership).exec_without_returning(&self.0.db()).await?;
        }
        Ok(())
    }

    /// Set what colleagues see of a user. `false` when it was that already.
    pub async fn set_online_status(&self, id: UserId, status: OnlineStatus, now: Time) -> Result<bool, StoreError> {
        let changed = user::Entity::update_many()
            .col_expr(user::Column::OnlineStatus, Expr::value(Text(status)))
            .col_expr(user::Column::StatusChangedAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .filter(user::Column::OnlineStatus.ne(Text(status)));
        Ok(changed.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Take a user offline whose heartbeat stopped. `false` = they gave a sign of life since `seen` was read.
    pub async fn expire_presence(&self, seen: &User, now: Time) -> Result<bool, StoreError> {
        use sea_orm::sea_query::ExprTrait as _;
        let unchanged = match seen.last_heartbeat_at {
            Some(at) => user::Column::LastHeartbeatAt.eq(at),
            None => user::Column::LastHeartbeatAt.is_null(),
        };
        let expired = user::Entity::update_many()
            .col_expr(user::Column::OnlineStatus, Expr::value(Text(OnlineStatus::Offline)))
            .col_expr(user::Column::StatusChangedAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(seen.id))
            .filter(user::Column::OnlineStatus.eq(seen.online_status).and(unchanged));
        Ok(expired.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// What the user wants to be, kept through absences.
    pub async fn set_presence_intent(&self, id: UserId, intent: OnlineStatus) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::PresenceIntent, Expr::value(Text(intent)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    pub async fn heartbeat(&self, id: UserId, now: Time) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::LastHeartbeatAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}
