//! Who may take conversations: members with their load, the lock that keeps a load true, and presence.

use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{DepartmentId, UserId};
use domain::role::OnlineStatus;
use sea_orm::sea_query::{Expr, LockType, Query};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, FromQueryResult, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QueryResult, QuerySelect as _,
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

impl FromQueryResult for Member {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let held: i64 = row.try_get(prefix, "held")?;
        Ok(Self { user: User::from_query_result(row, prefix)?, load: u32::try_from(held).unwrap_or(u32::MAX) })
    }
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
    /// Members of a department, active or not, with their loads. One statement.
    pub async fn members(&self, department: DepartmentId) -> Result<Vec<Member>, StoreError> {
        let members = Query::select()
            .column(user_department::Column::UserId)
            .from(user_department::Entity)
            .and_where(user_department::Column::DepartmentId.eq(department))
            .to_owned();
        let held = "(SELECT count(*) FROM conversations held WHERE held.company_id = users.company_id \
                    AND held.assigned_user_id = users.id AND held.status = 'ASSIGNED')";
        let users = self
            .users()
            .expr_as(Expr::cust(held), "held")
            .filter(user::Column::Id.in_subquery(members))
            .order_by_asc(user::Column::Id);
        Ok(users.into_model::<Member>().all(&self.0.db()).await?)
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
}

impl Agents<'_, Writing> {
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
